"""The rendered report: every number leads to its origin, both formats are whole, failures leave no trace."""

from __future__ import annotations

import copy as copies
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Copy
from lxml import html
from pypdf.generic import DictionaryObject
from rendered import Rendered, plain

from analysis import DataPackage
from analysis.charts import CHARTS
from analysis.cli import main
from analysis.metrics import registry
from analysis.package import DESCRIPTOR, ROOT
from analysis.publish import RenderError, render
from analysis.publish.policy import source_hash
from analysis.report import Briefing
from analysis.wording import fact_statement, words

pytestmark = pytest.mark.slow


# ------------------------------------------------------------ numbers


def test_every_linked_number_says_what_its_entry_says(rendered: Rendered, package: DataPackage) -> None:
    briefing = Briefing(package)
    links = rendered.find("//a[contains(@class, 'number')]")
    assert len(links) > 60
    for link in links:
        kind, _, name = str(link.get("href")).removeprefix("#").partition("-")
        (entry,) = rendered.find(f"//*[@id='{kind}-{name}']")
        said = plain(link.text_content())
        if kind == "p":  # the dateline
            assert said == plain(re.sub(r"[\[\]].*?[)}]|\\|\(.*", "", briefing.date.text.split("]")[0].lstrip("[")))
            continue
        if kind == "c":  # a row of context: its value, or its date
            fact = next(fact for fact in package.facts.values() if fact.fact_id.replace(":", "-") == name)
            assert said in (plain(entry.text_content()), plain(briefing.when(fact.fact_id).text.split("]")[0].lstrip("[")))
            assert plain(entry.text_content()) == plain(words(fact.quantity))
            continue
        (value,) = entry.xpath(".//*[contains(@class, 'value')]")
        period = briefing.figures[name]["period"] if kind == "f" else None
        assert said.lower() == plain(value.text_content()).lower() or said == str(period).removeprefix("../")


def test_every_digit_of_the_page_traces_to_something(rendered: Rendered) -> None:
    page = copies.deepcopy(rendered.page)
    traced = (
        "//a[contains(@class, 'number')]", "//a[contains(@class, 'quarto-xref')]", "//*[contains(@class, 'citation')]",
        "//*[contains(@class, 'section-number')]", "//*[contains(@class, 'edition')]", "//*[@id='refs']",
        "//*[contains(@class, 'trace')]", "//*[contains(@class, 'facts')]", "//a[contains(@class, 'source')]",
        "//*[contains(@class, 'missing')]",
        "//*[contains(@class, 'passage')]", "//*[local-name()='svg']", "//head", "//style",
    )  # fmt: skip
    for path in traced:
        found = page.xpath(path)
        assert isinstance(found, list)
        for element in found:
            assert isinstance(element, html.HtmlElement)
            element.drop_tree()
    text = plain(page.text_content())
    text = re.sub(r"\b(Figure|Table) \d+:", "", text)  # the numbers of captions
    labels = [one.label for one in registry().values()] + [one.reading for one in registry().values() if one.reading]
    for label in sorted(labels, key=len, reverse=True):  # in tables of metrics
        text = text.replace(label, "")
    assert not re.findall(r".{20}\d.{20}", text)


def test_every_digit_of_the_appendix_stands_in_the_row_it_shows(rendered: Rendered, package: DataPackage) -> None:
    briefing = Briefing(package)
    passages = {row["passage_id"]: row for row in package.rows("passages")}
    for entry in rendered.find("//*[contains(@class, 'trace') or contains(@class, 'passage')]"):
        kind, _, name = str(entry.get("id")).partition("-")
        if kind == "f":
            row = briefing.figures[name]
            known = [*row.values(), *passages[row["passage_id"]].values(), briefing.number(name).text]
        elif kind == "m":
            one = registry()[name]
            facts = [words(package.facts[i].quantity) for i in one.inputs if i in package.facts]
            known = [name, one.label, one.formula, one.reading, one.caveat, *one.inputs, *facts, briefing.number(name).text]
        else:
            known = list(passages[name].values())
        said = " ".join(str(cell) for cell in known)
        for digits in re.findall(r"\d+(?:[.,]\d+)*", entry.text_content()):
            assert digits in said.replace("\\", ""), (entry.get("id"), digits)


def test_the_pdf_holds_every_number_that_the_page_holds(rendered: Rendered) -> None:
    squeezed = re.sub(r"\s", "", rendered.pdf_text)
    for link in rendered.find("//a[contains(@class, 'number')]"):
        assert re.sub(r"\s", "", link.text_content()) in squeezed


# ------------------------------------------------------------ the page


