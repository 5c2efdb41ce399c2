"""Makes packages like ours of any size: articles in French whose figures are known, because they were there first.

Each article has ten figures in ten sentences like those of the real one. Numbers, qualifiers, units, ranges, years and
names vary; the value, bound and English words of a figure are worked out here, apart from the reader that will be tried on
them. All articles follow one another under one dateline and make one package with the tables of `data/article`.

    python benchmarks/articles.py FOLDER [--articles 100] [--seed 0]
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from analysis.conformance import lock
from analysis.package import DESCRIPTOR

NBSP = "\u00a0"
TABLES = ("passages", "entities", "figures", "statements", "other_numerals")
FIGURES = 10  # in each article

# French, bound, English.
QUALIFIERS = [
    ("", "exact", ""), ("", "exact", ""), ("jusqu’à ", "at_most", "up to "), ("au plus ", "at_most", "at most "),
    ("pas plus de ", "at_most", "at most "), ("moins de ", "at_most", "less than "),
    ("au moins ", "at_least", "at least "), ("pas moins de ", "at_least", "at least "),
    ("plus de ", "at_least", "more than "), ("au-delà de ", "at_least", "more than "), ("environ ", "about", "about "),
    ("quelque ", "about", "about "), ("autour de ", "about", "about "), ("près de ", "about", "nearly "), ("presque ", "about", "nearly "),
]  # fmt: skip
RANGES = ("entre {} et {}", "{} à {}")
# French for one and for more, and the power of ten from it to the unit of the tables.
UNITS = {
    "USD_bn": [
        ("milliard de dollars", "milliards de dollars", 0), ("million de dollars", "millions de dollars", -3), ("Md$", "Md$", 0),
        ("trillion de dollars", "trillions de dollars", 3), ("milliard USD", "milliards USD", 0),
    ],
    "GW": [("gigawatt", "gigawatts", 0), ("GW", "GW", 0), ("mégawatt", "mégawatts", -3), ("MW", "MW", -3)],
    "percent": [("%", "%", 0), ("%", "%", 0), ("pour cent", "pour cent", 0)],
}  # fmt: skip
WORDS = {
    "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "douze": 12,
    "seize": 16, "vingt": 20, "vingt-deux": 22, "trente": 30, "quarante-cinq": 45, "cinquante": 50, "cent": 100, "deux cents": 200,
}  # fmt: skip
# "Not before" takes its verb into the quote; the others follow “prévoit la rentabilité”: words, bound, English.
NOT_BEFORE = (
    "n’anticipe toutefois pas de rentabilité avant",
    "ne prévoit pas de bénéfices avant",
    "n’anticipe toutefois pas de profits avant",
)
DATES = [("d’ici {}", "at_most", "by {}"), ("avant {}", "at_most", "before {}"), ("à partir de {}", "at_least", "from {}")]
SYLLABLES = "ba be bo da de do fa fe fo ga go ka ke ko la le lo ma me mo na ne no pa pe po ra re ro sa se so ta te to va ve vo za ze zo"


@dataclass(frozen=True)
class Amount:
    """A figure's French words with what they state."""

    quote: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    bound: str
    english: str
    period: str = ""


