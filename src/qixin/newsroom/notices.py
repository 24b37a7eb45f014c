"""What people are told of reviews, coverage and placements, at the bell."""

from django.utils.translation import gettext_lazy as _

from qixin.people.notices import Kind, register


def register_notices() -> None:
    register(
        {
            "newsroom.urgent_first": Kind(
                _("Urgent: “%(title)s” waits for its first review"), "bolt", "warning"
            ),
            "newsroom.urgent_second": Kind(
                _("Urgent: “%(title)s” waits for its second review"), "bolt", "warning"
            ),
            "newsroom.urgent_final": Kind(
                _("Urgent: “%(title)s” waits for its final review"), "bolt", "warning"
            ),
            "newsroom.sent_back": Kind(
                _("“%(title)s” was sent back to you"), "arrow-back-up", "warning"
            ),
            "newsroom.review_overdue": Kind(
                _("The urgent review of “%(title)s” is overdue"), "alarm", "danger"
            ),
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
