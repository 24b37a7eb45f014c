"""Who speaks for an enterprise: invited, named responsible, withdrawn, by whom."""

import pytest
from django.test import Client
from django.urls import reverse

from qixin.core.errors import Conflict, QixinError, Refused, WrongState
from qixin.core.models import Entry
from qixin.enterprises.actions import contacts
from qixin.enterprises.actions.merging import merge
from qixin.enterprises.models import Enterprise
from qixin.enterprises.policies import register as policies
from qixin.enterprises.selectors import register as selectors
from qixin.people import actions as people
from qixin.people.enums import Role
from qixin.people.models import Grant, Invitation
from tests.enterprises.register_factories import make_contact, make_enterprise, make_manager
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.QIXIN_DEMO = True


@pytest.fixture
def enterprise():
    return make_enterprise()


def grant_of(user):
    return user.person.grants.get()


def signed_in(user):
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def names(enterprise):
    return [one.person for one in selectors.contacts_of(enterprise)]


def test_an_enterprise_invites_a_further_contact_itself(enterprise):
    own = make_contact(enterprise)
    page = signed_in(own).post(
        reverse("enterprises:invite", args=[enterprise.pk]), {"name": "演练乙"}
    )
    assert page.status_code == 200
    invitation = Invitation.objects.get()
    assert (invitation.unit, invitation.role) == (enterprise.unit, Role.ENTERPRISE_CONTACT)
    _one, token = contacts.invite_contact(enterprise=enterprise, name="演练乙", by=own)
    joined = people.accept(
        token=token, name="演练乙", username="yanlianyi", password="long-enough-9"
    )
    assert names(enterprise) == [own.person, joined.person]
    assert Entry.objects.filter(
        verb="enterprises.contact_invited", subject_id=enterprise.pk
    ).count() == 2  # fmt: skip


def test_a_contact_invites_to_no_other_role_and_no_other_unit(enterprise):
    own, other = make_contact(enterprise), make_enterprise()
    for given in (
        {"role": Role.ENTERPRISE_CONTACT, "unit": other.unit},
        {"role": Role.ENTERPRISE_CONTACT},
        {"role": Role.UNIT_COORDINATOR, "unit": enterprise.unit},
        {"role": Role.ADMINISTRATOR},
    ):
        with pytest.raises(Refused):
            people.invite(by=own, **given)
        with pytest.raises(Refused):
            people.grant(person=own.person, by=own, **given)
    assert not Invitation.objects.exists()


def test_an_inviter_who_was_withdrawn_since_makes_nobody_a_contact(enterprise):
    own, other = make_contact(enterprise), make_contact(enterprise)
    _one, token = contacts.invite_contact(enterprise=enterprise, name="", by=own)
    contacts.withdraw_contact(enterprise=enterprise, grant=grant_of(own), by=other)
    with pytest.raises(Refused):
        people.accept(token=token, name="演练乙", username="yanlianyi", password="long-enough-9")
    assert names(enterprise) == [other.person]


def test_the_responsible_contact_comes_first_and_is_named_once(enterprise):
    first, second = make_contact(enterprise), make_contact(enterprise)
    assert names(enterprise) == [first.person, second.person]
    for _time in range(2):
        contacts.name_contact(enterprise=enterprise, grant=grant_of(second), by=first)
    enterprise.refresh_from_db()
    assert names(enterprise) == [second.person, first.person]
    assert Entry.objects.filter(verb="enterprises.contact_named").count() == 1


def test_a_withdrawn_contact_speaks_for_it_no_more_and_is_responsible_no_more(enterprise):
    first, second = make_contact(enterprise), make_contact(enterprise)
    grant = grant_of(second)
    contacts.name_contact(enterprise=enterprise, grant=grant, by=first)
    for _time in range(2):
        contacts.withdraw_contact(enterprise=enterprise, grant=grant, by=first)
    assert names(enterprise) == [first.person]
    assert Enterprise.objects.get(pk=enterprise.pk).contact is None
    assert Entry.objects.filter(verb="enterprises.contact_withdrawn").count() == 1
    with pytest.raises(Conflict):
        contacts.name_contact(enterprise=enterprise, grant=grant, by=first)
    assert signed_in(second).get(reverse("enterprises:detail", args=[enterprise.pk])
                                 ).status_code == 404  # fmt: skip


