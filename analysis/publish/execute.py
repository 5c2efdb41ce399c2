"""Run the document's cells and expressions once, in one kernel, and put their Markdown in their place."""

from __future__ import annotations

import os
import py_compile
import re
import tempfile
import time
from importlib.util import cache_from_source
from pathlib import Path
from queue import Empty
from typing import Any

from .cache import FOLDER, Cache
from .document import INLINE, Cell, Document, Prose, RenderError

CHECKED = b"\3\0\0\0"  # what marks a compiled module that knows the hash of its source
TIMEOUT = 120  # seconds that one cell may take, unless BRIEFING_TIMEOUT says otherwise
# Variables that would bring code, packages or settings of the user into the kernel.
_FOREIGN = re.compile(r"PYTHON(?!DONTWRITEBYTECODE$|PYCACHEPREFIX$)|IPYTHON|JUPYTER")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")

Results = list[list[str]]  # for each part of a document: what its cell, or each of its expressions, gave


def code_of(document: Document) -> list[str]:
    """All that the kernel is asked to run, in order."""
    return [
        text
        for part in document.parts
        for text in ((part.code,) if isinstance(part, Cell) else (expression for expression, _ in part.expressions()))
    ]


def run(document: Document, package: Path, cache: Cache) -> Results:
    """The Markdown that every cell and expression of the document gave; charts are kept in `cache`.

    Raises `RenderError` with the line of the cell or expression that fails, writes to a stream, gives
    something else than Markdown, or takes too long.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import KernelManager

    folder = str(document.path.resolve().parent)
    _compile(Path(folder) / "analysis")
    with tempfile.TemporaryDirectory() as own:
        charts = cache.folder if cache.folder and not cache.fresh else Path(own) / "cache"
        environment = isolated(own) | {"BRIEFING_PACKAGE": str(package.resolve()), FOLDER: str(charts)}
        # The kernel of this interpreter, whatever kernels a user has; and nothing is written to the user's folders.
        kernels = KernelSpecManager(kernel_dirs=[])
        manager = KernelManager(kernel_name="python3", kernel_spec_manager=kernels, connection_file=f"{own}/kernel.json", **_transport(own))
        manager.start_kernel(env=environment, cwd=folder, extra_arguments=["--log-level=ERROR", "--HistoryManager.enabled=False"])
        client = manager.client()
        try:
            client.start_channels()
            try:
                client.wait_for_ready(timeout=60)
            except RuntimeError as error:
                raise RenderError(f"Python does not start to run cells: {error}; install the dependencies again: make setup") from error
            kernel = _Kernel(document, client)
            return [kernel.cell(part) if isinstance(part, Cell) else kernel.prose(part) for part in document.parts]
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


def isolated(own: str) -> dict[str, str]:
    """The environment in which cells run: nothing of the user's start-up files, packages and settings. `own` is an empty folder."""
    kept = {name: value for name, value in os.environ.items() if not _FOREIGN.match(name)}
    return kept | {"IPYTHONDIR": f"{own}/ipython", "PYTHONNOUSERSITE": "1", "PYTHONHASHSEED": "0"}


def _transport(own: str) -> dict[str, str]:
    """Sockets in a folder of our own: they work without any network, and nobody else reaches them."""
    # A path of a socket has at most 104 bytes on some systems; Windows has none.
    return {"transport": "ipc", "ip": f"{own}/k"} if os.name == "posix" and len(os.fsencode(own)) < 90 else {}


def woven(document: Document, results: Results) -> str:
    """The document's body as Markdown with every cell and expression replaced by what it gave."""
    return "".join(
        _cell(part, given) if isinstance(part, Cell) else _prose(part, given) for part, given in zip(document.parts, results, strict=True)
    )


def _cell(cell: Cell, given: list[str]) -> str:
    """The Markdown of a cell in the divs that Quarto would put around it."""
    if not cell.include or not given:
        return ""
    inner = "".join(f"::: {{.cell-output .cell-output-markdown}}\n{text}\n:::\n" for text in given)
    return f"\n:::: {{.cell}}\n{inner}::::\n\n"


