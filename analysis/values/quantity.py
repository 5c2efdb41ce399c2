"""A value that is known only as well as its source knows it: bounds, a unit, and their arithmetic.

"Up to 10 billion" is a `Quantity` without a stated low; "more than 400 billion" is one without a stated high. Every operation returns
the tightest bounds that hold for all values its inputs allow, so a ceiling stays a ceiling through every ratio made from it. Numbers are
decimal: the same inputs give the same digits on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal, localcontext
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pint

Bound = Literal["exact", "about", "at_least", "at_most", "range", "unknown"]
_Span = tuple[Decimal, Decimal]
INFINITY = Decimal("Infinity")
ZERO = Decimal(0)
PRECISION = Context(prec=34)  # IEEE 754 decimal128; results are published with far fewer digits


class QuantityError(ValueError):
    """The operation is not defined: mixed units, division by zero, or a low above its high."""


@cache
def registry() -> pint.UnitRegistry[Any]:
    """The units of `units.txt` and no others, so that a misspelt unit cannot mean something else."""
    import pint  # takes a quarter of a second, for which `briefing --help` need not wait

    ureg: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Decimal)
    ureg.load_definitions(files(__package__).joinpath("units.txt").read_text("utf-8").splitlines())
    return ureg


@dataclass(frozen=True)
class Quantity:
    """All values from `low` to `high`, in `unit`.

    `low` or `high` is None where nothing is stated on that side. `floor` is the least value that the thing can have by its nature (0 for
    an amount, -100 for growth in percent, minus infinity for a difference): arithmetic uses it where no low is stated, and a low that says
    no more than the floor is not stated. `approximate` says that a stated bound is itself "about". `digit` is the unit of the last digit
    with which a source printed the value, where that is known: 1 for "37%", 0.1 for "17.5%".

    >>> (Quantity(None, Decimal(5), "USD_bn") / exactly(20, "USD_bn")).to("percent")
    Quantity(low=None, high=Decimal('25.00'), unit='percent', approximate=False, floor=Decimal('0.00'), digit=None)
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    approximate: bool = False
    floor: Decimal = ZERO
    digit: Decimal | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        known_unit(self.unit)
        if self.low is not None and self.low <= self.floor and self.low != self.high:
            object.__setattr__(self, "low", None)
        if self.high == INFINITY:
            object.__setattr__(self, "high", None)
        if self.low is not None and self.low == self.high and self.low < self.floor:  # as in `exactly`
            object.__setattr__(self, "floor", self.low)
        if self.least > self.most:
            raise QuantityError(f"the low {self.least} is above the high {self.most}")

    @property
    def least(self) -> Decimal:
        """The lower end to calculate with: the stated low, or the floor."""
        return self.floor if self.low is None else self.low

    @property
    def most(self) -> Decimal:
        """The upper end to calculate with: the stated high, or infinity."""
        return INFINITY if self.high is None else self.high

    @property
    def bound(self) -> Bound:
        """What the two ends say together, in the words of the data model."""
        if self.low is None or self.high is None:
            return "at_least" if self.low is not None else "unknown" if self.high is None else "at_most"
        return "range" if self.low != self.high else "about" if self.approximate else "exact"

    def to(self, unit: str) -> Quantity:
        """The same quantity in another unit of the same dimension; raises `QuantityError` otherwise."""
        known_unit(unit)
        factor = Decimal(1)
        if unit != self.unit:
            import pint

            try:
                factor = Decimal(registry().convert(factor, self.unit, unit))
            except pint.DimensionalityError as error:
                raise QuantityError(f"{self.unit} cannot be turned into {unit}") from error
        with localcontext(PRECISION):
            low, high, digit = (None if value is None else value * factor for value in (self.low, self.high, self.digit))
            return replace(self, low=low, high=high, unit=unit, floor=self.floor * factor, digit=digit)

    def ceiling(self) -> Quantity:
        """The reading in which the stated high is used in full; raises `QuantityError` where there is none."""
        if self.high is None:
            raise QuantityError("nothing is stated about the high, so it cannot be used in full")
        return replace(self, low=self.high, digit=None)

    def at_floor(self) -> Quantity:
        """The reading in which the value is exactly the stated low."""
        if self.low is None:
            raise QuantityError("nothing is stated about the low, so it cannot be taken as the value")
        return replace(self, high=self.low, digit=None)

    def rounded(self) -> Quantity:
        """All values that print as this one does: half a unit of the last printed digit wider on each stated side.

        For metrics that subtract, compare or extrapolate growth rates and rounded levels. Raises `QuantityError`
        where it is not known how the value was printed.

        >>> exactly(37, "percent", digit=1).rounded().low
        Decimal('36.5')
        """
        if self.digit is None:
            raise QuantityError("it is not known with which digits the value was printed")
        half = self.digit / 2
        low, high = (None if end is None else end + step for end, step in ((self.low, -half), (self.high, half)))
        return replace(self, low=low, high=high, digit=None)

    def __add__(self, other: Quantity) -> Quantity:
        other = other.to(self.unit)
        return self._with(other, lambda a, b: (a[0] + b[0], a[1] + b[1]), self.unit, self.floor + other.floor)

    def __sub__(self, other: Quantity) -> Quantity:
        return self._with(other.to(self.unit), lambda a, b: (a[0] - b[1], a[1] - b[0]), self.unit, -INFINITY)

    def __mul__(self, other: Quantity | int) -> Quantity:
        return self._product(other, _multiply, "*")

    def __truediv__(self, other: Quantity | int) -> Quantity:
        return self._product(other, _divide, "/")

    def monotone(self, f: Callable[[Decimal], Decimal], unit: str, *, rising: bool, floor: Decimal = ZERO) -> Quantity:
        """Map each stated bound through `f`, which must rise (or fall) over all values allowed.

        A side on which nothing is stated stays so: on the same side if `f` rises, else on the other.
        """
        with localcontext(PRECISION):
            low, high = (None if end is None else f(end) for end in (self.low, self.high))
        return Quantity(low if rising else high, high if rising else low, unit, self.approximate, floor)

    def _with(self, other: Quantity, f: Callable[[_Span, _Span], _Span], unit: str, floor: Decimal) -> Quantity:
        with localcontext(PRECISION):
            low, high = f((self.least, self.most), (other.least, other.most))
        return Quantity(None if low == -INFINITY else low, high, unit, self.approximate or other.approximate, floor)

    def _product(self, other: Quantity | int, f: Callable[[_Span, _Span], _Span], sign: str) -> Quantity:
        other = other if isinstance(other, Quantity) else exactly(other, "times")
        unit = registry().parse_units(f"({self.unit}) {sign} ({other.unit})")
        name = "times" if unit == registry().dimensionless else str(unit)
        return self._with(other, f, name, ZERO if min(self.floor, other.floor) >= 0 else -INFINITY)


