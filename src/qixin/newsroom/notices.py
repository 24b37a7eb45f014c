"""What editors are told of reviews, at the bell."""

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
            "newsroom.embargo_changed": Kind(
                _("The embargo of “%(title)s” was changed. Tell the media that have it."),
                "clock-exclamation",
                "warning",
            ),
            "newsroom.held_by_another": Kind(
                _(
                    "%(who)s works on “%(title)s” alone now. What you have not saved stays on your "
                    "screen: copy it before you leave."
                ),
                "lock",
                "warning",
            ),
            "newsroom.picture_changed": Kind(
                _("The words of a picture in “%(title)s” were changed after its approval"),
                "photo",
                "warning",
            ),
            "newsroom.consent_withdrawn": Kind(
                _("A sender no longer allows what they sent to be shown: “%(title)s”"),
                "eye-off",
                "warning",
            ),
            "newsroom.review_overdue": Kind(
                _("The urgent review of “%(title)s” is overdue"), "alarm", "danger"
            ),
        }
    )
