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
        from qixin.letters.imports import register_kinds
        from qixin.letters.navigation import register_items
        from qixin.letters.notices import register_notices
        from qixin.letters.sentences import register_verbs

        register_kinds()
        register_verbs()
        register_notices()
        register_items()
        periodic.register(
            name="deliver letters",
            every=timedelta(minutes=1),
            start=tasks.deliver_letters.enqueue,
        )
        periodic.register(
            name="forget answerers of letters",
            every=timedelta(hours=6),
            start=tasks.forget_answerers.enqueue,
        )
        periodic.register(
            name="tell of overdue incoming letters",
            every=timedelta(hours=1),
            start=tasks.tell_overdue_incoming.enqueue,
        )
