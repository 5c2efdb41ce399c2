"""An entry of the appendices says where its number comes from: printed words, source, formula, verdict."""

from __future__ import annotations

import pytest

from analysis.metrics import registry
from analysis.package import Package
from analysis.report import Briefing
from analysis.report.appendix import _marked
from analysis.report.markdown import escape, source_link, source_words, table, verdict_word


@pytest.fixture(scope="module")
def brief(package: Package) -> Briefing:
    return Briefing(package)


def entries(text: object) -> dict[str, str]:
    """The entries of an appendix by anchor, without the marks of Markdown."""
    found = {}
    for block in str(text).replace("\\", "").replace("\u00a0", " ").split("::: {#")[1:]:
        found[block.partition(" ")[0]] = block
    return found


def test_every_figure_shows_its_french_words_its_verdict_and_all_sources_of_it(brief: Briefing, package: Package) -> None:
    shown = entries(brief.figures_appendix())
    assert list(shown) == [f"f-{name}" for name in brief.figures]
    assert "[“30 milliards de dollars”]{lang=fr}" in shown["f-azure-commitment"]
    for row in package.rows("verdict_sources"):
        verdict = package.row("verdicts", row["verdict_id"])
        if verdict["figure_id"]:
            assert package.row("sources", row["source_id"])["url"] in shown[f"f-{verdict['figure_id']}"]


def test_what_is_known_stands_in_the_order_in_which_a_reader_needs_it(brief: Briefing) -> None:
    entry = entries(brief.metrics_appendix())["m-commitment-to-new-equity"]
    keys = ["Bound", "Rests on", "Formula", "Inputs", "Caveat"]
    places = [entry.index(f"\n{key}\n:") for key in keys]
    assert places == sorted(places)
    assert "[at least 2.0 times]{.value}" in entry
    assert "[$30 billion](#f-azure-commitment)" in entry


def test_every_metric_has_an_entry(brief: Briefing) -> None:
    assert list(entries(brief.metrics_appendix())) == [f"m-{name}" for name in registry()]


def test_every_fact_that_a_metric_rests_on_has_an_entry_with_its_printed_words(brief: Briefing, package: Package) -> None:
    shown = entries(brief.facts_appendix())
    for one in registry().values():
        for name in one.inputs:
            if name in package.facts:
                block = shown["c-" + name.replace(":", "-")]
                assert package.facts[name].printed.replace("\u00a0", " ").split()[0] in block
                assert package.row("sources", package.facts[name].row["source_id"])["url"] in block


def test_the_words_of_a_figure_are_marked_where_they_begin_with_what_markdown_escapes() -> None:
    figures = [{"figure_id": "one", "quote": "mi-2026"}, {"figure_id": "two", "quote": "(39 %)."}]
    said = _marked("D’ici mi-2026, plus (39 %).", figures)
    assert said.replace("\\", "") == "D’ici [mi-2026]{.mark figure=one}, plus [(39 %).]{.mark figure=two}"


def test_a_relay_is_named_as_what_it_is() -> None:
    page = {"publisher": "A Blog", "url": "https://example.org/a", "published": "2026-09-28"}
    source = {**page, "relays": "Reuters", "kind": "relay", "seen_in": None}
    assert source_link(source) == "Reuters, as relayed by [A Blog](https://example.org/a){.source}"
    assert source_words(source).replace("\u00a0", " ").endswith("{.source}, 28 September 2026, [relay]{.kind .relay}")


def test_text_is_escaped_and_a_unit_stays_with_its_number() -> None:
    assert escape("[x](y) *z* 30 billion").endswith("30\u00a0billion")
    assert "*z*" not in escape("[x](y) *z*")


def test_a_table_is_one_line_a_row() -> None:
    assert table(("A", "B"), [("1", "2")], "3 4") == "|A | B|\n|---|----|\n|1 | 2|"


def test_a_verdict_has_a_class_for_its_colour() -> None:
    assert verdict_word("confirmed_with_nuance") == "[Confirmed, with nuance]{.verdict .confirmed-with-nuance}"
