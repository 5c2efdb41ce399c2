"""The Frictionless package as a zip: the descriptor and its files as they are, and what a reuser without the repository needs."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

from ..package import DESCRIPTOR_NAME, Package, PackageError, Row, markdown_code, markdown_link, markdown_text
from .croissant import zip_name
from .dictionary import as_markdown
from .tables import created, licence_name, made_from

# Taken along where the package has them: how figures were read, how to cite, what changed, whose the article is.
COMPANIONS = ("CITATION.cff", "CHANGELOG.md", "docs/method.md", "seeds/README.md")
EARLIEST, LATEST = datetime(1980, 1, 1), datetime(2107, 12, 31, 23, 59, 58)  # what a zip can carry

README = """## How to read the tables

- `data-dictionary.md` tells the meaning, type and unit of each column, the meaning of each category, and the keys.
- A quantity has `low` and `high`. An empty cell means that nothing is stated on that side: `at_most` has no low,
  `at_least` no high, `range` has both, `exact` and `about` have the same value twice. `qualifier` says the bound in English.
- Every figure of the article has the French words that state it (`quote`) and its sentence (`passage_id`).
- Every row of `data/context/` names the page at which it was read (`source_id`, a row of `sources` with its address), and
  every quantity in it the words that the page prints (`printed`).
- Every metric has its formula in words; `metric_inputs` names what it is computed from.
- The files are UTF-8 with a comma between cells and LF at the end of a line. A spreadsheet may take a cell that
  starts with `=`, `+`, `-` or `@` for a formula: import the columns as text, or use the Excel workbook of the same edition.

## What you may do with it

See `LICENSE.md`: the licence of each file. To cite, see `CITATION.cff`; name the version, and for a single number
its id, such as the `figure_id` or `metric_id`. Ids stay when the data changes.
"""
LICENCES = """
Attribution: name the title, the version and the contributors of this package, and say whether you changed the data.

The article is not ours. Its text, and the French words quoted from it in `passages` and `figures`, remain its author's and
publisher's; they are given so that each figure can be checked. The rows of `data/context/` tell facts in our words; the
pages that they name belong to their publishers, and `sources` says so of each, in its field `licence`.
"""


def write(package: Package, folder: Path) -> None:
    """Write `NAME-VERSION.zip`. The same files give the same bytes: fixed order, date, permissions and compression."""
    edition, descriptor = package.edition, package.descriptor
    content = {"README.md": _readme(descriptor).encode(), "LICENSE.md": _licences(descriptor).encode()}
    content |= {"data-dictionary.md": as_markdown(package).encode(), DESCRIPTOR_NAME: edition.read(edition.descriptor_name)}
    for name in COMPANIONS:
        try:
            content[name] = edition.read(name)
        except PackageError:
            continue
    content |= {resource["path"]: edition.read(resource["path"]) for resource in descriptor["resources"]}
    moment = min(max(created(package), EARLIEST), LATEST)
    with zipfile.ZipFile(folder / zip_name(descriptor), "w") as archive:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.create_system = 3  # Unix, so that the permissions are read as such on every system
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content[name], zipfile.ZIP_DEFLATED, 9)


def _readme(descriptor: Row) -> str:
    title, description, version = (markdown_text(descriptor[key]) for key in ("title", "description", "version"))
    said = (f"{markdown_text(one['title'])} | {markdown_text(one['description'])}" for one in descriptor["resources"])
    rows = "\n".join(f"| {markdown_code(one['path'])} | {words} |" for one, words in zip(descriptor["resources"], said, strict=True))
    return f"""# {title}

{description}

Version {version}, {markdown_text(descriptor["created"][:10])}. A [Data Package v2](https://datapackage.org): `datapackage.json` \
describes every table and field, and any Frictionless tool reads and checks it (`frictionless validate datapackage.json`).

| file | table | what it holds |
|---|---|---|
{rows}

{README}"""


def _licences(descriptor: Row) -> str:
    lines = [f"# Licences of {markdown_text(descriptor['name'])} {markdown_text(descriptor['version'])}\n"]
    lines += ["| file | licence | made from |", "|---|---|---|"]
    for resource in descriptor["resources"]:
        licences = "; ".join(markdown_link(licence_name(one), one.get("path")) for one in resource["licenses"])
        lines.append(f"| {markdown_code(resource['path'])} | {licences} | {markdown_text(made_from(resource))} |")
    return "\n".join([*lines, LICENCES])
