"""How the programs of a build are run: with what the repository has, and nothing of the user's settings.

A start-up file, a filter, a template or a list of abbreviations in the home of whoever builds would change
the page, and the cache would keep that. So every program gets a home of its own, and no variable that names another.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from ..package import BriefingError

ASSETS = Path(__file__).parent / "assets"
FONTS = ASSETS / "fonts"
TIMEOUT = 120  # seconds that one cell may take, unless BRIEFING_TIMEOUT says otherwise
_FOREIGN = re.compile(r"PYTHON(?!DONTWRITEBYTECODE$|PYCACHEPREFIX$)|(I?PYTHON|JUPYTER|PANDOC|TYPST|LUA|FONTCONFIG|FC|GIT|XDG)_|IPYTHONDIR$")


class RenderError(BriefingError):
    """The report cannot be built; the message gives file and line and says what to do."""


def environment(own: Path) -> dict[str, str]:
    """The variables for a program: those of this process but the ones that lead to settings, and `own`, an empty folder, as its home."""
    kept = {name: value for name, value in os.environ.items() if not _FOREIGN.match(name)}
    homes = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    jupyter = ("JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH", "JUPYTER_PATH", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    return (
        kept
        | dict.fromkeys((*homes, *jupyter), str(own))
        | {"PYTHONNOUSERSITE": "1", "PYTHONHASHSEED": "0", "JUPYTER_PLATFORM_DIRS": "0", "FONTCONFIG_FILE": str(FONTS / "fonts.conf")}
        | {"GIT_CONFIG_NOSYSTEM": "1", "XDG_CONFIG_DIRS": str(own), "XDG_DATA_DIRS": str(own)}
    )


def pandoc(arguments: Iterable[str], text: str, folder: Path = ASSETS) -> bytes:
    """What pandoc makes of `text` with paths from `folder`; a warning is a failure. Raises `RenderError` with pandoc's words."""
    import pypandoc

    # The one that was installed with us: another version on the path makes other pages.
    program = shutil.which("pandoc", path=str(Path(pypandoc.__file__).parent / "files"))
    if program is None:
        raise RenderError("pandoc is not in the package pypandoc-binary; install the dependencies again: make setup")
    command = [program, f"--data-dir={ASSETS}", "--wrap=none", "--fail-if-warnings", *arguments]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=False, cwd=folder, env=environment(ASSETS))
    except OSError as error:
        raise RenderError(f"pandoc cannot be run: {error}; install the dependencies again: make setup") from error
    if done.returncode:
        raise RenderError(f"pandoc: {done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout


def seconds() -> int:
    """How long one cell may take."""
    given = os.environ.get("BRIEFING_TIMEOUT") or str(TIMEOUT)
    if re.fullmatch("[1-9][0-9]{0,8}", given):
        return int(given)
    raise RenderError(f"BRIEFING_TIMEOUT is {given!r}; give a whole number of seconds, such as {TIMEOUT}")
