"""The demo's live channels: one that runs, told by the minute, and one that has ended."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from io import BytesIO
from random import Random

from qixin.core import clock
from qixin.drill.photos import PhotoSpec, draw
from qixin.drill.playing.stage import Stage
from qixin.newsroom.actions import airing, live_entries
from qixin.newsroom.actions.airing import ChannelGiven
from qixin.newsroom.models import LiveChannel, LiveEntry, Topic

# minutes ago, who, Chinese, English, kind of photo or ""
_RUNNING = (
    (118, "editor", "直播开始。今晚我们跟着雪宫街道的志愿者，看一车蔬菜怎样送到每家门口。",
     ("We are on air. Tonight we follow the volunteers of Xuegong Subdistrict and a lorry of "
     "vegetables to every door."), ""),
    (104, "editor", "蔬菜到了街道广场：白菜、萝卜、土豆，共五吨。", ("The vegetables are here: "
     "five tons of cabbage, radish and potatoes."), "vegetables"),
    (87, "reviewer", "分成三百份，每份十斤，按楼栋排好。", ("Three hundred bags, sorted by "
     "building."), ""),
    (66, "editor", "第一栋楼送完。住在五楼的老人由志愿者送上门，放在门口，敲门离开。", ("The first "
     "building is done; the old people on the fifth floor find the bag at their door."), ""),
    (45, "reviewer", "下起小雨，改用有篷的车，进度不变。", "", ""),
    (23, "editor", "已送二百一十份。居民在群里接龙报平安。", "210 bags are delivered.", ""),
    (6, "editor", "最后两栋楼正在送。没收到的居民请找楼长登记。", ("The last two buildings. "
     "Whoever has no bag yet tells the head of the building."), ""),
)  # fmt: skip
_PINNED, _CORRECTED = 6, 2
_ENDED = (
    (1500, "editor", "口罩生产线今天复工，九点开机。", "The mask line starts again at nine.", ""),
    (1440, "editor", "首批两万只口罩下线，全部供给卡口和医院。", ("The first 20,000 masks go to "
     "checkpoints and hospitals."), ""),
)  # fmt: skip


def play_live(stage: Stage, *, topic: Topic, seed: int) -> None:
    """Play both channels; equal seeds play alike. What was played before is left as it is."""
    chief, now = stage.users["demo-chief-editor"], clock.now()
    rng = Random(f"live/{seed}")
    running = ChannelGiven(
        topic=topic, title="一车蔬菜送到家：雪宫街道配送直播", slug="vegetables",
        title_en="A lorry of vegetables to every door", rule="at_once",
        summary="跟着志愿者，从卸车到敲门。", summary_en="With the volunteers, from the lorry to "
        "the door.",
    )  # fmt: skip
    ended = ChannelGiven(
        topic=topic, title="口罩生产线复工直播", slug="masks",
        title_en="The mask line starts again",
        summary="第一批口罩下线。", summary_en="The first masks.",
    )  # fmt: skip
    for given, told in ((ended, _ENDED), (running, _RUNNING)):
        if LiveChannel.objects.filter(slug=given.slug).exists():
            continue
        with clock.pretend(_ago(now, told[0][0] + 5)):
            channel = airing.open_channel(given=given, by=chief)
            channel = airing.air(channel=channel, verb="start", by=chief)
        entries = [_write(stage, channel, line, now, rng) for line in told]
        if given is ended:
            with clock.pretend(_ago(now, told[-1][0] - 5)):
                airing.air(channel=channel, verb="end", by=chief)
        else:
            live_entries.pin(entry=entries[_PINNED], by=chief)
            live_entries.correct(
                entry=entries[_CORRECTED], version=1, by=stage.users["demo-reviewer"],
                text="分成五百份，每份二十斤，按楼栋排好。", text_en="Five hundred bags, sorted by "
                "building.",
            )  # fmt: skip


def _write(
    stage: Stage,
    channel: LiveChannel,
    line: tuple[int, str, str, str, str],
    now: datetime,
    rng: Random,
) -> LiveEntry:
    minutes, who, text, text_en, kind = line
    photos = [_photo(kind, rng)] if kind else []
    with clock.pretend(_ago(now, minutes)):
        return live_entries.write(
            channel=channel, text=text, text_en=text_en, photos=photos,
            client_key=uuid.uuid5(uuid.NAMESPACE_URL, f"{channel.slug}/{minutes}"),
            by=stage.users[f"demo-{who}"],
        )  # fmt: skip


def _photo(kind: str, rng: Random) -> BytesIO:
    return BytesIO(draw(PhotoSpec(kind, rng.randrange(10**6))))


def _ago(now: datetime, minutes: int) -> datetime:
    return now - timedelta(minutes=minutes)
