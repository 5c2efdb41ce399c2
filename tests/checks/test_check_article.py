"""The article's tables: every value is read again out of the French words, and no hedge or negation can be cut off."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from editing import edited, without

from analysis.checks.article import article_issues
from analysis.package import ROOT, Package
from analysis.values import Unreadable, read


def said(package: Package) -> list[str]:
    """What the check finds, as table:line:column: message."""
    return [str(issue).splitlines()[0].removeprefix("data/article/") for issue in article_issues(package)]


def test_the_article_is_the_one_received() -> None:
    received = "ec5f62f744cc7a5a14ece56de62edce88b3b473c2ec3ca15a5f4427511e63010"
    assert hashlib.sha256((ROOT / "seeds/article.fr.txt").read_bytes()).hexdigest() == received


def test_the_figures_are_the_ten_of_the_article(package: Package) -> None:
    """Written down from the article: id, low, high, unit, bound, qualifier, period."""
    columns = ("figure_id", "low", "high", "unit", "bound", "qualifier", "period")
    assert [tuple(row[column] for column in columns) for row in package.rows("figures")] == [
        ("azure-commitment", 30, 30, "USD_bn", "exact", None, None),
        ("compute-capacity", None, 1, "GW", "at_most", "up to", None),
        ("amazon-investment", 8, 8, "USD_bn", "about", "about", None),
        ("nvidia-investment", None, 10, "USD_bn", "at_most", "up to", None),
        ("microsoft-investment", None, 5, "USD_bn", "at_most", "up to", None),
        ("ai-spending-2025", 400, None, "USD_bn", "at_least", "more than", "2025"),
        ("ai-spending-2030", 3000, 4000, "USD_bn", "range", None, "../2030"),
        ("azure-growth", 39, 39, "percent", "exact", None, None),
        ("aws-growth", 17.5, 17.5, "percent", "exact", None, None),
        ("profitability-year", 2028, None, "year", "at_least", "not before", None),
    ]  # fmt: skip


# ------------------------------------------------------------ words around a quote

# A quote cut inside a hedge, a negation or a range of its sentence, with the cells made to agree with what is left.
CUTS = [
    ("nvidia-investment", "10 milliards de dollars"),
    ("microsoft-investment", "5 milliards de dollars"),
    ("compute-capacity", "un gigawatt"),
    ("amazon-investment", "8 milliards de dollars"),
    ("ai-spending-2025", "400 milliards de dollars en 2025"),
    ("ai-spending-2025", "400 milliards de dollars"),
    ("profitability-year", "avant 2028"),
]


@pytest.mark.parametrize(("figure", "quote"), CUTS, ids=str)
def test_a_quote_cut_inside_a_hedge_or_negation_is_found_though_the_cells_follow_it(package: Package, figure: str, quote: str) -> None:
    reading = read(quote, "fr")
    cells: dict[str, Any] = {
        "low": None if reading.low is None else float(reading.low), "high": None if reading.high is None else float(reading.high),
        "bound": reading.bound, "qualifier": reading.qualifier or None, "period": reading.period or None,
    }  # fmt: skip
    line = [row["figure_id"] for row in package.rows("figures")].index(figure) + 2
    found = said(edited(package, "figures", figure, quote=quote, **cells))
    assert any(text.startswith(f"figures.csv:{line}:quote: leaves out words of its sentence that touch the amount") for text in found)


def test_every_shorter_quote_of_every_figure_is_refused_or_says_the_same(package: Package) -> None:
    """Every run of words inside each quote, cells made to agree with what it says: all found."""
    for row in package.rows("figures"):
        words = row["quote"].split(" ")
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                quote = " ".join(words[start:end])
                if quote == row["quote"] or package.row("passages", row["passage_id"])["quote"].count(quote) != 1:
                    continue
                try:
                    reading = read(quote, "fr")
                except Unreadable:
                    continue
                if reading == read(row["quote"], "fr"):
                    continue  # half of “ne … pas” is enough
                low, high = (None if end is None else float(end) for end in (reading.low, reading.high))
                cells = {
                    "low": low,
                    "high": high,
                    "bound": reading.bound,
                    "qualifier": reading.qualifier or None,
                    "period": reading.period or None,
                }
                assert said(edited(package, "figures", row["figure_id"], quote=quote, **cells)), quote


def test_a_quote_with_a_word_too_many_is_found(package: Package) -> None:
    longer = edited(package, "figures", "azure-commitment", quote="pour 30 milliards de dollars")
    assert any("starts or ends with a word that does not affect the figure" in text or "cannot be read" in text for text in said(longer))


def test_a_quote_that_cuts_a_word_in_two_is_found(package: Package) -> None:
    assert any(
        "cuts a word in two" in text for text in said(edited(package, "figures", "azure-commitment", quote="0 milliards de dollars"))
    )


# ------------------------------------------------------------ cells against words


@pytest.mark.parametrize(
    ("figure", "column", "value", "message"),
    [
        ("azure-commitment", "low", 3, "figures.csv:2:low: is 3, but the article says 30"),
        ("azure-commitment", "high", 300, "figures.csv:2:high: is 300, but the article says 30"),
        ("azure-commitment", "unit", "GW", "figures.csv:2:unit: is GW, but the article says USD_bn"),
        ("azure-commitment", "bound", "about", "figures.csv:2:bound: is about, but the article says exact"),
        ("azure-commitment", "qualifier", "nearly", "figures.csv:2:qualifier: is nearly, but the article says empty"),
        ("azure-commitment", "period", "2025", "figures.csv:2:period: is 2025, but the article says empty"),
        ("azure-commitment", "quote", "31 milliards de dollars", "figures.csv:2:quote: does not stand exactly once in its passage"),
        ("azure-commitment", "passage_id", "first-gigawatt", "figures.csv:2:quote: does not stand exactly once in its passage"),
        ("compute-capacity", "low", 1, "figures.csv:3:low: is 1, but the article says empty"),
        ("amazon-investment", "bound", "exact", "figures.csv:4:bound: is exact, but the article says about"),
        ("amazon-investment", "qualifier", "nearly", "figures.csv:4:qualifier: is nearly, but the article says about"),
        ("ai-spending-2025", "period", None, "figures.csv:7:period: is None, but the article says 2025"),
        ("ai-spending-2025", "low", None, "figures.csv:7:low: is None, but the article says 400"),
        ("ai-spending-2030", "period", "2030", "figures.csv:8:period: is 2030, but the article says ../2030"),
        ("ai-spending-2030", "high", 400, "figures.csv:8:high: is 400, but the article says 4000"),
        ("azure-growth", "low", 93, "figures.csv:9:low: is 93, but the article says 39"),
        ("aws-growth", "high", 175, "figures.csv:10:high: is 175, but the article says 17.5"),
        ("profitability-year", "low", 2027, "figures.csv:11:low: is 2027, but the article says 2028"),
    ],
)  # fmt: skip
def test_a_value_cell_that_is_not_what_the_words_say_is_named(package: Package, figure: str, column: str, value: Any, message: str) -> None:
    assert message in [text.replace(".0,", ",") for text in said(edited(package, "figures", figure, **{column: value}))]


def test_a_figure_left_out_leaves_its_numeral_unclaimed(package: Package) -> None:
    assert any("“17,5” is claimed by no figure and not listed" in text for text in said(without(package, "figures", "aws-growth")))


def test_figures_that_stand_in_another_order_than_in_the_article_are_found(package: Package) -> None:
    frame = package.frames["figures"].iloc[[1, 0, *range(2, 10)]].reset_index(drop=True)
    assert any(
        "stands in the article before the figure above it" in text
        for text in said(replace(package, frames=package.frames | {"figures": frame}))
    )


# ------------------------------------------------------------ sentences, names, claims, numerals


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "message"),
    [
        ("passages", "agreement", "start", 18, "is not what stands at 18 to 181"),
        ("passages", "agreement", "end", 180, "is not what stands at 17 to 180"),
        ("passages", "azure-purchase", "quote", "Anthropic s’est engagée à acheter.", "is not what stands at"),
        ("passages", "growth-rates", "role", "connective", "is connective, but its rows elsewhere make it a figure"),
        ("passages", "scale", "role", "statement", "is statement, but no figure or statement names it"),
        ("passages", "dateline", "role", "connective", "the article needs one dateline"),
        ("passages", "dateline", "translation", "date 2025-11-20", "is not the dateline itself"),
        ("passages", "new-investments", "translation", "Nvidia will invest up to $10 billion, Microsoft up to $50 billion.",
         "says at most 50 USD_bn; its figures say at most 10 USD_bn, at most 5 USD_bn"),
        ("passages", "new-investments", "translation", "Nvidia will invest $10 billion, Microsoft up to $5 billion.",
         "does not say at most 10 USD_bn"),
        ("passages", "growth-rates", "translation", "Azure grows by 39%, AWS more slowly.", "does not say exact 17.5 percent"),
        ("passages", "no-early-profit", "translation", "The company expects profitability before 2028.", "says at most 2028 year"),
        ("entities", "azure", "mentions", "Azure Cloud", "“Azure Cloud” must stand in the article, for one entity"),
        ("entities", "claude", "name", "Claude 2", "must be one of the names by which the article calls it"),
        ("statements", "multi-cloud", "statement", "Anthropic uses 2 clouds.", "has a number; numbers belong in figures"),
        ("statements", "multi-cloud", "passage_id", "scale", "names a sentence that makes no claim"),
    ],
)  # fmt: skip
def test_a_wrong_reading_of_the_article_is_named(package: Package, table: str, key: str, column: str, value: Any, message: str) -> None:
    assert any(message in text for text in said(edited(package, table, key, **{column: value})))


def test_an_exchanged_year_in_a_translation_is_found(package: Package) -> None:
    """The period of a figure is an amount of the translation too."""
    row = package.row("passages", "spending-outlook")
    wrong = edited(package, "passages", "spending-outlook", translation=row["translation"].replace("2030", "2035"))
    assert any("says at most 2035 year" in text for text in said(wrong))


def test_a_sentence_left_out_is_missed(package: Package) -> None:
    assert any("does not follow on the passage before" in text for text in said(without(package, "passages", "scale")))


def test_an_article_that_changed_is_found_by_its_sentences(package: Package) -> None:
    other = replace(package, article=package.article.replace("39 %", "93 %"))
    assert any(text.startswith("passages.csv:") and "quote: is not what stands at" in text for text in said(other))


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"start": 1}, "is not what stands at 1 to 16"),
        ({"passage_id": "agreement"}, "the numeral stands in another passage"),
        ({"start": 1, "quote": "date 2025-11-19"}, "is not a numeral or number word"),
    ],
)
def test_a_wrong_entry_of_other_numerals_is_named(package: Package, cells: dict[str, Any], message: str) -> None:
    assert any(message in text for text in said(edited(package, "other_numerals", None, row=0, **cells)))


# ------------------------------------------------------------ sentences of other articles, the kinds of faults from the field


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("En Bourse, Alpha a reculé de 2,2 %.", "2,2 %"),
        ("Le bénéfice de Alpha a baissé de 5 %.", "5 %"),
        ("La part de Alpha dans Beta est estimée à 27 % du capital.", "27 %"),
        ("Alpha n’investira pas 3 milliards de dollars.", "3 milliards de dollars"),
        ("Alpha renonce à investir 3 milliards de dollars.", "3 milliards de dollars"),
        ("Alpha paiera 3 milliards de dollars par an.", "3 milliards de dollars"),
        ("Alpha porte sa dépense de 3 à 4 milliards de dollars.", "3 à 4 milliards de dollars"),
    ],
)
def test_a_sentence_whose_words_change_the_amount_is_found(package: Package, sentence: str, quote: str) -> None:
    """An article of one sentence: what touches the amount outside the quote is an issue at the quote."""
    assert any("figures.csv:2:quote:" in text for text in said(told(package, sentence, quote)))


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Alpha investira 3 milliards de dollars dans Beta.", "3 milliards de dollars"),
        ("Alpha investira jusqu’à 3 milliards de dollars dans Beta.", "jusqu’à 3 milliards de dollars"),
        ("« Alpha investira environ 3 milliards de dollars dans Beta. »", "environ 3 milliards de dollars"),
        ("Alpha vise 18 gigawatts dès 2028.", "18 gigawatts dès 2028"),
    ],
)
def test_an_ordinary_sentence_holds(package: Package, sentence: str, quote: str) -> None:
    assert [text for text in said(told(package, sentence, quote)) if "figures.csv" in text] == []


def told(package: Package, sentence: str, quote: str) -> Package:
    """A package whose article is a dateline and one sentence, with one figure quoted from it."""
    import pandas as pd

    reading = read(quote, "fr")
    low, high = (None if end is None else float(end) for end in (reading.low, reading.high))
    text = f"date 2025-11-19\n{sentence}\n"
    frames = {name: frame.iloc[:0] for name, frame in package.frames.items()}

    def table(name: str, *rows: dict[str, Any]) -> None:
        frames[name] = pd.DataFrame(list(rows), columns=list(package.frames[name])).astype(package.frames[name].dtypes)

    table(
        "passages",
        {"passage_id": "dateline", "start": 0, "end": 15, "quote": text[:15], "translation": text[:15], "role": "dateline"},
        {"passage_id": "one", "start": 16, "end": 16 + len(sentence), "quote": sentence, "translation": "-", "role": "figure"},
    )
    table(
        "figures",
        {"figure_id": "one", "passage_id": "one", "quote": quote, "kind": "spending", "low": low, "high": high, "unit": reading.unit,
         "bound": reading.bound, "qualifier": reading.qualifier or None, "period": reading.period or None, "status": "announced"},
    )  # fmt: skip
    return replace(package, frames=frames, article=text)
