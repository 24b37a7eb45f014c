"""What every engine's checker tells. The checkers share this shape and nothing that counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Checked:
    """The cost by term, in the problem's own units, and a sentence for every broken rule."""

    terms: Mapping[str, float]
    faults: tuple[str, ...]

    @property
    def cost(self) -> float:
        return sum(self.terms.values())
