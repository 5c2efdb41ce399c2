"""The page before the Nu checker, the validator of the web's standards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest
from rendered import Rendered

from analysis.package import ROOT

CHECKER = ROOT / ".venv/checker/node_modules/vnu-jar/build/dist/vnu.jar"
THERE = CHECKER.is_file() and shutil.which("java") is not None

# What it says beside errors, and why that is let pass.
SPARED = {
    "Trailing slash on void elements": "pandoc writes them so; the standard allows them",
    "The “type” attribute for the “style” element": "pandoc writes it when it puts the style sheet into the page",
    "Inline script violates Content Security Policy": "the checker reads no hashes; a browser does, and runs the scripts",
    "CSS: “container-type”": "the checker knows no container queries; browsers have them since 2023",
    "CSS: Unrecognized at-rule “@container”": "the same",
}


@pytest.mark.slow
@pytest.mark.skipif(not THERE and not os.environ.get("CI"), reason="no Nu checker: make checker, and Java on the path")
def test_the_checker_finds_nothing_in_the_page(rendered: Rendered) -> None:
    command = ["java", "-jar", str(CHECKER), "--format", "json", "--also-check-css", str(rendered.html_path)]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stderr)["messages"]
    found = [f"{one['lastLine']}: {one['message']}" for one in said if not one["message"].startswith(tuple(SPARED))]
    assert found == []
