from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "qixin.letters"
    label = "letters"
    verbose_name = _("Official letters")

    def ready(self) -> None:
        from qixin.core import periodic
        from qixin.letters import tasks
        from qixin.letters.navigation import register_items
        from qixin.letters.sentences import register_verbs

        register_verbs()
        register_items()
        periodic.register(
            name="deliver letters",
            every=timedelta(minutes=1),
            start=tasks.deliver_letters.enqueue,
        )
