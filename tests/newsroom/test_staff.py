"""Staff reporters on the contributors' board, and what readers said that is declined at once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from qixin.core import clock
from qixin.core.errors import Invalid, Refused
from qixin.core.models import Entry
from qixin.newsroom.actions import merge_columns, showing
from qixin.newsroom.enums.readers import Showing
from qixin.newsroom.models import CallEntry, ReaderMessage
from qixin.newsroom.selectors import contributors as board
from qixin.newsroom.selectors import staff as selector
from qixin.people.enums import Role
from tests.newsroom.coverage_factories import bring_placement_to, make_placement
from tests.newsroom.factories import make_column, make_editor, make_published
from tests.newsroom.reader_factories import make_call, make_entry, make_message, show
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db
WHY = "与征集主题无关"


@pytest.fixture(autouse=True)
def committed(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def span(**shift):
    day = clock.today() + timedelta(**shift)
    return board.Span(day, day)


def test_whoever_wrote_a_story_stands_on_the_board_and_every_number_is_as_long_as_its_list(client):
    writer, editor = make_editor(), make_editor()
    own = make_published(editor=writer)
    bring_placement_to(make_placement(own), "taken")
    make_published(editor=editor).sources.create(report=make_report())
    everything = board.Reach(everything=True)
    [row] = selector.by_staff(everything, span())
    assert (row.key, row.label, row.used, row.placed) == (writer.pk, str(writer), 1, 1)
    assert selector.by_staff(everything, span(days=-1)) == []
    client.force_login(make_editor(Role.CHIEF_EDITOR))
    page = client.get(reverse("newsroom:contributors")).content.decode()
    assert str(writer) in page
    for kind, told in (("used", row.used), ("placed", row.placed)):
        asked = {"kind": kind, "staff": writer.pk}
        listed = client.get(reverse("newsroom:staff_contributions"), asked)
        assert listed.context["page"].paginator.count == told


def test_leaders_of_groups_see_their_own_people_alone():
    make_published()
    led = board.Reach(everything=False, groups=frozenset({1}))
    assert selector.by_staff(led, span()) == []
    assert not selector.written(led, span()).exists()
    assert not selector.placed(led, span()).exists()


@pytest.mark.parametrize(
    "asked", [{"kind": "sent"}, {"kind": "\0"}, {"staff": "９"}, {"staff": "x"}]
)
def test_an_address_that_nothing_stands_at_is_no_mistake_of_ours(client, asked):
    client.force_login(make_editor(Role.CHIEF_EDITOR))
    answer = client.get(reverse("newsroom:staff_contributions"), asked)
    assert answer.status_code == (404 if "kind" in asked else 200)


def test_many_are_declined_for_one_reason_each_with_its_line():
    chief = make_editor(Role.CHIEF_EDITOR)
    messages = [make_message(text=f"留言{n}") for n in range(3)]
    show(messages[0])
    assert showing.decline_many(sent=messages, reason=WHY, by=chief) == (2, 1)
    assert ReaderMessage.objects.get(pk=messages[0].pk).state == Showing.SHOWN
    lines = Entry.objects.filter(verb="newsroom.declined")
    assert [line.detail["reason"] for line in lines] == [WHY, WHY]
    assert {line.subject_id for line in lines} == {one.pk for one in messages[1:]}


@pytest.mark.parametrize("reason", ["", "\0", "嗯"])
def test_declining_many_needs_a_reason_somebody_who_may_and_something_ticked(reason):
    chief, entry = make_editor(Role.CHIEF_EDITOR), make_entry(make_call())
    with pytest.raises(Invalid):
        showing.decline_many(sent=[entry], reason=reason, by=chief)
    with pytest.raises(Invalid):
        showing.decline_many(sent=[], reason=WHY, by=chief)
    with pytest.raises(Refused):
        showing.decline_many(sent=[entry], reason=WHY, by=make_editor(Role.AUDITOR))
    assert CallEntry.objects.get(pk=entry.pk).state == Showing.WAITING


def test_ticked_on_the_pages(client):
    call, message = make_call(), make_message()
    entries = [make_entry(call) for _ in range(2)]
    other = make_entry(make_call())
    client.force_login(make_editor(Role.CHIEF_EDITOR))
    assert 'form="decline-many"' in client.get(reverse("newsroom:messages")).content.decode()
    page = client.get(reverse("newsroom:call", args=[call.pk])).content.decode()
    assert page.count('form="decline-many"') == 2
    ticked = [one.pk for one in (*entries, other)]
    where = reverse("newsroom:decline_entries", args=[call.pk])
    client.post(where, {"entry": [*ticked, "x", "９" * 40], "reason": WHY})
    states = [CallEntry.objects.get(pk=pk).state for pk in ticked]
    assert states == [Showing.NOT_SHOWN, Showing.NOT_SHOWN, Showing.WAITING]
    where = reverse("newsroom:decline_messages")
    client.post(where, {"message": [message.pk, "-1"], "reason": WHY})
    assert ReaderMessage.objects.get(pk=message.pk).state == Showing.NOT_SHOWN


def test_what_was_said_under_a_merged_column_follows_its_stories(public_root, committed):
    chief = make_editor(Role.CHIEF_EDITOR)
    old, new = make_column("旧栏目"), make_column("新栏目")
    message = make_message(old, text="这个栏目办得好")
    with committed(execute=True):
        show(message)
    with committed(execute=True):
        merge_columns(column=old, into=new, by=chief)
    assert ReaderMessage.objects.get(pk=message.pk).page_id == new.pk
    assert "这个栏目办得好" in (public_root / "zh" / new.public_path()).read_text()
    assert "这个栏目办得好" not in (public_root / "zh" / old.public_path()).read_text()
