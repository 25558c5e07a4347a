"""Integers of any length: Python refuses to read or write those of more than 4,300 digits."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def integers_of_any_length() -> Iterator[None]:
    """Lifts Python's limit on the digits of an integer that is read or written."""
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(limit)
