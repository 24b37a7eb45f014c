"""The states of this room's things; `docs/states/` is generated from here."""

from __future__ import annotations

from qixin.passes.enums import KeyState, LinkState, PassState

P, K, L = PassState, KeyState, LinkState

# noun → verb → states it may start from → the state it leads to
TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "pass": {
        "approve": (frozenset({P.REQUESTED}), P.ISSUED),
        "refuse": (frozenset({P.REQUESTED}), P.REFUSED),
        "withdraw": (frozenset({P.REQUESTED}), P.WITHDRAWN),
        "revoke": (frozenset({P.ISSUED}), P.REVOKED),
    },
    "signing_key": {
        "withdraw_key": (frozenset({K.STANDING}), K.WITHDRAWN),
    },
    "driver_link": {
        "withdraw_link": (frozenset({L.STANDING}), L.WITHDRAWN),
    },
}

# noun → the state it begins in
INITIAL: dict[str, str] = {
    "pass": P.REQUESTED,
    "signing_key": K.STANDING,
    "driver_link": L.STANDING,
}

JOURNAL: dict[str, str] = {
    "request": "passes.requested",
    "approve": "passes.approved",
    "refuse": "passes.refused",
    "withdraw": "passes.withdrawn",
    "revoke": "passes.revoked",
    "sign_again": "passes.signed_again",
    "hand_over": "passes.handed_over",
    "unmask": "passes.driver_unmasked",
    "erase_driver": "passes.driver_erased",
    "give_link": "passes.link_given",
    "withdraw_link": "passes.link_withdrawn",
    "pass": "passes.passed",
    "make_key": "passes.key_made",
    "withdraw_key": "passes.key_withdrawn",
    "set_terms": "passes.terms_set",
    "set_limit": "passes.limit_set",
    "set_rule": "passes.rule_set",
}
