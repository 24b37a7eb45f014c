"""The pages: who finds which passes, what is shown and in which form."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qixin.core import clock
from qixin.core.models import Entry
from qixin.passes import selectors
from qixin.passes.enums import PassClass, PassState
from qixin.passes.models import BulkRule, HolderLimit, Pass, Passage, SigningKey, Terms
from qixin.passes.tokens import PREFIX
from qixin.people.enums import Role
from tests.passes.factories import (
    DRIVER_PHONE,
    make_contact,
    make_holder,
    make_key,
    make_pass,
    make_request,
    set_terms,
)
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def body(client, name, *args, **query):
    return client.get(reverse(f"passes:{name}", args=args), query).content.decode()


@pytest.fixture
def commander():
    return signed_in(make_user(Role.COMMANDER))


@pytest.fixture
def admin():
    return signed_in(make_user(Role.ADMINISTRATOR))


def test_a_contact_asks_for_a_pass_and_sees_it():
    holder = make_holder("演练一号机械有限公司")
    client = signed_in(make_contact(holder))
    today = clock.today()
    form = {
        "holder": holder.pk, "plate": "冀a·00012", "pass_class": PassClass.GOODS, "cargo": "熔喷布",
        "route": "石家庄—临淄", "valid_from": today, "valid_until": today, "driver_name": "演练丙",
        "driver_phone": DRIVER_PHONE, "case_number": "c200203-abcdefg",
    }  # fmt: skip
    page = client.post(reverse("passes:request"), form, follow=True).content.decode()
    one = Pass.objects.get()
    assert (one.plate, one.holder, one.case_number) == ("冀A00012", holder, "C200203-ABCDEFG")
    assert one.length == timedelta(days=1)
    assert one.number in page
    assert DRIVER_PHONE not in page
    assert "199****7654" in page
    again = client.post(reverse("passes:request"), form)
    assert again.status_code == 422
    assert one.number in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("plate", "鲁С12345", "西里尔"),
        ("valid_until", clock.today() - timedelta(days=3), "早于"),
        ("driver_phone", "12", "电话"),
        ("driver_id_number", "1234", "身份证"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_rest_is_kept(field, value, said):
    client = signed_in(make_contact(make_holder()))
    form = {"route": "石家庄—临淄", "valid_from": clock.today(), "valid_until": clock.today(),
            "plate": "冀A00012", "driver_phone": DRIVER_PHONE, "cargo": "布", "pass_class": 1,
            "driver_name": "演练丙", "holder": make_holder().pk} | {field: value}  # fmt: skip
    form["holder"] = (
        client.get(reverse("passes:request")).context["form"].fields["holder"].initial.pk
    )
    answer = client.post(reverse("passes:request"), form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "石家庄—临淄" in page


def test_the_link_of_a_case_fills_in_its_number():
    page = body(signed_in(make_contact(make_holder())), "request", case="C200203-ABCDEFG")
    assert 'value="C200203-ABCDEFG"' in page


def test_passes_of_another_holder_or_office_are_not_there():
    set_terms(office=make_unit("区交通运输局"))
    one = make_pass()
    strangers = [
        make_contact(make_holder()),
        make_user(Role.OFFICER, unit=make_unit("区卫生健康局")),
        make_user(Role.UNIT_COORDINATOR, unit=make_unit()),
    ]
    for user in strangers:
        client = signed_in(user)
        assert one.number not in body(client, "list")
        for name in ("detail", "show"):
            assert client.get(reverse(f"passes:{name}", args=[one.number])).status_code == 404
        assert client.get(reverse("passes:print"), {"pass": one.number}).status_code == 404
        for verb in ("approve", "refuse", "revoke", "withdraw", "unmask"):
            address = reverse(f"passes:{verb}", args=[one.number])
            assert client.post(address, {"reason": "回访核实"}).status_code == 404
    own = signed_in(make_user(Role.OFFICER, unit=one.office))
    assert one.number in body(own, "list")


def test_figures_are_the_lengths_of_their_lists(commander):
    make_request(plate="冀A00021")
    over = make_pass(plate="冀A00022")
    Pass.objects.filter(pk=over.pk).update(
        valid_from=clock.now() - timedelta(days=2), valid_until=clock.now() - timedelta(days=1)
    )
    make_pass(plate="冀A00023")
    tallies = commander.get(reverse("passes:list")).context["tallies"]
    for state, count in tallies.items():
        page = commander.get(reverse("passes:list"), {"state": state}).context["page"]
        assert page.paginator.count == count
    expired = commander.get(reverse("passes:list"), {"state": "expired"}).context["page"]
    assert [one.plate for one in expired] == ["冀A00022"]
    assert "冀A·00022" not in body(commander, "list", q="A00023")


def test_an_officer_issues_by_rule_and_reads_why_the_rest_is_left(commander, admin):
    make_key()
    address = reverse("passes:set_rule", args=[PassClass.SUPPLIES])
    prefix = f"rule-{PassClass.SUPPLIES}"
    admin.post(address, {f"{prefix}-is_active": "on", f"{prefix}-longest_days": 7})
    make_request(plate="陕A00010", pass_class=PassClass.SUPPLIES)
    left = make_request(plate="冀A00011")
    page = commander.post(reverse("passes:approve_by_rule")).content.decode()
    assert "冀A·00011" in page
    assert "没有批量规则" in page
    assert Pass.objects.get(state=PassState.ISSUED).plate == "陕A00010"
    commander.post(reverse("passes:refuse", args=[left.number]), {"reason": "材料不全"})
    assert "材料不全" in body(signed_in(left.requested_by), "detail", left.number)


def test_an_administrator_sets_terms_and_limits(admin):
    office, holder = make_unit("区交通运输局"), make_holder("演练一号机械有限公司")
    form = {"office": office.name, "most_passes": 3, "longest_days": 9, "list_hours": 12}
    assert admin.post(reverse("passes:rules"), form).status_code == 302
    assert Terms.objects.get().office == office
    assert admin.post(reverse("passes:rules"), form | {"list_hours": 0}).status_code == 422
    limit = {"limit-holder": holder.name, "limit-most": 2}
    admin.post(reverse("passes:set_limit"), limit)
    admin.post(reverse("passes:set_limit"), limit | {"limit-most": 5})
    assert HolderLimit.objects.get().most == 5
    admin.post(reverse("passes:remove_limit", args=[HolderLimit.objects.get().pk]))
    assert not HolderLimit.objects.exists()


def test_the_second_of_two_who_set_the_terms_is_told_and_keeps_what_was_typed(admin):
    address = reverse("passes:rules")
    shown = str(admin.get(address).context["terms"]["version"].value())
    assert f'name="version" value="{shown}"' in admin.get(address).content.decode()
    given = {"most_passes": 7, "longest_days": 30, "list_hours": 24, "version": shown}
    assert admin.post(address, given).status_code == 302
    answer = admin.post(address, given | {"most_passes": 99})
    assert answer.status_code == 422
    assert 'value="99"' in answer.content.decode()
    assert selectors.terms().most_passes == 7


def test_the_second_of_two_who_set_a_rule_is_told_and_keeps_what_was_typed(admin):
    page, address = reverse("passes:rules"), reverse("passes:set_rule", args=[1])

    def shown():
        return admin.get(page).context["rules"][0][2]["version"].value()

    given = {"rule-1-longest_days": 7, "rule-1-version": shown()}
    assert admin.post(address, given).status_code == 302
    answer = admin.post(address, given | {"rule-1-longest_days": 99})
    assert answer.status_code == 422
    assert 'value="99"' in answer.content.decode()
    assert BulkRule.objects.get().longest_days == 7
    assert admin.post(address, given | {"rule-1-version": shown()}).status_code == 302
    assert admin.post(address, given | {"rule-1-version": "九"}).status_code == 422


def test_of_two_who_set_or_remove_a_limit_the_second_is_told(admin):
    holder = make_holder("演练二号机械有限公司")
    page, address = reverse("passes:rules"), reverse("passes:set_limit")
    fresh = str(admin.get(page).context["limit"]["version"].value())
    given = {"limit-holder": holder.name, "limit-most": 2, "limit-version": fresh}
    assert admin.post(address, given).status_code == 302
    again = admin.post(address, given | {"limit-most": 88})
    assert (again.status_code, 'value="88"' in again.content.decode()) == (422, True)
    assert "已单独设置限额" in again.content.decode()
    seen = HolderLimit.objects.get().version
    assert f'name="limit-version" value="{seen}"' in admin.get(page).content.decode()
    assert admin.post(address, given | {"limit-most": 4, "limit-version": seen}).status_code == 302
    late = admin.post(address, given | {"limit-most": 9, "limit-version": seen})
    assert (late.status_code, HolderLimit.objects.get().most) == (422, 4)
    remove = reverse("passes:remove_limit", args=[HolderLimit.objects.get().pk])
    assert admin.post(remove, {"version": seen}).status_code == 409
    assert admin.post(remove, {"version": "九"}).status_code == 400
    for _ in range(2):
        assert admin.post(remove, {"version": seen + 1}).status_code == 302
    assert not HolderLimit.objects.exists()


def test_a_rule_for_plates_of_nowhere_is_told_beside_its_field(admin):
    given = {"rule-1-longest_days": 7, "rule-1-provinces": "冀X", "rule-1-is_active": "on"}
    answer = admin.post(reverse("passes:set_rule", args=[1]), given)
    assert answer.status_code == 422
    assert "“X”" in answer.content.decode()
    assert not BulkRule.objects.exists()


def test_an_administrator_makes_and_withdraws_keys(admin):
    for count in (1, 2):
        admin.post(reverse("passes:keys"))
        assert SigningKey.objects.count() == count
    first = SigningKey.objects.order_by("pk").first()
    page = admin.post(
        reverse("passes:withdraw_key", args=[first.pk]), {"reason": "手机遗失"}, follow=True
    ).content.decode()
    assert "已作废" in page
    assert "PRIVATE" not in page


def test_a_printed_pass_bears_its_code_and_nothing_of_the_driver(commander):
    passes = [make_pass(plate=f"冀A0002{n}") for n in range(2)]
    make_request(plate="冀A00029")
    numbers = [one.number for one in Pass.objects.all()]
    page = commander.get(reverse("passes:print"), {"pass": numbers}).content.decode()
    assert page.count('class="sheet"') == 2
    assert page.count("<svg") == 2
    assert all(one.plate[2:] in page for one in passes)
    assert DRIVER_PHONE not in page
    assert "演练丙" not in page


def test_looking_at_the_driver_by_a_click_leaves_a_line(commander):
    one = make_pass()
    address = reverse("passes:unmask", args=[one.number])
    shown = commander.post(address, {"reason": "电话核实"}, headers={"HX-Request": "true"})
    assert DRIVER_PHONE in shown.content.decode()
    assert Entry.objects.filter(verb="passes.driver_unmasked", subject_id=one.pk).count() == 1


@pytest.fixture
def guard():
    return signed_in(make_user(Role.MEMBER, unit=make_unit()))


def test_without_scripts_the_server_checks(guard):
    one = make_pass()
    for typed in (one.token, one.number, f" {one.number.lower()} "):
        page = guard.post(reverse("passes:check"), {"token": typed}).content.decode()
        assert 'data-tone="valid"' in page
        assert "冀A00012" in page
    page = guard.post(reverse("passes:check"), {"token": one.token[:-9]}).content.decode()
    assert 'data-tone="refused"' in page
    assert "无法识读" in page


def test_a_guard_fetches_keys_and_list_and_a_token_by_its_number(guard):
    one = make_pass()
    told = guard.get(reverse("passes:trust"), {"after": "x"}).json()
    assert [key["kid"] for key in told["keys"]] == [SigningKey.objects.get().kid]
    assert told["list"]
    assert told.keys() == {"account", "csrf", "now", "keys", "list"}
    assert guard.get(reverse("passes:token", args=[one.number])).json()["token"] == one.token
    assert one.token.startswith(PREFIX)
    unknown = reverse("passes:token", args=["P200203-0000000"])
    assert guard.get(unknown, headers={"Accept": "application/json"}).status_code == 404


def test_before_there_is_a_key_the_list_is_empty(guard):
    assert guard.get(reverse("passes:trust")).json()["list"] == ""


def test_whoever_is_not_signed_in_is_told_so_without_a_redirect():
    for name in ("trust", "note_passages"):
        client = Client()
        method = client.get if name == "trust" else client.post
        assert method(reverse(f"passes:{name}")).status_code == 401


def passage(one, **given):
    usual = {
        "key": str(uuid.uuid4()), "number": one.number, "plate": one.plate,
        "at": clock.now().isoformat(), "post": "高速口卡点", "direction": "in", "verdict": "valid",
    }  # fmt: skip
    return usual | given


def note(client, *noted):
    return client.post(
        reverse("passes:note_passages"),
        json.dumps(noted),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


def test_a_passage_sent_twice_is_stored_once(guard):
    one = make_pass()
    sent = passage(one)
    assert [note(guard, sent).json()["new"] for _ in range(3)] == [1, 0, 0]
    assert note(guard, sent, passage(one, direction="out")).json()["new"] == 1
    assert Passage.objects.count() == 2
    assert Entry.objects.filter(verb="passes.passed").count() == 2
    assert set(Passage.objects.values_list("issued", flat=True)) == {one.pk}


def test_a_passage_lies_in_no_future(guard):
    note(guard, passage(make_pass(), at=(clock.now() + timedelta(days=3)).isoformat()))
    assert Passage.objects.get().at <= clock.now()


@pytest.mark.parametrize(
    "given",
    [
        {"direction": "up"}, {"verdict": "perhaps"}, {"post": " "}, {"key": "no uuid"},
        {"at": "2020-02-03T08:00:00"}, {"at": "yesterday"},
    ],
)  # fmt: skip
def test_what_no_page_of_ours_sends_is_not_taken(guard, given):
    assert note(guard, passage(make_pass(), **given)).status_code == 400
    assert not Passage.objects.exists()


def test_passages_are_read_by_the_passs_office(commander, guard):
    office = make_unit("区交通运输局")
    set_terms(office=office)
    one = make_pass()
    note(guard, passage(one), passage(one, number="P200203-FORGED0", verdict="wrong_signature"))
    own = body(signed_in(make_user(Role.OFFICER, unit=office)), "passages")
    assert "高速口卡点" in own
    assert "P200203-F0RGED0" not in own
    assert "P200203-F0RGED0" in body(commander, "passages")
    other = signed_in(make_user(Role.OFFICER, unit=make_unit()))
    assert "高速口卡点" not in body(other, "passages")
    assert guard.get(reverse("passes:passages")).status_code == 403


def test_an_import_is_its_senders_alone(commander):
    contact = make_contact(make_holder())
    client = signed_in(contact)
    sheet = "车牌号,类别,货物,路线,起始日期,截止日期,驾驶员,电话\n冀A00012,货物,布,石家庄,,,甲,1\n"

    file = SimpleUploadedFile("a.csv", sheet.encode())
    page = client.post(reverse("passes:import"), {"file": file}, follow=True)
    run = page.context["run"]
    assert run.rejected == 1
    answer = client.get(reverse("passes:import_rejected", args=[run.pk]))
    assert "冀A00012" in b"".join(answer).decode("utf-8-sig")
    assert Entry.objects.filter(verb="people.rejected_rows_opened").count() == 1
    for name in ("import_run", "import_rejected"):
        address = reverse(f"passes:{name}", args=[run.pk])
        assert commander.get(address).status_code == 404
