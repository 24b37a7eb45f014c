"""Reading the public formats line by line, so that an error can name its line."""

from __future__ import annotations

import math
from pathlib import Path

from qixin.planning.errors import NumbersMissing, ProblemError


class Lines:
    """A file's lines that say something, in turn; comments and blank lines are passed over."""

    def __init__(self, text: str, *, comment: str = "") -> None:
        self._lines = [
            (number, line.strip())
            for number, line in enumerate(text.splitlines(), start=1)
            if line.strip() and not (comment and line.lstrip().startswith(comment))
        ]
        self._next = 0
        self.number = 0

    @classmethod
    def of(cls, path: str | Path, *, comment: str = "") -> Lines:
        """The lines of a UTF-8 file; ProblemError names a file that is no text."""
        try:
            return cls(Path(path).read_text(encoding="utf-8-sig"), comment=comment)
        except UnicodeDecodeError as error:
            raise ProblemError("is not a text file in UTF-8", item=str(path)) from error

    def more(self) -> bool:
        return self._next < len(self._lines)

    def peek(self) -> str:
        return self._lines[self._next][1] if self.more() else ""

    def take(self, expected: str) -> str:
        """The next line; ProblemError says what was expected where the file ends."""
        if not self.more():
            last = self._lines[-1][0] if self._lines else 0
            raise ProblemError(f"the file ends where {expected} should stand", line=last + 1)
        self.number, line = self._lines[self._next]
        self._next += 1
        return line

    def numbers(self, expected: str, count: int | None = None) -> list[int]:
        """The next line as whole numbers, `count` of them at least."""
        words = self.take(expected).split()
        if count is not None and len(words) < count:
            raise ProblemError(
                f"{count} numbers expected for {expected}, {len(words)} found", line=self.number
            )
        return [whole(word, expected, self.number) for word in words]


def whole(word: str, what: str, line: int | None = None) -> int:
    """`word` as a whole number, or a ProblemError that names it."""
    try:
        return int(word)
    except ValueError:
        raise NumbersMissing(f"{what} must be a whole number, not {word!r}", line=line) from None


def finite(word: str, what: str, line: int | None = None) -> float:
    """`word` as a finite number, or a ProblemError that names it."""
    try:
        number = float(word)
    except ValueError:
        raise NumbersMissing(f"{what} must be a number, not {word!r}", line=line) from None
    if not math.isfinite(number):
        raise NumbersMissing(f"{what} must be finite, not {word!r}", line=line)
    return number
