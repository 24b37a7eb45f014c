"""What people are told of coverage and placements, at the bell."""

from django.utils.translation import gettext_lazy as _

from qixin.people.notices import Kind, register


def register_coverage_notices() -> None:
    register(
        {
            "newsroom.coverage_assigned": Kind(
                _("You are planned for the coverage “%(title)s”"), "calendar-event", "info"
            ),
            "newsroom.coverage_cancelled": Kind(
                _("The coverage “%(title)s” was cancelled"), "ban", "warning"
            ),
            "newsroom.out_too_long": Kind(
                _("A reporter of “%(title)s” is out since %(since)s, long after the plan"),
                "clock-exclamation",
                "danger",
            ),
            "newsroom.placed": Kind(
                _("%(outlet)s took your story “%(title)s”"), "rosette-discount-check", "success"
            ),
            "newsroom.sent_was_placed": Kind(
                _("What you sent in was used by %(outlet)s: “%(title)s”"),
                "rosette-discount-check",
                "success",
            ),
            "newsroom.package_undeliverable": Kind(
                _("“%(title)s” could not be delivered to %(outlet)s"), "mail-off", "danger"
            ),
        }
    )
