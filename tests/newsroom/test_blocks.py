"""What a story is made of: on its page, in its packages, in reviews and before publication."""

import json
import uuid

import pytest
from django.core.exceptions import ValidationError

from qixin.newsroom.comparing import passages
from qixin.newsroom.enums import StopKind
from qixin.newsroom.models import Story
from qixin.newsroom.publication.packages.parts import parts_of, plain_text
from qixin.newsroom.screening import findings
from qixin.newsroom.stops import all_stops
from qixin.people.models import Area
from tests.newsroom.factories import (
    PHONE,
    make_column,
    make_picture,
    make_published,
    make_story,
    review,
    submit,
)
from tests.newsroom.factories import make_editor as editor
from tests.people.factories import make_district

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]
HOSTILE = "<script>alert(1)</script>\"'&"


def item(value):
    return {"type": "item", "value": value, "id": str(uuid.uuid4())}


def part(kind, value):
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def in_words(words, picture=None, related=()):
    """A block of each kind, all of whose texts are `words`."""
    shown = {"picture": picture.pk if picture else None, "caption": words, "credit": words}
    return [
        part("gallery", {"title": words, "pictures": [item(shown), item(shown)]}),
        part("figures", {"title": words, "source": words, "figures": [
            item({"name": words, "value": words, "unit": words, "change": words})]}),
        part("map", {"title": words, "points": [
            item({"name": words, "told": words, "lng": "118.3", "lat": "36.8"})]}),
        part("answers", {"title": words, "answers": [item({"question": words, "answer": words})]}),
        part("timeline", {"title": words, "moments": [item({"when": words, "text": words})]}),
        part("related", [item(page.pk) for page in related]),
    ]  # fmt: skip


def a_story(blocks, column=None, **fields):
    story = make_story(column, by=editor(), **fields)
    story.body = json.dumps(blocks)
    story.save_revision()
    return Story.objects.get(pk=story.pk).get_latest_revision_as_object()


def published(blocks, column=None, **fields):
    by = editor()
    story = make_story(column, by=by, **fields)
    story.body = json.dumps(blocks)
    story.save_revision(user=by)
    return review(submit(story, by=by))


def test_every_block_stands_on_the_page_and_is_escaped(public_root):
    first = make_published(title="先前的消息")
    picture = make_picture()
    story = published(in_words(HOSTILE, picture, [first]))
    page = (public_root / "zh" / story.public_path()).read_text()
    assert "<script>alert" not in page
    for shown in ("gallery", "figures", "story-map", "answers", "timeline", "related"):
        assert f'class="{shown}"' in page
    assert page.count("&lt;script&gt;alert(1)") >= 12
    assert page.count(f"/{picture.public_file('web')}") == 2
    assert (public_root / picture.public_file("web")).exists()
    assert f"/zh/{first.public_path()}" in page


def test_a_map_is_drawn_on_the_districts_outline_and_says_the_places_in_words(public_root):
    district = make_district()
    ring = [[118.0, 36.5], [118.6, 36.5], [118.6, 37.0], [118.0, 37.0], [118.0, 36.5]]
    Area.objects.filter(pk=district.pk).update(boundary={"type": "Polygon", "coordinates": [ring]})
    points = [item({"name": name, "told": "", "lng": lng, "lat": "36.8"})
              for name, lng in (("东门卡口", "118.3"), ("外地", "121.0"))]  # fmt: skip
    story = published([part("map", {"title": "", "points": points})])
    page = (public_root / "zh" / story.public_path()).read_text()
    assert page.count('class="mark"') == 1
    assert "东门卡口" in page
    assert "外地" in page


@pytest.mark.parametrize("kind", ["gallery", "figures", "map", "answers", "timeline"])
def test_a_number_in_any_block_is_found_before_publication(kind):
    blocks = [one for one in in_words(f"电话{PHONE}") if one["type"] == kind]
    story = a_story(blocks)
    assert findings(story)
    assert StopKind.PERSONAL_DATA in {stop.kind for stop in all_stops(story)}


def test_the_random_names_of_list_items_are_no_numbers_of_anybody():
    blocks = in_words("平安")
    blocks[1]["value"]["figures"][0]["id"] = f"{PHONE}-0000-4000-8000-000000000000"
    assert not findings(a_story(blocks))


def test_a_gallery_of_two_hundred_without_credit_says_so_once_for_each_picture(public_root):
    picture = make_picture(credit="")
    shown = item({"picture": picture.pk, "caption": "", "credit": ""})
    story = a_story([part("gallery", {"title": "", "pictures": [shown] * 200})])
    assert [stop.kind for stop in all_stops(story)] == [StopKind.PICTURE]
    shown["value"]["credit"] = "演练供图"
    assert not all_stops(a_story([part("gallery", {"title": "", "pictures": [shown] * 200})]))


def test_reviewers_read_every_line_of_every_block():
    first = make_published(title="先前的消息")
    lines = [one.text for one in passages(a_story(in_words("平安", make_picture(), [first])))]
    assert "平安 · 平安 · 平安 · 平安" in lines
    assert "平安 · 平安 · 118.3 · 36.8" in lines
    assert "先前的消息" in lines
    assert sum(line.startswith("平安") for line in lines) >= 11


def test_packages_have_the_words_and_pictures_of_every_block():
    picture = make_picture()
    story = published(in_words("平安", picture))
    assert [part.kind for part in parts_of(story)].count("picture") == 2
    assert plain_text(story).count("平安") >= 14


def test_a_related_story_that_is_corrected_or_taken_off_changes_the_page_that_leads_to_it(
    public_root,
):
    from tests.newsroom.factories import correct

    first = make_published(title="先前的消息")
    story = published([part("related", [item(first.pk)])], make_column())
    page = public_root / "zh" / story.public_path()
    correct(first, title="更正的消息")
    assert "更正的消息" in page.read_text()
    Story.objects.get(pk=first.pk).unpublish()
    assert 'class="related"' not in page.read_text()


def test_a_story_leads_to_published_ones_alone():
    draft = make_story()
    block = Story._meta.get_field("body").stream_block.child_blocks["related"]
    with pytest.raises(ValidationError):
        block.clean(block.to_python([item(draft.pk)]))
