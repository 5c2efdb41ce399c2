"""Runs `briefing`, and turns every failure into words and an exit code.

0 is success, 1 stands for findings and failures (file, row, column, what is wrong, what to do), 2 for wrong usage.
"""

from __future__ import annotations

import os
import sys

INTERRUPTED = 130


def run(arguments: list[str] | None = None) -> int:
    """Load and run the command; an interrupt while it still loads ends it as quietly as later."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        for stream in (sys.stdout, sys.stderr):
            if reconfigure := getattr(stream, "reconfigure", None):
                reconfigure(encoding="utf-8", errors="backslashreplace")
        return _run(given)
    except KeyboardInterrupt:
        return _failed("stopped", given, INTERRUPTED)
    except BrokenPipeError:  # the reader of our output, such as `head`, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except ImportError as error:
        return _failed(f"briefing: {error}; install the extra that it needs, as in: pip install 'ai-compute-pact[report]'", given)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _failed(f"briefing: {place}{error.strerror or error}", given)
    except Exception as error:  # a fault of the program: said in one line, and in full where asked for
        return _failed(f"briefing: this should not happen: {type(error).__name__}: {error}; CONTRIBUTING.md says how to report it", given)


def _run(given: list[str]) -> int:
    import click

    from .cli import briefing
    from .package import BriefingError, unseen_written
    from .values import QuantityError

    try:
        return int(briefing.main(given, prog_name="briefing", standalone_mode=False) or 0)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        return _failed("stopped", given, INTERRUPTED)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (BriefingError, QuantityError) as error:
        return _failed(unseen_written(str(error)), given)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:  # tables that validation would refuse
        hint = "run: briefing validate (where it finds nothing, this is a fault of the program: see CONTRIBUTING.md)"
        return _failed(unseen_written(f"the data cannot be used: {error}; {hint}"), given)


def _failed(message: str, given: list[str], code: int = 1) -> int:
    if sys.stderr is not None:
        print(message, file=sys.stderr)
    if "--verbose" in given:
        import logging

        logging.getLogger(__package__).error("cause", exc_info=True)
    return code


if __name__ == "__main__":
    sys.exit(run())
