"""The folder of an export: whole or untouched, with a sum for each file, and the same bytes everywhere."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from copies import copy_of, relock
from exported import ZIP, fields, tables

from analysis.export import FORMATS, ExportError, export, remove
from analysis.package import ROOT, Package, PackageError, open_package


def edition(package: Package, **changed: object) -> Package:
    return Package(package.path, package.descriptor | changed, package.frames, package.article)


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_frictionless_accepts_the_zip_and_the_unpacked_folder(exported: Path, tmp_path: Path) -> None:
    frictionless = Path(sys.executable).with_name("frictionless")
    with zipfile.ZipFile(exported / ZIP) as archive:
        archive.extractall(tmp_path)
    for target, folder in ((exported / ZIP, exported), (Path("datapackage.json"), tmp_path)):
        done = subprocess.run([frictionless, "validate", target, "--json"], cwd=folder, capture_output=True, text=True, check=False)
        assert json.loads(done.stdout)["valid"], done.stdout[:2000]


def test_the_zip_explains_itself(exported: Path, package: Package) -> None:
    with zipfile.ZipFile(exported / ZIP) as archive:
        names = archive.namelist()
        text = {name: archive.read(name).decode() for name in names if name.endswith(".md")}
        assert archive.testzip() is None
        day = date.fromisoformat(package.descriptor["created"][:10])
        moment = (day.year, day.month, day.day, 0, 0, 0)
        assert {(entry.external_attr >> 16, entry.date_time) for entry in archive.infolist()} == {(0o100644, moment)}
    assert names == sorted(names)
    assert {"README.md", "LICENSE.md", "CITATION.cff", "data-dictionary.md", "datapackage.json", "seeds/README.md"} <= set(names)
    for resource in package.descriptor["resources"]:
        assert resource["path"] in names
        assert f"`{resource['path']}`" in text["LICENSE.md"]
    for name in tables(package):
        for field in fields(package, name):
            assert f"| `{field['name']}` |" in text["data-dictionary.md"]


def test_a_package_from_a_zip_exports_as_the_folder_does(exported: Path, tmp_path: Path) -> None:
    export(open_package(exported / ZIP), tmp_path / "data")
    ours, theirs = (
        {line[66:]: line[:64] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()}
        for folder in (exported, tmp_path / "data")
    )
    assert ours == theirs


@pytest.mark.parametrize(
    ("seconds", "day"), [("4354819200", (2107, 12, 31)), ("99999999999", (2107, 12, 31)), ("0", (1980, 1, 1)), ("-5", (1980, 1, 1))]
)
def test_a_moment_that_a_zip_cannot_carry_becomes_the_nearest_that_it_can(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: str, day: tuple[int, int, int]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    export(package, tmp_path / "data", ["csv"])
    with zipfile.ZipFile(tmp_path / "data" / ZIP) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {day}


def test_the_sums_and_the_manifest_cover_every_file(exported: Path) -> None:
    done = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=exported, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    summed = {line[66:] for line in (exported / "SHA256SUMS").read_text("utf-8").splitlines()}
    assert files(exported) - summed == {"SHA256SUMS"}
    manifest = json.loads((exported / "manifest.json").read_text("utf-8"))
    for file in manifest["files"]:
        data = (exported / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert {file["path"] for file in manifest["files"]} == summed - {"manifest.json"}


@pytest.mark.slow
def test_another_place_zone_mask_and_hash_seed_give_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    target = repr(str(tmp_path / "far/away"))
    code = "from analysis import open_package; from analysis.export import export; from pathlib import Path; "
    code += f"export(open_package(), Path({target}))"
    environment = os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    subprocess.run(["bash", "-c", f'umask 077; "{sys.executable}" -c "{code}"'], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "far/away/SHA256SUMS").read_text("utf-8") == (exported / "SHA256SUMS").read_text("utf-8")


def test_an_export_replaces_an_earlier_one_whole(package: Package, tmp_path: Path) -> None:
    export(package, tmp_path / "data", ["json", "schemaorg"])
    export(package, tmp_path / "data", ["schemaorg"])
    assert files(tmp_path) == {"data/SHA256SUMS", "data/dataset.jsonld", "data/manifest.json"}


def test_an_export_is_removed_and_files_of_others_are_not(package: Package, tmp_path: Path) -> None:
    export(package, tmp_path / "data", ["schemaorg"])
    (tmp_path / "data/notes.txt").write_text("mine", encoding="utf-8")
    for act in (lambda: remove(tmp_path / "data"), lambda: export(package, tmp_path / "data", ["schemaorg"])):
        with pytest.raises(ExportError, match=r"notes\.txt"):
            act()
    assert (tmp_path / "data/notes.txt").read_text("utf-8") == "mine"
    assert len(files(tmp_path)) == 4
    (tmp_path / "data/notes.txt").unlink()
    remove(tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_a_link_in_the_folder_is_one_of_others(package: Package, tmp_path: Path, target: str) -> None:
    export(package, tmp_path / "data", ["schemaorg"])
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "data/mine").symlink_to(tmp_path / target)
    with pytest.raises(ExportError, match=r"holds 'mine'"):
        export(package, tmp_path / "data", ["schemaorg"])
    assert (tmp_path / "data/mine").is_symlink()


def test_checksums_of_something_else_make_no_export(package: Package, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("mine", encoding="utf-8")
    (tmp_path / "SHA256SUMS").write_bytes(b"\xff" * 64 + b"  report.html\n")
    with pytest.raises(ExportError, match=r"report\.html"):
        export(package, tmp_path, ["schemaorg"])
    assert files(tmp_path) == {"report.html", "SHA256SUMS"}


def test_what_cannot_be_written_leaves_the_earlier_export(package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(package, tmp_path / "data", ["schemaorg"])
    before = (tmp_path / "data/SHA256SUMS").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("analysis.export.schemaorg.write", full)
    with pytest.raises(ExportError, match="No space left"):
        export(package, tmp_path / "data", ["schemaorg"])
    assert (tmp_path / "data/SHA256SUMS").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("moment", ["while it wrote", "between its two renames"])
def test_what_a_stopped_export_left_is_removed_and_the_earlier_one_stands(package: Package, tmp_path: Path, moment: str) -> None:
    export(package, tmp_path / "data", ["schemaorg"])
    before = (tmp_path / "data/SHA256SUMS").read_bytes()
    (tmp_path / ".data.export/new").mkdir(parents=True)
    (tmp_path / ".data.export/new/dataset.jsonld").write_text("half", encoding="utf-8")
    if moment == "between its two renames":
        (tmp_path / "data").rename(tmp_path / ".data.export/old")
    with pytest.raises(PackageError):
        export(edition(package, name="not a name"), tmp_path / "data")
    export(package, tmp_path / "data", ["schemaorg"])
    assert (tmp_path / "data/SHA256SUMS").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_place_that_cannot_be_a_folder_is_an_error_in_one_line(package: Package, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in (tmp_path / "file", tmp_path / "file/data"):
        with pytest.raises(ExportError, match=r"is not a folder|cannot be written"):
            export(package, place, ["schemaorg"])


def test_bytes_that_are_not_locked_are_not_exported(tmp_path: Path) -> None:
    descriptor = copy_of(tmp_path)
    relock(descriptor)
    file = tmp_path / "data/article/figures.csv"
    file.write_bytes(file.read_bytes().replace(b"30,30", b"31,31"))
    with pytest.raises(PackageError, match=r"data/article/figures\.csv: differs from the hash"):
        export(open_package(descriptor), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("change", [{"name": "../outside"}, {"version": "1/0"}, {"created": None}, {"licenses": []}])
def test_a_package_that_files_cannot_be_named_after_is_an_error(package: Package, tmp_path: Path, change: dict[str, Any]) -> None:
    with pytest.raises(PackageError, match=next(iter(change))):
        export(edition(package, **change), tmp_path / "out/data")
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_is_an_error_that_names_all(package: Package, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=f"'docx'; there are {', '.join(FORMATS)}"):
        export(package, tmp_path / "data", ["csv", "docx"])
