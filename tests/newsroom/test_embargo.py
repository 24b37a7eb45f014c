"""Embargoes: written, reviewed, offered, and public by no road before their time."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from qixin.core import clock, journal
from qixin.core.errors import Conflict, Invalid, Refused
from qixin.newsroom import actions, policies
from qixin.newsroom.actions import exporting, placing, posting, publish_due
from qixin.newsroom.enums import PackageFormat, ReviewStep, StoryState
from qixin.newsroom.models import Placement, PublicText, Story
from qixin.newsroom.publication.packages import letter_with, news_object, word_document
from qixin.people.enums import Role
from qixin.people.models import Notice
from qixin.people.permissions import has_permission
from tests.newsroom.coverage_factories import make_outlet
from tests.newsroom.factories import (
    PHONE,
    approve,
    bring_to,
    edit,
    make_editor,
    make_published,
    make_story,
    review,
    submit,
    write_anew,
)

pytestmark = pytest.mark.django_db
WHY, WHO = "市里统一发布", "市卫健委"
SECRET = "首例治愈患者今日出院"


@pytest.fixture(autouse=True)
def at_commit(monkeypatch, settings):
    """What is due on commit happens at once: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda work, *a, **k: work())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def hours(n):
    return (clock.now() + timedelta(hours=n)).replace(second=0, microsecond=0)


def embargo(story, *, until=None, by=None, seen=None, who=WHO, reason=WHY):
    return actions.embargo(
        story=story, until=until or hours(5), asked_by=who, reason=reason, seen=seen,
        by=by or make_editor(),
    )  # fmt: skip


def held_back(**fields):
    """Approved three times, and under embargo for five hours."""
    author = make_editor()
    story = embargo(make_story(by=author, title=SECRET, text=SECRET, **fields), by=author)
    return review(submit(story, by=author))


def again(story):
    return Story.objects.get(pk=story.pk)


def public_words(root):
    texts = [
        one.read_bytes() for one in root.rglob("*.*") if one.suffix in {".html", ".xml", ".json"}
    ]
    return b"".join(texts).decode()


def verbs(story):
    return [entry.verb for entry in journal.timeline(story)]


def test_it_is_reviewed_and_approved_and_goes_out_at_its_time_by_itself(public_root):
    story = held_back()
    until = story.embargo_until
    assert (story.live, story.state) == (False, StoryState.SCHEDULED)
    assert "newsroom.published" not in verbs(story)
    with time_machine.travel(until - timedelta(minutes=1), tick=False):
        assert publish_due() == (0, 0)
    with time_machine.travel(until + timedelta(seconds=1), tick=False):
        assert publish_due() == (1, 0)
        story = again(story)
        assert story.live
        assert clock.local(story.published_on).date() == clock.local(until).date()
        assert SECRET in (public_root / "zh" / story.public_path()).read_text()
    assert (story.embargo_until, story.embargo_by, story.embargo_reason) == (None, "", "")


def test_no_road_leads_to_the_readers_before(public_root, client):
    story = held_back()
    revision = story.latest_revision
    revision.publish()
    call_command("publish_scheduled", verbosity=0)
    story.live, story.live_revision = True, revision
    with pytest.raises(Conflict, match="禁发"):
        story.save()
    Story.objects.get(pk=story.pk).get_latest_revision().publish(
        user=make_editor(Role.CHIEF_EDITOR), skip_permission_checks=True
    )
    write_anew()
    assert not again(story).live
    assert SECRET not in public_words(public_root)
    assert not PublicText.objects.filter(pk=story.pk).exists()
    assert SECRET not in client.get("/search/", {"q": "治愈"}).content.decode()
    assert SECRET not in client.get("/api/v1/newsroom/stories").content.decode()


def test_a_version_scheduled_for_later_leaves_nothing_in_public_before(public_root):
    """Wagtail tells of the approval as of a publication."""
    author = make_editor()
    story = edit(make_story(by=author, title=SECRET), by=author, go_live_at=hours(2))
    story = review(submit(story, by=author))
    assert (story.live, story.state) == (False, StoryState.SCHEDULED)
    assert SECRET not in public_words(public_root)
    assert not PublicText.objects.filter(pk=story.pk).exists()
    assert "newsroom.published" not in verbs(story)


@pytest.mark.parametrize(("wish", "out"), [(2, 5), (8, 8)])
def test_it_goes_out_at_the_later_of_the_authors_time_and_the_embargos(wish, out):
    author, due = make_editor(), hours(wish)
    story = edit(make_story(by=author), by=author, go_live_at=due)
    embargo(story, until=hours(5))
    story = review(submit(again(story), by=author))
    assert story.scheduled_revision.approved_go_live_at == hours(out)
    assert story.go_live_at == hours(out)
    lifted = actions.lift_embargo(story=story, reason=WHY, by=make_editor(Role.CHIEF_EDITOR))
    assert lifted.scheduled_revision.approved_go_live_at == due


