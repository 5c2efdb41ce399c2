"""The wheel, installed with its core dependencies alone, works elsewhere and without a network, and carries the edition with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from analysis.package import ROOT, open_package

PARTS = ("pyproject.toml", "README.md", "LICENSE", "datapackage.json", "analysis", "data", "seeds")
# Python imports a module of this name as it starts: whoever then asks the network is stopped.
OFFLINE = """
import sys
def hook(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise RuntimeError(f"asks the network: {arguments}")
sys.addaudithook(hook)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the programs of an environment in which the wheel was installed, with core dependencies from the index."""
    base = tmp_path_factory.mktemp("install")
    (base / "source").mkdir()
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, base / "source" / name)
    build = ("wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", base / "wheels", base / "source")
    subprocess.run([sys.executable, "-m", "pip", *build], check=True)
    (wheel,) = (base / "wheels").iterdir()
    venv.create(base / "env", with_pip=True)
    programs = base / "env" / ("Scripts" if os.name == "nt" else "bin")
    done = subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", wheel], capture_output=True, text=True, check=False)
    if done.returncode and not os.environ.get("CI"):
        pytest.skip(f"the index cannot be reached: {done.stderr[-200:]}")
    assert done.returncode == 0, done.stderr
    return programs


def run(installed: Path, folder: Path, *command: str) -> str:
    (folder / "offline").mkdir()
    (folder / "offline/sitecustomize.py").write_text(OFFLINE, encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {"PYTHONPATH": str(folder / "offline")}
    done = subprocess.run([installed / command[0], *command[1:]], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_installed_wheel_opens_the_edition_that_it_carries(installed: Path, tmp_path: Path) -> None:
    code = "from ai_compute_pact import open_package; p = open_package(); "
    code += "print(p['azure-commitment'].words); print(len(p.tables), len(p.article))"
    here = open_package()
    assert run(installed, tmp_path, "python", "-c", code) == f"$30 billion\n{len(here.tables)} {len(here.article)}\n"


@pytest.mark.slow
def test_the_command_of_the_installed_wheel_shows_its_help(installed: Path, tmp_path: Path) -> None:
    assert "validate" in run(installed, tmp_path, "briefing", "--help")


@pytest.mark.slow
def test_nothing_but_the_core_is_installed(installed: Path, tmp_path: Path) -> None:
    names = {line.split("==")[0].lower() for line in run(installed, tmp_path, "python", "-m", "pip", "freeze").splitlines()}
    assert {"click", "pandas", "pint", "pyarrow", "rich"} <= names
    assert not names & {"frictionless", "jsonschema", "altair", "nbclient", "pypandoc-binary", "typst", "xlsxwriter"}
