"""What every engine's parameters check of themselves."""

from __future__ import annotations


def at_least_one(params: object, *names: str) -> None:
    """ValueError names the first of the counts that is below one."""
    for name in names:
        count = getattr(params, name)
        if count < 1:
            raise ValueError(f"{name} must be at least 1, not {count}")
