from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PassesConfig(AppConfig):
    name = "qixin.passes"
    label = "passes"
    verbose_name = _("Passes")

    def ready(self) -> None:
        from qixin.core import periodic
        from qixin.passes import receivers, tasks
        from qixin.passes.imports import register_kinds
        from qixin.passes.navigation import register_items
        from qixin.passes.sentences import register_verbs

        register_kinds()
        register_verbs()
        register_items()
        receivers.connect()
        periodic.register(
            name="forget drivers of passes",
            every=timedelta(hours=6),
            start=tasks.forget_drivers.enqueue,
        )
