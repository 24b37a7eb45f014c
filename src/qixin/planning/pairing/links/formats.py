"""Problems and answers of links as text, one community or unit a line.

    QIXIN LINKS 1
    PLACES 3
    PRICES link=500 change=200 short=never
    COMMUNITIES 2
    c1 3 3 2                     id, members needed day by day
    c2 1 0 1
    UNITS 2
    u1 2 2 2 / 500 1200          id, members to send day by day, metres to each community in turn
    u2 4 4 4 / 900 300

An answer has a line a link: unit, community, members sent day by day.

    QIXIN LINKS ANSWER 1
    LINKS 2
    u1 c1 2 2 2
    u2 c1 1 1 0

Blanks in ids become `_`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from qixin.planning.errors import ProblemError
from qixin.planning.lines import Lines, whole
from qixin.planning.pairing.announced import Row, after, no_more, once, prices_of, section
from qixin.planning.pairing.links.problem import MOST, LinkPrices, LinksProblem

HEAD, ANSWER = "QIXIN LINKS 1", "QIXIN LINKS ANSWER 1"
PRICES = ("link", "change", "short")

Answer = tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]


def read_problem(path: str | Path) -> LinksProblem:
    """Read a problem; ProblemError names the line."""
    return parse_problem(Lines.of(path, comment="#"))


def parse_problem(lines: Lines) -> LinksProblem:
    if lines.take(HEAD) != HEAD:
        raise ProblemError(f"{HEAD} expected", line=lines.number)
    places = _places(after("PLACES", lines), lines.number)
    prices = _prices(after("PRICES", lines), lines.number)
    communities = _rows("COMMUNITIES", "community", lines)
    need = _table([(line, row[0], row[1:]) for line, row in communities], "days", "need")
    units = [(line, row[0], *_parted(row, line)) for line, row in _rows("UNITS", "unit", lines)]
    no_more(lines)
    sent = [(line, unit, members) for line, unit, members, _metres in units]
    strength = _table(sent, "days", "strength", width=len(need[0]))
    ways = [(line, unit, metres) for line, unit, _members, metres in units]
    way = _table(ways, "ways", "way", width=len(communities))
    return LinksProblem(
        tuple(unit for _line, unit, *_rest in units), tuple(row[0] for _line, row in communities),
        np.array(strength), np.array(need), np.array(way), places, prices,
    )  # fmt: skip


def write_problem(problem: LinksProblem, path: str | Path) -> Path:
    """Write a problem as `read_problem` reads it."""
    told = {name: getattr(problem.prices, name) for name in PRICES}
    prices = [f"{name}={'never' if price is None else price}" for name, price in told.items()]
    lines = [HEAD, f"PLACES {problem.places}", " ".join(["PRICES", *prices])]
    lines.append(f"COMMUNITIES {len(problem.communities)}")
    communities = _words(problem.communities, "community")
    for one, need in zip(communities, problem.need.tolist(), strict=True):
        lines.append(_line(one, *need))
    lines.append(f"UNITS {len(problem.units)}")
    for one, sent, way in zip(
        _words(problem.units, "unit"), problem.strength.tolist(), problem.way.tolist(), strict=True
    ):
        lines.append(_line(one, *sent, "/", *way))
    return _written(lines, path)


def read_answer(problem: LinksProblem, path: str | Path) -> Answer:
    """`linked[u, c]` and `members[u, c, d]` of an answer to `problem`; ProblemError names the
    line."""
    days = problem.need.shape[1]
    linked = np.zeros((len(problem.units), len(problem.communities)), dtype=np.bool_)
    members = np.zeros((*linked.shape, days), dtype=np.int64)
    lines = Lines.of(path, comment="#")
    if lines.take(ANSWER) != ANSWER:
        raise ProblemError(f"{ANSWER} expected", line=lines.number)
    count = whole((after("LINKS", lines) or [""])[0], "the number of links", lines.number)
    for _ in range(count):
        row = lines.take(f"one of {count} links").split()
        if len(row) != 2 + days:
            told = f"{2 + days} entries expected, {len(row)} found"
            raise ProblemError(told, line=lines.number)
        u = _known(row[0], problem.units, "unit", lines.number)
        c = _known(row[1], problem.communities, "community", lines.number)
        if linked[u, c]:
            raise ProblemError(
                "stands here twice", item=f"link {row[0]} {row[1]}", line=lines.number
            )
        linked[u, c], members[u, c] = True, _numbers(row[2:], "members", lines.number)
    no_more(lines)
    return linked, members


def write_answer(problem: LinksProblem, answer: Answer, path: str | Path) -> Path:
    """Write an answer as `read_answer` reads it."""
    linked, members = answer
    units, communities = _words(problem.units, "unit"), _words(problem.communities, "community")
    lines = [
        _line(units[u], communities[c], *members[u, c].tolist()) for u, c in np.argwhere(linked)
    ]
    return _written([ANSWER, f"LINKS {len(lines)}", *lines], path)


def _places(words: list[str], line: int) -> int:
    places = whole(words[0] if words else "", "places", line)
    if places < 1:
        raise ProblemError(f"places must be at least 1, not {places}", line=line)
    return places


def _prices(words: list[str], line: int) -> LinkPrices:
    told = prices_of(words, PRICES, line)
    try:
        return LinkPrices(**told)  # type: ignore[arg-type]
    except ProblemError as error:
        raise ProblemError(str(error), line=line) from error


def _rows(keyword: str, kind: str, lines: Lines) -> list[Row]:
    rows = section(keyword, lines)
    once(rows, kind)
    return rows


def _parted(row: list[str], line: int) -> tuple[list[str], list[str]]:
    """What a unit sends, and its ways."""
    if row.count("/") != 1:
        raise ProblemError("one / expected between members and ways", item=row[0], line=line)
    at = row.index("/")
    return row[1:at], row[at + 1 :]


def _table(
    rows: list[tuple[int, str, list[str]]], entries: str, what: str, *, width: int = 0
) -> list[list[int]]:
    """The rows' numbers, `width` a row; as many as the first has where none is given."""
    wanted = width or max(1, len(rows[0][2]))
    for line, item, words in rows:
        if len(words) != wanted:
            told = f"{wanted} {entries} expected, {len(words)} found"
            raise ProblemError(told, item=item, line=line)
    return [_numbers(words, what, line) for line, _item, words in rows]


def _numbers(words: list[str], what: str, line: int) -> list[int]:
    numbers = [whole(word, what, line) for word in words]
    for number in numbers:
        if not 0 <= number <= MOST:
            raise ProblemError(f"{what} must lie from 0 to {MOST}, not {number}", line=line)
    return numbers


def _words(ids: tuple[str, ...], kind: str) -> list[str]:
    """Ids as they stand in a file; ProblemError names one that would not be read as itself."""
    words: dict[str, str] = {}
    for one in ids:
        word = _joined(one)
        if word in ("", "/") or word.startswith("#"):
            raise ProblemError("this name can't stand in a file", item=f"{kind} {one!r}")
        if word in words:
            raise ProblemError(f"is written as {words[word]!r} is", item=f"{kind} {one!r}")
        words[word] = one
    return list(words)


def _known(word: str, ids: tuple[str, ...], kind: str, line: int) -> int:
    for place, one in enumerate(ids):
        if _joined(one) == word:
            return place
    raise ProblemError(f"unknown {kind} {word!r}", line=line)


def _joined(one: object) -> str:
    return "_".join(str(one).split())


def _line(*entries: object) -> str:
    return " ".join(str(one) for one in entries)


def _written(lines: list[str], path: str | Path) -> Path:
    path = Path(path)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
