from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "qixin.enterprises"
    label = "enterprises"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        from qixin.enterprises import bars, receivers
        from qixin.enterprises.imports import register_kinds
        from qixin.enterprises.navigation import register_items
        from qixin.enterprises.notices import register_notices
        from qixin.enterprises.selectors.safety import why_barred
        from qixin.enterprises.sentences import register_verbs
        from qixin.enterprises.showing import register_cards, register_moves
        from qixin.enterprises.tasks import filings, safety

        register_kinds()
        register_verbs()
        register_notices()
        register_items()
        register_cards()
        register_moves()
        bars.register(why_barred)
        receivers.connect()
        filings.register_jobs()
        safety.register_jobs()
