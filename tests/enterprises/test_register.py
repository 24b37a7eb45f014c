"""The register: who sees and changes what, the sheet, doubles and their merging."""

import pytest
from django.test import Client
from django.urls import reverse

from qixin.core.errors import Conflict, Invalid, Refused, WrongState
from qixin.core.imports import run_import
from qixin.core.models import Entry
from qixin.enterprises import cards
from qixin.enterprises.actions import merging
from qixin.enterprises.actions import register as actions
from qixin.enterprises.models import Enterprise, Tag
from qixin.enterprises.selectors import register as selectors
from qixin.enterprises.selectors.doubles import suspected
from qixin.people.enums import Role, UnitKind
from qixin.people.models import Grant, Unit
from tests.enterprises.register_factories import (
    make_code,
    make_contact,
    make_enterprise,
    make_facts,
    make_manager,
)
from tests.passes.factories import make_pass
from tests.people.factories import make_town, make_unit, make_user

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def enterprise():
    return make_enterprise(
        name="演练一号机械有限公司", supervising_unit=make_unit("区工业和信息化局"),
        area=make_town(), credit_code=make_code(),
    )  # fmt: skip


@pytest.fixture
def admin():
    return make_user(Role.ADMINISTRATOR)


def form_of(enterprise, **changes):
    client = signed_in(make_manager(enterprise))
    form = client.get(reverse("enterprises:edit", args=[enterprise.pk])).context["form"]
    given = {name: form[name].value() for name in form.fields}
    return {k: v for k, v in (given | changes).items() if v not in (None, [])}


def test_each_sees_the_enterprises_of_its_own_reach(enterprise):
    other = make_enterprise()
    officer = make_user(Role.MEMBER, unit=make_unit())
    actions.assign(enterprise=enterprise, officer=officer, by=make_manager(enterprise))
    see_it = [
        make_contact(enterprise), make_manager(enterprise), officer,
        make_user(Role.OFFICER, unit=enterprise.supervising_unit),
        make_user(Role.OFFICER, area=enterprise.unit.area),
    ]  # fmt: skip
    for user in see_it:
        assert list(selectors.visible(user)) == [enterprise]
    for role in (Role.COMMANDER, Role.AUDITOR, Role.ADMINISTRATOR):
        assert set(selectors.visible(make_user(role))) == {enterprise, other}
    for user in (make_user(), make_user(Role.MEMBER), make_user(Role.OFFICER, unit=make_unit()),
                 make_user(Role.CORRESPONDENT), make_contact(other)):  # fmt: skip
        assert enterprise not in selectors.visible(user)
        address = reverse("enterprises:detail", args=[enterprise.pk])
        assert signed_in(user).get(address).status_code == 404


def test_a_code_with_one_wrong_digit_is_refused_at_its_field(enterprise):
    client = signed_in(make_manager(enterprise))
    code = make_code()
    wrong = code[:-1] + ("1" if code[-1] != "1" else "2")
    form = {
        "name": "演练新厂", "credit_code": wrong, "industry": "C",
        "managing_unit": enterprise.managing_unit.name,
    }  # fmt: skip
    answer = client.post(reverse("enterprises:register"), form)
    assert answer.status_code == 422
    assert "统一社会信用代码" in answer.context["form"].errors["credit_code"][0]
    assert client.post(reverse("enterprises:register"), form | {"credit_code": code}).url
    assert Enterprise.objects.get(unit__credit_code=code).unit.name == "演练新厂"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "　\0 "), ("name", "厂" * 129), ("headcount", "很多"),
        ("headcount", "-3"), ("headcount", "9" * 40), ("industry", "Z"), ("lng", "999"),
        ("managing_unit", "没有这个单位"), ("division", "2"), ("lat", "36.8"),
    ],
)  # fmt: skip
def test_bad_input_is_answered_with_a_sentence_and_keeps_the_rest(enterprise, field, value):
    client = signed_in(make_manager(enterprise))
    form = form_of(enterprise, address="演练路九号") | {field: value}
    answer = client.post(reverse("enterprises:edit", args=[enterprise.pk]), form)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert "演练路九号" in answer.content.decode()


def test_full_width_digits_are_numbers(enterprise):
    client = signed_in(make_manager(enterprise))
    form = form_of(enterprise, headcount="１,２００")
    assert client.post(reverse("enterprises:edit", args=[enterprise.pk]), form).status_code == 302
    enterprise.refresh_from_db()
    assert enterprise.headcount == 1200


