"""What the built page says: every number is that of its entry, every digit is traced, and an entry leads back to the text."""

from __future__ import annotations

import copy
import re

import pytest
from lxml import html
from rendered import Rendered, plain

from analysis.metrics import registry
from analysis.package import Package
from analysis.report import Briefing
from analysis.values import date_in_words

pytestmark = pytest.mark.slow

DATES = ("as_of", "announced_on", "dated_on", "stated_on", "given_on", "period")


@pytest.fixture(scope="module")
def brief(package: Package) -> Briefing:
    return Briefing(package)


def test_every_number_says_what_its_entry_says(rendered: Rendered, brief: Briefing) -> None:
    facts = {name.replace(":", "-"): fact for name, fact in brief.package.facts.items()}
    links = rendered.find("//main//a[contains(@class, 'number')]")
    assert len(links) > 120
    for link in links:
        kind, _, name = str(link.get("href")).removeprefix("#").partition("-")
        (entry,) = rendered.find(f"//*[@id='{kind}-{name}']")
        (mark,) = entry.xpath(".//*[@class='note']")
        assert mark.text_content() == link.get("data-note")
        if kind == "p":  # the date of the article
            continue
        value = plain(entry.xpath(".//*[contains(@class, 'value')]")[0].text_content())
        allowed = {value.lower()}
        if kind == "c":
            row = facts[name].row
            allowed |= {plain(date_in_words(str(row[column]))).lower() for column in DATES if row.get(column)}
            if row.get("term_start"):
                allowed.add(plain(f"{date_in_words(row['term_start'])} to {date_in_words(row['term_end'])}").lower())
        if kind == "f":
            allowed.add(str(brief.figures[name]["period"] or "").removeprefix("../"))
        assert plain(link.text_content()).lower() in allowed


def test_every_digit_of_the_text_traces_to_something(rendered: Rendered, package: Package) -> None:
    page = copy.deepcopy(rendered.page)
    traced = (
        "//a[contains(@class, 'number')]", "//a[contains(@class, 'quarto-xref')]", "//*[contains(@class, 'citation')]",
        "//*[contains(@class, 'section-number')]", "//*[contains(@class, 'masthead')]", "//*[@id='refs']",
        "//*[contains(@class, 'trace') or contains(@class, 'passage')]", "//a[contains(@class, 'source')]",
        "//*[contains(@class, 'claim')]",
        "//*[contains(@class, 'missing')]", "//*[contains(@class, 'chart')]", "//*[contains(@class, 'explorer')]",
        "//*[starts-with(@id, 'tbl-')]", "//script", "//*[contains(@class, 'dictionary')]", "//head", "//style",
    )  # fmt: skip
    for path in traced:
        for element in page.xpath(path):
            assert isinstance(element, html.HtmlElement)
            element.drop_tree()
    text = re.sub(r"\b(Figure|Table) \d+:?", "", plain(page.text_content()))
    for row in package.rows("holes"):
        text = text.replace(plain(row["why"].rstrip(".")), "")
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    text = re.sub(rf"(\d+ )?({months}) \d{{4}}|\b20[2-3]\d\b|Series [A-Z]", "", text)  # dates and years are names of days
    assert re.findall(r".{0,30}\d.{0,30}", text) == []


def test_an_entry_leads_back_to_the_sections_that_use_it(rendered: Rendered) -> None:
    back = 0
    for entry in rendered.find("//*[contains(@class, 'trace') or contains(@class, 'passage')]"):
        for link in entry.xpath(".//dt[.='Used in']/following-sibling::dd[1]//a"):
            (place,) = rendered.find(f"//*[@id='{str(link.get('href'))[1:]}']")
            assert place.get("href") == f"#{entry.get('id')}"
            back += 1
    assert back > 80


def test_the_marks_of_the_article_are_its_figures_and_lead_into_the_text(rendered: Rendered, package: Package) -> None:
    for row in package.rows("figures"):
        marks = rendered.find(f"//*[@id='p-{row['passage_id']}']//*[@lang='fr']//a[@class='mark']")
        (mark,) = (one for one in marks if plain(one.text_content()) == plain(row["quote"]))
        (use,) = rendered.find(f"//*[@id='{str(mark.get('href'))[1:]}']")
        assert f"f-{row['figure_id']}" in (str(use.get("href"))[1:], use.get("id"))


def test_every_metric_has_its_formula_and_its_inputs_in_the_page(rendered: Rendered, brief: Briefing) -> None:
    for one in registry().values():
        (entry,) = rendered.find(f"//*[@id='m-{one.metric_id}']")
        assert plain(entry.xpath(".//dt[.='Formula']/following-sibling::dd[1]")[0].text_content()) == plain(one.formula)
        links = entry.xpath(".//dt[.='Inputs']/following-sibling::dd[1]//a[contains(@class, 'number')]")
        assert [plain(link.text_content()) for link in links] == [plain(brief.words(name)) for name in one.inputs]
