"""Units with members to send, communities with needs, and the ways between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from qixin.planning.errors import NumbersMissing, ProblemError

Ints = npt.NDArray[np.int64]
MOST = 10**7
MOST_PRICE = 10**9


def _table(figures: object, rows: Sequence[str], what: str, kind: str, width: int) -> Ints:
    kept = np.asarray(figures)
    if kept.ndim != 2 or kept.shape != (len(rows), width):
        raise ProblemError(f"must have shape {(len(rows), width)}, not {kept.shape}", item=what)
    numbers = kept.astype(np.float64)
    wrong = ~np.isfinite(numbers) | (numbers != np.floor(numbers))
    if wrong.any():
        row, column = np.argwhere(wrong)[0].tolist()
        raise NumbersMissing(
            f"{what} {column + 1} must be a whole number, not {kept[row, column]}",
            item=f"{kind} {rows[row]}",
        )
    wrong = (numbers < 0) | (numbers > MOST)
    if wrong.any():
        row, column = np.argwhere(wrong)[0].tolist()
        raise ProblemError(
            f"{what} {column + 1} must lie from 0 to {MOST}, not {kept[row, column]}",
            item=f"{kind} {rows[row]}",
        )
    return kept.astype(np.int64)


def _ids(ids: Sequence[str], kind: str) -> tuple[str, ...]:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise ProblemError("stands here twice", item=f"{kind} {one}")
        seen.add(one)
    if not seen:
        raise ProblemError("there are none", item=f"{kind}s")
    return tuple(ids)


@dataclass(frozen=True)
class LinkPrices:
    """Whole metres. `link`: a unit's standing by a community at all; `change`: a link made or ended
    against `start`; `short`: a member and day that is missing, None: never.
    """

    link: int = 0
    change: int = 0
    short: int | None = None

    def __post_init__(self) -> None:
        for name in ("link", "change", "short"):
            price = getattr(self, name)
            if price is None and name == "short":
                continue
            # the proof rounds bounds up to whole metres
            if not isinstance(price, int | np.integer) or not 0 <= price <= MOST_PRICE:
                raise ProblemError(
                    f"must be a whole number of metres from 0 to {MOST_PRICE}, not {price}",
                    item=f"price {name}",
                )


@dataclass(frozen=True, eq=False)
class LinksProblem:
    """`strength[u, d]`: members that unit u may send on day d; `need[c, d]`: of community c.

    `way[u, c]`: metres that a member of u goes to c on average, see `ways_from_homes`; each member
    and day costs that. `places`: communities by which one unit may stand at most.
    """

    units: tuple[str, ...]
    communities: tuple[str, ...]
    strength: Ints
    need: Ints
    way: Ints
    places: int = 3
    prices: LinkPrices = field(default_factory=LinkPrices)

    def __post_init__(self) -> None:
        object.__setattr__(self, "units", _ids(self.units, "unit"))
        object.__setattr__(self, "communities", _ids(self.communities, "community"))
        days = np.asarray(self.need).shape[1] if np.asarray(self.need).ndim == 2 else 0
        if not days:
            raise ProblemError("must have a row a community and a column a day", item="need")
        for name, rows, kind, width in (
            ("strength", self.units, "unit", days), ("need", self.communities, "community", days),
            ("way", self.units, "unit", len(self.communities)),
        ):  # fmt: skip
            object.__setattr__(self, name, _table(getattr(self, name), rows, name, kind, width))
        if not isinstance(self.places, int | np.integer) or self.places < 1:
            told = f"must be a whole number of at least 1, not {self.places}"
            raise ProblemError(told, item="places a unit")


def ways_from_homes(homes: Ints, distance: npt.NDArray[np.float64]) -> Ints:
    """Mean metres from a unit's members to each community, to whole hundreds.

    `homes[u, h]`: members of u at home in community h; `distance[h, c]`: metres between them.
    """
    count = homes.sum(axis=1, keepdims=True)
    if (count == 0).any():
        raise ProblemError(
            "nobody's home is known", item=f"unit number {int((count == 0).argmax()) + 1}"
        )
    ways: Ints = (np.rint(homes @ distance / count / 100) * 100).astype(np.int64)
    return ways
