"""What an engine refuses, in words that name the item."""

from __future__ import annotations


class ProblemError(ValueError):
    """A problem that contradicts itself: `item` names the part, `line` (from 1) its place."""

    def __init__(self, message: str, *, item: str = "", line: int | None = None) -> None:
        self.item = item
        self.line = line
        place = "" if line is None else f"line {line}: "
        subject = f"{item}: " if item else ""
        super().__init__(f"{place}{subject}{message}")


class NumbersMissing(ProblemError):
    """A figure that the engine counts with is absent, not a number, or infinite."""
