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
        from qixin.newsroom.actions.clipping import kind_of_transfer
        from qixin.newsroom.actions.streaming import watch_streams
        from qixin.newsroom.live_words import register_live_words
        from qixin.newsroom.navigation import register_items
        from qixin.newsroom.notices import register_notices
        from qixin.newsroom.notices_of_coverage import register_coverage_notices
        from qixin.newsroom.notices_of_rumours import register_rumour_notices
        from qixin.newsroom.sentences import register_verbs
        from qixin.newsroom.sentences_of_coverage import register_coverage_verbs
        from qixin.newsroom.sentences_of_readers import register_reader_verbs
        from qixin.newsroom.sentences_of_rumours import register_rumour_verbs
        from qixin.newsroom.tree import search_paths_by_range
        from qixin.reports import transfers

        search_paths_by_range()
        transfers.register(kind_of_transfer())
        register_verbs()
        register_reader_verbs()
        register_rumour_verbs()
        register_rumour_notices()
        register_coverage_verbs()
        register_notices()
        register_coverage_notices()
        register_live_words()
        register_items()
        signals.story_published.connect(tasks.write_lists_after)
        signals.story_unpublished.connect(tasks.write_lists_after)
        signals.section_changed.connect(tasks.write_site_after)
        periodic.register(
            name="scheduled publication",
            every=timedelta(seconds=30),
            start=tasks.publish_what_is_due.enqueue,
        )
        periodic.register(
            name="call-outs that are over",
            every=timedelta(minutes=1),
            start=tasks.close_calls_due.enqueue,
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
        periodic.register(
            name="pages of an earlier release",
            every=timedelta(minutes=5),
            start=tasks.write_old_looks.enqueue,
        )
        periodic.register(
            name="old news for open pages",
            every=timedelta(hours=1),
            start=tasks.forget_old_news.enqueue,
        )
        periodic.register(
            name="packages for other media",
            every=timedelta(minutes=1),
            start=tasks.post_packages.enqueue,
        )
        periodic.register(
            name="reporters out for too long",
            every=timedelta(minutes=5),
            start=tasks.tell_of_reporters_out.enqueue,
        )
        periodic.register(name="live streams", every=timedelta(seconds=5), start=watch_streams)
        periodic.register(
            name="clips left lying", every=timedelta(minutes=2), start=tasks.take_up_clips
        )
        periodic.register(
            name="changes for the search index",
            every=timedelta(seconds=5),
            start=tasks.send_waiting_changes,
        )
        periodic.register(
            name="gaps in the search index",
            every=timedelta(minutes=10),
            start=tasks.fill_where_it_lacks,
        )
        periodic.register(
            name="recordings beyond the budget",
            every=timedelta(minutes=10),
            start=tasks.drop_old_recordings.enqueue,
        )
