"""The command: what it prints and where, with which exit code; no failure ends in a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from copies import Copy
from editing import edited

from analysis.__main__ import run
from analysis.checks import sign
from analysis.cli import briefing
from analysis.export import export
from analysis.metrics import write_derived
from analysis.package import ROOT, Issue, Package, open_package

posix = pytest.mark.skipif(os.name != "posix", reason="the fault is made with what POSIX has")
COMMANDS = ["validate", "metrics", "trace", "review", "lock", "diff", "export", "render", "dictionary", "sums", "verify", "clean"]
Said = pytest.CaptureFixture[str]


def started(command: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command line of a shell in which `briefing` is this checkout."""
    shell = f'briefing() {{ "{sys.executable}" -m analysis "$@"; }}; cd "{folder}"; {command}'
    variables = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"} | environment
    return subprocess.run(["bash", "-c", shell], capture_output=True, text=True, env=variables, check=False, timeout=120)


@pytest.fixture
def sound(copy: Copy) -> Copy:
    """A copy that is computed, signed and locked."""
    write_derived(open_package(copy.descriptor, skip=("metrics", "metric_inputs")))
    sign(open_package(copy.descriptor), None, date(2026, 11, 25))
    assert run(["lock", "--package", str(copy.descriptor)]) == 0
    return copy


# ------------------------------------------------------------ what it prints


def test_validate_says_that_all_holds(sound: Copy, capsys: Said) -> None:
    capsys.readouterr()
    assert run(["validate", "--package", str(sound.descriptor)]) == 0
    assert capsys.readouterr().out == f"{sound.descriptor}: every check holds\n"


