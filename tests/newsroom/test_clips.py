"""Clips: converted with progress, broken ones that say so, parts of files for players."""

import io
import json
import uuid
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from moto import mock_aws

from qixin.config.addresses import kept_folders, sent_folders
from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, Refused
from qixin.newsroom.actions import clipping, take_down
from qixin.newsroom.comparing import passages
from qixin.newsroom.enums.live import ClipState
from qixin.newsroom.models import Clip
from qixin.newsroom.publication.packages.parts import plain_text
from qixin.newsroom.publication.pages import Around, story_page
from qixin.people.enums import Role
from qixin.people.models import Notice
from qixin.reports.models import Transfer
from tests.newsroom.factories import (
    PHONE,
    bring_to,
    correct,
    edit,
    make_column,
    make_editor,
    make_published,
    make_story,
    review,
)
from tests.newsroom.live_factories import (
    make_channel,
    make_clip_given,
    make_film,
    make_transfer,
    make_upload,
)
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folders(tmp_path, settings):
    settings.QIXIN_RECORDINGS = tmp_path / "recordings"


@pytest.fixture
def made(tmp_path):
    """A clip that is ready."""
    clip = make_upload(make_film(tmp_path / "film.mp4"), channel=make_channel())
    clipping.convert(clip.pk)
    return Clip.objects.get(pk=clip.pk)


@pytest.fixture
def shown(made):
    """One that stands on the page of its channel."""
    return clipping.move_clip(clip=made, verb="show", by=make_editor())


def with_clip(clip, **fields):
    """A published story that shows the clip."""
    author = make_editor()
    body = [{"type": "clip", "value": {"clip": str(clip.pk), "caption": ""}, "id": "c"}]
    story = edit(make_story(by=author, **fields), by=author, body=json.dumps(body))
    return review(bring_to("first", story=story, by=author))


def all_files(clip):
    found = ["clip.mp4", "web.jpg", "thumb.jpg", "index.m3u8"]
    pieces = sorted(Path(default_storage.path(clip.file_name("."))).glob("piece*.ts"))
    return [clip.address(name) for name in [*found, pieces[0].name]]


def get(client, address, **headers):
    """The answer and its content."""
    answer = client.get(address, headers={key.replace("_", "-"): headers[key] for key in headers})
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


def answers(client, clip):
    """The status of each of its files."""
    found = {get(client, address)[0].status_code for address in all_files(clip)}
    assert len(found) == 1
    return found.pop()


def test_an_upload_becomes_mp4_poster_and_hls_and_its_maker_is_told(tmp_path):
    clip = make_upload(make_film(tmp_path / "film.mov", 3, options=("-metadata", "comment=x")))
    assert clip.state == ClipState.WAITING
    assert clipping.convert(clip.pk) == ClipState.READY
    clip.refresh_from_db()
    assert clip.progress == 100
    assert 2.5 < clip.duration_s < 3.5
    with default_storage.open(clip.file_name("clip.mp4")) as file:
        head = file.read()
    # faststart: what a player needs first stands before the pictures
    assert head.index(b"moov") < head.index(b"mdat")
    with default_storage.open(clip.file_name("index.m3u8")) as file:
        playlist = file.read().decode()
    assert "#EXT-X-ENDLIST" in playlist
    assert "piece0000.ts" in playlist
    assert Notice.objects.filter(user=clip.made_by, kind="newsroom.clip_ready").exists()
    # another job finds nothing to do
    assert clipping.convert(clip.pk) == ""


def test_progress_is_noted_on_the_way(tmp_path, monkeypatch):
    clip = make_upload(make_film(tmp_path / "film.mp4", 2))
    seen = []
    tell = clipping._teller(clip)
    for share in (0.0, 0.02, 0.5, 0.51, 1.0):
        tell(share)
        seen.append(Clip.objects.get(pk=clip.pk).progress)
    assert seen == [0, 0, 49, 49, 99]


