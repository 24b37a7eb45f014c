"""CVRPLIB files (.vrp, .sol) and the text form of Solomon and Gehring & Homberger.

Distances as best known values count them: CVRP to the nearest whole number (Uchoa et al. 2017),
VRPTW with one decimal, cut off, so that all figures of such a problem are tenths (`scale` 10).
DISTANCE limits each route of a CVRP; service counts towards it, as in Christofides, Mingozzi &
Toth's set (1979).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from qixin.planning.errors import NumbersMissing, ProblemError
from qixin.planning.lines import Lines, finite, whole
from qixin.planning.routes.problem import ALWAYS, MOST, Depot, Place, RoutesProblem, Vehicle
from qixin.planning.routes.result import Tour

SAYS_NOTHING = {"NAME", "COMMENT", "DISPLAY_DATA_TYPE"}  # that tours depend on
KNOWN = SAYS_NOTHING | {
    "TYPE", "DIMENSION", "CAPACITY", "VEHICLES", "SERVICE_TIME", "DISTANCE", "EDGE_WEIGHT_TYPE",
    "EDGE_WEIGHT_FORMAT", "NODE_COORD_TYPE",
}  # fmt: skip
TYPES = {"CVRP", "DCVRP", "ACVRP", "VRPTW"}
FARTHEST = 10**9  # of a point from the middle of its map


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
    last: int = 0  # the line that was read last

    def number(self, name: str, least: int = 0) -> int:
        if name not in self.told:
            raise ProblemError(f"{name} is missing", line=self.last)
        return _figure(self.told[name], name, self.line[name], least)


def parse_vrplib(lines: Lines) -> RoutesProblem:
    """CVRP and VRPTW in VRPLIB's form; ProblemError names the line that is wrong."""
    file = _File()
    while lines.more():
        line = lines.take("a line")
        file.last = lines.number
        if line == "EOF":
            break
        if ":" in line:
            name, _, value = (part.strip() for part in line.partition(":"))
            _header(name, value, lines.number)
            file.told[name], file.line[name] = value, lines.number
        else:
            _section(line, file, lines)
    file.last = lines.number
    return _built(file)


def _header(name: str, value: str, line: int) -> None:
    """Refuse what would be passed over: it may be a rule that tours must keep."""
    if name not in KNOWN:
        raise ProblemError(f"the header {name} is not known here", line=line)
    known = {"TYPE": TYPES, "NODE_COORD_TYPE": {"TWOD_COORDS", "NO_COORDS"}}.get(name)
    if known is not None and value not in known:
        raise ProblemError(f"{name} {value} is not known here", line=line)


def _section(name: str, file: _File, lines: Lines) -> None:
    size = file.number("DIMENSION", least=2)
    if name == "NODE_COORD_SECTION":
        rows = _rows(size, 3, "a node's place", lines)
        file.points = [(_spot(r[1], "x", line), _spot(r[2], "y", line)) for line, r in rows]
    elif name == "DEMAND_SECTION":
        rows = _rows(size, 2, "a demand", lines)
        file.demand = [_figure(r[1], f"demand of node {r[0]}", line) for line, r in rows]
    elif name == "TIME_WINDOW_SECTION":
        for line, row in _rows(size, 3, "a window", lines):
            window = _figure(row[1], "window", line), _figure(row[2], "window", line)
            if window[0] > window[1]:
                raise ProblemError(f"closes at {window[1]}, opens at {window[0]}", line=line)
            file.windows.append(window)
    elif name == "SERVICE_TIME_SECTION":
        rows = _rows(size, 2, "a service time", lines)
        file.service = [_figure(row[1], "service time", line) for line, row in rows]
    elif name == "DEPOT_SECTION":
        while (depot := whole(lines.take("a depot or -1").split()[0], "depot", lines.number)) != -1:
            if not 1 <= depot <= size:
                raise ProblemError(f"there is no node {depot}", line=lines.number)
            file.depots.append(depot - 1)
    elif name == "EDGE_WEIGHT_SECTION":
        while lines.more() and lines.peek()[0] in "-0123456789":
            words = lines.take("distances").split()
            file.weights += [_figure(word, "a distance", lines.number) for word in words]
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


def _figure(word: str, what: str, line: int, least: int = 0) -> int:
    figure = whole(word, what, line)
    if not least <= figure <= MOST // 10:  # ten: the figures of the VRPTW become tenths
        raise ProblemError(f"{what} must lie from {least} to {MOST // 10}, not {word}", line=line)
    return figure


def _spot(word: str, what: str, line: int) -> float:
    spot = finite(word, what, line)
    if abs(spot) > FARTHEST:
        raise ProblemError(f"{what} must lie within ±{FARTHEST}, not {word}", line=line)
    return spot


