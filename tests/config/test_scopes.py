"""What lies outside of somebody's scope is not there for them, whatever their role would allow."""

import pytest
from django.test import Client
from django.urls import reverse

from qixin.core.errors import Refused
from qixin.people import actions as people
from qixin.people.enums import Role
from qixin.people.models import Grant, HomeRegistration, Membership
from qixin.reports import actions as reports
from qixin.reports.enums import FilingReason
from qixin.reports.models import Report
from qixin.reports.selectors.attachments import attachment_link
from tests.cases.factories import make_case
from tests.newsroom.factories import make_column, make_photo
from tests.people.factories import make_community, make_person, make_town, make_unit, make_user
from tests.reports.factories import make_group, make_member, make_report

pytestmark = pytest.mark.django_db
REASON = {"reason": "回访核实情况"}


@pytest.fixture(autouse=True)
def no_second_factor(settings, tmp_path):
    settings.QIXIN_DEMO = True
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"


@pytest.fixture
def here():
    return make_community(make_town())


@pytest.fixture
def there():
    return make_community(make_town("370305002", "齐都镇"), name="小王社区")


@pytest.fixture
def report(here):
    made = make_report("桥洞下积水。", sender=make_person("演练乙"))
    Report.objects.filter(pk=made.pk).update(town=here.parent, community=here)
    return Report.objects.get(pk=made.pk)


@pytest.fixture
def resident(here):
    """Somebody of this community and of a unit in this town."""
    person = make_person("演练丙", phone="19900001234")
    HomeRegistration.objects.create(person=person, community=here)
    Membership.objects.create(person=person, unit=make_unit("区卫生健康局"))
    return person


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def answers(user, *visits) -> set[int]:
    """The statuses of visits: an address, or (address, form) for a POST."""
    client = signed_in(user)
    found = set()
    for one in visits:
        answer = client.get(one) if isinstance(one, str) else client.post(*one)
        found.add(answer.status_code)
        if answer.streaming:  # its file is closed at its end
            b"".join(answer)
    return found


def triage(report, verb="") -> str:
    return f"/w/triage/{report.number}/{verb}{'/' if verb else ''}"


def test_an_officer_finds_no_case_of_another_unit(report):
    case = make_case(report=report, unit=make_unit("区卫生健康局"))
    officer = make_user(Role.OFFICER, unit=make_unit("区城市管理局"))
    page = f"/w/cases/{case.number}/"
    verbs = ("accept", "answer", "note", "hand-back", "close", "undo", "contact")
    posts = [(f"{page}{verb}/", REASON | {"text": "已处理", "note-text": "已处理"})
             for verb in verbs]  # fmt: skip
    assert answers(officer, page, f"/api/v1/cases/{case.number}", *posts) == {404}
    client = signed_in(officer)
    assert case.number not in client.get("/w/cases/?state=all").content.decode()
    assert client.get("/api/v1/cases").json()["items"] == []


def test_an_officer_sees_the_cases_photo_by_a_link_of_ones_own_and_no_other(report):
    photo = make_photo(report)
    unit = make_unit()
    make_case(report=report, unit=unit)
    mine, others = make_user(Role.OFFICER, unit=unit), make_user(Role.OFFICER, unit=unit)
    link = attachment_link(photo, "web", user=mine)
    assert answers(mine, link) == {200}
    other_photo = make_photo(report, position=1)
    forged = link.replace(f"/{photo.pk}/", f"/{other_photo.pk}/")
    assert answers(mine, forged, link.replace("web", "original"), link.split("?")[0]) == {404}
    assert answers(others, link) == {404}