class Sentence:
    """A sentence of an article, its translation, and the rows that speak of it."""

    def __init__(self, french: str, english: str, role: str = "figure") -> None:
        self.french, self.english, self.role = french, english, role
        self.figures: list[tuple[str, Amount, str, str, str, str, str]] = []
        self.statements: list[tuple[str, str, str]] = []
        self.others: list[tuple[str, str]] = []

    def figure(self, key: str, amount: Amount, kind: str, status: str, said: str, giver: str = "", receiver: str = "") -> Sentence:
        """Add a figure; `said` is its English sentence."""
        self.figures.append((key, amount, kind, status, said, giver, receiver))
        return self

    def statement(self, topic: str, about: str, said: str) -> Sentence:
        """Add a claim without numbers."""
        self.statements.append((topic, about, said))
        return self

    def other(self, quote: str, reason: str) -> Sentence:
        """Add a number word that is no figure, at the first place where it stands alone."""
        self.others.append((quote, reason))
        return self

    def write(self, key: str, start: int, text: Any, writers: dict[str, Any]) -> int:
        """Write the sentence and its rows; returns where the sentence ends."""
        end = start + len(self.french)
        text.write(f" {self.french}")
        writers["passages"].writerow([key, start, end, self.french, self.english, self.role])
        for name, amount, kind, status, said, giver, receiver in self.figures:
            ends = (_cell(amount.low), _cell(amount.high))
            stated = (amount.unit, amount.bound, amount.period, status, said)
            writers["figures"].writerow([f"{key}{name}", key, amount.quote, kind, giver, receiver, *ends, *stated])
        for number, (topic, about, said) in enumerate(self.statements, start=1):
            writers["statements"].writerow([f"{key}-{number}", key, topic, about, said])
        for quote, reason in self.others:
            at = start + f" {self.french} ".index(f" {quote} ")
            writers["other_numerals"].writerow([key, at, at + len(quote), quote, reason])
        return end


