"""A piece of twenty thousand words goes the whole way: nothing is cut, nothing gives up."""

import io
import json
import uuid

import pytest
from django.db import transaction
from django.urls import reverse
from docx import Document

from qixin.newsroom import actions
from qixin.newsroom.enums import ReviewStep
from qixin.newsroom.models import Story
from qixin.newsroom.publication.packages import letter_with, word_document
from qixin.people.enums import Role
from tests.newsroom.coverage_factories import make_outlet, make_placement
from tests.newsroom.factories import REVIEWERS, edit, make_column, make_editor, make_story

pytestmark = pytest.mark.django_db
WORDS = 20_000
SENTENCE = "志愿者把蔬菜送到居民楼下，"
WRONG, RIGHT = "全天共送二十吨。", "全天共送三十吨。"


@pytest.fixture(autouse=True)
def at_commit(monkeypatch):
    """What is due on commit happens at once: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda work, *a, **k: work())


def long_text(pieces, end):
    """So many paragraphs, no two alike, of twenty thousand words in all; the last says `end`."""
    each = WORDS // pieces
    found = []
    for number in range(1, pieces + 1):
        begin = f"第{number}路"
        found.append((begin + SENTENCE * (each // len(SENTENCE) + 1))[:each])
    found[-1] += end
    assert sum(map(len, found)) >= WORDS
    return found


def body_of(paragraphs):
    parts = [{"type": "paragraph", "value": f"<p>{text}</p>", "id": str(uuid.uuid4())}
             for text in paragraphs]  # fmt: skip
    return json.dumps(parts)


def again(story):
    return Story.objects.get(pk=story.pk)


@pytest.mark.parametrize("pieces", [200, 1])
def test_twenty_thousand_words_go_the_whole_way(pieces, client, public_root):
    author, title = make_editor(), "长篇通讯：送菜记"
    story = make_story(make_column(), by=author, title=title, credits="演练通讯员")
    story = edit(story, by=author, body=body_of(long_text(pieces, WRONG)))
    actions.submit(story=story, by=author)
    actions.send_back(story=story, reason="最后一句的数字请再核实", by=make_editor())
    told = long_text(pieces, RIGHT)
    story = edit(story, by=author, body=body_of(told))
    actions.submit(story=story, by=author)

    client.force_login(make_editor(Role.CHIEF_EDITOR))
    address = reverse("newsroom:review", args=[story.pk])
    compared = client.get(address).content.decode()
    assert compared.count("review-change-changed") == 1
    assert RIGHT in client.get(f"{address}?show=text").content.decode()

    for step, role in zip(ReviewStep, REVIEWERS, strict=True):
        actions.approve(
            story=story, step=step, revision_id=story.latest_revision_id, by=make_editor(role)
        )
    story = again(story)
    assert story.live

    page = (public_root / "zh" / story.public_path()).read_text()
    document = Document(io.BytesIO(word_document(story)))
    in_word = {paragraph.text for paragraph in document.paragraphs}
    outlet = make_outlet(format="mail", email="desk@example.org")
    mailed = letter_with(make_placement(story, outlet)).body
    for text in told:
        assert text in page
        assert text in in_word
        assert text in mailed
    client.logout()
    found = client.get(reverse("newsroom:find"), {"q": RIGHT.strip("。")}).content.decode()
    assert title in found
