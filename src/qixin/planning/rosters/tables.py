"""The arrays that the compiled parts read, and the rows between people as they are laid down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qixin.planning.rosters.problem import Person

OFF = -1
NIGHTS = -2
TURNS_OF = -3  # and below: -3 − shift
EVERY_DAY = -1
ENDLESS = 1 << 30
# limits up to this many turns are counted by the program itself
COUNTED = 6

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Choices = NDArray[np.int16]


def priced_limits(person: Person, days: int) -> list[tuple[str, int]]:
    """The large limits, kept by a row of their own: counting them would cost too many cells."""
    return [(shift, most) for shift, most in person.shift_limits.items() if COUNTED < most < days]


class Tables(NamedTuple):
    """What the compiled parts read. P people, F profiles, O options of all profiles, B options of
    all people, D days, C contracts, S states, K kinds, R rows.
    """

    days: int
    weekday: int
    profile: Ints  # [P]
    option_from: Ints  # [F + 1] into O
    option_shift: Ints  # [O]
    met_from: Ints  # [O * D + 1] into met: the rows that count an option on a day
    met: Ints
    base_from: Ints  # [P + 1] into B
    base: Floats  # [B, D] price of an option on a day
    off_base: Floats  # [P, D]
    own_from: Ints  # [P + 1] into own: entries of a person's own rows
    own: Ints  # [·, 4] row, day or EVERY_DAY, option or OFF or NIGHTS or TURNS_OF − shift, weight
    contract: Ints  # [P]
    states: Ints  # [C]
    kinds: Ints  # [C]
    follows: NDArray[np.int16]  # [C, S, K + 1]
    works: NDArray[np.bool_]  # [C, S]
    moves: Floats  # [C, S, K + 1] what soft limits make of a move
    soft: NDArray[np.bool_]  # [P] whether a person has soft limits
    half_weekend: Floats  # [P]
    soft_units: Floats  # [P, 4] least, most, price of a unit below, above
    soft_weekends: Floats  # [P, 4] the like of weekends
    kind_of: Ints  # [C, shifts]
    units: Ints  # [shifts] of minutes
    night: NDArray[np.bool_]  # [shifts]
    start: Ints  # [P] state before the first day
    least: Ints  # [P] units
    most: Ints  # [P]
    weekends: Ints  # [P]
    week_limit: Ints  # [P] units, -1 without
    week_begun: Ints  # [P] units of the limit that the first week had spent before the first day
    turn_limit: Ints  # [P, shifts], ENDLESS without
    weekend_share: Ints  # [P], ENDLESS without
    weekend_price: float
    unit_minutes: int
    unit_share: Ints  # [P] minutes, ENDLESS without
    unit_price: float


@dataclass
class Rows:
    """The rows' ranges and prices, and whose they are."""

    at_least: list[float] = field(default_factory=list)
    at_most: list[float] = field(default_factory=list)
    under: list[float] = field(default_factory=list)
    over: list[float] = field(default_factory=list)

    def add(self, at_least: float, at_most: float, under: float, over: float) -> int:
        self.at_least.append(at_least)
        self.at_most.append(at_most)
        self.under.append(under)
        self.over.append(over)
        return len(self.under) - 1
