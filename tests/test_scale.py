"""Generated packages hold, and what is found in them does not depend on how they are cut or by how many processes."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from random import Random

import pytest

from analysis import evidence, open_package, parts, validate
from analysis.evidence import evidence_issues
from analysis.package import DataPackage
from benchmarks.articles import FIGURES, TABLES, make
from benchmarks.scale import exponent


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("articles"), 60)


def test_the_reader_finds_in_generated_articles_what_was_put_there(made: Path) -> None:
    assert validate(made) == []
    figures = open_package(made).rows("figures")
    assert len(figures) == 60 * FIGURES
    assert {row["bound"] for row in figures} == {"exact", "about", "at_least", "at_most", "range"}
    assert {row["unit"] for row in figures} == {"USD_bn", "GW", "percent", "year"}
    assert len({row["quote"] for row in figures}) > 0.85 * len(figures)  # the reader cannot know them by heart


def test_the_same_arguments_make_the_same_bytes(made: Path, tmp_path: Path) -> None:
    again = make(tmp_path, 60)
    for path in (made.parent / "seeds/article.fr.txt", made, *sorted((made.parent / "data/article").iterdir())):
        assert (again.parent / path.relative_to(made.parent)).read_bytes() == path.read_bytes()


def test_a_package_without_its_scope_needs_the_context(made: Path, tmp_path: Path) -> None:
    plain = tmp_path / "datapackage.json"
    plain.write_text(made.read_text("utf-8").replace('"scope": "article"', '"scope": "all"'), "utf-8")
    assert any("there is no resource 'capex'" in issue.message for issue in validate(plain))


def broken(made: Path, folder: Path, seed: int) -> DataPackage:
    """The package with faults in many cells, such as pass every check of rows and keys."""
    random = Random(seed)  # noqa: S311 - faults need only vary
    for path in (made, made.parent / "seeds/article.fr.txt", *(made.parent / f"data/article/{name}.csv" for name in TABLES)):
        target = folder / path.relative_to(made.parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    columns = {
        "passages": ("start", "end", "quote", "translation", "role"),
        "figures": ("quote", "kind", "from_id", "to_id", "low", "high", "bound", "period", "status", "statement"),
        "statements": ("statement",),
        "other_numerals": ("start", "quote", "reason"),
    }
    for name, names in columns.items():
        path = folder / f"data/article/{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for _ in range(12):
            row, column, other = random.choice(rows), random.choice(names), random.choice(rows)
            row[column] = str(int(row[column]) + random.choice((-1, 1, 40))) if column in ("start", "end") else other[column]
        if name == "figures":
            random.shuffle(rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return open_package(folder / "datapackage.json")


def found(package: DataPackage) -> list[str]:
    return [repr(issue) for issue in evidence_issues(package)]


@pytest.mark.parametrize("seed", range(5))
def test_what_is_found_does_not_depend_on_where_the_article_is_cut(
    made: Path, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = broken(made, tmp_path, seed)
    whole = found(package)
    assert len(whole) > 30
    monkeypatch.setattr(parts, "SIZE", 40)
    assert len(list(parts.parts_of(package))) > 8
    assert found(package) == whole


@pytest.mark.slow
def test_several_processes_find_what_one_finds_in_the_same_order(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = broken(made, tmp_path, 9)
    whole = found(package)
    monkeypatch.setattr(parts, "SIZE", 100)
    monkeypatch.setattr(evidence, "SIZE", 100)
    told: list[tuple[str, int, int]] = []
    issues = evidence_issues(package, lambda *step: told.append(step))
    assert [repr(issue) for issue in issues] == whole
    assert told[-1] == ("evidence", 601, 601)


def test_the_exponent_of_a_line_is_one_and_of_a_square_two() -> None:
    sizes = [10**5, 10**6, 10**7]
    assert math.isclose(exponent(sizes, [4.0, 40.0, 400.0]) or 0, 1)
    assert math.isclose(exponent(sizes, [4.0, 400.0, 40_000.0]) or 0, 2)
    assert exponent([10**4, 10**5], [0.1, 4.0]) is None  # start and imports are no growth
