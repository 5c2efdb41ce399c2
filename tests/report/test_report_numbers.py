"""What the text of the briefing may call gives words with bounds, each a link to its entry, and refuses what does not exist."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from analysis.package import Package
from analysis.report import Briefing


@pytest.fixture
def brief(package: Package) -> Briefing:
    return Briefing(package)


def plain(markdown: object) -> str:
    return str(markdown).replace("\\", "").replace("\u00a0", " ")


def test_a_figure_is_said_with_the_qualifier_of_its_words(brief: Briefing) -> None:
    assert plain(brief.number("nvidia-investment")) == "[up to $10 billion](#f-nvidia-investment){.number note=A4}"
    assert plain(brief.capital("nvidia-investment")).startswith("[Up to $10 billion]")


def test_a_metric_and_a_fact_link_to_their_entries(brief: Briefing) -> None:
    assert "(#m-new-equity)" in plain(brief.number("new-equity"))
    fact = "run_rate:anthropic-run-rate-2026-07"
    assert "(#c-run_rate-anthropic-run-rate-2026-07){.number note=C1}" in plain(brief.number(fact))
    assert plain(brief.when(fact)).startswith("[July 2026]")


def test_facts_are_numbered_in_the_order_in_which_the_text_shows_them(brief: Briefing) -> None:
    names = ["run_rate:anthropic-run-rate-2026-07", "revenue:anthropic-revenue-2024", "run_rate:anthropic-run-rate-2026-07"]
    assert [plain(brief.number(name)).rpartition("note=")[2] for name in names] == ["C1}", "C2}", "C1}"]


@pytest.mark.parametrize("call", ["number", "capital", "period", "when", "claim", "chart", "explorer"])
def test_an_id_that_does_not_exist_stops_the_build_with_the_nearest(brief: Briefing, call: str) -> None:
    with pytest.raises(KeyError, match="there is no “azure-comitment”"):
        getattr(brief, call)("azure-comitment")


def test_what_has_no_date_or_year_to_show_stops_the_build(brief: Briefing) -> None:
    with pytest.raises(KeyError, match="the words of azure-commitment name no year"):
        brief.period("azure-commitment")
    with pytest.raises(KeyError, match=r"the row of corroborations:.* has no date"):
        brief.when(next(name for name in brief.package.facts if name.startswith("corroborations:")))


def test_the_sentence_of_a_figure_links_its_number(brief: Briefing) -> None:
    assert plain(brief.statement("azure-commitment")) == (
        "Anthropic has committed to buy [$30 billion](#f-azure-commitment){.number note=A1} of compute capacity from Microsoft Azure."
    )


def test_every_figure_of_the_article_has_its_number_in_its_sentence(brief: Briefing) -> None:
    assert all(f"(#f-{name})" in brief.statement(name) for name in brief.figures)


def test_the_masthead_leads_to_the_pdf_the_data_and_the_changes(brief: Briefing, package: Package) -> None:
    said = plain(brief.masthead("#sec-changes"))
    assert f"[Edition {package.descriptor['version']}]{{.edition}}" in said
    assert '<a href="report.pdf">' in said
    assert f'<a href="data/ai-compute-pact-{package.descriptor["version"]}.zip">' in said
    assert "(#sec-changes)" in said


def test_key_figures_say_bound_and_how_they_come_about(brief: Briefing) -> None:
    said = plain(brief.key_figures(("azure-commitment", "committed"), ("new-equity", "of equity")))
    assert "committed\n\n  [exact]{.bound}" in said
    assert "of equity\n\n  [a ceiling, computed]{.bound}" in said


def test_the_sources_of_a_verdict_stand_in_their_order(package: Package) -> None:
    first, second = (row["source_id"] for row in package.rows("verdict_sources") if row["verdict_id"] == "azure-growth")
    frame = package.frames["verdict_sources"].iloc[::-1].reset_index(drop=True)  # the order of the file does not matter
    said = Briefing(replace(package, frames=package.frames | {"verdict_sources": frame})).why(package.row("verdicts", "azure-growth"))
    urls = [package.row("sources", one)["url"] for one in (first, second)]
    assert [url in said for url in urls] == [True, True]
    assert said.index(urls[0]) < said.index(urls[1])


def test_the_latest_quarters_are_those_of_the_clouds_and_companies(brief: Briefing) -> None:
    assert plain(brief.latest_quarters) == (
        "to 30 June 2026 for Amazon Web Services, Microsoft Azure, Google Cloud, Alphabet, Amazon, Meta, Microsoft; "
        "to 31 August 2026 for Oracle"
    )


def test_the_chart_of_the_evidence_needs_numbers_above_it(brief: Briefing) -> None:
    with pytest.raises(ValueError, match="place it below them"):
        brief.evidence()


def test_numbers_are_counted_by_what_they_rest_on(brief: Briefing) -> None:
    for name in ("azure-commitment", "new-equity", "years-of-a-full-gigawatt", "azure-commitment", "run_rate:anthropic-run-rate-2026-07"):
        brief.number(name)
    kind = brief.package.row("sources", brief.package.facts["run_rate:anthropic-run-rate-2026-07"].row["source_id"])["kind"]
    wanted = {"article": 1, "arithmetic": 1, "assumption": 1}
    assert Counter(map(brief.rests_on, brief.named)) == wanted | {kind: 1}
