"""What the French words say: the program’s own reading, to hold the tables against.

The reader is a small grammar: one qualifier at most, one number or a pair, a scale, a unit, a year.
Every word must be known, either as part of that grammar or as a word that changes nothing
(`NEUTRAL`). A phrase with any other word raises `Unreadable`: a hedge that the grammar does not know
must never pass as an exact figure. Decisions about readings are in docs/method.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from text_to_num import text2num

from .quantity import Bound


class Unreadable(ValueError):  # noqa: N818 - it says what the phrase is, and reads as a word in the code
    """A phrase of which the reader cannot be sure; the message says which word stopped it."""


@dataclass(frozen=True)
class Reading:
    """What a phrase states. `qualifier` is the English for its own words, "" where it has none."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    bound: Bound
    period: str = ""
    qualifier: str = ""


# ---------------------------------------------------------------- words

_ONES = "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
_TENS = "vingts?|trente|quarante|cinquante|soixante|septante|huitante|octante|nonante"
_AND_ONE = r"(?:vingt|trente|quarante|cinquante|soixante|septante|huitante|nonante)[ -]et[ -](?:une|un|onze)"
_WORD_NUMBER = rf"(?:{_AND_ONE}|{_TENS}|{_ONES}|zéro|cents?|mille)"
_WORDS = rf"(?<!\w){_WORD_NUMBER}(?:[ -]{_WORD_NUMBER})*(?!\w)"
_DIGITS = r"(?<![\w.,])[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?(?![\w.,]?[0-9])|(?<![\w.,])[0-9]+(?:,[0-9]+)?(?![.,]?[0-9])"
_NUMBER = rf"(?:{_DIGITS}|{_WORDS})"

# French "trillion" is read as 10^12, the English scale: the decision is recorded in docs/method.md.
# French "billion" has no such decision, so it is not here and a phrase with it is refused.
SCALES = {"mille": 3, "millier": 3, "million": 6, "milliard": 9, "md": 9, "mrd": 9, "m": 6, "trillion": 12}
_SCALE = r"(?:(?:milliers?|millions?|milliards?|trillions?|mds?|mrd|mille)(?!\w)|(?-i:M)(?= ?[€$]))"

# Unit words, the unit of the tables, and how many of the one are one of the other (a power of ten).
UNITS = {
    r"dollars?(?: américains?| US)?|\$(?: US)?|US\$|USD": ("USD_bn", -9),
    r"euros?|€|EUR": ("EUR_bn", -9),
    r"%|pour ?cent": ("percent", 0),
    r"points? de pourcentage": ("percentage_point", 0),
    r"TW|térawatts?": ("GW", 3),
    r"GW|gigawatts?": ("GW", 0),
    r"(?-i:MW)|mégawatts?": ("GW", -3),
    r"kW|kilowatts?": ("GW", -6),
}
_UNIT = "(?:" + "|".join(UNITS) + r")(?!\w)"
# "De" stands only between a scale and its unit: "cinq cents d’euro" are coins, not 500 euros.
_AMOUNT = rf"({_NUMBER})(?: ?({_SCALE})(?: ?(?:de |d’)(?={_UNIT}))?)?(?: ?({_UNIT}))?"
_YEAR = r"(?<![\w.,])((?:19|20|21)[0-9]{2})(?![\w%€$]|[.,]?[0-9]| ?(?:%|[€$]|[0-9]))"

