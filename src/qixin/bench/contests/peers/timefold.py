"""Timefold (Apache-2.0) as a peer: a Python package with a Java program within."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

from qixin.bench.contests.contest import Solved, unheard
from qixin.planning.rosters.problem import Problem
from qixin.planning.routes.problem import RoutesProblem
from qixin.planning.run import OnProgress


def missing() -> str:
    """What has to be installed before it can run here; empty where nothing is missing."""
    wanted = []
    if find_spec("timefold") is None:
        wanted.append("the extra `timefold`: uv sync --inexact --extra timefold")
    if "JAVA_HOME" not in os.environ and shutil.which("java") is None:
        wanted.append("Java 17 or newer: apt-get install default-jre-headless")
    return "; ".join(wanted)


def rosters(problem: Problem, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    """Without an answer where no roster that it saw keeps every rule."""
    from qixin.bench.contests.peers import timefold_rosters

    return timefold_rosters.solve(problem, seconds, seed, told)


def routes(problem: RoutesProblem, seconds: float, seed: int, told: OnProgress = unheard) -> Solved:
    """Without an answer where no tours that it saw keep every rule."""
    from qixin.bench.contests.peers import timefold_routes

    return timefold_routes.solve(problem, seconds, seed, told)
