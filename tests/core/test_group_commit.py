"""Several writers in one transaction."""

import threading

import pytest
from django.db import connection, transaction

from qixin.core import group_commit
from qixin.core.errors import Invalid
from qixin.core.group_commit import GroupCommit
from qixin.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def adding(name):
    def write():
        if not name:
            raise Invalid("no name")
        return Person.objects.create(name=name).name

    return write


def run_together(commits, names):
    """Each name by a thread of its own, all queued behind one that holds the turn."""
    answers = {}

    def run(name):
        try:
            answers[name] = commits.run(adding(name))
        except Invalid as failure:
            answers[name] = failure
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[name]) for name in names]
    with commits._turn:
        for thread in threads:
            thread.start()
        while len(commits._waiting) < len(names):
            threads[0].join(0.01)
    for thread in threads:
        thread.join()
    return answers


def test_those_who_wait_together_are_written_by_one_transaction(monkeypatch):
    begun = []
    atomic = transaction.atomic
    monkeypatch.setattr(group_commit.transaction, "atomic", lambda: begun.append(1) or atomic())
    names = [f"人{number}" for number in range(6)]
    assert run_together(GroupCommit(), names) == dict(zip(names, names, strict=True))
    assert Person.objects.count() == 6
    # Person.objects.create opens one of its own on no road, so only ours are counted
    assert len(begun) == 1


def test_one_that_fails_takes_no_other_with_it():
    answers = run_together(GroupCommit(), ["甲", "", "乙"])
    assert isinstance(answers[""], Invalid)
    assert set(Person.objects.values_list("name", flat=True)) == {"甲", "乙"}


def test_more_than_fit_in_one_transaction_are_all_written(monkeypatch):
    monkeypatch.setattr(group_commit, "MOST", 2)
    names = [f"人{number}" for number in range(7)]
    assert set(run_together(GroupCommit(), names)) == set(names)
    assert Person.objects.count() == 7


def test_within_a_transaction_of_the_caller_nothing_is_kept_when_that_is_rolled_back():
    with transaction.atomic():
        GroupCommit().run(adding("甲"))
        transaction.set_rollback(True)
    assert not Person.objects.exists()
