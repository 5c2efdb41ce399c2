"""Opening: a folder, a descriptor or a zip; what cannot be opened is told in words, whatever it is."""

from __future__ import annotations

import contextlib
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from copies import change_descriptor, copy_of

from analysis.package import ROOT, Package, PackageError, build_time, open_package


def zipped(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real package in a zip."""
    folder = tmp_path_factory.mktemp("whole")
    files = [ROOT / "datapackage.json", *sorted((ROOT / "data").rglob("*.csv")), ROOT / "seeds/article.fr.txt"]
    return zipped(folder / "package.zip", {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in files})


def test_folder_descriptor_and_zip_are_the_same_package(whole: Path) -> None:
    one, two, three = open_package(ROOT), open_package(ROOT / "datapackage.json"), open_package(whole)
    assert one.article == two.article == three.article
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, two.tables[name])
        pd.testing.assert_frame_equal(table, three.tables[name])
    for package in (one, two, three):
        assert package.edition.read("seeds/article.fr.txt").decode() == package.article


def test_a_zip_whose_names_have_the_separator_of_windows_opens(whole: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(whole) as archive:
        files: dict[str, str | bytes] = {name.replace("/", "\\"): archive.read(name) for name in archive.namelist()}
    assert open_package(zipped(tmp_path / "windows.zip", files)).article == open_package(whole).article


DESCRIPTOR = '{"resources": [{"name": "article", "path": "article.txt"}]}'


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"other.txt": "x"}, r"has no datapackage\.json at its top"),
        ({"a/b/datapackage.json": "{}"}, r"has no datapackage\.json at its top"),
        (
            {"a/datapackage.json": DESCRIPTOR, "b/datapackage.json": DESCRIPTOR},
            r"holds more than one package \(a/datapackage\.json, b/datapackage\.json\)",
        ),
        ({"datapackage.json": DESCRIPTOR, "b/datapackage.json": DESCRIPTOR}, "holds more than one package"),
        ({"a/b": "", "a\\b": "", "datapackage.json": DESCRIPTOR}, "two files of one name"),
        ({"datapackage.json": DESCRIPTOR}, r"has no article\.txt"),
        ({"datapackage.json": DESCRIPTOR.replace("article.txt", "../secret.txt"), "../secret.txt": "x"}, "leads out of the package"),
        ({"datapackage.json": "\x00"}, "is not JSON in UTF-8"),
    ],
)
def test_a_zip_that_is_not_one_package_is_told_in_words(files: dict[str, str | bytes], said: str, tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=said):
        open_package(zipped(tmp_path / "package.zip", files))


@pytest.mark.parametrize("kept", [0, 3, 60, 0.5, 0.99])
def test_a_zip_that_is_cut_short_is_told_in_words(whole: Path, tmp_path: Path, kept: float) -> None:
    data = whole.read_bytes()
    (tmp_path / "short.zip").write_bytes(data[: int(kept if kept >= 1 or kept == 0 else len(data) * kept)])
    with pytest.raises(PackageError, match=r"short\.zip: cannot be read as a zip; it may be cut short or be no zip at all"):
        open_package(tmp_path / "short.zip")


def test_a_zip_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("datapackage.json", DESCRIPTOR)
        with archive.open("article.txt", "w", force_zip64=True) as file:
            for _ in range(33):
                file.write(bytes(2**24))
    with pytest.raises(PackageError, match=r"unpacks to 553,648,\d+ bytes; a package has at most 536,870,912"):
        open_package(path)


def test_a_damaged_zip_opens_as_it_was_or_is_an_error_of_the_package(tmp_path: Path) -> None:
    """A bit flipped at each of some hundred places: never another kind of error, and never other content."""
    descriptor = {
        "resources": [
            {"name": "article", "path": "article.txt"},
            {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a", "type": "number"}], "primaryKey": "a"}},
        ]
    }
    path = zipped(
        tmp_path / "package.zip", {"datapackage.json": json.dumps(descriptor), "article.txt": "text " * 50, "t.csv": "a\n1\n2.5\n"}
    )
    honest, data = open_package(path), bytearray(path.read_bytes())
    opened = 0
    for bit in random.Random(18).sample(range(8 * len(data)), 600):  # noqa: S311 - the same places each time
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
        data[bit // 8] ^= 1 << bit % 8
        try:
            package = open_package(path)
        except PackageError:
            continue
        opened += 1
        assert package.article == honest.article
        assert package.rows("t") == honest.rows("t")
    assert 0 < opened < 400  # flips in what nobody reads, such as dates


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("nothing.json", "nothing.json: there is no such file or folder"),
        ("nothing", "nothing: there is no such file or folder"),
        ("https://example.org/datapackage.json", "https://example.org/datapackage.json: is an address; download"),
        ("s3://bucket/x.zip", "s3://bucket/x.zip: is an address; download"),
    ],
)
def test_a_package_that_is_not_there_is_an_error_that_names_it(where: str, said: str) -> None:
    with pytest.raises(PackageError) as caught:
        open_package(where)
    assert str(caught.value).startswith(said)


def test_a_folder_without_a_descriptor_and_a_descriptor_in_yaml_are_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"datapackage\.json: cannot be read: No such file"):
        open_package(tmp_path)
    (tmp_path / "datapackage.yaml").write_text("name: x\n", encoding="utf-8")
    with pytest.raises(PackageError, match=r"datapackage\.yaml: is YAML; a descriptor is read as JSON"):
        open_package(tmp_path / "datapackage.yaml")


# ------------------------------------------------------------ odd descriptors


def described(folder: Path, resource: object, cells: str = "Year\n2024\n") -> Path:
    (folder / "data.csv").write_text(cells, encoding="utf-8")
    (folder / "datapackage.json").write_text(json.dumps({"name": "x", "resources": [resource]}), encoding="utf-8")
    return folder


def table(*fields: object, **schema: object) -> dict[str, Any]:
    return {"name": "data", "path": "data.csv", "schema": {"fields": list(fields), **schema}}


YEAR = {"name": "Year", "type": "integer"}


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (table({"name": "Year", "type": "year"}), "the field Year has the type year, which is not read here; tables have string, integer"),
        (table({"name": "Year", "type": "datetime"}), "the field Year has the type datetime"),
        (table({"name": "Year"}), "the field Year has no type"),
        (table({"type": "string"}), "fields/0 needs a name"),
        (table("Year"), "fields/0 needs a name"),
        (table(YEAR, YEAR), "two fields have the same name"),
        (table(YEAR | {"constraints": None}), "the constraints of the field Year must be an object"),
        (table(YEAR | {"constraints": {"enum": 5}}), "its enum a list"),
        (table(YEAR, primaryKey=5), "primaryKey must be"),
        (table(YEAR, primaryKey=["Month"]), "primaryKey names 'Month', which is no field"),
        (table(), "the schema needs a list of fields"),
        ({"name": "data", "path": "data.csv", "schema": "schema.json"}, "the schema is an address or a path"),
        ({"name": "data", "path": "data.csv"}, "the resource data has no schema"),
        ({"name": "data", "path": ["data.csv"]}, "needs a name and one path"),
        ("data.csv", "needs a name and one path"),
    ],
)
def test_a_descriptor_that_cannot_be_read_is_told_in_words(resource: object, said: str, tmp_path: Path) -> None:
    with pytest.raises(PackageError) as caught:
        open_package(described(tmp_path, resource))
    assert said in str(caught.value)


def test_a_package_of_others_opens_with_its_key_as_one_name(tmp_path: Path) -> None:
    package = open_package(described(tmp_path, table(YEAR, primaryKey="Year")))
    assert package.key("data") == "Year"
    assert package["data:2024"].row == {"Year": 2024}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("Year,Year\n1,2\n", "the header has the column 'Year' twice"),
        ("\ufeffYear\n1\n", "U+FEFF"),
        ("Year\n1,2\n", "Expected 1 columns, got 2"),
        ("Year\n" + "1" * 200_000 + "\n", "data.csv: cannot be read as its schema says"),
        ('"' + "x" * 200_000 + "\n", "data.csv: cannot be read as its schema says"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words(cells: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(PackageError) as caught:
        open_package(described(tmp_path, table(YEAR), cells))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 900 + "1" + "}" * 900,
        '{"resources": 1e999}',
        '{"resources": NaN}',
        '{"a": 1, "a": 2}',
        "[]",
        '"x"',
        "\x00",
        "{",
    ],
)
def test_json_that_is_no_descriptor_is_told_in_words(text: str, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(PackageError, match=r"datapackage\.json: (is not|resources must)"):
        open_package(tmp_path)


ODD: list[object] = [None, 5, "x", [], {}, [5], True]


@pytest.mark.slow
def test_odd_values_anywhere_in_the_real_descriptor_open_or_are_an_error_of_the_package(tmp_path: Path) -> None:
    descriptor = copy_of(tmp_path)
    honest = descriptor.read_text("utf-8")
    for name in ("figures", "capex"):
        for value in ODD:
            for key in (
                "name",
                "path",
                "schema",
                "schema/fields",
                "schema/primaryKey",
                "schema/fields/0/name",
                "schema/fields/0/constraints",
            ):

                def change(content: dict[str, Any], name: str = name, value: object = value, key: str = key) -> None:
                    node: Any = next(one for one in content["resources"] if one["name"] == name)
                    *parts, last = key.split("/")
                    for part in parts:
                        node = node[int(part) if part.isdigit() else part]
                    node[last] = value

                change_descriptor(descriptor, change)
                with contextlib.suppress(PackageError):
                    open_package(descriptor)
                descriptor.write_text(honest, encoding="utf-8")


def test_a_moment_that_is_no_number_is_an_error_and_a_late_one_is_the_last_that_a_zip_carries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4354819200")
    assert build_time({}).isoformat() == "2107-12-31T23:59:59+00:00"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(PackageError, match="SOURCE_DATE_EPOCH is 'soon'"):
        build_time({})


def test_every_quantity_of_the_real_package_has_its_sentence(package: Package) -> None:
    for fact in package.facts.values():
        assert fact.table == "corroborations" or package.statement(fact.table, fact.row).endswith(".")
