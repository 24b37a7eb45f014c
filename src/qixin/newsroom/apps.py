from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "qixin.newsroom"
    label = "newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        from qixin.core import periodic
        from qixin.newsroom import receivers, signals, tasks  # noqa: F401 - receivers connect
        from qixin.newsroom.notices import register_notices
        from qixin.newsroom.selectors import waiting_count
        from qixin.newsroom.sentences import register_verbs
        from qixin.ui.navigation import Item, register

        register_verbs()
        register_notices()
        signals.story_published.connect(tasks.write_lists_after)
        signals.story_unpublished.connect(tasks.write_lists_after)
        signals.section_changed.connect(tasks.write_site_after)
        periodic.register(
            name="scheduled publication",
            every=timedelta(seconds=30),
            start=tasks.publish_what_is_due.enqueue,
        )
        periodic.register(
            name="missing public pages",
            every=timedelta(minutes=2),
            start=tasks.write_missing.enqueue,
        )
        periodic.register(
            name="overdue urgent reviews",
            every=timedelta(seconds=30),
            start=tasks.tell_overdue_reviews.enqueue,
        )
        periodic.register(
            name="groups of the back office",
            every=timedelta(hours=1),
            start=tasks.sync_all_groups.enqueue,
        )
        register(
            Item(
                label=_("Newsroom"),
                url_name="newsroom:desk",
                icon="news",
                order=30,
                section="information",
                permission="newsroom.edit",
                count=waiting_count,
            )
        )
        register(
            Item(
                label=_("Topics and columns"),
                url_name="newsroom:sections",
                icon="layout-columns",
                order=32,
                section="information",
                permission="newsroom.manage",
            )
        )
