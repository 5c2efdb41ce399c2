"""Addresses are collected with their places, and asked of a server on this machine: what answers, what does not, what refuses robots."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from analysis.package import ROOT, Package
from benchmarks.links import addresses, broken

ANSWERS = {"/here": 200, "/moved": 301, "/gone": 404, "/refused": 403, "/failed": 500, "/private": 200}


def test_every_address_of_the_sources_is_collected_with_its_line(package: Package) -> None:
    places = addresses()
    for line, row in enumerate(package.rows("sources"), start=2):
        assert places[row["url"]].startswith("data/context/sources.csv:")
        assert int(places[row["url"]].split(":")[1]) <= line


def test_addresses_of_documents_are_collected_without_the_punctuation_around_them(tmp_path: Path) -> None:
    (tmp_path / "data/context").mkdir(parents=True)
    (tmp_path / "data/context/sources.csv").write_text("source_id,url\na,https://a.org/x\n", encoding="utf-8")
    (tmp_path / "README.md").write_text(
        "See [b](https://b.org/y), https://c.org/z. And https://a.org/x.\nAs https://example.org/no\n", encoding="utf-8"
    )
    assert addresses(tmp_path) == {
        "https://a.org/x": "data/context/sources.csv:2", "https://b.org/y": "README.md:1", "https://c.org/z": "README.md:1",
    }  # fmt: skip


class Answers(BaseHTTPRequestHandler):
    """A server that answers as the path says, and keeps robots out of one."""

    asked: list[str] = []  # noqa: RUF012 - shared by all requests of a test

    def do_GET(self) -> None:
        """Answer with the code of the path."""
        self.asked.append(self.path)
        body = b"User-agent: *\nDisallow: /private\n" if self.path == "/robots.txt" else b'<html><a href="/gone">next</a></html>'
        self.send_response(ANSWERS.get(self.path, 200))
        if self.path == "/moved":
            self.send_header("Location", "/here")
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    """The address of the server."""
    Answers.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def checker() -> Path | None:
    """LinkChecker, where `make links` or `make citation` has installed it, or on the path."""
    found = shutil.which("linkchecker", path=str(ROOT / ".venv/tools/bin")) or shutil.which("linkchecker")
    return Path(found) if found else None


@pytest.mark.slow
@pytest.mark.skipif(checker() is None, reason="LinkChecker is in the environment of the tools: make citation")
def test_what_does_not_answer_is_named_and_nothing_else_is_asked(server: str, tmp_path: Path) -> None:
    config = tmp_path / "links.ini"
    host = server.removeprefix("http://").replace(".", r"\.")
    allowed = f"ignoreerrors=\n  ^http://{host}/refused ^(401|402|403|429|503)"
    config.write_text((ROOT / ".ci/links.ini").read_text("utf-8").replace("ignoreerrors=", allowed), encoding="utf-8")
    program = checker()
    assert program is not None
    lost = broken([f"{server}{path}" for path in ANSWERS], config, program)
    assert {address.removeprefix(server): said[:3] for address, said in lost.items()} == {"/gone": "404", "/failed": "500"}
    assert "/private" not in Answers.asked
    assert broken([f"{server}/refused"], ROOT / ".ci/links.ini", program) == {f"{server}/refused": "403 Forbidden"}
