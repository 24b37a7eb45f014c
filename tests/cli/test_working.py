"""The worker, and what one leaves behind that is killed."""

import fcntl
from contextlib import contextmanager
from datetime import timedelta

import psutil
import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from qixin.cli import working
from qixin.core import clock
from qixin.core.tasks import forget_jobs, seal_journal
from qixin.newsroom.actions.rebuilding import begin_build
from qixin.newsroom.publication.rumours import FOLDER
from qixin.newsroom.tasks import write_site
from qixin.reports.models import Report
from tests.cli.homes import PATIENCE, wait_until
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(minutes=10)


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


def begun(*workers, ago=LONG_AGO):
    """A job that these workers have begun one after the other, the last one so long ago."""
    job = DBTaskResult.objects.get(pk=seal_journal.enqueue().id)
    for worker in workers:
        job.claim(worker)
    DBTaskResult.objects.filter(pk=job.pk).update(started_at=clock.now() - ago)
    return job


def state_of(job):
    job.refresh_from_db()
    return job.status


def test_a_job_whose_worker_died_is_taken_up_again(queue):
    job = begun("dead")
    assert working.put_back_left_behind() == 1
    assert state_of(job) == TaskResultStatus.READY


def test_a_job_whose_worker_lives_is_left_to_it(queue):
    job = begun("alive")
    working.show_life("alive")
    assert working.put_back_left_behind() == 0
    assert state_of(job) == TaskResultStatus.RUNNING


def test_a_job_just_begun_is_not_taken_from_a_worker_that_has_not_shown_itself_yet(queue):
    job = begun("new", ago=timedelta(seconds=5))
    working.put_back_left_behind()
    assert state_of(job) == TaskResultStatus.RUNNING


def test_a_job_that_killed_three_workers_is_not_given_to_a_fourth(queue):
    job = begun("first", "second", "third")
    assert working.put_back_left_behind() == 0
    assert state_of(job) == TaskResultStatus.FAILED
    assert job.exception_class_path.endswith("LeftBehind")


def test_jobs_that_ended_are_forgotten_after_some_days(queue):
    old, new, running = begun("a"), begun("b"), begun("c")
    for job in (old, new):
        job.set_successful(1)
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=clock.now() - timedelta(days=8))
    assert forget_jobs.func() == 1
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {new.pk, running.pk}


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_only_does_what_waits_examines_reports_too(home):
    with home.inside():
        make_report()
    done = home.command("worker", "--batch")
    assert done.returncode == 0, done.stderr
    with home.inside():
        assert not Report.objects.filter(examined_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_long_job_is_done_beside_and_nothing_waits_for_it(home, queue):
    with long_job_held(home) as (long, worker):
        with home.inside():
            short = seal_journal.enqueue()
        wait_until(lambda: worker_of(home, short), "the worker did the short one")
        assert running(home, long)
        # a worker that starts has a long job of its own, which another process does
        wait_until(lambda: len(worker.children(recursive=True)) == 1, "one process is left")
        assert running(home, long)
    wait_until(lambda: worker_of(home, long), "the long one came to its end")
    assert worker_of(home, long) != worker_of(home, short)
    wait_until(lambda: not worker.children(), "who did it is gone")
    worker.terminate()
    assert worker.wait(PATIENCE) == 0


@pytest.mark.django_db(transaction=True)
def test_who_does_long_jobs_ends_with_a_worker_that_is_killed(home, queue):
    with long_job_held(home) as (_long, worker):
        beside = worker.children()
        worker.kill()
        worker.wait()
    _gone, alive = psutil.wait_procs(beside, timeout=PATIENCE)
    assert beside
    assert not alive


@contextmanager
def long_job_held(home):
    """A worker, and a long job that a process of its has taken and that waits for a lock until the
    block ends."""
    with home.inside():
        job = write_site.enqueue(begin_build().pk)
    locks = home.path / "public/.locks"
    locks.mkdir(parents=True)
    with (locks / f"lists of {FOLDER}".replace("/", "-")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        worker = home.start("worker")
        wait_until(lambda: running(home, job), "a process took the long job")
        yield job, worker


def running(home, job):
    with home.inside():
        return DBTaskResult.objects.running().filter(pk=job.id).exists()


def worker_of(home, job):
    """The id of the worker that has done the job, if one has."""
    with home.inside():
        done = DBTaskResult.objects.successful().filter(pk=job.id).first()
        return done.worker_ids[-1] if done else ""