def test_the_last_contact_is_withdrawn_by_an_administrator_alone(enterprise):
    own = make_contact(enterprise)
    with pytest.raises(Conflict, match="接替"):
        contacts.withdraw_contact(enterprise=enterprise, grant=grant_of(own), by=own)
    assert names(enterprise) == [own.person]
    contacts.withdraw_contact(
        enterprise=enterprise, grant=grant_of(own), by=make_user(Role.ADMINISTRATOR)
    )
    assert names(enterprise) == []


def test_nobody_else_changes_contacts(enterprise):
    own = make_contact(enterprise)
    others = (
        make_manager(enterprise), make_contact(make_enterprise()), make_user(Role.COMMANDER),
        make_user(Role.AUDITOR), make_user(Role.UNIT_COORDINATOR, unit=make_unit()),
    )  # fmt: skip
    for by in others:
        assert not policies.can(by, "keep_contacts", enterprise=enterprise)
        with pytest.raises(QixinError):
            contacts.invite_contact(enterprise=enterprise, name="", by=by)
        for verb in (contacts.name_contact, contacts.withdraw_contact):
            with pytest.raises(QixinError):
                verb(enterprise=enterprise, grant=grant_of(own), by=by)
    assert names(enterprise) == [own.person]
    assert not Invitation.objects.exists()


def test_after_a_merge_a_contact_of_both_names_stands_once_and_is_withdrawn_from_both(enterprise):
    double, admin = make_enterprise(), make_user(Role.ADMINISTRATOR)
    stays, both = make_contact(enterprise), make_contact(double)
    contacts.name_contact(enterprise=double, grant=grant_of(both), by=both)
    merge(double=double, into=enterprise, by=admin)
    enterprise.refresh_from_db()
    assert enterprise.contact == both.person
    assert set(names(enterprise)) == {stays.person, both.person}
    assert len(names(enterprise)) == 2
    grant = next(one for one in selectors.contacts_of(enterprise) if one.person == both.person)
    contacts.withdraw_contact(enterprise=enterprise, grant=grant, by=stays)
    assert not Grant.objects.in_force().filter(person=both.person).exists()
    with pytest.raises(WrongState):
        contacts.invite_contact(enterprise=Enterprise.objects.get(pk=double.pk), name="", by=admin)


def test_the_page_offers_it_to_the_enterprise_and_shows_others_their_contacts_alone(enterprise):
    own, second = make_contact(enterprise), make_contact(enterprise, name="欧阳演练")
    detail = reverse("enterprises:detail", args=[enterprise.pk])
    client = signed_in(own)
    page = client.get(detail).content.decode()
    assert "Make responsible" in page
    assert second.person.name not in page
    args = [enterprise.pk, grant_of(second).pk]
    client.post(reverse("enterprises:name_contact", args=args))
    assert "Responsible" in client.get(detail).content.decode()
    client.post(reverse("enterprises:withdraw_contact", args=args))
    assert names(enterprise) == [own.person]
    # an id of another enterprise's contact is none of this one's
    foreign = grant_of(make_contact(make_enterprise())).pk
    for name in ("name_contact", "withdraw_contact"):
        address = reverse(f"enterprises:{name}", args=[enterprise.pk, foreign])
        assert client.post(address).status_code == 404
    read = signed_in(make_manager(enterprise)).get(detail).content.decode()
    assert "Make responsible" not in read
    assert "Withdraw this contact?" not in read


def test_whoever_withdraws_themselves_is_led_home(enterprise):
    own = make_contact(enterprise)
    make_contact(enterprise)
    address = reverse("enterprises:withdraw_contact", args=[enterprise.pk, grant_of(own).pk])
    assert signed_in(own).post(address).headers["Location"] == "/w/"
