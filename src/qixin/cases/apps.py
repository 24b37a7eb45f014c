from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "qixin.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from qixin.cases import receivers, tasks
        from qixin.cases.navigation import register_items
        from qixin.cases.notices import register_notices
        from qixin.cases.selectors.placeholders import known_to_letters
        from qixin.cases.sentences import register_verbs
        from qixin.core import periodic
        from qixin.enterprises import cards
        from qixin.letters import matters

        cards.register(cards.Card(name="cases", order=60, url_name="cases:of_unit"))
        matters.register(known_to_letters)
        receivers.connect()
        register_verbs()
        register_notices()
        register_items()
        periodic.register(
            name="watch clocks of cases",
            every=timedelta(minutes=5),
            start=tasks.watch_clocks.enqueue,
        )
