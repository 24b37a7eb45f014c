from qixin.passes.models.keys import Revocation, RevocationList, SigningKey
from qixin.passes.models.links import DriverLink
from qixin.passes.models.passages import Passage
from qixin.passes.models.passes import Pass
from qixin.passes.models.terms import BulkRule, HolderLimit, Terms

__all__ = [
    "BulkRule",
    "DriverLink",
    "HolderLimit",
    "Pass",
    "Passage",
    "Revocation",
    "RevocationList",
    "SigningKey",
    "Terms",
]
