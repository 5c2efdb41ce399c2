"""Excel: a sheet to start from, a data dictionary, and a sheet a table, with real numbers and dates and no formula."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .dictionary import categories_of, licence_names, relations, rules_of, type_of
from .tables import Table, created, tables_of
from ..package import Package, PackageError
from ..package import FORMULA

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

ROWS, LONGEST = 1_048_576, 32_767  # rows of a sheet, its head among them, and characters of a cell, as Excel has it
_WIDEST, _NARROWEST = 60, 8  # columns, in characters
_INK, _BAND, _LINK = "#14202b", "#e8eef2", "#0067a3"


def write(package: Package, folder: Path) -> None:
    """Write `NAME.xlsx`; raises `PackageError` for a table or a cell that no sheet can hold."""
    import xlsxwriter

    path = folder / f"{package.descriptor['name']}.xlsx"
    # Text stays text, whatever it begins with: no formula, no link, no number is read into it.
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with tempfile.TemporaryDirectory() as rows:
        # A row goes to disk as soon as the next begins, so that no sheet has to be in memory.
        book = xlsxwriter.Workbook(str(path), {**plain, "constant_memory": True, "tmpdir": rows})
        _fill(book, package)
        book.close()


def _fill(book: xlsxwriter.Workbook, package: Package) -> None:
    descriptor = package.descriptor
    about = {"title": descriptor["title"], "comments": descriptor["description"], "keywords": ", ".join(descriptor.get("keywords", []))}
    book.set_properties({**about, "created": created(package)})
    looks = _Looks(book)
    readme, dictionary = book.add_worksheet("Read me"), book.add_worksheet("Data dictionary")
    tables = []
    for table in tables_of(package):
        _table(book.add_worksheet(table.name), table, looks)
        tables.append((table.resource, len(table)))
    _readme(readme, package, tables, looks)
    _dictionary(dictionary, package, looks)


class _Looks:
    """The formats of cells."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        top = {"valign": "top"}
        self.text = book.add_format(top)
        # A mark that Excel shows as a leading apostrophe: text that looks like a formula stays text when it is edited.
        self.guarded = book.add_format({**top, "quote_prefix": True})
        self.wrapped = book.add_format({**top, "text_wrap": True})
        self.day = book.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"})
        self.head = book.add_format({"bold": True, "font_color": _INK, "bg_color": _BAND, "bottom": 1, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": _INK})
        self.strong = book.add_format({**top, "bold": True})
        self.link = book.add_format({**top, "font_color": _LINK, "underline": 1})


def _table(sheet: Worksheet, table: Table, looks: _Looks) -> None:
    if len(table) >= ROWS:
        raise PackageError(
            f"{table.name}: has {len(table):,} rows, and a sheet of Excel holds {ROWS - 1:,} below its head; "
            "name other formats, such as: briefing export --format parquet,sqlite"
        )
    names = [field["name"] for field in table.fields]
    longest = [len(name) for name in names]
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, looks.head)
    for row, cells in enumerate(table.rows, start=1):
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            length = len(str(cell))
            if not _put(sheet, row, column, cell, looks):
                place = f"{table.name}: row {row + 1}, {names[column]}"
                raise PackageError(f"{place}: a cell of Excel holds {LONGEST:,} characters, and this has {length:,}")
            longest[column] = max(longest[column], length)
    for column, length in enumerate(longest):
        sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, length) + 3))
    _frame(sheet, len(table), len(table.fields))


def _put(sheet: Worksheet, row: int, column: int, cell: Any, looks: _Looks) -> bool:
    """One cell by its type; False for text that a cell cannot hold. XlsxWriter answers with a number below zero for it."""
    if isinstance(cell, bool):
        done = sheet.write_boolean(row, column, cell, looks.text)
    elif isinstance(cell, (int, float)):
        done = sheet.write_number(row, column, cell, looks.text)
    elif isinstance(cell, date):
        done = sheet.write_datetime(row, column, cell, looks.day)
    else:
        done = sheet.write_string(row, column, cell, looks.guarded if cell.startswith(FORMULA) else looks.text)
    return not done


def _frame(sheet: Worksheet, rows: int, columns: int) -> None:
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(rows, 1), columns - 1)
    sheet.hide_gridlines(2)


def _readme(sheet: Worksheet, package: Package, tables: list[tuple[dict[str, Any], int]], looks: _Looks) -> None:
    descriptor = package.descriptor
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 2, 100)
    sheet.set_column(3, 3, 44)
    sheet.write_string(0, 0, descriptor["title"], looks.title)
    lines = [
        descriptor["description"],
        f"Version {descriptor['version']}, {descriptor['created'][:10]}. Licence: {licence_names(descriptor)}.",
        "A quantity has low and high. An empty cell means that nothing is stated on that side: at_most has no low, at_least no high, "
        "range has both, exact and about have the same value twice.",
        "Each figure has its French words and sentence; each row of another source names its page (source_id); each metric its formula.",
        "The sheet “Data dictionary” explains every column and every category.",
        "To cite a number, name this package, its version and the id of the row.",
    ]
    for row, line in enumerate(lines, start=2):
        sheet.write_string(row, 0, line, looks.text)
    head = len(lines) + 3
    for column, name in enumerate(("table", "rows", "what it holds", "licence")):
        sheet.write_string(head, column, name, looks.head)
    for row, (resource, count) in enumerate(tables, start=head + 1):
        sheet.write_url(row, 0, f"internal:'{resource['name']}'!A1", looks.link, resource["name"])
        sheet.write_number(row, 1, count, looks.text)
        sheet.write_string(row, 2, resource["description"], looks.wrapped)
        sheet.write_string(row, 3, licence_names(resource), looks.wrapped)


def _dictionary(sheet: Worksheet, package: Package, looks: _Looks) -> None:
    heads = {"table": 20, "field": 20, "type": 14, "unit": 18, "title": 20, "meaning": 60, "rules": 26, "key": 22, "categories": 70}
    for column, (name, width) in enumerate(heads.items()):
        sheet.write_string(0, column, name, looks.head)
        sheet.set_column(column, column, width)
    row = 0
    for resource in package.descriptor["resources"]:
        if "schema" not in resource:
            continue
        leads = {field: f"names a row of {target}" for field, target, _ in relations(resource)}
        for field in resource["schema"]["fields"]:
            row += 1
            key = "primary key" if field["name"] in resource["schema"]["primaryKey"] else ""
            meanings = "\n".join(f"{value}: {label}" for value, label in categories_of(field).items())
            texts = (resource["name"], field["name"], type_of(field), field.get("unit", ""), field["title"], field["description"])
            more = (rules_of(field), "; ".join(filter(None, (key, leads.get(field["name"], "")))), meanings)
            for column, text in enumerate((*texts, *more)):
                sheet.write_string(row, column, text, looks.wrapped)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, row, len(heads) - 1)
    sheet.hide_gridlines(2)
