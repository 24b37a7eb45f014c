"""The picture that stands for a page where its address is passed on."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import get_template
from django.utils.translation import override
from PIL import Image

from qixin.newsroom.actions import airing, calling, sections, take_down
from qixin.newsroom.models import Home, Story
from qixin.newsroom.publication import cards
from qixin.newsroom.publication.cards import (
    HEIGHT,
    TONES,
    WIDTH,
    Card,
    card_of,
    draw,
    remove_cards,
    write_card,
)
from qixin.newsroom.publication.publishing import render_lists
from qixin.newsroom.publication.sections import all_sections
from qixin.newsroom.stops import PublicationStopped
from qixin.people.enums import Role
from tests.newsroom.factories import (
    PHONE,
    correct,
    make_column,
    make_editor,
    make_picture,
    make_published,
    make_topic,
    write_anew,
)
from tests.newsroom.live_factories import make_channel, make_given
from tests.newsroom.reader_factories import call_given, make_call
from tests.newsroom.rumour_factories import make_answered, propose, publish, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]


@pytest.mark.parametrize(
    "title",
    [
        "一",
        "首批蔬菜送到社区" * 12,
        '<b>#image("/etc/passwd")</b>',
        "平安😀",
        "\u202e倒写",
        "a" * 255,
    ],
)
def test_any_title_makes_a_picture_of_the_size_that_others_expect(title):
    drawn = draw(Card("一线直击", title, "2020-02-07", TONES["teal"], 7))
    with Image.open(io.BytesIO(drawn)) as picture:
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))


def test_other_words_make_another_picture():
    first, other = (Card("栏目", title, "", TONES["red"], 7) for title in ("封闭", "恢复"))
    assert draw(first) == draw(first)
    assert draw(first) != draw(other)
    assert first.path != other.path


def test_a_story_without_cover_has_a_card_until_it_is_taken_off(public_root):
    story = make_published(title="原来的标题")
    page = (public_root / "zh" / story.public_path()).read_text()
    path = card_of(story).path
    assert f'og:image" content="http://127.0.0.1:8000/{path}"' in page
    assert (public_root / path).is_file()
    correct(story, title="更正的标题")
    story = Story.objects.get(pk=story.pk)
    assert not (public_root / path).exists()
    assert (public_root / card_of(story).path).is_file()
    story.unpublish()
    assert not (public_root / card_of(story).path).exists()


def test_a_cover_stands_for_its_story_by_itself(public_root):
    picture = make_picture()
    story = make_published(cover=picture)
    page = (public_root / "zh" / story.public_path()).read_text()
    assert f'content="http://127.0.0.1:8000/{picture.public_file("web")}"' in page
    assert not (public_root / card_of(story).path).exists()


def test_a_column_has_a_card_and_lost_ones_are_drawn_again(public_root):
    column = make_column()
    story = make_published(column)
    for page in (column, story):
        (public_root / card_of(page).path).unlink()
    write_anew()
    assert (public_root / card_of(column).path).is_file()
    assert (public_root / card_of(story).path).is_file()


def test_without_a_chinese_font_pages_have_no_card(public_root, monkeypatch):
    def none():
        raise ImproperlyConfigured("no font")

    monkeypatch.setattr(cards, "chosen_fonts", none)
    story = make_published()
    assert "og:image" not in (public_root / "zh" / story.public_path()).read_text()
    assert not (public_root / "cards").exists()


def make_withdrawn():
    story = make_published()
    take_down(story=story, reason="配送计划取消", by=make_editor(Role.CHIEF_EDITOR))
    return story.public_path()


def make_merged():
    column, into = make_column(), make_column("并入的栏目")
    sections.merge_columns(column=column, into=into, by=make_editor(Role.CHIEF_EDITOR))
    return column.public_path()


def make_withdrawn_answer():
    answer = make_answered()
    withdraw(answer)
    return answer.public_path()


# Every public template that is a page → makes one, and gives its file below a language's tree, and
# what its card is of: None for the front page.
PAGES = {
    "home.html": lambda: ("index.html", None),
    "topic.html": lambda: of(make_topic()),
    "column.html": lambda: of(make_column()),
    "story.html": lambda: of(make_published()),
    "withdrawn.html": lambda: (make_withdrawn(), None),
    "moved.html": lambda: (make_merged(), None),
    "fact.html": lambda: of(make_answered()),
    "fact_withdrawn.html": lambda: (make_withdrawn_answer(), None),
    "facts.html": lambda: (make_answered() and "facts/index.html", None),
    "live.html": lambda: of(make_channel()),
    "calls/call.html": lambda: of(make_call()),
    "calls/list.html": lambda: (make_call() and "calls/index.html", None),
    "offline.html": lambda: ("offline.html", None),
}
# Django answers with these; no file.
ASKED_FOR = {"search.html": "/search/", "missing.html": "/zh/nothing.html"}
# What others are built on, and what stands in others' frames: its address is passed on by nobody.
NO_PAGES = {"base.html", "section.html", "embed.html"}


def of(thing):
    return thing.public_path(), thing


def image_of(markup):
    [address] = re.findall(
        r'<meta property="og:image" content="http://127.0.0.1:8000/([^"]+)"', markup
    )
    return address


def test_every_public_template_is_looked_at_here():
    folder = Path(get_template("newsroom/public/base.html").origin.name).parent
    pages = {str(one.relative_to(folder)) for one in folder.rglob("*.html")}
    pages = {one for one in pages if one.split("/")[0] not in {"parts", "blocks"}}
    assert pages == PAGES.keys() | ASKED_FOR.keys() | NO_PAGES


@pytest.mark.parametrize("template", PAGES)
def test_every_page_has_a_card_and_each_thing_its_own(public_root, template):
    path, thing = PAGES[template]()
    render_lists(all_sections())
    card = card_of(thing or Home.objects.get()).path
    for tree in ("zh", "en"):
        assert image_of((public_root / tree / path).read_text()) == card
    assert (public_root / card).is_file()


@pytest.mark.parametrize("address", ASKED_FOR.values(), ids=ASKED_FOR)
def test_what_is_no_file_has_the_front_pages_card(client, public_root, address):
    assert image_of(client.get(address).content.decode()) == card_of(Home.objects.get()).path


MAKERS = {
    "an answer": lambda: make_answered(),
    "a live channel": lambda: make_channel(),
    "a call-out": lambda: make_call(),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_what_is_no_page_of_the_tree_keeps_its_cards_in_a_folder_of_its_own(public_root, make):
    thing = make()
    card = card_of(thing)
    alike = Card(card.section, card.title, card.foot, card.colour, card.page)
    assert alike.path != card.path
    with override("en"):
        assert card_of(thing) == card
    drawn = (public_root / card.path).read_bytes()
    # a page with the same number leaves it alone
    remove_cards(card.page)
    (public_root / card.path).unlink()
    write_anew()
    assert (public_root / card.path).read_bytes() == drawn


def test_an_answers_card_says_verdict_and_claim_and_goes_with_it(public_root):
    answer = make_answered("板蓝根可以预防")
    first = card_of(answer)
    assert (first.title, first.colour) == ("不实：“板蓝根可以预防”", TONES["red"])
    corrected = publish(
        propose(answer.rumour, verdict="unproven", claim="板蓝根可以预防", notice="改为尚无证据")
    )
    assert not (public_root / first.path).exists()
    assert (public_root / card_of(corrected).path).is_file()
    withdraw(corrected)
    assert not (public_root / "cards/facts").exists()


def test_a_renamed_channel_or_call_out_leaves_no_earlier_card(public_root):
    by, channel, call = make_editor(Role.CHIEF_EDITOR), make_channel(), make_call()
    before = [card_of(channel), card_of(call)]
    given = make_given(channel.topic, title="雨停之后", slug=channel.slug)
    channel = airing.revise_channel(channel=channel, given=given, version=channel.version, by=by)
    given = call_given(call.section.specific, title="征集：雨停之后")
    call = calling.set_call(call=call, given=given, version=call.version, by=by)
    assert [(public_root / card.path).exists() for card in before] == [False, False]
    assert all((public_root / card_of(one).path).is_file() for one in (channel, call))


@pytest.mark.parametrize("field", ["section", "title", "foot"])
def test_no_number_is_drawn(public_root, field):
    card = replace(Card("栏目", "标题", "脚注", TONES["red"], 7), **{field: f"联系{PHONE}"})
    with pytest.raises(PublicationStopped):
        write_card(card)
    assert not (public_root / card.path).exists()
