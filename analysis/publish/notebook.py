"""Run the document's cells and expressions: one notebook, one kernel, nothing of the user's."""

from __future__ import annotations

import compileall
import logging
import os
import re
import sys
from pathlib import Path
from py_compile import PycInvalidationMode
from tempfile import TemporaryDirectory
from typing import Any

from click import unstyle

from .contract import Cell
from .document import Document
from .tools import RenderError, environment, seconds

log = logging.getLogger(__name__)
# The kernel, without the settings that a machine has for all its users; modules beside the document come first once it runs.
START = (
    "import sys; sys.path.pop(0); from IPython.core import application as shell;"
    "shell.SYSTEM_CONFIG_DIRS.clear(); shell.ENV_CONFIG_DIRS.clear();"
    "from ipykernel.kernelapp import launch_new_instance; launch_new_instance()"
)


def run(document: Document, package: Path) -> list[list[str]]:
    """The Markdown that each cell and expression of the document shows, in order.

    Raises `RenderError` with the line of the one that fails, writes to a stream, gives something else than Markdown or, as an
    expression, nothing, or takes too long.
    """
    import nbformat
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    class Kernels(KernelSpecManager):
        """The kernel of this interpreter, whatever kernels a user has."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            quiet = ["--log-level=ERROR", "--HistoryManager.enabled=False"]
            return KernelSpec(argv=[sys.executable, "-c", START, "-f", "{connection_file}", *quiet], display_name=kernel_name)

    folder = document.path.resolve().parent
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell.code) for cell in document.cells])  # type: ignore[no-untyped-call]
    limit = seconds()
    # Python compares the text of modules from now on; by itself it compares size and time alone.
    compileall.compile_dir(folder / "analysis", quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    with TemporaryDirectory() as own:
        # Sockets in a folder of our own work without any network. Their path is limited to 104 bytes on some systems; Windows has none.
        sockets = {"transport": "ipc", "ip": f"{own}/k"} if os.name == "posix" and len(os.fsencode(own)) < 90 else {}
        manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=Kernels(), connection_file=f"{own}/kernel.json", **sockets)
        client = NotebookClient(notebook, km=manager, timeout=limit, startup_timeout=60, shutdown_kernel="immediate")
        variables = environment(Path(own)) | {"BRIEFING_PACKAGE": str(package.resolve())}
        log.info("running the cells")
        try:
            with client.setup_kernel(cwd=str(folder), env=variables):
                shown = []
                for index, (cell, node) in enumerate(zip(document.cells, notebook.cells, strict=True)):
                    try:
                        client.execute_cell(node, index)
                    except CellTimeoutError:
                        hint = "make it quicker, or allow more with BRIEFING_TIMEOUT=seconds"
                        raise document.error(cell.line, f"{_name(cell)} takes more than {limit} seconds; {hint}") from None
                    except DeadKernelError:
                        raise document.error(cell.line, f"{_name(cell)} ended Python itself") from None
                    except CellExecutionError as error:
                        raise document.error(_failed(cell, node), f"{error.ename}: {unstyle(error.evalue).strip(chr(39))}") from None
                    shown.append([_markdown(document, cell, output) for output in node.outputs])
                    if cell.inline and not shown[-1]:
                        raise document.error(cell.line, f"{_name(cell)} gives nothing")
                return shown
        except RuntimeError as error:
            raise RenderError(f"Python does not start to run cells: {error}; install the dependencies again: make setup") from error


def _name(cell: Cell) -> str:
    first = next((row.strip() for row in cell.code.splitlines() if row.strip() and not row.startswith("#")), "")
    return f"the {'expression' if cell.inline else 'cell that starts with'} “{first}”"


def _failed(cell: Cell, node: Any) -> int:
    """The line of the document at which a cell failed."""
    trace = unstyle("\n".join(line for output in node.outputs if output.output_type == "error" for line in output.traceback))
    inside = re.findall(rf"Cell In\[{node.execution_count or r'[0-9]+'}\], line (\d+)", trace)
    return cell.line + (int(inside[-1]) - 1 if inside else 0)


def _markdown(document: Document, cell: Cell, output: Any) -> str:
    if output.output_type == "stream":
        raise document.error(cell.line, f"a cell writes to {output.name}: {output.text.strip()[:200]}")
    if "text/markdown" not in output.get("data", {}):
        raise document.error(cell.line, "gives something else than Markdown; call a function of analysis.report")
    return str(output.data["text/markdown"])


def woven(document: Document, shown: list[list[str]]) -> tuple[str, list[int]]:
    """The document with what its code showed in the place of the code, and for each line of it the line of the document."""
    pieces: list[str] = []
    lines, position = [1], 0

    def add(text: str, line: int, step: int) -> None:
        pieces.append(text)
        lines.extend(line + step * number for number in range(1, text.count("\n") + 1))

    for cell, texts in zip(document.cells, shown, strict=True):
        add(document.text[position : cell.start], lines[-1], 1)
        if cell.inline:
            add("".join(texts), cell.line, 0)
        elif cell.include and texts:  # in the divs that Quarto puts around what a cell shows
            inner = "".join(f"::: {{.cell-output .cell-output-markdown}}\n{text}\n:::\n" for text in texts)
            add(f"\n:::: {{.cell}}\n{inner}::::\n\n", cell.line, 0)
        position = cell.end
        lines[-1] = document.text.count("\n", 0, position) + 1
    add(document.text[position:], lines[-1], 1)
    return "".join(pieces), lines