def _built(file: _File) -> RoutesProblem:
    last = file.last
    size, capacity = file.number("DIMENSION", least=2), file.number("CAPACITY", least=1)
    if len(file.demand) != size:
        raise ProblemError("there is no DEMAND_SECTION", line=last)
    if len(file.depots) != 1:
        raise ProblemError(f"one depot expected, {len(file.depots)} found", line=last)
    timed = file.told.get("TYPE") == "VRPTW"
    scale = 10 if timed else 1
    if timed and len(file.windows) != size:
        raise ProblemError("there is no TIME_WINDOW_SECTION", line=last)
    every = file.number("SERVICE_TIME") if timed or "SERVICE_TIME" in file.told else 0
    service = file.service or [every] * size
    distance, points = _distances(file, size, scale, last)
    nodes = [
        _Node(file.demand[i], file.windows[i] if timed else None, service[i]) for i in range(size)
    ]
    return _problem(
        nodes, file.depots[0], capacity, distance, scale, points,
        vehicles=file.number("VEHICLES", least=1) if "VEHICLES" in file.told else size - 1,
        limit=_limit(file, timed=timed),
    )  # fmt: skip


def _limit(file: _File, *, timed: bool) -> int | None:
    """How long a route may be; figures are whole, so that a limit may be cut off."""
    if "DISTANCE" not in file.told:
        return None
    line = file.line["DISTANCE"]
    if timed:
        raise ProblemError("DISTANCE of a VRPTW is not known here", line=line)
    limit = math.floor(finite(file.told["DISTANCE"], "DISTANCE", line))
    return _figure(str(limit), "DISTANCE", line)


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
    points: np.ndarray | None, *, vehicles: int, limit: int | None = None,
) -> RoutesProblem:  # fmt: skip
    """Places are called by their number without the depot, as solution files count them."""
    timed = any(node.window for node in nodes)
    served = [node.service for at, node in enumerate(nodes) if at != depot]
    lasting = limit is not None and any(served)
    # where nobody asks for a time none may be too late
    always = ALWAYS[0], max(ALWAYS[1], limit or 0, sum(served))
    places = tuple(
        Place(
            str(number),
            at,
            (node.demand,),
            service=node.service * scale,
            window=_scaled(node.window, scale, always),
        )
        for number, (at, node) in enumerate(
            ((at, node) for at, node in enumerate(nodes) if at != depot), start=1
        )
    )
    opens = _scaled(nodes[depot].window, scale, always)
    van = Vehicle(
        "vehicle", (capacity,), vehicles, window=opens, longest=limit if lasting else None,
        farthest=None if lasting else limit,
    )  # fmt: skip
    duration = distance if timed or lasting else np.zeros_like(distance)
    return RoutesProblem(
        (Depot("depot", depot, opens),), places, (van,), distance, duration, scale=scale,
        points=points,
    )  # fmt: skip


def _scaled(window: tuple[int, int] | None, scale: int, always: tuple[int, int]) -> tuple[int, int]:
    return always if window is None else (window[0] * scale, window[1] * scale)


def parse_solomon(lines: Lines) -> RoutesProblem:
    """Solomon's text: name, VEHICLE with number and capacity, CUSTOMER with 7 figures a line."""
    lines.take("the name")
    _expect("VEHICLE", lines)
    _expect("NUMBER", lines)
    told = lines.take("number and capacity of vehicles").split()
    if len(told) != 2:
        raise ProblemError("number and capacity of vehicles expected", line=lines.number)
    vehicles = _figure(told[0], "the number of vehicles", lines.number, least=1)
    capacity = _figure(told[1], "their capacity", lines.number, least=1)
    _expect("CUSTOMER", lines)
    _expect("CUST", lines)
    nodes: list[_Node] = []
    points: list[tuple[float, float]] = []
    while lines.more():
        row = lines.take("a customer").split()
        if len(row) != 7:
            raise ProblemError(f"7 figures a customer, not {len(row)}", line=lines.number)
        if row[0] != str(len(nodes)):
            raise ProblemError(f"customer {len(nodes)} expected, not {row[0]}", line=lines.number)
        points.append((_spot(row[1], "x", lines.number), _spot(row[2], "y", lines.number)))
        nodes.append(_customer(row, lines.number))
    if len(nodes) < 2:
        raise ProblemError("a depot and at least one customer expected", line=lines.number + 1)
    where = np.array(points)
    return _problem(nodes, 0, capacity, euclidean(where, 10), 10, where, vehicles=vehicles)


def _customer(row: list[str], line: int) -> _Node:
    """Demand, window and service of a customer; 10.0 is 10 in some copies of the files."""
    names = ("demand", "ready time", "due date", "service time")
    figures = []
    for name, word in zip(names, row[3:], strict=True):
        what, figure = f"customer {row[0]}: {name}", finite(word, name, line)
        if figure != int(figure):
            raise NumbersMissing(f"{what} must be a whole number, not {word}", line=line)
        figures.append(_figure(str(int(figure)), what, line))
    demand, opens, closes, service = figures
    if opens > closes:
        raise ProblemError(f"customer {row[0]}: closes at {closes}, opens at {opens}", line=line)
    return _Node(demand, (opens, closes), service)


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
