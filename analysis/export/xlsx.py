"""Excel: a sheet to start from, a data dictionary, and a sheet a table, with real numbers and dates and no formula.

A sheet is named after its table. Where Excel does not take that name (31 characters, no colon), the sheet has a shorter one, and the
first sheet says which table it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..package import FORMULA, Package, PackageError
from .tables import Table, categories_of, created, licence_names, relations, rules_of, tables_of, type_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# Rows of a sheet, its head among them, and characters of a cell and of a sheet's name, as Excel has it.
ROWS, LONGEST, NAMED = 1_048_576, 32_767, 31
_WIDEST, _NARROWEST = 60, 8  # columns, in characters
_INK, _BAND, _LINK = "#14202b", "#e8eef2", "#0067a3"
Looks = dict[str, Any]  # the formats of cells, by name
_LOOKS: dict[str, Looks] = {
    "text": {"valign": "top"},
    # A mark that Excel shows as a leading apostrophe: text that looks like a formula stays text when it is edited.
    "guarded": {"valign": "top", "quote_prefix": True},
    "wrapped": {"valign": "top", "text_wrap": True},
    "day": {"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"},
    "head": {"bold": True, "font_color": _INK, "bg_color": _BAND, "bottom": 1, "valign": "top"},
    "title": {"bold": True, "font_size": 16, "font_color": _INK},
    "link": {"valign": "top", "font_color": _LINK, "underline": 1},
}
_HEADS = {"table": 20, "field": 20, "type": 14, "unit": 18, "title": 20, "meaning": 60, "rules": 26, "key": 22, "categories": 70}


def write(package: Package, folder: Path) -> None:
    """Write `NAME.xlsx`; raises `PackageError` for a table or a cell that no sheet can hold."""
    import xlsxwriter

    # Text stays text, whatever it begins with: no formula, no link, no number is read into it. A row goes to disk as soon as
    # the next begins, so that no sheet has to be in memory.
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    descriptor, tables = package.descriptor, tables_of(package)
    book = xlsxwriter.Workbook(str(folder / f"{descriptor['name']}.xlsx"), {**plain, "constant_memory": True, "tmpdir": str(folder)})
    about = {"title": descriptor["title"], "comments": descriptor["description"], "keywords": ", ".join(descriptor.get("keywords", []))}
    book.set_properties({**about, "created": created(package)})
    looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
    names = sheet_names([table.name for table in tables])
    readme, dictionary = book.add_worksheet("Read me"), book.add_worksheet("Data dictionary")
    for table in tables:
        _table(book.add_worksheet(names[table.name]), table, looks)
    _readme(readme, package, tables, names, looks)
    _dictionary(dictionary, tables, looks)
    book.close()


def sheet_names(tables: list[str]) -> dict[str, str]:
    """The name of the sheet of each table: its own, or a short one with its place among the tables.

    >>> sheet_names(["capex", "a" * 40])
    {'capex': 'capex', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': 'aaaaaaaaaaaaaaaaaaaaaaaaaa_2'}
    """
    fits = {name: len(name) <= NAMED and ":" not in name and name != "history" for name in tables}  # Excel keeps `history` for itself
    return {name: name if fits[name] else f"{name.replace(':', '-')[: NAMED - 5]}_{number}" for number, name in enumerate(tables, start=1)}


def _table(sheet: Worksheet, table: Table, looks: Looks) -> None:
    if len(table) >= ROWS:
        raise PackageError(
            f"{table.name}: has {len(table):,} rows, and a sheet of Excel holds {ROWS - 1:,} below its head; "
            "name other formats, such as: briefing export --format parquet,sqlite"
        )
    names = [field["name"] for field in table.fields]
    _head(sheet, 0, names, looks)
    widths = [max(len(name), _NARROWEST) for name in names]
    for row, cells in enumerate(table.rows, start=1):
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            if (length := len(str(cell))) > LONGEST:
                place = f"{table.name}: row {row + 1}, {names[column]}"
                raise PackageError(f"{place}: a cell of Excel holds {LONGEST:,} characters, and this has {length:,}")
            _put(sheet, row, column, cell, looks)
            widths[column] = max(widths[column], length)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(_WIDEST, width) + 3)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table), 1), len(names) - 1)


def _head(sheet: Worksheet, row: int, names: Iterable[str], looks: Looks) -> None:
    sheet.hide_gridlines(2)
    for column, name in enumerate(names):
        sheet.write_string(row, column, name, looks["head"])


def _put(sheet: Worksheet, row: int, column: int, cell: Any, looks: Looks) -> None:
    """One cell by its type."""
    if isinstance(cell, date) and cell.year < 1900:  # Excel knows no earlier day
        cell = str(cell)
    guarded = isinstance(cell, str) and cell.startswith(FORMULA)
    write = sheet.write_string if isinstance(cell, str) else sheet.write  # no text becomes a formula, whatever it looks like
    write(row, column, cell, looks["day" if isinstance(cell, date) else "guarded" if guarded else "text"])


def _readme(sheet: Worksheet, package: Package, tables: list[Table], names: dict[str, str], looks: Looks) -> None:
    descriptor = package.descriptor
    for column, width in enumerate((24, 8, 100, 44)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, descriptor["title"], looks["title"])
    lines = [
        descriptor["description"],
        f"Version {descriptor['version']}, {descriptor['created'][:10]}. Licence: {licence_names(descriptor)}.",
        "A quantity has low and high. An empty cell means that nothing is stated on that side: at_most has no low, at_least no high, "
        "range has both, exact and about have the same value twice.",
        "Each figure has its French words and sentence; each row of another source names its page (source_id) and, in printed, the "
        "words of that page; each metric its formula.",
        "The sheet “Data dictionary” explains every column and every category.",
        "To cite a number, name this package, its version and the id of the row.",
    ]
    lines += [f"The sheet {names[one]} holds the table {one}, whose name Excel does not take." for one in names if names[one] != one]
    for row, line in enumerate(lines, start=2):
        sheet.write_string(row, 0, line, looks["text"])
    head = len(lines) + 3
    _head(sheet, head, ("table", "rows", "what it holds", "licence"), looks)
    for row, table in enumerate(tables, start=head + 1):
        sheet.write_url(row, 0, f"internal:'{names[table.name]}'!A1", looks["link"], table.name)
        sheet.write_number(row, 1, len(table), looks["text"])
        sheet.write_string(row, 2, table.resource["description"], looks["wrapped"])
        sheet.write_string(row, 3, licence_names(table.resource), looks["wrapped"])


def _dictionary(sheet: Worksheet, tables: list[Table], looks: Looks) -> None:
    _head(sheet, 0, _HEADS, looks)
    for column, width in enumerate(_HEADS.values()):
        sheet.set_column(column, column, width)
    row = 0
    for table in tables:
        leads = {field: f"names a row of {target}" for field, target, _ in relations(table.resource)}
        for field in table.fields:
            row, name = row + 1, field["name"]
            key = "; ".join(filter(None, ("primary key" if name in table.key else "", leads.get(name, ""))))
            meanings = "\n".join(f"{value}: {label}" for value, label in categories_of(field).items())
            texts = (table.name, name, type_of(field), field.get("unit", ""), field["title"], field["description"])
            for column, text in enumerate((*texts, ", ".join(rules_of(field)), key, meanings)):
                sheet.write_string(row, column, text[:LONGEST], looks["wrapped"])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, row, len(_HEADS) - 1)
