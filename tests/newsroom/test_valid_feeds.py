"""Feeds as others' programs take them: feedparser, JSON Feed 1.1, and the IPTC's schema of ninjs.

That schema is not ours and is no part of the source: QIXIN_NINJS_SCHEMA names its file, or it lies
beside the checkout. Without it what we know of the standard is asked all the same.
"""

import html
import json
import os
from datetime import datetime
from pathlib import Path

import feedparser
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.validators import validator_for

from qixin.newsroom.actions import embargo
from qixin.newsroom.models import Story
from qixin.newsroom.publication.packages import news_object
from tests.newsroom.factories import (
    correct,
    make_column,
    make_editor,
    make_picture,
    make_published,
    make_story,
    make_topic,
    write_anew,
)
from tests.newsroom.rumour_factories import make_answered, propose, publish, withdraw
from tests.newsroom.test_embargo import hours

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]

BESIDE = Path(__file__).parents[3] / "shared/data/standards/ninjs/ninjs-schema_3.1.json"
SCHEMA = Path(os.environ.get("QIXIN_NINJS_SCHEMA") or BESIDE)
LISTS = ["", "topics/epidemic/", "columns/supply/"]
FACTS = "facts/"
TREES = ["zh", "en"]
TITLE, SUMMARY = "一 & 二 <三> 💪", "白菜一斤 <b>不到</b> 2 元 & “平价”。"
CLAIM = "超市“明天” <关门> & 封路"

_ADDRESS = {"type": "string", "pattern": "^https?://[^ ]+$"}
_MOMENT = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
_AUTHORS = {"type": "array", "items": {"type": "object", "minProperties": 1}}
# what https://jsonfeed.org/version/1.1 says of the members that we use
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": _ADDRESS,
        "feed_url": _ADDRESS,
        "description": {"type": "string"},
        "language": {"enum": ["zh-CN", "en"]},
        "authors": _AUTHORS,
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": _ADDRESS,
                    "image": _ADDRESS,
                    "title": {"type": "string"},
                    "content_text": {"type": "string", "minLength": 1},
                    "date_published": _MOMENT,
                    "date_modified": _MOMENT,
                    "authors": _AUTHORS,
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}
# what we know of ninjs 3.1 without its schema
_TEXTS = {"type": "array", "items": {"type": "object", "required": ["value"]}}
NINJS = {
    "type": "object",
    "required": ["uri"],
    "properties": {
        "uri": {"type": "string", "minLength": 1},
        "type": {"enum": ["text", "composite", "picture"]},
        "representationType": {"enum": ["full", "partial"]},
        "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
        "version": {"type": "string"},
        "language": {"type": "string"},
        **dict.fromkeys(
            ("firstCreated", "versionCreated", "contentCreated", "embargoedUntil"), _MOMENT
        ),
        **dict.fromkeys(("headlines", "descriptions", "bodies"), _TEXTS),
        "associations": {
            "type": "array",
            "items": {"allOf": [{"$ref": "#"}, {"required": ["name", "uri"]}]},
        },
    },
}


@pytest.fixture
def column():
    topic = make_topic("抗击疫情", slug="epidemic")
    return make_column("菜篮子", topic=topic, slug="supply", name_en="Supplies")


def make_plain(column):
    return make_published(column, title=TITLE, summary=SUMMARY)


def make_corrected(column):
    story = make_published(
        column, title="原来的标题", byline="演练记者", credits="镇街通讯员群\n演练乙"
    )
    return correct(story, title="更正后的标题")


def make_embargoed(column):
    author = make_editor()
    story = make_story(column, by=author, title="市里统一发布", summary="尚未发布。")
    embargo(
        story=story,
        until=hours(5),
        asked_by="市卫健委",
        reason="市里统一发布",
        seen=None,
        by=author,
    )
    return Story.objects.get(pk=story.pk)


def make_with_pictures(column):
    cover, inside = make_picture("封面"), make_picture("送菜 & 登记", credit="")
    inside.credit = "演练甲 <摄>"
    inside.save()
    story = make_published(column, title="图片报道", cover=cover)
    body = [
        ("heading", "第一批"),
        ("picture", {"picture": inside.pk, "caption": "送到“楼下”", "credit": ""}),
        ("quote", {"text": "很及时", "speaker": "居民"}),
    ]
    version = story.get_latest_revision_as_object()
    version.body = Story._meta.get_field("body").to_python(
        [{"type": kind, "value": value} for kind, value in body]
    )
    return version


STORIES = {
    "plain": make_plain,
    "corrected": make_corrected,
    "embargoed": make_embargoed,
    "with pictures": make_with_pictures,
}


@pytest.fixture
def site(public_root, column):
    """Every list with stories of each kind; answers, one of them corrected and one withdrawn."""
    make_plain(column)
    make_corrected(column)
    make_published(column, title="有封面的", cover=make_picture())
    answer = make_answered(CLAIM, text_en="Shops are open.")
    publish(
        propose(answer.rumour, claim=answer.claim, text="个别路段限行。", notice="补充限行路段")
    )
    withdraw(make_answered("板蓝根 & 大蒜可以预防"))
    write_anew()
    return public_root


def complaints(validator, document):
    return [f"{one.json_path}: {one.message}" for one in validator.iter_errors(document)]


