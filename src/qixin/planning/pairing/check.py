"""A pairing counted again, one person after the other; shares no code with the solver."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from qixin.planning.checked import Checked
from qixin.planning.pairing.problem import PairingProblem


def check(
    problem: PairingProblem, pairs: Mapping[object, object],
    earlier: Mapping[object, object] | None = None,
) -> Checked:  # fmt: skip
    """Count `pairs` (person to officer, None for nobody) again; `earlier`: those of start."""
    people, officers, prices = problem.people, problem.officers, problem.prices
    number = {one: index for index, one in enumerate(officers.ids)}
    terms = dict.fromkeys(("way", "missing", "even", "bond", "change", "unpaired"), 0)
    faults: list[str] = []
    load: Counter[object] = Counter()
    strangers = set(pairs) - set(people.ids)
    faults += [f"person {one} is not in the problem" for one in strangers]
    for index, person in enumerate(people.ids):
        officer = pairs.get(person)
        if officer is not None and officer not in number:
            faults.append(f"person {person} is paired with an unknown officer {officer}")
            continue
        if earlier and person in earlier:
            before = earlier[person]
            # an officer who has left cannot be kept
            if (before is None or before in number) and before != officer:
                terms["change"] += prices.change
        bond = int(people.bond[index])
        if bond >= 0 and officers.ids[bond] != officer:
            terms["bond"] += prices.bond
        if officer is None:
            if prices.unpaired is None:
                faults.append(f"person {person} has no officer")
            terms["unpaired"] += prices.unpaired or 0
            continue
        j = number[officer]
        load[officer] += 1
        dx = float(people.places[index][0]) - float(officers.places[j][0])
        dy = float(people.places[index][1]) - float(officers.places[j][1])
        terms["way"] += round(math.sqrt(dx * dx + dy * dy))
        lacking = bin(int(people.needs[index]) & ~int(officers.skills[j])).count("1")
        if lacking and prices.missing is None:
            faults.append(f"person {person} needs what officer {officer} cannot do")
        terms["missing"] += lacking * (prices.missing or 0)
    for officer, count in load.items():
        room = int(officers.capacity[number[officer]])
        if count > room:
            faults.append(f"officer {officer} has {count} people, and room for {room}")
        terms["even"] += prices.even * (count * (count - 1) // 2)
    return Checked(terms, tuple(faults))
