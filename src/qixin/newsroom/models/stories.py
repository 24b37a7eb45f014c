"""Stories, and the reports that they were made of."""

from __future__ import annotations

import secrets
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.core.plain_text import one_line, paragraphs
from qixin.newsroom import holds
from qixin.newsroom.bodies import all_pictures, tidy_body
from qixin.newsroom.enums import ClaimState, NoticeKind, NoticeState, StoryState
from qixin.newsroom.models.addresses import PublicAddress, identity
from qixin.newsroom.models.blocks import (
    AnswersBlock,
    FiguresBlock,
    GalleryBlock,
    MapBlock,
    PictureBlock,
    QuoteBlock,
    RelatedBlock,
    TimelineBlock,
)
from qixin.newsroom.models.clip_block import ClipBlock
from qixin.newsroom.models.live_block import LiveBlock
from qixin.newsroom.models.pages import Column, Topic
from qixin.newsroom.models.pictures import Picture
from qixin.reports.models import Report

# While a round begins anew: the receivers tell of one step, not of a called-off and a new round.
beginning_again: ContextVar[bool] = ContextVar("beginning_again", default=False)


class PublishNotBefore(PublishPageRevisionAction):
    """Wagtail's publishing, with the end of a story's embargo as its earliest moment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # a version may have been read before somebody set or moved the embargo
        self.object.refresh_from_db(fields=list(self.object.OF_THE_STORY))
        until, wish = self.object.embargo_until, self.object.go_live_at
        if until is not None and until > clock.now():
            self.object.go_live_at = max(until, wish or until)


class StoryBody(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", template="newsroom/public/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text"), icon="pilcrow", features=["bold", "italic", "ul", "ol", "link"]
    )
    picture = PictureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    figures = FiguresBlock()
    map = MapBlock()
    answers = AnswersBlock()
    timeline = TimelineBlock()
    related = RelatedBlock()
    clip = ClipBlock()
    live = LiveBlock()


def story_path(pk: int, published_on: datetime) -> str:
    """A story's file below a tree: by the district's day of its publication, and its id."""
    return f"stories/{clock.local(published_on):%Y/%m/%d}/{pk}.html"


class GoingOutPanel(PublishingPanel):
    """When it goes out, and no end: a story leaves the site by a withdrawal, which tells why."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.children = [one for one in self.children if one.field_name != "expire_at"]

    class BoundPanel(PublishingPanel.BoundPanel):
        template_name = "newsroom/back_office/going_out.html"


