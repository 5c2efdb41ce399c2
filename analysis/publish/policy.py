"""Which scripts the page may run: those that its template names, each by the hash of its text.

The template carries the policy, because both engines fill in the same template. After a change of a
script, `python -m analysis.publish.policy` writes the hashes again.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from ..package import ROOT, write_whole

TEMPLATE = Path(__file__).parent / "assets/briefing.html"
_SCRIPT = re.compile(r'<script src="([^"]+)"></script>')
_ALLOWED = re.compile(r"script-src [^;\"]*")


def scripts(template: str) -> list[Path]:
    """The script files that a template names; pandoc puts their text in their place."""
    return [ROOT / name for name in _SCRIPT.findall(template)]


def source_hash(text: str) -> str:
    """A script's hash as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def with_policy(template: str) -> str:
    """The template with the hashes of its scripts in their order."""
    hashes = " ".join(source_hash(path.read_text("utf-8")) for path in scripts(template))
    return _ALLOWED.sub(f"script-src {hashes}", template)


if __name__ == "__main__":
    write_whole(TEMPLATE, with_policy(TEMPLATE.read_text("utf-8")))
