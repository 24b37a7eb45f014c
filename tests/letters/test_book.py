"""The address book: one entry a name, changed, taken out, imported; what each answered before."""

import pytest
from django.urls import reverse
from django.utils import translation

from qixin.core.errors import Conflict, Refused
from qixin.core.sheets import SheetRow
from qixin.letters import actions, selectors
from qixin.letters.enums import AddresseeKind
from qixin.letters.imports import COLUMNS, AddresseeImporter
from qixin.letters.models import Addressee
from qixin.people.enums import Role
from tests.letters.factories import (
    make_addressee,
    make_answer,
    make_draft,
    make_sent,
    recipient_again,
)
from tests.letters.incoming_factories import make_incoming
from tests.letters.test_views import signed_in
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db

PARSE = {column.name: column.parse for column in COLUMNS}


def revise(entry, by=None, **given):
    usual = {"name": entry.name, "kind": entry.kind, "province": entry.province,
             "email": entry.email, "address": "", "version": entry.version}  # fmt: skip
    return actions.revise_addressee(
        addressee=entry, **usual | given, by=by or make_user(Role.COMMANDER)
    )


@pytest.mark.parametrize(
    "typed", ["演练（河北）公司", "演练(河北)公司", " 演练 （河北） 公司 ", "演练（河北） 公\0司"]
)
def test_a_name_stands_once_however_it_was_typed(typed):
    make_addressee("演练（河北）公司")
    with pytest.raises(Conflict):
        make_addressee(typed)


def test_an_entry_is_changed_once_by_two_at_the_same_time():
    entry = make_addressee()
    assert revise(entry, name="演练新名市人民政府").version == 2
    with pytest.raises(Conflict, match="刚被"):
        revise(entry, name="演练别名市人民政府")
    other = make_addressee()
    with pytest.raises(Conflict):
        revise(other, name="演练新名市人民政府")
    with pytest.raises(Refused):
        revise(other, by=make_user(Role.AUDITOR))


def test_another_address_has_refused_copies_mailed_again(settings):
    settings.EMAIL_BACKEND = "tests.letters.mail_sink.RefusingBackend"
    letter = make_sent(recipients=[make_addressee(email="dead@example.org")])
    assert actions.deliver_waiting() == 0
    revise(letter.recipients.get().addressee, email="living@example.org")
    assert actions.deliver_waiting() == 1


def test_whoever_is_taken_out_gets_no_new_letter_and_comes_back_when_added_again():
    entry, by = make_addressee(), make_user(Role.COMMANDER)
    for _ in range(2):
        actions.retire_addressee(addressee=entry, by=by)
    assert entry not in selectors.addressees()
    assert selectors.addressee_for(by, entry.pk).retired_at
    assert make_addressee(entry.name) == entry
    assert entry in selectors.addressees()


def test_whoever_was_taken_out_stays_on_the_letters_that_name_them():
    kept, gone = make_addressee(), make_addressee()
    letter = make_draft(recipients=[kept, gone])
    actions.retire_addressee(addressee=gone, by=make_user(Role.COMMANDER))
    incoming = make_incoming(sender=gone, desk=letter.unit)
    client = signed_in(letter.drafted_by)
    url = reverse("letters:revise", args=[letter.number])
    given = {name: getattr(letter, name) for name in ("title", "body")}
    chosen = client.get(url).context["form"]["recipients"].value()
    given |= {"series": letter.series_id, "recipients": chosen}
    assert client.post(url, given).status_code == 302
    assert letter.recipients.count() == 2
    # an answer goes to whoever wrote, and no other letter does
    drafts = [client.get(reverse("letters:draft"), {"answers": incoming.number} if asked else {})
              for asked in (True, False)]  # fmt: skip
    assert [gone.name in one.content.decode() for one in drafts] == [True, False]


def test_an_entrys_page_shows_every_letter_with_its_answer_and_how_fast_it_came():
    by = make_user(Role.COMMANDER)
    copy = recipient_again(make_sent().recipients.get())
    make_answer(copy, text="同意放行。")
    incoming = make_incoming(sender=copy.addressee)
    client = signed_in(by)
    answer = client.get(reverse("letters:addressee", args=[copy.addressee_id]))
    assert (answer.context["answered"], answer.context["median"]) == (1, 0)
    page = answer.content.decode()
    for text in (copy.letter.title, "同意放行。", incoming.subject):
        assert text in page
    bad = {"name": "", "kind": "x", "province": "99", "version": "九"}
    refused = client.post(reverse("letters:addressee", args=[copy.addressee_id]), bad)
    assert refused.status_code == 422


def rows(*cells):
    return [
        SheetRow(number=at, values={name: PARSE[name](text) for name, text in one.items()})
        for at, one in enumerate(cells, start=2)
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_sheet_adds_changes_and_leaves_and_refuses_a_name_that_stands_in_it_twice(language):
    make_addressee("演练甲市人民政府", province="13", email="a@example.org")
    given = rows(
        {"name": "演练甲市人民政府", "kind": "政府", "province": "陕西省"},
        {"name": "演练(乙)公司", "kind": "企业", "province": "广西壮族自治区"},
        {"name": "演练（乙）公司", "kind": "企业", "province": "45"},
    )
    with translation.override(language):
        counts = AddresseeImporter().take(given, by=make_user(Role.ADMINISTRATOR))
    assert (counts.created, counts.updated) == (1, 1)
    assert [bool(row.errors) for row in given] == [False, False, True]
    changed = Addressee.objects.get(name="演练甲市人民政府")
    assert (changed.province, changed.email) == ("61", "a@example.org")
    made = Addressee.objects.get(name="演练（乙）公司")
    assert (made.province, made.kind) == ("45", AddresseeKind.ENTERPRISE)


@pytest.mark.parametrize(
    ("column", "cell"), [("province", "火星省"), ("province", "99"), ("email", "不是邮箱")]
)
def test_a_cell_that_does_not_fit_is_refused_with_a_sentence(column, cell):
    with pytest.raises(Exception, match="。"):
        PARSE[column](cell)
