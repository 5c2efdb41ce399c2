"""The recipes and the README: their Python is run as it stands, and what it prints is compared with what stands below it."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from copies import copy_of
from markdown_it import MarkdownIt

import analysis
from analysis import metrics, open_package
from analysis.export import export
from analysis.package import ROOT

BY_HAND = {"python spark", "r"}  # they need Java or R, which are larger than all that the project installs


@dataclass(frozen=True)
class Block:
    """A fenced block of code with the text below it, which is what the code prints, and its line in the file."""

    code: str
    printed: str
    line: int


def sections(name: str) -> dict[str, list[Block]]:
    """The blocks of Python in a document by the heading that they stand under."""
    found: dict[str, list[Block]] = {}
    heading, tokens = "", MarkdownIt("commonmark").parse((ROOT / name).read_text("utf-8"))
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = tokens[place + 1].content
        elif token.type == "fence" and token.info == "python":
            below = tokens[place + 1] if place + 1 < len(tokens) else None
            assert token.map is not None  # every fence knows its lines
            printed = below.content if below and below.type == "fence" and below.info == "text" else ""
            found.setdefault(heading, []).append(Block(token.content, printed, token.map[0] + 2))
    return found


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the recipes expect it: the export in dist/data, the package beside it."""
    folder = tmp_path_factory.mktemp("recipes")
    export(open_package(), folder / "dist/data")
    copy_of(folder)
    return folder


CASES = [(name, heading) for name in ("docs/recipes.md", "README.md") for heading in sections(name)]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "heading"), CASES)
def test_a_recipe_prints_what_stands_below_it(name: str, heading: str, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workplace)
    monkeypatch.setitem(sys.modules, "ai_compute_pact", analysis)  # as it is called where it is installed
    monkeypatch.setitem(sys.modules, "ai_compute_pact.metrics", metrics)
    names: dict[str, object] = {}
    for block in sections(name)[heading]:
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            exec(compile("\n" * (block.line - 1) + block.code, name, "exec"), names)  # noqa: S102 - so that an error names its line here
        assert told.getvalue() == block.printed, f"{name}:{block.line}"


def test_every_block_of_code_is_run_or_is_said_to_be_run_by_hand() -> None:
    for name in ("docs/recipes.md", "README.md"):
        text = (ROOT / name).read_text("utf-8")
        fences = [token.info for token in MarkdownIt("commonmark").parse(text) if token.type == "fence"]
        assert set(fences) <= {"python", "text"} | BY_HAND
        assert len(re.findall(r"by hand", text)) >= sum(info in BY_HAND for info in fences)


def test_the_recipes_agree_on_the_answer() -> None:
    # Cash of the quarters of 2025, in billions of dollars, added up by hand from data/context/capex.csv.
    answer = {"alphabet": 91.447, "amazon": 131.819, "meta": 69.691, "microsoft": 83.094}
    text = (ROOT / "docs/recipes.md").read_text("utf-8")
    for value in answer.values():
        assert text.count(str(value)) >= 6, value
