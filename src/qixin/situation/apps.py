from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SituationConfig(AppConfig):
    name = "qixin.situation"
    label = "situation"
    verbose_name = _("Situation")

    def ready(self) -> None:
        from qixin.ui.navigation import Item, register

        register(
            Item(
                label=_("Situation"),
                url_name="situation:situation",
                icon="dashboard",
                order=5,
                section="situation",
                permission="situation.read",
                tab=True,
            )
        )