FOUND = Issue("data/article/figures.csv", 10, "low", "is 18.0, but the article says 17.5", "correct the cell")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Validation finds one issue; what finds it has tests of its own."""
    monkeypatch.setattr("analysis.checks.validate", lambda _: [FOUND])


@pytest.mark.usefixtures("found")
def test_findings_are_printed_one_by_one_and_end_with_one(capsys: Said) -> None:
    assert run(["validate"]) == 1
    said = capsys.readouterr()
    assert said.out == "data/article/figures.csv:10:low: is 18.0, but the article says 17.5\n    correct the cell\n"
    assert said.err == "1 issue\n"


@pytest.mark.usefixtures("found")
def test_findings_as_json_are_a_list_that_a_program_reads(capsys: Said) -> None:
    assert run(["validate", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == [asdict(FOUND)]


def test_metrics_are_listed_in_words_or_as_json(capsys: Said) -> None:
    assert run(["metrics"]) == 0
    assert "new-equity " in capsys.readouterr().out
    assert run(["metrics", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["metric_id"], first["high"], first["words"].replace("\u00a0", " ")) == ("new-equity", "15", "at most $15 billion")


def test_metrics_that_are_behind_are_named_and_written_on_demand(copy: Copy, capsys: Said) -> None:
    (copy.folder / "data/derived/metrics.csv").write_bytes(b"")
    options = ["--package", str(copy.descriptor)]
    assert run(["metrics", "--check", *options]) == 1
    assert "run: briefing metrics --write" in capsys.readouterr().out
    assert run(["metrics", "--write", *options]) == 0
    assert "wrote data/derived/metrics.csv; now run: briefing lock" in capsys.readouterr().out
    assert run(["metrics", "--check", *options]) == 0


def test_trace_leads_from_a_metric_to_the_sentence(capsys: Said) -> None:
    assert run(["trace", "commitment-to-new-equity"]) == 0
    said = capsys.readouterr().out
    for part in ("Azure commitment ÷ new equity", "jusqu’à 10 milliards de dollars", "characters 755 to 909"):
        assert part in said
    assert run(["trace", "commitment-to-new-equity", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["inputs"][0]["id"] == "azure-commitment"


def test_trace_of_an_id_that_is_not_there_names_the_nearest(capsys: Said) -> None:
    assert run(["trace", "azure-comitment"]) == 1
    assert capsys.readouterr().err == "there is no “azure-comitment”; did you mean “azure-commitment”?\n"


def test_review_shows_what_changed_and_signs_it_with_the_day_given(sound: Copy, capsys: Said) -> None:
    changed = edited(open_package(sound.descriptor), "verdicts", "azure-growth", why="It was right.")
    sound.write(changed)
    options = ["--package", str(sound.descriptor)]
    capsys.readouterr()
    assert run(["review", *options]) == 1
    assert "verdicts:azure-growth\n" in capsys.readouterr().out
    assert run(["review", "--sign", "verdicts:azure-growth", "--on", "2026-12-01", *options]) == 0
    assert "verdicts,azure-growth," in (text := (sound.folder / "data/reviews.csv").read_text("utf-8"))
    assert text.count("2026-12-01") == 1
    assert run(["review", *options]) == 0
    assert run(["validate", *options]) == 0  # the review has locked what it wrote, and the edit with it


def test_a_day_that_is_none_is_wrong_usage(capsys: Said) -> None:
    assert run(["review", "--all", "--on", "2026-02-30"]) == 2
    assert "does not match the format" in capsys.readouterr().err


# ------------------------------------------------------------ usage


def test_the_commands_are_these() -> None:
    assert list(briefing.commands) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_has_an_example(command: str, capsys: Said) -> None:
    assert run([command, "--help"]) == 0
    assert f"briefing {command}" in capsys.readouterr().out.split("Example", 1)[1]


def test_the_version_is_that_of_the_package(capsys: Said, package: Package) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.strip() == package.descriptor["version"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rendre"], "Did you mean 'render'?"),
        (["valid"], "validate"),
        (["render", "--engine", "word"], "'word' is not one of"),
        (["render", "--to", "docx"], "--to takes html, pdf, not 'docx'"),
        (["export", "--format", "parket"], "not 'parket'"),
        (["validate", "--pakage", "x"], "Did you mean '--package'?"),
        (["trace"], "Missing argument"),
        (["validate", "one", "two"], "unexpected extra argument"),
    ],
)
def test_wrong_usage_ends_with_two_and_names_what_was_meant(arguments: list[str], said: str, capsys: Said) -> None:
    assert run(arguments) == 2
    assert said in capsys.readouterr().err


# ------------------------------------------------------------ failures in words


@pytest.mark.parametrize("command", ["validate", "metrics", "trace x", "render", "lock", "export", "review", "dictionary"])
def test_a_package_that_is_not_there_is_told_in_one_line(command: str, tmp_path: Path, capsys: Said) -> None:
    assert run([*command.split(), "--package", str(tmp_path / "datapackage.json")]) == 1
    said = capsys.readouterr()
    assert "datapackage.json" in said.out + said.err
    assert "should not happen" not in said.err
    assert "Traceback" not in said.err


DESCRIPTORS = ['{"resources": 5}', '{"resources": [{}]}', "[5]", "{}", "", '{"resources": [{"name": "a", "path": "a.csv", "schema": []}]}']


@pytest.mark.parametrize("descriptor", DESCRIPTORS)
@pytest.mark.parametrize("command", ["metrics", "metrics --check", "trace x", "lock", "validate", "review", "dictionary"])
def test_a_broken_descriptor_is_told_in_words(command: str, descriptor: str, tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "datapackage.json").write_text(descriptor, encoding="utf-8")
    code = run([*command.split(), "--package", str(tmp_path / "datapackage.json")])
    assert code == 1 or (command == "lock" and code in (0, 1))
    assert "should not happen" not in capsys.readouterr().err


def test_data_that_validation_refuses_is_told_with_what_to_run(copy: Copy, package: Package, tmp_path: Path, capsys: Said) -> None:
    copy.write(edited(package, "figures", "azure-commitment", quote="31 milliards de dollars"))
    assert run(["lock", "--package", str(copy.descriptor)]) == 0
    wanted = ["--format", "annotations", "--output", str(tmp_path / "out"), "--package", str(copy.descriptor)]
    assert run(["export", *wanted]) == 1
    assert "the data cannot be used: substring not found; run: briefing validate" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def raises(error: BaseException) -> Callable[..., object]:
    def command(*_: object, **__: object) -> object:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyError("printed"), 1, "the data cannot be used: 'printed'; run: briefing validate (where it finds nothing, "),
        (ZeroDivisionError("division by zero"), 1, "the data cannot be used: division by zero; run: briefing validate "),
        (TypeError("no text"), 1, "the data cannot be used: no text; run: briefing validate "),
        (KeyboardInterrupt(), 130, "stopped\n"),
        (PermissionError(13, "Permission denied", "data/reviews.csv"), 1, "briefing: data/reviews.csv: Permission denied\n"),
        (ModuleNotFoundError("No module named 'typst'"), 1, "install the extra that it needs"),
        (RuntimeError("odd"), 1, "this should not happen: RuntimeError: odd; CONTRIBUTING.md says how to report it\n"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_each_kind_of_failure_has_its_words_and_code(
    monkeypatch: pytest.MonkeyPatch, capsys: Said, error: BaseException, code: int, said: str
) -> None:
    monkeypatch.setattr("analysis.checks.validate", raises(error))
    assert run(["validate"]) == code
    assert said in capsys.readouterr().err


def test_the_cause_is_shown_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr("analysis.checks.validate", raises(RuntimeError("odd")))
    assert run(["--verbose", "validate"]) == 1
    assert "RuntimeError: odd" in caplog.text


def test_commands_that_write_take_a_folder(copy: Copy, capsys: Said) -> None:
    for command in (["metrics", "--write"], ["review", "--all"], ["lock"], ["dictionary", "--write"]):
        assert run([*command, "--package", str(copy.folder)]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("command", ["metrics --write", "review --all", "lock", "dictionary --write"])
def test_commands_that_write_refuse_a_zip_and_write_nothing(command: str, tmp_path: Path, package: Package, capsys: Said) -> None:
    export(package, tmp_path / "there", ["csv"])
    (zipped,) = (tmp_path / "there").glob("*.zip")
    before = sorted(tmp_path.rglob("*"))
    assert run([*command.split(), "--package", str(zipped)]) == 1
    assert capsys.readouterr().err == f"{zipped}: is a zip; unpack it, and give the path of its folder\n"
    assert sorted(tmp_path.rglob("*")) == before


def test_what_would_steer_a_terminal_is_written_out(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setattr("analysis.checks.validate", lambda _: [Issue("data/context/verdicts.csv", 2, "why", "\x1b[31mred")])
    assert run(["validate"]) == 1
    assert capsys.readouterr().out == "data/context/verdicts.csv:2:why: \\u001b[31mred\n"


# ------------------------------------------------------------ the whole program: streams, signals, surroundings


@posix
@pytest.mark.parametrize("command", ["validate --package nowhere.json", "metrics", "trace nvidia-investment", "export --list", "--help"])
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
@pytest.mark.slow
def test_closed_streams_are_no_fault(command: str, closed: str) -> None:
    done = started(f"briefing {command} {closed}")
    assert done.returncode == ("nowhere" in command)
    assert "Traceback" not in done.stderr
    assert "should not happen" not in done.stderr


@posix
@pytest.mark.slow
def test_render_with_closed_streams_builds_the_same(tmp_path: Path) -> None:
    done = started(f'briefing render --to html --output "{tmp_path}" >&- 2>&-', BRIEFING_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 0
    assert (tmp_path / "report.html").read_bytes().rstrip().endswith(b"</html>")


@posix
def test_a_reader_that_goes_away_early_is_no_fault() -> None:
    done = started("set -o pipefail; briefing metrics | head -1")
    assert done.stdout.startswith("new-equity")
    assert done.stderr == ""


@posix
def test_a_full_disk_behind_the_output_is_told() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    done = started("briefing metrics > /dev/full")
    assert (done.returncode, done.stderr) == (1, "briefing: No space left on device\n")


@posix
@pytest.mark.parametrize("after", [0.02, 0.1, 0.2, 0.3, 0.5])
@pytest.mark.slow
def test_an_interrupt_ends_quietly_from_the_first_moment(after: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis", "validate"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )  # fmt: skip
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert f"{os.sep}analysis{os.sep}" not in said  # at most the interpreter itself, which was still starting, says a word
    assert process.returncode in (130, 0, 1, -signal.SIGINT)


@posix
@pytest.mark.parametrize("epoch", ["", "0", "4354819200", "99999999999999"])
@pytest.mark.slow
def test_the_date_of_a_build_may_be_empty_or_out_of_reach(epoch: str, tmp_path: Path) -> None:
    done = started(f'briefing export --format csv --output "{tmp_path}/data"', SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 0, done.stderr


@posix
def test_a_date_of_a_build_that_is_no_number_is_told() -> None:
    done = started("briefing export --format csv --output nowhere", SOURCE_DATE_EPOCH="soon")
    assert (done.returncode, done.stderr) == (1, "SOURCE_DATE_EPOCH is 'soon'; give a number of seconds since 1970\n")


def test_help_answers_without_loading_what_it_does_not_need() -> None:
    code = "import sys; from analysis.__main__ import run; run(['--help']); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"pandas", "pint", "altair", "frictionless"} & set(said.splitlines()[-1].split())
