"""Quantities: bounds that hold for every value inside them, whatever is done with them."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.values import INFINITY, PRECISION, Quantity, QuantityError, exactly

numbers = st.decimals(min_value="-1e6", max_value="1e6", places=3)
amounts = st.decimals(min_value="0", max_value="1e6", places=3)


@st.composite
def quantities_with_a_value(draw: st.DrawFn, values: st.SearchStrategy[Decimal], floor: Decimal) -> tuple[Quantity, Decimal]:
    """A quantity with open or closed ends, and one value that it allows."""
    low, value, high = sorted([draw(values), draw(values), draw(values)])
    quantity = Quantity(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])), "USD_bn", floor=floor)
    return quantity, value


signed = quantities_with_a_value(numbers, -INFINITY)
unsigned = quantities_with_a_value(amounts, Decimal(0))


def allows(quantity: Quantity, value: Decimal) -> bool:
    slack = Decimal("1e-20") * max(Decimal(1), abs(value))
    return quantity.least - slack <= value <= quantity.most + slack


@given(signed, signed)
def test_sum_and_difference_allow_what_their_parts_allow(a: tuple[Quantity, Decimal], b: tuple[Quantity, Decimal]) -> None:
    assert allows(a[0] + b[0], a[1] + b[1])
    assert allows(a[0] - b[0], a[1] - b[1])


@given(signed, signed)
def test_product_allows_what_its_parts_allow(a: tuple[Quantity, Decimal], b: tuple[Quantity, Decimal]) -> None:
    assert allows(a[0] * b[0], a[1] * b[1])


@given(signed, signed)
def test_quotient_allows_what_its_parts_allow(a: tuple[Quantity, Decimal], b: tuple[Quantity, Decimal]) -> None:
    assume(b[1] != 0 and not b[0].least == b[0].most == 0)
    with localcontext(PRECISION):
        assert allows(a[0] / b[0], a[1] / b[1])


@given(unsigned, unsigned)
def test_amounts_never_have_a_bound_below_zero(a: tuple[Quantity, Decimal], b: tuple[Quantity, Decimal]) -> None:
    assume(not b[0].least == b[0].most == 0)
    for result in (a[0] + b[0], a[0] * b[0], a[0] / b[0]):
        assert result.least >= 0


@given(unsigned)
def test_a_rising_function_keeps_open_ends_where_they_are(a: tuple[Quantity, Decimal]) -> None:
    squared = a[0].monotone(lambda x: x * x, "USD_bn", rising=True)
    assert (squared.high is None) == (a[0].high is None)
    assert allows(squared, a[1] * a[1])


def test_at_most_fifteen_over_exactly_thirty_turns_round() -> None:
    ratio = exactly(30, "USD_bn") / Quantity(None, Decimal(15), "USD_bn")
    assert (ratio.low, ratio.high, ratio.bound, ratio.unit) == (Decimal(2), None, "at_least", "times")


def test_a_divisor_that_may_be_zero_leaves_the_quotient_open() -> None:
    ratio = Quantity(Decimal(1), Decimal(2), "USD_bn") / Quantity(None, Decimal(4), "USD_bn")
    assert (ratio.low, ratio.high) == (Decimal("0.25"), None)


def test_a_divisor_of_both_signs_bounds_nothing() -> None:
    mixed = exactly(1, "USD_bn") / (Quantity(None, Decimal(3), "USD_bn") - exactly(1, "USD_bn"))
    assert mixed.bound == "unknown"


def test_a_negative_divisor_bounds_both_ends() -> None:
    debt = Quantity(None, Decimal(1), "USD_bn") - exactly(2, "USD_bn")  # from -2 to -1
    quotient = exactly(1, "USD_bn") / debt
    assert (quotient.low, quotient.high) == (Decimal(-1), Decimal("-0.5"))


def test_division_by_zero_raises() -> None:
    with pytest.raises(QuantityError, match="division by zero"):
        exactly(1, "USD_bn") / exactly(0, "USD_bn")


def test_a_low_that_says_no_more_than_nature_is_not_stated() -> None:
    share = Quantity(None, Decimal(15), "USD_bn") / exactly(30, "USD_bn")
    assert (share.low, share.bound) == (None, "at_most")


def test_about_stays_about() -> None:
    total = Quantity(Decimal(8), Decimal(8), "USD_bn", approximate=True) + exactly(1, "USD_bn")
    assert (total.bound, total.low) == ("about", Decimal(9))


@pytest.mark.parametrize(("left", "right"), [("USD_bn", "GW"), ("USD_bn", "EUR_bn"), ("percent", "year"), ("year", "calendar_year")])
def test_units_that_measure_different_things_do_not_mix(left: str, right: str) -> None:
    with pytest.raises(QuantityError, match="cannot be turned into"):
        exactly(1, left) + exactly(1, right)


def test_an_unknown_unit_raises() -> None:
    with pytest.raises(QuantityError, match="not defined"):
        exactly(1, "USD_billions")


def test_bounds_in_disorder_raise() -> None:
    with pytest.raises(QuantityError, match="above the high"):
        Quantity(Decimal(2), Decimal(1), "GW")


def test_readings_need_the_end_that_they_take() -> None:
    with pytest.raises(QuantityError):
        Quantity(None, Decimal(1), "GW").at_floor()
    with pytest.raises(QuantityError):
        Quantity(Decimal(1), None, "GW").ceiling()


def test_percent_and_times_convert_exactly() -> None:
    assert exactly("7.5", "percent").to("times").low == Decimal("0.075")
