"""Build the report with one of two engines, and put the result in place whole or not at all."""

from __future__ import annotations

from pathlib import Path

from analysis.package import write_whole
from analysis.publish.document import RenderError

OUTPUTS = {"html": "report.html", "pdf": "report.pdf"}

__all__ = ["OUTPUTS", "RenderError", "render"]


def render(document: Path, package: Path, output: Path, formats: tuple[str, ...], engine: str) -> list[Path]:
    """Build `document` from `package` into the folder `output`; returns the paths written.

    Nothing is written before everything is built. Raises `RenderError` where it cannot be built, and
    `PackageError` where the package cannot be opened.
    """
    from analysis.package import open_package

    open_package(package)
    if engine == "quarto":
        from analysis.publish.quarto import build
    else:
        from analysis.publish.embedded import build
    made = build(document, package, formats)
    paths = [output / OUTPUTS[name] for name in made]
    try:
        for path, content in zip(paths, made.values(), strict=True):
            write_whole(path, content)
    except OSError as error:
        raise RenderError(f"{error.filename or output}: cannot be written: {error.strerror}") from error
    return paths
