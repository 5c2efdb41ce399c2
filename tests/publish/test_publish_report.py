"""The real report: a page that runs its own scripts alone and asks no network, and a PDF that is accessible and whole."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from parity import structure
from rendered import Rendered, plain

from analysis.charts import CHARTS
from analysis.package import ROOT, Package

TEXT = (ROOT / "analysis/publish/assets/briefing.html").read_text("utf-8")


# ------------------------------------------------------------ the policy


def source_hash(text: str) -> str:
    """A script's hash as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_names_the_scripts_as_they_are() -> None:
    # Both engines fill in the same template, so it carries the policy.
    scripts = re.findall(r'<script src="([^"]+)"></script>', TEXT)
    wanted = " ".join(["script-src", *(source_hash((ROOT / name).read_text("utf-8")) for name in scripts)])
    assert len(scripts) > 0
    assert wanted in TEXT, f"a script has changed; write into the policy of the template: {wanted}"


def test_the_policy_lets_nothing_else_in_or_out() -> None:
    policy = TEXT.split('Content-Security-Policy" content="')[1].split('"')[0]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert len(re.findall(r"'sha256-[^']+'", rules["script-src"])) == len(rules.pop("script-src").split())
    assert rules == {
        "default-src": "'none'", "style-src": "'unsafe-inline'", "font-src": "data:", "img-src": "data: blob:", "connect-src": "'none'",
        "form-action": "'none'", "base-uri": "'none'",
    }  # fmt: skip


@pytest.mark.slow
def test_the_page_holds_the_scripts_that_its_policy_allows(rendered: Rendered) -> None:
    (policy,) = (str(meta.get("content")) for meta in rendered.find("//meta[@http-equiv]"))
    held = re.findall(r"<script>(.*?)</script>", rendered.html_path.read_text("utf-8"), re.DOTALL)
    assert len(held) == policy.count("'sha256-") > 0
    assert all(source_hash(text) in policy for text in held)


# ------------------------------------------------------------ the page


@pytest.mark.slow
def test_the_page_needs_no_network(rendered: Rendered, package: Package) -> None:
    text = rendered.html_path.read_text("utf-8")
    pages = {row["url"] for row in package.rows("sources")}
    for element in rendered.find("//*[@href or @src]"):
        target = str(element.get("src") or element.get("href"))
        # Only the reader leaves the page, by a link to a source or to what lies beside the page.
        beside = target == "report.pdf" or target.startswith("data/")
        assert target.startswith(("#", "data:")) or (element.tag == "a" and (beside or target in pages)), target
    assert not re.findall(r"url\((?!data:|[\"']?data:|#)", text)


@pytest.mark.slow
def test_ids_are_unique_and_links_lead_somewhere(rendered: Rendered) -> None:
    ids = [str(element.get("id")) for element in rendered.find("//*[@id]")]
    assert len(ids) == len(set(ids))
    assert {str(link.get("href"))[1:] for link in rendered.find("//a[starts-with(@href, '#')]")} <= set(ids)


@pytest.mark.slow
def test_figures_and_tables_are_numbered_in_their_order_and_referred_to(rendered: Rendered) -> None:
    captions = [plain(caption.text_content()) for caption in rendered.find("//figcaption")]
    references = {plain(link.text_content()) for link in rendered.find("//a[contains(@class, 'quarto-xref')]")}
    for kind in ("Figure", "Table"):
        named = [found[0] for caption in captions if (found := re.match(rf"{kind} \d+(?=:)", caption))]
        assert named == [f"{kind} {number}" for number in range(1, len(named) + 1)]
        assert set() != {one for one in references if one.startswith(kind)} <= set(named)


@pytest.mark.slow
def test_every_table_has_a_name_and_every_column_a_head(rendered: Rendered) -> None:
    for table in rendered.find("//table"):
        assert table.xpath("string(caption)") or table.xpath("string(ancestor::figure[1]/figcaption)")
        heads = [plain(head.text_content()) for head in table.iter("th") if head.get("scope") != "row"]
        assert heads
        assert all(heads)
    for cell in rendered.find("//*[starts-with(@id, 'tbl-')]//td"):  # what a narrow screen shows before it
        assert cell.get("data-label")


