"""The Frictionless package as a zip: the descriptor and its files as they are, and what a reuser without the repository needs."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

from .dictionary import as_markdown
from .tables import created
from ..package import Package, Row

# Taken along where the package has them: how figures were read, how to cite, what changed, whose the article is.
COMPANIONS = ("CITATION.cff", "CHANGELOG.md", "docs/method.md", "seeds/README.md")


def write(package: Package, folder: Path) -> None:
    """Write `NAME.zip`. The same files give the same bytes: fixed order, date, permissions and compression."""
    base, descriptor = package.path.parent, package.descriptor
    content = {"README.md": _readme(package).encode(), "LICENSE.md": _licences(descriptor).encode()}
    content |= {"data-dictionary.md": as_markdown(package).encode(), "datapackage.json": package.path.read_bytes()}
    content |= {name: (base / name).read_bytes() for name in COMPANIONS if (base / name).is_file()}
    content |= {resource["path"]: (base / resource["path"]).read_bytes() for resource in descriptor["resources"]}
    moment = max(created(package), datetime(1980, 1, 1))  # a zip knows no earlier date
    with zipfile.ZipFile(folder / f"{descriptor['name']}.zip", "w") as archive:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second))
            entry.create_system = 3  # Unix, so that the permissions are read as such on every system
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content[name], zipfile.ZIP_DEFLATED, 9)


def _readme(package: Package) -> str:
    descriptor = package.descriptor
    files = [f"| `{one['path']}` | {one['title']} | {one['description']} |" for one in descriptor["resources"]]
    return "\n".join(
        [
            f"# {descriptor['title']}",
            "",
            descriptor["description"],
            "",
            f"Version {descriptor['version']}, {descriptor['created'][:10]}. A [Data Package v2](https://datapackage.org): "
            "`datapackage.json` describes every table and field, and any Frictionless tool reads and checks it "
            "(`frictionless validate datapackage.json`).",
            "",
            "| file | table | what it holds |",
            "|---|---|---|",
            *files,
            "",
            "## How to read the tables",
            "",
            "- `data-dictionary.md` tells the meaning, type and unit of each column, the meaning of each category, and the keys.",
            "- A quantity has `low` and `high`. An empty cell means that nothing is stated on that side: `at_most` has no low,",
            "  `at_least` no high, `range` has both, `exact` and `about` have the same value twice.",
            "- Every figure of the article has the French words that state it (`quote`) and its sentence (`passage_id`).",
            "- Every row of `data/context/` names the page at which it was read (`source_id`, a row of `sources` with its address).",
            "- Every metric has its formula in words; `metric_inputs` names what it is computed from.",
            "- The files are UTF-8 with a comma between cells and LF at the end of a line. A spreadsheet may take a cell that",
            "  starts with `=`, `+`, `-` or `@` for a formula: import the columns as text, or use the Excel workbook of the same edition.",
            "",
            "## What you may do with it",
            "",
            "See `LICENSE.md`: the licence of each file. To cite, see `CITATION.cff`; name the version, and for a single number",
            "its id, such as the `figure_id` or `metric_id`. Ids stay when the data changes.",
            "",
        ]
    )


def _licences(descriptor: Row) -> str:
    lines = [f"# Licences of {descriptor['name']} {descriptor['version']}", "", "| file | licence | made from |", "|---|---|---|"]
    for resource in descriptor["resources"]:
        licences = "; ".join(
            f"[{one.get('title') or one['name']}]({one['path']})" if "path" in one else one.get("title") or one["name"]
            for one in resource["licenses"]
        )
        sources = "; ".join(one["title"] for one in resource.get("sources", [])) or "the other tables, by computation"
        lines.append(f"| `{resource['path']}` | {licences} | {sources} |")
    return "\n".join(
        [
            *lines,
            "",
            "Attribution: name the title, the version and the contributors of this package, and say whether you changed the data.",
            "",
            "The article is not ours. Its text, and the French words quoted from it in `passages` and `figures`, remain its author's and",
            "publisher's; they are given so that each figure can be checked. The rows of `data/context/` tell facts in our words; the",
            "pages that they name belong to their publishers, and `sources` says so of each, in its field `licence`.",
            "",
        ]
    )
