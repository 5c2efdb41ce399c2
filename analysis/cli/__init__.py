"""The `briefing` command: runs what the arguments name, and turns every failure into words and an exit code.

A command is a function with `@command` above it, in one of the modules named in `MODULES`.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

from . import screen
from .command import COMMANDS, FINDINGS, Command, parser

MODULES = ("data", "versions", "report", "reuse", "writing")  # in the order of the help


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0 for success, 1 for findings, 2 for wrong usage."""
    screen.prepare()
    declared()
    options = parser().parse_args(arguments)
    from ..package import BriefingError
    from ..values import QuantityError

    try:
        with screen.progress(options.verbose):
            return int(options.run(options))
    except BriefingError as error:
        return _failed(str(error), options.verbose)
    except (QuantityError, ArithmeticError, KeyError) as error:  # tables that validation would refuse
        what = getattr(options, "package", options.command)
        return _failed(f"{what}: cannot be computed: {error}; run: briefing validate", options.verbose)
    except BrokenPipeError:  # the reader of our output, such as `head`, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINDINGS
    except ImportError as error:
        return _failed(f"briefing {options.command}: {error}; install the dependencies again: make setup", options.verbose)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _failed(f"briefing {options.command}: {place}{error.strerror or error}", options.verbose)
    except KeyboardInterrupt:
        screen.complain("stopped; nothing was changed")
        return 130
    except Exception as error:  # a fault of ours: said in one line, and in full where asked for
        message = f"briefing {options.command}: this should not happen: {type(error).__name__}: {error}"
        return _failed(f"{message}\nRun it again with --verbose, and report what it prints (see CONTRIBUTING.md).", options.verbose)


def declared() -> dict[str, Command]:
    """Every command by name."""
    for name in MODULES:
        import_module(f"analysis.cli.{name}")
    return COMMANDS


def _failed(message: str, verbose: bool) -> int:
    screen.complain(message)
    if verbose:
        screen.complain(traceback.format_exc())
    return FINDINGS