def test_a_broken_clip_says_so_harms_nothing_and_can_be_tried_again(tmp_path):
    film = make_film(tmp_path / "film.mp4")
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(film.read_bytes()[:200] + b"\0" * 3000)
    clip = make_upload(broken, channel=make_channel())
    assert clipping.convert(clip.pk) == ClipState.FAILED
    clip.refresh_from_db()
    assert "损坏" in clip.failure
    assert not default_storage.exists(clip.file_name("clip.mp4"))
    assert Notice.objects.filter(kind="newsroom.clip_failed").exists()
    with pytest.raises(Conflict):
        clipping.move_clip(clip=clip, verb="show", by=make_editor())
    assert clipping.move_clip(clip=clip, verb="retry", by=make_editor()).state == ClipState.WAITING


@pytest.mark.parametrize(
    "content", [b"", b"no clip at all", b"\xff\xd8\xff\xe0" * 20, b"#EXTM3U\n"]
)
def test_what_is_no_clip_is_refused_at_once(content):
    with pytest.raises(Invalid):
        clipping.upload(file=io.BytesIO(content), given=make_clip_given(),
                        client_key=uuid.uuid4(), by=make_editor())  # fmt: skip
    assert not Clip.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [{"title": ""}, {"title": "x" * 81}, {"credit": ""}, {"rights": "unknown"},
     {"rights": "mine"}, {"title": f"电话{PHONE}"}],
)  # fmt: skip
def test_without_credit_and_rights_or_with_personal_data_a_clip_goes_nowhere(tmp_path, fields):
    film = make_film(tmp_path / "film.mp4", 1)
    with pytest.raises((Invalid, IntegrityError)):
        make_upload(film, **fields)
    assert not Clip.objects.exists()


def test_sent_twice_it_is_one_clip_and_only_live_editors_send(tmp_path):
    film, key, by = make_film(tmp_path / "film.mp4", 1), uuid.uuid4(), make_editor()
    for _time in range(2):
        with film.open("rb") as file:
            clipping.upload(file=file, given=make_clip_given(), client_key=key, by=by)
    assert Clip.objects.count() == 1
    with pytest.raises(Refused):
        make_upload(film, by=make_user(Role.TRIAGE_EDITOR))


def test_a_cut_out_of_nothing_or_of_the_future_is_refused():
    channel, now = make_channel(), clock.now()
    by = channel.opened_by
    for start, end in ((-60, -30), (-30, -60), (-60, 60), (-7200, -60)):
        with pytest.raises(Invalid):
            clipping.cut_out(
                channel=channel, start=now + timedelta(seconds=start),
                end=now + timedelta(seconds=end), given=make_clip_given(),
                client_key=uuid.uuid4(), by=by,
            )  # fmt: skip
    assert not Clip.objects.exists()


def test_what_a_killed_job_left_is_taken_up_again(tmp_path):
    clip = make_upload(make_film(tmp_path / "film.mp4", 1))
    long_ago = clock.now() - timedelta(minutes=20)
    Clip.objects.update(state=ClipState.CONVERTING, moved_at=long_ago)
    assert clipping.take_up_left() == [clip.pk]
    assert clipping.convert(clip.pk) == ClipState.READY


def test_a_shown_clip_stands_on_the_live_page_until_it_is_hidden(made, public_root):
    page = public_root / "zh/live" / made.channel.slug / "index.html"
    clipping.move_clip(clip=made, verb="show", by=make_editor())
    assert made.video_url in page.read_text()
    clipping.move_clip(clip=Clip.objects.get(), verb="hide", by=make_editor())
    assert made.video_url not in page.read_text()


def test_a_story_shows_a_clip_with_its_credit(made, public_root):
    story = make_published()
    body = [{"type": "clip", "value": {"clip": str(made.pk), "caption": "夜里"}, "id": "c"}]
    story.body = story._meta.get_field("body").to_python(body)
    page = story_page(story, Around.of(story))
    assert made.video_url in page
    assert made.credit in page
    assert "夜里" in page
    told = passages(story)[-1]
    assert (told.part, told.text) == ("clip", f"夜里 · {made.title} · {made.credit}")
    assert made.credit in plain_text(story)
    made.state = ClipState.FAILED
    made.failure = "x"
    made.save()
    assert made.video_url not in story_page(story, Around.of(story))


