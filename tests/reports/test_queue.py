"""The queue: ordered, paged by key, filtered as it is counted; and its screens."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qixin.core import clock
from qixin.people.enums import Role
from qixin.reports import actions
from qixin.reports.actions.examining import examine_waiting
from qixin.reports.enums import FilingReason, ReportState, Source, Urgency
from qixin.reports.models import Report
from qixin.reports.places import Place
from qixin.reports.selectors import filters
from qixin.reports.selectors import reports as all_selectors
from qixin.reports.selectors.filters import ReportFilter
from qixin.reports.selectors.queue import next_in_queue, queue, queue_page
from tests.people.factories import make_town, make_user
from tests.reports.factories import make_group, make_report

pytestmark = pytest.mark.django_db
FIRE = "稷下街道桑坡路小区三号楼有住户家中冒烟，老人被困，请求立即救援，楼道已经停电"
WAITING = ReportFilter(state=ReportState.RECEIVED)


@pytest.fixture
def editor():
    return make_user(Role.TRIAGE_EDITOR)


@pytest.fixture
def browser(editor):
    return browser_of(editor)


def browser_of(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client, name, *args, htmx=False, query="", **fields):
    headers = {"hx-request": "true"} if htmx else {}
    return client.post(reverse(f"reports:{name}", args=args) + query, fields, headers=headers)


def test_pages_by_key_hold_every_report_once_most_urgent_and_newest_first(editor, monkeypatch):
    for n in range(23):
        make_report(f"第{n}件", urgency=Urgency(n % 3))
    moment = clock.now()
    Report.objects.filter(pk__in=Report.objects.values("pk")[:12]).update(received_at=moment)
    monkeypatch.setattr("qixin.reports.selectors.keyset.page.__kwdefaults__", {
        "after": "", "before": "", "most": 5,
    })  # fmt: skip
    expected = list(queue(editor, WAITING).order_by("-urgency", "-received_at", "-id"))
    seen, after, pages = [], "", []
    while True:
        page = queue_page(editor, WAITING, after=after)
        pages.append(page)
        seen += page.reports
        if not page.next:
            break
        after = page.next
    assert seen == expected
    back = queue_page(editor, WAITING, before=pages[2].previous)
    assert back.reports == pages[1].reports


@pytest.mark.parametrize("cursor", ["x", "1.2", "-1.2.3", "9" * 40 + ".1.1", "²." * 3, "1.1.1.1"])
def test_a_cursor_that_nobody_gave_out_shows_the_start(editor, cursor):
    report = make_report()
    assert queue_page(editor, WAITING, after=cursor).reports == [report]


@given(
    urgency=st.sampled_from([None, 0, 1, 2]),
    town=st.sampled_from(["", "370305001", "none"]),
    source=st.sampled_from(["", *Source.values]),
    photo=st.booleans(),
    mine=st.booleans(),
    q=st.sampled_from(["", "口罩", "口罩 社区", "R", "R20", '()"*']),
    state=st.sampled_from(["", *ReportState.values]),
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_list_shows_as_many_as_are_counted(db, urgency, town, source, photo, mine, q, state):
    user = make_user(Role.TRIAGE_EDITOR)
    if not Report.objects.exists():
        here = make_town()
        for n in range(6):
            make_report(
                "社区缺口罩" if n % 2 else "送菜",
                urgency=Urgency(n % 3),
                source=Source.APP if n % 2 else Source.PUBLIC,
                place=Place(town=here if n % 3 else None),
            )
        examine_waiting()
    wanted = ReportFilter(
        urgency=urgency, town=town, source=source, photo=photo, mine=mine, q=q, state=state
    )
    shown = all_selectors.reports_page(user, wanted).reports
    assert len(shown) == all_selectors.count(user, wanted)
    assert len(set(shown)) == len(shown)


def test_frequent_and_rare_words_find_the_same(editor, monkeypatch):
    for n in range(8):
        make_report(f"社区缺口罩 第{n}件" if n % 2 else f"送菜 第{n}件")
    examine_waiting()
    wanted = replace(WAITING, q="口罩")
    rare = queue_page(editor, wanted).reports
    monkeypatch.setattr(filters, "FREQUENT", 1)
    assert queue_page(editor, wanted).reports == rare
    assert len(rare) == 4


def test_a_number_is_found_however_it_is_typed(editor):
    report = make_report()
    make_report()
    for typed in (report.number, report.number.lower(), f" {report.number} "):
        assert queue_page(editor, replace(WAITING, q=typed)).reports == [report]


def test_next_passes_over_what_another_works_on(editor):
    last, held, first = make_report("甲"), make_report("乙"), make_report("丙")
    actions.claim(report=held, by=make_user(Role.TRIAGE_EDITOR))
    assert next_in_queue(editor, WAITING, first) == last
    assert next_in_queue(editor, WAITING, last) == first


def test_an_editor_of_one_town_sees_that_town_alone():
    here, there = make_town(), make_town("370305002", "雪宫街道")
    mine = make_report(place=Place(town=here))
    other = make_report(place=Place(town=there))
    user = make_user(Role.TRIAGE_EDITOR, area=here)
    assert queue_page(user, WAITING).reports == [mine]
    answer = browser_of(user).get(reverse("reports:triage_report", args=[other.number]))
    assert answer.status_code == 404


def test_queue_list_and_report_take_a_number_of_queries_that_rows_do_not_raise(browser):
    def queries(url):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert browser.get(url).status_code == 200
        return len(caught)

    group = make_group()
    report = make_report("晏婴社区路口执勤点缺口罩，请协调，居民很多", group=group)
    make_report("晏婴社区路口执勤点缺口罩，请协调，居民很多呀", group=group)
    examine_waiting()
    urls = [
        reverse("reports:triage"),
        reverse("reports:list"),
        reverse("reports:triage") + "?q=口罩",
        reverse("reports:triage_report", args=[report.number]),
    ]
    for url in urls:
        queries(url)
    few = [queries(url) for url in urls]
    for n in range(30):
        make_report(f"晏婴社区路口执勤点缺口罩，请协调，居民很多{n}", group=group)
    examine_waiting()
    assert [queries(url) for url in urls] == few


@pytest.mark.parametrize("name", ["triage_report", "detail"])
def test_markup_in_a_report_is_shown_and_never_lives(browser, name):
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)> javascript:x 电话13800138000"
    report = make_report(nasty, address='"><svg onload=alert(1)>', contact_name="<b>x</b>")
    make_report(nasty + "再说一遍")
    examine_waiting()
    page = browser.get(reverse(f"reports:{name}", args=[report.number])).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "<svg onload" not in page
    assert escape("<img src=x onerror=alert(1)>") in page
    assert '<mark class="tri-personal">138****8000</mark>' in page


def test_two_people_are_told_of_each_other(browser):
    report = make_report()
    assert b"You are working on this" in send(browser, "triage_claim", report.number).content
    other = browser_of(make_user(Role.TRIAGE_EDITOR, name="演练乙"))
    assert "演练甲" in send(other, "triage_claim", report.number).content.decode()
    refused = send(other, "triage_file", report.number, reason="unclear")
    assert refused.status_code == 409
    assert send(browser, "triage_release", report.number, leaving="1").status_code == 204
    assert send(other, "triage_file", report.number, reason="unclear").status_code == 302


def test_after_filing_the_next_opens_and_undo_brings_it_back(browser):
    below, report = make_report("甲"), make_report("乙")
    answer = send(browser, "triage_file", report.number, htmx=True, reason="unclear", note="何处?")
    assert f'data-shown="{below.number}"' in answer.content.decode()
    assert answer.headers["HX-Push-Url"].endswith(f"{below.number}/")
    assert reverse("reports:triage_undo", args=[report.number]) in answer.content.decode()
    send(browser, "triage_undo", report.number)
    report.refresh_from_db()
    assert report.state == ReportState.RECEIVED


def test_without_scripts_a_decision_leads_to_the_next_within_the_same_filter(browser):
    below, report = make_report("甲"), make_report("乙")
    answer = send(browser, "triage_merge", report.number, query="?source=app", into=below.number)
    assert answer["Location"].endswith(f"{below.number}/?source=app")


def test_a_report_that_others_were_merged_into_stays_and_takes_in_the_next(browser, editor):
    whole, part, another = make_report(FIRE), make_report(FIRE + "！"), make_report(FIRE + "。")
    actions.merge(report=part, into=whole, by=editor)
    examine_waiting()
    page = browser.get(reverse("reports:triage_report", args=[whole.number])).content.decode()
    assert f'value="{another.number}"' in page
    assert f'name="into" value="{whole.number}"' not in page, "its own part is no duplicate of it"
    answer = send(browser, "triage_merge", whole.number, htmx=True, into=another.number)
    assert set(whole.merged_reports.all()) == {part, another}
    assert answer.headers["HX-Push-Url"].endswith(f"{whole.number}/")


def test_several_are_filed_together_and_the_refused_are_named(browser):
    chosen = [make_report(f"第{n}件") for n in range(3)]
    actions.claim(report=chosen[1], by=make_user(Role.TRIAGE_EDITOR, name="演练乙"))
    answer = send(
        browser, "triage_bulk", act="file", reason="information",
        reports=[report.number for report in chosen],
    )  # fmt: skip
    assert chosen[1].number in answer.content.decode()
    assert "演练乙" in answer.content.decode()
    assert Report.objects.filter(state=ReportState.FILED).count() == 2


def test_several_are_merged_into_the_earliest(browser):
    first, *others = [make_report(f"第{n}件") for n in range(3)]
    send(browser, "triage_bulk", act="merge", reports=[r.number for r in [*others, first]])
    assert set(first.merged_reports.all()) == set(others)


@pytest.mark.parametrize("fields", [{}, {"act": "file"}, {"act": "file", "reason": "none"}])
def test_a_half_filled_bulk_says_what_is_missing(browser, fields):
    report = make_report()
    assert send(browser, "triage_bulk", reports=report.number, **fields).status_code == 400


def test_new_arrivals_are_counted_within_the_filter(browser):
    mark = make_report().pk
    make_report(urgency=Urgency.URGENT)
    make_report()
    url = reverse("reports:triage_arrived")
    assert "2 new" in browser.get(f"{url}?mark={mark}").content.decode()
    assert "1 new" in browser.get(f"{url}?mark={mark}&urgency=1").content.decode()
    assert browser.get(f"{url}?mark=²").status_code == 200


def test_the_list_of_a_day_holds_that_day(browser):
    report = make_report()
    Report.objects.filter(pk=make_report().pk).update(received_at=clock.now() - timedelta(days=2))
    answer = browser.get(reverse("reports:list"), {"received_on": clock.today().isoformat()})
    assert [r.pk for r in answer.context["page"].reports] == [report.pk]
    assert answer.context["count"] == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_no_personal_data_and_is_journaled(browser, kind):
    make_report("请打13800138000", contact_phone="13900139000", contact_name="演练丙")
    answer = send(browser, "list_export", kind=kind)
    body = b"".join(answer.streaming_content)
    assert body
    if kind == "csv":
        assert "138****8000" in body.decode("utf-8-sig")
        assert "13900139000" not in body.decode("utf-8-sig")
        assert "演练丙" not in body.decode("utf-8-sig")
    from qixin.core.models import Entry

    assert Entry.objects.filter(verb="reports.exported").exists()


def test_numbers_in_a_text_are_masked_until_somebody_looks_and_the_journal_knows_who(browser):
    from qixin.core.models import Entry

    report = make_report("老人被困，请打13800138000", address="东街3号 13900139000")
    make_report("老人被困，请打13800138000，快来")
    examine_waiting()
    page = browser.get(reverse("reports:triage_report", args=[report.number])).content.decode()
    assert "13800138000" not in page
    assert "13900139000" not in page
    assert not Entry.objects.filter(verb="reports.text_unmasked").exists()
    answer = send(browser, "triage_text", report.number, htmx=True).content.decode()
    assert "13800138000" in answer
    assert "13900139000" in answer
    assert Entry.objects.filter(verb="reports.text_unmasked").count() == 1


def test_a_contact_is_shown_for_a_reason_that_the_journal_keeps(browser):
    report = make_report(contact_name="演练丙", contact_phone="13900139000")
    page = browser.get(reverse("reports:triage_report", args=[report.number])).content.decode()
    assert "13900139000" not in page
    assert send(browser, "triage_contact", report.number, reason="x").status_code == 400
    answer = send(browser, "triage_contact", report.number, htmx=True, reason="核实地点")
    assert "13900139000" in answer.content.decode()


def test_those_who_only_read_see_no_buttons():
    report = make_report()
    reader = browser_of(make_user(Role.EDITOR))
    assert reader.get(reverse("reports:triage")).status_code == 403
    page = reader.get(reverse("reports:detail", args=[report.number]))
    assert page.status_code == 200
    assert b"Open in triage" not in page.content
    assert send(reader, "triage_file", report.number, reason="unclear").status_code in (403, 404)


def test_filing_reasons_have_as_many_keys_as_there_are(browser):
    page = browser.get(reverse("reports:triage_report", args=[make_report().number]))
    for number, _reason in enumerate(FilingReason, 1):
        assert f'data-key="{number}"' in page.content.decode()
