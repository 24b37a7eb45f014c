from datetime import timedelta

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "qixin.core"
    label = "core"

    def ready(self) -> None:
        from qixin.core import checks, periodic, tasks  # noqa: F401 - checks register themselves

        periodic.register(
            name="seal the journal",
            every=timedelta(minutes=1),
            start=tasks.seal_journal.enqueue,
        )
        periodic.register(
            name="forget sessions", every=timedelta(days=1), start=tasks.forget_sessions.enqueue
        )
        periodic.register(
            name="forget jobs", every=timedelta(days=1), start=tasks.forget_jobs.enqueue
        )
        periodic.register(
            name="forget uploads", every=timedelta(days=1), start=tasks.forget_uploads.enqueue
        )
