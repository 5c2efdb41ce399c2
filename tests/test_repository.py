"""The house: layers, the lock, and what may not be in any file."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from analysis.package.tables import ROOT

# A module may import from those before it, never from those after.
LAYERS = [
    ["quantity", "untrusted", "steps"], ["package", "french", "translation"], ["cache"],
    ["parts", "columns", "intervals", "editions"], ["metrics"], ["wording"], ["context", "periods"], ["sentences"],
    ["claims", "owners", "tidy", "contract"],
    ["conformance", "evidence", "derived", "reconcile", "trace"], ["validate", "loading"],
    ["dictionary"], ["export"], ["charts", "explorer"], ["interactive"], ["report"], ["publish"], ["verify"], ["diff"], ["cli"],
]  # fmt: skip
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def layer(path: Path) -> str:
    return path.relative_to(ROOT / "analysis").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", sorted((ROOT / "analysis").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_data_flows_one_way(path: Path) -> None:
    if layer(path) == "__init__":
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis."):
            target = (node.module or "").split(".")[1]
            assert LEVEL[target] < LEVEL[layer(path)] or target == layer(path), f"{path.name} imports {node.module}"


def test_the_architecture_tells_of_every_module_in_the_order_of_the_layers() -> None:
    rows = re.findall(r"^\| (`.*?) \|", (ROOT / "docs/architecture.md").read_text("utf-8").split("A module imports only")[0], re.MULTILINE)
    told = [name.removesuffix(".py").rstrip("/") for row in rows for name in re.findall(r"`([a-z_]+(?:\.py|/))`", row)]
    assert sorted(told) == sorted(LEVEL)
    assert [LEVEL[name] for name in told] == sorted(LEVEL.values())


@pytest.mark.parametrize("name", ["requirements.lock", ".ci/citation.lock"])
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
    wanted = project["dependencies"] + extras["dev"] + extras["export"]
    assert {re.split(r"[<>=\[]", name)[0] for name in wanted} - {project["name"]} <= locked


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