# Qualifiers, the bound they set and their English. The first that fits wins, so longer ones stand first.
# "Excédent" is a noun: a surplus. A qualifier counts only where it touches the amount (#), for a hedge on
# another word must not move to the amount; a year (@) may stand between.
_EXCEED = r"(?:(?:dépass|excéd)(?:er|era|eront|erait|eraient|ait|aient|ant|é)|dépass(?:ent|e)|excèd(?:ent|e))"
_MODAL = (
    r"(?:a|ont|avai(?:t|ent)|aur(?:a|ont|ait|aient)|va|vont|doi(?:t|vent)|dev(?:ra|ront|rait|raient|ait|aient|ant)"
    r"|peu(?:t|vent)|pour(?:ra|ront|rait|raient)|pouvai(?:t|ent)|saurai(?:t|ent))"
)
_NEXT = r"(?=(?:,? ?@,?)? *(?:les? )?#)"
_BY = r"(?:(?<=# )|(?<=#, ))(?:{0})\b(?! ?@)|\b(?:{0})\b(?= (?:de |d’ ?)?(?:les? )?#)"
QUALIFIERS: list[tuple[str, Bound, str]] = [
    (
        rf"\b(?:(?:ne |n’)(?:{_MODAL} )?(?:pas |jamais ){_EXCEED}|(?:ne |n’){_EXCEED} (?:pas|jamais)"
        rf"|ne saurai(?:t|ent) {_EXCEED}){_NEXT}",
        "at_most",
        "at most",
    ),
    (rf"\bsans {_EXCEED}{_NEXT}", "at_most", "at most"),
    (rf"\bpas plus (?:de|d’){_NEXT}", "at_most", "at most"),
    (rf"\bpas moins (?:de|d’){_NEXT}", "at_least", "at least"),
    (rf"\bjusqu’(?:à|a|au){_NEXT}", "at_most", "up to"),
    (_BY.format("(?:tout )?au plus|(?:au )?maximum"), "at_most", "at most"),
    (_BY.format("(?:tout )?au moins|(?:au )?minimum"), "at_least", "at least"),
    (rf"\binférieure?s? ou égale?s? à{_NEXT}", "at_most", "at most"),
    (rf"\bsupérieure?s? ou égale?s? à{_NEXT}", "at_least", "at least"),
    (rf"(?:\bmoins (?:de|d’)|\binférieure?s? à){_NEXT}", "at_most", "less than"),
    (rf"(?:\b(?<!\ben )plus (?:de|d’)|\bsupérieure?s? à|\bau-delà de|\b{_EXCEED}){_NEXT}", "at_least", "more than"),
    (_BY.format("environ|approximativement|à peu près"), "about", "about"),
    (rf"(?:\bquelque|\bautour de|\baux alentours (?:de|d’)|\bde l’ordre (?:de|d’)){_NEXT}", "about", "about"),
    (rf"(?:\b(?:près|proches?) (?:de|d’)|\bpresque){_NEXT}", "about", "nearly"),
]

# Words around a quantity that change neither its value, its bound, its unit nor its period.
NEUTRAL = frozenset(
    """
    le la les l’ un une des du de d’ à au aux pour en dans sur avec et son sa ses leur leurs ce cette ces
    qui que soit est sont sera seront était étaient a ont avait avaient aura auront être avoir
    s’ se il elle ils elles on celle celui
    établit établissent élève élèvent atteint atteignent atteindre atteindra atteindront atteignait
    devrait devraient doit doivent devra devront pourrait pourraient peut peuvent pourra pourront
    prévoit prévoient prévu prévue prévus attendu attendue estimé estimée estimés
    investir investit investira investiront investi investie investis investissement investissements
    apporter apporte apportera apporteront apporté apport achat acheter achète achètera acheté
    dépense dépenses dépenser dépensera dépensé coût coûts coûte coûtera montant montants somme total totale
    représente représentent représentera recettes revenu revenus chiffre affaires d’affaires
    croissance annuel annuelle taux puissance capacité capacités calcul utiliser utilise utilisera utiliseront
    actuellement auparavant également toutefois
    anticipe anticipent attend attendent vise visent rentabilité rentable bénéfice bénéfices profit profits
    """.split()
)
_NEGATIONS = frozenset("ne n’ pas non sans jamais ni aucun aucune".split())
# Words that name or build numbers and that the grammar above does not take: always refused.
_OTHER_NUMERALS = (
    r"demie?s?|premi(?:er|[èe]re|e\u0300re)s?|second[es]*|\w*i(?:[èe]|e\u0300)mes?|ze(?:\u0301)?ros?|zéros"
    r"|(?:diz|douz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aines?|(?:b|quadr)illions?|(?:b|tr)illiards?"
    r"|moiti(?:é|e\u0301)|tiers|quarts?|(?:doubl|tripl|quadrupl|quintupl|décupl|centupl)\w*"
)

_SPACES = dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u205f\u3000\t\n\r", " ")
_APOSTROPHES = dict.fromkeys("'ʼ‘`´′", "’") | {"\u2011": "-"}  # and the hyphen that does not break

