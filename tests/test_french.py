"""The reader of French quantities: what it reads, and above all what it refuses."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.values.french import Unreadable, bounds_of, numerals

# Phrase, low, high, unit, bound, period: written down by hand from what the words mean.
READ = [
    ("30 milliards de dollars", "30", "30", "USD_bn", "exact", ""),
    ("pour 30 milliards de dollars", "30", "30", "USD_bn", "exact", ""),
    ("jusqu’à un gigawatt", None, "1", "GW", "at_most", ""),
    ("jusqu'à un gigawatt", None, "1", "GW", "at_most", ""),
    ("environ 8 milliards de dollars", "8", "8", "USD_bn", "about", ""),
    ("8 milliards de dollars environ", "8", "8", "USD_bn", "about", ""),
    ("devraient dépasser 400 milliards de dollars en 2025", "400", None, "USD_bn", "at_least", "2025"),
    ("3 à 4 trillions de dollars d’ici 2030", "3000", "4000", "USD_bn", "range", "../2030"),
    ("croissance annuelle de 39 %", "39", "39", "percent", "exact", ""),
    ("17,5 %", "17.5", "17.5", "percent", "exact", ""),
    ("17,5\u202f%", "17.5", "17.5", "percent", "exact", ""),
    ("n’anticipe toutefois pas de rentabilité avant 2028", "2028", None, "year", "at_least", ""),
    ("avant 2027", None, "2027", "year", "at_most", ""),
    ("d’ici 2030", None, "2030", "year", "at_most", ""),
    ("en 2028", "2028", "2028", "year", "exact", ""),
    ("entre trois et quatre milliards d’euros", "3", "4", "EUR_bn", "range", ""),
    ("de 10 à 15 %", "10", "15", "percent", "range", ""),
    ("entre 3 % et 5 %", "3", "5", "percent", "range", ""),
    ("500 millions à 1 milliard de dollars", "0.5", "1", "USD_bn", "range", ""),
    ("plus de 1 250,5 millions de dollars", "1.2505", None, "USD_bn", "at_least", ""),
    ("plus de 1\u202f250,5 millions de dollars", "1.2505", None, "USD_bn", "at_least", ""),
    ("plus d’un milliard de dollars", "1", None, "USD_bn", "at_least", ""),
    ("au moins 2,5 GW", "2.5", None, "GW", "at_least", ""),
    ("au plus 3 GW", None, "3", "GW", "at_most", ""),
    ("moins de 3 %", None, "3", "percent", "at_most", ""),
    ("pas plus de 3 GW", None, "3", "GW", "at_most", ""),
    ("ne dépassera pas 5 milliards d’euros", None, "5", "EUR_bn", "at_most", ""),
    ("ne devrait pas dépasser 5 GW", None, "5", "GW", "at_most", ""),
    ("près de vingt milliards de dollars", "20", "20", "USD_bn", "about", ""),
    ("cinq cents mégawatts", "0.5", "0.5", "GW", "exact", ""),
    ("quatre-vingt-dix-sept pour cent", "97", "97", "percent", "exact", ""),
    ("trente et un milliards de dollars", "31", "31", "USD_bn", "exact", ""),
    ("mille milliards de dollars", "1000", "1000", "USD_bn", "exact", ""),
    ("30 milliers d’euros", "0.00003", "0.00003", "EUR_bn", "exact", ""),
    ("400 000 dollars", "0.0004", "0.0004", "USD_bn", "exact", ""),
    ("10 000 milliards de dollars", "10000", "10000", "USD_bn", "exact", ""),
    ("30 Md$", "30", "30", "USD_bn", "exact", ""),
    ("12 M€", "0.012", "0.012", "EUR_bn", "exact", ""),
    ("3-4 milliards de dollars", "3", "4", "USD_bn", "range", ""),
    ("devrait être au moins de 3 milliards de dollars", "3", None, "USD_bn", "at_least", ""),
    ("s’établit en 2025 à 4000 milliards de dollars", "4000", "4000", "USD_bn", "exact", "2025"),
    ("s’établit en 2025 à 39 %", "39", "39", "percent", "exact", "2025"),
    ("pas de rentabilité avant 2028", "2028", None, "year", "at_least", ""),
    ("ne prévoit aucun bénéfice avant 2028", "2028", None, "year", "at_least", ""),
    ("entre 500 MW et 1 GW", "0.5", "1", "GW", "range", ""),
    ("800 à 1 200 MW", "0.8", "1.2", "GW", "range", ""),
    ("30 M €", "0.03", "0.03", "EUR_bn", "exact", ""),
    ("supérieur ou égal à 3 %", "3", None, "percent", "at_least", ""),
    ("jusqu′à 10 milliards de dollars", None, "10", "USD_bn", "at_most", ""),
]  # fmt: skip

REFUSED = [
    "17.5 %",  # a decimal point is not French: it may be a separator of thousands
    "2 billions de dollars",  # 10^12 or 10^9: no decision is recorded
    "400 milliards",  # of what?
    "30 milliards de yens",
    "une dizaine de milliards de dollars",
    "deux milliards et demi de dollars",
    "30 milliards de dollars par an",
    "à peine 3 milliards de dollars",
    "la moitié de 30 milliards de dollars",
    "10 points de base",
    "-5 %",
    "baisse de 5 %",
    "passer de 3 à 4 milliards de dollars",
    "4 à 3 milliards de dollars",
    "jusqu’à environ 3 milliards de dollars",
    "environ 3 à 4 milliards de dollars",
    "quatre à cinq cents millions de dollars",  # 4 or 400?
    "entre 400 et 500 000 dollars",
    "n’atteindra pas 3 GW",
    "3 milliards de dollars et 5 %",
    "30 milliards 500 millions de dollars",
    "un million deux cent mille dollars",
    "30 milliards de dollars ou plus",
    "30 milliards de dollars, voire plus",
    "30 milliards de dollars en 2025 et 2026",
    "entre 2025 et 2027",
    "après 2028",
    "fin 2028",
    "jusqu’en 2028",
    "n’anticipe rien avant 2028",
    "５ %",  # a full-width digit
    "½ GW",
    "des milliards de dollars",
    "en plus de 3 milliards de dollars",  # on top of
    "dépasse de 3 milliards de dollars",  # by
    "un excédent de 3 milliards d’euros",  # a surplus
    "ne doute pas dépasser 3 milliards de dollars",
    "10 % de plus de capacité",  # the hedge is on another word
    "plus de dépenses, 3 milliards de dollars",
    "s’élève de 3 % à 5 %",  # a change
    "dépense annuelle de 30 milliards de dollars",
    "un total de 2000",
    "rentable dès 2028",
    "cinq cents d’euro",  # coins
    "30,000 dollars",  # 30 or 30 000?
    "5 mW",
    "zéro cinq pour cent",
    "3 mılliards de dollars",  # a look-alike letter
    "",
]


@pytest.mark.parametrize(("phrase", "low", "high", "unit", "bound", "period"), READ)
def test_reads_what_the_words_state(phrase: str, low: str | None, high: str | None, unit: str, bound: str, period: str) -> None:
    reading = bounds_of(phrase)
    ends = tuple(None if end is None else Decimal(end) for end in (low, high))
    assert (reading.low, reading.high, reading.unit, reading.bound, reading.period) == (*ends, unit, bound, period)


@pytest.mark.parametrize("phrase", REFUSED)
def test_refuses_what_it_cannot_be_sure_of(phrase: str) -> None:
    with pytest.raises(Unreadable):
        bounds_of(phrase)


@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_reads_every_grouped_number_with_a_decimal_comma(whole: int, cents: int, space: str) -> None:
    text = f"{whole:,}".replace(",", space) + f",{cents:02}"
    assert bounds_of(f"{text} GW").low == Decimal(f"{whole}.{cents:02}")


@given(st.integers(1, 999_999))
def test_reads_the_number_words_of_any_number(number: int) -> None:
    assert bounds_of(f"{in_french(number)} gigawatts").low == number


def in_french(number: int) -> str:
    """A number in French words, by the rules of 1990 without hyphens around cent and mille."""
    thousands, rest = divmod(number, 1000)
    head = [] if not thousands else ["mille"] if thousands == 1 else [*hundreds_in_french(thousands), "mille"]
    return " ".join(head + hundreds_in_french(rest))


def hundreds_in_french(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [] if not hundreds else ["cent"] if hundreds == 1 else [SMALL[hundreds], "cent"]
    return words + ([tens_in_french(rest)] if rest else [])


SMALL = ("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf").split()


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


@given(st.text(max_size=40))
def test_never_fails_in_another_way_than_refusing(text: str) -> None:
    with contextlib.suppress(Unreadable):
        bounds_of(text)


def test_finds_every_numeral_and_number_word() -> None:
    text = "Le premier des trois accords vaut 1 500,5 millions, soit une dizaine de parts ou 12-13 %."
    found = [text[start:end] for start, end in numerals(text)]
    assert found == ["premier", "trois", "1 500,5", "millions", "une", "dizaine", "12-13"]