@pytest.mark.parametrize("role", [Role.TRIAGE_EDITOR, Role.CHIEF_EDITOR, Role.COMMANDER])
def test_reports_and_cases_of_another_town_are_not_there(report, there, role):
    case, photo = make_case(report=report), make_photo(report)
    user = make_user(role, area=there.parent)
    verbs = ("claim", "release", "contact", "file", "merge", "urgency", "undo")
    visits = [
        f"/w/reports/{report.number}/",
        f"/api/v1/reports/{report.number}",
        f"/api/v1/reports/{report.number}/fates",
        f"/w/cases/{case.number}/",
        f"/w/cases/open/{report.number}/",
        f"/w/attachments/{photo.pk}/web",
        f"/w/attachments/{photo.pk}/original",
        triage(report, "next"),
        *((triage(report, verb), REASON) for verb in verbs),
        (f"/w/cases/open/{report.number}/", {"unit": case.lead_unit_id, "urgency": 0}),
    ]
    assert answers(user, *visits) == {404}
    client = signed_in(user)
    for list_of_all in ("/w/reports/", "/w/cases/?state=all", "/api/v1/reports", "/w/situation/"):
        assert report.number not in client.get(list_of_all).content.decode()
    exported = client.post("/w/reports/export/", {"kind": "csv"})
    assert report.number not in b"".join(exported).decode()


def test_no_story_is_made_of_a_report_of_another_town(report, there):
    editor = make_user(Role.EDITOR, area=there.parent)
    address = reverse("newsroom:draft_from_reports")
    form = {"reports": report.number, "column": make_column().slug}
    assert answers(editor, f"{address}?reports={report.number}", (address, form)) == {404}


def test_merging_into_a_report_of_another_town_is_not_possible(report, there):
    own = make_report("齐都镇也积水。")
    Report.objects.filter(pk=own.pk).update(town=there.parent)
    editor = make_user(Role.TRIAGE_EDITOR, area=there.parent)
    bulk = {"act": "merge", "reports": own.number, "into": report.number}
    visits = [(triage(own, "merge"), {"into": report.number}), ("/w/triage/bulk/", bulk)]
    assert answers(editor, *visits) == {404}


def test_a_report_without_a_place_is_for_the_whole_districts_editors():
    nowhere = make_report("有人求助，没有说在哪里。")
    of_a_town = make_user(Role.TRIAGE_EDITOR, area=make_town())
    with pytest.raises(Refused):
        reports.file(report=nowhere, reason=FilingReason.UNCLEAR, by=of_a_town)
    with pytest.raises(Refused):
        make_case(report=nowhere, opener=of_a_town)
    assert answers(of_a_town, triage(nowhere)) == {404}
    assert answers(make_user(Role.TRIAGE_EDITOR), triage(nowhere)) == {200}


def test_a_coordinator_finds_nobody_of_another_community(resident, there):
    coordinator = make_user(Role.COMMUNITY_COORDINATOR, area=there)
    home = resident.home_registrations.get()
    page = f"/w/people/{resident.pk}/"
    visits = [
        page,
        (f"{page}home/", {"community": there.code}),
        (f"{page}unmask/", REASON | {"field": "phone"}),
        (f"/w/registrations/{home.pk}/confirm/", {}),
        (f"/w/registrations/{home.pk}/end/", {}),
        f"/api/v1/persons/{resident.pk}",
    ]
    assert answers(coordinator, *visits) == {404}
    client = signed_in(coordinator)
    for addressed in ("/w/people/", "/w/people/?words=19900001234", "/w/registrations/"):
        assert resident.name not in client.get(addressed).content.decode()


def test_a_coordinator_finds_nobody_of_another_unit(resident):
    coordinator = make_user(Role.UNIT_COORDINATOR, unit=make_unit("区城市管理局"))
    visits = [f"/w/people/{resident.pk}/", f"/api/v1/persons/{resident.pk}"]
    assert answers(coordinator, *visits) == {404}


def test_unmasking_reaches_no_further_than_its_own_grant(resident, there):
    """Seeing somebody by one role and unmasking elsewhere by another is not unmasking them."""
    unit = resident.memberships.get().unit
    user = make_user(Role.UNIT_COORDINATOR, unit=unit)
    Grant.objects.create(person=user.person, role=Role.COMMANDER, area=there.parent)
    page = f"/w/people/{resident.pk}/"
    assert answers(user, page) == {200}
    assert answers(user, (f"{page}unmask/", REASON | {"field": "phone"})) == {403}


