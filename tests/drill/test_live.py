"""The demo's live channels: one runs with all that an entry can be, one has ended."""

from datetime import timedelta

import pytest

from qixin.core import clock
from qixin.drill import loading
from qixin.drill.cast import cast
from qixin.drill.playing import Stage
from qixin.drill.playing.live import play_live
from qixin.newsroom.enums.live import LiveState
from qixin.newsroom.models import LiveChannel, LiveEntry
from tests.newsroom.factories import make_topic

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_channel_runs_and_another_has_ended_and_played_twice_they_are_two(settings, tmp_path):
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    people, topic = cast(2020), make_topic()
    with clock.pretend(clock.now() - timedelta(days=8)):
        loading.load(people, password="x", on_step=lambda _name: None)
    for _time in range(2):
        play_live(Stage(people), topic=topic, seed=2020)
    states = LiveChannel.objects.values_list("state", flat=True)
    assert sorted(states) == [LiveState.ENDED, LiveState.ON_AIR]
    running = LiveEntry.objects.filter(channel__state=LiveState.ON_AIR)
    assert running.filter(pinned_at__isnull=False).exists()
    assert running.filter(corrections__isnull=False).exists()
    assert running.filter(pictures__isnull=False).exists()
    page = tmp_path / "public/en/live/vegetables/index.html"
    assert "A lorry of vegetables to every door" in page.read_text()
