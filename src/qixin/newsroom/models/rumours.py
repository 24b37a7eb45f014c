"""What goes round, where it was seen, what was found out, and what the newsroom answers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.newsroom.enums import (
    IN_WORK,
    AnswerState,
    Channel,
    EvidenceKind,
    RumourState,
    Verdict,
)
from qixin.newsroom.models.addresses import identity
from qixin.newsroom.models.stories import Story
from qixin.reports.models import Report

LONGEST_CLAIM, LONGEST_ANSWER, LONGEST_SOURCES, LONGEST_FINDING = 200, 1000, 500, 1000
LONGEST_LINK = 300
# What a chain message can reach; above it somebody has typed a telephone number.
MOST_READERS = 100_000_000


def fact_path(pk: int) -> str:
    """A rumour's file below a tree; it stays whatever becomes of the answer."""
    return f"facts/{pk}.html"


class Rumour(DistrictRow):
    """A claim that goes round, in the words in which it does.

    `client_key` is made by the page: the same form sent twice is one.
    """

    client_key = models.UUIDField(unique=True, editable=False)
    claim = models.CharField(pgettext_lazy("rumour", "claim"), max_length=LONGEST_CLAIM)
    first_seen_at = models.DateTimeField(_("first seen"))
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=RumourState.choices, default=RumourState.COLLECTING
    )
    # why it is not answered, or why the answer was withdrawn: that one is public
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(pgettext_lazy("rumour", "opened"), default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    stories: models.ManyToManyField[Story, Any] = models.ManyToManyField(
        Story, through="RumourStory", related_name="rumours"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("rumour")
        verbose_name_plural = _("rumours")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(claim=""), name="rumour_has_words"),
            models.CheckConstraint(
                condition=~Q(state__in=[RumourState.FILED, RumourState.WITHDRAWN]) | ~Q(reason=""),
                name="rumour_ended_with_reason",
            ),
        ]
        indexes = [
            # the board
            models.Index(fields=["district", "state", "-opened_at"], name="rumour_board")
        ]

    def __str__(self) -> str:
        return self.claim

    @property
    def thing(self) -> str:
        """What reports call this rumour in their settlements."""
        return f"newsroom.rumour:{self.pk}"

    def public_path(self) -> str:
        return fact_path(self.pk)

    @property
    def public_answer(self) -> Answer | None:
        """What readers see now."""
        return self._answer_in(AnswerState.PUBLISHED)

    @property
    def answer_in_work(self) -> Answer | None:
        """What waits to be verified or published."""
        return self._answer_in(*IN_WORK)

    def _answer_in(self, *states: AnswerState) -> Answer | None:
        # `answers.all()` so that pages which read them along ask once
        return next((one for one in self.answers.all() if one.state in states), None)


class Sighting(DistrictRow):
    """The claim was seen there: by us, or by whoever sent `report`."""

    client_key = models.UUIDField(unique=True, editable=False)
    rumour = models.ForeignKey(Rumour, models.CASCADE, related_name="sightings")
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="sightings"
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    # may name a group of neighbours, hence for the desk alone
    place = models.CharField(pgettext_lazy("sighting", "where exactly"), max_length=80, blank=True)
    seen_at = models.DateTimeField(pgettext_lazy("sighting", "seen"))
    readers = models.PositiveIntegerField(
        _("readers or shares"), null=True, blank=True, validators=[MaxValueValidator(MOST_READERS)]
    )
    link = models.URLField(_("link"), max_length=LONGEST_LINK, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")
        ordering = ["-seen_at", "-id"]
        constraints = [
            # a report tells of one rumour
            models.UniqueConstraint(
                fields=["report"], condition=Q(report__isnull=False), name="sighting_report_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rumour_id} {self.get_channel_display()}"


class Evidence(DistrictRow):
    """What somebody found out. Who told it, and how to reach them, stays with the desk."""

    client_key = models.UUIDField(unique=True, editable=False)
    rumour = models.ForeignKey(Rumour, models.CASCADE, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind.choices)
    source = models.CharField(_("source"), max_length=120)
    dated = models.DateField(pgettext_lazy("evidence", "of the day"))
    text = models.TextField(
        pgettext_lazy("evidence", "what it says"), validators=[MaxLengthValidator(LONGEST_FINDING)]
    )
    link = models.URLField(_("link"), max_length=LONGEST_LINK, blank=True)
    collected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    collected_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(text=""), name="evidence_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.source}"


class Answer(DistrictRow):
    """One wording of a rumour's answer, verdict included: proposed by one person, verified by
    another. A correction is a wording of its own, with `notice` saying what it corrects.

    `claim` is how readers may read the claim; `sources` a line each. What is not given in English
    is read in Chinese.
    """

    rumour = models.ForeignKey(Rumour, models.CASCADE, related_name="answers")
    state = models.CharField(
        _("state"), max_length=10, choices=AnswerState.choices, default=AnswerState.PROPOSED
    )
    verdict = models.CharField(
        pgettext_lazy("rumour", "verdict"), max_length=10, choices=Verdict.choices
    )
    claim = models.CharField(_("claim as readers see it"), max_length=LONGEST_CLAIM)
    claim_en = models.CharField(_("claim in English"), max_length=2 * LONGEST_CLAIM, blank=True)
    text = models.TextField(
        pgettext_lazy("rumour", "answer"), validators=[MaxLengthValidator(LONGEST_ANSWER)]
    )
    text_en = models.TextField(
        _("answer in English"), validators=[MaxLengthValidator(2 * LONGEST_ANSWER)], blank=True
    )
    sources = models.TextField(
        _("sources for readers"), validators=[MaxLengthValidator(LONGEST_SOURCES)]
    )
    notice = models.CharField(_("what is corrected"), max_length=200, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    # who returned, replaced or withdrew it, when and why
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("rumour", "answer")
        verbose_name_plural = pgettext_lazy("rumour", "answers")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("written_by")),
                name="answer_verified_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[AnswerState.PROPOSED, AnswerState.RETURNED])
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="answer_out_only_verified",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "superseded", "withdrawn"])
                | Q(published_at__isnull=False),
                name="answer_public_since",
            ),
            models.UniqueConstraint(
                fields=["rumour"],
                condition=Q(state__in=["proposed", "verified"]),
                name="answer_one_in_work",
            ),
            models.UniqueConstraint(
                fields=["rumour"], condition=Q(state="published"), name="answer_one_in_public"
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(claim="") & ~Q(sources=""), name="answer_has_words"
            ),
        ]
        indexes = [
            # the public list, its feeds, and the strip on the front pages
            models.Index(fields=["state", "-published_at"], name="answer_newest")
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}：{self.claim}"

    @property
    def indexed(self) -> str:
        """What the public search holds of it."""
        return "\n".join((self.claim, self.claim_en, self.text, self.text_en))

    def public_path(self) -> str:
        return fact_path(self.rumour_id)

    @property
    def identity(self) -> str:
        """By which feeds name it for good; a correction is the same entry."""
        return identity(f"fact/{self.rumour_id}", clock.local(self.rumour.opened_at).date())


class RumourStory(DistrictRow):
    """A story that tells the claim, or that the answer corrects: it bears the answer on top."""

    rumour = models.ForeignKey(Rumour, models.CASCADE, related_name="links")
    story = models.ForeignKey(Story, models.CASCADE, related_name="rumour_links")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("story of a rumour")
        verbose_name_plural = _("stories of rumours")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["rumour", "story"], name="rumour_story_once")
        ]

    def __str__(self) -> str:
        return f"{self.rumour_id} → {self.story_id}"
