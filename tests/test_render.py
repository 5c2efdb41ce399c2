"""The rendered report: every number leads to its origin, both formats are whole, failures leave no trace."""

from __future__ import annotations

import copy as copies
import re
import shutil
from pathlib import Path

import pytest
from conftest import Copy
from lxml import html
from parity import built, differences, structure
from rendered import Rendered, plain

from analysis import DataPackage
from analysis.charts import CHARTS
from analysis.cli import main
from analysis.metrics import registry
from analysis.package.tables import DESCRIPTOR, ROOT
from analysis.publish import RenderError, render
from analysis.publish.policy import source_hash
from analysis.report.briefing import VERDICTS, Briefing
from analysis.values.wording import date_in_words, fact_statement, words

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
        (mark,) = entry.xpath(".//*[@class='note']")
        assert mark.text_content() == link.get("data-note")
        if kind == "p":  # the dateline
            assert said == plain(re.sub(r"[\[\]].*?[)}]|\\|\(.*", "", briefing.date.text.split("]")[0].lstrip("[")))
            continue
        if kind == "c":  # a row of context: its value, or its date
            fact = next(fact for fact in package.facts.values() if fact.fact_id.replace(":", "-") == name)
            (value,) = entry.xpath(".//*[@class='value']")
            assert said in (plain(value.text_content()), plain(briefing.when(fact.fact_id).text.split("]")[0].lstrip("[")))
            assert plain(value.text_content()) == plain(words(fact.quantity))
            continue
        (value,) = entry.xpath(".//*[contains(@class, 'value')]")
        period = briefing.figures[name]["period"] if kind == "f" else None
        assert said.lower() == plain(value.text_content()).lower() or said == str(period).removeprefix("../")


