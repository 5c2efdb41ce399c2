"""The page runs the scripts that its policy names by their hash, and no other."""

from __future__ import annotations

from analysis.publish.policy import TEMPLATE, scripts, source_hash, with_policy

TEXT = TEMPLATE.read_text("utf-8")


def test_the_policy_names_the_scripts_as_they_are() -> None:
    hashes = " ".join(source_hash(path.read_text("utf-8")) for path in scripts(TEXT))
    assert with_policy(TEXT) == TEXT, f"a script has changed: run python -m analysis.publish.policy, which writes {hashes}"


def test_the_policy_lets_nothing_else_in_or_out() -> None:
    policy = TEXT.split('Content-Security-Policy" content="')[1].split('"')[0]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules.pop("script-src").count("'sha256-") == len(scripts(TEXT)) > 0
    assert rules == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "font-src": "data:",
        "img-src": "data: blob:",
        "connect-src": "'none'",
        "form-action": "'none'",
        "base-uri": "'none'",
    }


def test_own_scripts_stay_small() -> None:
    assert sum(path.stat().st_size for path in scripts(TEXT)) <= 30_000