def test_every_row_of_context_in_the_appendix_says_what_its_table_says(rendered: Rendered, package: DataPackage) -> None:
    rows = rendered.find("//*[contains(@class, 'facts')]//tbody/tr")
    assert len(rows) > 60
    by_anchor = {f"c-{name.replace(':', '-')}": fact for name, fact in package.facts.items()}
    for row in rows:
        (anchor,) = (str(element.get("id")) for element in row.iter() if element.get("id"))
        fact = by_anchor[anchor]
        source = package.row("sources", fact.row["source_id"])
        value, statement, page = (plain(cell.text_content()) for cell in row.iter("td"))
        assert value == plain(words(fact.quantity))
        assert statement == plain(fact_statement(fact))
        assert page == plain(f"{source['publisher']} ({source['kind']})")
        assert [link.get("href") for link in row.iter("a")] == [source["url"]]


def test_every_hole_of_the_data_is_named_once(rendered: Rendered, package: DataPackage) -> None:
    named = [name for element in rendered.find("//*[contains(@class, 'missing')]") for name in element.text_content().split(", ")]
    assert sorted(named) == sorted(row["hole_id"] for row in package.rows("holes"))


def test_the_page_holds_the_scripts_that_its_policy_allows(rendered: Rendered) -> None:
    (policy,) = (str(meta.get("content")) for meta in rendered.find("//meta[@http-equiv]"))
    held = re.findall(r"<script>(.*?)</script>", rendered.html_path.read_text("utf-8"), re.DOTALL)
    assert len(held) == policy.count("'sha256-") > 0
    assert all(source_hash(text) in policy for text in held)


def test_the_page_needs_no_network(rendered: Rendered, package: DataPackage) -> None:
    text = rendered.html_path.read_text("utf-8")
    pages = {row["url"] for row in package.rows("sources")}
    for element in rendered.find("//*[@href or @src]"):
        target = str(element.get("src") or element.get("href"))
        # Only the reader leaves the page, by a link to a source.
        assert target.startswith(("#", "data:")) or (element.tag == "a" and target in pages), target
    assert not re.findall(r"url\((?!data:|[\"']?data:|#)", text)


def test_ids_are_unique_and_links_lead_somewhere(rendered: Rendered) -> None:
    ids = [str(element.get("id")) for element in rendered.find("//*[@id]")]
    assert len(ids) == len(set(ids))
    targets = {str(link.get("href"))[1:] for link in rendered.find("//a[starts-with(@href, '#')]")}
    assert targets <= set(ids)


def test_figures_tables_and_sections_are_numbered_and_referred_to(rendered: Rendered) -> None:
    captions = [plain(caption.text_content()) for caption in rendered.find("//figcaption")]
    assert [c.split(":")[0] for c in captions if c.startswith("Figure")] == [f"Figure {n}" for n in range(1, 11)]
    assert [c.split(":")[0] for c in captions if c.startswith("Table")] == ["Table 1", "Table 2"]
    references = {plain(link.text_content()) for link in rendered.find("//a[contains(@class, 'quarto-xref')]")}
    assert {"Figure 1", "Figure 3", "Figure 5", "Figure 8", "Table 1", "Table 2"} <= references


def test_the_article_is_there_in_french_and_marked_as_french(rendered: Rendered, package: DataPackage) -> None:
    french = [plain(element.text_content()) for element in rendered.find("//*[contains(@class, 'passage')]//*[@lang='fr']")]
    assert french == [plain(row["quote"]) for row in package.rows("passages")]


# ------------------------------------------------------------ the PDF