def ours(schema):
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def iptc():
    if not SCHEMA.is_file():
        pytest.skip("the IPTC's schema of ninjs 3.1 is not here; QIXIN_NINJS_SCHEMA names its file")
    schema = json.loads(SCHEMA.read_text())
    kind = validator_for(schema)
    kind.check_schema(schema)
    formats = FormatChecker(["date"])
    formats.checks("date-time", raises=ValueError)(is_moment)
    return kind(schema, format_checker=formats)


def is_moment(text):
    """By RFC 3339, with its zone."""
    return datetime.fromisoformat(text).tzinfo is not None


def found(root, name):
    """Where files of this name lie below the two trees."""
    trees = {f"{tree}/{folder}" for tree in TREES for folder in (*LISTS, FACTS)}
    places = {f"{path.parent.relative_to(root)}/" for path in root.rglob(name)}
    return {one.rstrip("/") + "/" for one in trees}, places


def test_every_feed_of_the_site_is_looked_at_here(site):
    """A feed at another place has to come into `LISTS`."""
    for name in ("feed.xml", "feed.json"):
        expected, there = found(site, name)
        assert there == expected
    expected, there = found(site, "ninjs.json")
    assert there == {one for one in expected if FACTS not in one}


@pytest.mark.parametrize("filled", [True, False], ids=["filled", "empty"])
def test_feedparser_finds_nothing_to_mend_in_any_atom_feed(request, public_root, column, filled):
    request.getfixturevalue("site") if filled else write_anew()
    for tree in TREES:
        for folder in (*LISTS, FACTS):
            path = public_root / tree / folder / "feed.xml"
            read = feedparser.parse(path.read_bytes())
            assert (read.bozo, read.version) == (False, "atom10"), (
                path,
                read.get("bozo_exception"),
            )
            assert bool(read.entries) == filled
            head = read.feed
            assert head.title
            assert head.id
            assert head.updated_parsed
            assert head.author
            links = {one.rel: one.href for one in head.links}
            assert links["self"].endswith(f"/{tree}/{folder}feed.xml")
            assert links["alternate"].endswith(f"/{tree}/{folder}")
            names = [one.id for one in read.entries]
            assert len(names) == len(set(names))
            for one in read.entries:
                assert one.id.startswith("tag:")
                assert one.title
                assert one.link.startswith(f"http://127.0.0.1:8000/{tree}/")
                assert one.published_parsed <= one.updated_parsed
                assert one.authors
                assert one.tags


def test_feedparser_reads_the_words_as_they_were_written(site):
    read = feedparser.parse((site / "zh/columns/supply/feed.xml").read_bytes())
    told = {html.unescape(one.title): html.unescape(one.summary) for one in read.entries}
    assert told[TITLE] == SUMMARY
    facts = feedparser.parse((site / "zh/facts/feed.xml").read_bytes())
    assert [html.unescape(one.title) for one in facts.entries] == [f"不实：“{CLAIM}”"]


@pytest.mark.parametrize("filled", [True, False], ids=["filled", "empty"])
def test_every_json_feed_has_what_its_version_asks_for(request, public_root, column, filled):
    request.getfixturevalue("site") if filled else write_anew()
    for tree in TREES:
        for folder in (*LISTS, FACTS):
            feed = json.loads((public_root / tree / folder / "feed.json").read_text())
            assert complaints(ours(JSON_FEED), feed) == []
            assert bool(feed["items"]) == filled
            names = [one["id"] for one in feed["items"]]
            assert len(names) == len(set(names))


def test_a_json_feed_that_lacks_something_would_be_found():
    feed = {"version": "1.1", "items": [{"id": 7, "date_published": "2020-02-03"}]}
    assert len(complaints(ours(JSON_FEED), feed)) == 5


@pytest.mark.parametrize("make", STORIES.values(), ids=STORIES)
def test_a_news_object_says_what_we_know_of_the_standard(column, make):
    assert complaints(ours(NINJS), as_sent(make(column))) == []


@pytest.mark.parametrize("make", STORIES.values(), ids=STORIES)
def test_a_news_object_is_valid_by_the_iptcs_schema(iptc, column, make):
    assert complaints(iptc, as_sent(make(column))) == []


def test_what_each_kind_of_story_is_there_for(column):
    assert "embargoedUntil" in as_sent(make_embargoed(column))
    assert len(as_sent(make_with_pictures(column))["associations"]) == 2
    assert as_sent(make_corrected(column))["title"] == "更正后的标题"


def as_sent(story):
    return json.loads(json.dumps(news_object(story)))


def test_ninjs_feeds_say_what_we_know_of_the_standard(site):
    for feed in ninjs_feeds(site):
        assert complaints(ours(NINJS), feed) == []
        assert len(feed["associations"]) == 3


def test_ninjs_feeds_are_valid_by_the_iptcs_schema(iptc, site):
    for feed in ninjs_feeds(site):
        assert complaints(iptc, feed) == []


def test_an_empty_ninjs_feed_is_valid_too(iptc, public_root, column):
    write_anew()
    for feed in ninjs_feeds(public_root):
        assert complaints(iptc, feed) == []


def ninjs_feeds(root):
    for tree in TREES:
        for folder in LISTS:
            yield json.loads((root / tree / folder / "ninjs.json").read_text())
