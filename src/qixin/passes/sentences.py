"""What this room's verbs in the journal mean, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from qixin.core.journal import details, verbs
from qixin.passes.enums import Direction, PassClass, PassState, Reason


def register_verbs() -> None:
    verbs.register(
        {
            "passes.requested": _("asked for a pass"),
            "passes.approved": _("issued a pass"),
            "passes.refused": _("refused a pass"),
            "passes.withdrawn": _("took a request for a pass back"),
            "passes.revoked": _("revoked a pass"),
            "passes.signed_again": _("had a pass signed again with another key"),
            "passes.handed_over": _("moved a pass from an office that was dissolved"),
            "passes.driver_unmasked": _("looked at the driver of a pass in clear"),
            "passes.driver_erased": _("erased the driver of a pass long over"),
            "passes.link_given": _("made a link to a pass for its driver"),
            "passes.link_withdrawn": _("withdrew the link of a pass's driver"),
            "passes.passed": _("noted a vehicle at a post"),
            "passes.key_made": _("made a key for passes"),
            "passes.key_withdrawn": _("withdrew a key for passes"),
            "passes.terms_set": _("set the terms of passes"),
            "passes.limit_set": _("set a holder's limit of passes"),
            "passes.rule_set": _("set a rule for approving passes in bulk"),
        }
    )
    details.register(
        {
            "active": _("in force"),
            "by_rule": _("by rule"),
            "class": _("class"),
            "days": _("days"),
            "direction": _("direction"),
            "hours": _("hours"),
            "kid": _("key number"),
            "most": _("at most"),
            "number": _("pass"),
            "signs_from": _("signs from"),
            "verdict": _("verdict"),
        },
        {
            "class": PassClass.choices,
            "direction": Direction.choices,
            "field": [("driver", _("driver"))],
            "from": PassState.choices,
            "to": PassState.choices,
            "verdict": Reason.choices,
        },
    )
