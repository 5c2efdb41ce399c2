"""A small project in a folder: a document with a stand-in for `analysis.report`, and a package without tables."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from analysis.package import ROOT
from analysis.publish import render

FRONT = (ROOT / "report.qmd").read_text("utf-8").split("\n---\n", 1)[0] + "\n---\n"
FIRST = FRONT.count("\n") + 1  # the line on which the body starts
REPORT = """
from IPython.display import Markdown


def n(name):
    return Markdown(f"[{name}](#f-{name}){{.number note=A1}}")


def entries(*names):
    return Markdown("\\n".join(f"::: {{#f-{name} .trace}}\\n[A1]{{.note}} [{name}]{{.value}}\\n\\nWhat it is.\\n:::\\n" for name in names))
"""
BODY = """
```{python}
#| include: false
from analysis.report import entries, n
```

# In brief {#sec-brief}

Azure grows by `{python} n("azure-growth")` a year, as the article says [@article]. That holds. See @sec-figures.

# Source {#sec-source .unnumbered}

::: {#refs}
:::

# Figures {#sec-figures}

```{python}
entries("azure-growth")
```
"""


def project(folder: Path, body: str = BODY) -> Path:
    """Make the project; returns its document."""
    for name in ("analysis/publish/assets", "seeds"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    (folder / "analysis/__init__.py").write_text("", encoding="utf-8")
    (folder / "analysis/report.py").write_text(REPORT, encoding="utf-8")
    package = {"name": "small", "version": "1.0.0", "created": "2026-11-25T00:00:00Z", "resources": []}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    document = folder / "report.qmd"
    document.write_text(FRONT + body, encoding="utf-8")
    return document


def build(document: Path, *formats: str, engine: str = "embedded", force: bool = False) -> dict[str, bytes]:
    """The pages of a project, by format."""
    wanted = formats or ("html", "pdf")
    paths = render(document, document.parent / "datapackage.json", document.parent / "dist", wanted, engine, force=force)
    return {name: path.read_bytes() for name, path in zip(wanted, paths, strict=True)}
