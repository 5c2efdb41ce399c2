"""Checksums of a build: they cover all of it, and a rebuild that differs is told from the first stage on."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import Copy
from rendered import Rendered

from analysis.cli import main
from analysis.package.tables import DESCRIPTOR, ROOT
from analysis.publish.verify import ORDER, STAGES, SUMS, VerifyError, compared, differences, first_difference, write_sums


@pytest.fixture
def build(rendered: Rendered, tmp_path: Path) -> Path:
    """A folder with both pages and an export, summed up."""
    folder = tmp_path / "dist"
    (folder / "data").mkdir(parents=True)
    for path in (rendered.html_path, rendered.pdf_path):
        shutil.copy(path, folder)
    (folder / "data/table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    write_sums(ROOT / "report.qmd", DESCRIPTOR, folder)
    return folder


@pytest.mark.slow
def test_the_checksums_cover_every_file_and_are_in_the_common_form(build: Path) -> None:
    named = {line.split("  ", 1)[1] for line in (build / SUMS).read_text("utf-8").splitlines()}
    assert named == {"report.html", "report.pdf", "data/table.csv", STAGES}
    if program := shutil.which("sha256sum"):
        subprocess.run([program, "--check", "--strict", "--quiet", SUMS], cwd=build, check=True)
    stages = [line.split()[0] for line in (build / STAGES).read_text("utf-8").splitlines()]
    assert list(dict.fromkeys(stages)) == [stage for stage in ORDER if stage not in ("pages", "exports")]
    assert stages.count("charts") == (ROOT / "report.qmd").read_text("utf-8").count("brief.chart(")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "name"),
    [
        ("seeds", "seeds/article.fr.txt"),
        ("data", "data/context/capex.csv"),
        ("metrics", "data/derived/metrics.csv"),
        ("charts", "fig-flows"),
    ],
)
def test_the_first_stage_that_differs_comes_first(build: Path, tmp_path: Path, start: str, name: str) -> None:
    other = Path(shutil.copytree(build, tmp_path / "other"))
    assert differences(build / SUMS, other / SUMS) == []
    lines = (other / STAGES).read_text("utf-8").splitlines()
    changed = [f"{line[:9]}{'0' * 64}{line[73:]}" if line.startswith(start) and line.endswith(name) else line for line in lines]
    assert changed != lines
    (other / STAGES).write_text("\n".join(changed), encoding="utf-8")
    sums = (other / SUMS).read_text("utf-8").splitlines()
    (other / SUMS).write_text("\n".join("0" * 64 + line[64:] if line.endswith("report.pdf") else line for line in sums), encoding="utf-8")
    assert differences(build / SUMS, other / SUMS) == [f"{start}: {name} differs", "pages: report.pdf differs"]


@pytest.mark.slow
def test_files_that_are_missing_or_too_many_are_differences(build: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(build, tmp_path / "other"))
    (other / "data/table.csv").unlink()
    (other / "notes.txt").write_text("new", encoding="utf-8")
    write_sums(ROOT / "report.qmd", DESCRIPTOR, other)
    assert differences(build / SUMS, other / SUMS) == [
        "pages: notes.txt is built, and was not published",
        "exports: data/table.csv was published, and is not built",
    ]


@pytest.mark.slow
def test_a_rebuild_from_other_data_names_the_table(build: Path, copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    copy.set_cell("figures", "azure-growth", "low", "41")
    copy.set_cell("figures", "azure-growth", "high", "41")
    arguments = ["--document", str(ROOT / "report.qmd"), "--package", str(copy.descriptor)]
    assert main(["verify", str(build / SUMS), *arguments]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == "data: data/article/figures.csv differs"
    assert "metrics: data/derived/metrics.csv differs" in said.out
    assert "charts: fig-clouds differs" in said.out
    assert "charts: fig-flows" not in said.out
    assert "the first stage that differs: data" in said.err


def test_a_difference_is_shown_where_it_is(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("first\nsecond line\n", encoding="utf-8")
    other.write_text("first\nsecond lime\n", encoding="utf-8")
    if shutil.which("diffoscope") is None:
        assert first_difference(one, other).splitlines()[0].strip().startswith("line 2:")
        one.write_bytes(b"\xff\x00\x01")
        other.write_bytes(b"\xff\x00\x02")
        assert first_difference(one, other).split() == ["byte", "2:", "01", "02"]


def test_two_folders_are_compared_file_by_file(tmp_path: Path) -> None:
    for name, text in (("one", "a"), ("other", "b")):
        (tmp_path / name / "data").mkdir(parents=True)
        (tmp_path / name / "data/x").write_text(text, encoding="utf-8")
        (tmp_path / name / SUMS).write_text(f"{text * 64}  data/x\n", encoding="utf-8")
    (found,) = compared(tmp_path / "one", tmp_path / "other")
    assert found.startswith("exports: data/x differs\n")


@pytest.mark.parametrize("content", [None, "nonsense\n", "abc  report.html\n"])
def test_sums_that_are_none_are_an_error(tmp_path: Path, content: str | None) -> None:
    if content:
        (tmp_path / SUMS).write_text(content, encoding="utf-8")
    with pytest.raises(VerifyError, match="cannot be read as checksums"):
        differences(tmp_path / SUMS, tmp_path / SUMS)