@pytest.mark.parametrize(
    ("asked", "status", "length"),
    [("", 200, None), ("bytes=0-99", 206, 100), ("bytes=100-", 206, -100), ("bytes=-50", 206, 50),
     ("bytes=99999999-", 416, 0), ("bytes=-0", 416, 0), ("bytes=9-1", 200, None),
     ("bytes=0-1,5-6", 200, None), ("items=0-1", 200, None), ("bytes=１-２", 200, None),
     ("bytes=" + "9" * 40 + "-", 200, None), ("bytes=-", 200, None)],
)  # fmt: skip
def test_players_get_the_part_that_they_ask_for(client, shown, asked, status, length):
    with default_storage.open(shown.file_name("clip.mp4")) as file:
        whole = file.read()
    headers = {"range": asked} if asked.isascii() else {"range": asked.encode().decode("latin-1")}
    answer = client.get(shown.video_url, headers=headers)
    assert answer.status_code == status
    got = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if length is None:
        assert got == whole
        assert answer["Accept-Ranges"] == "bytes"
    else:
        assert len(got) == (length if length >= 0 else len(whole) + length)
        if status == 206:
            first = int(answer["Content-Range"].split()[1].split("-")[0])
            assert got == whole[first : first + len(got)]


def test_a_part_of_what_has_changed_meanwhile_is_not_mixed_with_the_old(client, shown):
    old = {"range": "bytes=0-9", "if-range": "Sat, 01 Feb 2020 00:00:00 GMT"}
    answer = client.get(shown.video_url, headers=old)
    assert answer.status_code == 200
    assert len(b"".join(answer.streaming_content)) > 10
    assert client.get("/clips/" + "0" * 24 + "/clip.mp4").status_code == 404
    assert client.get(f"/clips/{shown.folder}/../x").status_code == 404


def test_of_a_bucket_readers_see_our_own_address_alone(client, shown, settings, monkeypatch):
    with default_storage.open(shown.file_name("clip.mp4")) as file:
        whole = file.read()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    bucket = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": "films", "region_name": "us-east-1", "location": "media"},
    }
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="films")
        settings.STORAGES = settings.STORAGES | {"default": bucket}
        default_storage.save(shown.file_name("clip.mp4"), ContentFile(whole))
        assert shown.video_url == f"/clips/{shown.folder}/clip.mp4"
        part, some = get(client, shown.video_url, range="bytes=10-19")
        assert (part.status_code, some) == (206, whole[10:20])
        assert get(client, shown.video_url)[1] == whole
        pictures = client.get("/w/")["Content-Security-Policy"]
        assert "https://films.s3.amazonaws.com" in pictures
        Clip.objects.filter(pk=shown.pk).update(state=ClipState.READY)
        assert client.get(shown.video_url).status_code == 404


def test_who_has_the_clip_is_told_that_it_is_the_same(client, shown):
    whole, content = get(client, shown.video_url)
    assert whole["Cache-Control"] == "no-cache"
    known = whole["ETag"]
    again, nothing = get(client, shown.video_url, if_none_match=known)
    assert (again.status_code, nothing) == (304, b"")
    part, some = get(client, shown.video_url, range="bytes=0-9", if_range=known)
    assert (part.status_code, some) == (206, content[:10])
    other, whole_again = get(client, shown.video_url, range="bytes=0-9", if_range='"other"')
    assert (other.status_code, whole_again) == (200, content)


def test_a_clip_that_nothing_shows_is_seen_by_the_newsroom_alone(client, made):
    assert answers(client, made) == 404
    client.force_login(make_user(Role.MEMBER))
    assert answers(client, made) == 404
    client.force_login(make_editor())
    assert answers(client, made) == 200
    answer, _content = get(client, made.video_url)
    assert answer["Cache-Control"] == "private, no-cache"


def test_reviewers_watch_the_clip_that_they_approve(client, made):
    author = make_editor()
    body = [{"type": "clip", "value": {"clip": str(made.pk), "caption": ""}, "id": "c"}]
    story = edit(make_story(by=author), by=author, body=json.dumps(body))
    bring_to("first", story=story, by=author)
    client.force_login(make_editor())
    address = reverse("newsroom:review", args=[story.pk])
    page = client.get(address).content.decode()
    assert f'poster="{made.poster_url}" src="{made.video_url}"' in page
    assert 'preload="none"' in page
    assert answers(client, made) == 200
    made.state, made.failure = ClipState.FAILED, "x"
    made.save()
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "<video" not in page
    assert "This clip cannot be played" in page


