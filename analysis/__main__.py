"""`python -m analysis` is `briefing`; an interrupt while it still loads ends it as quietly as later."""

import sys


def run() -> int:
    """Load and run the command."""
    try:
        from .cli import main
    except KeyboardInterrupt:
        return 130
    return main()


if __name__ == "__main__":
    sys.exit(run())
