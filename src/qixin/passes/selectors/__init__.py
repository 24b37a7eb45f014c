"""Reads of this room; each starts from the user and fails closed."""

from qixin.passes.selectors.links import (
    STILL_SHOWN,
    TOLD_FOR,
    link_by_token,
    standing,
    standing_link,
)
from qixin.passes.selectors.passages import passages
from qixin.passes.selectors.passes import (
    Filter,
    holders,
    in_force,
    listed,
    others_of_vehicle,
    pass_for,
    queue,
    tallies,
    to_print,
    visible,
    waiting_count,
)
from qixin.passes.selectors.terms import keys, limits, rules_in_force, signing_key, terms
from qixin.passes.selectors.trust import (
    issuer,
    revocations_after,
    signed_list,
    trust,
    trusted_keys,
)

__all__ = [
    "STILL_SHOWN",
    "TOLD_FOR",
    "Filter",
    "holders",
    "in_force",
    "issuer",
    "keys",
    "limits",
    "link_by_token",
    "listed",
    "others_of_vehicle",
    "pass_for",
    "passages",
    "queue",
    "revocations_after",
    "rules_in_force",
    "signed_list",
    "signing_key",
    "standing",
    "standing_link",
    "tallies",
    "terms",
    "to_print",
    "trust",
    "trusted_keys",
    "visible",
    "waiting_count",
]