_PLAIN = _SPACES | _APOSTROPHES
_TYPESET = re.compile(f"[{''.join(_PLAIN)}]")


def normalise(text: str) -> str:
    """`text` with plain spaces and typographic apostrophes, in the same number of characters."""
    if _TYPESET.search(text):
        for typeset, plain in _PLAIN.items():  # in a long text a tenth of what `str.translate` takes
            text = text.replace(typeset, plain)
    return text


# ---------------------------------------------------------------- quantities


@lru_cache(maxsize=65_536)  # each phrase is read for its row, its sentence and its translation
def bounds_of(phrase: str) -> Reading:
    """Read the one quantity that a French phrase states.

    `jusqu’à 10 milliards de dollars` gives at most 10 USD_bn; `3 à 4 trillions de dollars d’ici 2030`
    gives 3000 to 4000 USD_bn in the period `../2030`. A year alone is a date: `avant 2028` is at most
    2028, the first instant of that year, and `pas … avant 2028` at least 2028. Raises `Unreadable`.
    """
    text = _GAP.sub(" ", normalise(unicodedata.normalize("NFC", phrase))).strip()
    if "#" in text or "@" in text:
        raise Unreadable("“#” and “@” are marks of the reader itself")
    rest, period = _take_period(text)  # first: “en 2025 à 4000 MW” is no range
    rest, pair = _take_amounts(rest)
    if pair is None:
        return _date(text)
    low, high, unit = pair
    if not period:
        rest, period = _take_period(rest)
    bound, qualifier, refusal = _hedge(rest, unit)
    if refusal:
        raise Unreadable(refusal)
    if low != high:
        if bound is not None:
            raise Unreadable(f"“{qualifier}” and a range together have no bound of their own")
        if low > high:
            raise Unreadable("the range runs from the higher to the lower value")
        return Reading(low, high, unit, "range", period)
    if bound == "at_most":
        return Reading(None, high, unit, bound, period, qualifier)
    if bound == "at_least":
        return Reading(low, None, unit, bound, period, qualifier)
    return Reading(low, high, unit, bound or "exact", period, qualifier)


def read(phrase: str, language: str = "fr") -> Reading:
    """Read the one quantity that a phrase states."""
    return bounds_of(phrase)


@lru_cache(maxsize=65_536)  # many phrases differ in their amounts alone
def _hedge(rest: str, unit: str) -> tuple[Bound | None, str, str]:
    """What the words around an amount do to it: the bound, the English for the qualifier, and why they cannot be read, or ""."""
    try:
        _refuse_rates_and_changes(rest, unit)
        rest, bound, qualifier = _take_qualifier(rest)
        _refuse_unknown(rest)
    except Unreadable as error:
        return None, "", str(error)
    return bound, qualifier, ""


# What joins a pair, and the pair. Without the first there is no need to look for the second.
_PAIRS = [
    (re.compile(joint, re.IGNORECASE), re.compile(pair, re.IGNORECASE))
    for joint, pair in (
        (r"\bentre ", rf"\bentre {_AMOUNT} et {_AMOUNT}"),
        (r"\bde .* à ", rf"\bde {_AMOUNT} à {_AMOUNT}"),
        (r" à ", rf"{_AMOUNT} à {_AMOUNT}"),
        (r"[-–]", rf"(?=[0-9]){_AMOUNT} ?[-–] ?(?=[0-9]){_AMOUNT}"),
    )
]
_JOINED = re.compile("[eE][nN][tT][rR][eE] | [àÀ] |[-–]")
_ONE_AMOUNT = re.compile(_AMOUNT, re.IGNORECASE)
# "Quatre à cinq cents" means 400 to 500, "cinquante à cent" means 50 to 100.
_MULTIPLE = re.compile(r"[0-9] [0-9]|[ -](?:cents?|mille)(?!\w)", re.IGNORECASE)