def test_the_second_of_two_editors_is_told_and_keeps_the_text(enterprise):
    form = form_of(enterprise, address="第一位写的地址")
    client = signed_in(make_manager(enterprise))
    address = reverse("enterprises:edit", args=[enterprise.pk])
    assert client.post(address, form).status_code == 302
    answer = client.post(address, form | {"address": "第二位写的地址"})
    assert answer.status_code == 422
    assert "第二位写的地址" in answer.content.decode()
    enterprise.refresh_from_db()
    assert (enterprise.address, enterprise.version) == ("第一位写的地址", 2)


def test_the_same_facts_again_change_nothing(enterprise):
    facts = actions.facts_of(enterprise)
    actions.revise(enterprise=enterprise, facts=facts, version=1, by=make_manager(enterprise))
    enterprise.refresh_from_db()
    assert enterprise.version == 1


def test_strangers_change_nothing(enterprise):
    facts = make_facts(name="别的名字", managing_unit=enterprise.managing_unit)
    units = (make_unit(), enterprise.supervising_unit)
    officers = [make_user(Role.OFFICER, unit=unit) for unit in units]
    for by in (make_contact(enterprise), make_user(Role.AUDITOR), *officers):
        with pytest.raises(Refused):
            actions.revise(enterprise=enterprise, facts=facts, version=1, by=by)
        with pytest.raises(Refused):
            actions.register(facts=facts, by=by)
        with pytest.raises(Refused):
            actions.assign(enterprise=enterprise, officer=None, by=by)
    with pytest.raises(Refused):
        actions.assign(
            enterprise=enterprise, officer=make_user(Role.CORRESPONDENT),
            by=make_manager(enterprise),
        )  # fmt: skip


def test_registering_one_twice_is_a_conflict(enterprise, admin):
    with pytest.raises(Conflict):
        actions.register(facts=actions.facts_of(enterprise), by=admin)
    with pytest.raises(Conflict, match="演练一号"):
        actions.register(facts=make_facts(credit_code=enterprise.unit.credit_code), by=admin)


def test_the_list_counts_what_it_lists_and_its_filters_narrow(enterprise, admin):
    tag = Tag.objects.create(name="重点保供企业")
    for n in range(3):
        make_enterprise(
            name=f"演练{n}号建筑公司", industry="E", tags=[tag],
            managing_unit=enterprise.managing_unit,
        )  # fmt: skip
    client, address = signed_in(admin), reverse("enterprises:list")
    for query, count in (
        ({}, 4), ({"industry": "E"}, 3), ({"tag": tag.pk}, 3), ({"q": "一号机械"}, 1),
        ({"q": enterprise.unit.credit_code.lower()}, 1), ({"town": "370305001"}, 1),
        ({"managing": enterprise.managing_unit_id}, 4), ({"q": "没有"}, 0),
        ({"supervising": enterprise.supervising_unit_id}, 1), ({"tag": "x\0"}, 4),
    ):  # fmt: skip
        context = client.get(address, query).context
        assert (context["count"], len(context["enterprises"])) == (count, count), query
    assert client.get(address, {"after": "nonsense"}).status_code == 400


def test_pages_by_cursor_show_everything_once(admin, monkeypatch):
    monkeypatch.setattr("qixin.enterprises.views.register.PAGE", 2)
    names = sorted(make_enterprise().unit.name for _ in range(5))
    client, shown, after = signed_in(admin), [], ""
    for _ in range(3):
        context = client.get(reverse("enterprises:list"), {"after": after}).context
        shown += [one.unit.name for one in context["enterprises"]]
        after = context["next"]
    assert shown == names
    assert not after


SHEET = """企业名称,统一社会信用代码,行业,管理单位,员工人数,标签
演练甲厂,{code},制造业,齐都镇,120,重点
演练乙厂,,E,齐都镇,12,
演练丙厂,{wrong},C,齐都镇,5,
演练丁厂,,C,没有这个镇,5,
演练戊厂,,C,齐都镇,很多,
演练己厂,,C,齐都镇,5,没有
演练甲厂,,C,齐都镇,5,
"""


