"""A channel that is on air for fifteen days and nights: the page stays short, the disk stays within
its budget, nothing that was said is lost, and the latest can still be cut out."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine

from qixin.core import clock
from qixin.core.errors import Invalid
from qixin.newsroom.actions import clipping
from qixin.newsroom.actions.streaming import drop_recordings
from qixin.newsroom.models import LiveChannel, PublicNews
from qixin.newsroom.publication.live import write_behind
from qixin.newsroom.tasks import forget_old_news
from tests.newsroom.factories import make_editor
from tests.newsroom.live_factories import (
    lay_piece,
    make_channel,
    make_clip_given,
    make_entry,
)

pytestmark = pytest.mark.django_db(transaction=True)

DAYS, ENTRIES_A_DAY, PIECES_A_DAY = 15, 8, 24
KEPT_PIECES = 30


def _cut(channel, start, by):
    return clipping.cut_out(
        channel=channel, start=start, end=start + timedelta(minutes=2), by=by,
        given=make_clip_given(), client_key=uuid.uuid4(),
    )  # fmt: skip


def test_fifteen_days_on_air(public_root, settings):
    settings.QIXIN_RECORDING_GB = KEPT_PIECES * 1000 / 1024**3
    began = clock.now() - timedelta(days=DAYS)
    with time_machine.travel(began):
        channel, by = make_channel(), make_editor()
    page, sizes = public_root / "zh/live" / channel.slug / "index.html", []
    for day in range(DAYS):
        for hour in range(PIECES_A_DAY):
            start = began + timedelta(days=day, hours=hour)
            lay_piece(channel, start, end=start + timedelta(hours=1))
        with time_machine.travel(began + timedelta(days=day + 1), tick=False):
            for number in range(ENTRIES_A_DAY):
                make_entry(channel, f"第{day}日第{number}条。", by=by)
            drop_recordings()
            forget_old_news.call()
            sizes.append(page.stat().st_size)
            assert PublicNews.objects.count() < 2 * ENTRIES_A_DAY + 10
    kept = list(settings.QIXIN_RECORDINGS.iterdir())
    assert sum(piece.stat().st_size for piece in kept) <= KEPT_PIECES * 1000
    assert len(kept) == KEPT_PIECES
    # as long on the last day as when its first page had become full
    assert sizes[-1] < 1.5 * sizes[3]
    _every_entry_once(page.parent)
    assert LiveChannel.objects.get(pk=channel.pk).state == "on_air"
    assert write_behind() == 0
    _cut(channel, began + timedelta(days=DAYS, hours=-20), by)
    with pytest.raises(Invalid):
        _cut(channel, began + timedelta(days=1), by)


def _every_entry_once(folder):
    told = [
        words
        for page in sorted(folder.glob("*.html"))
        for words in re.findall(r"第\d+日第\d+条。", page.read_text().partition("<body")[2])
    ]
    expected = {f"第{d}日第{n}条。" for d in range(DAYS) for n in range(ENTRIES_A_DAY)}
    assert set(told) == expected
    assert len(list(folder.glob("page-*.html"))) > 1
