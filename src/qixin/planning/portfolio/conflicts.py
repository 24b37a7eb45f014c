"""Why nothing can work: rules that cannot all be kept, in terms of the problem."""

from __future__ import annotations

from collections.abc import Iterator

from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from qixin.planning.outcome import Conflict
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.windows import Windows, parcels_for


def plain_conflicts(problem: Problem, windows: Windows) -> tuple[Conflict, ...]:
    """What counting alone shows; empty where it shows nothing."""
    return (*_needs(problem), *_money(problem), *_land(problem), *_dates(problem, windows))


def _needs(problem: Problem) -> Iterator[Conflict]:
    for activity in problem.activities:
        for factor in problem.factors:
            need = min(
                mode.uses.get(factor.name, 0) if mode.duration else 0 for mode in activity.modes
            )
            if need > factor.most:
                yield Conflict(
                    ("need", f"factor {factor.name}"), (activity.name, factor.name),
                    f"{activity.name} needs {need} of {factor.name} at least; "
                    f"there are never more than {factor.most}.",
                )  # fmt: skip


def _money(problem: Problem) -> Iterator[Conflict]:
    for budget in problem.budgets:
        least = sum(
            min(mode.spends.get(budget.name, 0) for mode in activity.modes)
            for activity in problem.activities
        )
        if least > budget.total:
            yield Conflict(
                (f"budget {budget.name}",), (budget.name,),
                f"All work takes {least} of {budget.name} at least; {budget.total} arrives in all.",
            )  # fmt: skip


def _land(problem: Problem) -> Iterator[Conflict]:
    projects = [project for project in problem.projects if project.land]
    if not projects:
        return
    fitting = {project.name: parcels_for(problem, project) for project in projects}
    pairs = [(row, lot) for row, p in enumerate(projects) for lot in fitting[p.name]]
    shape = (len(projects), max(1, len(problem.parcels)))
    matrix = csr_matrix(
        ([1] * len(pairs), tuple(zip(*pairs, strict=True)) or ([], [])), shape=shape
    )
    given = maximum_bipartite_matching(matrix, perm_type="column")
    for row in range(len(projects)):
        if given[row] < 0:
            crowd, lots = _crowd(row, [fitting[p.name] for p in projects], list(given))
            names = tuple(projects[one].name for one in sorted(crowd))
            parcels = tuple(problem.parcels[lot].name for lot in sorted(lots))
            yield Conflict(
                ("land",), (*names, *parcels),
                f"{len(names)} project(s) ({', '.join(names)}) fit only on {len(parcels)} "
                f"parcel(s) ({', '.join(parcels) or 'none'}).",
            )  # fmt: skip
            return


def _crowd(row: int, fitting: list[list[int]], given: list[int]) -> tuple[set[int], set[int]]:
    """Hall's violator: projects reached from one without land, and all the parcels they fit on."""
    owner = {lot: one for one, lot in enumerate(given) if lot >= 0}
    crowd, lots, todo = {row}, set(), [row]
    while todo:
        for lot in fitting[todo.pop()]:
            if lot not in lots:
                lots.add(lot)
                crowd.add(owner[lot])
                todo.append(owner[lot])
    return crowd, lots


def _dates(problem: Problem, windows: Windows) -> Iterator[Conflict]:
    for at in problem.in_order:
        activity = problem.activities[at]
        starts = {s for mode in range(len(activity.modes)) for s in windows.starts(at, mode)}
        ready = max((windows.first_end(before) for before in problem.forerunners[at]), default=0)
        if starts and max(starts) >= ready and windows.first_end(at) <= windows.latest_ends[at]:
            continue
        chain = chain_to(problem, windows, at)
        names = tuple(problem.activities[one].name for one in chain)
        limit = "its deadline" if activity.deadline is not None else "the horizon"
        yield Conflict(
            ("precedence", "dates"), names,
            f"{activity.name} cannot start before {max(ready, windows.earliest[at])} "
            f"({' → '.join(names)}) and must end by {windows.latest_ends[at]}, "
            f"for {limit}, what follows, or work begun.",
        )  # fmt: skip
        return


def chain_to(problem: Problem, windows: Windows, at: int) -> list[int]:
    """The forerunners that push an activity to its earliest start, the first one first."""
    chain = [at]
    while problem.forerunners[at]:
        before = max(problem.forerunners[at], key=windows.first_end)
        if windows.first_end(before) < windows.earliest[at]:
            break
        chain.append(before)
        at = before
    return chain[::-1]