def test_good_rows_go_in_and_bad_ones_come_back_with_their_column(tmp_path, admin):
    make_unit("齐都镇", kind=UnitKind.TOWN)
    Tag.objects.create(name="重点")
    code = make_code()
    path = tmp_path / "企业.csv"
    wrong = code[:-1] + ("1" if code[-1] != "1" else "2")
    path.write_text(SHEET.format(code=code, wrong=wrong), encoding="utf-8")
    result = run_import(kind="enterprises", path=path, by=admin)
    assert (result.created, result.updated, result.rejected) == (2, 1, 4)
    first = Enterprise.objects.get(unit__credit_code=code)
    assert (first.unit.name, first.headcount, first.tags.get().name) == ("演练甲厂", 5, "重点")
    told = result.rejected_file.read_text(encoding="utf-8-sig")
    for column in ("统一社会信用代码", "管理单位", "员工人数", "标签"):
        assert column in told


def test_the_same_sheet_again_changes_nothing(tmp_path, admin):
    make_unit("齐都镇", kind=UnitKind.TOWN)
    path = tmp_path / "企业.csv"
    path.write_text("企业名称,行业,管理单位\n演练甲厂,C,齐都镇\n演练乙厂,26,齐都镇\n", "utf-8")
    assert run_import(kind="enterprises", path=path, by=admin).created == 1
    again = run_import(kind="enterprises", path=path, by=admin)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert Enterprise.objects.get().version == 1


def test_similar_names_and_equal_addresses_are_suspected_and_others_not(admin):
    first = make_enterprise(name="演练东风机械有限公司", address="")
    second = make_enterprise(name="演练东风机械厂", address="")
    third = make_enterprise(name="临淄瑞雪食品公司", address="牛山路8号")
    fourth = make_enterprise(name="众和纺织", address="牛山路 8号")
    pairs = {frozenset((one.first, one.second)) for one in suspected()}
    assert pairs == {frozenset((first, second)), frozenset((third, fourth))}
    client = signed_in(admin)
    page = client.get(reverse("enterprises:doubles")).content.decode()
    assert "演练东风机械厂" in page
    address = reverse("enterprises:compare", args=[first.pk, second.pk])
    assert "演练东风机械厂" in client.get(address).content.decode()


def test_two_codes_that_differ_outweigh_a_similar_name_or_one_house():
    similar = {"address": ""}
    first = make_enterprise(name="演练东风2厂机械有限公司", credit_code=make_code(), **similar)
    make_enterprise(name="演练东风3厂机械有限公司", credit_code=make_code(), **similar)
    neighbour = {"address": "演练大厦5号"}
    make_enterprise(name="演练甲贸易有限公司", credit_code=make_code(), **neighbour)
    make_enterprise(name="演练乙食品有限公司", credit_code=make_code(), **neighbour)
    assert suspected() == []
    without = make_enterprise(name="演练东风2厂机械厂", **similar)
    assert {frozenset((one.first, one.second)) for one in suspected()} >= {
        frozenset((first, without))
    }


def test_a_merged_double_leads_to_the_one_that_stands_for_both(admin):
    into = make_enterprise(name="演练东风机械有限公司", headcount=None)
    double = make_enterprise(name="演练东风机械厂", headcount=66, credit_code=make_code())
    contact, code = make_contact(double), double.unit.credit_code
    held = make_pass(holder=double.unit, by=contact)
    client = signed_in(admin)
    address = reverse("enterprises:merge", args=[into.pk])
    assert client.post(address, {"double": double.pk}).status_code == 302
    into.refresh_from_db()
    double.refresh_from_db()
    assert double.merged_into == into
    assert (into.headcount, Unit.objects.get(pk=into.unit_id).credit_code) == (66, code)
    # the contact of the double now speaks for the other one, and the pass stands there
    own = signed_in(contact)
    moved = own.get(reverse("enterprises:detail", args=[double.pk]))
    assert moved.url == reverse("enterprises:detail", args=[into.pk])
    assert held.number in own.get(moved.url).content.decode()
    assert [one.pk for one in selectors.own(contact)] == [into.pk]
    for one in (into, double):
        assert Entry.objects.filter(verb="enterprises.merged", subject_id=one.pk).count() == 1
    listed = client.get(reverse("enterprises:list")).context["enterprises"]
    assert [one.pk for one in listed] == [into.pk]


