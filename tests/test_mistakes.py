"""Mistakes that people make in the tables: the rules of translation, claims, owners and order find them, and the proof tells the truth."""

from __future__ import annotations

import csv
import io
from random import Random

import pytest
from conftest import Copy

from analysis.checks.conformance import lock
from analysis.checks.article import evidence_issues
from analysis.package.tables import Issue, open_package
from analysis.checks.tidy import tidy_issues
from analysis.checks.translation import left_over
from benchmarks.mutation import Cells, Judge, Mutation, Tables, mutations

# ------------------------------------------------------------ translations

FRENCH = "Amazon avait auparavant investi environ 8 milliards de dollars dans Anthropic."
ENGLISH = "Amazon had earlier invested about $8 billion in Anthropic."
AMOUNT = [("environ 8 milliards de dollars", "about $8 billion")]


def test_a_translation_holds_in_every_way_the_lexicon_lists() -> None:
    assert left_over(FRENCH, ENGLISH, AMOUNT) == ""


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("Amazon had earlier invested about $8 billion in OpenAI.", "names and numbers"),
        ("Anthropic had earlier invested about $8 billion in Amazon.", "names and numbers"),
        ("Amazon had later invested about $8 billion in Anthropic.", "“later”"),
        ("Amazon had invested about $8 billion in Anthropic.", "too many or too few"),
        ("Amazon had earlier invested about $8 billion in in Anthropic.", "too many or too few"),
        ("Amazon had earlier invested about $9 billion in Anthropic.", "names and numbers"),
        ("Amazon had earlier invested $8 billion in Anthropic.", ""),
        ("Amazon had earlier invested about $8 billion in  Anthropic.", "slip of the pen"),
        ("Amazon had earlier invested about $8 billion in Anthropic", "full stop"),
        ("Аmazon had earlier invested about $8 billion in Anthropic.", "Latin letters"),  # a Cyrillic А
    ],
)
def test_a_word_changed_dropped_or_added_in_a_translation_is_said(english: str, said: str) -> None:
    found = left_over(FRENCH, english, AMOUNT)
    assert found
    assert said in found


def test_a_translation_that_never_ends_is_judged_as_fast_as_any() -> None:
    assert "full stop" in left_over(FRENCH, "A" + "n n" * 100_000)


def test_a_word_changed_in_the_french_is_said_too() -> None:
    assert left_over(FRENCH.replace("auparavant", "ensuite"), ENGLISH, AMOUNT)


# ------------------------------------------------------------ claims, owners, order


def told(copy: Copy) -> list[Issue]:
    package = open_package(copy.descriptor)
    return [*evidence_issues(package), *tidy_issues(package)]


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "said"),
    [
        ("statements", "concluded-agreement", "statement", "Microsoft, Nvidia and Anthropic concluded a secret agreement.", "“secret”"),
        ("statements", "concluded-agreement", "statement", "Microsoft and Nvidia concluded a strategic agreement.", ""),
        ("statements", "azure-ahead", "statement", "Azure is ahead AWS in annual growth.", "between “ahead” and “AWS”"),
        ("statements", "first-stage", "statement", "At first, Anthropic will use this power.", "“power”, which the translation"),
        ("statements", "concluded-agreement", "about_id", "nvidia", "names microsoft first"),
        ("statements", "market-influence", "about_id", "microsoft", "names nobody first"),
        ("statements", "market-influence", "topic", "risk", "by its words the claim is one of market_effect"),
        ("passages", "agreement", "translation", "Microsoft, Nvidia and Anthropic have concluded a strategic agreement.", ""),
        ("entities", "claude", "parent_id", "nvidia", "no sentence gives Claude to Nvidia"),
        ("entities", "vera-rubin", "parent_id", "claude", "is no company"),
        ("entities", "azure", "kind", "product", "a service has the name of a company"),
        ("entities", "azure", "parent_id", "amazon", "does not have the name of Amazon"),
        ("entities", "aws", "entity_id", "amazon-web", "is none of its names"),
        ("entities", "vera-rubin", "mentions", "Vera", "“Rubin”, which is in no row of entities"),
    ],
)
def test_a_wrong_reading_of_the_article_is_named(copy: Copy, table: str, key: str, column: str, value: str, said: str) -> None:
    assert told(copy) == []
    copy.set_cell(table, key, column, value)
    messages = [issue.message for issue in told(copy)]
    assert messages
    assert any(said in message for message in messages)