def test_every_digit_of_the_page_traces_to_something(rendered: Rendered) -> None:
    page = copies.deepcopy(rendered.page)
    traced = (
        "//a[contains(@class, 'number')]", "//a[contains(@class, 'quarto-xref')]", "//*[contains(@class, 'citation')]",
        "//*[contains(@class, 'section-number')]", "//*[contains(@class, 'edition')]", "//*[@id='refs']",
        "//*[contains(@class, 'trace')]", "//a[contains(@class, 'source')]",
        "//*[contains(@class, 'missing')]", "//*[contains(@class, 'chart-tools')]", "//*[@id='explorer']",
        "//*[starts-with(@id, 'tbl-explore')]", "//script",
        "//*[contains(@class, 'passage')]", "//*[contains(@class, 'dictionary')]", "//*[local-name()='svg']", "//head", "//style",
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
    facts = {name.replace(":", "-"): fact for name, fact in package.facts.items()}
    by_figure = {row["figure_id"]: row for row in package.rows("verdicts")}
    by_claim = {row["statement_id"]: row for row in package.rows("verdicts")}
    labels = [one.label for one in registry().values()]  # of the metrics that an entry goes into
    marks = [f"B{place}" for place, _ in enumerate(registry(), 1)]
    publishers = [row["publisher"] for row in package.rows("sources")]
    for entry in rendered.find("//*[contains(@class, 'trace') or contains(@class, 'passage')]"):
        kind, _, name = str(entry.get("id")).partition("-")
        if kind == "f":
            row = briefing.figures[name]
            known = [*row.values(), *passages[row["passage_id"]].values(), *by_figure[name].values(), briefing.number(name), *labels]
        elif kind == "m":
            one = registry()[name]
            inputs = [briefing.number(i) for i in one.inputs]
            known = [name, one.label, one.formula, one.reading, one.caveat, *one.inputs, *inputs, briefing.number(name), *labels]
        elif kind == "c":
            fact = facts[name]
            published = date_in_words(package.row("sources", fact.row["source_id"])["published"] or "2000")
            known = [fact.fact_id, fact_statement(fact), fact.row["note"], words(fact.quantity), published, *marks]
        else:
            claims = [row["statement_id"] for row in package.rows("statements") if row["passage_id"] == name]
            inside = [briefing.number(i) for i, row in briefing.figures.items() if row["passage_id"] == name]
            known = [*passages[name].values(), *inside, *(str(by_claim[i].values()) for i in claims if i in by_claim)]
        said = " ".join(str(cell) for cell in [*known, *publishers])
        for mark in entry.xpath(".//*[@class='note']"):
            mark.text = ""
        for digits in re.findall(r"\d+(?:[.,]\d+)*", plain(entry.text_content())):
            assert digits in said.replace("\\", ""), (entry.get("id"), digits)


def test_an_entry_leads_back_to_each_section_that_uses_it(rendered: Rendered) -> None:
    sections = {str(one.get("id")): one for one in rendered.find("//section")}
    appendices = {"sec-figures", "sec-metrics", "sec-rows", "sec-article"}
    used: dict[str, list[str]] = {}
    for name, section in sections.items():
        if name in appendices:
            continue
        for link in section.xpath(".//a[contains(@class, 'number') or contains(@class, 'claim')]"):
            nearest = next(str(one.get("id")) for one in link.iterancestors("section"))
            places = used.setdefault(str(link.get("href"))[1:], [])
            if nearest == name and name not in places:
                places.append(name)
    assert len(used) > 80
    for target, places in used.items():
        (entry,) = rendered.find(f"//*[@id='{target}']")
        back = entry.xpath(".//dt[.='Used in']/following-sibling::dd[1]//a")
        landed = [next(one for one in rendered.find(f"//*[@id='{str(link.get('href'))[1:]}']")) for link in back]
        assert [next(str(one.get("id")) for one in link.iterancestors("section")) for link in landed] == places
        assert {str(link.get("href")) for link in landed} == {f"#{target}"}


def test_the_marks_of_the_article_are_its_figures_and_lead_into_the_text(rendered: Rendered, package: DataPackage) -> None:
    for row in package.rows("figures"):
        marks = rendered.find(f"//*[@id='p-{row['passage_id']}']//*[@lang='fr']//a[@class='mark']")
        (mark,) = (one for one in marks if plain(one.text_content()) == plain(row["quote"]))
        (use,) = rendered.find(f"//*[@id='{str(mark.get('href'))[1:]}']")
        assert use.get("href") == f"#f-{row['figure_id']}"
        assert use.xpath("ancestor::section[@id='sec-brief' or @id='sec-deal' or @id='sec-spending' or @id='sec-cloud' or @id='sec-true']")


def test_an_entry_of_a_figure_gives_its_verdict_with_reason_and_source(rendered: Rendered, package: DataPackage) -> None:
    for row in package.rows("verdicts"):
        if row["figure_id"]:
            (entry,) = rendered.find(f"//*[@id='f-{row['figure_id']}']")
            (verdict,) = entry.xpath(".//dt[.='Verdict']/following-sibling::dd[1]")
            source = package.row("sources", row["source_id"])
            assert plain(verdict.text_content()) == plain(f"{VERDICTS[row['verdict']]}. {row['why']} {source['publisher']}")
            assert [link.get("href") for link in verdict.iter("a")] == [source["url"]]


def test_an_entry_of_a_metric_gives_its_formula_and_its_inputs_with_values(rendered: Rendered, package: DataPackage) -> None:
    briefing = Briefing(package)
    for one in registry().values():
        (entry,) = rendered.find(f"//*[@id='m-{one.metric_id}']")
        assert plain(entry.xpath(".//dt[.='Formula']/following-sibling::dd[1]")[0].text_content()) == plain(one.formula)
        links = entry.xpath(".//dt[.='Inputs']/following-sibling::dd[1]//a")
        shown = [(str(link.get("href")), plain(link.text_content())) for link in links]
        wanted = [re.fullmatch(r"\[(.*)\]\((#.*)\)\{.*", briefing.number(name).text) for name in one.inputs]
        assert shown == [(match[2], plain(match[1].replace("\\", ""))) for match in wanted if match]


def test_key_figures_say_bound_and_verdict(rendered: Rendered) -> None:
    said = [plain(item.text_content()) for item in rendered.find("//*[@class='key-figures']//li")]
    assert 5 <= len(said) <= 6
    assert said[0] == "$30 billion of Azure compute that Anthropic has committed to buy exact Confirmed"
    assert said[1].startswith("at most $15 billion")
    assert said[1].endswith("a ceiling, computed Confirmed")
    assert said[4].endswith("exact, computed Stale")


def test_the_pdf_holds_every_number_that_the_page_holds(rendered: Rendered) -> None:
    squeezed = re.sub(r"\s", "", rendered.pdf_text)
    for link in rendered.find("//a[contains(@class, 'number')]"):
        assert re.sub(r"\s", "", link.text_content()) in squeezed


# ------------------------------------------------------------ the page


def test_every_row_of_context_in_the_appendix_says_what_its_table_says(rendered: Rendered, package: DataPackage) -> None:
    entries = rendered.find("//*[@class='trace row']")
    assert len(entries) > 60
    by_anchor = {f"c-{name.replace(':', '-')}": fact for name, fact in package.facts.items()}
    for entry in entries:
        fact = by_anchor[str(entry.get("id"))]
        source = package.row("sources", fact.row["source_id"])
        (statement,) = entry.xpath("./p[2]")
        assert plain(entry.xpath(".//*[@class='value']")[0].text_content()) == plain(words(fact.quantity))
        assert plain(statement.text_content()) == plain(fact_statement(fact))
        said = {key.text_content(): value for key, value in zip(entry.iter("dt"), entry.iter("dd"), strict=True)}
        date = date_in_words(source["published"]) if source["published"] else "undated"
        assert plain(said["Source"].text_content()) == plain(f"{source['publisher']}, {date}, {source['kind']}")
        assert [link.get("href") for link in said["Source"].iter("a")] == [source["url"]]
        assert ("Note" in said) == bool(fact.row["note"])


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
    assert [c.split(":")[0] for c in captions if c.startswith("Table")] == [f"Table {n}" for n in range(1, 5)]
    references = {plain(link.text_content()) for link in rendered.find("//a[contains(@class, 'quarto-xref')]")}
    assert {"Figure 1", "Figure 3", "Figure 5", "Figure 8", "Table 1", "Table 2", "Table 3", "Table 4"} <= references


def test_every_table_has_a_name_and_every_column_a_head(rendered: Rendered) -> None:
    for table in rendered.find("//table"):
        assert table.xpath("string(caption)") or table.xpath("string(ancestor::figure[1]/figcaption)")
        heads = [plain(head.text_content()) for head in table.iter("th") if head.get("scope") != "row"]
        assert heads
        assert all(heads)
    for cell in rendered.find("//*[starts-with(@id, 'tbl-')]//td"):  # what a narrow screen shows before it
        assert cell.get("data-label")


def test_the_article_is_there_in_french_and_marked_as_french(rendered: Rendered, package: DataPackage) -> None:
    french = [plain(element.text_content()) for element in rendered.find("//*[contains(@class, 'passage')]//*[@lang='fr']")]
    assert french == [plain(row["quote"]) for row in package.rows("passages")]


# ------------------------------------------------------------ the PDF


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


def test_on_paper_a_number_carries_the_mark_of_its_note(rendered: Rendered) -> None:
    text = re.sub(r"\s", "", rendered.pdf_text)
    links = rendered.find("//main//a[@data-note][not(ancestor::*[contains(@class, 'appendix')])]")
    assert len(links) > 120
    for link in links:
        assert re.sub(r"\s", "", link.text_content()) + str(link.get("data-note")) in text
    for entry in rendered.find("//*[contains(@class, 'trace')]"):  # where the mark stands before the value
        mark, value = (str(entry.xpath(f"string(.//*[@class='{name}'])")) for name in ("note", "value"))
        assert re.sub(r"\s", "", mark + value) in text


def test_the_pdf_has_a_title_and_a_bookmark_for_each_section(rendered: Rendered) -> None:
    assert rendered.pdf.metadata is not None
    assert rendered.pdf.metadata.title == "The AI compute pact"
    marked = [plain(str(one.title)) for one in rendered.pdf.outline if not isinstance(one, list)]
    headings = rendered.find("//h2")
    assert marked == [plain(one.text_content()) for one in headings]


# ------------------------------------------------------------ failures and repetition


def test_the_same_inputs_give_the_same_bytes(rendered: Rendered, tmp_path: Path) -> None:
    again = render(ROOT / "report.qmd", DESCRIPTOR, tmp_path, ("html", "pdf"), "embedded", force=True)
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
    assert differences(rendered, built("quarto", tmp_path)) == []
