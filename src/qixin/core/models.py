"""Rows that every room stands on: the district column, the journal and its seals."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def default_district() -> str:
    return settings.QIXIN_DISTRICT


class DistrictRow(models.Model):
    """A row that says which district it belongs to, so that a province can partition by it."""

    district = models.CharField(
        _("district code"), max_length=6, default=default_district, editable=False
    )

    class Meta:
        abstract = True


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
