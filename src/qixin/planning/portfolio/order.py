"""Which comes before which: an order with forerunners first, or the circle that forbids one."""

from __future__ import annotations

from collections.abc import Sequence


def topological(forerunners: Sequence[Sequence[int]]) -> list[int]:
    """Forerunners first, else as they stand; what is on a circle, or behind one, is left out."""
    missing = [len(before) for before in forerunners]
    followers: list[list[int]] = [[] for _ in forerunners]
    for item, before in enumerate(forerunners):
        for forerunner in before:
            followers[forerunner].append(item)
    order = [item for item, left in enumerate(missing) if left == 0]
    for item in order:  # grows while it is gone through
        for follower in followers[item]:
            missing[follower] -= 1
            if missing[follower] == 0:
                order.append(follower)
    return order


def circle(forerunners: Sequence[Sequence[int]]) -> list[int]:
    """A circle, each item followed by one that waits for it; empty where there is none."""
    placed = set(topological(forerunners))
    if len(placed) == len(forerunners):
        return []
    item = next(item for item in range(len(forerunners)) if item not in placed)
    seen: dict[int, int] = {}
    path: list[int] = []
    while item not in seen:
        seen[item] = len(path)
        path.append(item)
        item = next(before for before in forerunners[item] if before not in placed)
    return path[seen[item] :][::-1]
