"""The report for those who write it: build on save, and let the open page load again.

The page is served as it was built, in the frame of another that watches for builds, so that nothing of
this is ever in a built file. Only this machine is served, and only the report.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Event, Thread
from types import TracebackType

FRAME = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Briefing, as it is written</title>
<style>html,body,iframe{margin:0;border:0;width:100%;height:100%;display:block}
pre{position:fixed;inset:auto 0 0 0;margin:0;padding:1em;background:#fff0ee;color:#8a1c10;white-space:pre-wrap}
pre:empty{display:none}</style><iframe src="/report.html" title="The report"></iframe><pre role="status"></pre><script>
(async () => { let seen = -1; for (;;) { try {
  const build = await (await fetch("/build?after=" + seen)).json();
  document.querySelector("pre").textContent = build.ok ? "" : build.message;
  if (build.ok && seen >= 0 && build.number > seen) document.querySelector("iframe").contentWindow.location.reload();
  seen = build.number; } catch { await new Promise(done => setTimeout(done, 1000)) } } })()
</script></html>"""
WAIT = 20  # seconds for which a question for the next build is held
# What a build reads: a change of anything else starts none.
READ = ("analysis", "data", "seeds")


@dataclass(frozen=True)
class Build:
    """How a build ended: its number from 0, whether it succeeded, and what to say of it."""

    number: int
    ok: bool
    message: str


class Server:
    """Builds the report and serves it to this machine, from `with` until its end. Port 0 takes any that is free."""

    def __init__(self, document: Path, package: Path, output: Path, port: int) -> None:
        self._document, self._package, self._output = document.resolve(), package.resolve(), output.resolve()
        self._stop, self._built, self._last = Event(), Condition(), Build(-1, True, "building")
        server = self

        class Handler(_Handler):
            source = server

        self._http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._http.server_port}/"

    def __enter__(self) -> Server:
        Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
        self._http.shutdown()
        self._http.server_close()

    def stop(self) -> None:
        """End `builds`."""
        self._stop.set()

    def builds(self) -> Iterator[Build]:
        """Build now, and again after each change of what the report is made from, until stopped."""
        from watchfiles import watch

        yield self._build()
        folder = self._document.parent
        watched = [self._document, self._package, *(path for name in READ if (path := folder / name).exists())]
        for _ in watch(*watched, stop_event=self._stop, debounce=300, raise_interrupt=True):
            yield self._build()

    def _build(self) -> Build:
        # A process of its own, so that a change in the code counts too. What has not changed comes from the cache.
        options = ["--document", str(self._document), "--package", str(self._package), "--output", str(self._output)]
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "analysis.cli", "render", "--to", "html", *options],
            cwd=self._document.parent, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        ok = done.returncode == 0
        with self._built:
            message = f"built in {time.monotonic() - begun:.1f} s" if ok else done.stderr.strip()
            self._last = Build(self._last.number + 1, ok, message)
            self._built.notify_all()
        return self._last

    def page(self) -> bytes:
        """The page as it was built last."""
        return (self._output / "report.html").read_bytes()

    def next_build(self, after: int) -> Build:
        """The last build, as soon as it is a later one than `after`, or after a while."""
        with self._built:
            self._built.wait_for(lambda: self._last.number > after, timeout=WAIT)
            return self._last


class _Handler(BaseHTTPRequestHandler):
    source: Server

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        # Another name for this machine would let a page of elsewhere read along.
        if self.headers.get("Host") not in (host := self.source.address.split("/")[2], host.replace("127.0.0.1", "localhost")):
            self._answer(403, "text/plain", b"only this machine")
        elif path == "/":
            self._answer(200, "text/html; charset=utf-8", FRAME.encode())
        elif path == "/build":
            after = query.removeprefix("after=")
            build = self.source.next_build(int(after) if after.lstrip("-").isdigit() else -1)
            self._answer(200, "application/json", json.dumps(vars(build)).encode())
        elif path == "/report.html":
            try:
                self._answer(200, "text/html; charset=utf-8", self.source.page())
            except OSError:
                self._answer(503, "text/plain", b"not built yet")
        else:
            self._answer(404, "text/plain", b"there is only the report")

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(content))), ("Cache-Control", "no-store")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing of each question."""
