"""What people are told of enterprises, at the bell."""

from django.utils.translation import gettext_lazy as _

from qixin.people.notices import Kind, register


def register_notices() -> None:
    register(
        {
            "enterprises.hazard_overdue": Kind(
                _("Overdue hazard %(hazard)s at %(enterprise)s"), "alarm", "danger"
            )
        }
    )
