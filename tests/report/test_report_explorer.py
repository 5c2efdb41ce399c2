"""What would have to be true: results worked out by hand, the same as the metrics at the marks, and no start that is a forum post."""

from __future__ import annotations

from decimal import Decimal

import pytest

from analysis.metrics import compute
from analysis.package import Package
from analysis.report.explorer import Question, against, answers, cases, questions
from analysis.values import Quantity, exactly, words


@pytest.fixture(scope="module")
def asked(package: Package) -> dict[str, Question]:
    return {one.name: one for one in questions(package)}


def said(question: Question, **chosen: str) -> dict[str, str]:
    found = answers(question, {name: Decimal(value) for name, value in chosen.items()})
    return {name: text.replace("\u00a0", " ") for name, text in found.items()}


def test_thirty_billion_at_twelve_a_year_fill_a_gigawatt_for_two_and_a_half_years(asked: dict[str, Question]) -> None:
    found = said(asked["price"], price="12", used="100")
    assert found == {"bought": "2.5 gigawatt-years", "lasts": "at least 2.5 years", "bill": "at most $12 billion a year"}
    assert said(asked["price"], price="12", used="50")["lasts"] == "at least 5 years"  # 30 ÷ (12 × 0.5)


def test_spending_grows_by_the_rate_from_2026(asked: dict[str, Question]) -> None:
    found = said(asked["spending"], first="500", growth="100")  # 500, 1000, 2000, 4000, 8000
    assert (found["last"], found["whole"]) == ("$8 trillion", "$15.5 trillion")
    assert (found["last-against"], found["whole-against"]) == ("more than reached", "more than reached")
    assert found["for-last"] == "56.5% to 68.2%"  # (3000 ÷ 500)^(1/4) − 1 and (4000 ÷ 500)^(1/4) − 1
    assert said(asked["spending"], first="600", growth="0")["for-sum"] == "0% to 14.5%"


def test_revenue_of_ten_years_without_growth_is_ten_times_the_run_rate(asked: dict[str, Question], package: Package) -> None:
    rate = package.facts["run_rate:anthropic-run-rate-2026-07"].quantity.least
    assert said(asked["revenue"], revenue="0", share="100")["ten-years"] == words(exactly(10 * rate, "USD_bn")).replace("\u00a0", " ")


def test_the_same_question_has_the_answer_of_the_metrics(asked: dict[str, Question], package: Package) -> None:
    values = compute(package)
    guided = values["capex-guided-2026"]
    ends = [said(asked["spending"], first=str(end), growth="0") for end in (guided.most, guided.least)]
    for name, metric in (("for-last", "growth-needed-annual"), ("for-sum", "growth-needed-sum")):
        needed = words(values[metric]).replace("\u00a0", " ")
        assert needed.split(" to ") == [ends[0][name].split(" to ")[0], ends[1][name].split(" to ")[1]]


def test_every_mark_is_a_value_of_the_package_within_its_slider(asked: dict[str, Question], package: Package) -> None:
    known = {**compute(package), **{name: fact.quantity for name, fact in package.facts.items()}}
    for question in asked.values():
        for slider in question.sliders:
            for mark in slider.marks:
                assert mark.id in known or mark.id in package
                assert slider.low <= mark.value <= slider.high
                assert (mark.value - slider.low) % slider.step == 0


def test_the_first_price_is_no_retold_one(asked: dict[str, Question], package: Package) -> None:
    fact = package.facts[asked["price"].sliders[0].marks[0].id]
    assert package.row("sources", fact.row["source_id"])["kind"] in ("primary", "press")


def test_names_of_sliders_are_unique_as_the_address_of_the_page_holds_them(asked: dict[str, Question]) -> None:
    names = [slider.name for question in asked.values() for slider in question.sliders]
    assert len(set(names)) == len(names)


def test_a_case_stands_in_the_table_for_every_mark(asked: dict[str, Question]) -> None:
    for question in asked.values():
        assert len(cases(question)) == sum(len(slider.marks) for slider in question.sliders)


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [(5, 5, "more than reached"), (3, 3, "reached"), (1, 1, "missed"), (1, None, "open: the bounds allow both"), (None, 2, "missed")],
)
def test_a_comparison_is_only_as_strong_as_the_bounds(low: int | None, high: int | None, wanted: str) -> None:
    value = Quantity(None if low is None else Decimal(low), None if high is None else Decimal(high), "USD_bn")
    assert against(value, Quantity(Decimal(3), Decimal(4), "USD_bn")) == wanted


def test_a_goal_that_is_a_floor_is_reached_only_as_far_as_it_is_known() -> None:
    goal = Quantity(Decimal(3), None, "USD_bn")
    assert against(exactly(9, "USD_bn"), goal) == "reached, as far as the goal is known: it is a floor"
