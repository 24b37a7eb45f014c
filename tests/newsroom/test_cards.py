"""The picture that stands for a page where its address is passed on."""

import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from PIL import Image

from qixin.newsroom.models import Story
from qixin.newsroom.publication import cards
from qixin.newsroom.publication.cards import HEIGHT, TONES, WIDTH, Card, card_of, draw
from tests.newsroom.factories import correct, make_column, make_picture, make_published, write_anew

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_commit(monkeypatch):
    """What is due on commit happens at once: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda work, *a, **k: work())


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
