"""Packages for other media: what the standard requires, pictures, nothing that is not public."""

import io
import json
import zipfile

import pytest
from docx import Document

from qixin.newsroom.actions import posting
from qixin.newsroom.models import Story
from qixin.newsroom.publication.packages import (
    archive_of,
    letter_with,
    news_object,
    word_document,
)
from qixin.newsroom.publication.packages import letter as letters
from tests.newsroom.coverage_factories import make_outlet, make_placement
from tests.newsroom.factories import (
    correct,
    make_column,
    make_editor,
    make_picture,
    make_story,
    review,
    submit,
)

pytestmark = pytest.mark.django_db
# IPTC ninjs 3.1: what each kind of object must have, and what it may
REQUIRED = {"uri"}
ALLOWED = {
    "uri", "standard", "type", "representationType", "language", "pubStatus", "version",
    "firstCreated", "versionCreated", "contentCreated", "title", "headlines", "descriptions",
    "bodies", "by", "copyrightHolder", "infoSources", "subjects", "altIds", "associations",
}  # fmt: skip


def make_rich(**fields):
    """A published story with each kind of block and a cover."""
    editor = make_editor()
    cover, inside = make_picture("封面"), make_picture("送菜")
    story = make_story(make_column("一线直击"), by=editor, cover=cover, summary="首批到位。",
                       byline="演练记者", credits="镇街通讯员群 演练乙", **fields)  # fmt: skip
    version = story.get_latest_revision_as_object()
    parts = [
        ("heading", "第一批"),
        (
            "paragraph",
            "<p>蔬菜 <b>&amp;</b> 水果&lt;两样&gt;。</p><ul><li>白菜</li><li>萝卜</li></ul>",
        ),
        ("picture", {"picture": inside.pk, "caption": "送到楼下", "credit": ""}),
        ("quote", {"text": "很及时", "speaker": "居民"}),
    ]
    body = [{"type": kind, "value": value} for kind, value in parts]
    version.body = Story._meta.get_field("body").to_python(body)
    version.save_revision(user=editor)
    return review(submit(story, by=editor))


def test_a_news_object_has_what_the_standard_requires_and_nothing_that_it_does_not_know():
    story = make_rich()
    made = json.loads(json.dumps(news_object(story)))
    assert made.keys() >= REQUIRED
    assert made.keys() <= ALLOWED
    assert made["uri"].startswith("tag:")
    assert made["standard"] == {
        "name": "ninjs",
        "version": "3.1",
        "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
    }
    assert (made["type"], made["pubStatus"], made["representationType"]) == (
        "text", "usable", "full",
    )  # fmt: skip
    for name in ("headlines", "descriptions", "bodies"):
        for one in made[name]:
            assert one["value"]
            assert one.keys() <= {"role", "contentType", "value"}
    for one in made["associations"]:
        assert {"name", "uri"} <= one.keys()
        assert all(rendition["name"] for rendition in one["renditions"])
    assert [one["name"] for one in made["associations"]] == ["picture-1", "picture-2"]
    assert made["infoSources"] == [{"name": "镇街通讯员群 演练乙", "role": "contributor"}]


def test_the_bodies_say_the_same_as_html_and_plain():
    html, plain = (body["value"] for body in news_object(make_rich())["bodies"])
    for word in ("第一批", "白菜", "萝卜", "送到楼下", "很及时"):
        assert word in html
        assert word in plain
    assert "蔬菜 &amp; 水果&lt;两样&gt;。" in html
    assert "蔬菜 & 水果<两样>。" in plain
    assert "<b>" not in plain


def test_a_story_keeps_its_identity_when_it_is_published_again():
    story = make_rich()
    before = news_object(story)["uri"]
    again = correct(story, title="更正后的标题")
    assert news_object(again)["uri"] == before


def test_a_word_document_has_text_pictures_and_credits():
    document = Document(io.BytesIO(word_document(make_rich(title="=标题\x1b"))))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for word in (
        "标题",
        "演练记者",
        "首批到位",
        "白菜",
        "送到楼下（演练甲）",
        "镇街通讯员群 演练乙",
    ):
        assert word in text
    assert len(document.inline_shapes) == 2
    assert all(shape.width <= 15.4 * 360_000 for shape in document.inline_shapes)
    assert document.core_properties.language == "zh-CN"


def test_pictures_leave_without_where_they_were_taken():
    story = make_rich()
    placement = make_placement(story, make_outlet(format="ninjs"))
    archive = zipfile.ZipFile(io.BytesIO(archive_of(placement)))
    assert set(archive.namelist()) == {
        f"story-{story.pk}.txt", f"story-{story.pk}.json", "picture-1.jpg", "picture-2.jpg",
    }  # fmt: skip
    for name in ("picture-1.jpg", "picture-2.jpg"):
        assert b"SECRET-PLACE" not in archive.read(name)


@pytest.mark.parametrize(
    ("format", "names"),
    [
        ("word", ["docx"]),
        ("ninjs", ["json", "jpg", "jpg"]),
        ("mail", ["jpg", "jpg"]),
    ],
)
def test_each_outlet_gets_what_it_wants(format, names):
    outlet = make_outlet(format=format, email="desk@example.org")
    message = letter_with(make_placement(make_rich(), outlet))
    assert [name.rsplit(".")[-1] for name, _content, _mime in message.attachments] == names
    assert ("送到楼下" in message.body) == (format == "mail")
    assert "&" not in message.body.replace("蔬菜 & 水果", "")


def test_what_is_too_large_for_an_email_is_named_by_its_address(monkeypatch):
    monkeypatch.setattr(letters, "MOST_BYTES", 10)
    outlet = make_outlet(format="ninjs", email="desk@example.org")
    placement = make_placement(make_rich(), outlet)
    message = letter_with(placement)
    assert [name for name, _c, _m in message.attachments] == [f"story-{placement.story_id}.json"]
    for one in placement.story.pictures:
        assert one.public_file("web") in message.body


def test_a_title_of_two_lines_does_not_end_the_subject():
    story = make_rich()
    Story.objects.filter(pk=story.pk).update(title="一\nBcc: x@example.org")
    story.refresh_from_db()
    make_placement(story, make_outlet(email="desk@example.org"))
    assert posting.post_waiting() == 1
