"""How offers, needs and their matches go."""

from __future__ import annotations

from qixin.enterprises.enums import MatchState as M
from qixin.enterprises.enums import SupplyState as S

_UNDECIDED = frozenset({M.PROPOSED, M.OFFER_AGREED, M.NEED_AGREED})
TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "supply": {
        "close": (frozenset({S.OPEN}), S.CLOSED),
        "reopen": (frozenset({S.CLOSED}), S.OPEN),
    },
    "match": {
        "offer_agrees": (frozenset({M.PROPOSED}), M.OFFER_AGREED),
        "need_agrees": (frozenset({M.PROPOSED}), M.NEED_AGREED),
        "offer_agrees_too": (frozenset({M.NEED_AGREED}), M.AGREED),
        "need_agrees_too": (frozenset({M.OFFER_AGREED}), M.AGREED),
        "decline": (_UNDECIDED, M.DECLINED),
        "finish": (frozenset({M.AGREED}), M.DONE),
        "fail": (frozenset({M.AGREED}), M.FAILED),
    },
}
INITIAL: dict[str, str] = {"supply": S.OPEN, "match": M.PROPOSED}
JOURNAL: dict[str, str] = {
    "enter_offer": "enterprises.offer_entered",
    "enter_need": "enterprises.need_entered",
    "revise_supply": "enterprises.supply_revised",
    "close": "enterprises.supply_closed",
    "reopen": "enterprises.supply_reopened",
    "propose": "enterprises.match_proposed",
    "offer_agrees": "enterprises.match_agreed",
    "need_agrees": "enterprises.match_agreed",
    "offer_agrees_too": "enterprises.match_agreed",
    "need_agrees_too": "enterprises.match_agreed",
    "decline": "enterprises.match_declined",
    "finish": "enterprises.match_done",
    "fail": "enterprises.match_failed",
    "unmask_partner": "enterprises.match_contact_unmasked",
    "move_supply": "enterprises.supply_moved",
    "enter_output": "enterprises.output_entered",
    "set_product": "enterprises.product_set",
}
