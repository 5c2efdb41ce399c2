"""What a package may not contain, and how its texts stand in other languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from copies import change_descriptor, copy_of
from hostile import HOSTILE

from analysis.package import (
    Issue,
    PackageError,
    address,
    html_text,
    is_inside,
    markdown_code,
    markdown_link,
    markdown_text,
    mermaid_text,
    name_of,
    open_package,
    script_json,
    sql_literal,
    sql_name,
    typst_string,
)


@pytest.mark.parametrize("text", ["\x1b[31mred", "\u202eesrever", "a\x00b", "\x9b2J", "\u2066x", "\U000e0041tag", "\ufeffx"])
def test_text_that_is_not_shown_is_refused_wherever_it_stands(tmp_path: Path, text: str) -> None:
    descriptor = copy_of(tmp_path)
    holes = tmp_path / "data/context/holes.csv"
    lines = holes.read_bytes().count(b"\n")
    holes.write_bytes(holes.read_bytes().rstrip(b"\n") + text.encode() + b"\n")
    with pytest.raises(PackageError, match=rf"holes.csv:{lines}: has the character U\+"):
        open_package(descriptor)
    change_descriptor(descriptor, lambda one: one.update(title=text))
    with pytest.raises(PackageError, match=r"datapackage\.json: title: has the character U\+") as caught:
        open_package(descriptor)
    assert text not in str(caught.value)


@pytest.mark.parametrize(
    "path", ["../seeds/x.csv", "/etc/passwd", "a/../../b", "C:\\x.csv", "..\\x", "http://evil.invalid/x.csv", "~/x", "", "a\x00b"]
)
def test_a_path_that_leads_out_is_refused(path: str) -> None:
    assert not is_inside(path)


def test_a_link_out_of_the_package_is_refused(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    descriptor, secret = copy_of(tmp_path), tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    (tmp_path / "data/context/holes.csv").rename(secret)
    (tmp_path / "data/context/holes.csv").symlink_to(secret)
    with pytest.raises(PackageError, match="leads out of the package"):
        open_package(descriptor)


@pytest.mark.parametrize("name", ["../../x", "a/b", "x.csv\x00", "", "A B", "..", "-x", "figures"])
def test_the_name_of_a_resource_is_no_path_and_stands_once(tmp_path: Path, name: str) -> None:
    descriptor = copy_of(tmp_path)
    change_descriptor(descriptor, lambda one: one["resources"][1].update(name=name))
    with pytest.raises(PackageError):
        open_package(descriptor)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://x.example/) [y](javascript:1)", "//x.example", "file:///etc/passwd"]
)
def test_an_address_of_no_page_is_refused_as_a_target_and_is_text_in_a_link(url: str) -> None:
    with pytest.raises(PackageError, match="no address"):
        address(url)
    assert markdown_link("terms", url) == "terms"


@pytest.mark.parametrize("text", ["a b", "x}<script>", "a#b", "", "A", "../x", "a\n", "x)", "é"])
def test_a_text_that_is_no_id_reaches_no_anchor(text: str) -> None:
    with pytest.raises(PackageError, match="is no id"):
        name_of(text)


def test_an_issue_is_one_line_and_its_hint_another() -> None:
    lines = str(Issue("a.csv", 2, "b", "is 'x\n::error file=y::z'", "do\nthis")).splitlines()
    assert lines == ["a.csv:2:b: is 'x ::error file=y::z'", "    do this"]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\x85", "\x0b", "\x0c", "\t"])
def test_markdown_is_one_line_whatever_ends_lines(end: str) -> None:
    assert markdown_text(f"a{end}# b") == r"a \# b"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Capital expenditure, in billions (see the field unit). A well-known basis.",
            "Capital expenditure, in billions (see the field unit). A well-known basis.",
        ),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("(a) item", r"\(a\) item"),
        (": term", r"\: term"),
        ("a -- b ...", r"a \-\- b \.\.\."),
        ("see www.x.org", r"see www\.x\.org"),
        ("see http://x.org", r"see http\://x\.org"),
        ("of 2.5 GW", "of 2.5 GW"),
        ("a | b", r"a \| b"),
        ("::: {.x}", r"\:\:\: \{\.x\}"),
        ("x ::: {.x}", r"x \:\:\: \{\.x\}"),
    ],
)
def test_markdown_keeps_prose_and_escapes_what_could_be_markup(text: str, said: str) -> None:
    assert markdown_text(text) == said


def test_code_in_markdown_ends_where_it_should() -> None:
    assert markdown_code("passage_id") == "`passage_id`"
    for text in ("a`b", "a|b", "a\nb", " a", ""):
        assert not markdown_code(text).startswith("`")


def test_each_language_holds_a_hostile_text_as_one_text() -> None:
    assert not set("<>\"'") & set(html_text(HOSTILE))
    assert not set('"<>&\n`[](){}') & set(mermaid_text(HOSTILE + "\n"))
    assert re.fullmatch(r'"(?:[^"\\`]|\\.|\\u\{60\})*"', typst_string(HOSTILE))
    assert re.fullmatch(r"'(?:[^']|'')*'", sql_literal(HOSTILE))
    assert re.fullmatch(r'"(?:[^"]|"")*"', sql_name(HOSTILE))
    assert not set("<>&\u2028") & set(script_json([HOSTILE + "\u2028"]))


def test_only_text_numbers_and_truth_stand_in_a_rule_of_sql() -> None:
    assert [sql_literal(one) for one in (1, 2.5, True, None)] == ["1", "2.5", "1", "NULL"]
    for odd in ([1], {"a": 1}, b"x"):
        with pytest.raises(PackageError):
            sql_literal(odd)
