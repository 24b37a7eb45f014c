"""Checklists, inspections, hazards and promises: where they stand, and what moves them."""

from __future__ import annotations

from qixin.enterprises.enums import HazardState, InspectionState, PromiseState, VersionState

H, I, P, V = HazardState, InspectionState, PromiseState, VersionState  # noqa: E741

# noun → verb → states it may start from → the state it leads to
TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "checklist_version": {
        "revise_draft": (frozenset({V.DRAFT}), V.DRAFT),
        "publish": (frozenset({V.DRAFT}), V.PUBLISHED),
        "withdraw": (frozenset({V.PUBLISHED}), V.WITHDRAWN),
    },
    "inspection": {
        "reschedule": (frozenset({I.SCHEDULED}), I.SCHEDULED),
        "record": (frozenset({I.SCHEDULED}), I.DONE),
        "call_off": (frozenset({I.SCHEDULED}), I.CALLED_OFF),
    },
    "hazard": {
        "report_mended": (frozenset({H.OPEN}), H.MENDED),
        # An inspector who sees it mended need not wait for the enterprise to say so.
        "clear": (frozenset({H.OPEN, H.MENDED}), H.CLEARED),
        "not_clear": (frozenset({H.MENDED}), H.OPEN),
        "extend": (frozenset({H.OPEN}), H.OPEN),
        "drop": (frozenset({H.OPEN, H.MENDED}), H.DROPPED),
    },
    "promise": {
        "keep": (frozenset({P.OPEN}), P.KEPT),
        "break": (frozenset({P.OPEN}), P.BROKEN),
    },
}

# noun → the state it begins in
INITIAL: dict[str, str] = {
    "checklist_version": V.DRAFT,
    "inspection": I.SCHEDULED,
    "hazard": H.OPEN,
    "promise": P.OPEN,
}

JOURNAL: dict[str, str] = {
    "draft_checklist": "enterprises.checklist_drafted",
    "revise_draft": "enterprises.checklist_revised",
    "publish": "enterprises.checklist_published",
    "withdraw_checklist": "enterprises.checklist_withdrawn",
    "set_weights": "enterprises.risk_weights_set",
    "note_idle": "enterprises.idle_noted",
    "take_on": "enterprises.inspection_taken_on",
    "reschedule": "enterprises.inspection_rescheduled",
    "record": "enterprises.inspected",
    "call_off": "enterprises.inspection_called_off",
    "visit": "enterprises.visited",
    "find": "enterprises.hazard_found",
    "report_mended": "enterprises.hazard_mended",
    "clear": "enterprises.hazard_cleared",
    "not_clear": "enterprises.hazard_not_cleared",
    "extend": "enterprises.hazard_extended",
    "drop": "enterprises.hazard_dropped",
    "escalate": "enterprises.hazard_escalated",
    "bar": "enterprises.barred",
    "unbar": "enterprises.bar_lifted",
    "receive_photo": "enterprises.photo_received",
    "export_hazards": "enterprises.hazards_exported",
    "keep": "enterprises.promise_kept",
    "break": "enterprises.promise_broken",
    "ask": "enterprises.help_asked",
    "settle_help": "enterprises.help_settled",
}
