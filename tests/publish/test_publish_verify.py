"""Checksums of a build: they cover all of it, and two builds in other surroundings are compared."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small import project

from analysis.package import ROOT
from analysis.publish import SUMS, verify, write_sums
from analysis.publish.reproduce import VerifyError, differences

posix = pytest.mark.skipif(os.name != "posix", reason="the recipe of make needs a POSIX shell")


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A folder with both pages and an export, summed up."""
    folder = tmp_path / "dist"
    (folder / "data").mkdir(parents=True)
    for name in ("report.html", "report.pdf", "data/table.csv", ".report.html.half"):
        (folder / name).write_text(f"content of {name}\n", encoding="utf-8")
    write_sums(folder)
    return folder


def test_the_checksums_cover_every_file_and_are_in_the_common_form(dist: Path) -> None:
    named = [line.split("  ", 1)[1] for line in (dist / SUMS).read_text("utf-8").splitlines()]
    assert named == ["data/table.csv", "report.html", "report.pdf"]
    if program := shutil.which("sha256sum"):
        subprocess.run([program, "--check", "--strict", "--quiet", SUMS], cwd=dist, check=True)
    assert write_sums(dist).read_text("utf-8").count("\n") == 3


def test_what_differs_is_named_with_its_first_byte(dist: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(dist, tmp_path / "other"))
    assert differences(dist / SUMS, other / SUMS) == []
    (other / "report.html").write_text("content of Report.html\n", encoding="utf-8")
    (other / "data/table.csv").unlink()
    (other / "notes.txt").write_text("new", encoding="utf-8")
    write_sums(other)
    assert differences(dist / SUMS, other / SUMS) == [
        "data/table.csv was published, and is not built",
        "notes.txt is built, and was not published",
        "report.html differs from byte 11: b'report.html\\n' and b'Report.html\\n'",
    ]


@pytest.mark.parametrize("content", [None, "", "nonsense\n", "abc  report.html\n"])
def test_sums_that_are_none_are_an_error(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / SUMS).write_text(content, encoding="utf-8")
    with pytest.raises(VerifyError, match=rf"{SUMS}: cannot be read as checksums"):
        verify(tmp_path / "report.qmd", tmp_path / "datapackage.json", tmp_path / SUMS)


# ------------------------------------------------------------ two clones


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The small project with the code of this one, in a repository; its export is a file that says how it was made."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "analysis", folder / "analysis", ignore=shutil.ignore_patterns("__pycache__", "report"))
    project(folder)
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "analysis/__init__.py").write_text("", encoding="utf-8")
    (folder / "analysis/checks/__init__.py").write_text("def safety_issues(_):\n    return []\n", encoding="utf-8")
    export = "def export(_, folder, *__):\n    folder.mkdir(parents=True)\n    (folder / 'x.txt').write_text('x')\n    return []\n"
    (folder / "analysis/export/__init__.py").write_text(f"FORMATS = {{}}\n{export}", encoding="utf-8")
    return folder


def made_twice(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """`make verify` of all that stands in the folder, with the environment that runs this test."""
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"]
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "x"]):
        subprocess.run([*git, *command], cwd=folder, check=True, capture_output=True)
    ready = f"{sys.prefix}/.ready"
    make = ["make", "--silent", f"VENV={sys.prefix}", f"--old-file={ready}", "verify"]
    return subprocess.run(make, cwd=folder, env=os.environ | variables, capture_output=True, text=True, check=False)


@posix
@pytest.mark.slow
def test_two_clones_give_the_same_bytes_whatever_git_is_told(clone: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "hooks").mkdir(parents=True)
    hook = home / "hooks/post-checkout"
    hook.write_text("#!/bin/sh\necho '<!-- from a hook -->' >> analysis/publish/assets/briefing.html\n", encoding="utf-8")
    hook.chmod(0o755)
    settings = f"[core]\n\thooksPath = {home}/hooks\n\tautocrlf = true\n[init]\n\ttemplateDir = /nowhere\n"
    (home / ".gitconfig").write_text(settings, encoding="utf-8")
    done = made_twice(clone, HOME=str(home), TMPDIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("the same bytes as in ")
    assert list(tmp_path.glob("tmp.*")) == []


@posix
@pytest.mark.slow
def test_a_build_that_depends_on_its_surroundings_is_found(clone: Path) -> None:
    path = clone / "analysis/export/__init__.py"
    path.write_text(path.read_text("utf-8").replace("'x')", "str(folder.resolve()))"), encoding="utf-8")
    done = made_twice(clone)
    assert done.returncode
    assert done.stdout.startswith("data/x.txt differs from byte ")


@posix
@pytest.mark.slow
def test_a_build_that_fails_is_told_with_its_cause(clone: Path) -> None:
    (clone / "analysis/export/__init__.py").write_text(
        "FORMATS = {}\n\n\ndef export(*_):\n    raise ValueError('no export')\n", encoding="utf-8"
    )
    done = made_twice(clone)
    assert done.returncode
    assert "no export" in done.stderr


def test_a_folder_that_is_not_there_has_no_checksums(tmp_path: Path) -> None:
    with pytest.raises(VerifyError, match="there is no such folder; build the report first"):
        write_sums(tmp_path / "dist")
    assert list(tmp_path.iterdir()) == []
