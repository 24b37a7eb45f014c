"""CVRPLIB files (.vrp, .sol) and the text form of Solomon and Gehring & Homberger.

Distances as best known values count them: CVRP to the nearest whole number (Uchoa et al. 2017),
VRPTW with one decimal, cut off, so that all figures of such a problem are tenths (`scale` 10).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from qixin.planning.errors import ProblemError
from qixin.planning.lines import Lines, finite, whole
from qixin.planning.routes.problem import ALWAYS, Depot, Place, RoutesProblem, Vehicle
from qixin.planning.routes.result import Tour


def read_problem(path: str | Path) -> RoutesProblem:
    """Read a .vrp file, or the Solomon text where the second line says VEHICLE."""
    lines = Lines.of(path)
    first = lines.peek()
    return parse_vrplib(lines) if ":" in first else parse_solomon(lines)


@dataclass
class _File:
    told: dict[str, str] = field(default_factory=dict)
    line: dict[str, int] = field(default_factory=dict)
    points: list[tuple[float, float]] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    demand: list[int] = field(default_factory=list)
    windows: list[tuple[int, int]] = field(default_factory=list)
    service: list[int] = field(default_factory=list)
    depots: list[int] = field(default_factory=list)

    def number(self, name: str) -> int:
        if name not in self.told:
            raise ProblemError(f"{name} is missing")
        return whole(self.told[name], name, self.line[name])


def parse_vrplib(lines: Lines) -> RoutesProblem:
    """CVRP and VRPTW in VRPLIB's form; ProblemError names the line that is wrong."""
    file = _File()
    while lines.more():
        line = lines.take("a line")
        if line == "EOF":
            break
        if ":" in line:
            name, _, value = (part.strip() for part in line.partition(":"))
            file.told[name], file.line[name] = value, lines.number
        else:
            _section(line, file, lines)
    return _built(file, lines.number)


def _section(name: str, file: _File, lines: Lines) -> None:
    size = file.number("DIMENSION")
    if name == "NODE_COORD_SECTION":
        file.points = [_pair(row, lines) for row in _rows(size, 3, "a node's place", lines)]
    elif name == "DEMAND_SECTION":
        file.demand = [whole(r[1], "demand", n) for n, r in _rows(size, 2, "a demand", lines)]
        _not_negative(file.demand, lines.number - size, "demand")
    elif name == "TIME_WINDOW_SECTION":
        for line, row in _rows(size, 3, "a window", lines):
            window = whole(row[1], "window", line), whole(row[2], "window", line)
            if window[0] > window[1]:
                raise ProblemError(f"closes at {window[1]}, opens at {window[0]}", line=line)
            file.windows.append(window)
    elif name == "SERVICE_TIME_SECTION":
        rows = _rows(size, 2, "a service time", lines)
        file.service = [whole(row[1], "service time", line) for line, row in rows]
    elif name == "DEPOT_SECTION":
        while (depot := whole(lines.take("a depot or -1").split()[0], "depot", lines.number)) != -1:
            if not 1 <= depot <= size:
                raise ProblemError(f"there is no node {depot}", line=lines.number)
            file.depots.append(depot - 1)
    elif name == "EDGE_WEIGHT_SECTION":
        while lines.more() and lines.peek()[0] in "-0123456789":
            file.weights += lines.numbers("distances")
    else:
        raise ProblemError(f"the section {name} is not known here", line=lines.number)


def _rows(count: int, width: int, what: str, lines: Lines) -> Iterable[tuple[int, list[str]]]:
    for node in range(1, count + 1):
        row = lines.take(f"{what} of node {node}").split()
        if len(row) < width:
            raise ProblemError(f"{what} of node {node} is not whole", line=lines.number)
        if whole(row[0], "node", lines.number) != node:
            raise ProblemError(f"node {node} expected, not {row[0]}", line=lines.number)
        yield lines.number, row


def _pair(row: tuple[int, list[str]], lines: Lines) -> tuple[float, float]:
    del lines
    return finite(row[1][1], "x", row[0]), finite(row[1][2], "y", row[0])


def _not_negative(figures: list[int], before: int, what: str) -> None:
    for node, figure in enumerate(figures, start=1):
        if figure < 0:
            raise ProblemError(f"{what} of node {node} is {figure}", line=before + node)


def _built(file: _File, last: int) -> RoutesProblem:
    size, capacity = file.number("DIMENSION"), file.number("CAPACITY")
    if len(file.demand) != size:
        raise ProblemError("there is no DEMAND_SECTION", line=last)
    if len(file.depots) != 1:
        raise ProblemError(f"one depot expected, {len(file.depots)} found", line=last)
    timed = file.told.get("TYPE") == "VRPTW"
    scale = 10 if timed else 1
    if timed and len(file.windows) != size:
        raise ProblemError("there is no TIME_WINDOW_SECTION", line=last)
    service = file.service or [file.number("SERVICE_TIME") if timed else 0] * size
    distance, points = _distances(file, size, scale, last)
    nodes = [
        _Node(file.demand[i], file.windows[i] if timed else None, service[i]) for i in range(size)
    ]
    return _problem(
        nodes, file.depots[0], capacity, distance, scale, points,
        vehicles=file.number("VEHICLES") if "VEHICLES" in file.told else size - 1,
    )  # fmt: skip


