"""Checklists, inspections, hazards and visits."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core.journal.details import Label
from qixin.enterprises.enums import (
    AskedKind,
    EscalationStep,
    HazardState,
    InspectionState,
    PromiseState,
    Severity,
)

VERBS: dict[str, Label] = {
    "enterprises.checklist_drafted": _("began an edition of a checklist"),
    "enterprises.checklist_revised": _("changed a checklist"),
    "enterprises.checklist_published": _("put an edition of a checklist in use"),
    "enterprises.checklist_withdrawn": _("withdrew an edition of a checklist"),
    "enterprises.risk_weights_set": _("set the risk weights"),
    "enterprises.idle_noted": _("noted whether an enterprise works"),
    "enterprises.inspection_taken_on": _("took an inspection on"),
    "enterprises.inspection_rescheduled": _("moved an inspection to another day"),
    "enterprises.inspected": _("inspected an enterprise"),
    "enterprises.inspection_called_off": _("called an inspection off"),
    "enterprises.visited": _("visited an enterprise"),
    "enterprises.hazard_found": _("found a hazard"),
    "enterprises.hazard_mended": _("reported a hazard mended"),
    "enterprises.hazard_cleared": _("cleared a hazard"),
    "enterprises.hazard_not_cleared": _("did not clear a hazard"),
    "enterprises.hazard_extended": _("extended the deadline of a hazard"),
    "enterprises.hazard_dropped": _("dropped a hazard"),
    "enterprises.hazard_escalated": _("told an overdue hazard upward"),
    "enterprises.barred": _("barred an enterprise from working for a major hazard"),
    "enterprises.bar_lifted": _("lifted the bar of an enterprise"),
    "enterprises.photo_received": _("sent a photo of a finding"),
    "enterprises.hazards_exported": _("exported the list of hazards"),
    "enterprises.promise_kept": _("noted that a promise was kept"),
    "enterprises.promise_broken": _("noted that a promise was broken"),
    "enterprises.help_asked": _("noted what an enterprise asks for"),
    "enterprises.help_settled": _("made a case of what an enterprise asked for"),
}
DETAILS: dict[str, Label] = {
    "asked": pgettext_lazy("visit", "questions and needs"),
    "case": _("case"),
    "day_before": pgettext_lazy("inspection", "day before that"),
    "due_on": pgettext_lazy("hazard", "deadline"),
    "edition": pgettext_lazy("checklist", "edition"),
    "findings": pgettext_lazy("inspection", "findings"),
    "hazard": pgettext_lazy("journal", "hazard"),
    "hazard_state": pgettext_lazy("journal", "state"),
    "hazard_state_before": pgettext_lazy("journal", "state before"),
    "hazards": pgettext_lazy("journal", "hazards"),
    "idle_since": pgettext_lazy("journal", "idle since"),
    "inspection_state": pgettext_lazy("journal", "state"),
    "items": pgettext_lazy("checklist", "items"),
    "major_days": pgettext_lazy("journal", "days for a major hazard"),
    "minor_days": pgettext_lazy("journal", "days for an ordinary hazard"),
    "promise_state": pgettext_lazy("journal", "state"),
    "promises": pgettext_lazy("visit", "promises"),
    "rows": _("rows"),
    "severity": pgettext_lazy("hazard", "severity"),
    "told": pgettext_lazy("hazard", "told upward to"),
    "visit": pgettext_lazy("journal", "visit"),
}
VALUES: dict[str, Iterable[tuple[object, Label]]] = {
    # Names of their own: what a value means is kept by its name for all rooms together.
    "hazard_state": HazardState.choices,
    "hazard_state_before": HazardState.choices,
    "inspection_state": InspectionState.choices,
    "kind": AskedKind.choices,
    "promise_state": PromiseState.choices,
    "severity": Severity.choices,
    "told": EscalationStep.choices,
}
