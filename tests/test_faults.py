"""What goes wrong around a build: what was there before stays, the message says what to do, the next run works."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.package.tables import DESCRIPTOR, ROOT, write_together
from analysis.publish import RenderError, embedded, execute, render
from analysis.publish.document import read_document

BRIEFING = f"{sysconfig.get_path('scripts')}/briefing"
posix = pytest.mark.skipif(os.name != "posix", reason="the fault is made with what POSIX has")
FRONT = "---\ntitle: x\nbibliography: b.bib\nfilters: []\nformat: {html: {}, typst: {}}\n---\n"


def kept(folder: Path) -> dict[str, bytes]:
    """The files of a folder with their content, unfinished ones too."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def begin(output: Path, *options: str, **environment: str) -> subprocess.Popen[str]:
    """`briefing render`, started."""
    return subprocess.Popen(
        [BRIEFING, "render", "--output", str(output), *options],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | environment,
    )  # fmt: skip


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A folder with an earlier result."""
    folder = tmp_path / "dist"
    folder.mkdir()
    for name in ("report.html", "report.pdf"):
        (folder / name).write_text(f"earlier {name}", encoding="utf-8")
    return folder


# ------------------------------------------------------------ killed, full, read only


@posix
@pytest.mark.slow
def test_killed_at_any_moment_the_earlier_result_stays_and_the_next_run_works(dist: Path) -> None:
    before = kept(dist)
    for moment in (0.1, 0.7, 2.0):
        run = begin(dist, "--force")
        time.sleep(moment)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        assert kept(dist) == before
    run = begin(dist)
    assert run.wait() == 0, run.communicate()
    assert kept(dist).keys() == before.keys()
    assert kept(dist)["report.pdf"].startswith(b"%PDF")


def test_nothing_is_put_in_place_before_everything_is_written(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(dist)
    written: list[int] = []

    def full(handle: int, mode: str) -> object:
        if written:
            os.close(handle)
            raise OSError(28, "No space left on device", str(dist))
        written.append(handle)
        return real(handle, mode)

    real = os.fdopen
    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="No space"):
        write_together({dist / "report.html": "new", dist / "report.pdf": "new"})
    assert kept(dist) == before


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A file system of 200 KB."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this user cannot mount a small file system")
    return folder


@posix
@pytest.mark.slow
def test_a_full_disk_is_said_and_the_earlier_result_stays(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        (small / "report.html").write_text("earlier", encoding="utf-8")
        assert main(["render", "--output", str(small), "--document", f"{ROOT}/report.qmd", "--package", str(DESCRIPTOR)]) == 1
        said = capsys.readouterr().err
        assert "No space left on device; what was there before is as it was" in said
        assert kept(small) == {"report.html": b"earlier"}
    finally:
        subprocess.run(["umount", str(small)], check=True)


@posix
@pytest.mark.slow
def test_a_folder_that_can_only_be_read_is_said(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        (small / "report.html").write_text("earlier", encoding="utf-8")
        subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
        assert main(["render", "--output", str(small), "--document", f"{ROOT}/report.qmd", "--package", str(DESCRIPTOR)]) == 1
        assert "Read-only file system" in capsys.readouterr().err
        assert kept(small) == {"report.html": b"earlier"}
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_unfinished_files_of_a_killed_run_go_and_those_of_a_running_one_stay(dist: Path) -> None:
    from analysis.publish import _remove_leftovers

    old, young = dist / ".report.html.abc", dist / ".report.pdf.def"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    _remove_leftovers(dist)
    assert (old.exists(), young.exists()) == (False, True)


# ------------------------------------------------------------ what is missing


def test_without_pandoc_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    document = tmp_path / "x.qmd"
    document.write_text(FRONT, encoding="utf-8")
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(RenderError, match=r"pandoc cannot be run: .*make setup"):
        embedded._pandoc(read_document(document), ["-t", "json"], "x")


@pytest.mark.parametrize(
    ("module", "command"), [("typst", "render --force --to pdf"), ("pandas", "metrics"), ("jupyter_client", "render --force")]
)
def test_without_a_library_the_message_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], module: str, command: str
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr(embedded, "run", execute.run if module == "jupyter_client" else lambda document, *_: [[]] * len(document.parts))
    monkeypatch.setattr(embedded, "woven", lambda *_: "text")
    monkeypatch.setattr(embedded, "_check_targets", lambda *_: None)
    output = ["--output", str(tmp_path), "--document", f"{ROOT}/report.qmd"] if "render" in command else []
    assert main([*command.split(), *output, "--package", str(DESCRIPTOR)]) == 1
    said = capsys.readouterr().err
    assert module in said
    assert "make setup" in said


def test_a_missing_font_stops_the_build_and_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    shutil.copytree(embedded.FONTS, fonts)
    (fonts / "SourceSerif4-It.ttf").unlink()
    monkeypatch.setattr(embedded, "FONTS", fonts)
    with pytest.raises(RenderError, match=r"SourceSerif4-It\.ttf: the font is missing; .*git checkout"):
        render(ROOT / "report.qmd", DESCRIPTOR, tmp_path / "dist", ("pdf",), "embedded", force=True)


def test_every_font_of_the_repository_is_wanted() -> None:
    assert {path.name for path in embedded.FONTS.iterdir() if path.suffix in (".ttf", ".woff2")} == set(embedded.FONT_FILES)


# ------------------------------------------------------------ cells


CELLS = {
    "hangs": (
        "import time\ntime.sleep(60)",
        "x.qmd:9: the cell that starts with “import time” takes more than 1 seconds; .*BRIEFING_TIMEOUT",
    ),
    "ends Python": ("import os\nos._exit(3)", "x.qmd:9: the cell that starts with “import os” ended Python itself"),
    "asks": ("input('name?')", "x.qmd:9: .*StdinNotImplementedError"),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", CELLS)
def test_a_cell_that_does_not_end_well_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    code, message = CELLS[fault]
    document = tmp_path / "x.qmd"
    document.write_text(f"{FRONT}\n```{{python}}\n{code}\n```\n", encoding="utf-8")
    monkeypatch.setenv("BRIEFING_TIMEOUT", "1" if fault == "hangs" else "30")
    from analysis.publish.cache import Cache

    begun = time.monotonic()
    with pytest.raises(RenderError, match=message):
        execute.run(read_document(document), DESCRIPTOR, Cache(None))
    assert time.monotonic() - begun < 25


def test_a_time_limit_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_TIMEOUT", "soon")
    with pytest.raises(RenderError, match="give a number of seconds"):
        execute._seconds()


@pytest.mark.slow
def test_the_kernel_takes_nothing_from_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    startup = home / ".ipython/profile_default/startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("raise SystemExit('from the profile')", encoding="utf-8")
    (home / "evil.py").write_text("raise SystemExit('from PYTHONSTARTUP')", encoding="utf-8")
    (home / "pandas.py").write_text("raise SystemExit('from PYTHONPATH')", encoding="utf-8")
    kernel = home / ".local/share/jupyter/kernels/python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text('{"argv": ["false"], "display_name": "x", "language": "python"}', encoding="utf-8")
    settings = {
        "HOME": home, "IPYTHONDIR": home / ".ipython", "PYTHONSTARTUP": home / "evil.py", "PYTHONPATH": home, "JUPYTER_PATH": home,
        "PYTHONWARNINGS": "error", "JUPYTER_DATA_DIR": home / ".local/share/jupyter",
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(name, str(value))
    document = tmp_path / "x.qmd"
    code = "import pandas, sys, site\nfrom IPython.display import Markdown\nMarkdown(f'{site.ENABLE_USER_SITE} {pandas.__file__}')"
    document.write_text(f"{FRONT}\n```{{python}}\n{code}\n```\n", encoding="utf-8")
    from analysis.publish.cache import Cache

    results = execute.run(read_document(document), DESCRIPTOR, Cache(None))
    (said,) = [text for part in results for text in part]
    assert said.startswith("False ")
    assert str(home) not in said


# ------------------------------------------------------------ surroundings


@pytest.mark.slow
def test_two_builds_at_once_both_end_well(dist: Path) -> None:
    runs = [begin(dist, "--force") for _ in range(2)]
    assert [run.wait() for run in runs] == [0, 0], [run.communicate() for run in runs]
    assert kept(dist).keys() == {"report.html", "report.pdf"}
    assert kept(dist)["report.html"].rstrip().endswith(b"</html>")


@pytest.mark.slow
def test_a_strange_path_no_home_no_locale_and_no_network_are_no_hindrance(tmp_path: Path) -> None:
    folder = tmp_path / "Été à la plage & « co » (100 %)"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*", "dist", "__pycache__"))
    offline = ["unshare", "--net"] if subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode == 0 else []
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "TMPDIR": str(tmp_path)} | {
        name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ
    }
    for command in (["validate"], ["render"]):
        done = subprocess.run(
            [*offline, sys.executable, "-m", "analysis.cli", *command],
            cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert {"report.html", "report.pdf"} <= kept(folder / "dist").keys()


@posix
def test_another_python_is_refused_with_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "python3.10"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    done = subprocess.run(["make", "setup", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Python 3.11 or later is needed; name it with: make PYTHON=python3.12" in done.stdout
    assert not (tmp_path / ".venv").exists()


@posix
@pytest.mark.slow
def test_a_broken_lock_is_refused_with_what_to_do(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "requirements.lock").write_text("<<<<<<< HEAD\naltair==6.0.0\n", encoding="utf-8")
    done = subprocess.run(["make", "setup", f"PYTHON={sys.executable}"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "requirements.lock cannot be installed" in done.stdout
    assert "git checkout requirements.lock" in done.stdout
    assert not (tmp_path / ".venv/.ready").exists()