def test_what_has_changed_shows_the_clip_that_came_to_a_story(client, made, public_root):
    story, author = make_published(), make_editor()
    body = [{"type": "clip", "value": {"clip": str(made.pk), "caption": ""}, "id": "c"}]
    edit(story, by=author, body=json.dumps(body))
    client.force_login(make_editor())
    page = client.get(reverse("newsroom:review", args=[story.pk])).content.decode()
    assert "review-change-added" in page
    assert f'src="{made.video_url}"' in page


def test_a_clip_goes_with_the_last_that_shows_it(client, made, public_root):
    column = make_column()
    one, other = with_clip(made, column=column), with_clip(made, column=column)
    assert answers(client, made) == 200
    take_down(story=one, reason="说法有误，已撤下。", by=make_editor(Role.CHIEF_EDITOR))
    assert answers(client, made) == 200
    clipping.move_clip(clip=made, verb="show", by=make_editor())
    correct(other, body=json.dumps([]))
    assert answers(client, made) == 200
    clipping.move_clip(clip=Clip.objects.get(), verb="hide", by=make_editor())
    assert answers(client, made) == 404


def test_a_correction_without_the_clip_takes_it_off(client, made, public_root):
    story = with_clip(made)
    assert answers(client, made) == 200
    correct(story, body=json.dumps([]))
    assert answers(client, made) == 404


def test_no_other_address_leads_to_the_files_of_clips(made):
    folder = Path(default_storage.path(made.file_name("clip.mp4")))
    sent = [*sent_folders().values(), *kept_folders().values()]
    assert not any(folder.is_relative_to(one) for one in sent)


def test_the_database_refuses_a_clip_from_nowhere():
    with pytest.raises(IntegrityError), transaction.atomic():
        Clip.objects.create(client_key=uuid.uuid4(), made_by=make_editor(),
                            **make_clip_given().__dict__)  # fmt: skip


def test_what_came_in_pieces_becomes_a_clip_once_and_a_mistake_does_not_cost_the_file(
    tmp_path, settings, client
):
    settings.QIXIN_DEMO = True
    settings.QIXIN_TRANSFERS = tmp_path / "transfers"
    by, film = make_editor(), make_film(tmp_path / "film.mp4", 1).read_bytes()
    client.force_login(by)
    transfer = make_transfer(film, by=by)
    form = {"key": uuid.uuid4(), "transfer": transfer.key, "title": "", "credit": "演练记者",
            "rights": "own"}  # fmt: skip
    assert client.post("/w/newsroom/clips/add/", form).status_code == 422
    assert (
        client.post("/w/newsroom/clips/add/", form | {"title": f"电话{PHONE}"}).status_code == 422
    )
    for _time in range(2):
        assert client.post("/w/newsroom/clips/add/", form | {"title": "夜班"}).status_code == 302
    clip = Clip.objects.get()
    with clip.original.open("rb") as kept:
        assert kept.read() == film
    assert not Transfer.objects.exists()
    # a second form cannot have it again, and somebody else's is not there
    gone = form | {"key": uuid.uuid4(), "title": "夜班"}
    assert client.post("/w/newsroom/clips/add/", gone).status_code == 422
    theirs = gone | {"transfer": make_transfer(film, by=make_editor()).key}
    assert client.post("/w/newsroom/clips/add/", theirs).status_code == 422
    assert Clip.objects.count() == 1


def test_a_transfer_that_is_no_clip_ends_at_its_first_piece(tmp_path, settings):
    settings.QIXIN_TRANSFERS = tmp_path / "transfers"
    with pytest.raises(Invalid):
        make_transfer(b"%PDF-1.7" * 40, by=make_editor())
    with pytest.raises(Refused):
        make_transfer(b"x" * 400, by=make_user(Role.TRIAGE_EDITOR))
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("transfer", ["no key", "", "\0"])
def test_a_form_without_a_file_says_so(client, settings, transfer):
    settings.QIXIN_DEMO = True
    client.force_login(make_editor())
    form = {"key": uuid.uuid4(), "title": "夜班", "credit": "演练记者", "rights": "own"}
    answer = client.post("/w/newsroom/clips/add/", form | {"transfer": transfer})
    assert answer.status_code == 422
