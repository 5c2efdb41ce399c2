"""A value that is known only as well as its source knows it: its arithmetic, how it is read out of words, and how it is said."""

from .quantity import INFINITY, PRECISION, ZERO, Bound, Quantity, QuantityError, exactly, last_digit
from .reader import Reading, Unreadable, normalise, numerals, read
from .wording import BOUND_MEANINGS, MONTHS, NBSP, date_in_words, date_words, period_words, spoken, words

__all__ = [
    "BOUND_MEANINGS", "INFINITY", "MONTHS", "NBSP", "PRECISION", "ZERO", "Bound", "Quantity", "QuantityError", "Reading", "Unreadable",
    "date_in_words", "date_words", "exactly", "last_digit", "normalise", "numerals", "period_words", "read", "spoken", "words",
]  # fmt: skip
