"""Hostile values: shown as text, or refused with their place; never markup, code, a formula or a path."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter

import pytest
from conftest import Copy
from hostile import HOSTILE, NAME
from lxml import html
from rendered import Rendered, plain

from analysis.charts.svg import to_svg
from analysis.cli import main
from analysis.cli.screen import visible
from analysis.checks.conformance import lock
from analysis.package.tables import DESCRIPTOR, PackageError, open_package
from analysis.report.briefing import address, escape, name_of
from analysis.package.safety import is_inside
from analysis.checks.validate import validate

# ------------------------------------------------------------ shown as text


@pytest.mark.slow
def test_hostile_text_stands_in_the_page_as_it_is(attacked: Rendered) -> None:
    text = plain(attacked.page.text_content())
    assert text.count(plain(HOSTILE)) > 100
    assert text.count(NAME) > 20


@pytest.mark.slow
def test_hostile_text_adds_no_element_and_no_handler(attacked: Rendered, rendered: Rendered) -> None:
    def tags(one: Rendered) -> Counter[str]:
        outside = "//*[not(ancestor-or-self::*[local-name()='svg'])]"
        return Counter(f"{element.tag!s}.{element.get('class', '')}" for element in one.find(outside))

    assert tags(attacked) == tags(rendered)
    for element in attacked.find("//*"):
        assert not [key for key in element.attrib if str(key).lower().startswith("on")]


@pytest.mark.slow
def test_links_lead_where_they_led_and_scripts_are_the_same(attacked: Rendered, rendered: Rendered) -> None:
    targets = ["//@href", "//@src", "//@action", "//@*[name()='xlink:href']"]
    for path in targets:
        assert attacked.page.xpath(path) == rendered.page.xpath(path)
    (head,) = attacked.find("//script[@id='spec-head']")
    for ours, theirs in zip(attacked.find("//script"), rendered.find("//script"), strict=True):
        if ours.get("type", "").endswith("json"):
            json.loads(str(ours.text))
        elif ours.get("type") == "text/plain":  # a specification without its beginning, which the script puts before it
            rest = '"description":""}' if ours is head else f'"description":"",{ours.text}'
            json.loads(f"{head.text}{rest}")
        else:
            assert ours.text == theirs.text


@pytest.mark.slow
def test_the_pdf_shows_the_text_and_runs_nothing(attacked: Rendered, rendered: Rendered) -> None:
    squeezed = re.sub(r"[\s\u00ad-]", "", attacked.pdf_text)
    assert squeezed.count(re.sub(r"[\s-]", "", '#panic("x") #read("/etc/passwd")')) > 50
    # Object by object: the bytes of a compressed stream may spell any name by chance.
    objects = [attacked.pdf.get_object(number) for number in range(1, int(str(attacked.pdf.trailer["/Size"])))]
    names = set(re.findall(r"'(/\w+)'", " ".join(map(str, objects))))
    assert "/Page" in names
    assert names.isdisjoint({"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/OpenAction"})

    def addresses(one: Rendered) -> set[str]:
        notes = [note.get_object() for page in one.pdf.pages for note in page.get("/Annots", [])]
        return {str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})}

    assert addresses(attacked) == addresses(rendered)


@pytest.mark.parametrize("text", [HOSTILE, NAME, *HOSTILE.split()])
def test_a_chart_holds_a_hostile_label_as_text(text: str) -> None:
    spec = {"data": {"values": [{"t": text}]}, "mark": "text", "encoding": {"text": {"field": "t"}}}
    svg = to_svg(spec, "x", text)
    tree = html.fragment_fromstring(svg)
    assert not [element.tag for element in tree.iter() if element.tag in ("script", "img", "b", "a", "image", "foreignobject")]
    assert tree.get("aria-label") == text


# ------------------------------------------------------------ refused, with the place


@pytest.mark.parametrize("text", ["\x1b[31mred", "\u202eesrever", "a\x00b", "\x9b2J", "\u2066x", "\U000e0041tag", "\ufeffx"])
def test_text_that_is_not_shown_is_refused_wherever_it_stands(copy: Copy, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    copy.edit_file("data/context/holes.csv", lambda data: data.rstrip(b"\n") + text.encode() + b"\n", refresh=False)
    last = (copy.folder / "data/context/holes.csv").read_text("utf-8").replace("\x1c", "").count("\n")
    with pytest.raises(PackageError, match=rf"holes.csv:{last}: has the character U\+"):
        open_package(copy.descriptor)
    copy.edit_descriptor(lambda descriptor: descriptor.update(title=text))
    for command in (["metrics"], ["trace", "azure-growth"], ["render"], ["lock"], ["validate"], ["export"]):
        assert main([*command, "--package", str(copy.descriptor)]) == 1
        said = capsys.readouterr()
        assert "has the character U+" in said.out + said.err
        assert text not in said.out + said.err


@pytest.mark.slow
def test_validation_refuses_what_a_spreadsheet_or_a_link_would_run(copy: Copy) -> None:
    cells = {
        ("passages", "translation"): ("=cmd|' /C calc'!A0", "takes for a formula"),
        ("entities", "name"): ("@SUM(1+1)", "takes for a formula"),
        ("statements", "statement"): ("a\nb", "line break"),
        ("figures", "statement"): ("x" * 3000, "3000 characters"),
    }
    for (table, column), (value, _) in cells.items():
        path = copy.folder / f"data/article/{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        rows[-1][column] = value
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    lock(copy.descriptor)
    issues = validate(copy.descriptor)
    for (table, column), (_, message) in cells.items():
        assert [issue for issue in issues if issue.path.endswith(f"{table}.csv") and issue.column == column and message in issue.message], (
            table
        )


@pytest.mark.slow
@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://x.example/) [y](javascript:1)", "//x.example"])
def test_an_address_that_is_none_stops_validation_and_the_report(copy: Copy, url: str) -> None:
    copy.edit_file("data/context/sources.csv", lambda data: re.sub(rb"https://[^,\n\"]+", url.encode(), data, count=1))
    with pytest.raises(PackageError, match="no address"):
        address(url)
    if url.startswith("javascript"):
        assert any(issue.path.endswith("sources.csv") and issue.column == "url" for issue in validate(copy.descriptor))


@pytest.mark.parametrize("text", ["a b", "x}<script>", "a#b", "", "A", "../x", "a\n", "x)", "é"])
def test_an_id_that_is_none_reaches_no_anchor(text: str) -> None:
    with pytest.raises(PackageError, match="is no id"):
        name_of(text)


PATHS = ["../seeds/x.csv", "/etc/passwd", "a/../../b", "C:\\x.csv", "..\\x", "http://evil.invalid/x.csv", "~/x", "", "a\x00b"]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_leads_out_is_refused_by_every_command(copy: Copy, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_inside(path)
    copy.edit_descriptor(lambda descriptor: descriptor["resources"][3].update(path=path))  # type: ignore[index]
    for command in (["metrics", "--write"], ["trace", "azure-growth"], ["render"], ["export"], ["validate"]):
        assert main([*command, "--package", str(copy.descriptor)]) == 1
        assert "Traceback" not in capsys.readouterr().err


def test_a_link_out_of_the_package_is_refused(copy: Copy, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    (copy.folder / "data/context/holes.csv").rename(secret)
    try:
        (copy.folder / "data/context/holes.csv").symlink_to(secret)
    except OSError:
        pytest.skip("this system makes no symbolic links for this user")
    with pytest.raises(PackageError, match="leads out of the package"):
        open_package(copy.descriptor)
    assert any("leads out" in issue.message for issue in validate(copy.descriptor))


@pytest.mark.parametrize("name", ["../../x", "a/b", "x.csv\x00", "", "A B", "..", "-x"])
def test_the_name_of_a_resource_is_no_path(copy: Copy, name: str) -> None:
    copy.edit_descriptor(lambda descriptor: descriptor["resources"][3].update(name=name))  # type: ignore[index]
    with pytest.raises(PackageError):
        open_package(copy.descriptor)


# ------------------------------------------------------------ the terminal


def test_nothing_printed_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "\x1b]0;title\x07\x1b[2J\u202ex"]) == 1
    said = capsys.readouterr()
    assert "\\u001b]0;title\\u0007\\u001b[2J\\u202ex" in said.err
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", said.out + said.err)


def test_what_is_written_out_is_the_same_in_json() -> None:
    text = "\x1b[31m \x00 \x9b \u202e \U000e0041 é\n"
    assert json.loads(visible(json.dumps(text, ensure_ascii=False))) == text


def test_an_issue_is_one_line_and_its_hint_another() -> None:
    from analysis import Issue

    lines = str(Issue("a.csv", 2, "b", "is 'x\n::error file=y::z'", "do\nthis")).splitlines()
    assert lines == ["a.csv:2:b: is 'x ::error file=y::z'", "    do this"]


def test_markdown_is_escaped_whatever_the_line_ends() -> None:
    for end in ("\n", "\r", "\r\n", "\u2028", "\x85", "\x0b", "\x0c", "\t"):
        assert escape(f"a{end}# b") == r"a \# b"


def test_the_package_itself_opens() -> None:
    assert open_package(DESCRIPTOR).tables