def structure(node: object) -> Iterator[DictionaryObject]:
    """Every element of the PDF's structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for kid in node:
            yield from structure(kid)
    elif isinstance(node, DictionaryObject):
        yield node
        yield from structure(node.get("/K", []))


def test_the_pdf_declares_ua_1_and_is_tagged(rendered: Rendered) -> None:
    root = rendered.pdf.root_object
    metadata = root["/Metadata"].get_object().get_data().decode("utf-8")  # type: ignore[union-attr]  # it is a stream
    assert re.search(r"pdfuaid:part(?:>|=\")1", metadata)
    assert str(root["/Lang"]) == "en"
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]  # a dictionary
    roles = [str(element.get("/S")) for element in structure(root["/StructTreeRoot"])]
    assert roles.count("/Figure") >= len(CHARTS)
    assert {"/H1", "/Table", "/TH", "/TD", "/Caption", "/Link", "/L"} <= set(roles)


def test_every_chart_in_the_pdf_has_an_alternative_text(rendered: Rendered) -> None:
    tree = rendered.pdf.root_object["/StructTreeRoot"]
    alternatives = [element.get("/Alt") for element in structure(tree) if element.get("/S") == "/Figure"]
    assert len(alternatives) == len(CHARTS)
    assert all(len(str(text)) > 60 for text in alternatives)


def test_the_pdf_has_bookmarks_links_and_fonts_of_its_own(rendered: Rendered) -> None:
    assert len(rendered.pdf.outline) >= 10
    annotations = [annotation.get_object() for page in rendered.pdf.pages for annotation in page.get("/Annots", [])]
    assert sum("/Dest" in a or "/A" in a for a in annotations) > 60
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in rendered.pdf.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert all("SourceS" in font for font in fonts), fonts


# ------------------------------------------------------------ failures and repetition


def test_the_same_inputs_give_the_same_bytes(rendered: Rendered, tmp_path: Path) -> None:
    again = render(ROOT / "report.qmd", DESCRIPTOR, tmp_path, ("html", "pdf"), "embedded")
    assert [path.read_bytes() for path in again] == [rendered.html_path.read_bytes(), rendered.pdf_path.read_bytes()]


def project(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of the project whose document has one thing changed, beside an earlier result."""
    for name in ("analysis", "seeds", "data"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(DESCRIPTOR, tmp_path)
    text = (ROOT / "report.qmd").read_text("utf-8")
    assert old in text
    (tmp_path / "report.qmd").write_text(text.replace(old, new, 1), encoding="utf-8")
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/report.html").write_text("earlier", encoding="utf-8")
    return tmp_path


FAULTS = {
    "an unknown id": ('n("azure-growth")', 'n("azur-growth")', "did you mean “azure-growth”"),
    "an unknown chart": ('"flows",', '"flow",', "did you mean “flows”"),
    "a failing cell": ("brief = open_briefing()", "brief = open_briefing()\nraise ValueError('broken')", "ValueError: broken"),
    "a cross-reference to nothing": ("@fig-flows", "@fig-flaws", "@fig-flaws"),
    "a citation of nothing": ("[@article]", "[@paper]", "@paper"),
    "a link to nothing": ("# In brief", "[there](#nowhere)\n\n# In brief", "#nowhere"),
    "a cell that prints": ("brief = open_briefing()", "brief = open_briefing()\nprint('hello')", "writes to stdout: hello"),
    "an expression that is no Markdown": ("`{python} brief.edition`", "`{python} len([])`", "something else than Markdown"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_with_file_and_line_and_leaves_the_earlier_result(
    tmp_path: Path, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, message = FAULTS[fault]
    folder = project(tmp_path, old, new)
    line = next(n for n, text in enumerate((folder / "report.qmd").read_text("utf-8").splitlines(), 1) if new.splitlines()[-1] in text)
    if fault == "a link to nothing":
        line -= 2
    options = ["--document", f"{folder}/report.qmd", "--package", f"{folder}/datapackage.json", "--output", f"{folder}/dist"]
    assert main(["render", *options]) == 1
    said = capsys.readouterr().err
    assert message in said
    start = next(n for n, text in enumerate((ROOT / "report.qmd").read_text("utf-8").splitlines(), 1) if old in text)
    named = int(said.split("report.qmd:")[1].split(":")[0])
    assert min(start, line) - 3 <= named <= line
    assert (folder / "dist/report.html").read_text("utf-8") == "earlier"
    assert [path.name for path in (folder / "dist").iterdir()] == ["report.html"]


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("a file stands in the way", encoding="utf-8")
    with pytest.raises(RenderError, match="cannot be written"):
        render(ROOT / "report.qmd", DESCRIPTOR, tmp_path / "dist", ("html",), "embedded")


def test_a_changed_figure_changes_the_report(copy: Copy, tmp_path: Path) -> None:
    copy.set_cell("figures", "azure-growth", "low", "41")
    copy.set_cell("figures", "azure-growth", "high", "41")
    copy.set_cell("figures", "azure-growth", "quote", "41 %")
    (page,) = render(ROOT / "report.qmd", copy.descriptor, tmp_path / "out", ("html",), "embedded")
    text = plain(html.document_fromstring(page.read_text("utf-8")).text_content())
    assert "23.5 percentage points" in text
    assert "21.5 percentage points" not in text


def test_without_quarto_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RenderError, match="pip install quarto-cli"):
        render(ROOT / "report.qmd", DESCRIPTOR, tmp_path, ("html",), "quarto")


@pytest.mark.skipif(shutil.which("quarto") is None, reason="Quarto is not installed, and cannot be from a package index alone")
def test_quarto_gives_the_same_words_and_numbers(rendered: Rendered, tmp_path: Path) -> None:
    page, pdf = render(ROOT / "report.qmd", DESCRIPTOR, tmp_path, ("html", "pdf"), "quarto")
    other = Rendered(page, pdf)
    for path in ("//main", "//nav", "//header"):
        ours, theirs = ([plain(element.text_content()) for element in one.find(path)] for one in (rendered, other))
        assert ours == theirs
    hrefs = [[link.get("href") for link in one.find("//main//a")] for one in (rendered, other)]
    assert hrefs[0] == hrefs[1]
    assert rendered.pdf_text == other.pdf_text
