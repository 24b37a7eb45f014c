"""From a mix of rosters to one roster each: fix person–days that the LP is sure of, price again.

Fixing a person on a day leaves the rest of their roster to the pricing program, where fixing whole
rosters would waste what the LP knows (Burke & Curtois 2014 fix rosters; Strandmark, Qu & Curtois
2020 fix assignments).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qixin.planning.rosters.generation import Closed, Generation
from qixin.planning.rosters.master import Relaxed
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.tables import OFF, Choices, Ints

FREE = -2
WHOLE = 1 - 1e-6


def close_to(model: Model, closed: Closed, person: int, day: int, option: int) -> None:
    """Leave a person on a day nothing but `option` (OFF: a day off)."""
    base = model.base_from[person]
    options = closed.options[base : model.base_from[person + 1], day]
    options[:] = True
    closed.off[person, day] = option != OFF
    if option != OFF:
        options[option] = False


@dataclass
class Dive:
    """One dive over the people of a generation; `ready` are fixed person–days [P, D]."""

    model: Model
    generation: Generation
    params: Params
    ready: NDArray[np.int16]

    def go(self, relaxed: Relaxed) -> Choices | None:
        """A roster for each of the master's people [n, D]; None where it is over before."""
        while not self.generation.run.over():
            shares = np.array(relaxed.shares)
            chosen = self._whole(shares)
            if chosen is not None:
                return chosen
            self._fix(shares)
            self._shut()
            relaxed = self.generation.go(self.params.dive_rounds, 1e-5)
        return None

    def _whole(self, shares: NDArray[np.float64]) -> Choices | None:
        master = self.generation.master
        ready = self.ready[master.people]
        if (ready != FREE).all():
            return ready
        taken = np.flatnonzero(shares > WHOLE)
        if len(taken) < len(master.people):
            return None
        by_person = {master.owner[at]: master.choice[at] for at in taken}
        return np.array([by_person[person] for person in master.people])

    def _fix(self, shares: NDArray[np.float64]) -> None:
        value, which, people = self._values(shares)
        free = self.ready[people] == FREE
        value = np.where(free, value, -1.0)
        order = np.argsort(-value, axis=None)
        broken = int(np.sum((value > 0) & (value < WHOLE)))
        least = max(1, int(self.params.stride * broken))
        fixed = 0
        before = self.ready.copy()
        for at in order:
            row, day = divmod(int(at), self.model.days)
            if value[row, day] < 0:
                break
            if value[row, day] < self.params.sure and fixed >= least:
                break
            fixed += value[row, day] < WHOLE
            self.ready[people[row], day] = which[row, day]
        self._apply(before)
        self._keep_possible(before, shares)

    def _values(
        self, shares: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int16], Ints]:
        """For each person and day the option that the LP prefers, and its share."""
        master = self.generation.master
        people = master.people
        options = max(len(options) for options in self.model.options) + 1
        weight = np.zeros((len(people), self.model.days, options))
        place = np.full(self.model.people, -1)
        place[people] = np.arange(len(people))
        days = np.arange(self.model.days)
        for column in np.flatnonzero(shares > 1e-7):
            row = place[master.owner[column]]
            # OFF is −1: the last option
            weight[row, days, master.choice[column]] += shares[column]
        which = weight.argmax(axis=2)
        value = np.take_along_axis(weight, which[:, :, None], 2)[:, :, 0]
        return value, np.where(which == options - 1, OFF, which).astype(np.int16), people

    def _apply(self, before: NDArray[np.int16]) -> None:
        for person, day in np.argwhere(self.ready != before):
            close_to(self.model, self.generation.closed, person, day, int(self.ready[person, day]))

    def _keep_possible(self, before: NDArray[np.int16], shares: NDArray[np.float64]) -> None:
        """Where a person's fixed days leave no roster, fix their likeliest known roster instead."""
        changed = np.unique(np.argwhere(self.ready != before)[:, 0])
        if not len(changed):
            return
        closed = self.generation.closed
        priced = self.generation.pricer.price(
            changed, np.zeros(self.model.rows), closed.options, closed.off
        )
        master = self.generation.master
        for person in changed[priced.costs >= NEVER]:
            own = [at for at in range(len(shares)) if master.owner[at] == person]
            best = max(own, key=lambda at: float(shares[at]))
            for day in range(self.model.days):
                self.ready[person, day] = master.choice[best][day]
                close_to(self.model, closed, person, day, int(self.ready[person, day]))

    def _shut(self) -> None:
        master = self.generation.master
        choices = np.array(master.choice)
        ready = self.ready[np.array(master.owner)]
        against = ((ready != FREE) & (ready != choices)).any(axis=1)
        master.shut(np.flatnonzero(against))
        owners = np.array(master.owner)
        without = np.setdiff1d(master.people, owners[~against])
        if len(without):
            generation = self.generation
            assert generation.centre is not None
            priced = generation.pricer.price(
                without, generation.centre, generation.closed.options, generation.closed.off
            )
            master.add(without, priced.choices)
