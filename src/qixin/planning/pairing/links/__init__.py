"""Which units stand by which communities, and with how many members day by day."""

from qixin.planning.pairing.links.check import check
from qixin.planning.pairing.links.params import Params
from qixin.planning.pairing.links.problem import LinkPrices, LinksProblem, ways_from_homes
from qixin.planning.pairing.links.result import LinksResult
from qixin.planning.pairing.links.solve import solve

__all__ = [
    "LinkPrices",
    "LinksProblem",
    "LinksResult",
    "Params",
    "check",
    "solve",
    "ways_from_homes",
]
