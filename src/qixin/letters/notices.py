"""What people are told of letters, at the bell."""

from django.utils.translation import gettext_lazy as _

from qixin.people.notices import Kind, register


def register_notices() -> None:
    register(
        {
            "letters.undeliverable": Kind(
                _("Letter %(letter)s could not be delivered to %(recipient)s"), "mail-off", "danger"
            ),
            "letters.incoming_assigned": Kind(
                _("Incoming letter %(number)s is yours to answer by %(due)s"), "inbox", "info"
            ),
            "letters.incoming_overdue": Kind(
                _("Incoming letter %(number)s from %(sender)s is overdue"), "alarm", "danger"
            ),
        }
    )
