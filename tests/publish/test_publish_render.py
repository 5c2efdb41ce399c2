"""Building: the same bytes from the same inputs, nothing stale, nothing of the user's, and outputs that are whole or as they were."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from small import BODY, FIRST, build, project

from analysis.package import ROOT
from analysis.publish import RenderError, cache, embedded, remove_outputs, render
from analysis.publish.document import parse_document
from analysis.publish.notebook import woven

pytestmark = pytest.mark.slow  # each builds


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, built once; returns its folder."""
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(cache.FOLDER, raising=False)
        build(project(folder))
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that project with its pages and its cache as they are, for a test to change."""
    monkeypatch.delenv(cache.FOLDER, raising=False)
    return Path(shutil.copytree(built, tmp_path / "project"))


def edit(path: Path, old: str, new: str) -> None:
    """Change a file behind the back of its time stamp."""
    status, text = path.stat(), path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def texts(folder: Path) -> str:
    return (folder / "dist/report.html").read_text("utf-8")


# ------------------------------------------------------------ the same, and not again


def test_with_nothing_changed_nothing_is_built_and_nothing_heavy_is_imported(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*")}
    script = (
        "import sys; from pathlib import Path; from analysis.publish import render; folder = Path(sys.argv[1]);"
        "render(folder / 'report.qmd', folder / 'datapackage.json', folder / 'dist', ('html', 'pdf'), 'embedded');"
        "print([name for name in ('pandas', 'altair', 'nbclient', 'pint', 'typst', 'pypandoc') if name in sys.modules])"
    )
    environment = {name: value for name, value in os.environ.items() if name != cache.FOLDER}
    done = subprocess.run([sys.executable, "-c", script, str(built)], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*")} == before


def test_a_second_build_gives_the_same_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: (folder / "dist" / name).read_bytes() for name in ("report.html", "report.pdf")}
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    again = build(folder / "report.qmd", force=True)
    assert [again["html"], again["pdf"]] == list(before.values())


@pytest.mark.parametrize(
    ("name", "old", "new", "shown"),
    [
        ("report.qmd", "as the article says", "so the article says", "so the article says"),
        ("analysis/report.py", "What it is.", "What it was", "What it was"),
        ("analysis/publish/assets/briefing.css", "--column: 40rem", "--column: 41rem", "--column: 41rem"),
        ("analysis/publish/assets/briefing.html", "Skip to the text", "Jump to the text", "Jump to the text"),
    ],
)
def test_a_change_is_shown_though_size_and_time_are_the_same(folder: Path, name: str, old: str, new: str, shown: str) -> None:
    assert shown not in texts(folder)
    edit(folder / name, old, new)
    build(folder / "report.qmd")
    assert shown in texts(folder)


@pytest.mark.parametrize("damage", ["lost", "edited"])
def test_a_page_that_was_lost_or_edited_comes_back_without_a_build(folder: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    page = folder / "dist/report.html"
    before = page.read_bytes()
    page.unlink()
    if damage == "edited":
        page.write_bytes(before[:-1] + b" ")
    monkeypatch.setattr(embedded, "build", None)
    assert build(folder / "report.qmd")["html"] == before


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"0" * 64 + b"\n<html>"])
def test_a_damaged_cache_is_not_used(folder: Path, damage: bytes) -> None:
    before = texts(folder)
    shutil.rmtree(folder / "dist")
    for path in (folder / ".cache").iterdir():
        path.write_bytes(damage)
    build(folder / "report.qmd", "html")
    assert texts(folder) == before


def test_what_changes_during_a_build_is_not_taken_for_its_result(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = embedded.build

    def late(*arguments: object) -> dict[str, bytes]:
        pages = real(*arguments)  # type: ignore[arg-type]  # passed on as they are
        edit(folder / "report.qmd", "grows", "slows")  # an editor saves at this moment
        return pages

    edit(folder / "report.qmd", "Azure grows", "AZURE grows")
    monkeypatch.setattr(embedded, "build", late)
    build(folder / "report.qmd", "html")
    monkeypatch.undo()
    monkeypatch.delenv(cache.FOLDER, raising=False)
    build(folder / "report.qmd", "html")
    assert "AZURE slows" in texts(folder)
    edit(folder / "report.qmd", "slows", "grows")
    build(folder / "report.qmd", "html")
    assert "AZURE grows" in texts(folder)


@pytest.mark.parametrize(
    ("variable", "matters"), [("SOURCE_DATE_EPOCH", True), ("BRIEFING_EDITION", True), ("BRIEFING_CACHE", False), ("TZ", False)]
)
def test_variables_that_a_build_may_look_at_are_inputs(folder: Path, monkeypatch: pytest.MonkeyPatch, variable: str, matters: bool) -> None:
    before = cache.inputs_of(folder / "report.qmd", folder / "datapackage.json")
    monkeypatch.setenv(variable, "86400")
    assert before
    assert (cache.inputs_of(folder / "report.qmd", folder / "datapackage.json") != before) == matters


def test_the_version_of_a_dependency_is_an_input(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = cache.inputs_of(folder / "report.qmd", folder / "datapackage.json")
    (tmp_path / "altair-99.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert cache.inputs_of(folder / "report.qmd", folder / "datapackage.json") != before


def test_a_cache_that_cannot_be_written_costs_time_alone_and_a_full_one_forgets_the_oldest(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("in the way", encoding="utf-8")
    cache.keep(tmp_path, "a" * 64, {"html": b"page"})
    assert cache.found(tmp_path, "a" * 64, ["html"]) == {}
    (tmp_path / ".cache").unlink()
    keys = [f"{number:064x}" for number in range(cache.KEPT + 3)]
    for number, key in enumerate(keys[:-1]):
        cache.keep(tmp_path, key, {"html": b"page"})
        os.utime(tmp_path / ".cache" / f"{key}.html", (number, number))
    (tmp_path / ".cache/photo.jpg").write_bytes(b"mine")
    os.utime(tmp_path / ".cache/photo.jpg", (0, 0))
    cache.keep(tmp_path, keys[-1], {"html": b"page"})
    assert cache.found(tmp_path, keys[0], ["html"]) == {}
    assert cache.found(tmp_path, keys[-1], ["html", "pdf"]) == {"html": b"page"}
    assert (tmp_path / ".cache/photo.jpg").read_bytes() == b"mine"  # only pages of builds are forgotten


# ------------------------------------------------------------ lines


def test_every_line_of_the_woven_text_knows_its_line_of_the_document() -> None:
    text = "first `{python} a` end\n\n```{python}\nb\n```\n\nlast `{python} c`\nline\n"
    front = (ROOT / "report.qmd").read_text("utf-8").split("\n---\n")[0] + "\n---\n"
    source, lines = woven(parse_document(front + text, ROOT / "report.qmd"), [["one\ntwo"], ["chart\n\ncaption"], ["three"]])
    said = {line: number - FIRST + 1 for line, number in zip(source.split("\n"), lines, strict=True)}
    assert said["first one"] == said["two end"] == 1
    assert said["chart"] == said["caption"] == 4
    assert (said["last three"], said["line"]) == (7, 8)


def test_an_entry_of_the_bibliography_is_found_however_it_is_written(tmp_path: Path) -> None:
    document = project(tmp_path, BODY + "\nSo [@paper].\n")
    with (tmp_path / "seeds/article.bib").open("a", encoding="utf-8") as file:
        file.write("\n  @misc { paper , title = {A paper}, year = {2026} }\n")
    build(document)


FAULTS = {
    "a cross-reference": ("See @fig-nowhere.", 3, "there is nothing that @fig-nowhere could refer to"),
    "a citation": ("So [@paper].", 3, "there is nothing that @paper could refer to"),
    "a link": ("[there](#nowhere)", 3, "the link #nowhere leads nowhere"),
    "a link that a cell makes": ('See `{python} n("x")`.', None, "the link #f-x leads nowhere"),
    "an unknown name": ('See `{python} m("x")`.', 3, "NameError: name 'm' is not defined"),
    "a cell that fails": ("```{python}\nx = 1\n\nraise ValueError('broken')\n```", 6, "ValueError: broken"),
    "a cell that fails below": ("```{python}\nx = 1\nentries(1, *2)\n```", 5, "TypeError"),
    "a cell that prints": ("```{python}\n#| include: false\nprint('hello')\n```", 4, "a cell writes to stdout: hello"),
    "an expression that is no Markdown": ("`{python} len([])`", 3, "something else than Markdown"),
    "an expression that gives nothing": ("`{python} None`", 3, "the expression “None” gives nothing"),
    "a cell that asks": ("```{python}\ninput('name?')\n```", 4, "StdinNotImplementedError"),
    "a cell that ends Python": ("```{python}\nimport os\nos._exit(3)\n```", 4, "“import os” ended Python itself"),
    "a block that a cell leaves open": ("```{python}\nfrom IPython.display import Markdown\nMarkdown('::: {.trace}')\n```", 4, "unclosed"),
    "raw Typst that is none": (
        "```{python}\nfrom IPython.display import Markdown\nMarkdown('`#nope()`{=typst}')\n```",
        None,
        "Typst: unknown",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_words_with_the_line_of_the_document(tmp_path: Path, name: str) -> None:
    text, line, words = FAULTS[name]
    document = project(tmp_path, BODY + "\n\n" + text + "\n")
    with pytest.raises(RenderError) as caught:
        build(document)
    said = str(caught.value)
    assert words in said
    assert "\x1b" not in said
    assert "__typst" not in said
    place = re.search(r"report\.qmd:(\d+): ", said)
    assert (int(place[1]) - FIRST - BODY.count("\n") + 1 if place else None) == line
    assert not (tmp_path / "dist").exists()


def test_a_cell_that_does_not_end_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = project(tmp_path, BODY + "\n```{python}\nimport time\ntime.sleep(60)\n```\n")
    monkeypatch.setenv("BRIEFING_TIMEOUT", "1")
    with pytest.raises(RenderError, match=r"“import time” takes more than 1 seconds; .*BRIEFING_TIMEOUT"):
        build(document)
    for given in ("soon", "2.5", "0"):
        monkeypatch.setenv("BRIEFING_TIMEOUT", given)
        with pytest.raises(RenderError, match=f"BRIEFING_TIMEOUT is '{given}'; give a whole number of seconds"):
            build(document)


def test_without_pandoc_or_a_font_the_message_says_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(embedded, "FONTS", tmp_path)
    with pytest.raises(RenderError, match=r"SourceSans3-It\.ttf: the font is missing; .*git checkout"):
        build(folder / "report.qmd", force=True)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(RenderError, match=r"pandoc is not in the package pypandoc-binary; .*make setup"):
        build(folder / "report.qmd", force=True)


# ------------------------------------------------------------ nothing of the user's


def test_nothing_that_a_user_has_set_changes_a_page(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A start-up file, filter, list or setting is planted for every tool that the build calls; each would change or stop it."""
    home = tmp_path / "home"
    planted = {
        ".local/share/pandoc/init.lua": "error('from init.lua')",
        ".local/share/pandoc/abbreviations": "holds.\n",
        ".pandoc/init.lua": "error('from init.lua')",
        ".pandoc/abbreviations": "holds.\n",
        ".ipython/profile_default/startup/00.py": "raise SystemExit('from the profile')",
        ".ipython/profile_default/ipython_config.py": "raise SystemExit('from ipython_config')",
        ".jupyter/jupyter_config.py": "raise SystemExit('from jupyter_config')",
        ".local/share/jupyter/kernels/python3/kernel.json": '{"argv": ["false"], "display_name": "x", "language": "python"}',
        ".config/fontconfig/fonts.conf": "<fontconfig><nonsense>",
        ".local/share/fonts/Source Serif 4.ttf": "no font",
        ".config/pip/pip.conf": "nonsense",
        ".gitconfig": "[core]\n\thooksPath = /nowhere\n[alias]\n\tclone = !false\n",
        "evil.py": "raise SystemExit('from PYTHONSTARTUP')",
        "IPython.py": "raise SystemExit('from PYTHONPATH')",
        "sitecustomize.py": "raise SystemExit('from sitecustomize')",
        "usercustomize.py": "raise SystemExit('from usercustomize')",
        "packages/preview/x/0.1.0/typst.toml": "nonsense",
    }
    for name, content in planted.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(content, encoding="utf-8")
    settings = {
        "HOME": home, "USERPROFILE": home, "XDG_DATA_HOME": home / ".local/share", "XDG_CONFIG_HOME": home / ".config", "PYTHONPATH": home,
        "PYTHONSTARTUP": home / "evil.py", "PYTHONWARNINGS": "error", "IPYTHONDIR": home / ".ipython",
        "JUPYTER_CONFIG_DIR": home / ".jupyter", "JUPYTER_PATH": home / ".local/share/jupyter",
        "JUPYTER_DATA_DIR": home / ".local/share/jupyter", "LUA_INIT": "error('from LUA_INIT')",
        "FONTCONFIG_FILE": home / ".config/fontconfig/fonts.conf", "TYPST_FONT_PATHS": home / ".local/share/fonts",
        "TYPST_PACKAGE_PATH": home / "packages", "PANDOC_DATA_DIR": home / ".pandoc",
    }  # fmt: skip
    before = [(folder / "dist" / name).read_bytes() for name in ("report.html", "report.pdf")]
    for name, value in settings.items():
        monkeypatch.setenv(name, str(value))
    again = build(folder / "report.qmd", force=True)
    assert [again["html"], again["pdf"]] == before


