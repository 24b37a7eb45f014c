"""The pages that editors sit at, with years of published stories behind them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from qixin.bench.cases import DAYS_BEFORE
from qixin.bench.figures import Figure
from qixin.bench.homes import home_folder, load_district, set_up
from qixin.bench.pages import figure, time_pages

REPORTS = 2_000
# Stories in the three reviews, and offers to other media, besides the published ones.
WAITING, PUBLISHED, PLACEMENTS = 40, 20, 5_000
# So many of the newest published stories are compared with what is being written.
SIGNED = 100_000
ASKED = "p95 < 300 ms"


def measure(*, stories: int, rounds: int) -> Iterator[Figure]:
    """Each page `rounds` times at so many stories."""
    with home_folder():
        set_up()
        for one in time_pages(_pages(fill(stories)), rounds):
            yield figure(one, f"{stories:,} stories", rounds, ASKED)


def fill(stories: int) -> int:
    """A newsroom with so many published stories and what stands around them; returns the id of a
    story that is in review."""
    from qixin.bench import filling_desk
    from qixin.bench.filling import fill_reports
    from qixin.bench.filling_stories import fill_stories
    from qixin.bench.publishing import Newsroom
    from qixin.core import clock

    # what is played lies in the days before, when everybody must have their roles already
    with clock.pretend(clock.now() - timedelta(days=DAYS_BEFORE)):
        load_district()
    fill_reports(REPORTS)
    newsroom = Newsroom()
    waiting = list(newsroom.handed_in(WAITING + PUBLISHED))
    for story in waiting[WAITING:]:
        newsroom.approve(story)
    _play()
    fill_stories(stories)
    filling_desk.make_findable(signed=SIGNED)
    filling_desk.fill_versions(REPORTS)
    filling_desk.fill_sources(REPORTS)
    filling_desk.fill_placements(PLACEMENTS)
    return waiting[0].pk


def _play() -> None:
    """Coverage, readers' messages, rumours and a live channel as the demo has them."""
    from qixin.drill.cast import cast
    from qixin.drill.playing import Stage, play_coverage, play_live, play_readers, play_rumours
    from qixin.newsroom.models import Topic

    stage = Stage(cast(2020))
    play_coverage(stage, seed=2020)
    play_readers(stage, seed=2020)
    play_rumours(stage, seed=2020)
    play_live(stage, topic=Topic.objects.get(slug="together"), seed=2020)


def _pages(waiting: int) -> Iterator[tuple[str, str, str]]:
    """What is asked for, and by whom of the demo's accounts."""
    from qixin.core import clock
    from qixin.newsroom.models import Column, Story, Topic

    column = Column.objects.get(slug="orders")
    topic = Topic.objects.get(slug="together")
    story = Story.objects.live().child_of(column).order_by("-published_on")[0]
    day = clock.today().replace(day=1)
    chief, editor, room = "demo-chief-editor", "demo-editor", "/w/newsroom"
    yield from (
        ("desk", editor, f"{room}/"),
        ("desk of the chief editor", chief, f"{room}/"),
        ("published on a day", editor, f"{room}/published/?day={story.published_on:%Y-%m-%d}"),
        ("review page of a story in review", chief, f"{room}/stories/{waiting}/review/"),
        ("review page of a published story", chief, f"{room}/stories/{story.pk}/review/"),
        ("explorer of a column", editor, f"/newsroom/pages/{column.pk}/"),
        ("explorer of a column, last page", editor, f"/newsroom/pages/{column.pk}/?p=20"),
        ("editor of a story", editor, f"/newsroom/pages/{waiting}/edit/"),
        ("topics", chief, f"{room}/topics/"),
        ("topic", chief, f"{room}/topics/{topic.pk}/"),
        ("column", chief, f"{room}/columns/{column.pk}/"),
        ("coverage board", chief, f"{room}/coverage/"),
        ("placements ledger", chief, f"{room}/placements/"),
        ("placements by month", chief, f"{room}/placements/months/"),
        ("contributors' board", chief, f"{room}/contributors/"),
        ("contributors of a year", chief, f"{room}/contributors/?from={day.year - 1}-{day:%m-%d}"),
        ("rumours board", chief, f"{room}/rumours/"),
        ("readers' queue", chief, f"{room}/messages/"),
        ("live channels", chief, f"{room}/live/"),
    )
