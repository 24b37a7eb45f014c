"""What people are told of cases, at the bell."""

from django.utils.translation import gettext_lazy as _

from qixin.people.notices import Kind, register


def register_notices() -> None:
    register(
        {
            "cases.offered": Kind(_("For your unit: %(case)s %(title)s"), "briefcase", "info"),
            "cases.answered": Kind(
                _("Answered, please say whether it settles it: %(case)s %(title)s"), "message-2",
                "success",
            ),
            "cases.confirmed": Kind(_("Confirmed: %(case)s %(title)s"), "circle-check", "success"),
            "cases.sent_back": Kind(
                _("The sender is not content: %(case)s %(title)s"), "corner-up-left", "danger"
            ),
            "cases.to_decide": Kind(
                _("You decide who leads: %(case)s %(title)s"), "gavel", "warning"
            ),
            "cases.asked": Kind(
                _("A department asks you for more: %(case)s %(title)s"), "help", "warning"
            ),
            "cases.replied": Kind(
                _("The enterprise replied: %(case)s %(title)s"), "message-2", "info"
            ),
            "cases.sender_replied": Kind(
                _("The sender replied: %(case)s %(title)s"), "message-2", "info"
            ),
            "cases.letter_answered": Kind(
                _("A letter was answered: %(case)s %(title)s"), "mail", "success"
            ),
            "cases.mentioned": Kind(_("You were named in %(case)s %(title)s"), "at", "info"),
            "cases.noted": Kind(_("Something was said in %(case)s %(title)s"), "note", "info"),
            "cases.closed": Kind(_("Closed: %(case)s %(title)s"), "archive", "info"),
            "cases.moved": Kind(
                _("Another department leads now: %(case)s %(title)s"), "arrow-right", "info"
            ),
            "cases.reopened": Kind(_("Reopened: %(case)s %(title)s"), "refresh", "danger"),
            "cases.part_done": Kind(
                _("A unit has done its part: %(case)s %(title)s"), "check", "success"
            ),
            "cases.part_returned": Kind(
                _("The lead unit wants more of your part: %(case)s %(title)s"), "corner-up-left",
                "warning",
            ),
            "cases.part_to_decide": Kind(
                _("You decide about a unit's part: %(case)s %(title)s"), "gavel", "warning"
            ),
            "cases.part_handed_back": Kind(
                _("A unit handed its part back: %(case)s %(title)s"), "arrow-back-up", "warning"
            ),
            "cases.part_upheld": Kind(
                _("The commander gave the part to your unit: %(case)s %(title)s"), "gavel",
                "warning",
            ),
            "cases.part_withdrawn": Kind(
                _("Your unit's part is not needed any more: %(case)s %(title)s"), "x", "info"
            ),
            "cases.exclusion_requested": Kind(
                _("You decide whether it counts in the rates: %(case)s %(title)s"), "filter-off",
                "warning",
            ),
            "cases.exclusion_decided": Kind(
                _("Decided whether it counts in the rates: %(case)s %(title)s"), "filter", "info"
            ),
            "cases.overdue_officer": Kind(_("Overdue: %(case)s %(title)s"), "alarm", "danger"),
            "cases.overdue_head": Kind(
                _("Your unit is overdue: %(case)s %(title)s"), "alarm", "danger"
            ),
            "cases.overdue_leader": Kind(
                _("A unit is long overdue: %(case)s %(title)s"), "alarm", "danger"
            ),
        }
    )  # fmt: skip
