"""Arithmetic in columns gives what `Quantity` gives, row by row, and leaves open what it leaves open."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import reduce
from operator import add

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.intervals import Intervals
from analysis.quantity import Quantity, QuantityError, exactly

AMOUNT = st.integers(0, 10**6).map(lambda number: number / 100)


@st.composite
def amounts(draw: st.DrawFn) -> dict[str, object]:
    bound = draw(st.sampled_from(["exact", "about", "at_least", "at_most", "range"]))
    low, high = sorted((draw(AMOUNT), draw(AMOUNT)))
    if bound in ("exact", "about"):
        high = low
    return {"low": None if bound == "at_most" else low, "high": None if bound == "at_least" else high, "bound": bound}


def frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["low", "high", "bound"]).astype({"low": "Float64", "high": "Float64"})


def quantity(row: dict[str, object]) -> Quantity:
    low, high = (None if row[end] is None else Decimal(str(row[end])) for end in ("low", "high"))
    return Quantity(low, high, "USD_bn", row["bound"] == "about")


def agree(found: Intervals, place: int, expected: Quantity) -> None:
    for cell, end in ((found.low[place], expected.low), (found.high[place], expected.high)):
        assert math.isnan(cell) if end is None else math.isclose(cell, end, rel_tol=1e-12), (cell, end)
    assert found.approximate[place] == expected.approximate


@given(st.lists(amounts(), min_size=1, max_size=6))
def test_a_total_is_the_sum_of_its_quantities(rows: list[dict[str, object]]) -> None:
    total = Intervals.of(frame(rows)).totals(np.zeros(len(rows), int), 1)
    agree(total, 0, reduce(add, map(quantity, rows), exactly(0, "USD_bn")))


@given(st.lists(st.tuples(amounts(), amounts()), min_size=1, max_size=6))
def test_a_ratio_is_the_ratio_of_its_quantities(pairs: list[tuple[dict[str, object], dict[str, object]]]) -> None:
    one, two = (Intervals.of(frame([pair[side] for pair in pairs])) for side in (0, 1))
    ratios = one / two
    for place, (above, below) in enumerate(pairs):
        try:
            expected = quantity(above) / quantity(below)
        except QuantityError:  # division by zero
            assert math.isnan(ratios.low[place])
            assert math.isnan(ratios.high[place])
        else:
            agree(ratios, place, expected)


def test_at_most_fifteen_under_thirty_is_at_least_two() -> None:
    commitment = frame([{"low": 30.0, "high": 30.0, "bound": "exact"}])
    equity = frame([{"low": None, "high": 10.0, "bound": "at_most"}, {"low": None, "high": 5.0, "bound": "at_most"}])
    ratio = Intervals.of(commitment) / Intervals.of(equity).totals(np.array([0, 0]), 1)
    assert ratio.low.tolist() == [2.0]
    assert np.isnan(ratio.high).all()
