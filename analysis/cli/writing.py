"""The commands for those who write: serve, completion."""

from __future__ import annotations

from argparse import Namespace

from .command import PACKAGE, argument, command, parser, with_files
from .report import DOCUMENT, OUTPUT
from .screen import complain, say


@command(
    "serve",
    "Show the report in the browser, and build it again whenever a file is saved.",
    argument("--port", type=int, default=8765, help="of this machine alone (default: 8765)"),
    OUTPUT,
    DOCUMENT,
    PACKAGE,
)
def _serve(options: Namespace) -> int:
    from ..publish.serve import Server

    with Server(options.document, options.package, options.output, options.port) as server:
        say(f"{server.address}   (stop with Ctrl-C)", "bold")
        try:
            for built in server.builds():
                complain(built.message, "" if built.ok else "red")
        except KeyboardInterrupt:
            complain("stopped")
    return 0


@command(
    "completion",
    "Print a script that lets a shell complete commands and options.",
    argument("shell", metavar="SHELL", choices=("bash", "zsh", "tcsh"), help="bash, zsh or tcsh"),
)
def _completion(options: Namespace) -> int:
    import shtab

    say(shtab.complete(with_files(parser()), options.shell))
    return 0
