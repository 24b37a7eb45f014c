"""Who stands near whom: people who may stand at the same posts."""

from __future__ import annotations

from collections import defaultdict, deque

import numpy as np

from qixin.planning.rosters.model import Model
from qixin.planning.rosters.tables import Ints


def shared_posts(model: Model, first: Ints, people: Ints) -> Ints:
    """How many posts each of `people` [n] has in common with those of `first`."""
    profile = model.tables.profile
    counted = np.zeros(len(model.posts_of), np.int64)
    for own in np.unique(profile[first]):
        counted += np.array([len(model.posts_of[own] & posts) for posts in model.posts_of])
    shared: Ints = counted[profile[people]]
    return shared


def in_order(model: Model) -> Ints:
    """Everybody, so that neighbours come close together: profile by profile, breadth first."""
    meeting: dict[str, set[int]] = defaultdict(set)
    for profile, posts in enumerate(model.posts_of):
        for post in posts:
            meeting[post].add(profile)
    order: dict[int, None] = {}
    for begin in range(len(model.posts_of)):
        waiting = deque([begin])
        while waiting:
            profile = waiting.popleft()
            if profile in order:
                continue
            order[profile] = None
            near = {other for post in model.posts_of[profile] for other in meeting[post]}
            waiting.extend(sorted(near - order.keys()))
    place = np.empty(len(order), np.int64)
    place[list(order)] = np.arange(len(order))
    return np.argsort(place[model.tables.profile], kind="stable")
