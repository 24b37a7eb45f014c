"""The states of a story's offer to another outlet."""

from __future__ import annotations

from qixin.newsroom.enums import PlacementState

P = PlacementState

TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "placement": {
        "take": (frozenset({P.OFFERED}), P.TAKEN),
        "correct": (frozenset({P.TAKEN}), P.TAKEN),
        "refuse": (frozenset({P.OFFERED}), P.NOT_TAKEN),
        "withdraw": (frozenset({P.OFFERED}), P.WITHDRAWN),
        # noted by mistake, or the outlet thought better of it
        "reopen": (frozenset({P.TAKEN, P.NOT_TAKEN}), P.OFFERED),
    },
}

# noun → the state it begins in
INITIAL: dict[str, str] = {"placement": P.OFFERED}

JOURNAL: dict[str, str] = {
    "offer": "newsroom.offered",
    "take": "newsroom.placed",
    "correct": "newsroom.placement_corrected",
    "refuse": "newsroom.not_taken",
    "withdraw": "newsroom.offer_withdrawn",
    "reopen": "newsroom.placement_reopened",
    "deliver": "newsroom.package_delivered",
    "give_up": "newsroom.package_undeliverable",
    "resend": "newsroom.package_resent",
    "download": "newsroom.package_downloaded",
    "add_outlet": "newsroom.outlet_added",
    "revise_outlet": "newsroom.outlet_revised",
    "retire_outlet": "newsroom.outlet_retired",
    "restore_outlet": "newsroom.outlet_restored",
    "export": "newsroom.placements_exported",
}