def test_an_embargo_on_what_is_approved_moves_it_and_lifting_lets_it_out():
    author, chief = make_editor(), make_editor(Role.CHIEF_EDITOR)
    story = edit(make_story(by=author), by=author, go_live_at=hours(1))
    story = review(submit(story, by=author))
    embargo(story, until=hours(6))
    with time_machine.travel(hours(2), tick=False):
        assert publish_due() == (0, 0)
    embargo(story, until=hours(9), seen=hours(6))
    with time_machine.travel(hours(7), tick=False):
        assert publish_due() == (0, 0)
        actions.lift_embargo(story=again(story), reason=WHY, by=chief)
        with time_machine.travel(clock.now() + timedelta(seconds=1), tick=False):
            assert publish_due() == (1, 0)
    assert again(story).live
    assert verbs(story)[-4:] == [
        "newsroom.embargoed", "newsroom.embargo_moved", "newsroom.embargo_lifted",
        "newsroom.published",
    ]  # fmt: skip


def test_an_embargo_set_while_the_job_reads_its_list_still_holds(monkeypatch):
    author = make_editor()
    story = edit(make_story(by=author), by=author, go_live_at=hours(1))
    story = review(submit(story, by=author))
    with time_machine.travel(hours(2), tick=False):
        late = embargo(story, until=hours(3))
        # as the job has read it before
        late.scheduled_revision.publish()
        assert not again(story).live
        assert publish_due() == (0, 0)


def test_what_is_over_before_the_last_review_holds_up_nothing():
    author = make_editor()
    story = bring_to(ReviewStep.FINAL, story=make_story(by=author), by=author)
    embargo(story, until=hours(1))
    with time_machine.travel(hours(2)):
        assert approve(story, by=make_editor(Role.CHIEF_EDITOR)).live


def test_an_urgent_flash_is_reviewed_faster_and_waits_all_the_same():
    author = make_editor()
    story = embargo(make_story(by=author), by=author)
    actions.hurry(story=story, reason="通稿统一时间", by=author)
    story = review(submit(again(story), by=author))
    assert not story.live


@pytest.mark.parametrize("role", Role)
def test_who_may_set_it_and_who_may_let_it_out_sooner(role):
    by, story = make_editor(role), make_story(by=make_editor())
    edits = has_permission(by, "newsroom.edit")
    eases = role == Role.CHIEF_EDITOR
    assert policies.can(by, "embargo", story=story) == edits
    if edits:
        embargo(story, until=hours(5), by=by)
        embargo(story, until=hours(7), seen=hours(5), by=by)
    else:
        with pytest.raises(Refused):
            embargo(story, by=by)
        embargo(story, until=hours(7))
    story = again(story)
    assert policies.can(by, "ease_embargo", story=story) == eases
    if eases:
        story = embargo(story, until=hours(6), seen=hours(7), by=by)
        actions.lift_embargo(story=story, reason=WHY, by=by)
        assert again(story).embargo_until is None
        return
    with pytest.raises(Refused):
        embargo(story, until=hours(6), seen=hours(7), by=by)
    with pytest.raises(Refused):
        actions.lift_embargo(story=story, reason=WHY, by=by)
    assert again(story).embargo_until == hours(7)


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": -1}, {"until": 0}, {"until": 24 * 400}, {"who": ""}, {"who": "\0\0"},
        {"who": "长" * 81}, {"who": f"王某 {PHONE}"}, {"reason": ""}, {"reason": "\0急"},
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence_and_changes_nothing(wrong):
    story = make_story(by=make_editor())
    given = dict(wrong)
    if "until" in given:
        given["until"] = hours(given["until"])
    with pytest.raises(Invalid) as refused:
        embargo(story, **given)
    assert str(refused.value)
    assert again(story).embargo_until is None


def test_what_readers_have_comes_too_late():
    with pytest.raises(Conflict):
        embargo(make_published())


def test_two_who_move_it_at_once_the_second_is_told():
    story = embargo(make_story(by=make_editor()), until=hours(5))
    embargo(story, until=hours(6), seen=hours(5))
    with pytest.raises(Conflict):
        embargo(story, until=hours(7), seen=hours(5))
    same = embargo(story, until=hours(6), seen=hours(5))
    assert same.embargo_until == hours(6)
    assert verbs(story).count("newsroom.embargo_moved") == 1


def test_the_database_wants_who_and_why():
    story = make_story(by=make_editor())
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(embargo_until=hours(3))


def test_a_new_version_is_under_the_same_embargo():
    author = make_editor()
    story = embargo(make_story(by=author), until=hours(5))
    story = edit(story, by=author, title="改后的题目")
    assert story.get_latest_revision_as_object().embargo_until == hours(5)
    assert story.embargo_until == hours(5)