class Story(PublicAddress, DistrictRow, Page):
    """A story. Wagtail keeps its versions; one goes out when three people have reviewed it."""

    summary = models.TextField(_("summary"), max_length=300, blank=True)
    body = StreamField(StoryBody(), verbose_name=_("body"), blank=True)
    cover = models.ForeignKey(
        Picture,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover picture"),
    )
    byline = models.CharField(_("author"), max_length=120, blank=True)
    credits = models.TextField(
        _("credits"), max_length=500, blank=True, help_text=_("Who sent in what the story tells.")
    )
    published_on = models.DateTimeField(
        _("publication time"),
        null=True,
        blank=True,
        help_text=_("Shown on the page. Empty: the moment of the first publication."),
    )
    # where its files stand now, so that they can be removed when the address changes
    file_path = models.CharField(max_length=120, blank=True, editable=False)
    # whether it says what nobody has verified, and who did verify it from which source
    claim = models.CharField(
        _("claim"),
        max_length=12,
        choices=ClaimState.choices,
        default=ClaimState.NONE,
        editable=False,
    )
    claim_text = models.CharField(max_length=200, blank=True, editable=False)
    claim_source = models.CharField(max_length=200, blank=True, editable=False)
    claim_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    claim_at = models.DateTimeField(null=True, blank=True, editable=False)
    # an urgent flash, until it has gone out
    urgent_at = models.DateTimeField(null=True, blank=True, editable=False)
    urgent_reason = models.CharField(max_length=200, blank=True, editable=False)
    # not public before, who asked for it, and why; until it has gone out
    embargo_until = models.DateTimeField(null=True, blank=True, editable=False)
    embargo_by = models.CharField(max_length=80, blank=True, editable=False)
    embargo_reason = models.CharField(max_length=200, blank=True, editable=False)

    # what belongs to the story and not to one of its versions
    OF_THE_STORY = ("file_path", "claim", "claim_text", "claim_source", "claim_by_id", "claim_at",
                    "urgent_at", "urgent_reason", "embargo_until", "embargo_by",
                    "embargo_reason")  # fmt: skip

    parent_page_types = ["newsroom.Column"]
    subpage_types: list[str] = []
    template = "newsroom/public/story.html"
    content_panels = [
        FieldPanel("title", classname="title"),
        FieldPanel("summary"),
        FieldPanel("cover"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("byline"), FieldPanel("credits"), FieldPanel("published_on")],
            heading=_("Author, credits, time"),
        ),
    ]
    promote_panels: list[Any] = []
    settings_panels = [GoingOutPanel()]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [
            # the lists of the public site and the situation page's curve
            models.Index(fields=["-published_on"], name="story_published_on"),
            # the job that looks for stories without a file
            models.Index(
                fields=["page_ptr"], condition=models.Q(file_path=""), name="story_without_file"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(claim=ClaimState.VERIFIED) | ~models.Q(claim_source=""),
                name="story_verified_by_a_source",
            ),
            models.CheckConstraint(
                condition=~models.Q(claim=ClaimState.UNVERIFIED) | ~models.Q(claim_text=""),
                name="story_claim_is_named",
            ),
            models.CheckConstraint(
                condition=models.Q(embargo_until__isnull=True, embargo_by="", embargo_reason="")
                | models.Q(embargo_until__isnull=False)
                & ~models.Q(embargo_by="")
                & ~models.Q(embargo_reason=""),
                name="story_embargo_says_who_and_why",
            ),
        ]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # Nobody reads a story's slug: its public address is made of its day and its id.
        if not self.slug:
            self.slug = f"s{secrets.token_hex(8)}"
        self._tidy()
        super().full_clean(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """An older version, with what belongs to the story and not to the version."""
        version = super().with_content_json(content)
        for name in self.OF_THE_STORY:
            setattr(version, name, getattr(self, name))
        version.expire_at = None
        version.published_on = version.published_on or self.published_on
        return version

    @transaction.atomic
    def save_revision(self, user: Any = None, **kwargs: Any) -> Any:
        """A changed text is reviewed from the start: its round of reviews begins again.

        The page is locked first, so that no review is given to a text while it changes.
        """
        Page.objects.select_for_update().filter(pk=self.pk).first()
        if user is not None:
            holds.check_free(self, user)
        # the editor saves without asking whether all is filled in
        self._tidy()
        if kwargs.get("overwrite_revision") is not None:
            # what the editor saves by itself every few seconds has its line since the first time
            kwargs["log_action"] = False
        revision = super().save_revision(user=user, **kwargs)
        _begin_again(self, revision, user)
        return revision

    @transaction.atomic
    def publish(
        self, revision: Any, *args: Any, skip_permission_checks: bool = False, **kwargs: Any
    ) -> None:
        """Every road to the readers leads through here: before the end of an embargo, asked of the
        locked row, the version is scheduled for that moment."""
        Page.objects.select_for_update().get(pk=self.pk)
        PublishNotBefore(revision, *args, **kwargs).execute(skip_permission_checks)

    def _tidy(self) -> None:
        """Nothing in it turns the writing round or hides, whoever pasted it from wherever."""
        self.title, self.byline = one_line(self.title), one_line(self.byline)
        self.summary, self.credits = paragraphs(self.summary), paragraphs(self.credits)
        # Wagtail's end of a page: readers would find nothing and be told nothing
        self.expire_at = None
        tidy_body(self)

    def public_path(self) -> str:
        return story_path(self.pk, self._out_on)

    @property
    def _out_on(self) -> datetime:
        """When readers have it, as far as that is known yet."""
        known = self.published_on or self.first_published_at or self.embargo_until
        return known or clock.now()

    @property
    def identity(self) -> str:
        """By which feeds and packages name it for good."""
        first = self.first_published_at or self._out_on
        return identity(f"story/{self.pk}", clock.local(first).date())

    @property
    def column(self) -> Column:
        return self.get_parent().specific

    @property
    def topic(self) -> Topic | None:
        parent = self.column.get_parent().specific
        return parent if isinstance(parent, Topic) else None

    @property
    def thing(self) -> str:
        """What reports call this story in their settlements."""
        return f"newsroom.story:{self.pk}"

    @property
    def state(self) -> StoryState:
        if self.workflow_in_progress:
            return StoryState.WAITING
        if self.live:
            return StoryState.PUBLISHED
        if self.approved_schedule:
            return StoryState.SCHEDULED
        return StoryState.DROPPED if self.first_published_at else StoryState.DRAFT

    @property
    def version_for_others(self) -> Any:
        """The revision that other media may have: what readers have before them, or what three
        people approved and waits for its time; None where neither is there."""
        return self.live_revision if self.live else self.scheduled_revision

    @property
    def public_notices(self) -> list[Any]:
        """What readers were told of this story, oldest first. `_told` where many were read."""
        if (told := getattr(self, "_told", None)) is not None:
            return list(told)
        return list(self.notices.filter(state=NoticeState.PUBLIC).order_by("public_at", "pk"))

    @property
    def withdrawal(self) -> Any:
        """The notice that stands in the story's place; None while it is out, or never was."""
        if self.live or self.first_published_at is None:
            return None
        last = self.notices.filter(state=NoticeState.PUBLIC).order_by("public_at", "pk").last()
        return last if last is not None and last.kind == NoticeKind.WITHDRAWAL else None

    @property
    def pictures(self) -> list[Picture]:
        """Cover first, then those of the body, each once."""
        return all_pictures(self.cover, self.body)


def _begin_again(story: Story, revision: Any, user: Any) -> None:
    """Start the round anew, unless nobody has reviewed and the turn is for this very text."""
    state = story.current_workflow_state
    turn = story.current_workflow_task_state
    if state is None or turn is None:
        return
    taken = state.task_states.filter(status=turn.STATUS_APPROVED).exists()
    if taken or turn.revision_id != revision.pk:
        token = beginning_again.set(True)
        try:
            state.cancel(user=user)
            story.get_workflow().start(story, state.requested_by)
        finally:
            beginning_again.reset(token)


class StorySource(models.Model):
    """A report that a story was made of, and how its sender is credited."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="sources")
    report = models.ForeignKey(Report, models.PROTECT, related_name="story_sources")
    credit = models.CharField(_("credit"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("source of a story")
        verbose_name_plural = _("sources of stories")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["story", "report"], name="story_source_once")
        ]

    def __str__(self) -> str:
        return f"{self.story_id} ← {self.report_id}"
