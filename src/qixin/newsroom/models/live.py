"""Live channels, what is written in them by the minute, and what was corrected."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qixin.core import clock
from qixin.core.encryption import EncryptedTextField
from qixin.core.models import DistrictRow
from qixin.newsroom.enums.live import (
    OPEN_LIVE,
    PUBLIC_LIVE,
    EntryRule,
    EntryState,
    LiveSignal,
    LiveState,
)
from qixin.newsroom.models.addresses import PublicAddress
from qixin.newsroom.models.pages import Topic
from qixin.newsroom.models.pictures import Picture

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_ENTRY = 80, 300, 2000
# the stream's name: it becomes a folder, a file's name and a part of addresses
SLUG = RegexValidator(
    r"\A[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?\Z",
    _("Small letters, digits and hyphens, at most 48; it begins and ends with a letter or digit."),
)


def new_stream_key() -> str:
    return secrets.token_urlsafe(18)


class LiveChannel(PublicAddress, DistrictRow):
    """A live blog of a topic, with a stream beside it or without one.

    Its page is public from the first start on. `stream_key` lets an encoder publish.
    """

    topic = models.ForeignKey(
        Topic, models.PROTECT, related_name="live_channels", verbose_name=_("topic")
    )
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    title_en = models.CharField(_("English title"), max_length=LONGEST_TITLE, blank=True)
    summary = models.CharField(_("summary"), max_length=LONGEST_SUMMARY, blank=True)
    summary_en = models.CharField(_("English summary"), max_length=LONGEST_SUMMARY, blank=True)
    slug = models.CharField(_("address"), max_length=48, unique=True, validators=[SLUG])
    rule = models.CharField(
        pgettext_lazy("live", "second look"),
        max_length=12,
        choices=EntryRule.choices,
        default=EntryRule.AT_ONCE,
    )
    state = models.CharField(
        _("state"), max_length=8, choices=LiveState.choices, default=LiveState.PLANNED
    )
    signal = models.CharField(
        pgettext_lazy("live", "stream"),
        max_length=12,
        choices=LiveSignal.choices,
        default=LiveSignal.NONE,
    )
    signal_since = models.DateTimeField(null=True, blank=True, editable=False)
    # when the editors were last told of an interruption
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    stream_key = EncryptedTextField(default=new_stream_key, editable=False)
    started_at = models.DateTimeField(pgettext_lazy("live", "started"), null=True, blank=True)
    ended_at = models.DateTimeField(pgettext_lazy("live", "ended"), null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("live channel")
        verbose_name_plural = _("live channels")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=LiveState.PLANNED, started_at__isnull=True)
                | (~Q(state=LiveState.PLANNED) & Q(started_at__isnull=False)),
                name="live_started_unless_planned",
            ),
            models.CheckConstraint(
                condition=Q(state=LiveState.ENDED, ended_at__isnull=False)
                | (~Q(state=LiveState.ENDED) & Q(ended_at__isnull=True)),
                name="live_ended_at_its_end",
            ),
            models.CheckConstraint(
                condition=Q(signal=LiveSignal.NONE) | Q(state=LiveState.ON_AIR),
                name="live_stream_only_on_air",
            ),
        ]
        indexes = [
            # "live now" on the public pages, and the watcher
            models.Index(fields=["state", "topic"], name="live_channel_state")
        ]

    def __str__(self) -> str:
        return self.title

    def public_path(self) -> str:
        return f"live/{self.slug}/index.html"

    @property
    def name(self) -> str:
        """The title in the reader's language, as far as there is one."""
        return (self.title_en or self.title) if get_language() == "en" else self.title

    @property
    def about(self) -> str:
        return self.summary_en if get_language() == "en" else self.summary

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_LIVE

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_LIVE


class LiveEntry(DistrictRow):
    """What is told at one moment. `client_key` is made by the page: sent twice, it is one.

    Readers see it by `out_at`; of one that was taken down after it was out they see why.
    """

    channel = models.ForeignKey(LiveChannel, models.PROTECT, related_name="entries")
    client_key = models.UUIDField(unique=True, editable=False)
    text = models.TextField(
        pgettext_lazy("live entry", "text"), validators=[MaxLengthValidator(LONGEST_ENTRY)]
    )
    text_en = models.TextField(
        _("English text"), blank=True, validators=[MaxLengthValidator(LONGEST_ENTRY)]
    )
    pictures: models.ManyToManyField[Picture, Any] = models.ManyToManyField(
        Picture, related_name="live_entries", blank=True
    )
    state = models.CharField(_("state"), max_length=12, choices=EntryState.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    out_at = models.DateTimeField(null=True, blank=True)
    let_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    pinned_at = models.DateTimeField(null=True, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("live entry")
        verbose_name_plural = _("live entries")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=EntryState.OUT) | Q(out_at__isnull=False),
                name="live_entry_out_since",
            ),
            models.CheckConstraint(
                condition=Q(state=EntryState.TAKEN_DOWN, taken_down_at__isnull=False)
                & ~Q(reason="")
                | ~Q(state=EntryState.TAKEN_DOWN) & Q(taken_down_at__isnull=True),
                name="live_entry_down_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(pinned_at__isnull=True) | Q(state=EntryState.OUT),
                name="live_entry_pinned_is_out",
            ),
            models.UniqueConstraint(
                fields=["channel"], condition=Q(pinned_at__isnull=False), name="live_one_pinned"
            ),
        ]
        indexes = [
            # the live page and its older pages
            models.Index(fields=["channel", "-out_at"], name="live_entry_page"),
            # who waits for a second look
            models.Index(fields=["channel", "state"], name="live_entry_state"),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def words(self) -> str:
        """The text in the reader's language, as far as there is one."""
        return (self.text_en or self.text) if get_language() == "en" else self.text

    @property
    def words_language(self) -> str:
        return "en" if get_language() == "en" and self.text_en else "zh-Hans"

    @property
    def corrected_at(self) -> Any:
        """When readers' text was last corrected; None for never. Corrections are read along."""
        times = [one.at for one in self.corrections.all()]
        return max(times) if times else None


class LiveCorrection(models.Model):
    """What an entry said before it was corrected; kept for good."""

    entry = models.ForeignKey(LiveEntry, models.PROTECT, related_name="corrections")
    text = models.TextField(_("text before"))
    text_en = models.TextField(_("English text before"), blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("correction of a live entry")
        verbose_name_plural = _("corrections of live entries")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:40]
