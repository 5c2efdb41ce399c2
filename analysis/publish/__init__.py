"""Build the report with one of two engines, and put the result in place whole or not at all."""

from __future__ import annotations

import time
from pathlib import Path

from .cache import Cache, cache_of, key_of
from ..package import digest, write_together
from .document import RenderError
from .inputs import inputs_of

OUTPUTS = {"html": "report.html", "pdf": "report.pdf"}

__all__ = ["OUTPUTS", "RenderError", "render"]


def render(document: Path, package: Path, output: Path, formats: tuple[str, ...], engine: str, *, force: bool = False) -> list[Path]:
    """Build `document` from `package` into the folder `output`; returns the paths of the formats.

    What the embedded engine has built from the same inputs is not built again, unless by `force`; Quarto
    always builds. Nothing is written before everything is built. Raises `RenderError` where it cannot be
    built, and `PackageError` where the package cannot be opened.
    """
    cache = cache_of(document.parent, fresh=force)
    paths = {name: output / OUTPUTS[name] for name in formats}
    keys = _keys(document, package, formats) if engine == "embedded" else {}
    known = {name: made for name, key in keys.items() if (made := cache.found(key))}
    if all(name in known and _holds(path, known[name]) for name, path in paths.items()):
        return list(paths.values())
    pages = {name: page for name in known if (page := cache.content(known[name])) is not None}
    if len(pages) < len(formats):
        pages = _build(document, package, formats, engine, cache)
        if keys and _keys(document, package, formats) == keys:  # nothing was changed while the build was at work
            for name, key in keys.items():
                cache.put(key, pages[name])
            cache.prune()
    try:
        _remove_leftovers(output)
        write_together({path: pages[name] for name, path in paths.items()})
    except OSError as error:
        raise RenderError(f"{error.filename or output}: cannot be written: {error.strerror}; what was there before is as it was") from error
    return list(paths.values())


def _remove_leftovers(output: Path) -> None:
    """Unfinished files of a run that was killed an hour ago or more; a younger one may be at work still."""
    for name in OUTPUTS.values():
        for path in output.glob(f".{name}.*"):
            if path.stat().st_mtime < time.time() - 3600:
                path.unlink(missing_ok=True)


def _build(document: Path, package: Path, formats: tuple[str, ...], engine: str, cache: Cache) -> dict[str, bytes]:
    try:
        if engine == "quarto":
            from . import quarto

            return quarto.build(document, package, formats)
        from . import embedded

        return embedded.build(document, package, formats, cache)
    except RenderError:
        from ..package import open_package

        open_package(package)  # where the package is the cause, its own error says more
        raise


def _keys(document: Path, package: Path, formats: tuple[str, ...]) -> dict[str, str]:
    """For each format the hash of all that it is made from; nothing where that cannot be read."""
    inputs = inputs_of(document, package)
    return {name: key_of("output", name, inputs.document, inputs.cells, inputs.pages) for name in formats} if inputs else {}


def _holds(path: Path, content: str) -> bool:
    try:
        return digest(path) == content
    except OSError:
        return False
