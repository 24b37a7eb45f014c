"""Checklists in versions: what was published never changes, so an inspection keeps its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow
from qixin.enterprises.enums import ChecklistUse, Industry, Severity, VersionState
from qixin.enterprises.models.register import Tag

LONGEST_ITEM = 300
LONGEST_REFERENCE = 160


def in_reader_language(chinese: str, english: str) -> str:
    """The English text for whoever reads English, where there is one."""
    return english if english and get_language() != "zh-hans" else chinese


class Checklist(DistrictRow):
    """What is looked at in enterprises of some industries or tags; of all where it names none."""

    name = models.CharField(_("name"), max_length=64)
    name_en = models.CharField(_("English name"), max_length=96, blank=True)
    use = models.CharField(_("used for"), max_length=12, choices=ChecklistUse.choices)
    tags = models.ManyToManyField(Tag, blank=True, related_name="checklists")

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["use", "id"]
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="checklist_name_once")
        ]

    def __str__(self) -> str:
        return in_reader_language(self.name, self.name_en)


class ChecklistIndustry(models.Model):
    """One industry that a checklist is for."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="industries")
    industry = models.CharField(_("industry"), max_length=1, choices=Industry.choices)

    class Meta:
        verbose_name = _("industry of a checklist")
        verbose_name_plural = _("industries of a checklist")
        ordering = ["industry"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "industry"], name="checklist_industry_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_industry_display())


class ChecklistVersion(models.Model):
    """One edition of a checklist's items. `version` counts changes of a draft by its editors."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("edition"))
    state = models.CharField(
        _("state"), max_length=12, choices=VersionState.choices, default=VersionState.DRAFT
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(_("drafted"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("edition of a checklist")
        verbose_name_plural = _("editions of checklists")
        ordering = ["checklist_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="checklist_edition_once"),
            models.UniqueConstraint(
                fields=["checklist"], condition=Q(state=VersionState.DRAFT),
                name="checklist_one_draft",
            ),
            models.UniqueConstraint(
                fields=["checklist"], condition=Q(state=VersionState.PUBLISHED),
                name="checklist_one_published",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT, published_at__isnull=True)
                | ~Q(state=VersionState.DRAFT) & Q(published_at__isnull=False),
                name="checklist_published_has_moment",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.checklist} · {self.number}"


class ChecklistItem(models.Model):
    """One thing to look at; `severity` is that of the hazard where it is not in order."""

    edition = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("what to look at"), max_length=LONGEST_ITEM)
    text_en = models.CharField(_("in English"), max_length=LONGEST_ITEM, blank=True)
    severity = models.CharField(
        _("hazard if not in order"), max_length=8, choices=Severity.choices, default=Severity.MINOR
    )
    reference = models.CharField(_("rule"), max_length=LONGEST_REFERENCE, blank=True)

    class Meta:
        verbose_name = _("item of a checklist")
        verbose_name_plural = _("items of checklists")
        ordering = ["edition_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="checklist_item_position")
        ]

    def __str__(self) -> str:
        return in_reader_language(self.text, self.text_en)
