"""Do the tables of other sources agree with their printed words, with each other, with arithmetic and with the calendar?

No value is known here. How far two values may differ is a row of `tolerances`, and what is missing is a row of `holes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..package import Issue, Package
from .arithmetic import STEPS, growth, guided, rounds, seconds, series, sums, wholes
from .calendar import dates, gaps, sources_in_time
from .opened import Context
from .printed import printed_issues
from .relations import authors, groups, judged, names, overlaps, pages, parties, relays, resting

RULES = {step[-1] for step in STEPS} | {
    "year-step", "valuation-step", "sum-of-quarters", "level-rounding", "constant-currency", "lease-parts", "guidance-outturn",
    "post-money", "second-source",
}  # fmt: skip

_Checks = tuple[Callable[[Context], Iterator[Issue]], ...]
CHECKS: _Checks = (printed_issues, pages, relays, authors, overlaps, parties, groups, judged, resting, names)
# Nothing is worked out from a date that is wrong.
CALCULATIONS: _Checks = (sources_in_time, seconds, sums, growth, wholes, guided, rounds, gaps, series)


def context_issues(package: Package) -> list[Issue]:
    """Every place where a context table disagrees with its printed words, with itself or with another."""
    context = Context(package)
    issues = [*dates(context), *allowances(context)]
    return [issue for check in (CHECKS if issues else CHECKS + CALCULATIONS) for issue in check(context)] + issues


def allowances(context: Context) -> Iterator[Issue]:
    """Each rule has its tolerance, and each tolerance its rule."""
    for rule in sorted(RULES - set(context.tolerance)):
        yield context.issue("tolerances", None, "rule_id", f"there is no tolerance for the rule {rule}")
    for number, row in context.each("tolerances"):
        if row["rule_id"] not in RULES:
            yield context.issue("tolerances", number, "rule_id", f"there is no rule {row['rule_id']}")
