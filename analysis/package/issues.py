"""What can be wrong: an issue at a place in a file, and the errors whose message a user can act on."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Issue:
    """Something wrong at a place: file, line (1 is the header) or None, column or place in the file."""

    path: str
    row: int | None
    column: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.row, self.column) if part not in (None, ""))
        # A cell in a message may have line breaks; the message has none, so that no cell can look like a message.
        said = " ".join(f"{place}: {self.message}".split("\n"))
        return said + (f"\n    {' '.join(self.hint.split(chr(10)))}" if self.hint else "")


class BriefingError(Exception):
    """Something that the user can mend: the message says what is wrong, where, and what to do."""


class PackageError(BriefingError):
    """The package cannot be opened: the message names the file and what is wrong with it."""


def unknown_id(wanted: str, known: list[str]) -> str:
    """A sentence that says the id is unknown and names the nearest one.

    >>> unknown_id("new-equit", ["new-equity", "aws-growth"])
    'there is no “new-equit”; did you mean “new-equity”?'
    """
    near = get_close_matches(wanted, known, n=1)
    return f"there is no “{wanted}”" + (f"; did you mean “{near[0]}”?" if near else "")
