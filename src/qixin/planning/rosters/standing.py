"""A whole answer as the search counts it, one person's roster replaced at a time."""

from __future__ import annotations

import numpy as np

from qixin.planning.rosters.model import Model
from qixin.planning.rosters.pricing import count_rows
from qixin.planning.rosters.tables import Choices, Floats, Ints
from qixin.planning.run import Run


class Standing:
    """A whole answer: each person's roster, what they count, what they cost."""

    def __init__(self, model: Model, choices: Choices) -> None:
        self.model = model
        self.choices = choices.copy()
        self.counts = np.zeros(model.rows)
        self.costs = np.array(
            [count_rows(model.tables, person, choices[person], 1.0, self.counts)
             for person in range(model.people)]
        )  # fmt: skip

    @property
    def cost(self) -> float:
        return self.model.constant + float(self.costs.sum() + self.row_costs().sum())

    def tell(self, run: Run) -> None:
        """Tell of the answer, where it keeps every hard demand."""
        if not len(self.model.missed(self.counts)):
            run.found(self.cost)

    def row_costs(self) -> Floats:
        """What each row costs as it stands: [R]."""
        return self.model.row_costs(self.counts)

    def without(self, people: Ints) -> Floats:
        """What all others count."""
        counts = self.counts.copy()
        for person in people:
            count_rows(self.model.tables, person, self.choices[person], -1.0, counts)
        return counts

    def replace(self, people: Ints, choices: Choices) -> None:
        for person, choice in zip(people, choices, strict=True):
            count_rows(self.model.tables, person, self.choices[person], -1.0, self.counts)
            self.choices[person] = choice
            self.costs[person] = count_rows(self.model.tables, person, choice, 1.0, self.counts)