def _prose(prose: Prose, given: list[str]) -> str:
    results = iter(given)
    return INLINE.sub(lambda _: next(results), prose.text)


def _compile(folder: Path) -> None:
    """Compile modules so that Python compares their text from now on; by itself it compares size and time alone."""
    for path in folder.rglob("*.py"):
        compiled = Path(cache_from_source(str(path)))
        try:
            if compiled.read_bytes()[4:8] != CHECKED:
                py_compile.compile(str(path), invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH, quiet=2)
        except OSError:
            pass  # there is none, or none can be written


def _seconds() -> float:
    given = os.environ.get("BRIEFING_TIMEOUT", "")
    try:
        return float(given) if given else TIMEOUT
    except ValueError as error:
        raise RenderError(f"BRIEFING_TIMEOUT is {given!r}; give a number of seconds") from error


class _Kernel:
    def __init__(self, document: Document, client: Any) -> None:
        self.document = document
        self.client = client

    def cell(self, cell: Cell) -> list[str]:
        """Run a cell; the Markdown that it shows."""
        outputs: list[dict[str, Any]] = []
        reply = self._run(cell.code, cell.line, outputs)
        if reply["status"] == "error":
            trace = _ANSI.sub("", "\n".join(reply["traceback"]))
            inside = re.findall(r"Cell In\[\d+\], line (\d+)", trace)
            raise self._failed(cell.line + (int(inside[-1]) - 1 if inside else 0), reply)
        return [self._markdown(output, cell.line) for output in outputs]

    def prose(self, prose: Prose) -> list[str]:
        """Evaluate the expressions of a stretch of prose; the Markdown that each gives."""
        expressions = prose.expressions()
        if not expressions:
            return []
        named = {str(number): expression for number, (expression, _) in enumerate(expressions)}
        reply = self._run("", prose.line, [], named)
        values = []
        for number, (_, line) in enumerate(expressions):
            result = reply["user_expressions"][str(number)]
            if result["status"] == "error":
                raise self._failed(line, result)
            values.append(self._markdown(result, line))
        return values

    def _run(self, code: str, line: int, outputs: list[dict[str, Any]], expressions: dict[str, str] | None = None) -> dict[str, Any]:
        seconds = _seconds()
        asked = self.client.execute(code, user_expressions=expressions, allow_stdin=False)
        end = time.monotonic() + seconds
        while (message := self._next(asked, end, line, code, seconds)) is not None:
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "stream":
                raise self.document.error(line, f"a cell writes to {content['name']}: {content['text'].strip()[:200]}")
            if kind in ("display_data", "execute_result"):
                outputs.append(content)
        while (reply := self.client.get_shell_msg(timeout=60))["parent_header"].get("msg_id") != asked:
            pass
        content = reply["content"]
        return dict(content)

    def _next(self, asked: str, end: float, line: int, code: str, seconds: float) -> dict[str, Any] | None:
        """The next message about what was asked, or None where it has ended."""
        first = next((row for row in code.splitlines() if row.strip() and not row.startswith("#|")), "")
        cell = f"the cell that starts with “{first.strip()}”" if first else "an expression of this stretch of prose"
        while True:
            try:
                message: dict[str, Any] = self.client.get_iopub_msg(timeout=min(1, max(0.01, end - time.monotonic())))
            except Empty:
                if not self.client.is_alive():
                    raise self.document.error(line, f"{cell} ended Python itself") from None
            else:
                if message["parent_header"].get("msg_id") == asked:
                    idle = message["header"]["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
                    return None if idle else message
            if time.monotonic() >= end:
                hint = "make it quicker, or allow more with BRIEFING_TIMEOUT=seconds"
                raise self.document.error(line, f"{cell} takes more than {seconds:g} seconds; {hint}")

    def _markdown(self, output: dict[str, Any], line: int) -> str:
        text: str | None = output["data"].get("text/markdown")
        if text is None:
            raise self.document.error(line, "gives something else than Markdown; call a function of analysis.report")
        return text

    def _failed(self, line: int, error: dict[str, Any]) -> Exception:
        return self.document.error(line, f"{error['ename']}: {_ANSI.sub('', error['evalue']).strip(chr(39))}")
