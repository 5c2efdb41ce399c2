"""Hostile values in every text of a package: every format holds them as text, and none of them is markup, code or a formula."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from copies import change_descriptor, change_schema, copy_of, relock
from editing import edited
from exported import NAME, ZIP
from hostile import HOSTILE, plant_in_descriptor
from lxml import html
from markdown_it import MarkdownIt

from analysis.export import as_html, as_markdown, as_script, as_typst, export
from analysis.package import Package, open_package, strings, typst_string

ATTACKS = ["+1+1", "@SUM(A1)", "-2+3", "=1+1", "../../x", "'; DROP TABLE figures; --", "</td><b>x</b>", "%s {0} $HOME"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The package with a hostile text in every text of its descriptor that people read."""
    descriptor = copy_of(tmp_path_factory.mktemp("hostile"))
    relock(descriptor)
    plant_in_descriptor(descriptor, HOSTILE)
    return open_package(descriptor)


@pytest.fixture(scope="module")
def written(hostile: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written") / "data"
    export(hostile, folder)
    return folder


def markdown_files(package: Package, written: Path) -> dict[str, str]:
    with zipfile.ZipFile(written / ZIP) as archive:
        return {name: archive.read(name).decode() for name in ("README.md", "LICENSE.md", "data-dictionary.md")} | {
            "dictionary": as_markdown(package)
        }


def test_the_descriptor_is_hostile_where_people_read_it(hostile: Package, package: Package) -> None:
    count = sum(HOSTILE in text for _, text in strings(hostile.descriptor))
    assert count > len(package.descriptor["resources"]) * 4


@pytest.mark.slow
def test_hostile_markdown_has_the_links_and_elements_of_the_honest_one_and_no_other(hostile: Package, written: Path) -> None:
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    for name, text in markdown_files(hostile, written).items():
        links, elements = [], []
        for token in parser.parse(text):
            for inner in token.children or []:
                links += [str(value) for key, value in inner.attrs.items() if key in ("href", "src")]
                elements += [inner.content] if inner.type == "html_inline" else []
            elements += [token.content] if token.type == "html_block" else []
        assert elements == [], name
        assert [link for link in links if not re.fullmatch(r"#[a-z_]+|https://datapackage\.org", link)] == [], name


@pytest.mark.slow
def test_pandoc_too_finds_no_element_in_hostile_markdown(hostile: Package, written: Path) -> None:
    import pypandoc

    for name, text in markdown_files(hostile, written).items():
        done = subprocess.run(
            [pypandoc.get_pandoc_path(), "--from", "markdown", "--to", "json"], input=text.encode(), capture_output=True, check=True
        )
        kinds: set[str] = set()
        targets: list[str] = []

        def walk(node: Any, kinds: set[str] = kinds, targets: list[str] = targets) -> None:
            if isinstance(node, dict) and "t" in node:
                kinds.add(node["t"])
                targets += [node["c"][2][0]] if node["t"] in ("Link", "Image") else []
            for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
                walk(inner)

        walk(json.loads(done.stdout))
        strange = {"RawInline", "RawBlock", "Image", "Note", "Math", "Cite", "Strikeout", "Superscript", "Emph", "Strong", "Div", "Span"}
        assert not kinds & strange, (name, kinds & strange)
        assert [link for link in targets if not re.fullmatch(r"#[a-z_]+|https://datapackage\.org", link)] == [], name


def test_the_dictionary_of_the_page_has_its_own_elements_alone(hostile: Package, package: Package) -> None:
    page, honest = (html.fragment_fromstring(as_html(one), create_parent="div") for one in (hostile, package))
    assert {element.tag for element in page.iter()} == {element.tag for element in honest.iter()}
    assert {name for element in page.iter() for name in element.attrib} == {"id"}
    assert HOSTILE in page.text_content()


def test_a_target_of_a_key_that_is_markup_is_text(tmp_path: Path) -> None:
    descriptor = copy_of(tmp_path)
    attack = "<img src=x onerror=alert(1)>\n```\n<script>"

    def change(schema: dict[str, Any]) -> None:
        schema["foreignKeys"][0]["reference"]["resource"] = attack

    change_schema(descriptor, "capex", change)
    package = open_package(descriptor)
    page = html.fragment_fromstring(as_html(package), create_parent="div")
    assert not page.xpath("//img | //script")
    text = as_markdown(package)
    assert "<img" not in re.sub(r"\\<", "", text)
    assert text.count("```") == 2


def test_no_text_of_the_package_ends_the_script_of_the_page(hostile: Package) -> None:
    for script in as_script(hostile).split("\n"):
        body = script.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
        assert not set("<>&\u2028\n") & set(body)
        json.loads(body)


def test_no_text_of_the_package_is_code_of_typst(hostile: Package) -> None:
    for line in as_typst(hostile).splitlines():
        assert "`" not in line
        without = re.sub(r'"(?:[^"\\]|\\.)*"', "", line)  # the strings of Typst
        assert "panic" not in without
    assert typst_string('\\"`\n') == r'"\\\"\u{60}\n"'


def test_json_in_every_file_holds_markup_as_text(written: Path) -> None:
    paths = [path for path in written.iterdir() if ".json" in path.name]
    assert len(paths) == 7
    for path in paths:
        text = path.read_text("utf-8")
        assert "<" not in text, path.name
        json.loads(text)


def test_no_licence_is_a_link_that_runs(written: Path) -> None:
    for path in (written / "dataset.jsonld", written / "croissant.json"):
        assert '"javascript:' not in path.read_text("utf-8"), path.name


def test_the_database_keeps_its_tables_and_says_the_texts(written: Path, hostile: Package) -> None:
    with sqlite3.connect(written / f"{NAME}.sqlite") as database:
        assert database.execute("SELECT count(*) FROM figures").fetchone() == (len(hostile.frames["figures"]),)
        assert database.execute("SELECT value FROM about_package WHERE key = 'title'").fetchone() == (hostile.descriptor["title"],)


def test_hostile_names_of_columns_and_limits_are_names_and_values(tmp_path: Path) -> None:
    descriptor = tmp_path / "datapackage.json"
    column = 'a"); DROP TABLE data; --'
    (tmp_path / "data.csv").write_text(f'"{column.replace(chr(34), 2 * chr(34))}",day\nx,2026-12-30\n', encoding="utf-8")
    about = {"title": "t", "description": "d"}
    fields = [
        {"name": column, "type": "string", "constraints": {"enum": ["x", "'); DROP TABLE data; --"]}, **about},
        {"name": "day", "type": "date", "constraints": {"maximum": "2026-12-31"}, **about},
    ]
    licences = [{"name": "MIT"}]
    resource = {
        "name": "data",
        "path": "data.csv",
        "bytes": 1,
        "hash": "",
        "licenses": licences,
        "schema": {"fields": fields, "primaryKey": "day"},
    }
    descriptor.write_text("{}", encoding="utf-8")
    content = {"name": "n", "version": "1.0.0", "created": "2026-11-25T00:00:00Z", "licenses": licences, "resources": [resource | about]}
    change_descriptor(descriptor, lambda one: one.update(content | about))
    relock(descriptor)
    export(open_package(descriptor), tmp_path / "out", ["sqlite", "parquet", "xlsx", "json", "csv", "croissant"])
    with sqlite3.connect(tmp_path / "out/n.sqlite") as database:
        assert database.execute("SELECT * FROM data").fetchall() == [("x", "2026-12-30")]
        assert [name for _, name, *_ in database.execute("PRAGMA table_info(data)")] == [column, "day"]
        for day in ("2027-01-01", "1983"):
            with pytest.raises(sqlite3.IntegrityError):
                database.execute("INSERT INTO data VALUES ('x', ?)", [day])


def test_hostile_cells_are_the_same_text_in_every_format(package: Package, tmp_path: Path) -> None:
    import duckdb
    import openpyxl

    ids = [row["statement_id"] for row in package.rows("statements")][: len(ATTACKS)]
    attacked = package
    for key, attack in zip(ids, ATTACKS, strict=True):
        attacked = edited(attacked, "statements", key, statement=attack)
    out, query = tmp_path / "out", f"SELECT statement FROM {{}} WHERE statement_id IN {tuple(ids)}"  # noqa: S608 - ids of ours
    export(attacked, out, ["parquet", "sqlite", "xlsx", "json"])
    with sqlite3.connect(out / f"{NAME}.sqlite") as database:
        read = {"sqlite": [cell for (cell,) in database.execute(query.format("statements"))]}
    read["parquet"] = [cell for (cell,) in duckdb.connect().execute(query.format(f"'{out / 'parquet/statements.parquet'}'")).fetchall()]
    rows = json.loads((out / f"{NAME}.json").read_text("utf-8"))["tables"]["statements"]
    read["json"] = [row["statement"] for row in rows if row["statement_id"] in ids]
    sheet = openpyxl.load_workbook(out / f"{NAME}.xlsx")["statements"]
    cells = [row[4] for row in sheet.iter_rows() if row[0].value in ids]
    read["xlsx"] = [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {name: sorted(values) for name, values in read.items()} == dict.fromkeys(read, sorted(ATTACKS))


def test_no_cell_becomes_a_formula_or_a_link_of_the_workbook(package: Package, tmp_path: Path) -> None:
    import openpyxl

    attack = '=HYPERLINK("http://example.org","x")'
    attacked = edited(package, "statements", "concluded-agreement", statement=attack)
    attacked = edited(attacked, "statements", "market-influence", statement="=cmd|' /C calc'!A0")
    export(edited(attacked, "statements", "multi-cloud", statement="https://example.org/"), tmp_path / "out", ["xlsx"])
    sheet = openpyxl.load_workbook(tmp_path / "out" / f"{NAME}.xlsx")["statements"]
    cells = {row[0].value: row[4] for row in sheet.iter_rows(min_row=2)}
    assert (cells["concluded-agreement"].value, cells["concluded-agreement"].data_type) == (attack, "s")
    assert cells["concluded-agreement"].quotePrefix
    assert cells["market-influence"].data_type == "s"
    assert cells["multi-cloud"].hyperlink is None
    with zipfile.ZipFile(tmp_path / "out" / f"{NAME}.xlsx") as parts:
        assert not any(b"<f>" in parts.read(part) for part in parts.namelist() if "worksheets/sheet" in part)


def test_what_a_spreadsheet_reads_from_the_zip_are_the_cells_of_the_package(exported: Path, package: Package) -> None:
    with zipfile.ZipFile(exported / ZIP) as archive:
        held = archive.read("data/article/statements.csv").decode()
    assert [row["statement"] for row in csv.DictReader(held.splitlines())] == [row["statement"] for row in package.rows("statements")]