# ------------------------------------------------------------ the PDF


@pytest.mark.slow
def test_the_pdf_declares_ua_1_and_is_tagged(rendered: Rendered) -> None:
    root = rendered.pdf.root_object
    metadata = root["/Metadata"].get_object().get_data().decode("utf-8")  # type: ignore[union-attr]  # it is a stream
    assert re.search(r"pdfuaid:part(?:>|=\")1", metadata)
    assert str(root["/Lang"]) == "en"
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]  # a dictionary
    roles = [str(element.get("/S")) for element in structure(root["/StructTreeRoot"])]
    assert {"/H1", "/Table", "/TH", "/TD", "/Caption", "/Link", "/L"} <= set(roles)


@pytest.mark.slow
def test_every_chart_in_the_pdf_has_an_alternative_text(rendered: Rendered) -> None:
    tree = rendered.pdf.root_object["/StructTreeRoot"]
    alternatives = [str(element.get("/Alt")) for element in structure(tree) if element.get("/S") == "/Figure"]
    assert len(alternatives) == len(CHARTS)
    assert all(len(text) > 60 for text in alternatives)


@pytest.mark.slow
def test_the_pdf_has_links_and_fonts_of_the_repository_alone(rendered: Rendered) -> None:
    annotations = [annotation.get_object() for page in rendered.pdf.pages for annotation in page.get("/Annots", [])]
    assert sum("/Dest" in one or "/A" in one for one in annotations) > 60
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in rendered.pdf.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]  # a dictionary
    }
    assert all("SourceS" in font for font in fonts), fonts


@pytest.mark.slow
def test_the_pdf_holds_every_number_that_the_page_holds_with_the_mark_of_its_note(rendered: Rendered) -> None:
    text = re.sub(r"\s", "", rendered.pdf_text)
    links = rendered.find("//main//a[@data-note][not(ancestor::*[contains(@class, 'appendix')])]")
    assert len(links) > 100
    for link in links:
        assert re.sub(r"\s", "", link.text_content()) + str(link.get("data-note")) in text
    for link in rendered.find("//a[contains(@class, 'number')]"):
        assert re.sub(r"\s", "", link.text_content()) in text


@pytest.mark.slow
def test_the_pdf_has_a_title_and_a_bookmark_for_each_section(rendered: Rendered) -> None:
    assert rendered.pdf.metadata is not None
    assert rendered.pdf.metadata.title == "The AI compute pact"
    marked = [plain(str(one.title)) for one in rendered.pdf.outline if not isinstance(one, list)]
    assert marked == [plain(one.text_content()).replace("’", "'") for one in rendered.find("//main//h2")]


@pytest.mark.slow
def test_the_article_is_cited_with_one_date_style_on_page_and_paper(rendered: Rendered) -> None:
    (entry,) = rendered.find("//*[@id='refs']/div")
    cited = re.sub(r"\s", "", entry.text_content())
    assert "”,19November2025." in cited
    assert cited in re.sub(r"\s", "", rendered.pdf_text)


@pytest.mark.slow
def test_what_stands_above_a_heading_in_the_pdf_ends_above_it(rendered: Rendered) -> None:
    # The columns of an appendix have a height that is worked out; where it is too small, they run over what follows.
    found = 0
    for page in rendered.pdf.pages:
        lines: list[tuple[float, float, str]] = []
        page.extract_text(visitor_text=lambda text, at, _, __, size, lines=lines: lines.append((at[5], size, text)))  # type: ignore[misc]
        body = [line for line in lines if line[2].strip() and line[0] > 60]  # without the foot of the page
        for place, (y, size, text) in enumerate(body):
            if "Appendix" in text and size > 10:
                found += 1
                assert min((above for above, *_ in body[:place]), default=999) > y + 20, text  # its letters and the rule over them
    assert found == 5