def test_a_package_says_until_when_and_stops_saying_so(settings):
    story, chief = held_back(), make_editor(Role.CHIEF_EDITOR)
    until = story.embargo_until
    formats = (PackageFormat.MAIL, PackageFormat.WORD, PackageFormat.NINJS)
    outlets = [make_outlet(format=one, email=f"{one}@example.org") for one in formats]
    offers = placing.offer(story=story, outlets=outlets, by=chief)
    assert {one.title for one in offers} == {SECRET}
    read = f"{clock.local(until):%Y-%m-%d %H:%M}"
    mail, _word, data = (letter_with(one) for one in offers)
    assert "【禁发】" in mail.subject
    assert f"{read} 之前不得发布" in mail.body
    assert json.loads(data.attachments[0].content)["embargoedUntil"] == _iso(until)
    version = offers[1].revision.as_object()
    assert read.encode() in _file_of(word_document(version), "word/document.xml")
    packed = exporting.download_package(placement=offers[0], by=chief)
    assert read.encode() in _file_of(packed, f"story-{story.pk}.txt")
    assert posting.post_waiting() == 3
    named = news_object(version)["uri"]
    with time_machine.travel(until + timedelta(seconds=5), tick=False):
        # between the moment and the job that lets it out nothing is withdrawn
        Placement.objects.update(mail_next_at=clock.now(), delivered_at=None)
        assert posting.post_waiting() == 3
        publish_due()
        out = again(story)
        assert "embargoedUntil" not in news_object(out)
        assert "禁发" not in letter_with(Placement.objects.get(pk=offers[0].pk)).body
        assert not Placement.objects.get(pk=offers[0].pk).is_outdated
        assert news_object(out)["uri"] == named


def test_media_that_have_it_are_told_when_it_moves():
    story, chief = held_back(), make_editor(Role.CHIEF_EDITOR)
    (offered,) = placing.offer(story=story, outlets=[make_outlet(email="a@example.org")], by=chief)
    posting.post_waiting()
    assert Placement.objects.get(pk=offered.pk).delivered_at is not None
    embargo(again(story), until=hours(9), seen=story.embargo_until)
    assert Placement.objects.get(pk=offered.pk).mail_next_at is not None
    assert Notice.objects.filter(kind="newsroom.embargo_changed", user=chief).count() == 1


def test_what_is_not_approved_yet_is_offered_to_nobody():
    story = embargo(make_story(by=make_editor()))
    with pytest.raises(Conflict):
        placing.offer(story=story, outlets=[make_outlet()], by=make_editor(Role.CHIEF_EDITOR))


def test_the_pages_say_it_plainly(client):
    author = make_editor()
    story = embargo(make_story(by=author), by=author)
    read = f"{clock.local(story.embargo_until):%m-%d %H:%M}"
    client.force_login(author)
    assert read in client.get(reverse("newsroom:desk")).content.decode()
    page = client.get(reverse("newsroom:review", args=[story.pk])).content.decode()
    assert WHO in page
    assert WHY in page
    assert reverse("newsroom:lift_embargo", args=[story.pk]) not in page
    edit_page = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert 'id="qixin-embargo"' in edit_page
    client.force_login(make_editor(Role.CHIEF_EDITOR))
    page = client.get(reverse("newsroom:review", args=[story.pk])).content.decode()
    assert reverse("newsroom:lift_embargo", args=[story.pk]) in page


@pytest.mark.parametrize(
    ("until", "status"),
    [("2020-01-01T00:00", 422), ("", 422), ("明天", 422), ("9" * 40, 422), ("\0", 422)],
)
def test_what_cannot_be_meant_comes_back_with_what_was_typed(client, until, status):
    author = make_editor()
    story = make_story(by=author)
    client.force_login(author)
    given = {"until": until, "asked_by": WHO, "reason": WHY, "seen": ""}
    answer = client.post(reverse("newsroom:embargo", args=[story.pk]), given)
    assert answer.status_code == status
    assert WHO in answer.content.decode()
    assert again(story).embargo_until is None


def test_set_moved_and_lifted_on_the_page(client):
    chief = make_editor(Role.CHIEF_EDITOR)
    story = make_story(by=make_editor())
    client.force_login(chief)
    where = reverse("newsroom:embargo", args=[story.pk])

    def say(until, seen=""):
        typed = f"{clock.local(until):%Y-%m-%dT%H:%M}"
        given = {"until": typed, "asked_by": WHO, "reason": WHY, "seen": seen}
        return client.post(where, given).status_code

    assert say(hours(5)) == 302
    assert again(story).embargo_until == hours(5)
    assert say(hours(4)) == 422
    assert say(hours(4), hours(5).isoformat()) == 302
    lift = reverse("newsroom:lift_embargo", args=[story.pk])
    assert client.post(lift, {"reason": ""}).status_code == 400
    assert client.post(lift, {"reason": WHY}).status_code == 302
    assert again(story).embargo_until is None


def _file_of(archive, name):
    return zipfile.ZipFile(io.BytesIO(archive)).read(name)


def _iso(moment):
    return clock.local(moment).isoformat(timespec="seconds")
