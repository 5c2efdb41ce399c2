"""The command on a screen and in a pipe: progress, colour, nearest words, causes, completion, serving while writing."""

from __future__ import annotations

import http.client
import io
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from analysis.cli import main, screen
from analysis.package.tables import DESCRIPTOR, ROOT
from analysis.publish.serve import Server
from analysis.package.steps import listeners, step

BRIEFING = f"{sysconfig.get_path('scripts')}/briefing"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


# ------------------------------------------------------------ progress and colour


def test_on_a_terminal_each_step_is_shown_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with screen.progress(False):
        with step("running the cells"):
            pass
        screen.complain("the end")
    text = terminal.getvalue()
    assert "running the cells" in text
    assert "0.0 s" in text
    assert text.rstrip().endswith("the end")
    assert listeners == []


def test_a_step_that_fails_ends_the_progress_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with pytest.raises(ValueError, match="broken"), screen.progress(False), step("a step"):
        raise ValueError("broken")
    assert listeners == []
    assert screen._progress is None


def test_in_a_pipe_steps_are_said_only_where_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    for verbose, said in ((False, ""), (True, "a step: 0.0 s\n")):
        with screen.progress(verbose), step("a step"):
            pass
        assert capsys.readouterr().err == said


@pytest.mark.parametrize(
    ("settings", "terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colour_follows_terminal_and_environment(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], terminal: bool, coloured: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"TERM": "xterm"} | settings).items():
        monkeypatch.setenv(name, value)
    assert screen.has_colour(Terminal() if terminal else io.StringIO()) is coloured


# ------------------------------------------------------------ errors


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["rendre"], "render"),
        (["validate", "--packge", "x"], "--package"),
        (["render", "--engine", "quatro"], "quarto"),
        (["completion", "bsh"], "bash"),
    ],
)
def test_a_slip_of_the_hand_is_answered_with_the_nearest(arguments: list[str], near: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert f"did you mean “{near}”?" in capsys.readouterr().err


def test_a_format_that_is_none_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "--to", "html,pfd"]) == 2
    assert "did you mean “pdf”?" in capsys.readouterr().err


def test_verbose_shows_the_cause_that_is_otherwise_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["metrics", "--package", str(tmp_path / "datapackage.json")]
    assert main(command) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert main([*command, "--verbose"]) == 1
    assert "FileNotFoundError" in capsys.readouterr().err


def test_a_fault_of_ours_is_one_sentence_with_what_to_do(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr(sys.modules["analysis.checks.validate"], "validate", broken)
    assert main(["validate"]) == 1
    said = capsys.readouterr().err
    assert "this should not happen: RuntimeError: inside" in said
    assert "--verbose" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("command", [["metrics"], ["trace", "growth-gap"], ["trace", "capex:amazon-2025-q1-cash"]])
def test_results_for_programs_are_json(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--json", "--package", str(DESCRIPTOR)]) == 0
    assert json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_every_command_and_is_a_sound_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    for name in ("validate", "render", "serve", "--package"):
        assert name in script
    if interpreter := shutil.which(shell):
        assert subprocess.run([interpreter, "-n"], input=script, text=True, capture_output=True, check=False).stderr == ""


def test_output_is_utf_8_whatever_the_locale() -> None:
    environment = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([BRIEFING, "trace", "azure-growth"], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    assert "“39 %”" in done.stdout.decode("utf-8").replace("\u00a0", " ").replace("\u202f", " ")


# ------------------------------------------------------------ serve


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, Server]]:
    folder = tmp_path / "project"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*", "dist", "__pycache__", "tests", "node_modules"))
    with Server(folder / "report.qmd", folder / "datapackage.json", folder / "dist", 0) as server:
        thread = Thread(target=lambda: list(server.builds()))
        thread.start()
        yield folder, server
        server.stop()
        thread.join(timeout=60)


def get(server: Server, path: str, host: str | None = None) -> tuple[int, str]:
    address = server.address.split("/")[2]
    connection = http.client.HTTPConnection(address, timeout=60)
    connection.request("GET", path, headers={"Host": host or address})
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8")


def build(server: Server, after: int) -> dict[str, object]:
    while (found := json.loads(get(server, f"/build?after={after}")[1]))["number"] <= after:
        pass
    return dict(found)


@pytest.mark.slow
def test_what_is_saved_is_built_and_shown_and_a_fault_is_told(served: tuple[Path, Server]) -> None:
    folder, server = served
    assert build(server, -1) == {"number": 0, "ok": True, "message": build(server, -1)["message"]}
    page = get(server, "/report.html")[1]
    assert page.encode() == (folder / "dist/report.html").read_bytes()  # the very bytes: nothing is added to what is built
    assert 'src="/report.html"' in get(server, "/")[1]
    document = folder / "report.qmd"
    text = document.read_text("utf-8")
    document.write_text(text.replace("The money runs in a circle", "Money goes round"), encoding="utf-8")
    assert build(server, 0)["ok"]
    assert "Money goes round" in get(server, "/report.html")[1]
    document.write_text(text.replace('n("azure-growth")', 'n("azur-growth")'), encoding="utf-8")
    failed = build(server, 1)
    assert not failed["ok"]
    assert "did you mean “azure-growth”?" in str(failed["message"])
    assert "Money goes round" in get(server, "/report.html")[1]


def test_only_the_report_is_served_and_only_to_this_machine(tmp_path: Path) -> None:
    with Server(tmp_path / "report.qmd", tmp_path / "datapackage.json", tmp_path, 0) as server:
        assert server.address.startswith("http://127.0.0.1:")
        for path in ("/../pyproject.toml", "/datapackage.json", "//etc/passwd", "/report.html/../../x"):
            assert get(server, path)[0] == 404
        assert get(server, "/report.html")[0] == 503
        assert get(server, "/", host="evil.invalid")[0] == 403
