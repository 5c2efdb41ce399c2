"""The appendices: an entry for every figure, metric and fact, each with where it comes from, and the article by sentence.

An entry opens with its mark, value and id, and one sentence. Its particulars follow in the order in which a reader needs
them: bound and verdict, the printed words with their source, then formula and inputs, last what it is used for.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..metrics import Metric, registry
from ..package import Fact, Row, name_of
from ..values import BOUND_MEANINGS
from .markdown import Markdown, escape, particulars, source_words, verdict_word
from .numbers import Numbers


def figures(brief: Numbers) -> Markdown:
    """Every figure of the article: bound, verdict, the French words, our translation, and what is made of it."""
    blocks = []
    for name, row in brief.figures.items():
        passage = brief.package.row("passages", row["passage_id"])
        period = f", {escape(row['period'].replace('../', 'until '))}" if row["period"] else ""
        facts = [
            ("Bound", f"{BOUND_MEANINGS[row['bound']]}, {escape(row['status'])}{period}"),
            ("Verdict", brief.verdict(brief.verdicts[name]) if name in brief.verdicts else ""),
            ("Printed", f"[“{escape(row['quote'])}”]{{lang=fr}}"),
            ("Sentence", f"“{escape(passage['translation'])}” [In the article](#p-{name_of(row['passage_id'])})"),
            ("Used for", _used_for(brief, name)),
        ]
        blocks.append(_entry(brief, name, brief.package.statement("figures", row), facts))
    return Markdown("\n".join(blocks))


def metrics(brief: Numbers) -> Markdown:
    """Every metric: what it rests on, formula, inputs with their values, reading and caveat."""
    return Markdown("\n".join(_metric(brief, one) for one in registry().values()))


def facts(brief: Numbers) -> Markdown:
    """Every fact that the text shows or a metric rests on, with its printed words and its source, in the order of first use."""
    for one in registry().values():
        for name in one.inputs:
            brief.note(name)
    return Markdown("\n".join(_fact(brief, brief.package.facts[name]) for name in brief.shown))


def article(brief: Numbers) -> Markdown:
    """The article, sentence by sentence, in French with its figures marked, and in our translation."""
    return Markdown("\n".join(_sentence(brief, row) for row in brief.package.rows("passages")))


def _metric(brief: Numbers, one: Metric) -> str:
    names = {name: "" if name in brief.package.facts else f" [{escape(name)}]{{.id}}" for name in one.inputs}
    known = [
        ("Bound", BOUND_MEANINGS[brief.values[one.metric_id].bound]),
        ("Rests on", _verdicts_below(brief, one.metric_id)),
        ("Formula", escape(one.formula)),
        ("Inputs", "; ".join(brief.number(name).text + said for name, said in names.items())),
        ("Reading", escape(one.reading)),
        ("Caveat", escape(one.caveat)),
        ("Used for", _used_for(brief, one.metric_id)),
    ]
    return _entry(brief, one.metric_id, one.label, known)


def _fact(brief: Numbers, fact: Fact) -> str:
    source = brief.package.row("sources", fact.row["source_id"])
    known = [
        ("Bound", BOUND_MEANINGS[fact.quantity.bound]),
        ("Printed", f"[“{escape(fact.printed)}”]{{lang={name_of(source['language'] or 'en')}}}" if fact.printed else ""),
        ("Source", source_words(source)),
        ("Note", _sentenced(fact.row.get("note"))),
        ("Used for", _used_for(brief, fact.fact_id, by_mark=True)),
    ]
    return _entry(brief, fact.fact_id, brief.package.statement(fact.table, fact.row), known, "trace row")


def _entry(brief: Numbers, name: str, label: str, known: Iterable[tuple[str, str]], classes: str = "trace") -> str:
    """One entry. The filter adds the sections of the text that link to it."""
    marks = " ".join(f".{one}" for one in classes.split())
    return (
        f"::: {{#{brief.anchor(name)} {marks}}}\n[{brief.note(name)}]{{.note}} [{escape(brief.words(name))}]{{.value}} "
        f"[{escape(name)}]{{.id}}\n\n{escape(label)}\n\n{particulars(known)}\n:::\n"
    )


def _used_for(brief: Numbers, name: str, *, by_mark: bool = False) -> str:
    """The metrics that a number goes into, by label, or for the many facts by the mark of their entry."""
    users = [one for one in registry().values() if name in one.inputs]
    return ", ".join(f"[{brief.note(one.metric_id) if by_mark else escape(one.label)}](#m-{one.metric_id})" for one in users)


def _verdicts_below(brief: Numbers, name: str) -> str:
    """The verdicts on the figures that a metric rests on, each with these figures."""
    groups: dict[str, list[str]] = {}
    for figure in brief.figures_below(name):
        if figure in brief.verdicts:
            groups.setdefault(brief.verdicts[figure]["verdict"], []).append(escape(figure))
    return "; ".join(f"{verdict_word(verdict)}: {', '.join(names)}" for verdict, names in groups.items())


def _sentence(brief: Numbers, passage: Row) -> str:
    name = passage["passage_id"]
    inside = [row for row in brief.figures.values() if row["passage_id"] == name]
    claims = {row["statement_id"]: row["statement"] for row in brief.package.rows("statements") if row["passage_id"] == name}
    lines = [f"{escape(text)} {brief.verdict(brief.verdicts[claim])}" for claim, text in claims.items() if claim in brief.verdicts]
    known = [("Figures", "; ".join(brief.number(row["figure_id"]).text for row in inside)), ("Claims", "\\\n    ".join(lines))]
    return (
        f"::: {{#p-{name_of(name)} .passage}}\n[{brief.sentences[name]}]{{.note}} [{_marked(passage['quote'], inside)}]{{lang=fr}}\n\n"
        f"[{escape(passage['translation'])}]{{.translation}}\n\n{particulars(known)}\n:::\n"
    )


def _marked(quote: str, inside: Iterable[Row]) -> str:
    """A sentence in which the words of each figure are marked; the filter leads each mark to where the text uses it."""
    pieces = []
    for figure in inside:  # in the order of the article
        before, phrase, quote = quote.partition(figure["quote"])
        pieces.append(f"{escape(before)}[{escape(phrase)}]{{.mark figure={name_of(figure['figure_id'])}}}")
    return "".join(pieces) + escape(quote)


def _sentenced(note: str | None) -> str:
    """A note of a row as a sentence."""
    return f"{escape(note[0].upper() + note[1:].rstrip('.'))}." if note else ""