def _distances(
    file: _File, size: int, scale: int, last: int
) -> tuple[np.ndarray, np.ndarray | None]:
    kind = file.told.get("EDGE_WEIGHT_TYPE")
    if kind == "EUC_2D":
        if len(file.points) != size:
            raise ProblemError("there is no NODE_COORD_SECTION", line=last)
        points = np.array(file.points)
        return euclidean(points, scale), points
    shape = file.told.get("EDGE_WEIGHT_FORMAT")
    expected = {"FULL_MATRIX": size * size, "LOWER_ROW": size * (size - 1) // 2}
    if kind != "EXPLICIT" or shape not in expected:
        raise ProblemError(f"distances of kind {kind} {shape or ''} are not known here", line=last)
    if len(file.weights) != expected[shape]:
        raise ProblemError(
            f"{expected[shape]} distances expected, {len(file.weights)} found", line=last
        )
    if shape == "FULL_MATRIX":
        matrix = np.array(file.weights).reshape(size, size)
    else:
        matrix = np.zeros((size, size), dtype=np.int64)
        matrix[np.tril_indices(size, -1)] = file.weights
        matrix += matrix.T
    return matrix * scale, np.array(file.points) if file.points else None


def euclidean(points: np.ndarray, scale: int) -> np.ndarray:
    """Distances rounded to whole numbers (scale 1), or cut to so many a unit."""
    way = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    cut: np.ndarray = np.floor(way + 0.5 if scale == 1 else way * scale + 1e-9).astype(np.int64)
    return cut


@dataclass(frozen=True)
class _Node:
    demand: int
    window: tuple[int, int] | None
    service: int


def _problem(
    nodes: list[_Node], depot: int, capacity: int, distance: np.ndarray, scale: int,
    points: np.ndarray | None, *, vehicles: int,
) -> RoutesProblem:  # fmt: skip
    """Places are called by their number without the depot, as solution files count them."""
    timed = any(node.window for node in nodes)
    places = tuple(
        Place(
            str(number),
            at,
            (node.demand,),
            service=node.service * scale,
            window=_scaled(node.window, scale),
        )
        for number, (at, node) in enumerate(
            ((at, node) for at, node in enumerate(nodes) if at != depot), start=1
        )
    )
    opens = _scaled(nodes[depot].window, scale)
    return RoutesProblem(
        (Depot("depot", depot, opens),), places,
        (Vehicle("vehicle", (capacity,), vehicles, window=opens),),
        distance, distance if timed else np.zeros_like(distance), scale=scale, points=points,
    )  # fmt: skip


def _scaled(window: tuple[int, int] | None, scale: int) -> tuple[int, int]:
    return ALWAYS if window is None else (window[0] * scale, window[1] * scale)


def parse_solomon(lines: Lines) -> RoutesProblem:
    """Solomon's text: name, VEHICLE with number and capacity, CUSTOMER with 7 figures a line."""
    lines.take("the name")
    _expect("VEHICLE", lines)
    _expect("NUMBER", lines)
    vehicles, capacity = lines.numbers("number and capacity of vehicles", 2)[:2]
    _expect("CUSTOMER", lines)
    _expect("CUST", lines)
    nodes: list[_Node] = []
    points: list[tuple[float, float]] = []
    while lines.more():
        row = lines.take("a customer").split()
        if len(row) != 7:
            raise ProblemError(f"7 figures a customer, not {len(row)}", line=lines.number)
        figures = [finite(word, "a figure", lines.number) for word in row]
        if figures[0] != len(nodes):
            raise ProblemError(f"customer {len(nodes)} expected, not {row[0]}", line=lines.number)
        if figures[3] < 0 or figures[4] > figures[5]:
            raise ProblemError(
                f"customer {row[0]}: demand {row[3]}, window {row[4]} to {row[5]}",
                line=lines.number,
            )
        points.append((figures[1], figures[2]))
        nodes.append(_Node(int(figures[3]), (int(figures[4]), int(figures[5])), int(figures[6])))
    if len(nodes) < 2:
        raise ProblemError("a depot and at least one customer expected", line=lines.number + 1)
    where = np.array(points)
    return _problem(nodes, 0, capacity, euclidean(where, 10), 10, where, vehicles=vehicles)


def _expect(word: str, lines: Lines) -> None:
    if not lines.take(word).upper().startswith(word):
        raise ProblemError(f"{word} expected", line=lines.number)


def write_solution(problem: RoutesProblem, tours: Iterable[Tour], cost: float, path: Path) -> Path:
    """CVRPLIB's .sol: a line a route, then the cost."""
    lines = [
        f"Route #{number}: " + " ".join(problem.places[place].id for place in tour.places)
        for number, tour in enumerate(tours, start=1)
    ]
    lines.append(f"Cost {cost:.0f}" if cost == int(cost) else f"Cost {cost:.1f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read_solution(path: str | Path) -> tuple[list[list[str]], float]:
    """The routes of a .sol file as places' names, and its cost."""
    lines = Lines.of(path)
    routes: list[list[str]] = []
    while lines.more():
        words = lines.take("a route or the cost").replace(":", " ").split()
        if words[0] == "Cost":
            return routes, finite(words[1] if len(words) > 1 else "", "the cost", lines.number)
        if words[0] != "Route":
            raise ProblemError(f"a route or the cost expected, not {words[0]}", line=lines.number)
        routes.append(words[2:])
    raise ProblemError("the file ends before its cost", line=lines.number + 1)
