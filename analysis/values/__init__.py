"""A value that is known only as well as its source knows it: its arithmetic, how it is read out of words, and how it is said."""

from .numerals import Unreadable, normalise, numerals
from .quantity import INFINITY, PRECISION, Quantity, QuantityError, exactly, last_digit
from .reader import Reading, amounts, read, read_in
from .wording import BOUND_MEANINGS, MONTHS, NBSP, date_in_words, date_words, period_words, words

__all__ = [
    "BOUND_MEANINGS", "INFINITY", "MONTHS", "NBSP", "PRECISION", "Quantity", "QuantityError", "Reading", "Unreadable",
    "amounts", "date_in_words", "date_words", "exactly", "last_digit", "normalise", "numerals", "period_words", "read", "read_in", "words",
]  # fmt: skip
