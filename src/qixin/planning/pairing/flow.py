"""Successive shortest paths over officers: the exact part of pairing.

People are arcs here: an officer with too many hands one on along the cheapest chain of moves, an
officer whose price is too high for how few he has pulls one in. Prices are the dual values; at all
times each person stands with the officer of least cost plus price on the person's list, so that
prices stay a proof. Method: Ahuja, Magnanti & Orlin, Network Flows (1993), 9.7, contracted to
officers; with a search from both kinds of imbalance so that it may begin at any prices.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from qixin.planning.compiled import compiled

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]

FAR = np.int64(2) ** 60
NOBODY = -1


class Lists(NamedTuple):
    """Who may go where: `officer[p, :length[p]]` at `cost[p, :length[p]]`."""

    officer: Small
    cost: Ints
    length: Small


class Wanted(NamedTuple):
    """The lists turned round: entries `first[j]:first[j+1]` are (person, place in their list)."""

    first: Ints
    person: Small
    place: Small


class State(NamedTuple):
    """`at[p]`: p's officer, paying `paid[p]`; `head`, `following`, `before` chain who is theirs.

    An officer's k-th person costs (k − 1) × `slope`.
    """

    at: Small
    paid: Ints
    price: Ints
    load: Ints
    capacity: Ints
    slope: Ints
    head: Small
    following: Small
    before: Small


class Search(NamedTuple):
    """Room for one shortest-path search; `distance` is FAR between searches."""

    distance: Ints
    via: Small
    via_place: Small
    seen: Small
    keys: Ints
    nodes: Small


def search_room(officers: int, arcs: int) -> Search:
    return Search(
        np.full(officers, FAR, dtype=np.int64),
        np.full(officers, NOBODY, dtype=np.int32),
        np.zeros(officers, dtype=np.int32),
        np.zeros(officers, dtype=np.int32),
        np.zeros(arcs + officers + 1, dtype=np.int64),
        np.zeros(arcs + officers + 1, dtype=np.int32),
    )


@compiled
def _heap_push(keys: Ints, nodes: Small, size: int, key: int, node: int) -> int:
    at = size
    while at > 0:
        up = (at - 1) >> 1
        if keys[up] <= key:
            break
        keys[at], nodes[at] = keys[up], nodes[up]
        at = up
    keys[at], nodes[at] = key, node
    return size + 1


@compiled
def _heap_pop(keys: Ints, nodes: Small, size: int) -> int:
    """Remove the top (read it before); the new size."""
    size -= 1
    key, node = keys[size], nodes[size]
    at = 0
    while True:
        down = 2 * at + 1
        if down >= size:
            break
        if down + 1 < size and keys[down + 1] < keys[down]:
            down += 1
        if keys[down] >= key:
            break
        keys[at], nodes[at] = keys[down], nodes[down]
        at = down
    keys[at], nodes[at] = key, node
    return size


@compiled
def leave(state: State, person: int) -> None:
    officer = state.at[person]
    before, following = state.before[person], state.following[person]
    if before == NOBODY:
        state.head[officer] = following
    else:
        state.following[before] = following
    if following != NOBODY:
        state.before[following] = before
    state.load[officer] -= 1


@compiled
def join(state: State, person: int, officer: int, cost: int) -> None:
    state.at[person] = officer
    state.paid[person] = cost
    first = state.head[officer]
    state.before[person], state.following[person] = NOBODY, first
    if first != NOBODY:
        state.before[first] = person
    state.head[officer] = person
    state.load[officer] += 1


@compiled
def settle(people: Ints, lists: Lists, state: State) -> None:
    """Move each of `people` to the officer of least cost plus price on the person's list."""
    for person in people:
        best, chosen = FAR, -1
        for place in range(lists.length[person]):
            value = lists.cost[person, place] + state.price[lists.officer[person, place]]
            if value < best:
                best, chosen = value, place
        if chosen < 0:
            continue
        if state.at[person] != NOBODY:
            leave(state, person)
        join(state, person, lists.officer[person, chosen], lists.cost[person, chosen])


@compiled
def settle_as_before(rows: Ints, at: Small, lists: Lists, state: State) -> None:
    """`settle` for everybody, but who had one of several best officers stays with that one.

    `at[rows[p]]`: p's officer before; rows of -1 had none. Without this, ties broken anew would
    make work for the search where nothing has changed.
    """
    for person in range(rows.size):
        best, chosen, before = FAR, -1, NOBODY
        if rows[person] >= 0:
            before = at[rows[person]]
        for place in range(lists.length[person]):
            officer = lists.officer[person, place]
            value = lists.cost[person, place] + state.price[officer]
            if value < best or (value == best and officer == before):
                best, chosen = value, place
        if chosen >= 0:
            join(state, person, lists.officer[person, chosen], lists.cost[person, chosen])


@compiled
def too_many(officer: int, state: State) -> bool:
    load = state.load[officer]
    if load > state.capacity[officer]:
        return True
    return bool(load > 0 and state.slope[officer] * (load - 1) > state.price[officer])