def test_an_administrator_of_a_town_administers_nothing_else(resident, there):
    local = make_user(Role.ADMINISTRATOR, area=there.parent)
    invitation, _token = people.invite(role=Role.EDITOR, by=make_user(Role.ADMINISTRATOR))
    page = f"/w/people/{resident.pk}/"
    not_there = [
        page,
        (f"{page}grant/", {"role": Role.MEMBER}),
        (f"{page}link/", {}),
        (f"{page}unmask/", REASON | {"field": "phone"}),
        (f"/w/invitations/{invitation.pk}/withdraw/", {}),
    ]
    assert answers(local, *not_there) == {404}
    refused = ["/w/people/import/", "/w/journal/", "/w/api-keys/",
               ("/w/invitations/", {"role": Role.EDITOR, "days": 7})]  # fmt: skip
    assert answers(local, *refused) == {403}


def test_a_leader_sees_the_own_group_and_no_other():
    own, other = make_group("甲群"), make_group("乙群")
    leader, plain = make_user(Role.CORRESPONDENT), make_user(Role.CORRESPONDENT)
    make_member(own, leader.person, is_leader=True)
    make_member(own, plain.person)
    waiting = make_member(other, make_person("演练戊"), state="pending")
    decide = (f"/w/groups/{other.pk}/decide/", {"decision": "confirm", "member": waiting.pk})
    assert answers(leader, "/w/groups/", f"/w/groups/{own.pk}/") == {200}
    assert answers(leader, f"/w/groups/{other.pk}/", decide) == {403}
    assert answers(plain, "/w/groups/", f"/w/groups/{own.pk}/", decide) == {403}
    # a member of another group, named in the own group's form, is not among those chosen
    smuggled = {"decision": "confirm", "member": waiting.pk}
    assert answers(leader, (f"/w/groups/{own.pk}/decide/", smuggled)) == {400}
    waiting.refresh_from_db()
    assert waiting.state == "pending"


def test_somebody_elses_report_is_not_among_ones_own(report):
    other = make_user(Role.CORRESPONDENT)
    photo = make_photo(report)
    key = "00000000-0000-4000-8000-000000000001"
    visits = [
        f"/w/report/mine/{report.number}/",
        (f"/w/report/mine/{report.number}/reply/", {"thing": "cases.case:1", "reply": "confirm"}),
        (f"/w/report/{report.client_key}/attachments/{key}/", {}),
        f"/w/attachments/{photo.pk}/thumb",
        f"/api/v1/reports/{report.number}",
    ]
    assert answers(other, *visits) == {404}


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example"]
)
def test_nobody_is_led_to_another_site(elsewhere):
    user = make_user(Role.TRIAGE_EDITOR)
    client = signed_in(user)
    case = make_case(opener=user)
    led = [
        client.get("/language/en/", {"next": elsewhere}),
        client.post(f"/w/cases/{case.number}/undo/", {"next": elsewhere}),
        client.get("/accounts/login/", {"next": elsewhere}),
        client.post("/i18n/setlang/", {"language": "en", "next": elsewhere}),
        client.get("/newsroom/login/", {"next": elsewhere}, follow=True),
        Client().get("/w/", headers={"HX-Request": "true", "HX-Current-URL": elsewhere}),
    ]
    assert not [one for one in led if "evil" in one.headers.get("Location", "")]
    assert "evil" not in led[-1].headers["HX-Redirect"]


def test_a_request_for_another_host_is_refused():
    assert Client(headers={"host": "evil.example"}).get("/report/").status_code == 400


def test_whoever_is_no_editor_is_told_so_at_the_back_offices_door():
    answer = signed_in(make_user(Role.OFFICER)).get("/newsroom/", follow=True)
    assert answer.status_code == 403
