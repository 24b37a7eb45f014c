"""Who is to be paired with whom: people, officers with room for so many, and what matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from qixin.planning.errors import NumbersMissing, ProblemError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]
Ids = npt.NDArray[np.object_]

MOST_METRES = 1e8
MOST_PRICE = 10**9
MOST_PEOPLE = 10**9  # of one officer
MOST_SKILLS = 63


def _ids(ids: Sequence[object] | Ids, kind: str) -> tuple[Ids, dict[object, int]]:
    kept = np.empty(len(ids), dtype=object)
    kept[:] = list(ids)
    index = dict(zip(kept.tolist(), range(len(kept)), strict=True))
    if len(index) < len(kept):
        twice = next(one for at, one in enumerate(kept.tolist()) if index[one] != at)
        raise ProblemError("stands here twice", item=f"{kind} {twice}")
    return kept, index


def _places(places: Floats, ids: Ids, kind: str) -> Floats:
    try:
        kept = np.ascontiguousarray(places, dtype=np.float64)
    except (TypeError, ValueError):
        raise _no_place(places, ids, kind) from None
    if kept.shape != (len(ids), 2):
        raise ProblemError(
            f"{len(ids)} ids, but places of shape {kept.shape}; one x and y each", item=kind
        )
    wrong = ~(np.abs(kept) <= MOST_METRES).all(axis=1)
    if wrong.any():
        at = int(wrong.argmax())
        raise _unplaced(kept[at].tolist(), f"{kind} {ids[at]}")
    return kept


def _unplaced(place: object, item: str) -> NumbersMissing:
    return NumbersMissing(f"the place must be two finite numbers of metres, not {place}", item=item)


def _no_place(places: Sequence[object] | Floats, ids: Ids, kind: str) -> NumbersMissing:
    """The first of `places` that does not read as two numbers."""
    for one, place in zip(ids, places, strict=False):
        try:
            read = np.asarray(place, dtype=np.float64)
        except (TypeError, ValueError):
            return _unplaced(place, f"{kind} {one}")
        if read.shape != (2,):
            return _unplaced(place, f"{kind} {one}")
    return NumbersMissing("places must be two numbers each", item=kind)


def _masks(masks: object, ids: Ids, kind: str, what: str) -> Masks:
    kept = _figures(masks, ids, kind, what, 0)
    if (kept < 0).any():
        at = int((kept < 0).argmax())
        raise ProblemError(
            f"{what} must be at least 0, a bit for each skill, not {kept[at]}",
            item=f"{kind} {ids[at]}",
        )
    return kept.astype(np.uint64)


def _figures(figures: object, ids: Ids, kind: str, what: str, usual: int) -> Ints:
    if figures is None:
        return np.full(len(ids), usual, dtype=np.int64)
    kept = np.asarray(figures)
    if kept.shape != (len(ids),):
        raise ProblemError(f"{len(ids)} ids, but {what} of shape {kept.shape}", item=kind)
    if kept.dtype.kind not in "biuf":
        for at, figure in enumerate(kept.tolist()):
            if not isinstance(figure, int | float):
                raise NumbersMissing(
                    f"{what} must be a whole number, not {figure!r}", item=f"{kind} {ids[at]}"
                )
        kept = kept.astype(np.float64)
    if not np.issubdtype(kept.dtype, np.integer):
        whole = np.isfinite(kept.astype(np.float64)) & (kept == np.floor(kept))
        if not whole.all():
            at = int((~whole).argmax())
            raise NumbersMissing(
                f"{what} must be a whole number, not {kept[at]}", item=f"{kind} {ids[at]}"
            )
    return kept.astype(np.int64)


@dataclass(frozen=True, eq=False)
class People:
    """Those to be paired. `places`: metres, shape (n, 2), see `planning.places.plane` for degrees.

    `needs`: bit k set where skill k is needed. `bond`: index of the officer who knows the person
    already, -1 where there is none.
    """

    ids: Ids
    places: Floats
    needs: Masks
    bond: Ints

    def __init__(
        self, ids: Sequence[object] | Ids, places: Floats, needs: object = None, bond: object = None
    ) -> None:
        kept, index = _ids(ids, "person")
        if not len(kept):
            raise ProblemError("there is nobody to pair", item="people")
        object.__setattr__(self, "ids", kept)
        object.__setattr__(self, "index", index)
        object.__setattr__(self, "places", _places(places, kept, "person"))
        object.__setattr__(self, "needs", _masks(needs, kept, "person", "needs"))
        object.__setattr__(self, "bond", _figures(bond, kept, "person", "bond", -1))

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def index(self) -> dict[object, int]:
        """Where each id stands."""
        return dict(zip(self.ids.tolist(), range(len(self.ids)), strict=True))


@dataclass(frozen=True, eq=False)
class Officers:
    """Those who take people on: `capacity` at most each; `skills`: bit k set where they have it."""

    ids: Ids
    places: Floats
    capacity: Ints
    skills: Masks

    def __init__(
        self, ids: Sequence[object] | Ids, places: Floats, capacity: object, skills: object = None
    ) -> None:
        kept, index = _ids(ids, "officer")
        if not len(kept):
            raise ProblemError("nobody is available", item="officers")
        room = _figures(capacity, kept, "officer", "capacity", 1)
        if (room < 1).any():
            at = int((room < 1).argmax())
            raise ProblemError(
                f"capacity must be at least 1, not {room[at]}; leave out whoever takes nobody on",
                item=f"officer {kept[at]}",
            )
        if (room > MOST_PEOPLE).any():
            at = int(room.argmax())
            raise ProblemError(
                f"capacity must be at most {MOST_PEOPLE}, not {room[at]}",
                item=f"officer {kept[at]}",
            )
        object.__setattr__(self, "ids", kept)
        object.__setattr__(self, "index", index)
        object.__setattr__(self, "places", _places(places, kept, "officer"))
        object.__setattr__(self, "capacity", room)
        object.__setattr__(self, "skills", _masks(skills, kept, "officer", "skills"))

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def index(self) -> dict[object, int]:
        """Where each id stands."""
        return dict(zip(self.ids.tolist(), range(len(self.ids)), strict=True))


@dataclass(frozen=True)
class Prices:
    """What things weigh beside a metre of way; whole metres.

    missing   a need that the officer does not meet; None: never
    bond      a person taken from the officer who knows them
    change    a person moved from their officer in `start`
    even      for the load: an officer's k-th person costs (k − 1) times this
    unpaired  a person left without an officer; None: never
    """

    missing: int | None = None
    bond: int = 0
    change: int = 0
    even: int = 0
    unpaired: int | None = None

    def __post_init__(self) -> None:
        for name in ("missing", "bond", "change", "even", "unpaired"):
            price = getattr(self, name)
            if price is None and name in ("missing", "unpaired"):
                continue
            if not isinstance(price, int | np.integer) or not 0 <= price <= MOST_PRICE:
                raise ProblemError(
                    f"must be a whole number of metres from 0 to {MOST_PRICE}, not {price}",
                    item=f"price {name}",
                )


@dataclass(frozen=True, eq=False)
class PairingProblem:
    """Everybody gets one officer, officers at most their capacity; the sum of prices is least.

    The way from person to officer is the straight distance in whole metres, rounded.
    """

    people: People
    officers: Officers
    prices: Prices = field(default_factory=Prices)
    skills: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wrong = (self.people.bond < -1) | (self.people.bond >= len(self.officers))
        if wrong.any():
            at = int(wrong.argmax())
            raise ProblemError(
                f"is bound to officer number {self.people.bond[at]}, but there are"
                f" {len(self.officers)}",
                item=f"person {self.people.ids[at]}",
            )
        if len(self.skills) > MOST_SKILLS:
            raise ProblemError(f"at most {MOST_SKILLS}, not {len(self.skills)}", item="skills")

    def skills_of(self, mask: int) -> str:
        """The names of a mask's skills, for people to read."""
        bits = [bit for bit in range(64) if mask >> bit & 1]
        named = (self.skills[b] if b < len(self.skills) else f"skill {b}" for b in bits)
        return ", ".join(named) or "no skill"
