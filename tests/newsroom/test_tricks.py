"""Tricks of writing in what is typed: no form lets them in, no page, feed or list shows them."""

import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from wagtail.models import Page, Revision

from qixin.core import clock
from qixin.core.models import Entry
from qixin.newsroom.actions import drafting
from qixin.newsroom.actions.showing import photos_of
from qixin.newsroom.enums import ReviewStep
from qixin.newsroom.models import LiveEntry, Picture, Story
from qixin.people.enums import Role
from qixin.reports.models import About
from tests.newsroom.coverage_factories import bring_placement_to, make_coverage, make_placement
from tests.newsroom.factories import (
    at,
    bring_to,
    make_column,
    make_editor,
    make_published,
    make_story,
    make_topic,
)
from tests.newsroom.live_factories import make_channel, make_film
from tests.newsroom.live_factories import make_entry as make_live_entry
from tests.newsroom.reader_factories import make_call, make_entry, make_message, show
from tests.newsroom.rumour_factories import make_answered, make_rumour
from tests.reports.factories import make_report
from tests.reports.pictures import jpeg

pytestmark = pytest.mark.django_db(transaction=True)
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
TRICKS = "\u202e\u202d\u2066\u2067\u2069\u200b\u2060\ufeff\u00ad\u3164"
TRICKY = f"\u202e王\u200b大\u2066姐\u3164{FAMILY}Z" + "\u0301" * 9
PLAIN = f"王大姐{FAMILY}Z\u0301\u0301"
MOMENT = "%Y-%m-%dT%H:%M"


def local(**shift):
    return f"{clock.local(clock.now()) + timedelta(**shift):{MOMENT}}"


def stored():
    """Every text that the newsroom holds, where it stands."""
    kept = [*apps.get_app_config("newsroom").get_models(), Page, Revision, About, Entry]
    for model in kept:
        for row in model.objects.all():
            for field in model._meta.concrete_fields:
                if isinstance(field, models.CharField | models.TextField | models.JSONField):
                    yield f"{model.__name__}.{field.name}", str(getattr(row, field.attname))


def written(public_root):
    for file in public_root.rglob("*"):
        if file.is_file() and file.suffix in (".html", ".xml", ".json"):
            yield file.name, file.read_text()


def tricky_ones(texts):
    return {
        where for where, text in texts
        if any(c in text for c in TRICKS) or "\u0301" * 3 in text
    }  # fmt: skip


def section(**fields):
    names = ("name", "name_en", "summary", "summary_en")
    return dict.fromkeys(names, TRICKY) | fields


def sighting(**fields):
    return {"key": uuid.uuid4(), "channel": "group", "seen_at": local(), "place": TRICKY, **fields}


def wording(**fields):
    names = ("claim", "text", "sources", "claim_en", "text_en", "notice")
    return dict.fromkeys(names, f"{TRICKY}辟谣") | {"verdict": "false", **fields}


def call_out():
    texts = dict.fromkeys(("title", "asked", "terms"), TRICKY)
    opens = {"opens_at": local(hours=-1), "closes_at": local(days=3), "takes": "both"}
    return texts | opens | {"section": make_column().pk}


def coverage():
    reporter = make_editor()
    return {
        "key": uuid.uuid4(), "title": TRICKY, "brief": TRICKY, "address": TRICKY,
        "starts_at": local(hours=1), "ends_at": local(hours=2), "protection": "none",
        "reporters": [reporter.pk], "count_text": 1,
    }  # fmt: skip


def channel(**fields):
    names = ("title", "title_en", "summary", "summary_en")
    return dict.fromkeys(names, TRICKY) | {"topic": make_topic().pk, "rule": "at_once"} | fields


def clip(tmp_path):
    film = SimpleUploadedFile("\u202e4pm.mp4", make_film(tmp_path / "f.mp4").read_bytes())
    return {"key": uuid.uuid4(), "title": TRICKY, "credit": TRICKY, "rights": "own", "file": film}


def evidence():
    file = SimpleUploadedFile(f"{TRICKY}gpj.pdf", jpeg("a.jpg").read())
    texts = {"source": TRICKY, "text": f"{TRICKY}\n{TRICKY}", "dated": f"{clock.today()}"}
    return {"key": uuid.uuid4(), "kind": "document", "files": file} | texts


