"""An earlier answer in the numbers of a problem: who went where, and who goes on with what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Before:
    """`names[v]`: what vehicle v was called; `tours[name]`: the places of each tour under a name.

    `seats`: vehicles' numbers, each with the places of the tour that it goes on with. `known`:
    places that were visited and are in the problem.
    """

    names: tuple[str, ...]
    tours: dict[str, tuple[frozenset[int], ...]]
    seats: tuple[tuple[int, frozenset[int]], ...]
    known: frozenset[int]

    @property
    def gone(self) -> frozenset[int]:
        """Places whose vehicle there is no more: whoever visits them is another one."""
        left = [own for name in set(self.names) for own in self.tours.get(name, ())]
        return self.known.difference(*left)
