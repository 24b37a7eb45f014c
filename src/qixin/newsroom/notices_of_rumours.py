"""What people are told of rumours, at the bell."""

from django.utils.translation import gettext_lazy as _

from qixin.people.notices import Kind, register


def register_rumour_notices() -> None:
    register(
        {
            "newsroom.answer_waits": Kind(
                _("An answer waits for your verification: “%(claim)s”"), "speakerphone", "warning"
            ),
            "newsroom.answer_returned": Kind(
                _("Your answer was returned: “%(claim)s”"), "arrow-back-up", "warning"
            ),
        }
    )
