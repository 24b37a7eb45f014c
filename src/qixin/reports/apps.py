from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "qixin.reports"
    label = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from qixin.core import periodic
        from qixin.reports import navigation, tasks, transfers
        from qixin.reports.actions.attaching import kind_of_transfer
        from qixin.reports.actions.examining import examine_waiting
        from qixin.reports.imports import register_kinds
        from qixin.reports.sentences import register_verbs

        navigation.register_all()
        register_verbs()
        register_kinds()
        transfers.register(kind_of_transfer())
        periodic.register(name="examine reports", every=timedelta(seconds=1), start=examine_waiting)
        periodic.register(
            name="prepare attachments that wait",
            every=timedelta(minutes=1),
            start=tasks.prepare_waiting_attachments.enqueue,
        )
        periodic.register(
            name="transfers left lying",
            every=timedelta(minutes=10),
            start=tasks.drop_stale_transfers.enqueue,
        )
