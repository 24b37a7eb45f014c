"""Import, journal and key pages; and which role reaches which page."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qixin.core.models import Entry, ImportRun
from qixin.people import actions, tasks
from qixin.people.enums import Role
from qixin.people.models import Person
from tests.people.factories import make_person, make_town, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    settings.QIXIN_DEMO = True
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


@pytest.fixture
def admin(client):
    user = make_user(Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def upload(client, text, kind="people", name="名单.csv"):
    file = SimpleUploadedFile(name, text.encode("gb18030"))
    return client.post("/w/people/import/", {"kind": kind, "file": file})


def test_an_upload_is_imported_and_its_bad_rows_come_back(
    client, admin, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(client, "姓名,手机号\n演练乙,19900001111\n演练丙,坏\n")
    run = ImportRun.objects.get()
    assert answer.url == reverse("people:import_run", args=[run.pk])
    assert (run.state, run.rows, run.created, run.rejected) == ("done", 2, 1, 1)
    page = client.get(answer.url).content.decode()
    assert reverse("people:import_rejected", args=[run.pk]) in page
    back = b"".join(client.get(reverse("people:import_rejected", args=[run.pk])).streaming_content)
    assert "演练丙" in back.decode("utf-8-sig")
    assert "手机号" in back.decode("utf-8-sig")


def test_files_are_erased_after_some_days_and_the_counts_stay(
    client, admin, django_capture_on_commit_callbacks, tmp_path
):
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, "姓名,手机号\n演练丙,坏\n")
    ImportRun.objects.update(created_at="2020-02-01T00:00:00Z")
    tasks.erase_imports.call()
    run = ImportRun.objects.get()
    assert (run.rejected_as, run.stored_as, run.rejected) == ("", "", 1)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert client.get(reverse("people:import_rejected", args=[run.pk])).status_code == 404


def test_a_file_that_is_no_sheet_is_told_so(client, admin):
    file = SimpleUploadedFile("名单.pdf", b"%PDF")
    answer = client.post("/w/people/import/", {"kind": "people", "file": file})
    assert answer.status_code == 400
    assert not ImportRun.objects.exists()


def test_a_broken_sheet_fails_with_its_reason(client, admin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, "甲,乙\n1,2\n")
    run = ImportRun.objects.get()
    assert run.state == "failed"
    assert run.reason in client.get(f"/w/people/import/{run.pk}/").content.decode()


def test_the_empty_sheet_can_be_imported_as_it_is(client, admin):
    answer = client.get("/w/people/import/units/template/")
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")


def test_an_administrator_of_a_town_imports_nothing(client):
    client.force_login(make_user(Role.ADMINISTRATOR, area=make_town()))
    assert client.get("/w/people/import/").status_code == 403
    assert upload(client, "姓名,手机号\n演练乙,19900001111\n").status_code == 403
    assert not Person.objects.filter(name="演练乙").exists()


def test_the_journal_tells_in_sentences_and_pages_by_key(client, admin):
    person = make_person()
    for role in (Role.EDITOR, Role.REVIEWER):
        actions.grant(person=person, role=role, by=admin)
    page = client.get("/w/journal/?verb=people.granted").content.decode()
    assert "people.granted</td>" not in page
    assert page.count(str(admin)) >= 2
    last = Entry.objects.order_by("-id").first().pk
    older = client.get(f"/w/journal/?after={last}").content.decode()
    assert older.count("<tr>") == page.count("<tr>") - 1


def test_the_seal_is_checked_and_the_verdict_shown(client, admin):
    actions.grant(person=make_person(), role=Role.EDITOR, by=admin)
    answer = client.post("/w/journal/check/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    page = client.get("/w/journal/verdict/", headers={"HX-Request": "true"}).content.decode()
    assert "ui-note-success" in page


PAGES = [
    "/w/people/", "/w/registrations/", "/w/units/", "/w/areas/", "/w/invitations/",
    "/w/people/import/", "/w/journal/", "/w/api-keys/", "/w/account/",
]  # fmt: skip
READERS = {"/w/people/", "/w/registrations/", "/w/units/", "/w/areas/"}
ALLOWED = {
    Role.ADMINISTRATOR: set(PAGES),
    Role.AUDITOR: READERS | {"/w/journal/", "/w/account/"},
    Role.COMMANDER: READERS | {"/w/account/"},
    Role.UNIT_COORDINATOR: READERS | {"/w/account/"},
    Role.COMMUNITY_COORDINATOR: READERS | {"/w/account/"},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_its_pages_and_no_other(client, role):
    client.force_login(make_user(role))
    reached = {url for url in PAGES if client.get(url).status_code == 200}
    refused = {url for url in PAGES if client.get(url).status_code == 403}
    assert reached == ALLOWED.get(role, {"/w/account/"})
    assert refused == set(PAGES) - reached


_ENGLISH = re.compile(r">\s*([A-Z][a-z]+ [a-z]+[^<]*)<")


@pytest.mark.parametrize(
    "url",
    [*PAGES, "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/",
     "/accounts/2fa/webauthn/add/", "/accounts/password/change/", "/accounts/sessions/",
     "/accounts/logout/", "/accounts/password/reset/", "/accounts/reauthenticate/",
     "/accounts/second-factor/", "/accounts/inactive/", "/accounts/3rdparty/"],
)  # fmt: skip
def test_no_english_sentence_stands_on_a_chinese_page(client, admin, url):
    admin.set_password("correct-horse-9")
    admin.save()
    client.logout()
    client.post("/accounts/login/", {"login": admin.username, "password": "correct-horse-9"})
    answer = client.get(url, headers={"accept-language": "zh-CN"}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert _ENGLISH.findall(page) == []
    assert 'lang="zh-hans"' in page