def swapped(data: bytes) -> bytes:
    lines = data.splitlines(True)
    return b"".join([*lines[:1], lines[2], lines[1], *lines[3:]])


def test_rows_out_of_order_removed_or_renamed_by_a_slip_are_named(copy: Copy) -> None:
    copy.edit_file("data/context/capex.csv", swapped)
    copy.edit_file("data/context/holes.csv", lambda data: b"".join(data.splitlines(True)[:-1]))
    copy.edit_file("data/context/gigawatt_costs.csv", lambda data: data.replace(b"\nbarclays-", b"\nbarclaus-", 1))
    found = {issue.path.split("/")[-1]: issue for issue in tidy_issues(open_package(copy.descriptor))}
    assert found["capex.csv"].row == 3
    assert "sort the rows by company_id" in found["capex.csv"].hint
    assert found["holes.csv"].message == "has 25 rows, not the 26 written down for it"
    assert "“barclaus”, which no other cell of the row has" in found["gigawatt_costs.csv"].message


@pytest.mark.slow
def test_a_letter_that_looks_like_another_is_named_with_its_line(copy: Copy) -> None:
    copy.edit_file("data/context/sources.csv", lambda data: data.replace(b"Anthropic", "Аnthropic".encode(), 1))
    copy.edit_file("data/context/organisations.csv", lambda data: data.replace(b"\nakamai,Akamai", "\nakamai,Akamaі".encode(), 1))
    said = {issue.path: issue for issue in copy.issues()}
    assert "cyrillic capital letter a" in said["data/context/sources.csv"].message
    assert said["data/context/organisations.csv"].row == 3
    assert "cyrillic" in said["data/context/organisations.csv"].message


# ------------------------------------------------------------ the proof


def written(rows: list[Cells]) -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables(open_package())


@pytest.fixture(scope="module")
def mistakes(tables: Tables) -> list[Mutation]:
    return list(mutations(tables))


def test_every_tried_mistake_in_numbers_dates_keys_lists_and_rows_of_the_article_is_found(tables: Tables, mistakes: list[Mutation]) -> None:
    judge = Judge(tables)
    hard = [one for one in mistakes if tables.folder[one.table] == "article"]
    hard = [one for one in hard if not one.column or tables.column_class(one.table, one.column) != "text"]
    tried = Random(8).sample(hard, 300)  # noqa: S311
    assert [one for one in tried if not judge(one)] == []


@pytest.mark.slow
def test_the_proof_judges_as_validation_does(copy: Copy, tables: Tables, mistakes: list[Mutation]) -> None:
    judge, chance = Judge(tables), Random(4)  # noqa: S311
    verdicts = [(one, judge(one)) for one in chance.sample(mistakes, 300)]
    missed = [one for one, verdict in verdicts if not verdict]
    weighed = [one for one, verdict in verdicts if verdict.startswith("content") or verdict in ("ids", "statements", "words of the id")]
    plain = [one for one, verdict in verdicts if verdict and one not in weighed]
    tried = [(one, False) for one in missed[:6]] + [(one, True) for one in weighed[:6] + plain[:6]]
    assert len(tried) == 18
    for one, expected in tried:
        path = f"data/{tables.folder[one.table]}/{one.table}.csv"
        before = (copy.folder / path).read_bytes()
        rows = [*tables.rows[one.table]]
        assert written(rows) == before
        rows[one.at : one.at + one.gone] = one.rows
        (copy.folder / path).write_bytes(written(rows))
        lock(copy.descriptor)
        assert bool(copy.issues()) == expected, one
        (copy.folder / path).write_bytes(before)