def make(folder: Path, articles: int, seed: int = 0) -> Path:
    """Write a package of so many articles; returns the path of its descriptor. The same arguments give the same bytes."""
    random = Random(seed)  # noqa: S311 - the numbers need only vary
    descriptor = _descriptor(articles)
    paths = {resource["name"]: folder / resource["path"] for resource in descriptor["resources"]}
    for path in paths.values():
        path.parent.mkdir(parents=True, exist_ok=True)
    files = {name: path.open("w", encoding="utf-8", newline="") for name, path in paths.items()}
    writers = {name: csv.writer(files[name], lineterminator="\n") for name in TABLES}
    for resource in descriptor["resources"]:
        if "schema" in resource:
            writers[resource["name"]].writerow([field["name"] for field in resource["schema"]["fields"]])
    companies = _companies(max(8, articles // 10), random)
    for key, name in companies:
        writers["entities"].writerow([key, name, "company", "", name])
        writers["entities"].writerow([f"{key}-cloud", f"{name} Cloud", "service", key, f"{name} Cloud"])
    place = Sentence("date 2025-11-19", "date 2025-11-19", "dateline").write("dateline", 1, files["article"], writers)
    writers["other_numerals"].writerow(["dateline", 6, 16, "2025-11-19", "dateline"])
    for number in range(articles):
        parties = [companies[(number + i) % len(companies)] for i in range(5)]
        for key, sentence in _article(parties, random):
            place = sentence.write(f"a{number:06d}-{key}", place + 1, files["article"], writers)
    files["article"].write("\n")
    for file in files.values():
        file.close()
    path = folder / "datapackage.json"
    path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    lock(path)
    return path


def _article(parties: list[tuple[str, str]], random: Random) -> Iterator[tuple[str, Sentence]]:
    """The ten sentences of one article, with their keys."""
    (a, buyer), (b, seller), (c, early), (d, chips), (e, other) = parties
    deal = _amount("USD_bn", random)
    said = f"{buyer} has committed to buy {deal.english} of compute capacity from {seller} Cloud"
    french = (
        f"{buyer} s’est engagée à acheter pour {deal.quote} de capacité de calcul auprès de {seller} Cloud afin de développer ses modèles."
    )
    purchase = Sentence(french, f"{said} in order to develop its models.")
    purchase.figure("", deal, "compute_purchase", "announced", f"{said}.", a, f"{b}-cloud")
    yield "purchase", purchase.statement("purpose", a, f"{buyer} will develop its models with the compute capacity.")

    power = _amount("GW", random)
    french = f"Dans un premier temps, {buyer} utilisera {power.quote} de puissance de calcul."
    capacity = Sentence(french, f"At first, {buyer} will use {power.english} of compute power.")
    capacity.figure("", power, "compute_capacity", "announced", f"{buyer} will use {power.english} of compute power.", "", a)
    yield "capacity", capacity.other("un", "indefinite_article").other("premier", "ordinal")

    stake = _amount("USD_bn", random)
    french = f"{early} avait auparavant investi {stake.quote} dans {buyer}."
    sentence = Sentence(french, f"{early} had earlier invested {stake.english} in {buyer}.")
    yield "stake", sentence.figure("", stake, "equity_investment", "reported", f"{early} had invested {stake.english} in {buyer}.", c, a)

    one, two = _apart(random, "USD_bn")
    both = Sentence(
        f"Dans le cadre de l’accord, {chips} investira {one.quote} dans {buyer}, tandis que {seller} apportera {two.quote}.",
        f"As part of the agreement, {chips} will invest {one.english} in {buyer}, while {seller} will contribute {two.english}.",
    )
    both.figure("-one", one, "equity_investment", "announced", f"{chips} will invest {one.english} in {buyer}.", d, a)
    both.figure("-two", two, "equity_investment", "announced", f"{seller} will invest {two.english} in {buyer}.", b, a)
    yield "investments", both

    near, far = 2025 + random.randrange(10), 2035 + random.randrange(20)
    now, later = _apart(random, "USD_bn")
    now = replace(now, quote=f"{now.quote} en {near}", period=str(near))
    later = replace(later, quote=f"{later.quote} d’ici {far}", period=f"../{far}")
    outlook = Sentence(
        f"Les dépenses en infrastructures d’IA devraient atteindre {now.quote}, et certaines prévisions estiment que les dépenses "
        f"mondiales pourraient atteindre {later.quote}.",
        f"Spending on AI infrastructure should reach {now.english} in {near}, and some forecasts hold that world spending could "
        f"reach {later.english} by {far}.",
    )
    said = "Spending on AI infrastructure is expected to be"
    outlook.figure("-now", now, "spending", "forecast", f"{said} {now.english} in {near}.")
    yield "outlook", outlook.figure("-later", later, "spending", "forecast", f"{said} {later.english} by {far}.")

    fast, slow = _apart(random, "percent")
    growth = Sentence(
        f"{buyer} Cloud enregistre actuellement une croissance annuelle de {fast.quote}, surpassant celle de {other} Cloud, "
        f"qui s’établit à {slow.quote}.",
        f"{buyer} Cloud currently records annual growth of {fast.english}, ahead of that of {other} Cloud, which stands at {slow.english}.",
    )
    growth.figure("-fast", fast, "growth_rate", "reported", f"The annual growth of {buyer} Cloud is {fast.english}.", "", f"{a}-cloud")
    growth.figure("-slow", slow, "growth_rate", "reported", f"The annual growth of {other} Cloud is {slow.english}.", "", f"{e}-cloud")
    yield "growth", growth.other("une", "indefinite_article")

    day, verb = _date(random)
    profit = Sentence(
        f"{buyer} {verb}{day.quote}, ce qui représente un risque financier.",
        f"{buyer} expects profitability {day.english}, which is a financial risk.",
    )
    profit.figure("", day, "date", "forecast", f"{buyer} expects profitability {day.english}.", "", a)
    yield "profit", profit.other("un", "indefinite_article")

    customer = Sentence(
        f"Malgré cet engagement envers {seller}, {buyer} reste cliente de {other}, ce qui réduit les risques.",
        f"Despite this commitment to {seller}, {buyer} remains a customer of {other}, which reduces the risks.",
        "statement",
    )
    yield (
        "customer",
        customer.statement(
            "multi_cloud", a, f"{buyer} remains a customer of {other}, which reduces the risks, despite the commitment to {seller}."
        ),
    )
    said = f"The partnership strengthens the position of {chips} and of {seller}"
    french = f"Le partenariat renforce la position de {chips} et de {seller} dans le secteur de l’IA générative."
    yield (
        "gain",
        Sentence(french, f"{said} in the generative AI sector.", "statement").statement("gain", d, f"{said} in the generative AI sector."),
    )
    yield "scale", Sentence("L’ampleur de l’initiative est immense.", "The scale of the initiative is immense.", "connective")


def _date(random: Random) -> tuple[Amount, str]:
    """A date, and the words between the name and its quote."""
    year = 2026 + random.randrange(60)
    if random.random() < 0.5:
        words = f"{random.choice(NOT_BEFORE)} {year}"
        return Amount(words, Decimal(year), None, "year", "at_least", f"not before {year}"), ""
    french, bound, english = random.choice(DATES)
    ends = (None if bound == "at_most" else Decimal(year)), (None if bound == "at_least" else Decimal(year))
    return Amount(french.format(year), *ends, "year", bound, english.format(year)), "prévoit la rentabilité "


def _apart(random: Random, unit: str) -> tuple[Amount, Amount]:
    """Two amounts of which neither quote is part of the other."""
    while True:
        one, two = _amount(unit, random), _amount(unit, random)
        if one.quote not in two.quote and two.quote not in one.quote:
            return one, two


def _amount(unit: str, random: Random) -> Amount:
    singular, plural, power = random.choice(UNITS[unit])
    if random.random() < 0.15:
        first = random.randrange(1, 900)
        second = first + random.randrange(1, 99)
        low, high = Decimal(first).scaleb(power), Decimal(second).scaleb(power)
        one, two = _words(low, unit), _words(high, unit)
        said = f"{one[0] if one[1] == two[1] and unit == 'GW' else ''.join(one)} to {''.join(two)}"
        return Amount(f"{random.choice(RANGES).format(first, second)} {plural}", low, high, unit, "range", said)
    number, value = _number(random, unit)
    french, bound, english = random.choice(QUALIFIERS)
    quote = f"{french}{number} {singular if value < 2 else plural}"
    value = value.scaleb(power)
    ends = (None if bound == "at_most" else value), (None if bound == "at_least" else value)
    return Amount(quote, *ends, unit, bound, english + "".join(_words(value, unit)))


def _number(random: Random, unit: str) -> tuple[str, Decimal]:
    """A number in French, and its value."""
    kind = random.random()
    if kind < 0.15:
        word = random.choice(list(WORDS))
        return word, Decimal(WORDS[word])
    if kind < 0.5:
        whole = random.randrange(1, 1000)
        return str(whole), Decimal(whole)
    decimals = random.choice((1, 2))
    value = Decimal(random.randrange(1, 1000 * 10**decimals)).scaleb(-decimals)
    if kind > 0.85 and unit != "percent":
        value += random.randrange(1000, 90_000)
    return f"{value:,}".replace(",", " ").replace(".", ","), value


def _words(value: Decimal, unit: str) -> tuple[str, str]:
    """The English of a value: the number, and the words of its unit."""
    if unit == "USD_bn":
        power, size = (-3, "trillion") if value >= 1000 else (0, "billion") if value >= 1 else (3, "million")
        return f"${_cell(value.scaleb(power))}", f"{NBSP}{size}"
    if unit == "GW":
        return _cell(value), f"{NBSP}gigawatt" if value == 1 else f"{NBSP}gigawatts"
    return _cell(value), "%"


def _cell(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _companies(count: int, random: Random) -> list[tuple[str, str]]:
    """So many companies as (id, name): names of four syllables, each once."""
    syllables = SYLLABLES.split()
    names: dict[str, None] = {}
    while len(names) < count:
        names["".join(random.choices(syllables, k=4)).capitalize()] = None
    return [(name.lower(), name) for name in names]


def _descriptor(articles: int) -> dict[str, Any]:
    """Our descriptor with the tables of the article alone.

    What one article says once, many may repeat: quotes and claims are unique within a passage.
    """
    descriptor: dict[str, Any] = json.loads(DESCRIPTOR.read_text("utf-8"))
    kept = [resource for resource in descriptor["resources"] if resource["name"] in (*TABLES, "article")]
    for resource in kept:
        resource.pop("rows", None)
        for rule in ("sortedBy", "idInWords"):  # rows come as they are made, with ids that are numbers
            resource.get("schema", {}).pop(rule, None)
        for field in resource.get("schema", {"fields": []})["fields"]:
            if resource["name"] in ("figures", "statements") and field.get("constraints", {}).pop("unique", False):
                resource["schema"]["uniqueKeys"] = [["passage_id", field["name"]]]
    return descriptor | {"name": "generated-articles", "title": f"{articles} generated articles", "scope": "article", "resources": kept}


def main() -> None:
    """Make a package from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(make(options.folder, options.articles, options.seed))


if __name__ == "__main__":
    main()
