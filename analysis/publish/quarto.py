"""The other engine: plain `quarto render`, where Quarto is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ..package import build_time, read_descriptor
from .document import RenderError
from .execute import isolated
from ..package import step

INSTALL = "install it with: pip install quarto-cli (version 1.9 or later), or from quarto.org; or use --engine embedded"


def build(path: Path, package: Path, formats: tuple[str, ...]) -> dict[str, bytes]:
    """The bytes of each format, made by Quarto in a copy of the project; raises `RenderError`."""
    quarto = shutil.which("quarto")
    if quarto is None:
        raise RenderError(f"Quarto is not on the path; {INSTALL}")
    made = {}
    # Quarto writes beside the document, so it works in a copy: a failure leaves no trace in the project.
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        ignore = shutil.ignore_patterns(".*", "dist", "__pycache__", "_freeze", "node_modules")
        shutil.copytree(path.resolve().parent, copy, ignore=ignore)
        moment = str(int(build_time(read_descriptor(package)).timestamp()))
        environment = isolated(folder) | {
            "BRIEFING_PACKAGE": str(package.resolve()),
            "QUARTO_PYTHON": sys.executable,
            "SOURCE_DATE_EPOCH": moment,
        }
        for name in formats:
            target = {"html": "html", "pdf": "typst"}[name]
            with step(f"making the {name.upper()} with Quarto"):
                done = subprocess.run(
                    [quarto, "render", path.name, "--to", target],
                    cwd=copy, env=environment, capture_output=True, text=True, check=False,
                )  # fmt: skip
            if done.returncode:
                raise RenderError(f"{path}: Quarto ended with {done.returncode}:\n{done.stderr[-2000:]}")
            made[name] = (copy / path.with_suffix(f".{name}").name).read_bytes()
    return made
