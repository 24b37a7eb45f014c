"""Rows that every room stands on: the district column, the journal and its seals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core import clock


def default_district() -> str:
    return settings.QIXIN_DISTRICT


class DistrictRow(models.Model):
    """A row that says which district it belongs to, so that a province can partition by it."""

    district = models.CharField(
        _("district code"), max_length=6, default=default_district, editable=False
    )

    class Meta:
        abstract = True


def kept_storage() -> Any:
    """Where files that people hand in lie: private, read through pages that ask who reads."""
    return storages["attachments"]


class KeptFile(models.Model):
    """A file that somebody handed in (`kept_files`): judged by its first bytes, never by its name,
    and never opened here."""

    name = models.CharField(_("name"), max_length=200)
    stored = models.FileField(storage=kept_storage, max_length=200)
    mime = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Entry(DistrictRow):
    """One line of the journal: who did what to which thing, when, on whose behalf.

    Append-only: triggers in the database refuse UPDATE and DELETE. `digest` is an HMAC-SHA256 over
    the other columns, without the id, which the database gives. `detail` holds no personal data.
    """

    at = models.DateTimeField(_("time"))
    actor_kind = models.CharField(_("actor kind"), max_length=16)
    actor_id = models.BigIntegerField(_("actor"), null=True)
    on_behalf_of = models.BigIntegerField(_("on behalf of"), null=True)
    verb = models.CharField(_("verb"), max_length=64)
    subject_kind = models.CharField(_("kind of thing"), max_length=64)
    subject_id = models.BigIntegerField(_("thing"))
    detail = models.JSONField(_("detail"), default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        indexes = [
            # the timeline of one thing
            models.Index(fields=["subject_kind", "subject_id", "id"], name="entry_subject"),
            # statistics by verb and the journal page's filters
            models.Index(fields=["verb", "at"], name="entry_verb_at"),
            # the journal page's "what did this person do"
            models.Index(fields=["actor_id", "id"], name="entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verb} {self.subject_kind}:{self.subject_id}"


class Seal(models.Model):
    """A seal over the entries from `first_id` to `last_id`, chained to the seal before it.

    `contents` is, for each entry in order, its id (8 bytes) and the first 8 bytes of its digest, so
    that verification can name the entry that was altered, removed or slipped in.
    """

    at = models.DateTimeField(_("time"))
    first_id = models.BigIntegerField(_("first entry"))
    last_id = models.BigIntegerField(_("last entry"), unique=True)
    count = models.PositiveIntegerField(_("entries"))
    contents = models.BinaryField()
    previous = models.CharField(_("previous seal"), max_length=64, blank=True)
    digest = models.CharField(_("seal"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_id__lte=models.F("last_id")), name="seal_range"
            ),
            models.UniqueConstraint(fields=["previous"], name="seal_chain_does_not_fork"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.last_id}"


class ImportState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Could not be read")


class ImportRun(DistrictRow):
    """One import of one file; its counts add up to the rows read so far."""

    kind = models.CharField(_("kind"), max_length=32)
    filename = models.CharField(_("file"), max_length=200)
    # names in the private storage; erased after some days
    stored_as = models.CharField(max_length=200, blank=True)
    rejected_as = models.CharField(max_length=200, blank=True)
    erased_at = models.DateTimeField(null=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ImportState.choices, default=ImportState.WAITING
    )
    reason = models.TextField(_("reason"), blank=True)
    # sentences about what was noted and not refused, one a line
    remarks = models.TextField(_("remarks"), blank=True)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(_("begun"), default=clock.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)

    COUNTED = ("rows", "created", "updated", "unchanged", "rejected")

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    rows=models.F("created")
                    + models.F("updated")
                    + models.F("unchanged")
                    + models.F("rejected")
                ),
                name="import_counts_add_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.filename}"

    @property
    def is_over(self) -> bool:
        return self.state in (ImportState.DONE, ImportState.FAILED)

    def begin(self) -> None:
        """Start counting from nothing, also where an earlier attempt was cut short."""
        for name in self.COUNTED:
            setattr(self, name, 0)
        self.state = ImportState.RUNNING
        self.save(update_fields=[*self.COUNTED, "state"])

    def count(self, **more: int) -> None:
        for name, number in more.items():
            setattr(self, name, getattr(self, name) + number)
        self.save(update_fields=list(more))

    def finish(self, *, remarks: Sequence[str] = ()) -> None:
        self.state, self.finished_at = ImportState.DONE, clock.now()
        self.remarks = "\n".join(remarks)
        self.save(update_fields=["state", "finished_at", "remarks"])

    def fail(self, reason: str) -> None:
        self.state, self.reason, self.finished_at = ImportState.FAILED, reason, clock.now()
        self.save(update_fields=["state", "reason", "finished_at"])


class DayKind(models.TextChoices):
    WORKED = "worked", _("Worked")
    FREE = "free", _("Free")


class CalendarYear(DistrictRow):
    """A year whose days an administrator answers for; Monday to Friday are worked by default."""

    year = models.PositiveSmallIntegerField(_("year"))

    class Meta:
        verbose_name = _("year of the calendar")
        verbose_name_plural = _("years of the calendar")
        constraints = [
            models.UniqueConstraint(fields=["district", "year"], name="calendar_year_once")
        ]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(DistrictRow):
    """A day that the district works, or does not, against the state's calendar."""

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=8, choices=DayKind.choices)
    note = models.CharField(_("why"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["district", "day"], name="calendar_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} · {self.get_kind_display()}"
