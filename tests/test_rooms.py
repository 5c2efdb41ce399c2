"""The house: ten rooms, one above the other; each is entered by its face, and none has grown too large."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.package import ROOT

# Lowest first: a room imports only from rooms before it.
ROOMS = ["values", "package", "metrics", "export", "release", "checks", "charts", "report", "publish"]
STRANGERS = [{"export", "release"}, {"checks", "charts"}]  # side by side, and not known to each other
WHOLE, MODULE = 10_006, 300  # lines; docs/architecture.md says why the whole is above the 6,500 of the design
# Imports of rooms inside functions, by file, with their reason.
LATE = {
    "__init__.py": "an interrupt while a command loads ends it quietly",
    "__main__.py": "an interrupt while a command loads ends it quietly",
    "cli.py": "`briefing --help` answers at once",
    "report/briefing.py": "a rebuild that draws no chart does not load Altair",
    "report/interactive.py": "the same",
    "publish/__init__.py": "an engine is loaded when it is asked for, and nothing where nothing changed",
    "publish/reproduce.py": "a comparison with published sums builds nothing",
}
HEAVY = {
    "altair", "click", "frictionless", "jsonschema", "jupyter_client", "nbclient", "nbformat", "pandas", "pint", "pyarrow", "pypandoc",
    "rich", "text_to_num", "typst", "vl_convert", "xlsxwriter", "yaml",
}  # fmt: skip
FILES = sorted((ROOT / "analysis").rglob("*.py"))

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT / "analysis")))


def room_of(path: Path) -> str:
    """The room of a file; "" for the files beside the rooms."""
    parts = path.relative_to(ROOT / "analysis").parts
    return parts[0] if len(parts) > 1 else ""


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """What a file imports, with dots for relative imports, and whether inside a function."""

    def walk(node: ast.AST, inside: bool) -> Iterator[tuple[str, bool]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ImportFrom):
                dots = "." * child.level
                yield from [(dots + child.module, inside)] if child.module else [(dots + alias.name, inside) for alias in child.names]
            elif isinstance(child, ast.Import):
                yield from ((alias.name, inside) for alias in child.names)
            yield from walk(child, inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))

    return walk(ast.parse(path.read_text("utf-8")), inside=False)


def test_the_rooms_are_those_of_the_list() -> None:
    assert {room_of(path) for path in FILES} == {*ROOMS, ""}
    assert {path.name for path in FILES if room_of(path) == ""} == {"__init__.py", "__main__.py", "cli.py", "terminal.py"}


@each_file
def test_a_room_imports_only_from_rooms_above_it_and_only_their_face(path: Path) -> None:
    room = room_of(path)
    for name, _ in imports(path):
        assert name.split(".")[0] not in ("analysis", "ai_compute_pact"), f"{name}: imports inside are relative"
        if name.startswith("...") or not name.startswith("."):
            assert not name.startswith("..."), name
            continue
        target = name.lstrip(".")
        if room and name.startswith(".."):
            assert target in ROOMS, f"{name} is not the face of a room"
            assert ROOMS.index(target) < ROOMS.index(room), f"{room} stands above {target}"
            assert not any({room, target} == pair for pair in STRANGERS), f"{room} and {target} do not know each other"
        elif not room:
            assert "." not in target, f"{name} is not the face of a room"


@each_file
def test_rooms_are_imported_inside_functions_only_where_start_up_needs_it(path: Path) -> None:
    place = path.relative_to(ROOT / "analysis").as_posix()
    late = {name for name, inside in imports(path) if inside}
    assert place in LATE or not any(name.startswith(".") for name in late), late
    foreign = {name.split(".")[0] for name in late if not name.startswith(".")}
    assert foreign <= HEAVY | {"logging", "tokenize"}, "import it at the top"


def test_every_exception_is_needed() -> None:
    needed = {
        path.relative_to(ROOT / "analysis").as_posix() for path in FILES if any(name[0] == "." and inside for name, inside in imports(path))
    }
    assert set(LATE) == needed


@each_file
def test_a_module_fits_on_a_few_screens_and_says_first_what_it_decides(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MODULE
    documented = ast.get_docstring(ast.parse(text))
    assert documented
    assert documented.splitlines()[0].rstrip().endswith((".", "?", ":", ",")) or "\n" in documented


def test_the_house_is_small() -> None:
    assert sum(len(path.read_text("utf-8").splitlines()) for path in FILES) <= WHOLE


@pytest.mark.parametrize("room", ROOMS)
def test_a_face_lists_what_it_shows(room: str) -> None:
    tree = ast.parse((ROOT / "analysis" / room / "__init__.py").read_text("utf-8"))
    assert any(isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__" for node in tree.body)


def test_the_tests_mirror_the_rooms() -> None:
    assert {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name[0] not in "._"} <= {*ROOMS, "browser"}
    assert [path.name for path in (ROOT / "tests").rglob("__init__.py")] == []
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert len(names) == len(set(names))


def test_the_architecture_tells_of_every_room_in_order() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    places = [text.find(f"`{room}`") if f"`{room}`" in text else text.find(f"{room}/") for room in ROOMS]
    assert -1 not in places
    assert places == sorted(places)
