"""Honest edits get through: each is made as CONTRIBUTING says, and what it calls for is only to be reviewed, computed and locked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd
import pytest
from copies import Copy
from editing import added, counted, edited, placed, without

from analysis.__main__ import run
from analysis.checks import unreviewed
from analysis.checks.article import article_issues
from analysis.checks.context import context_issues
from analysis.checks.order import order_issues
from analysis.checks.text import cell_issues, text_issues
from analysis.metrics import compute
from analysis.package import Package, written

Edit = Callable[[Package], Package]


def page(package: Package, source_id: str, published: str, like: str = "anthropic-2025-11-18", **cells: str | None) -> Package:
    """The package with one more page, of a publisher of its own."""
    url = f"https://example.org/{source_id}"
    return placed(package, "sources", like, **({"source_id": source_id, "published": published, "url": url, "seen_in": None} | cells))


def cell(table: str, key: str, **cells: object) -> Edit:
    """An edit of one row."""
    return lambda package: edited(package, table, key, **cells)


def reworded(table: str, key: str, column: str, old: str, new: str) -> Edit:
    """An edit of some words of a cell."""

    def change(package: Package) -> Package:
        text = package.row(table, key)[column]
        assert old in text
        return edited(package, table, key, **{column: text.replace(old, new)})

    return change


# ------------------------------------------------------------ the article

ARTICLE: dict[str, Edit] = {
    "a synonym in a translation": reworded("passages", "agreement", "translation", "deeply influence", "profoundly affect"),
    "a translation in another order": cell(
        "passages", "amazon-earlier-stake", translation="About $8 billion had earlier been invested in Anthropic by Amazon."
    ),
    "an amount of a translation in other words": reworded(
        "passages", "amazon-earlier-stake", "translation", "about $8\u00a0billion", "around $8bn"
    ),
    "a dash and a quotation in a translation": reworded("passages", "scale", "translation", "is immense", "– “immense” – is plain"),
    "a claim in other words": cell(
        "statements", "concluded-agreement", statement="Microsoft, Nvidia and Anthropic agreed on a strategic partnership."
    ),
    "a claim of another topic": cell("statements", "claude-supported", topic="purpose"),
    "a claim about another company": cell("statements", "position-strengthened", about_id="microsoft"),
    "a claim that names a product with digits": cell(
        "statements", "claude-compute", statement="Anthropic will develop models such as Claude-4o there."
    ),
    "a claim about the scale of the initiative": lambda package: edited(
        placed(
            package, "statements", "market-influence", statement_id="immense-scale", passage_id="scale", statement="The scale is immense."
        ),
        "passages",
        "scale",
        role="statement",
    ),
    "a claim left out": lambda package: without(package, "statements", "persistent-challenges"),
    "a figure of another status": cell("figures", "azure-commitment", status="reported"),
    "a figure of another kind": cell("figures", "ai-spending-2025", kind="compute_purchase"),
    "a figure between other parties": cell("figures", "microsoft-investment", from_id="azure"),
    "a figure without a giver": cell("figures", "nvidia-investment", from_id=None),
    "a quote with half of its negation": cell("figures", "profitability-year", quote="pas de rentabilité avant 2028"),
    "a name by which the article does not call it left out": reworded("entities", "anthropic", "mentions", "|l’entreprise", ""),
    "a product of another company": cell("entities", "claude", parent_id="nvidia"),
    "another reason for a numeral": lambda package: edited(package, "other_numerals", None, row=1, reason="ordinal"),
}

# ------------------------------------------------------------ other sources


def a_quarter_of_backlog(package: Package) -> Package:
    """The next quarter of Alphabet, with its page."""
    more = page(package, "alphabet-call-2026-10-28", "2026-10-28", publisher="Alphabet")
    return placed(
        more, "backlog", "alphabet-backlog-2026-06-30", backlog_id="alphabet-backlog-2026-09-30", as_of="2026-09-30",
        low=560, high=560, printed="$560 billion", source_id="alphabet-call-2026-10-28",
    )  # fmt: skip


def a_quarter_of_growth(package: Package) -> Package:
    """The quarter that was missing: a hole is filled."""
    more = page(without(package, "holes", "aws-2026-q3"), "amazon-release-2026-10-29", "2026-10-29", publisher="Amazon")
    return placed(
        more, "cloud_growth", "aws-2026-q2", growth_id="aws-2026-q3", period="2026-Q3", fiscal_period="FY26-Q3", period_end="2026-09-30",
        growth_percent=38, growth_printed="38%", revenue_low=45.6, revenue_high=45.6, revenue_printed="$45.6 billion",
        source_id="amazon-release-2026-10-29", note=None,
    )  # fmt: skip


def a_quarter_of_spending(package: Package) -> Package:
    """The next quarter of Amazon, as filed."""
    more = page(without(package, "holes", "amazon-2026-q3-cash"), "amazon-release-2026-10-29-b", "2026-10-29", publisher="Amazon")
    return placed(
        more, "capex", "amazon-2026-q2-cash", capex_id="amazon-2026-q3-cash", period="2026-Q3", period_end="2026-09-30", low=58.1,
        high=58.1, printed="$58,100 million", filed_on="2026-10-29", source_id="amazon-release-2026-10-29-b",
    )  # fmt: skip


def a_second_page(package: Package) -> Package:
    """A second page for a value, by a publisher with letters of its own."""
    more = page(package, "hakki-haber-2026-08", "2026-08", publisher="Hakkı Haber", kind="press")
    return placed(
        more, "corroborations", "microsoft-backlog-2026-06-30-by-sec-company-facts-microsoft",
        corroboration_id="microsoft-backlog-2026-06-30-by-hakki-haber", low=678, high=678, printed="$678bn", difference=None,
        source_id="hakki-haber-2026-08",
    )  # fmt: skip


def a_deal_of_a_new_company(package: Package) -> Package:
    """A new organisation, its page and a flow."""
    more = page(package, "lumen-2026-10-02", "2026-10-02", publisher="Lumen", kind="primary")
    more = placed(more, "organisations", "nscale", organisation_id="lumen", name="Lumen", fiscal_year_end=None)
    return placed(
        more, "compute_deals", "anthropic-volta-2026-compute-purchase-anthropic", flow_id="anthropic-lumen-2026-compute-purchase-anthropic",
        deal_id="anthropic-lumen-2026", deal_name="Anthropic-Lumen 2026", announced_on="2026-10-02", to_id="lumen", low=12, high=12,
        printed="$12 billion", source_id="lumen-2026-10-02", status="definitive", counted=True, note="Four years + an option, 2027–2031",
    )  # fmt: skip


def a_french_page(package: Package) -> Package:
    """An estimate that a French page prints, with its typography."""
    more = page(
        package, "les-echos-2026-10-05", "2026-10-05", publisher="Les Échos", language="fr", kind="press", title="« IA : 3 000 Md$ »"
    )
    return placed(
        more, "spending_estimates", "bain-2031-2026-09-29", estimate_id="les-echos-2030-2026-10-05", estimated_by="Les Échos",
        stated_on="2026-10-05", period="2030", low=2000, high=None, bound="at_least", qualifier="more than",
        printed="plus de 2 000 milliards de dollars", source_id="les-echos-2026-10-05", note=None,
    )  # fmt: skip


def a_newer_run_rate(package: Package) -> Package:
    """A later statement of the company."""
    more = page(package, "anthropic-2026-10-20", "2026-10-20", publisher="Anthropic")
    return placed(
        more, "run_rate", "anthropic-run-rate-2026-07", rate_id="anthropic-run-rate-2026-10", as_of="2026-10", low=80, high=None,
        bound="at_least", qualifier="more than", printed="more than $80 billion", source_id="anthropic-2026-10-20", note=None,
    )  # fmt: skip


def a_revised_guidance(package: Package) -> Package:
    """Guidance raised in October."""
    more = page(package, "meta-call-2026-10-28", "2026-10-28", publisher="Meta")
    return placed(
        more, "capex_guidance", "meta-2026-with-leases-2026-07-29", guidance_id="meta-2026-with-leases-2026-10-28", given_on="2026-10-28",
        low=140, high=150, printed="$140-150 billion", source_id="meta-call-2026-10-28", note=None,
    )  # fmt: skip


def a_second_page_for_a_verdict(package: Package) -> Package:
    """A verdict rests on one page more, on which a check rests too."""
    kinds = {row["source_id"]: row["kind"] for row in package.rows("sources")}
    rows = [row for row in package.rows("verdict_sources") if row["verdict_id"] == "azure-growth"]
    other = next(
        row["source_id"]
        for row in package.rows("figure_checks")
        if row["figure_id"] == "azure-growth"
        and row["source_id"] not in [one["source_id"] for one in rows]
        and kinds[row["source_id"]] != "relay"
    )
    frame = package.frames["verdict_sources"]
    more = pd.DataFrame([rows[-1] | {"position": rows[-1]["position"] + 1, "source_id": other}]).astype(frame.dtypes)
    at = package.rows("verdict_sources").index(rows[-1]) + 1
    return replace(package, frames=package.frames | {"verdict_sources": pd.concat([frame[:at], more, frame[at:]], ignore_index=True)})


CONTEXT: dict[str, Edit] = {
    "a note with a dash between years and a plus": cell("capex", "amazon-2025-cash", note="2024–2026: cash + leases"),
    "a note in euros": cell("capex", "amazon-2025-cash", note="About € 113 billion at the rate of the day"),
    "a note with a quotation in French": cell("capex", "amazon-2025-cash", note="« Investissements » in the French release, n° 3"),
    "a note that ends in a full stop": cell("holes", "aws-2026-q3", why="No page was found in November 2026."),
    "an organisation renamed": cell("organisations", "iren", name="IREN Limited"),
    "an organisation with letters of another language": cell("organisations", "nscale", name="Nşcale Öy"),
    "a publisher renamed": cell("sources", "semafor-2025-03-20", publisher="Semafor Media"),
    "another title and address of a page": cell(
        "sources", "semafor-2025-03-20", title="The option that was not used", url="https://www.semafor.com/article/coreweave"
    ),
    "a page whose day is known now": cell("sources", "semafor-2025-03-20", published="2025-03-21"),
    "a page that turned out to be a relay": cell("sources", "semafor-2025-03-20", kind="relay", relays="Reuters"),
    "printed words with another sign of the same amount": cell("backlog", "alphabet-backlog-2026-06-30", printed="US$514 bn"),
    "an amount corrected with its words": cell("backlog", "alphabet-backlog-2026-06-30", low=515, high=515, printed="$515 billion"),
    "a hedge that was overlooked": cell(
        "backlog",
        "alphabet-backlog-2026-06-30",
        low=514,
        high=None,
        bound="at_least",
        qualifier="more than",
        printed="more than $514 billion",
    ),
    "a deal that was closed": cell("compute_deals", "amd-anthropic-2026-equity-investment-amd", status="closed"),
    "a deal that was cancelled": cell(
        "compute_deals", "anthropic-volta-2026-compute-purchase-anthropic", status="cancelled", counted=False
    ),
    "a term with its words": cell(
        "commitments", "anthropic-commitment-microsoft-2026-09", term_end="2034-05", term_printed="Nov 2026 - May 2034"
    ),
    "a verdict that names a product with digits": cell(
        "verdicts", "nvidia-architectures", why="The announcement names both, GB300 among them."
    ),
    "another verdict": cell("verdicts", "azure-growth", verdict="overtaken"),
    "a tolerance that turned out too narrow": cell(
        "tolerances", "year-step", value=300, statement="Revenue or spending may change by 300% in a year"
    ),
    "a definition in other words": cell(
        "cloud_series", "google-cloud", definition="The segment Google Cloud, counted in one way throughout"
    ),
    "an outcome of another topic": cell("outcomes", "nvidia-frontier-labs-2026-08-26", topic="reverse_flow"),
    "a hole that was looked for": lambda package: placed(
        package, "holes", "aws-2026-q3", hole_id="aws-2026-q4", why="Looked for in November 2026, without finding a page"
    ),
    "a corroboration left out": lambda package: without(package, "corroborations", "amazon-backlog-2026-06-30-by-amazon-call-2026-07-30"),
    "a day of collection more": lambda package: edited(
        added(package, "collections", "2026-11-26", collected_on="2026-12-02", note="Read again"),
        "sources",
        "semafor-2025-03-20",
        accessed_on="2026-12-02",
    ),
    "a new quarter of backlog": a_quarter_of_backlog,
    "a quarter that fills a hole": a_quarter_of_growth,
    "a new quarter of spending": a_quarter_of_spending,
    "a second page for a value": a_second_page,
    "a deal of a new company": a_deal_of_a_new_company,
    "an estimate of a French page": a_french_page,
    "a newer run-rate": a_newer_run_rate,
    "a revised guidance": a_revised_guidance,
    "a second page for a verdict": a_second_page_for_a_verdict,
}
EDITS = ARTICLE | CONTEXT
# These change a row that another edit of the list changes too, and are left out where all are made at once.
ALONE = {
    "a note in euros", "a note with a quotation in French", "another title and address of a page", "a page whose day is known now",
    "a page that turned out to be a relay", "an amount corrected with its words", "a hedge that was overlooked",
    "an amount of a translation in other words", "a note that ends in a full stop", "a figure of another kind",
}  # fmt: skip


def test_there_are_enough_edits() -> None:
    assert len(EDITS) >= 40


def said(package: Package, *tables: str) -> set[tuple[str, str, str]]:
    """What the checks of content find, those of cells and characters in some tables alone, without the lines."""
    issues = [*article_issues(package), *order_issues(package), *context_issues(package)]
    some = replace(package, descriptor={**package.descriptor, "resources": [package.resource(table) for table in tables]})
    issues += cell_issues(some)
    for table in tables:
        columns = [field["name"] for field in package.resource(table)["schema"]["fields"]]
        issues += text_issues(written(package.rows(table), columns).encode(), f"{table}.csv")
    return {(issue.path, issue.column, issue.message) for issue in issues}


@pytest.fixture(scope="module")
def before(package: Package) -> set[tuple[str, str, str]]:
    """What is found in the real package: nothing, once its data are whole."""
    return said(package)


@pytest.mark.parametrize("name", EDITS)
def test_an_honest_edit_is_accepted_once_reviewed(package: Package, before: set[tuple[str, str, str]], name: str) -> None:
    changed = counted(EDITS[name](package))
    tables = [table for table in package.frames if changed.frames[table] is not package.frames[table]]
    assert tables
    assert said(changed, *tables) - before == set()
    assert compute(changed)


@cache
def unsigned(package: Package) -> set[tuple[object, ...]]:
    """The rows of the real package that wait for a review: none, once its data are whole."""
    return {(table, *row.values()) for table, row in unreviewed(package)}


@pytest.mark.parametrize("name", [name for name in EDITS if "left out" not in name])
def test_an_honest_edit_waits_for_a_review_of_its_rows_alone(package: Package, name: str) -> None:
    before = unsigned(package)
    waiting = [(table, *row.values()) for table, row in unreviewed(EDITS[name](package))]
    assert 1 <= len([row for row in waiting if row not in before]) <= 4


@pytest.mark.slow
def test_all_of_them_together_need_the_commands_of_contributing_and_no_more(
    package: Package, copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = package
    for name, edit in EDITS.items():
        if name not in ALONE:
            changed = edit(changed)
    copy.write(counted(changed))
    options = ["--package", str(copy.descriptor)]
    assert run(["validate", *options]) == 1
    assert "briefing lock" in capsys.readouterr().out
    for command in ("metrics --write", "lock", f"review --all --on {date(2026, 12, 2)}", "lock"):
        assert run([*command.split(), *options]) == 0, capsys.readouterr()
    capsys.readouterr()
    run(["validate", *options])
    assert capsys.readouterr().out.splitlines() == [f"{copy.descriptor}: every check holds"]
