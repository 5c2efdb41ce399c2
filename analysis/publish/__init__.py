"""Build the report with one of two engines, and put the result in place whole or not at all."""

from __future__ import annotations

import time
from pathlib import Path

from ..package import open_package, write_together
from . import cache
from .reproduce import SUMS, verify, write_sums
from .tools import RenderError

OUTPUTS = {"html": "report.html", "pdf": "report.pdf"}

__all__ = ["OUTPUTS", "SUMS", "RenderError", "remove_outputs", "render", "verify", "write_sums"]


def render(document: Path, package: Path, output: Path, formats: tuple[str, ...], engine: str, *, force: bool = False) -> list[Path]:
    """Build `document` from `package` into the folder `output`; returns the paths of the formats ("html", "pdf").

    What the embedded engine has built from the same inputs is not built again, unless by `force`; Quarto always builds.
    Nothing is written before everything is built. Raises `RenderError`, and `PackageError` where the package cannot be opened.
    """
    project = document.parent
    key = cache.inputs_of(document, package) if engine == "embedded" else None
    pages = cache.found(project, key, formats) if key and not force else {}
    if missing := tuple(name for name in formats if name not in pages):
        pages |= _build(document, package, missing, engine)
        if key and cache.inputs_of(document, package) == key:  # nothing was changed while the build was at work
            cache.keep(project, key, pages)
    paths = {name: output / OUTPUTS[name] for name in formats}
    try:
        _remove_leftovers(output, older=3600)
        write_together({path: pages[name] for name, path in paths.items() if not (path.is_file() and path.read_bytes() == pages[name])})
    except OSError as error:
        why = f"{error.filename2 or error.filename or output}: cannot be written: {error.strerror}"
        raise RenderError(f"{why}; what was there before is as it was") from error
    return list(paths.values())


def _build(document: Path, package: Path, formats: tuple[str, ...], engine: str) -> dict[str, bytes]:
    from . import embedded, quarto
    from .document import read_document

    build = quarto.build if engine == "quarto" else embedded.build
    read = read_document(document)
    try:
        return build(read, package, formats)
    except RenderError:
        open_package(package)  # where the package is the cause, its own error says more
        raise


def _remove_leftovers(output: Path, *, older: float) -> None:
    """Remove unfinished files of runs that were killed more than `older` seconds ago; a younger one may be at work still."""
    for name in (*OUTPUTS.values(), SUMS):
        for path in output.glob(f".{name}.*"):
            if path.stat().st_mtime <= time.time() - older:
                path.unlink(missing_ok=True)


def remove_outputs(output: Path) -> None:
    """Remove what render and sums have written into `output`, unfinished files too, and the folder where it is then empty."""
    for name in (*OUTPUTS.values(), SUMS):
        (output / name).unlink(missing_ok=True)
    _remove_leftovers(output, older=0)
    if output.is_dir() and not any(output.iterdir()):
        output.rmdir()
