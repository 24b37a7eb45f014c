"""What other programs read of the site: each document against what its format asks for."""

import itertools
import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta

import pytest

from qixin.core import clock
from qixin.newsroom.models import Home
from qixin.newsroom.publication.feeds import ninjs_feed
from qixin.newsroom.publication.sections import section_of
from tests.newsroom.factories import make_column, make_published, make_topic, write_anew

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def column():
    return make_column("菜篮子", topic=make_topic("抗击疫情"), slug="supply", name_en="Supplies")


@pytest.fixture
def story(column):
    return make_published(column, title="一 & 二 <三> 💪", summary="蔬菜平价供应。")


def test_a_json_feed_has_what_version_1_1_asks_for(public_root, column, story):
    for tree, language in (("zh", "zh-CN"), ("en", "en")):
        feed = json.loads((public_root / tree / "columns/supply/feed.json").read_text())
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert (feed["language"], feed["title"]) == (
            language,
            "菜篮子" if tree == "zh" else "Supplies",
        )
        assert feed["feed_url"].endswith(f"/{tree}/columns/supply/feed.json")
        [item] = feed["items"]
        assert (item["title"], item["content_text"]) == (story.title, "蔬菜平价供应。")
        assert item["url"].endswith(story.public_path())
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).tzinfo is not None


def test_a_ninjs_feed_is_one_composite_object_with_a_story_for_each_association(
    public_root, column, story
):
    feed = json.loads((public_root / "zh/columns/supply/ninjs.json").read_text())
    assert feed["standard"]["version"] == "3.1"
    assert (feed["type"], feed["title"]) == ("composite", "菜篮子")
    [item] = feed["associations"]
    # name and uri are what the standard asks of an association
    assert item["name"] == "story-1"
    assert item["uri"] == story.identity
    assert item["title"] == story.title
    assert "bodies" not in item


def test_a_ninjs_feed_is_the_same_object_on_the_next_day(monkeypatch, column, story):
    front, moment = section_of(Home.objects.get()), clock.now()
    before = ninjs_feed(front, [story])
    monkeypatch.setattr(clock, "now", lambda: moment + timedelta(days=1))
    assert ninjs_feed(front, [story]) == before


def test_sitemaps_lead_from_the_front_page_to_every_story(public_root, column, story):
    write_anew()
    for tree in ("zh", "en"):
        root = ET.parse(public_root / tree / "sitemap.xml").getroot()
        assert root.tag == f"{SITEMAP}sitemapindex"
        [place] = [loc.text for loc in root.iter(f"{SITEMAP}loc")]
        assert place.endswith(f"/{tree}/columns/supply/sitemap.xml")
        below = ET.parse(public_root / tree / "columns/supply/sitemap.xml").getroot()
        assert below.tag == f"{SITEMAP}urlset"
        [address] = [loc.text for loc in below.iter(f"{SITEMAP}loc")]
        assert address.endswith(f"/{tree}/{story.public_path()}")
        [changed] = [one.text for one in below.iter(f"{SITEMAP}lastmod")]
        assert datetime.fromisoformat(changed)


@pytest.mark.parametrize("fresh", [True, False], ids=["fresh", "written"])
def test_search_engines_are_told_where_the_sitemaps_of_both_languages_are(
    client, public_root, fresh
):
    if not fresh:
        write_anew()
        assert (public_root / "robots.txt").is_file()
    answer = client.get("/robots.txt")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert answer["Content-Type"].split(";")[0] == "text/plain"
    assert lines[:2] == ["User-agent: *", "Allow: /"]
    places = [line.removeprefix("Sitemap: ") for line in lines if line.startswith("Sitemap: ")]
    assert places == [f"http://127.0.0.1:8000/{tree}/sitemap.xml" for tree in ("zh", "en")]
    write_anew()
    for place in places:
        assert (public_root / place.removeprefix("http://127.0.0.1:8000/")).is_file()


def test_a_lists_page_names_its_feeds(public_root, column, story):
    for tree, folder in itertools.product(("zh", "en"), ("", "columns/supply/")):
        page = (public_root / tree / folder / "index.html").read_text()
        links = re.findall(
            r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)"', page
        )
        assert [kind for kind, _place in links] == [
            "application/atom+xml", "application/feed+json", "application/json",
        ]  # fmt: skip
        for _kind, place in links:
            assert place.startswith(f"http://127.0.0.1:8000/{tree}/{folder}")
            assert (public_root / place.removeprefix("http://127.0.0.1:8000/")).is_file()


def test_an_open_page_can_ask_what_is_new(public_root, column, story):
    later = make_published(column, title="后来的稿件")
    for name in ("latest.json", "columns/supply/latest.json"):
        known = json.loads((public_root / "zh" / name).read_text())
        assert known == {"newest": [later.pk, story.pk]}
    page = (public_root / "zh/columns/supply/index.html").read_text()
    assert 'data-latest="/zh/columns/supply/latest.json"' in page


def test_a_column_stands_in_others_frames_and_the_site_does_not(client, column, story):
    framed = client.get("/zh/columns/supply/embed.html")
    body = b"".join(framed.streaming_content).decode()
    assert story.title.split()[0] in body
    assert "<script" not in body
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    page = client.get("/zh/columns/supply/index.html")
    b"".join(page.streaming_content)
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("feed.xml", "application/atom+xml"),
        ("feed.json", "application/feed+json"),
        ("latest.json", "application/json"),
    ],
)
def test_each_is_served_as_what_it_is(client, column, story, name, kind):
    answer = client.get(f"/zh/columns/supply/{name}")
    b"".join(answer.streaming_content)
    assert answer["Content-Type"].split(";")[0] == kind


def test_nothing_of_a_withdrawn_story_is_left_in_them(public_root, column, story):
    story.unpublish()
    for path in public_root.rglob("*"):
        if path.is_file():
            assert story.title.encode() not in path.read_bytes(), path
            assert b"<loc></loc>" not in path.read_bytes()
