"""What the text forms of pairing and links have in common: words after a keyword, counted rows."""

from __future__ import annotations

from collections.abc import Collection

from qixin.planning.errors import ProblemError
from qixin.planning.lines import Lines, whole

# the line's number, and its words
Row = tuple[int, list[str]]


def after(keyword: str, lines: Lines) -> list[str]:
    """The words behind `keyword` in the next line; none for `-`."""
    words = lines.take(keyword).split()
    if words[0] != keyword:
        raise ProblemError(f"{keyword} expected, not {words[0]!r}", line=lines.number)
    return [] if words[1:] == ["-"] else words[1:]


def prices_of(words: list[str], known: Collection[str], line: int) -> dict[str, int | None]:
    """`name=price` each, None for `never`."""
    told: dict[str, int | None] = {}
    for word in words:
        name, _, price = word.partition("=")
        if name not in known:
            raise ProblemError(f"there is no price {name!r}", line=line)
        told[name] = None if price == "never" else whole(price, f"price {name}", line)
    return told


def section(keyword: str, lines: Lines) -> list[Row]:
    """As many rows as are announced behind `keyword`, one at least."""
    words = after(keyword, lines)
    count = whole(words[0] if words else "", f"the number of {keyword.lower()}", lines.number)
    if count < 1:
        raise ProblemError(f"there must be at least one of {keyword.lower()}", line=lines.number)
    rows = []
    for _ in range(count):
        row = lines.take(f"one of {count} {keyword.lower()}").split()
        rows.append((lines.number, row))
    return rows


def once(rows: list[Row], kind: str) -> dict[str, int]:
    """The rows' first words and their places; ProblemError where one stands twice."""
    places: dict[str, int] = {}
    for line, row in rows:
        if row[0] in places:
            raise ProblemError("stands here twice", item=f"{kind} {row[0]}", line=line)
        places[row[0]] = len(places)
    return places


def no_more(lines: Lines) -> None:
    """ProblemError where lines are left."""
    if lines.more():
        lines.take("the end")
        raise ProblemError("more lines than were announced", line=lines.number)
