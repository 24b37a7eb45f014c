from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "qixin.people"
    label = "people"
    verbose_name = _("People and places")

    def ready(self) -> None:
        from qixin.people.imports import register_kinds
        from qixin.people.permissions import has_permission
        from qixin.ui.navigation import answer_permissions_with

        register_kinds()
        answer_permissions_with(has_permission)
