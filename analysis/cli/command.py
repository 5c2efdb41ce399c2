"""What a command is: a name, a sentence of help, its arguments, and the function that runs it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

FINDINGS, USAGE = 1, 2

Run = Callable[[argparse.Namespace], int]


@dataclass(frozen=True)
class Argument:
    """An argument as `add_argument` takes it."""

    flags: tuple[str, ...]
    settings: dict[str, Any]


@dataclass(frozen=True)
class Command:
    """A command as it was declared. Of the arguments in one tuple, at most one may be given."""

    name: str
    text: str
    arguments: tuple[Argument | tuple[Argument, ...], ...]
    run: Run


COMMANDS: dict[str, Command] = {}


def argument(*flags: str, **settings: Any) -> Argument:
    """An argument of a command, as `argparse.ArgumentParser.add_argument` takes it."""
    return Argument(flags, settings)


PACKAGE = argument("--package", type=Path, default=Path("datapackage.json"), help="the descriptor (default: datapackage.json)")
JSON = argument("--json", action="store_true", help="print JSON, for programs")
VERBOSE = argument("--verbose", action="store_true", help="say more: causes of errors, and what the tools print")


def command(name: str, text: str, *arguments: Argument | tuple[Argument, ...]) -> Callable[[Run], Run]:
    """Declare the function below as the command `name`; it returns an exit code."""

    def declare(run: Run) -> Run:
        COMMANDS[name] = Command(name, text, arguments, run)
        return run

    return declare


def with_files(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The parser, which now tells completion where a file is wanted."""
    import shtab

    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in action.choices.values():
                with_files(sub)
        elif action.type is Path:
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # what shtab looks for
    return parser


def parser() -> argparse.ArgumentParser:
    """The parser of all declared commands."""
    whole = _Parser(prog="briefing", description="The AI compute pact briefing: its data, metrics and report.", allow_abbrev=False)
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for one in COMMANDS.values():
        sub = commands.add_parser(one.name, help=one.text, description=one.text, allow_abbrev=False)
        sub.set_defaults(run=one.run)
        for each in (*one.arguments, VERBOSE):
            if isinstance(each, Argument):
                sub.add_argument(*each.flags, **each.settings)
                continue
            group = sub.add_mutually_exclusive_group()
            for choice in each:
                group.add_argument(*choice.flags, **choice.settings)
    return whole


class _Parser(argparse.ArgumentParser):
    """A parser that names what was probably meant."""

    def error(self, message: str) -> NoReturn:
        super().error(message + _nearest(message))


def _nearest(message: str) -> str:
    if match := re.search(r"invalid choice: '([^']*)'[^(]*\(choose from (.*)\)", message):
        wanted, known = match[1], re.findall(r"[\w-]+", match[2])
    elif match := re.search(r"unrecognized arguments: (--[\w-]+)", message):
        declared = [each for one in COMMANDS.values() for given in (*one.arguments, VERBOSE) for each in _flat(given)]
        wanted, known = match[1], sorted({flag for each in declared for flag in each.flags if flag.startswith("--")})
    else:
        return ""
    from ..package import did_you_mean

    return did_you_mean(wanted, known)


def _flat(given: Argument | tuple[Argument, ...]) -> tuple[Argument, ...]:
    return (given,) if isinstance(given, Argument) else given
