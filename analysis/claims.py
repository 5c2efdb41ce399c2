"""Decides whether a claim says what its sentence says: in its words, about whom it names first, on the topic of its cue.

A claim is the translation of a sentence cut to one point. So its words are those of the translation, but for a few that
stand for others; the claims of a sentence without figures take up all its words; and topic and subject can be read off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from analysis.french import Unreadable
from analysis.package import DataPackage, Issue, Row
from analysis.translation import english_words, left_over
from analysis.wording import figure_words

ID_SAID = "which neither its sentence nor its topic says; an id is made of words of its row"
LEXICON_HINT = "correct the translation; a new way to render a word is a line of analysis/lexicon.txt"

# Words by which a topic is known. The first topic with such a word is the topic of the claim.
CUES = {
    "risk": r"significant financial risk|over-expansion|weigh on|raises questions|challenges",
    "partnership": r"concluded",
    "market_effect": r"influence|landscape|could read",
    "technology": r"architectures",
    "joint_engineering": r"jointly",
    "multi_cloud": r"customer|partnership with",
    "market_position": r"is ahead|key player",
    "purpose": r"will (develop|use)",
    "gain": r"support|strengthens|secures|offers",
}
# Words that a claim may use for “it”, “this” and the like, and those of a sentence that link it to others.
FREE = frozenset("a the this that its it is are in of ’s with to by from there will no earlier partnership agreement expects".split())
LINKS = frozenset(
    "a the this that its it is are as of in with to for and while which have also but if not does ’s ensures underlines short "
    "despite".split()
)


def claim_faults(row: Row, translation: str, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a claim, as column and message; `names` are the names of entities with their ids."""
    statement = row["statement"]
    said = english_words(statement)
    named = _names_in(statement, names)
    known = FREE | _stems(translation) | {word for name in named for word in name.split()}
    strange = [word for at, word in enumerate(said) if not _forms(at, word) & known]
    if strange:
        yield "statement", f"has “{strange[0]}”, which the translation of its sentence does not say"
    if not re.fullmatch(r"[A-Z][^\W_](?:[^\W\d_]|, | |’s|-)*\.", statement) or re.search(r"  |,(?! )|--|- | -", statement):
        yield "statement", "is not one clean sentence without numbers"
    topic = next((topic for topic, cue in CUES.items() if re.search(rf"\b(?:{cue})", statement)), None)
    if row["topic"] != topic:
        yield "topic", f"is {row['topic']}, but by its words the claim is one of {topic or 'no topic'}"
    if row["about_id"] != (about := names[named[0]] if named else None):
        yield "about_id", f"is {row['about_id'] or 'empty'}, but the claim names {about or 'nobody'} first"


def left_out(translation: str, claims: list[str]) -> list[str]:
    """The words of a sentence that none of its claims takes up."""
    taken = LINKS.union(*map(_stems, claims))
    return [word for at, word in enumerate(english_words(translation)) if not _forms(at, word) & taken]


def _strange_words(key: str, *said: str) -> str:
    """The first word of an id that does not stand in what is said."""
    known = {form for text in said for word in re.findall(r"[^\W_]+", text.lower()) for form in (word, stem(word))}
    return next((word for word in key.split("-") if not {word, stem(word)} & known), "")


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """The word without the endings of verbs and plurals, enough to tell “rests” and “resting” as one."""
    return re.sub(r"(?<=\w{4})(?:ing|ed|s|en)$", "", word)


def _forms(at: int, word: str) -> set[str]:
    """The word, its stem, and both with a small letter where it begins the sentence."""
    words = {word, word[0].lower() + word[1:]} if at == 0 else {word}
    return words | {stem(form) for form in words}


def _stems(text: str) -> set[str]:
    return {form for at, word in enumerate(english_words(text)) for form in _forms(at, word)}


def _names_in(text: str, names: dict[str, str]) -> list[str]:
    """The names in a text in their order, the longest where one begins another."""
    found = []
    words = re.findall(r"[\w-]+", text.replace("’s", ""))
    longest = 4  # words of a name
    at = 0
    while at < len(words):
        size = next((n for n in range(longest, 0, -1) if " ".join(words[at : at + n]) in names), 0)
        if size:
            found.append(" ".join(words[at : at + size]))
        at += size or 1
    return found


def _amounts(package: DataPackage) -> dict[str, list[tuple[str, str]]]:
    """For each passage the French words of its figures and the English ones that `figure_words` makes of them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in package.rows("figures"):
        try:
            words = figure_words(row)
        except (Unreadable, ValueError):
            continue  # evidence reports it
        if row["kind"] == "date" and row["quote"].startswith(("n’", "ne ")):  # the quote holds the verb
            words = f"expects profitability {words}"
        elif row["period"]:
            words += f" by {row['period'].removeprefix('../')}" if row["period"].startswith("../") else f" in {row['period']}"
        found.setdefault(row["passage_id"], []).append((row["quote"], words))
    return found


def english_issues(package: DataPackage) -> list[Issue]:
    """Every translation and every claim that says another thing than the sentence of the article."""
    path = {resource["name"]: resource["path"] for resource in package.descriptor["resources"]}
    names = {name: row["entity_id"] for row in package.rows("entities") for name in row["mentions"].split("|") if "’" not in name}
    amounts = _amounts(package)
    in_words = {name: "idInWords" in package.resource(name)["schema"] for name in ("passages", "statements")}
    passages = {row["passage_id"]: row for row in package.rows("passages")}
    claims: dict[str, list[str]] = {}
    judged = (
        {row["statement_id"] for row in package.rows("verdicts")} if "verdicts" in package.frames else set()
    )  # ids that other rows lead to cannot change alone
    issues = []
    for line, row in enumerate(package.rows("statements"), start=2):
        translation = passages[row["passage_id"]]["translation"]
        claims.setdefault(row["passage_id"], []).append(row["statement"])
        issues += [Issue(path["statements"], line, column, said) for column, said in claim_faults(row, translation, names)]
        if (
            in_words["statements"]
            and row["statement_id"] not in judged
            and (strange := _strange_words(row["statement_id"], row["statement"], translation, row["topic"], row["passage_id"]))
        ):
            issues.append(Issue(path["statements"], line, "statement_id", f"has “{strange}”, {ID_SAID}"))
    used = {row["passage_id"] for table in ("figures", "statements", "other_numerals") for row in package.rows(table)}
    for line, row in enumerate(passages.values(), start=2):
        if in_words["passages"] and row["passage_id"] not in used and (strange := _strange_words(row["passage_id"], row["translation"])):
            issues.append(Issue(path["passages"], line, "passage_id", f"has “{strange}”, {ID_SAID}"))
        if row["role"] != "dateline" and (said := left_over(row["quote"], row["translation"], amounts.get(row["passage_id"], ()))):
            issues.append(Issue(path["passages"], line, "translation", said, LEXICON_HINT))
        if row["role"] == "statement" and (words := left_out(row["translation"], claims.get(row["passage_id"], []))):
            said = f"“{words[0]}” of the sentence {row['passage_id']} is in no claim"
            issues.append(Issue(path["statements"], None, "statement", said, "a sentence without figures is told whole by its claims"))
    return issues