def _take_amounts(text: str) -> tuple[str, tuple[Decimal, Decimal, str] | None]:
    """Cut the amount, or the pair, out of the text; None where no number has a unit."""
    for joint, pair in _PAIRS if _JOINED.search(text) else ():
        if joint.search(text) and (match := pair.search(text)):
            n1, s1, u1, n2, s2, u2 = match.groups()
            if u2 is None or (u1 is not None and _unit(u1)[0] != _unit(u2)[0]):
                continue
            if u1 is None and s1 is None and _MULTIPLE.search(n2) and not _MULTIPLE.search(n1) and _may_share(n1, n2):
                raise Unreadable(f"“{n1} … {n2}” may share the hundreds or thousands, or may not")
            low = _value(n1, s1 or (s2 if u1 is None else None), u1 or u2)
            return _cut(text, match), (low, _value(n2, s2, u2), _unit(u2)[0])
    for match in _ONE_AMOUNT.finditer(text):
        number, scale, unit = match.groups()
        if unit is not None:
            value = _value(number, scale, unit)
            return _cut(text, match), (value, value, _unit(unit)[0])
    return text, None


def _may_share(n1: str, n2: str) -> bool:
    """Whether the range would still rise if `n1` shared the last multiple of `n2`."""
    return _number(n1) * (100 if re.search(r"cents?$", n2, re.IGNORECASE) else 1000) < _number(n2)


def _cut(text: str, match: re.Match[str]) -> str:
    # The mark keeps the words before and after the amount apart.
    return _marked(text, match, "#")


def _marked(text: str, match: re.Match[str], mark: str) -> str:
    return _LOOSE.sub("", f"{text[: match.start()]} {mark} {text[match.end() :]}")


_GAP, _LOOSE = re.compile(r" +"), re.compile(r" +(?=,)| +(?= )")


@cache
def _unit(word: str) -> tuple[str, int]:
    return next(unit for pattern, unit in UNITS.items() if re.fullmatch(pattern, word, re.IGNORECASE))


def _value(number: str, scale: str | None, unit: str) -> Decimal:
    power = SCALES.get(scale.lower().removesuffix("s")) if scale else 0
    if power is None:
        raise Unreadable(f"“{scale}” only looks like a scale")
    if "," in number and re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}" if scale is None else r"[1-9][0-9]{0,2},000", number):
        raise Unreadable(f"“{number}” may have a decimal comma, or a foreign comma of thousands")
    exponent = _unit(unit)[1] + power
    return _number(number).scaleb(exponent).normalize() + 0


def _number(text: str) -> Decimal:
    if text[0].isdigit():
        return Decimal(text.replace(" ", "").replace(",", "."))
    return _number_in_words(text)


@lru_cache(maxsize=65_536)
def _number_in_words(text: str) -> Decimal:
    if re.match(r"zéro[ -]|cents", text, re.IGNORECASE):  # the library takes them for 5 and 100
        raise Unreadable(f"“{text}” is not a number I can read")
    try:
        return Decimal(text2num(text.lower(), "fr"))
    except ValueError as error:
        raise Unreadable(f"“{text}” is not a number I can read") from error


_YEAR_ALONE = rf"{_YEAR}(?! ?(?:{_SCALE}|{_UNIT}))"
_YEARS = re.compile("(?:19|20|21)[0-9]{2}")
_UNTIL = re.compile(rf"\bd’ici (?:à )?{_YEAR_ALONE}", re.IGNORECASE)
_DURING = re.compile(rf"\b(?:en|pour) {_YEAR_ALONE}", re.IGNORECASE)


def _take_period(text: str) -> tuple[str, str]:
    """Cut “en 2025” (2025) or “d’ici 2030” (../2030, an open interval of ISO 8601-2) out of the text."""
    if not _YEARS.search(text):
        return text, ""
    until, during = _UNTIL.search(text), _DURING.search(text)
    if until and not during:
        return _marked(text, until, "@"), f"../{until[1]}"
    if during and not until:
        return _marked(text, during, "@"), during[1]
    return text, ""


