"""What engines' parameters and problems check of their own numbers."""

from __future__ import annotations

from numbers import Integral

from qixin.planning.errors import NumbersMissing


def at_least_one(params: object, *names: str) -> None:
    """ValueError names the first of the counts that is below one."""
    for name in names:
        count = getattr(params, name)
        if count < 1:
            raise ValueError(f"{name} must be at least 1, not {count}")


def whole_numbers(item: str, **numbers: object) -> None:
    """NumbersMissing names the first that is neither a whole number nor None."""
    for name, number in numbers.items():
        if number is not None and not isinstance(number, Integral):
            raise NumbersMissing(f"{name} must be a whole number, not {number!r}", item=item)
