"""Tables and lists of the text: the key figures, who gives what to whom, the verdicts, some metrics, and the gaps."""

from __future__ import annotations

from datetime import date

from ..metrics import registry
from ..package import name_of
from ..values import BOUND_MEANINGS, date_words
from .markdown import VERDICTS, Markdown, as_html, captioned, escape, table, verdict_word
from .numbers import Numbers

GIVEN = ("compute_purchase", "equity_investment", "compute_capacity")


def masthead(brief: Numbers, changes: str = "") -> Markdown:
    """Date, edition, how new the other sources are, and in the page where the PDF, the data and the changes are.

    `changes` is the anchor of the section or the address of the page that says what changed since the last edition.
    The page adds how long the text takes to read.
    """
    descriptor = brief.package.descriptor
    last = max(row["published"] for row in brief.package.rows("sources") if len(row["published"] or "") == 10)
    day, seen = (date_words(date.fromisoformat(one)) for one in (descriptor["created"][:10], last))
    said = f"[{day}]{{.day}} · [Edition {escape(descriptor['version'])}]{{.edition}} · Other sources as of {seen}"
    changed = f" · [What changed since the last edition]({changes})" if changes else ""
    files = {"report.pdf": "PDF for print", f"data/{name_of(descriptor['name'])}-{name_of(descriptor['version'])}.zip": "Data"}
    links = "".join(f'<a href="{path}">{text}</a>' for path, text in files.items())
    return Markdown(f"::: {{.masthead}}\n{said}{changed}\n\n{as_html(f'<p>{links}</p>')}\n:::\n")


def key_figures(brief: Numbers, *chosen: tuple[str, str] | tuple[str, str, str]) -> Markdown:
    """A strip of numbers, each with what it is, its bound, and what other sources make of it.

    `chosen` gives an id, the words that follow its value, and maybe a second id whose value ends these words: what is known by
    now, or what the article says. A metric has the verdicts of the figures that it rests on.
    """
    items = []
    for name, label, *beside in chosen:
        shown = brief.number(name)  # an id that is none is told here
        value = brief.values[name] if name in registry() else brief.package[name].quantity
        assert value is not None  # for what has a number has a quantity
        made = ", computed" if name in registry() else ""
        found = {brief.verdicts[one]["verdict"] for one in brief.figures_below(name)}
        said = " ".join(verdict_word(verdict) for verdict in VERDICTS if verdict in found)
        bound = f"[{BOUND_MEANINGS[value.bound]}{made}]{{.bound}}"
        known = "".join(brief.number(one).text for one in beside)
        items.append(f"- {shown}\n\n  {escape(label)}{known}\n\n  {bound} {said}\n")
    return Markdown("::: {.key-figures}\n\n" + "\n".join(items) + "\n:::\n")


def deal_table(brief: Numbers) -> Markdown:
    """Who gives what to whom, as the article says it."""
    names = {row["entity_id"]: row["name"] for row in brief.package.rows("entities")}
    rows = [
        (
            escape(names.get(row["from_id"], "not stated")),
            escape(names[row["to_id"]]),
            brief.number(name).text,
            BOUND_MEANINGS[row["bound"]],
            verdict_word(brief.verdicts[name]["verdict"]),
        )
        for name, row in brief.figures.items()
        if row["kind"] in GIVEN
    ]
    caption = "What each party gives, with the bound that the article states and what other sources say of it."
    return captioned("tbl-deal", table(("From", "To", "What", "Bound", "Verdict"), rows, "19 19 22 16 24"), caption)


def verdict_table(brief: Numbers) -> Markdown:
    """What other sources say of each figure, and of the claims they speak to: one verdict each."""
    rows = []
    for row in brief.package.rows("verdicts"):
        about = brief.statement(row["figure_id"]) if row["figure_id"] else f"{brief.claim(row['statement_id'])}."
        rows.append((about, verdict_word(row["verdict"]), brief.why(row)))
    return captioned("tbl-verdicts", table(("The article", "Verdict", "Why"), rows, "30 19 51"), "What other sources say of the article.")


def holes(brief: Numbers) -> Markdown:
    """What was looked for and not found: each reason with the rows that are missing for it."""
    missing: dict[str, list[str]] = {}
    for row in brief.package.rows("holes"):
        missing.setdefault(row["why"].rstrip("."), []).append(row["hole_id"])
    items = (f"- {escape(why)}: [{escape(', '.join(rows))}]{{.missing}}." for why, rows in missing.items())
    return Markdown("\n".join(items) + "\n")


def latest_quarters(brief: Numbers) -> Markdown:
    """For each cloud and each company, the quarter of its last row."""
    organisations = {row["organisation_id"]: row for row in brief.package.rows("organisations")}
    providers = {row["series_id"]: row["provider_id"] for row in brief.package.rows("cloud_series")}
    last: dict[str, str] = {}
    for who, row in [
        *((providers[row["series_id"]], row) for row in brief.package.rows("cloud_growth")),
        *((row["company_id"], row) for row in brief.package.rows("capex")),
    ]:
        if "quarter" in row["period_kind"] and organisations[who]["kind"] != "group":
            last[who] = max(last.get(who, ""), row["period_end"])
    by_day: dict[str, list[str]] = {}
    for who, day in last.items():
        by_day.setdefault(day, []).append(organisations[who]["name"])
    said = (f"to {date_words(date.fromisoformat(day))} for {', '.join(who)}" for day, who in sorted(by_day.items()))
    return Markdown(escape("; ".join(said)))
