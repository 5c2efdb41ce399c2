"""The repository: the locks, what may not be in any file, and what set-up says where it cannot go on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.package import ROOT


@pytest.mark.parametrize("name", ["requirements.lock", ".ci/tools.lock"])
def test_a_lock_has_hashes_and_names_no_index(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert "==" in entry.splitlines()[0]
        assert "--hash=sha256:" in entry


def test_every_dependency_is_in_the_lock() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = {line.split("==")[0] for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines() if "==" in line}
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + [name for extra in extras.values() for name in extra]
    assert {re.split(r"[<>=\[]", name)[0].strip() for name in wanted} - {project["name"]} <= locked


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_no_file_has_an_absolute_path_of_a_machine() -> None:
    # A path follows a space, a quote or the like; in an address it follows the host. Split, or this file would be found.
    path_of_a_machine = re.compile(rb"(?<![\w./:~-])/(?:ho" + rb"me|ro" + rb"ot|wo" + rb"rk|Us" + rb"ers)/")
    for path in tracked():
        assert not path_of_a_machine.search(path.read_bytes()), path.name


def test_versions_agree() -> None:
    import json
    import tomllib

    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert json.loads((ROOT / "datapackage.json").read_text("utf-8"))["version"] == version
    assert f'version: "{version}"' in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


# ------------------------------------------------------------ set-up

posix = pytest.mark.skipif(os.name != "posix", reason="the fault is made with what POSIX has")


@posix
def test_another_python_is_refused_with_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "python3.10"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    done = subprocess.run(["make", "setup", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Python 3.11 or later is needed; name it with: make PYTHON=python3.12" in done.stdout
    assert not (tmp_path / ".venv").exists()


@posix
@pytest.mark.slow
def test_a_broken_lock_is_refused_with_what_to_do(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "requirements.lock").write_text("<<<<<<< HEAD\naltair==6.0.0\n", encoding="utf-8")
    done = subprocess.run(["make", "setup", f"PYTHON={sys.executable}"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "requirements.lock cannot be installed" in done.stdout
    assert "git checkout requirements.lock" in done.stdout
    assert not (tmp_path / ".venv/.ready").exists()