@compiled
def too_few(officer: int, state: State) -> bool:
    load = state.load[officer]
    if load >= state.capacity[officer]:
        return False
    return bool(state.slope[officer] * load < state.price[officer])


@compiled
def hand_on(source: int, lists: Lists, state: State, search: Search) -> int:
    """One person fewer at `source`: 0 where that was done, else how many officers were reached.

    The reached ones stand in `search.seen`: their people can go nowhere else on their lists.
    """
    distance, via, seen = search.distance, search.via, search.seen
    keys, nodes = search.keys, search.nodes
    distance[source], via[source], seen[0], touched = 0, NOBODY, source, 1
    size = _heap_push(keys, nodes, 0, 0, source)
    nearest, target = FAR, NOBODY
    if state.load[source] <= state.capacity[source]:
        nearest, target = (
            state.slope[source] * (state.load[source] - 1) - state.price[source],
            source,
        )
    while size and keys[0] < nearest:
        far, officer = keys[0], nodes[0]
        size = _heap_pop(keys, nodes, size)
        if far > distance[officer]:
            continue
        if officer != source and state.load[officer] < state.capacity[officer]:
            end = far + max(0, state.slope[officer] * state.load[officer] - state.price[officer])
            if end < nearest:
                nearest, target = end, officer
        person = state.head[officer]
        while person != NOBODY:
            base = far - state.paid[person] - state.price[officer]
            for place in range(lists.length[person]):
                other = lists.officer[person, place]
                reach = base + lists.cost[person, place] + state.price[other]
                if reach < distance[other] and reach < nearest:
                    if distance[other] == FAR:
                        seen[touched] = other
                        touched += 1
                    distance[other], via[other] = reach, person
                    search.via_place[other] = place
                    size = _heap_push(keys, nodes, size, reach, other)
            person = state.following[person]
    found = target != NOBODY
    for index in range(touched):
        officer = seen[index]
        if found and distance[officer] < nearest:
            state.price[officer] += nearest - distance[officer]
        distance[officer] = FAR
    if not found:
        return touched
    while target != source:
        person, place = via[target], search.via_place[target]
        giver = state.at[person]
        leave(state, person)
        join(state, person, target, lists.cost[person, place])
        target = giver
    return 0


@compiled
def pull_in(source: int, lists: Lists, wanted: Wanted, state: State, search: Search) -> None:
    """One person more at `source`, or its price down to what its load bears."""
    distance, via, seen = search.distance, search.via, search.seen
    keys, nodes = search.keys, search.nodes
    distance[source], via[source], seen[0], touched = 0, NOBODY, source, 1
    size = _heap_push(keys, nodes, 0, 0, source)
    nearest, target = state.price[source] - state.slope[source] * state.load[source], source
    while size and keys[0] < nearest:
        far, officer = keys[0], nodes[0]
        size = _heap_pop(keys, nodes, size)
        if far > distance[officer]:
            continue
        if officer != source and state.load[officer] > 0:
            spare = state.price[officer] - state.slope[officer] * (state.load[officer] - 1)
            if state.load[officer] > state.capacity[officer]:
                spare = 0
            end = far + max(0, spare)
            if end < nearest:
                nearest, target = end, officer
        for entry in range(wanted.first[officer], wanted.first[officer + 1]):
            person, place = wanted.person[entry], wanted.place[entry]
            other = state.at[person]
            if other < 0 or other == officer:
                continue
            reach = far + lists.cost[person, place] + state.price[officer]
            reach -= state.paid[person] + state.price[other]
            if reach < distance[other] and reach < nearest:
                if distance[other] == FAR:
                    seen[touched] = other
                    touched += 1
                distance[other], via[other] = reach, person
                search.via_place[other] = place
                size = _heap_push(keys, nodes, size, reach, other)
    for index in range(touched):
        officer = seen[index]
        if distance[officer] < nearest:
            state.price[officer] -= nearest - distance[officer]
        distance[officer] = FAR
    while target != source:
        person, place = via[target], search.via_place[target]
        taker = lists.officer[person, place]
        leave(state, person)
        join(state, person, taker, lists.cost[person, place])
        target = taker


@compiled
def balance(
    queue: Ints, lists: Lists, wanted: Wanted, state: State, search: Search, most: int,
    done: Ints,
) -> int:  # fmt: skip
    """Put the officers of `queue` right, at most `most` searches; how many officers are stuck with.

    `done[0]`: officers of the queue that are finished; `done[1]`: searches made.
    """
    steps = 0
    while done[0] < queue.size and steps < most:
        officer = queue[done[0]]
        if too_many(officer, state):
            stuck = hand_on(officer, lists, state, search)
            if stuck:
                done[1] += steps
                return stuck
            steps += 1
        elif too_few(officer, state):
            pull_in(officer, lists, wanted, state, search)
            steps += 1
        else:
            done[0] += 1
    done[1] += steps
    return 0