def entry_shown():
    entry = make_entry()
    (photo,) = photos_of(entry)
    return at("move_entry", entry.pk, "show"), {
        "version": entry.version, "photo": photo.pk, f"alt-{photo.pk}": TRICKY,
    }  # fmt: skip


def said(**fields):
    names = ("text", "shown_name", "contact_name", "address")
    return {"client_key": uuid.uuid4(), "may_show": "on"} | dict.fromkeys(names, TRICKY) | fields


# form → (address, what is typed); each is filled in and sent by itself
FORMS = {
    "a topic": lambda _: (at("new_topic"), section(columns="common")),
    "a topic's names": lambda _: (at("topic", make_topic().pk), section()),
    "a column": lambda _: (at("new_column"), section(colour="teal", keywords=TRICKY)),
    "a column's names": lambda _: (at("column", make_column().pk), section(colour="teal")),
    "a call-out": lambda _: (at("new_call"), call_out()),
    "a call-out changed": lambda _: (
        at("edit_call", make_call().pk), call_out() | {"version": 2}),
    "an entry of a gallery": lambda _: entry_shown(),
    "a channel": lambda _: (at("live_new"), channel(slug="delivery")),
    "a channel changed": lambda _: (at("live_edit", make_channel().pk), channel(version=1)),
    "a live entry": lambda _: (
        at("live_write", make_channel().pk),
        {"key": uuid.uuid4(), "text": TRICKY, "text_en": TRICKY}),
    "a live entry corrected": lambda _: (
        at("entry_correct", make_live_entry().pk), {"version": 1, "text": TRICKY}),
    "a live entry taken down": lambda _: (
        at("entry_step", make_live_entry().pk, "take-down"), {"reason": f"{TRICKY}有误"}),
    "a clip": lambda tmp_path: (at("clip_add"), clip(tmp_path)),
    "coverage": lambda _: (at("coverage_add"), coverage()),
    "coverage called off": lambda _: (
        at("coverage_cancel", make_coverage().pk), {"reason": f"{TRICKY}改期"}),
    "an outlet": lambda _: (
        at("outlets"), {"name": TRICKY, "level": "city", "kind": "paper", "format": "word"}),
    "how a piece ran": lambda _: (
        at("placement_take", make_placement().pk),
        {"title": TRICKY, "taken_on": f"{clock.today()}", "circulation": "city"}),
    "why an outlet refused": lambda _: (
        at("placement_refuse", make_placement().pk), {"reason": f"{TRICKY}版面已满"}),
    "a rumour": lambda _: (at("rumour_add"), sighting(claim=TRICKY)),
    "a rumour seen again": lambda _: (at("rumour_see", make_rumour().pk), sighting()),
    "a rumour of a report": lambda _: (
        at("rumour_from_report", make_report().number), sighting(claim=TRICKY)),
    "a claim in other words": lambda _: (
        at("rumour_revise", make_rumour().pk), {"claim": TRICKY, "version": 1}),
    "evidence": lambda _: (at("rumour_collect", make_rumour().pk), evidence()),
    "an answer": lambda _: (at("rumour_answer", make_rumour().pk), wording()),
    "a correction": lambda _: (at("rumour_answer", make_answered().rumour.pk), wording()),
    "a remark": lambda _: (
        at("remark", bring_to(ReviewStep.FIRST).pk),
        {"key": uuid.uuid4(), "kind": "remark", "weight": "must", "text": f"{TRICKY}\n请核实"}),
    "a claim in a story": lambda _: (
        at("doubt", make_story().pk), {"reason": f"{TRICKY}未经核实"}),
    "a notice to readers": lambda _: (
        at("announce", make_published().pk), {"kind": "correction", "text": f"{TRICKY}日期有误"}),
    "an embargo": lambda _: (
        at("embargo", make_story().pk),
        {"until": local(days=1), "asked_by": TRICKY, "reason": f"{TRICKY}会议未开"}),
    "an answer to a reader": lambda _: (
        at("answer_message", make_message().pk), {"text": f"{TRICKY}谢谢", "version": 1}),
    "a reader's message": lambda _: (
        at("speak", "message"), said(about=f"story:{make_published().pk}")),
    "a reader's entry": lambda _: (at("send_in", make_call().slug), said()),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_form_takes_the_words_and_leaves_the_tricks(desk, public_root, tmp_path, form):
    address, typed = FORMS[form](tmp_path)
    before = len([text for _where, text in stored() if PLAIN in text])
    answer = desk.post(address, typed)
    assert answer.status_code in (200, 302), answer.content.decode()[-3000:]
    kept = list(stored())
    assert tricky_ones(kept) == set()
    assert len([text for _where, text in kept if PLAIN in text]) > before
    assert tricky_ones(written(public_root)) == set()


@pytest.mark.parametrize("form", FORMS)
def test_words_of_which_nothing_can_be_seen_are_no_words(desk, tmp_path, form):
    address, typed = FORMS[form](tmp_path)
    unseen = {n: "\u200b\u3164" if isinstance(v, str) and "\u202e" in v else v
              for n, v in typed.items()}  # fmt: skip
    answer = desk.post(address, unseen)
    assert answer.status_code in (200, 302, 400, 422), answer.status_code
    assert tricky_ones(stored()) == set()


def test_a_story_pasted_from_anywhere_goes_out_without_tricks(desk, public_root):
    text = f"{TRICKY}：菜<b>已\u202e送到</b>。"
    story = make_published(title=TRICKY, text=text, summary=f"{TRICKY}\n第二行", byline=TRICKY,
                           credits=f"{TRICKY}\n{TRICKY}")  # fmt: skip
    assert (story.title, story.credits) == (PLAIN, f"{PLAIN}\n{PLAIN}")
    page = (public_root / "zh" / story.public_path()).read_text()
    assert PLAIN in page
    assert "菜<b>已送到</b>。" in page
    assert tricky_ones(written(public_root)) == set()
    for one in (at("desk"), at("published"), at("review", story.pk)):
        assert tricky_ones([(one, desk.get(one).content.decode())]) == set()


def test_the_back_office_saves_a_draft_and_a_picture_without_tricks(desk):
    story = make_story()
    version = story.get_latest_revision_as_object()
    version.title, version.summary = TRICKY, TRICKY
    # as the editor does while one is writing
    version.save_revision(clean=False)
    draft = Story.objects.get(pk=story.pk)
    assert (draft.draft_title, draft.get_latest_revision_as_object().summary) == (PLAIN, PLAIN)
    picture = Picture(title=TRICKY, credit=TRICKY, description=TRICKY)
    picture.file = jpeg("a.jpg")
    picture.save()
    assert (picture.title, picture.credit, picture.description) == (PLAIN, PLAIN, PLAIN)


def test_a_draft_of_a_report_has_the_words_and_the_report_stays_as_it_was_sent():
    report = make_report(text=f"{TRICKY}。\n第二段\u202e")
    story = drafting.draft_from_reports(
        reports=[report], column=make_column(), by=make_editor(Role.EDITOR)
    )
    assert story.draft_title == PLAIN
    assert tricky_ones([("body", str(story.body.get_prep_value()))]) == set()
    report.refresh_from_db()
    assert report.text.startswith(TRICKY)


def test_the_lists_of_the_workbench_show_no_trick(desk):
    make_coverage(title=TRICKY)
    make_rumour(TRICKY)
    make_call(title=TRICKY)
    show(make_message(text=TRICKY, name=TRICKY))
    make_live_entry(make_channel(title=TRICKY), TRICKY)
    bring_placement_to(make_placement(make_published(title=TRICKY)), "taken")
    names = ("desk", "published", "sections", "coverage_board", "coverage_map", "rumours", "calls",
             "messages", "live", "clips", "placements", "placement_months", "outlets",
             "contributors")  # fmt: skip
    pages = [(name, desk.get(at(name)).content.decode()) for name in names]
    pages.append(("channel", desk.get(at("live_channel", LiveEntry.objects.get().channel_id))
                  .content.decode()))  # fmt: skip
    pages.append(("find", desk.get(at("find"), {"q": TRICKY}).content.decode()))
    assert tricky_ones(pages) == set()
    assert sum(PLAIN in page for _name, page in pages) >= 8