def _blank(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _take_qualifier(text: str) -> tuple[str, Bound | None, str]:
    for pattern, bound, english in QUALIFIERS:
        if match := re.search(pattern, text, re.IGNORECASE):
            return _blank(text, match), bound, english
    return text, None, ""


def _refuse_rates_and_changes(rest: str, unit: str) -> None:
    if unit not in ("percent", "percentage_point") and re.search(r"\bannuel", rest, re.IGNORECASE):
        raise Unreadable("an amount a year is not an amount")
    if re.search(r"\bélève(?:nt)? (?:de |d’|#)", rest, re.IGNORECASE):
        raise Unreadable("“s’élève de” states a change, not a value")


def _refuse_unknown(rest: str) -> None:
    for word in re.findall(r"\w+’|[\w-]+|[^\w\s]", re.sub("[#@]", " ", rest)):
        if word.lower() in _NEGATIONS:
            raise Unreadable(f"“{word}” negates something, and I cannot tell what")
        if word.lower() not in NEUTRAL and word not in ",;":
            raise Unreadable(f"I do not know what “{word}” does to the quantity")


def _date(text: str) -> Reading:
    """A phrase whose only number is a year: the year is the value."""
    years = re.findall(_YEAR, text)
    if len(years) != 1:
        raise Unreadable("there is no number with a unit, and not exactly one year")
    year = Decimal(years[0])
    for pattern, bound, english in _DATES:
        if match := re.search(pattern, text, re.IGNORECASE):
            between = re.sub(rf"^(?:ne |n’)|\b(?:pas|aucune?)\b|\bavant\b|{_YEAR}", " ", match[0], flags=re.IGNORECASE)
            between = between if english == "not before" else ""
            _refuse_unknown(f"{text[: match.start()]} {between} {text[match.end() :]}")
            low = None if bound == "at_most" else year
            high = None if bound == "at_least" else year
            return Reading(low, high, "year", bound, "", english)
    raise Unreadable("there is a year, and I cannot tell what it dates")


_DATES: list[tuple[str, Bound, str]] = [
    (rf"(?:\bne |\bn’).*\b(?:pas|aucune?)\b.*\bavant {_YEAR}", "at_least", "not before"),
    (rf"\bpas avant {_YEAR}|^pas (?:de |d’)?\w+ avant {_YEAR}", "at_least", "not before"),
    (rf"\bà partir de {_YEAR}", "at_least", "from"),
    (rf"\bavant {_YEAR}", "at_most", "before"),
    (rf"\bd’ici (?:à )?{_YEAR}", "at_most", "by"),
    (rf"(?:\ben |^){_YEAR}", "exact", ""),
]


def counts(word: str) -> bool:
    """Whether a word is a number, a scale, a unit or a hedge by itself: no phrase states the same without it."""
    return word[:1].isdigit() or _counts(word)


@lru_cache(maxsize=1024)
def _counts(word: str) -> bool:
    hedges = "jusqu’à|plus|moins|pas|environ|quelque|autour|près|presque|entre|avant"  # two of them in a phrase are refused
    return re.fullmatch(rf"{_NUMBER}|{_SCALE}|{_UNIT}|{hedges}", normalise(word), re.IGNORECASE) is not None


# ---------------------------------------------------------------- coverage


def numerals(text: str) -> list[tuple[int, int]]:
    """Every numeral and number word of a French text as (start, end), in order, none overlapping.

    "Un" and "une" are found too, although they are mostly articles: which of them count is decided in
    the tables, one by one, not here.
    """
    text = normalise(text)
    if "\u0300" in text or "\u0301" in text:  # accents apart from their letters, so that a word is not one run of letters
        return [match.span() for match in _NUMERAL.finditer(text)]
    found, end, at = [], 0, 0
    for run in text.split(" "):  # most neither are numerals nor begin one, and are looked at once
        for word in _RUN.finditer(text, at, at + len(run)) if _may_count(run) else ():
            start = word.start()
            if start >= end and _may_count(word[0]) and (match := _NUMERAL.search(text, start)):
                found.append(match.span())
                end = match.end()
        at += len(run) + 1
    return found


_NUMERAL = re.compile(rf"[0-9]+(?:[-–][0-9]+)+|{_NUMBER}|(?<!\w)(?:{_OTHER_NUMERALS}|{_SCALE})(?!\w)|\d+|[½¼¾⅐-⅞⁰¹²³⁴-⁹]", re.IGNORECASE)
_RUN = re.compile(r"\w+")


@lru_cache(maxsize=65_536)
def _may_count(run: str) -> bool:
    """Whether some text without a space is, holds or begins a numeral: “M” does before a sign of money."""
    return any(word in ("M", "m") or _NUMERAL.search(word) for word in _RUN.findall(run))


# ---------------------------------------------------------------- kind, status, parties

# What a figure is about, by its unit, or for money by the last of these words before its end.
KIND_OF_UNIT = {"GW": "compute_capacity", "percent": "growth_rate", "percentage_point": "growth_rate", "year": "date"}
# One pass finds all cues, each by a letter: that a word begins there, or has begun before, is looked at behind it. What only
# has to follow is looked ahead at, for it may be a cue itself ("avait estimé").
KIND_CUES = re.compile(
    r"(?P<compute_purchase>a(?<!\wa)ch(?:et|èt)\w*)"
    r"|(?P<equity_investment>[ia](?<!\w.)(?:(?<=i)nvesti|(?<=a)pport)\w*)"
    r"|(?P<spending>d(?<!\wd)épens\w*)"
)
STATUS_CUES = re.compile(
    r"(?P<forecast>[dpae](?<!\w.)(?:(?<=d)evrai|(?<=p)(?:ourrai|révisions?|révoi)|(?<=a)nticip|(?<=e)stim)\w*)"
    r"|(?P<announced>s(?<!\w.)(?:’est engagée?|e sont engagée?s)\b|[ei](?<=\w.)r(?:a|ont)\b)"
    r"|(?P<reported>[aoes](?<!\w.)(?:(?:(?<=a)(?:vai\w+)?|(?<=o)nt)(?= (?:\w+ment |auparavant |déjà )*\w+[éi]\b)"
    r"|(?<=e)nregistre\w*|(?<=s)’établi\w+|(?<=a)tteint\b))"
)


def kind_of(passage: str, end: int, unit: str) -> str:
    """The kind of the figure whose words end at `end` of the passage; raises `Unreadable`."""
    return KIND_OF_UNIT.get(unit) or _last_cue(KIND_CUES, passage[:end], "what the amount is spent on")


def status_of(passage: str, end: int) -> str:
    """Whether the passage reports, announces or forecasts the figure that ends at `end`."""
    return _last_cue(STATUS_CUES, passage[:end], "whether this is reported, announced or forecast")


def _last_cue(cues: re.Pattern[str], text: str, what: str) -> str:
    text = normalise(text).lower()  # three times as fast as a pattern that takes either case
    near = text.rfind(" ", 0, max(len(text) - 48, 0)) + 1  # most cues stand close to their amount
    for begin in {near: None, 0: None}:
        if found := [str(match.lastgroup) for match in cues.finditer(text, begin)]:
            return found[-1]
    raise Unreadable(f"no word tells {what}")


class Names:
    """The names of entities, ready to be found in text; made from pairs of a name and the id of the entity that it means."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.entities = {normalise(name): entity for name, entity in pairs}
        self._by_word: dict[str, list[str]] = {}  # the names that begin with a word, the longest first
        for name in sorted(self.entities, key=len, reverse=True):
            if word := re.match(r"\w+", name):
                self._by_word.setdefault(word[0], []).append(name)
        initials = "".join(sorted({re.escape(word[0]) for word in self._by_word}))
        self._words = re.compile(rf"[{initials}](?<!\w.)\w*" if initials else r"(?!)")

    def found(self, text: str) -> list[tuple[int, str]]:
        """Where the text has which name, as (start, name); where names overlap, the first and then the longest wins."""
        text, places, end = normalise(text), [], 0
        for match in self._words.finditer(text):
            start = match.start()
            for name in self._by_word.get(match[0], ()) if start >= end else ():
                if text.startswith(name, start) and not _WORD_GOES_ON.match(text, start + len(name)):
                    places.append((start, name))
                    end = start + len(name)
                    break
        return places


_WORD_GOES_ON = re.compile(r"\w")


_TOWARDS = re.compile(r"\b(?:auprès (?:de |d’)|dans )\Z")


def parties_of(passage: str, start: int, kind: str, named: list[tuple[int, str]]) -> tuple[str, str]:
    """Who gives and who receives, as entity ids, "" where the passage does not say; `named` are the entities in it, with places.

    Money: the giver is the last one named before the amount, the receiver the one named after
    "auprès de" or "dans". Power, growth and dates have only the one they belong to, as receiver.
    """
    before = [entity for position, entity in named if position < start]
    last = before[-1] if before else ""
    if kind not in ("compute_purchase", "equity_investment"):
        return "", last
    text = normalise(passage)
    receivers = [entity for position, entity in named if _TOWARDS.search(text, max(0, position - 11), position)]
    return last, receivers[-1] if receivers else ""
