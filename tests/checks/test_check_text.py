"""Files are plain UTF-8 text with LF, and cells are one line of words with nothing hidden in them."""

from __future__ import annotations

from typing import Any

import pytest
from editing import edited
from hypothesis import given
from hypothesis import strategies as st

from analysis.checks import byte_issues
from analysis.checks.text import cell_issues, text_issues
from analysis.package import ROOT, Package, digest, unseen


def test_the_real_package_passes(package: Package) -> None:
    assert cell_issues(package) == []
    assert [issue for issue in byte_issues(package.descriptor, ROOT) if "hash" not in issue.message and "bytes" not in issue.message] == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a,b\n\xff,1\n", "is not UTF-8"),
        ("\ufeffa,b\n".encode(), "starts with a byte order mark"),
        (b"a,b\r\n1,2\r\n", "has Windows line ends"),
        (b"a,b\n\0,2\n", "has a null character"),
        ("a,b\n1\u200b,2\n".encode(), "(zero width space)"),
        ("a,b\n\u202e1,2\n".encode(), "which is not shown"),
        (b"a,b\n\x1b[31m1,2\n", "which is not shown"),
        ("a,b\nАmazon,2\n".encode(), "has “А” (cyrillic capital letter a) at “a,b Аmazon,2”"),
        ("a,b\nMiсrosoft,2\n".encode(), "cyrillic small letter es"),
        ("a,b\nΟracle,2\n".encode(), "greek capital letter omicron"),
    ],
)
def test_a_fault_of_the_characters_is_named_with_its_line(data: bytes, message: str) -> None:
    (issue,) = text_issues(data, "data/x.csv")
    assert message in issue.message
    assert issue.row in (1, 2)


@pytest.mark.parametrize(
    "text",
    ["« Été » — n° 3 : 17,5 %", "3 Md€", "de 3–4", "Dwarkesh Patel, Hakkı, Škoda, Łódź, Ørsted, Đoković", "naïve œuvre, Ÿ, ß", "x² ≈ 3 µ"],
)
def test_names_and_typography_of_europe_are_taken(text: str) -> None:
    assert text_issues(f"a\n{text}\n".encode(), "data/x.csv") == []


@given(st.text(st.sampled_from("aà1 \u00a0\u202f\n\t\r\x1f\x7f\u200fА½²’,œ€\ufeff\0")))
def test_a_file_passes_exactly_when_nothing_in_it_is_hidden(text: str) -> None:
    hidden = unseen(text) is not None or any(mark in text for mark in "\r\ufeff\0")
    assert bool([i for i in text_issues(text.encode(), "x.txt") if "letter" not in i.message]) == hidden


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"note": "two  spaces"}, "has a space too many"),
        ({"note": " at the start"}, "has a space too many"),
        ({"note": "at the end "}, "has a space too many"),
        ({"note": "at the end\u00a0"}, "has a space too many"),
        ({"note": "=1+1"}, ""),
        ({"note": "@SUM(A1)"}, ""),
        ({"note": "two\nlines"}, ""),
        ({"note": "x" * 40_000}, ""),
        ({"printed": "$106 billion "}, "has a space too many"),
    ],
)
def test_a_cell_that_is_no_line_of_words_is_named(package: Package, cells: dict[str, Any], message: str) -> None:
    (issue,) = cell_issues(edited(package, "backlog", None, row=3, **cells))
    assert (issue.path, issue.row, issue.column) == ("data/context/backlog.csv", 5, next(iter(cells)))
    assert message in issue.message
    assert issue.hint


@pytest.mark.parametrize("note", ["2024–2026, a + b", "€ 3", "a dash — between", "Hakkı Öz", "100 % of it"])
def test_ordinary_notes_are_taken(package: Package, note: str) -> None:
    assert cell_issues(edited(package, "backlog", None, row=3, note=note)) == []


def test_a_file_that_changed_since_it_was_locked_is_named(package: Package) -> None:
    resource = dict(package.resource("backlog"))
    data = (ROOT / resource["path"]).read_bytes()
    kept = resource | {"bytes": len(data), "hash": f"sha256:{digest(data)}"}
    assert byte_issues({"resources": [kept]}, ROOT) == []
    longer, other = byte_issues({"resources": [kept | {"bytes": 1, "hash": "sha256:" + "0" * 64}]}, ROOT)
    assert (longer.message, other.message) == (f"has {len(data)} bytes, not 1", "its hash differs: it is not the file that was locked")
    assert "briefing lock" in longer.hint