def test_nothing_is_merged_twice_or_with_itself(admin):
    into, double = make_enterprise(), make_enterprise()
    with pytest.raises(Invalid):
        merging.merge(double=into, into=into, by=admin)
    for by in (make_manager(into), make_user(Role.COMMANDER), make_contact(into)):
        with pytest.raises(Refused):
            merging.merge(double=double, into=into, by=by)
    merging.merge(double=double, into=into, by=admin)
    for pair in ((double, into), (into, double)):
        with pytest.raises(WrongState):
            merging.merge(double=pair[0], into=pair[1], by=admin)
    with pytest.raises(WrongState):
        actions.revise(enterprise=double, facts=make_facts(), version=2, by=admin)


def test_a_double_of_a_double_follows_it(admin):
    first, second, third = (make_enterprise() for _ in range(3))
    merging.merge(double=first, into=second, by=admin)
    merging.merge(double=second, into=third, by=admin)
    first.refresh_from_db()
    assert first.merged_into == third


def test_a_contact_is_invited_by_a_link_and_one_may_serve_several(enterprise, admin):
    client = signed_in(admin)
    page = client.post(reverse("enterprises:invite", args=[enterprise.pk]), {"name": "演练乙"})
    assert "/i/" in page.content.decode()
    other = make_enterprise()
    contact = make_contact(enterprise)
    Grant.objects.create(person=contact.person, role=Role.ENTERPRISE_CONTACT, unit=other.unit)
    mine = signed_in(contact)
    address = reverse("enterprises:mine")
    assert {one.pk for one in mine.get(address).context["own"]} == {enterprise.pk, other.pk}
    chosen = mine.get(address, {"enterprise": other.pk}).context["enterprise"]
    assert chosen == other
    refused = signed_in(make_manager(enterprise))
    assert refused.post(reverse("enterprises:invite", args=[enterprise.pk])).status_code == 403


def test_a_contacts_telephone_is_masked_until_a_click_with_a_reason(enterprise):
    contact = make_contact(enterprise, name="欧阳演练")
    phone = contact.person.phone
    client = signed_in(make_manager(enterprise))
    address = reverse("enterprises:detail", args=[enterprise.pk])
    page = client.get(address).content.decode()
    assert phone not in page
    assert contact.person.masked_phone in page
    assert contact.person.name not in page
    grant = contact.person.grants.get()
    click = reverse("enterprises:unmask_contact", args=[enterprise.pk, grant.pk])
    assert client.post(click, {"reason": ""}).status_code == 400
    assert phone in client.post(click, {"reason": "电话核实复工"}).content.decode()
    line = Entry.objects.get(verb="enterprises.contact_unmasked", subject_id=enterprise.pk)
    assert phone not in str(line.detail)
    stranger = signed_in(make_user(Role.OFFICER, unit=enterprise.supervising_unit))
    assert stranger.post(click, {"reason": "电话核实复工"}).status_code == 403


def test_tags_are_set_by_administrators_alone(enterprise, admin):
    client, address = signed_in(admin), reverse("enterprises:tags")
    assert client.post(address, {"name": "重点保供", "name_en": "Key supplier"}).status_code == 302
    assert client.post(address, {"name": "重点保供"}).status_code == 422
    tag = Tag.objects.get()
    client.post(reverse("enterprises:rename_tag", args=[tag.pk]), {"name": "保供"})
    enterprise.tags.add(tag)
    assert client.get(address).context["tags"][0].used == 1
    client.post(reverse("enterprises:remove_tag", args=[tag.pk]))
    assert not Tag.objects.exists()
    assert signed_in(make_manager(enterprise)).get(address).status_code == 403


def test_a_room_above_adds_a_card_and_one_without_an_address_is_left_out(enterprise, admin):
    cards.register(cards.Card(name="test", order=1, url_name="nowhere:of_unit"))
    cards.register(cards.Card(name="test2", order=2, url_name="enterprises:detail"))
    try:
        shown = cards.cards_for(admin, enterprise, [enterprise.unit_id], place=cards.PAGE)
        assert "test" not in {one.name for one in shown}
        page = signed_in(admin).get(reverse("enterprises:detail", args=[enterprise.pk]))
        assert f'hx-get="/w/enterprises/{enterprise.unit_id}/"' in page.content.decode()
    finally:
        for name in ("test", "test2"):
            cards._cards.pop(name)