def exactly(value: int | str | Decimal, unit: str, floor: Decimal = ZERO, digit: int | str | None = None) -> Quantity:
    """The quantity that is exactly `value`."""
    number = Decimal(value)
    return Quantity(number, number, unit, floor=min(floor, number), digit=None if digit is None else Decimal(digit))


@cache  # a table has many rows and few units
def known_unit(unit: str) -> None:
    """Raise `QuantityError` for a unit that the package does not define."""
    import tokenize

    import pint

    try:
        registry().parse_units(unit)
    except (pint.PintError, tokenize.TokenError, AssertionError, TypeError, ValueError) as error:
        raise QuantityError(f"the unit {unit!r} is not defined in units.txt") from error


def _multiply(a: _Span, b: _Span) -> _Span:
    # An infinite end is never reached, so zero times it is zero.
    ends = [ZERO if ZERO in (x, y) else x * y for x in a for y in b]
    return min(ends), max(ends)


def _divide(a: _Span, b: _Span) -> _Span:
    if b == (ZERO, ZERO):
        raise QuantityError("division by zero")
    if b[0] < 0 < b[1]:
        return -INFINITY, INFINITY
    side = 1 if b[1] > 0 else -1  # from which a divisor of zero is approached
    ends = [ZERO if x == 0 or y.is_infinite() else x * side * INFINITY if y == 0 else x / y for x in a for y in b]
    return min(ends), max(ends)


_NUMERAL = re.compile(r"[0-9]+(?:[.,\u00a0\u202f ][0-9]+)*")
_SCALES = [Decimal(10) ** power for power in (0, -3, -6, -9, 3)]


def last_digit(printed: str, value: Decimal) -> Decimal | None:
    """The unit of the last digit with which `printed` gives `value`, or None where no numeral there is the value.

    The scale between the two is a power of a thousand, and a comma or point is taken as thousands or decimals, whichever fits.

    >>> last_digit("$64,551 million", Decimal("64.551"))
    Decimal('0.001')
    >>> last_digit("17,5 %", Decimal("17.5"))
    Decimal('0.1')
    """
    for numeral in _NUMERAL.findall(printed):
        plain = re.sub(r"[\u00a0\u202f ]", "", numeral)
        for thousands, point in ((",", "."), (".", ",")):
            whole, _, decimals = plain.replace(thousands, "").partition(point)
            if whole.isdigit() and (decimals.isdigit() or not decimals):
                number = Decimal(f"{whole}.{decimals or 0}")
                for scale in _SCALES:
                    if number * scale == value:
                        return scale.scaleb(-len(decimals)).normalize() + 0
    return None
