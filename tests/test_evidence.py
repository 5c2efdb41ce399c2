"""The article's tables: the real ones hold, and no cell can change its meaning unseen."""

from __future__ import annotations

import hashlib

import pytest
from conftest import Copy

from analysis import DataPackage, validate
from analysis.package.tables import ROOT

FIGURE_IDS = {
    "azure-commitment", "compute-capacity", "amazon-investment", "nvidia-investment", "microsoft-investment",
    "ai-spending-2025", "ai-spending-2030", "azure-growth", "aws-growth", "profitability-year",
}  # fmt: skip


def test_the_article_is_the_one_received() -> None:
    received = "ec5f62f744cc7a5a14ece56de62edce88b3b473c2ec3ca15a5f4427511e63010"
    assert hashlib.sha256((ROOT / "seeds/article.fr.txt").read_bytes()).hexdigest() == received


def test_the_package_as_it_stands_holds() -> None:
    assert validate() == []


def test_the_figures_are_the_ten_of_the_article(package: DataPackage) -> None:
    assert {row["figure_id"] for row in package.rows("figures")} == FIGURE_IDS


# One change of meaning for every cell of the figures that can have one. The last is the column named.
CHANGES = [
    (key, column, value)
    for key, changes in {
        "azure-commitment": {
            "passage_id": "first-gigawatt", "quote": "31 milliards de dollars", "kind": "spending", "from_id": "microsoft",
            "to_id": "microsoft", "low": "3", "high": "300", "unit": "GW", "bound": "about", "period": "2025", "status": "reported",
            "statement": "Anthropic has committed to buy $30\u00a0billion of compute capacity from Amazon Web Services.",
        },
        "compute-capacity": {
            "quote": "un gigawatt", "kind": "spending", "from_id": "azure", "to_id": "nvidia", "low": "1", "high": "2",
            "unit": "USD_bn", "bound": "at_least", "status": "forecast", "statement": "Anthropic will use 1 gigawatt of compute power.",
        },
        "amazon-investment": {
            "quote": "8 milliards de dollars", "from_id": "nvidia", "to_id": "aws", "low": "8.1", "high": "80", "bound": "exact",
            "status": "announced", "kind": "compute_purchase",
        },
        "nvidia-investment": {"from_id": "microsoft", "to_id": "claude", "high": "5", "low": "0", "bound": "exact", "period": "../2030"},
        "microsoft-investment": {"from_id": "nvidia", "to_id": "", "high": "10", "quote": "jusqu’à 10 milliards de dollars"},
        "ai-spending-2025": {
            "low": "40", "high": "400", "bound": "at_most", "period": "", "status": "reported", "from_id": "microsoft",
            "quote": "dépasser 400 milliards de dollars", "kind": "equity_investment",
        },
        "ai-spending-2030": {
            "low": "3", "high": "4", "bound": "exact", "period": "2030", "unit": "GW", "quote": "4 trillions de dollars d’ici 2030",
        },
        "azure-growth": {"low": "17.5", "high": "93", "to_id": "aws", "unit": "USD_bn", "kind": "date", "status": "forecast"},
        "aws-growth": {"low": "1.75", "high": "175", "to_id": "azure", "from_id": "aws", "bound": "about"},
        "profitability-year": {
            "low": "2027", "high": "2028", "bound": "exact", "unit": "percent", "to_id": "azure", "status": "announced",
            "quote": "avant 2028", "statement": "Anthropic expects profitability before 2028.",
        },
    }.items()
    for column, value in changes.items()
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("key", "column", "value"), CHANGES)
def test_a_changed_cell_of_a_figure_is_found(copy: Copy, key: str, column: str, value: str) -> None:
    copy.set_cell("figures", key, column, value)
    assert any(issue.path == "data/article/figures.csv" for issue in copy.issues())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "key", "column", "value"),
    [
        ("passages", "agreement", "start", "18"),
        ("passages", "agreement", "end", "180"),
        ("passages", "azure-purchase", "quote", "Anthropic s’est engagée à acheter pour 30 milliards de dollars."),
        ("passages", "new-investments", "translation", "Nvidia will invest $10\u00a0billion, Microsoft up to $5\u00a0billion."),
        ("passages", "growth-rates", "translation", "Azure grows by 39% and AWS by 17.5%, since 2020."),
        ("passages", "growth-rates", "role", "connective"),
        ("passages", "scale", "role", "statement"),
        ("passages", "dateline", "role", "connective"),
        ("entities", "azure", "mentions", "Azure Cloud"),
        ("entities", "azure", "parent_id", ""),
        ("entities", "claude", "name", "Claude 2"),
        ("statements", "multi-cloud", "statement", "Anthropic uses 2 clouds."),
        ("statements", "multi-cloud", "passage_id", "scale"),
        ("statements", "multi-cloud", "about_id", "google"),
        ("other_numerals", "first-gigawatt", "reason", "dateline"),
        ("other_numerals", "growth-rates", "start", "1550"),
    ],
)
def test_a_changed_cell_elsewhere_is_found(copy: Copy, table: str, key: str, column: str, value: str) -> None:
    if table == "other_numerals":  # its first column does not name a row: change the first that fits
        line = next(r for r in (copy.folder / "data/article/other_numerals.csv").read_text("utf-8").splitlines() if r.startswith(key))
        cells = dict(zip(["passage_id", "start", "end", "quote", "reason"], line.split(","), strict=True)) | {column: value}
        copy.edit_file("data/article/other_numerals.csv", lambda data: data.replace(line.encode(), ",".join(cells.values()).encode()))
    else:
        copy.set_cell(table, key, column, value)
    assert any(issue.path == f"data/article/{table}.csv" for issue in copy.issues())


def test_a_figure_that_is_left_out_leaves_its_numerals_unclaimed(copy: Copy) -> None:
    copy.edit_file("data/article/figures.csv", lambda data: b"".join(r for r in data.splitlines(True) if not r.startswith(b"aws-growth")))
    messages = [issue.message for issue in copy.issues()]
    assert "“17,5” is claimed by no figure and not listed" in messages


def test_a_sentence_that_is_left_out_is_missed(copy: Copy) -> None:
    copy.edit_file("data/article/passages.csv", lambda data: b"".join(r for r in data.splitlines(True) if not r.startswith(b"scale,")))
    assert any("does not follow on the passage before" in issue.message for issue in copy.issues())


def test_a_changed_article_is_found_even_when_its_hash_is_refreshed(copy: Copy) -> None:
    copy.edit_file("seeds/article.fr.txt", lambda data: data.replace(b"39 %", b"93 %"))
    assert any(issue.path == "data/article/passages.csv" and issue.column == "quote" for issue in copy.issues())


def test_an_issue_says_where_what_and_what_to_do(copy: Copy) -> None:
    copy.set_cell("figures", "nvidia-investment", "bound", "exact")
    copy.set_cell("figures", "nvidia-investment", "low", "10")
    issue = next(issue for issue in copy.issues() if issue.column == "bound")
    assert (issue.path, issue.row) == ("data/article/figures.csv", 5)
    assert issue.message == "is exact, but the article says at_most"
    assert issue.hint
