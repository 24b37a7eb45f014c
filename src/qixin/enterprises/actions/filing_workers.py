"""The workers who resume, as the enterprise lists them: personal data, forgotten in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM
from qixin.core.errors import Invalid, NotFound
from qixin.core.reasons import kept_reason
from qixin.enterprises.actions.filings import locked
from qixin.enterprises.enums import OPEN_FILINGS, STANDING_FILINGS
from qixin.enterprises.models import FilingWorker, ResumptionFiling
from qixin.enterprises.policies.filings import check_can_edit, check_can_unmask
from qixin.enterprises.workflow import JOURNAL
from qixin.people.imports import cells
from qixin.people.models import User
from qixin.people.models.persons import id_number_hash

LONGEST_NAME, LONGEST_PLACE = 64, 100
# So long after a filing is over somebody may have to find out who worked there.
PERSONS_KEPT = timedelta(days=30)
BATCH = 200


@dataclass(frozen=True)
class Worker:
    """One who resumes; `came_from` says from where, and may be blank."""

    name: str
    id_number: str
    came_from: str = ""


@transaction.atomic
def list_worker(*, filing: ResumptionFiling, worker: Worker, by: User) -> FilingWorker:
    """Put somebody on the list; the same ID number again changes name and place.

    Raises Refused, WrongState, Invalid for what cannot be read.
    """
    held = locked(filing)
    check_can_edit(by, filing=held)
    list_many(held=held, workers=[_cleaned(worker)], by=by)
    return held.workers.get(id_number_hash=id_number_hash(cells.id_number(worker.id_number)))


def list_many(
    *, held: ResumptionFiling, workers: Sequence[Worker], by: User
) -> tuple[int, int, int]:
    """(new, changed, unchanged) of workers that are clean, on a locked draft: the caller has
    checked. Two of the same ID number do not stand in `workers`."""
    known = {one.id_number_hash: one for one in held.workers.all()}
    new, changed, same = [], [], 0
    for worker in workers:
        hashed = id_number_hash(worker.id_number)
        one = known.get(hashed)
        if one is None:
            new.append(FilingWorker(filing=held, id_number_hash=hashed, **vars(worker)))
        elif (one.name, one.came_from) != (worker.name, worker.came_from):
            one.name, one.came_from = worker.name, worker.came_from
            changed.append(one)
        else:
            same += 1
    FilingWorker.objects.bulk_create(new, batch_size=500)
    FilingWorker.objects.bulk_update(changed, ["name", "came_from"], batch_size=200)
    if new or changed:
        detail = {"created": len(new), "updated": len(changed)}
        journal.write(verb=JOURNAL["list_worker"], subject=held, by=by, detail=detail)
    return len(new), len(changed), same


@transaction.atomic
def strike_worker(*, filing: ResumptionFiling, pk: int, by: User) -> None:
    """Take somebody off the list; again changes nothing. Raises Refused, WrongState."""
    held = locked(filing)
    check_can_edit(by, filing=held)
    if held.workers.filter(pk=pk).delete()[0]:
        journal.write(verb=JOURNAL["strike_worker"], subject=held, by=by, detail={"count": 1})


@transaction.atomic
def unmask_person(*, filing: ResumptionFiling, worker_pk: int | None, reason: str, by: User) -> str:
    """A listed worker in clear, or with None the legal representative.

    Raises Refused, NotFound for nobody on this list, Invalid without a reason.
    """
    held = locked(filing)
    check_can_unmask(by, filing=held)
    why = kept_reason(
        reason, missing=_("Say in a few words what you need it for; the journal records it.")
    )
    shown = str(held.legal_representative)
    if worker_pk is not None:
        one = held.workers.filter(pk=worker_pk).first()
        if one is None:
            raise NotFound(_("Nobody of this number is on the list."))
        shown = " · ".join(part for part in (one.name, one.id_number, one.came_from) if part)
    field = "legal_representative" if worker_pk is None else "worker"
    detail = {"field": field, "reason": why} | ({"worker": worker_pk} if worker_pk else {})
    journal.write(verb=JOURNAL["unmask_filing"], subject=held, by=by, detail=detail)
    return shown


@transaction.atomic
def erase_persons() -> int:
    """Forget workers and legal representatives of filings that are long over; returns how many.

    At most a batch, oldest first. The filings' numbers stay.
    """
    long_ago = clock.now() - PERSONS_KEPT
    over = ~Q(state__in=(*OPEN_FILINGS, *STANDING_FILINGS)) | Q(
        state__in=STANDING_FILINGS, valid_until__lt=clock.local(long_ago).date()
    )
    rows = ResumptionFiling.objects.select_for_update(skip_locked=True).filter(
        over, saved_at__lt=long_ago, persons_erased_at=None
    )
    filings = list(rows.order_by("saved_at")[:BATCH])
    FilingWorker.objects.filter(filing__in=filings).delete()
    for one in filings:
        one.legal_representative, one.persons_erased_at = "", clock.now()
    ResumptionFiling.objects.bulk_update(filings, ["legal_representative", "persons_erased_at"])
    journal.write_many(journal.Line(JOURNAL["erase_persons"], one, SYSTEM) for one in filings)
    return len(filings)


def _cleaned(worker: Worker) -> Worker:
    name = " ".join(worker.name.replace("\0", "").split())
    place = " ".join(worker.came_from.replace("\0", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(_("Give the worker's name."))
    if len(place) > LONGEST_PLACE:
        raise Invalid(_("This text is too long."))
    return Worker(name, cells.id_number(worker.id_number), place)
