from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "qixin.people"
    label = "people"
    verbose_name = _("People and places")

    def ready(self) -> None:
        from qixin.core import periodic
        from qixin.people import menu, tasks
        from qixin.people.imports import register_kinds
        from qixin.people.sentences import register_details, register_verbs

        register_kinds()
        register_details()
        register_verbs()
        menu.register_items()
        periodic.register(
            name="erase imported files",
            every=timedelta(hours=6),
            start=tasks.erase_imports.enqueue,
        )
        periodic.register(
            name="forget notices", every=timedelta(days=1), start=tasks.forget_notices.enqueue
        )
