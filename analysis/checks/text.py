"""Is each file the one that was locked, and plain text: UTF-8 with LF, Latin letters, one line of words a cell?"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from ..package import Issue, Package, Row, digest, unseen, what_is_wrong_with

LOCK_HINT = "if the edit is intended, run: briefing lock"
VERBATIM = {"quote", "printed"}  # cells whose words are copied from a text, with its spaces
# Beyond the Latin letters of Europe, or without width: looked at one by one.
_LETTERS = re.compile(r"[^\x00-\u024F\W\d_]|[\u00ad\u200b-\u200d\u2060]")


def byte_issues(descriptor: Row, base: Path) -> list[Issue]:
    """Each file has the bytes that the descriptor promises, and they are plain UTF-8 text with LF."""
    issues = []
    for resource in descriptor["resources"]:
        data = (base / (path := resource["path"])).read_bytes()
        if resource["bytes"] != len(data):
            issues.append(Issue(path, None, "", f"has {len(data)} bytes, not {resource['bytes']}", LOCK_HINT))
        if resource["hash"] != f"sha256:{digest(data)}":
            issues.append(Issue(path, None, "", "its hash differs: it is not the file that was locked", LOCK_HINT))
        issues += text_issues(data, path)
    return issues


def text_issues(data: bytes, path: str) -> list[Issue]:
    """What is wrong with the characters of a file; the first of each kind, with its line."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return [Issue(path, data[: error.start].count(b"\n") + 1, "", "is not UTF-8", "save it as UTF-8")]
    issues = []
    for mark, what in {"\ufeff": "starts with a byte order mark", "\r": "has Windows line ends", "\0": "has a null character"}.items():
        if mark in text:
            issues.append(Issue(path, text[: text.index(mark)].count("\n") + 1, "", f"{what}; tables are UTF-8 with LF"))
    if not issues and (found := unseen(text)):
        issues.append(Issue(path, found[0], "", f"has the character {found[1]}, which is not shown", "remove it"))
    for letter in _LETTERS.finditer(text) if path.endswith(".csv") else ():
        name = unicodedata.name(letter[0], "an unnamed letter")
        if (letter[0].isalpha() or unicodedata.category(letter[0]) == "Cf") and not name.startswith("LATIN"):  # such as a Cyrillic а
            near = " ".join(text[max(letter.start() - 10, 0) : letter.end() + 10].split())
            line = text.count("\n", 0, letter.start()) + 1
            said = f"has “{letter[0]}” ({name.lower()}) at “{near}”"
            return [*issues, Issue(path, line, "", said, "write it with Latin letters, and nothing hidden")]
    return issues


def cell_issues(package: Package) -> list[Issue]:
    """Text cells that a spreadsheet would run, that are more than one line of words, or that have space where none is meant."""
    issues = []
    for resource in package.descriptor["resources"]:
        fields = resource["schema"]["fields"] if resource["name"] in package.frames else ()
        columns = [field["name"] for field in fields if field["type"] == "string"]
        for line, row in enumerate(package.rows(resource["name"]) if columns else (), start=2):
            for column, cell in ((column, row[column]) for column in columns if row[column]):
                if column not in VERBATIM and (wrong := what_is_wrong_with(cell)):
                    issues.append(Issue(resource["path"], line, column, wrong, "write it as one line of words"))
                elif cell != cell.strip() or (column not in VERBATIM and "  " in cell):
                    issues.append(Issue(resource["path"], line, column, f"{cell[:80]!r} has a space too many", "remove it"))
    return issues
