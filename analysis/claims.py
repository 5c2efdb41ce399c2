"""Decides whether a claim says what its sentence says: in its words, about whom it names first, on the topic of its cue.

A claim is the translation of a sentence cut to one point. So its words are those of the translation, but for a few that
stand for others; the claims of a sentence without figures take up all its words; and topic and subject can be read off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from analysis.french import Names
from analysis.package import Row
from analysis.translation import english_words

# Words by which a topic is known. The first topic with such a word is the topic of the claim.
CUES = {
    "risk": "significant financial risk|over-expansion|weigh on|raises questions|challenges",
    "partnership": "concluded",
    "market_effect": "influence|landscape|could read",
    "technology": "architectures",
    "joint_engineering": "jointly",
    "multi_cloud": "customer|partnership with",
    "market_position": "is ahead|key player",
    "purpose": "will (?:develop|use)",
    "gain": "support|strengthens|secures|offers",
}
_CUE = re.compile(rf"\b(?:{'|'.join(f'(?P<{topic}>{cue})' for topic, cue in CUES.items())})")
# Words that a claim may use for “it”, “this” and the like, and those of a sentence that link it to others.
FREE = frozenset("a the this that its it is are in of ’s with to by from there will partnership agreement expects".split())
LINKS = frozenset(
    "a the this that its it is are as of in with to for and while which have also but if not does ’s ensures underlines short "
    "despite".split()
)
NOT_BEFORE = "no earlier"  # what a claim may say for the year before which nothing is expected
# Words between others that cannot be left out or put in alone; of the first, one is as good as another.
ARTICLES = frozenset("a an the this its it these".split())
JOINTS = ARTICLES | frozenset("of in to with by from at and as for or not".split())
_TERM = re.compile(r"(artificial|compute|generative|key|short) (?=\w)")  # a term that means another thing without its first word
_CLEAN, _SLIP = re.compile(r"[A-Z][^\W_](?:[^\W\d_]|, | |’s|-)*\."), re.compile(r"  |,(?! )|--|- | -")


def claim_faults(row: Row, translation: str, names: Names) -> Iterator[tuple[str, str]]:
    """What is wrong with a claim, as column and message; `names` are those of entities."""
    statement = row["statement"]
    said = _words(statement.replace(NOT_BEFORE, "", 1))
    named = [name for _, name in names.found(statement)]
    known = FREE.union(_stems(translation), *map(str.split, named))
    strange = [word for at, word in enumerate(said) if _forms(word, at == 0).isdisjoint(known)]
    if strange:
        yield "statement", f"has “{strange[0]}”, which the translation of its sentence does not say"
    if not _CLEAN.fullmatch(statement) or _SLIP.search(statement):
        yield "statement", "is not one clean sentence without numbers"
    joined, joints = _joined(statement), _joined(translation)
    for pair in joined.keys() & joints.keys():
        if joined[pair] != joints[pair]:
            yield "statement", f"has other words between “{pair[0]}” and “{pair[1]}” than the translation of its sentence"
    cues = {cue.lastgroup for cue in _CUE.finditer(statement)}
    topic = next((topic for topic in CUES if topic in cues), None)
    if row["topic"] != topic:
        yield "topic", f"is {row['topic']}, but by its words the claim is one of {topic or 'no topic'}"
    if row["about_id"] != (about := names.entities[named[0]] if named else None):
        yield "about_id", f"is {row['about_id'] or 'empty'}, but the claim names {about or 'nobody'} first"


def _joined(text: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """What stands between two words that follow each other but for joints; where they do so twice, the first place counts."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    before, between = "", list[str]()
    for word in _words(text):
        if word == "that":  # points back, and is put in or left out freely
            continue
        if word in JOINTS:
            joint = "a" if word in ARTICLES else word
            between += [joint] if between[-1:] != [joint] else []
            continue
        after = stem(word)
        if before:
            found.setdefault((before, after), tuple(between))
        before, between = after, []
    return found


def left_out(translation: str, claims: Sequence[str]) -> list[str]:
    """The words of a sentence that none of its claims takes up."""
    taken = LINKS.union(*map(_stems, claims))
    return [word for at, word in enumerate(_words(translation)) if _forms(word, at == 0).isdisjoint(taken)]


def strange_word(key: str, *said: str) -> str:
    """The first word of an id that does not stand in what is said."""
    known = frozenset().union(*(_id_words(run) for text in said for run in text.split(" ")))
    return next((word for word in key.split("-") if known.isdisjoint((word, stem(word)))), "")


@lru_cache(maxsize=65_536)
def _id_words(run: str) -> frozenset[str]:
    """The words of some text as they stand in ids, and their stems."""
    return frozenset(form for word in re.findall(r"[^\W_]+", run.lower()) for form in (word, stem(word)))


@lru_cache(maxsize=1024)  # a sentence and its claims are looked at several times, one after the other
def _words(text: str) -> tuple[str, ...]:
    """The words of an English sentence, with a term as one word."""
    return tuple(english_words(_TERM.sub(r"\1-", text)))


_ENDING = re.compile(r"(?<=\w{4})(?:ing|ed|s|en)$")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The word without the endings of verbs and plurals, enough to tell “rests” and “resting” as one."""
    return _ENDING.sub("", word)


@lru_cache(maxsize=65_536)
def _forms(word: str, first: bool) -> frozenset[str]:
    """The word, its stem, and both with a small letter where it begins the sentence."""
    words = {word, word[0].lower() + word[1:]} if first else {word}
    return frozenset(words | {stem(form) for form in words})


def _stems(text: str) -> frozenset[str]:
    return frozenset().union(*(_forms(word, at == 0) for at, word in enumerate(_words(text))))
