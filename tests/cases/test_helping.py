"""Letters and passes of a case: seen on its page; an answer to a letter stands in its course."""

import pytest
from django.urls import reverse

from qixin.cases import selectors
from qixin.core.models import Entry
from qixin.people.enums import Role
from tests.cases.factories import make_case
from tests.letters.factories import make_answer, make_recipient
from tests.passes.factories import make_pass
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make_case(unit=make_unit())


def test_an_answered_letter_stands_in_the_course_of_its_case(case):
    recipient = make_recipient(case_number=case.number)
    make_answer(recipient)
    letter = recipient.letter
    line = Entry.objects.get(verb="cases.letter_answered")
    assert line.detail == {"letter": letter.number}
    event = selectors.timeline(make_user(Role.COMMANDER), case)[-1]
    assert (event.note, str(event.who)) == (letter.number, "公函收件方")


def test_an_answer_to_a_letter_of_no_case_is_no_news_to_any(case):
    make_answer(make_recipient(case_number=""))
    make_answer(make_recipient(case_number="C200203-NOTHERE"))
    assert not Entry.objects.filter(verb="cases.letter_answered").exists()


def test_the_page_shows_what_helps_and_leads_to_more(client, case):
    recipient = make_recipient(case_number=case.number)
    make_answer(recipient)
    letter = recipient.letter
    issued = make_pass(case_number=case.number)
    client.force_login(make_user(Role.COMMANDER))
    page = client.get(reverse("cases:detail", args=[case.number])).content.decode()
    assert f"/w/letters/{letter.number}/" in page
    assert "1 / 1 已答复" in page
    assert f"/w/passes/{issued.number}/" in page
    assert f"/w/letters/draft/?case={case.number}" in page


def test_who_sees_the_case_sees_how_its_letters_and_passes_stand_but_opens_none(client, case):
    recipient = make_recipient(case_number=case.number)
    issued = make_pass(case_number=case.number)
    officer = make_user(Role.OFFICER, unit=case.lead_unit)
    client.force_login(officer)
    page = client.get(reverse("cases:detail", args=[case.number])).content.decode()
    assert recipient.letter.title in page
    assert issued.number in page
    assert f"/w/passes/{issued.number}/" not in page
    assert issued.plate not in page
    assert selectors.helping(make_user(Role.COMMUNITY_COORDINATOR), case).opens == frozenset()
