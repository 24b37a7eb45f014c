"""People paired with officers, proven over all pairs; and units linked to communities (`links`)."""

from qixin.planning.pairing.check import check
from qixin.planning.pairing.params import Params
from qixin.planning.pairing.problem import Officers, PairingProblem, People, Prices
from qixin.planning.pairing.result import PairingResult
from qixin.planning.pairing.solve import solve

__all__ = [
    "Officers",
    "PairingProblem",
    "PairingResult",
    "Params",
    "People",
    "Prices",
    "check",
    "solve",
]
