from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "qixin.enterprises"
    label = "enterprises"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        from qixin.core import periodic
        from qixin.enterprises.navigation_safety import register_safety_items
        from qixin.enterprises.sentences import register_verbs
        from qixin.enterprises.tasks.safety import escalate_overdue_hazards

        register_verbs()
        register_safety_items()
        periodic.register(
            name="escalate overdue hazards",
            every=timedelta(minutes=10),
            start=escalate_overdue_hazards.enqueue,
        )
