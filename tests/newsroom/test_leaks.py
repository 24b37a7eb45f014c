"""No masked kind of data gets out on any road, even if every guard before the files had failed."""

import gzip
import json
from contextlib import suppress
from urllib.parse import quote

import pytest

from qixin.core.personal_data import find_personal_data
from qixin.newsroom.actions.searching import find_missing, make_findable
from qixin.newsroom.models import PublicText, Story
from qixin.newsroom.publication.cards import Card
from qixin.newsroom.stops import PublicationStopped
from tests.newsroom.factories import (
    PHONE,
    make_column,
    make_editor,
    make_picture,
    make_published,
    make_story,
    review,
    submit,
    write_anew,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]

KINDS = {
    "mobile": PHONE,
    "mobile in parts": "199 0000 1234",
    "mobile in wide digits": "１９９００００１２３４",
    "spoken mobile": "幺九九零零零零幺二三四",
    "landline": "0533-7000001",
    "plate": "鲁C12345",
    "identity number": "360426199101010071",
}
FIELDS = ("title", "summary", "byline", "credits", "body")


def told(field, secret):
    words = f"联系方式{secret}。"
    if field == "body":
        return json.dumps([{"type": "paragraph", "value": f"<p>{words}</p>", "id": "a" * 8}])
    return words


def public_words(root):
    """The text of every file that readers can ask for."""
    for path in root.rglob("*.*"):
        if path.suffix == ".gz":
            yield path, gzip.decompress(path.read_bytes()).decode()
        elif path.suffix in {".html", ".xml", ".json"}:
            yield path, path.read_text()


@pytest.mark.parametrize("secret", KINDS.values(), ids=KINDS)
def test_the_kinds_are_those_that_are_found(secret):
    assert find_personal_data(f"联系方式{secret}。")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("secret", KINDS.values(), ids=KINDS)
def test_the_reviews_stop_it(public_root, secret, field):
    editor = make_editor()
    story = make_story(by=editor)
    setattr(story, field, told(field, secret))
    story.save_revision(user=editor)
    with pytest.raises(PublicationStopped):
        review(submit(Story.objects.get(pk=story.pk), by=editor))
    assert [path for path, text in public_words(public_root) if secret in text] == []


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("secret", KINDS.values(), ids=KINDS)
def test_what_stands_in_the_database_all_the_same_reaches_no_file_and_no_card(
    public_root, monkeypatch, secret, field
):
    drawn = []
    monkeypatch.setattr("qixin.newsroom.publication.publishing.write_card",
                        lambda card: bool(drawn.append(card)))  # fmt: skip
    column = make_column()
    story = make_published(column)
    Story.objects.filter(pk=story.pk).update(**{field: told(field, secret)})
    with suppress(PublicationStopped):
        write_anew()
    with suppress(PublicationStopped):
        make_published(column, title="另一条消息")
    assert [path for path, text in public_words(public_root) if secret in text] == []
    assert [card for card in drawn if isinstance(card, Card) and secret in card.title] == []


@pytest.mark.parametrize("secret", KINDS.values(), ids=KINDS)
def test_the_search_shows_no_more_than_the_files(client, public_root, secret):
    column = make_column()
    story = make_published(column, title="平安的消息")
    version = Story.objects.get(pk=story.pk)
    version.title = told("title", secret)
    with pytest.raises(PublicationStopped):
        make_findable(story=version)
    page = client.get(f"/search/?q={quote('消息')}").content.decode()
    assert "平安的<mark>消息</mark>" in page
    assert secret not in page


def test_a_story_that_must_not_be_out_holds_up_no_other(public_root):
    bad, good = make_published(title="第一条"), make_published(title="第二条")
    Story.objects.filter(pk=bad.pk).update(title=told("title", PHONE))
    PublicText.objects.all().delete()
    find_missing()
    assert list(PublicText.objects.values_list("story", flat=True)) == [good.pk]


def test_a_number_in_a_pictures_credit_leaves_the_page_as_it_was(public_root):
    picture = make_picture()
    story = make_published(cover=picture)
    page = public_root / "zh" / story.public_path()
    before = page.read_text()
    picture.credit = told("credit", PHONE)
    picture.save()
    assert page.read_text() == before
