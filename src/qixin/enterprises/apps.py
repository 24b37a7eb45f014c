from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "qixin.enterprises"
    label = "enterprises"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        from qixin.enterprises.imports import register_kinds
        from qixin.enterprises.navigation import register_items
        from qixin.enterprises.sentences import register_verbs
        from qixin.enterprises.showing import register_cards, register_moves
        from qixin.enterprises.tasks.filings import register_jobs

        register_kinds()
        register_verbs()
        register_items()
        register_cards()
        register_moves()
        register_jobs()
