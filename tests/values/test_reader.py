"""The reader of amounts: what it reads, what it refuses, and which words around a quote it finds."""

import contextlib
import csv
import doctest
import re
import subprocess
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.values import Reading, Unreadable, amounts, numerals, read, read_in, reader

HERE = Path(__file__).parent
ARTICLE = HERE.parents[1] / "data" / "article"


def rows(name: str) -> list[list[str]]:
    """The rows of a table of this folder, comments apart."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]


def phrases(refused: bool) -> list[list[str]]:
    found = [[language, *row] for language in ("en", "fr") for row in rows(f"phrases.{language}.txt")]
    return [row for row in found if row[2].startswith("refused") == refused]


@pytest.mark.parametrize("row", phrases(refused=False), ids=lambda row: row[1])
def test_reads_what_the_words_state(row: list[str]) -> None:
    language, phrase, *cells = row
    low, high, unit, bound, qualifier, period = [*cells, "", "", ""][:6]
    reading = read(phrase, language)
    assert (reading.low, reading.high) == (Decimal(low) if low else None, Decimal(high) if high else None)
    assert (reading.unit, reading.bound, reading.qualifier, reading.period) == (unit, bound, qualifier, period)


@pytest.mark.parametrize("row", phrases(refused=True), ids=lambda row: row[1])
def test_refuses_what_it_cannot_be_sure_of_and_names_the_word(row: list[str]) -> None:
    language, phrase, refused = row
    with pytest.raises(Unreadable) as error:
        read(phrase, language)
    word = refused.removeprefix("refused").strip()
    assert error.value.word == (word or error.value.word)
    assert error.value.word in str(error.value)


def test_both_tables_have_enough_phrases() -> None:
    read_in_each = Counter(row[0] for row in phrases(refused=False))
    assert min(read_in_each.values()) >= 120


@pytest.mark.parametrize("phrase", ["", " ", "(", "€", "«", "a", "un", "-", "$"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_refuses_what_has_no_amount(phrase: str, language: str) -> None:
    with pytest.raises(Unreadable):
        read(phrase, language)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_any_space_of_french_typography_may_stand_in_an_amount(space: str) -> None:
    assert read(f"1{space}500{space}millions de dollars", "fr").low == Decimal("1.5")
    assert read(f"17,5{space}%", "fr").low == Decimal("17.5")


def test_accents_may_stand_apart_from_their_letters() -> None:
    assert read("pre\u0300s de 3 GW", "fr").qualifier == "nearly"


# ---------------------------------------------------------------- in a sentence


def clauses(found: bool) -> list[list[str]]:
    complete, cut = (HERE / "clauses.fr.txt").read_text("utf-8").split("\n# ")
    return [[cell.strip() for cell in line.split("|")] for line in (cut if found else complete).splitlines() if "|" in line]


def in_sentence(sentence: str, quote: str) -> Reading:
    start = sentence.index(quote)
    return read_in(sentence, start, start + len(quote), "fr")


@pytest.mark.parametrize("row", clauses(found=False), ids=" · ".join)
def test_a_whole_quote_reads_the_same_in_its_sentence(row: list[str]) -> None:
    sentence, quote = row
    assert in_sentence(sentence, quote) == read(quote, "fr")


@pytest.mark.parametrize("row", clauses(found=True), ids=" · ".join)
def test_a_quote_that_leaves_out_a_word_reads_otherwise_in_its_sentence(row: list[str]) -> None:
    sentence, quote = row
    with contextlib.suppress(Unreadable):
        assert in_sentence(sentence, quote) != read(quote, "fr")


def test_an_unknown_word_is_refused_where_it_touches_the_amount_and_nowhere_else() -> None:
    with pytest.raises(Unreadable, match="ambitionne"):
        in_sentence("Alpha ambitionne 5 GW.", "5 GW")
    with pytest.raises(Unreadable, match="zimbabwéens"):
        in_sentence("Alpha investira 5 milliards de dollars zimbabwéens.", "5 milliards de dollars")
    sentence = "Frétillante, Alpha investira 5 milliards de dollars dans un bidule mirobolant."
    assert in_sentence(sentence, "5 milliards de dollars").low == 5


def test_a_quote_in_english_is_read_with_its_clause_as_well() -> None:
    sentence = "Alpha did not commit to invest up to $10 billion, but Beta will spend about $5 billion a year on chips."
    for quote in ("$10 billion", "up to $10 billion"):
        with pytest.raises(Unreadable, match="not"):
            read_in(sentence, sentence.index(quote), sentence.index(quote) + len(quote), "en")
    start = sentence.index("$5 billion")
    assert read_in(sentence, start, start + 10, "en") == read("about $5 billion a year")


def table(name: str) -> list[dict[str, str]]:
    with (ARTICLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PASSAGES = {row["passage_id"]: row for row in table("passages.csv")}
FIGURES = {row["figure_id"]: row for row in table("figures.csv")}


@pytest.mark.parametrize("figure", FIGURES.values(), ids=list(FIGURES))
def test_each_figure_of_the_article_reads_as_its_row_says_with_and_without_its_sentence(figure: dict[str, str]) -> None:
    reading = read(figure["quote"], "fr")
    ends = [None if end is None else f"{end:f}" for end in (reading.low, reading.high)]
    assert [*ends, reading.unit, reading.bound] == [figure["low"] or None, figure["high"] or None, figure["unit"], figure["bound"]]
    assert reading.period == figure["period"]
    assert figure["qualifier"] in (reading.qualifier, "")  # empty where the bound alone says it
    assert in_sentence(PASSAGES[figure["passage_id"]]["quote"], figure["quote"]) == reading


@pytest.mark.parametrize("figure", FIGURES.values(), ids=list(FIGURES))
def test_each_cut_of_a_figure_that_says_something_else_is_found(figure: dict[str, str]) -> None:
    sentence, quote = PASSAGES[figure["passage_id"]]["quote"], figure["quote"]
    place, whole = sentence.index(quote), read(quote, "fr")
    words = [match.span() for match in re.finditer(r"\w+’|\w[\w,]*|%", quote)]
    for n, (start, _) in enumerate(words):
        for _, end in words[n:]:
            try:
                cut = read(quote[start:end], "fr")
                around = read_in(sentence, place + start, place + end, "fr")
            except Unreadable:
                continue
            assert cut == whole or around != cut, quote[start:end]


HEDGES = (
    "environ|près de|presque|quelque|plus de|moins de|au moins|au plus|tout au plus|jusqu’à|pas moins de|pas plus de|au bas mot"
    "|à peine|au mieux|à hauteur de|dans la limite de|un peu plus de|guère plus de|à peu près|autour de|de l’ordre de|pas loin de"
    "|la moitié de|un quart de|dix fois"
)


@pytest.mark.parametrize("hedge", HEDGES.split("|"))
@pytest.mark.parametrize(
    "figure_id", ["azure-commitment", "amazon-investment", "nvidia-investment", "microsoft-investment", "ai-spending-2025"]
)
def test_any_hedge_put_before_an_amount_of_the_article_is_found_outside_the_quote(hedge: str, figure_id: str) -> None:
    figure = FIGURES[figure_id]
    amount = re.sub("^(?:jusqu’à|environ|dépasser) ", "", figure["quote"])
    before = "atteindre " if figure_id == "ai-spending-2025" else ""
    sentence = PASSAGES[figure["passage_id"]]["quote"].replace(figure["quote"], f"{before}{hedge} {amount}")
    with contextlib.suppress(Unreadable):
        assert in_sentence(sentence, amount) != read(amount, "fr")


# ---------------------------------------------------------------- all amounts of a text


@pytest.mark.parametrize("passage", PASSAGES.values(), ids=list(PASSAGES))
def test_a_translation_has_the_amounts_of_its_french(passage: dict[str, str]) -> None:
    french, english = amounts(passage["quote"], "fr"), amounts(passage["translation"], "en")
    assert Counter(reading for *_, reading in french) == Counter(reading for *_, reading in english)


def test_amounts_say_where_each_stands_with_its_hedge() -> None:
    text = "Up to $5bn in 2025, then about 3 to 4 GW, not before 2028"
    assert [text[start:end] for start, end, _ in amounts(text)] == ["Up to $5bn", "in 2025", "about 3 to 4 GW", "not before 2028"]


def test_numerals_are_found_with_counts_and_fractions() -> None:
    text = "Le premier des trois accords vaut 1 500,5 millions, soit une dizaine de parts ou 12-13 %, un quart, a doublé."
    found = [text[start:end] for start, end in numerals(text)]
    assert found == ["premier", "trois", "1 500,5", "millions", "une", "dizaine", "12-13", "un", "quart", "doublé"]
    text = "The first of two deals doubled to $1,500.5 million, a third of a dozen."
    assert [text[start:end] for start, end in numerals(text, "en")] == ["first", "two", "doubled", "1,500.5", "million", "third", "dozen"]


# ---------------------------------------------------------------- any number, any text


@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_reads_every_grouped_number_of_either_language(whole: int, cents: int, space: str) -> None:
    value = Decimal(f"{whole}.{cents:02}")
    english = f"{whole:,}.{cents:02}"
    assert read(f"{english} GW", "en").low == value
    assert read(f"{english.replace(',', space).replace('.', ',')} GW", "fr").low == value


@given(st.integers(1, 999_999))
def test_reads_the_number_words_of_any_number(number: int) -> None:
    assert read(f"{in_french(number)} gigawatts", "fr").low == number


def in_french(number: int) -> str:
    """A number in French words, by the rules of 1990 without hyphens around cent and mille."""
    thousands, rest = divmod(number, 1000)
    head = [] if not thousands else ["mille"] if thousands == 1 else [*hundreds_in_french(thousands), "mille"]
    return " ".join(head + hundreds_in_french(rest))


def hundreds_in_french(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [] if not hundreds else ["cent"] if hundreds == 1 else [SMALL[hundreds], "cent"]
    return words + ([tens_in_french(rest)] if rest else [])


SMALL = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf".split()


def tens_in_french(number: int) -> str:
    if number < 20:
        return SMALL[number]
    tens, ones = divmod(number, 10)
    if tens in (7, 9):
        tens, ones = tens - 1, ones + 10
    word = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}[tens]
    if ones == 0:
        return word
    return f"{word} et {SMALL[ones]}" if ones in (1, 11) and tens != 8 else f"{word}-{SMALL[ones]}"


WORDS = sorted({word for language in ("en", "fr") for row in rows(f"phrases.{language}.txt") for word in row[0].split()})


@settings(deadline=None)  # the first call loads the library for number words
@given(st.text(max_size=40) | st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), st.sampled_from(["en", "fr"]), st.data())
def test_never_fails_in_another_way_than_refusing(text: str, language: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    for attempt in (lambda: read(text, language), lambda: read_in(text, start, len(text), language), lambda: amounts(text, language)):
        with contextlib.suppress(Unreadable):
            attempt()


def test_the_examples_of_the_documentation_hold() -> None:
    assert doctest.testmod(reader).failed == 0


def test_digits_are_read_without_the_library_for_number_words() -> None:
    code = "import sys; from analysis.values import read; read('$10bn'); read('3 à 4 GW', 'fr'); sys.exit('text_to_num' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=HERE.parents[1], check=False).returncode == 0


def test_a_package_of_phrases_is_read_in_a_fraction_of_a_second() -> None:
    begin = time.perf_counter()
    for row in phrases(refused=False):
        reader.read.__wrapped__(row[1], row[0])
    assert time.perf_counter() - begin < 0.5
