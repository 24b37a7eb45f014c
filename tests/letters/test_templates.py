"""Templates of letters: kept by administrators, checked for placeholders, offered to drafters."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import translation

from qixin.core.errors import Conflict, Invalid, Refused
from qixin.core.models import Entry
from qixin.letters import actions, matters, selectors
from qixin.letters.models import Letter, LetterTemplate
from qixin.people.enums import Role
from tests.letters.factories import make_draft, make_series, make_template
from tests.letters.test_views import page_of, signed_in
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


def revise(template, by=None, **given):
    usual = {"name": template.name, "title": template.title, "body": template.body,
             "version": template.version}  # fmt: skip
    return actions.revise_template(
        template=template, **usual | given, by=by or make_user(Role.ADMINISTRATOR)
    )


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.AUDITOR, Role.OFFICER])
def test_only_administrators_keep_templates(role):
    template, by = make_template(), make_user(role)
    with pytest.raises(Refused):
        revise(template, by=by)
    with pytest.raises(Refused):
        actions.retire_template(template=template, by=by)
    with pytest.raises(Refused):
        selectors.all_templates(by)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("请协助{企业名}。", "{企业名}"),
        ("请协助｛ 车牌 ｝和{企业}。", "{车牌}"),
        ("请协助{}。", "{}"),
        ("{甲}，{乙}，{甲}。", "{甲}、{乙}不"),
        ("请协助{企业。", "{企业}"),
        ("请协助企业}。", "{企业}"),
        ("  \n \0 ", "1"),
        ("一" * 30_001, "30000"),
    ],
)
def test_words_that_do_not_fit_are_refused_with_a_sentence_that_names_them(body, named):
    with pytest.raises(Invalid, match=named):
        make_template(body=body)
    assert not LetterTemplate.objects.filter(name="商请放行").exists()


def test_braces_are_kept_alike_however_they_were_typed():
    assert make_template(body="请协助｛ 企 业 }。").body == "请协助{企业}。"


def test_a_second_click_adds_nothing_and_a_name_stands_once():
    assert make_template() == make_template()
    assert Entry.objects.filter(verb="letters.template_added").count() == 1
    with pytest.raises(Conflict, match="商请放行"):
        make_template(body="别的话。")
    actions.retire_template(template=make_template(), by=make_user(Role.ADMINISTRATOR))
    with pytest.raises(Conflict):
        make_template()


def test_of_two_who_change_it_the_second_is_told():
    template = make_template()
    assert revise(template, body="新的话。").version == 2
    with pytest.raises(Conflict):
        revise(template, body="更新的话。")
    other = make_template("商请复工")
    with pytest.raises(Conflict):
        revise(other, name="商请放行")


def test_a_retired_one_is_not_offered_until_it_is_brought_back():
    template, by = make_template(), make_user(Role.ADMINISTRATOR)
    drafter = make_user(Role.OFFICER, unit=make_unit())
    for _ in range(2):
        actions.retire_template(template=template, by=by)
    assert template not in selectors.templates_to_choose(drafter)
    assert template in selectors.all_templates(by)
    for _ in range(2):
        actions.bring_back_template(template=template, by=by)
    assert template in selectors.templates_to_choose(drafter)
    assert template not in selectors.templates_to_choose(make_user(Role.AUDITOR))
    verbs = Entry.objects.filter(subject_kind="letters.lettertemplate").values_list("verb", flat=1)
    assert [one.removeprefix("letters.template_") for one in verbs.order_by("id")] == [
        "added", "retired", "brought_back",
    ]  # fmt: skip


def test_a_draft_begins_with_what_is_known_and_blanks_for_the_rest(monkeypatch):
    monkeypatch.setattr(matters, "_tellers", [])
    unit = make_unit(name="演练工信局")
    told = {"C200203-ABCDEFG": {"企业": "演练一号机械有限公司"}}
    matters.register(lambda _user, number: told.get(number, {}))
    template = make_template(body="{发函单位}商请协助{企业}（{诉求编号}），{事项}。")
    client = signed_in(make_user(Role.OFFICER, unit=unit))
    page = page_of(client, "draft", template=template.pk, case="C200203-ABCDEFG")
    assert "演练工信局商请协助演练一号机械有限公司（C200203-ABCDEFG），○○。" in page
    page = page_of(client, "draft", template=template.pk, case="C200203-OTHER00")
    assert "演练工信局商请协助○○（○○），○○。" in page
    assert "C200203-OTHER00" in page


@pytest.mark.parametrize("asked", ["", "0", "999999", "商请", "-1", "9" * 40])
def test_a_template_that_there_is_not_begins_nothing(asked):
    make_series()
    client = signed_in(make_user(Role.OFFICER, unit=make_unit()))
    answer = client.get(reverse("letters:draft"), {"template": asked})
    assert answer.status_code == 200
    assert answer.context["chosen"] is None


def test_letters_keep_their_words_when_the_template_changes():
    template = make_template()
    letter = make_draft(body=template.body)
    revise(template, body="全新的话。")
    assert Letter.objects.get(pk=letter.pk).body == "{企业}急需○○。\n盼复。"


def test_the_page_adds_changes_and_keeps_what_was_typed_when_it_is_refused():
    client = signed_in(make_user(Role.ADMINISTRATOR))
    words = {"name": "商请接收", "title": "关于商请接收的函", "body": "请协助{企业}。"}
    assert client.post(reverse("letters:new_template"), words).status_code == 302
    made = LetterTemplate.objects.get(name="商请接收")
    url = reverse("letters:edit_template", args=[made.pk])
    wrong = client.post(url, words | {"body": "请协助{单位名}。", "version": 1})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("{单位名}不是") == 2  # above the form, and in the preview
    assert "请协助{单位名}。</textarea>" in wrong.content.decode()
    assert client.post(url, words | {"title": "关于接收的函", "version": 1}).status_code == 302
    late = client.post(url, words | {"title": "关于请接收的函", "version": 1})
    assert (late.status_code, "关于请接收的函" in late.content.decode()) == (422, True)
    for bad in ({"version": "九"}, {"name": ""}, {"name": "一" * 49}, {"body": "\0"}):
        assert client.post(url, words | {"version": 2} | bad).status_code == 422


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_preview_shows_the_sample_case_and_says_what_is_wrong(language):
    client = signed_in(make_user(Role.ADMINISTRATOR))
    url = reverse("letters:preview_template")
    with translation.override(language):
        words = {"title": "关于{企业}的函", "body": "自{今日}起。"}
        shown = client.post(url, words).content.decode()
        assert "关于演练一号机械有限公司的函" in shown
        assert "自2020年2月8日起。" in shown
        assert "{厂}" in client.post(url, {"title": "函", "body": "{厂}"}).content.decode()
    assert LetterTemplate.objects.filter(title="函").count() == 0


def test_the_pdf_is_set_like_a_letter():
    make_series()
    client = signed_in(make_user(Role.ADMINISTRATOR))
    answer = client.get(reverse("letters:template_pdf", args=[make_template().pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_a_district_begins_with_three_that_fit_and_are_laid_down_once():
    LetterTemplate.objects.all().delete()
    first = import_module("qixin.letters.migrations.0005_first_templates")
    for _ in range(2):
        first.create(apps, None)
    found = LetterTemplate.objects.order_by("id")
    assert [one.name for one in found] == ["商请车辆通行", "商请配套企业复工", "商请务工人员返岗"]
    assert all(actions.checked_words(one.title, one.body) == (one.title, one.body) for one in found)
