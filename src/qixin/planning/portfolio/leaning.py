"""Where a relaxed answer leans, and plans drawn from that."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Leaning:
    """By activity its mean start and the shares of its modes; by project those of parcels."""

    starts: list[float]
    modes: list[dict[int, float]]
    lots: dict[str, dict[int, float]]

    def drawn(
        self, chance: random.Random, spread: float
    ) -> tuple[list[float], list[int], dict[str, int]]:
        """(priority, modes, parcels): mean starts, disturbed; modes by their shares."""
        priority = [start + chance.uniform(-spread, spread) for start in self.starts]
        modes = [
            chance.choices(list(shares), weights=[max(0.0, share) for share in shares.values()])[0]
            for shares in self.modes
        ]
        lots = {name: max(own, key=own.__getitem__) for name, own in self.lots.items()}
        return priority, modes, lots