def test_without_home_locale_and_network_and_in_a_strange_folder_it_builds(folder: Path, tmp_path: Path) -> None:
    strange = Path(shutil.move(folder, tmp_path / "Été à la plage & « co » (100 %)"))
    offline = ["unshare", "--net"] if subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode == 0 else []
    script = (
        "import sys; from pathlib import Path; sys.path[:0] = sys.argv[1:]; from small import build;"
        "build(Path('report.qmd').resolve(), force=True)"
    )
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "TMPDIR": str(tmp_path)}
    before = texts(strange)
    arguments = [*offline, sys.executable, "-c", script, str(ROOT / "tests"), str(ROOT)]
    done = subprocess.run(arguments, cwd=strange, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert texts(strange) == before


# ------------------------------------------------------------ whole or as they were


def test_a_pdf_that_cannot_be_replaced_leaves_the_page_as_it_was(folder: Path) -> None:
    before = texts(folder)
    (folder / "dist/report.pdf").unlink()
    (folder / "dist/report.pdf").mkdir()
    edit(folder / "report.qmd", "as the article says", "so the article says")
    with pytest.raises(RenderError, match=r"report\.pdf: cannot be written: .*; what was there before is as it was"):
        build(folder / "report.qmd")
    assert texts(folder) == before
    assert [path.name for path in (folder / "dist").glob(".*")] == []


def test_a_file_in_the_place_of_the_folder_is_told(folder: Path) -> None:
    (folder / "out").write_text("in the way", encoding="utf-8")
    with pytest.raises(RenderError, match=r"out.*: cannot be written: "):
        render(folder / "report.qmd", folder / "datapackage.json", folder / "out", ("html",), "embedded")


def test_leftovers_of_a_killed_run_go_with_the_next_and_with_clean(folder: Path) -> None:
    old, young = folder / "dist/.report.html.abc", folder / "dist/.report.pdf.def"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    build(folder / "report.qmd")
    assert (old.exists(), young.exists()) == (False, True)
    remove_outputs(folder / "dist")
    assert not (folder / "dist").exists()
    remove_outputs(folder / "dist")


def test_signs_in_the_front_matter_are_shown_as_they_are(folder: Path) -> None:
    front = (folder / "report.qmd").read_text("utf-8")
    said = """A "brief" of #1 & 2 @ https://example.org: it's 5 = 5"""
    text = re.sub(r'description: ".*"', "description: " + repr(said.replace("'", "’")), front)
    (folder / "report.qmd").write_text(text.replace("lang: en", "lang: en\nauthor: One & Co"), encoding="utf-8")
    made = build(folder / "report.qmd")
    assert 'content="A “brief” of #1 &amp; 2 @ https://example.org: it’s 5 = 5"' in made["html"].decode()
    metadata = PdfReader(io.BytesIO(made["pdf"])).metadata
    assert metadata
    assert "of #1 & 2 @ https://example.org: it's 5 = 5" in str(metadata.subject)
    assert metadata.author == "One & Co"


def test_every_definition_of_a_term_and_every_footnote_is_on_paper(folder: Path) -> None:
    text = "\n\n# Glossary {#sec-glossary}\n\nTerm\n:   First meaning.\n\n:   Second meaning.\n\nA word.[^n]\n\n[^n]: What the note says.\n"
    document = project(folder, BODY + text)
    paper = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(build(document, "pdf")["pdf"])).pages)
    for words in ("First meaning.", "Second meaning.", "What the note says."):
        assert words in " ".join(paper.split())
