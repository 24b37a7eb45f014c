from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "qixin.people"
    label = "people"
    verbose_name = _("People and places")

    def ready(self) -> None:
        from qixin.people.imports import register_kinds

        register_kinds()
