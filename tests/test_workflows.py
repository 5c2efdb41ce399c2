"""The workflows: sound, pinned, with no more rights than they need, and running what anyone can run with make."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis.cli import briefing
from analysis.package import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):(?!=)", MAKEFILE, re.MULTILINE))
# The only rights to write, and what for.
WRITES = {
    ("preview.yml", "comment", "pull-requests"),
    ("release.yml", "attest", "id-token"),
    ("release.yml", "attest", "attestations"),
    ("release.yml", "release", "contents"),
    ("release.yml", "page", "pages"),
    ("release.yml", "page", "id-token"),
}

each = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # makes strings, lists and dictionaries only
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def scripts(path: Path) -> str:
    """What the steps of a workflow run, without comments."""
    return re.sub(r"(?m)^\s*#.*$", "", "\n".join(step.get("run", "") for step in steps(path)))


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.dependabot", [GITHUB / "dependabot.yml"]),
        ("vendor.citation-file-format", [ROOT / "CITATION.cff"]),  # what Zenodo reads
    ],
)
def test_what_services_read_follows_their_schemas(schema: str, files: list[Path]) -> None:
    run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files))


def test_no_known_weakness_is_found() -> None:
    run(f"{sysconfig.get_path('scripts')}/zizmor", "--offline", "--no-progress", str(GITHUB))


@pytest.mark.skipif(shutil.which("actionlint") is None, reason="actionlint is not on the path, and no package index has it whole")
def test_actionlint_finds_nothing() -> None:
    run("actionlint", *map(str, WORKFLOWS))


@each
def test_actions_are_pinned_by_commit_with_the_version_beside(path: Path) -> None:
    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if re.match(r"\s*(- )?uses:", line)]
    assert len(lines) == sum("uses" in step for step in steps(path))
    for line in lines:
        assert re.fullmatch(r"(- )?uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_one_action_has_one_version() -> None:
    pins = {step["uses"].split("@")[0]: set[str]() for path in WORKFLOWS for step in steps(path) if "uses" in step}
    for path in WORKFLOWS:
        for step in steps(path):
            if "uses" in step:
                name, commit = step["uses"].split("@")
                pins[name].add(commit)
    assert all(len(commits) == 1 for commits in pins.values()), pins


def test_nothing_may_be_written_but_what_is_listed() -> None:
    writes = set()
    for path in WORKFLOWS:
        assert read(path)["permissions"] == {}, path.name
        for name, job in read(path)["jobs"].items():
            assert isinstance(job["permissions"], dict), (path.name, name)
            writes |= {(path.name, name, right) for right, level in job["permissions"].items() if level != "read"}
    assert writes == WRITES


@each
def test_code_of_a_pull_request_never_meets_a_right_to_write(path: Path) -> None:
    workflow = read(path)
    triggers = set(workflow["on"])
    assert "pull_request_target" not in triggers
    if "workflow_run" in triggers:  # runs with rights, after a run without: checks nothing out
        assert not any("checkout" in step.get("uses", "") for step in steps(path))
        assert not re.search(r"(?m)(^|[;&|(])\s*(git|make|pip|python)\b", scripts(path))
    if "pull_request" in triggers:
        assert not any(name == path.name for name, _, _ in WRITES)


@each
def test_no_text_from_outside_is_pasted_into_a_script(path: Path) -> None:
    for step in steps(path):
        assert "${{" not in step.get("run", ""), step
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] == "false"


@each
def test_runs_end_and_do_not_pile_up(path: Path) -> None:
    workflow = read(path)
    assert workflow["concurrency"]["group"]
    assert all(int(job["timeout-minutes"]) <= 45 for job in workflow["jobs"].values())


def test_caches_are_keyed_by_the_lock_and_a_release_uses_none() -> None:
    for path in WORKFLOWS:
        for step in steps(path):
            if "setup-python" in step.get("uses", ""):
                cached = {"cache": "pip", "cache-dependency-path": "requirements.lock"}
                given = {key: value for key, value in step["with"].items() if key.startswith("cache")}
                assert given == ({} if path.name == "release.yml" else cached)


def test_the_python_versions_are_those_that_the_project_takes() -> None:
    matrix = read(GITHUB / "workflows/check.yml")["jobs"]["tests"]["strategy"]["matrix"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert [system.split("-")[0] for system in matrix["system"]] == ["ubuntu", "macos", "windows"]
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text("utf-8")


@each
def test_every_make_command_exists(path: Path) -> None:
    targets = TARGETS
    calls = re.findall(r"(?m)^\s*make((?: +[\w=.\"$-]+)+)", scripts(path))
    asked = [word for call in calls for word in call.split() if re.fullmatch("[a-z][a-z-]*", word)]
    assert set(asked) <= targets


def test_every_briefing_command_of_the_makefile_exists() -> None:
    asked = set(re.findall(r"\$\(BIN\)/briefing ([a-z]+)", MAKEFILE))
    assert asked <= set(briefing.commands), asked - set(briefing.commands)


def test_every_target_is_phony_or_a_file() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE.replace("\\\n", " "), re.MULTILINE)
    assert set(phony.split()) == TARGETS


def test_no_asset_of_a_release_is_uploaded_twice() -> None:
    (create,) = re.findall(r"gh release create .*", scripts(GITHUB / "workflows/release.yml").replace("\\\n", " "))
    assets = re.findall(r"\bdist/([\w.-]+)", create)
    assert assets == ["report.html", "report.pdf", "data.zip", "SHA256SUMS"]


def test_links_are_looked_at_weekly_and_never_by_the_tests() -> None:
    workflow = read(GITHUB / "workflows/links.yml")
    assert set(workflow["on"]) == {"schedule", "workflow_dispatch"}
    assert len(workflow["on"]["schedule"][0]["cron"].split()) == 5
    assert "make links" in scripts(GITHUB / "workflows/links.yml")
    for target in ("test", "tests", "check"):
        (recipe,) = re.findall(rf"^{target}:.*\n((?:\t.*\n)*)", MAKEFILE, re.MULTILINE)
        assert "links" not in recipe
