"""What the public search reads of a story: one row each, only while it is published."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.newsroom.models.clips import Clip
from qixin.newsroom.models.live import LiveChannel
from qixin.newsroom.models.pages import Column
from qixin.newsroom.models.pictures import Picture
from qixin.newsroom.models.stories import Story, story_path
from qixin.newsroom.search.layout import KINDS
from qixin.people.models import Area


class PublicText(DistrictRow):
    """A published story as it is searched. `text` is what was indexed, so that it can be taken out
    again; `town` is where the first of its reports came from."""

    story = models.OneToOneField(
        Story, models.CASCADE, primary_key=True, related_name="public_text"
    )
    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    text = models.TextField(_("text"), blank=True)
    column = models.ForeignKey(Column, models.CASCADE, related_name="+")
    town = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, related_name="+")
    published_on = models.DateTimeField(_("publication time"))
    # what it shows: whose files go with it, and which pages change with a picture's credit
    pictures = models.ManyToManyField(Picture, related_name="+")
    # the stories that it leads to, whose titles stand on its page
    related = models.ManyToManyField(Story, related_name="+")
    # the live channels that it shows as they stand: with each change its page is written anew
    channels = models.ManyToManyField(LiveChannel, related_name="+")
    # the clips that it shows: their files go out no longer than that
    clips = models.ManyToManyField(Clip, related_name="+")
    # of title, summary and text, by which stories that are alike find each other
    signature = models.BinaryField(default=b"", editable=False)

    class Meta:
        verbose_name = _("searchable story")
        verbose_name_plural = _("searchable stories")
        indexes = [
            # the search page, with and without a column or a town
            models.Index(fields=["-published_on", "-story"], name="public_text_newest"),
            models.Index(fields=["column", "-published_on"], name="public_text_column"),
            models.Index(fields=["town", "-published_on"], name="public_text_town"),
        ]

    def __str__(self) -> str:
        return self.title

    def public_path(self) -> str:
        return story_path(self.pk, self.published_on)

    @property
    def indexed(self) -> str:
        """What the index holds of it."""
        return f"{self.title}\n{self.summary}\n{self.text}"


class SearchChange(DistrictRow):
    """A row that readers find otherwise since it was committed, until OpenSearch has taken it in.

    Written in the change's own transaction; usually gone a moment later. `kind` is an index of
    `search.layout`, `ref` the row's number there.
    """

    kind = models.CharField(max_length=10, choices=[(name, name) for name in KINDS])
    ref = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("time"), default=clock.now)

    class Meta:
        verbose_name = _("change for the search index")
        verbose_name_plural = _("changes for the search index")

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
