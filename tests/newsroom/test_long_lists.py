"""The workbench's lists of the newsroom with nothing in them, and with more than a page holds."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from qixin.core import clock
from qixin.newsroom.enums import PictureRights
from qixin.newsroom.enums.live import EntryState, LiveState
from qixin.newsroom.enums.readers import Showing
from qixin.newsroom.models import (
    Clip,
    CoverageItem,
    Deliverable,
    Flag,
    LiveEntry,
    Outing,
    Outlet,
    ReaderMessage,
)
from qixin.people.enums import Role
from tests.newsroom.coverage_factories import make_coverage, make_outlet, make_placement
from tests.newsroom.factories import make_editor, make_published, make_topic
from tests.newsroom.live_factories import make_channel
from tests.newsroom.live_factories import make_entry as make_live_entry
from tests.newsroom.reader_factories import make_call, make_entry, make_message
from tests.newsroom.rumour_factories import make_rumour
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db
MANY = 300


def at(name, *args, **query):
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"newsroom:{name}", args=args) + (f"?{asked}" if asked else "")


def copies(row, how_many=MANY, **fields):
    """`row` so many times over, each with what `fields` makes of its number."""
    model = type(row)
    kept = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields
            if not f.primary_key}  # fmt: skip
    return model.objects.bulk_create(
        model(**kept | {name: make(number) for name, make in fields.items()})
        for number in range(how_many - 1)
    )


def key(_number):
    return uuid.uuid4()


def many_outings():
    reporters = [make_user(Role.EDITOR) for _ in range(60)]
    item, now = make_coverage(), clock.now()
    Outing.objects.bulk_create(Outing(item=item, reporter=one, out_at=now) for one in reporters)
    return at("coverage_out"), len(reporters)


def many_missing():
    item = make_coverage()
    CoverageItem.objects.update(starts_at=clock.now() - timedelta(days=2),
                                ends_at=clock.now() - timedelta(days=1))  # fmt: skip
    items = copies(item, client_key=key)
    Deliverable.objects.update(due_at=clock.now() - timedelta(hours=1))
    row = Deliverable.objects.get()
    Deliverable.objects.bulk_create(
        Deliverable(item=one, kind=row.kind, count=1, due_at=row.due_at) for one in items
    )
    return at("coverage_missing"), MANY


def many_live_entries():
    entry = make_live_entry()
    copies(entry, client_key=key)
    return at("live_channel", entry.channel_id), MANY


def many_channels():
    copies(make_channel(LiveState.PLANNED), slug=lambda n: f"s{n}")
    return at("live"), MANY


def many_clips():
    clip = Clip.objects.create(client_key=uuid.uuid4(), title="片段", credit="演练甲",
                               rights=PictureRights.OWN, made_by=make_editor(),
                               original="clips/a.mp4")  # fmt: skip
    copies(clip, client_key=key, folder=lambda n: f"{n:024d}")
    return at("clips"), MANY


def many_rumours():
    copies(make_rumour(), client_key=key)
    return at("rumours", list="open"), MANY


def many_outlets():
    copies(make_outlet(), name=lambda n: f"演练{n}报")
    return at("outlets"), MANY


def many_retired():
    copies(make_outlet(), name=lambda n: f"演练{n}报")
    Outlet.objects.update(retired_at=clock.now())
    return at("outlets", retired=1), MANY


def many_placements():
    copies(make_placement(), outlet_id=lambda n: make_outlet().pk)
    return at("placements"), MANY


def many_months():
    placement = make_placement()
    moments = [clock.now() - timedelta(days=31 * n) for n in range(MANY)]
    copies(placement, outlet_id=lambda n: make_outlet().pk, offered_at=lambda n: moments[n + 1])
    return at("placement_months"), None


def many_messages():
    story = make_published()
    for _ in range(40):
        make_message(story)
    return at("messages"), 40


def many_objections():
    story = make_published()
    messages = [make_message(story) for _ in range(40)]
    Flag.objects.bulk_create(
        Flag(mark=uuid.uuid4().hex, at=clock.now(), message=one) for one in messages
    )
    ReaderMessage.objects.update(state=Showing.SHOWN, shown_at=clock.now())
    return at("messages", which="flagged"), 40


def many_calls():
    copies(make_call(), slug=lambda n: f"c{n}")
    return at("calls"), MANY


def many_call_entries():
    call = make_call()
    for _ in range(40):
        make_entry(call, photos=0)
    return at("call", call.pk), 40


def many_topics():
    for number in range(24):
        make_topic(f"专题{number}")
    return at("sections"), 24


LISTS = [
    many_outings, many_missing, many_live_entries, many_channels, many_clips, many_rumours,
    many_outlets, many_retired, many_placements, many_months, many_messages, many_objections,
    many_calls, many_call_entries, many_topics,
]  # fmt: skip


@pytest.mark.parametrize("make", LISTS, ids=lambda make: make.__name__)
def test_a_long_list_is_read_by_pages_and_every_row_stands_on_one(desk, make):
    address, count = make()
    first = desk.get(address)
    page = first.context["page"]
    assert page.paginator.num_pages > 1
    assert count is None or page.paginator.count == count
    assert len(page.object_list) <= page.paginator.per_page <= 60
    assert 'rel="next"' in first.content.decode()
    link = "&" if "?" in address else "?"
    last = desk.get(f"{address}{link}page={page.paginator.num_pages}")
    assert 'rel="prev"' in last.content.decode()
    assert 'rel="next"' not in last.content.decode()
    for awkward in ("0", "-1", "x", "9" * 40, "１"):
        assert desk.get(f"{address}{link}page={awkward}").status_code == 200


EMPTY = {
    "published": at("published"), "published long ago": at("published", day="0001-01-01"),
    "sections": at("sections"), "coverage": at("coverage_board"), "map": at("coverage_map"),
    "out": at("coverage_out"), "missing": at("coverage_missing"), "live": at("live"),
    "clips": at("clips"), "placements": at("placements"), "months": at("placement_months"),
    "outlets": at("outlets"), "retired outlets": at("outlets", retired=1),
    "calls": at("calls"), "contributors": at("contributors"),
    "contributions": at("contributions"), "staff": at("staff_contributions"),
    **{f"rumours {which}": at("rumours", list=which)
       for which in ("open", "waiting", "verified", "public", "ended")},
    **{f"messages {which}": at("messages", which=which)
       for which in ("waiting", "private", "flagged", "shown", "withdrawn")},
    **{f"desk {which}": at("desk_list", which)
       for which in ("for-me", "mine", "waiting", "published")},
}  # fmt: skip


@pytest.mark.parametrize("name", EMPTY)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_empty_list_says_what_it_is_and_what_to_do_in_both_languages(desk, name, language):
    page = desk.get(EMPTY[name], headers={"Accept-Language": language}).content.decode()
    (found, *_others) = re.findall(r'<div class="ui-empty">(.*?)</div>', page, re.DOTALL)
    heading, text = re.findall(r"<(?:h\d|p)>(.*?)</(?:h\d|p)>", found, re.DOTALL)
    for words in (heading, text):
        assert bool(re.search("[\u4e00-\u9fff]", words)) == (language == "zh-hans"), words


def test_running_channels_stand_before_those_that_ended(desk):
    running, ended = make_channel(LiveState.ON_AIR), make_channel(LiveState.ENDED)
    listed = desk.get(at("live")).context["page"].object_list
    assert [one.pk for one in listed] == [running.pk, ended.pk]


def test_an_old_live_entry_can_still_be_taken_down(desk):
    entry = make_live_entry(make_channel())
    copies(entry, 61, client_key=key)
    page = desk.get(at("live_channel", entry.channel_id, page=2))
    assert [row.pk for row, _can in page.context["rows"]] == [entry.pk]
    assert LiveEntry.objects.get(pk=entry.pk).state == EntryState.OUT
    assert at("entry_step", entry.pk, "take-down") in page.content.decode()


def test_the_day_that_is_listed_is_left_and_come_back_to(desk):
    make_published(title="今天的稿件")
    today = clock.today()
    page = desk.get(at("published")).content.decode()
    before = today - timedelta(days=1)
    assert f"?day={before:%Y-%m-%d}" in page
    assert f"?day={today + timedelta(days=1):%Y-%m-%d}" not in page
    assert "今天的稿件" not in desk.get(at("published", day=f"{before}")).content.decode()
