"""The front page, topics and columns: what stories hang under."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from qixin.core.models import DistrictRow
from qixin.core.personal_data import find_personal_data
from qixin.core.plain_text import one_line
from qixin.newsroom.enums import Colour, SectionState
from qixin.newsroom.models.addresses import PublicAddress


class Named(DistrictRow):
    """What a section of the site has besides its (Chinese) title."""

    name_en = models.CharField(_("English name"), max_length=96, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    summary_en = models.CharField(_("English summary"), max_length=300, blank=True)

    class Meta:
        abstract = True

    title: str

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """On whichever road they come, these stand in lists, feeds and addresses of others."""
        for name in ("title", "draft_title", "name_en", "summary", "summary_en"):
            setattr(self, name, one_line(getattr(self, name)))
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """What stands on every page of a section is searched before it can stop them all."""
        super().clean()
        texts = {
            name: getattr(self, name) for name in ("title", "name_en", "summary", "summary_en")
        }
        found = {name: find_personal_data(text) for name, text in texts.items()}
        errors = {
            name: _("“%(text)s” must not be published.") % {"text": findings[0].text}
            for name, findings in found.items()
            if findings
        }
        if errors:
            raise ValidationError(errors)

    @property
    def name(self) -> str:
        """The title in the reader's language, as far as there is one."""
        return (self.name_en or self.title) if get_language() == "en" else self.title

    @property
    def about(self) -> str:
        return self.summary_en if get_language() == "en" else self.summary


SECTION_PANELS = [
    FieldPanel("title", heading=_("Section name")),
    FieldPanel("name_en"),
    FieldPanel("summary"),
    FieldPanel("summary_en"),
    FieldPanel("slug", help_text=_("Part of the public address; letters, digits and hyphens.")),
]


class Home(PublicAddress, Named, Page):
    """The front page of the public site; there is one."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["newsroom.Topic", "newsroom.Column"]
    max_count = 1
    content_panels = SECTION_PANELS[:-1]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def public_path(self) -> str:
        return "index.html"


class OnceAcrossTheSite:
    """A slug that the public address is made of must not stand twice, whatever the parents are."""

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]
        same = type(self).objects.filter(slug=self.slug).exclude(pk=self.pk)  # type: ignore[attr-defined]
        if same.exists():
            raise ValidationError(
                {"slug": _("This address is taken by “%(name)s”. Choose another one.")
                 % {"name": same[0].title}}
            )  # fmt: skip


class Topic(OnceAcrossTheSite, PublicAddress, Named, Page):
    """An event that the newsroom follows, with columns of its own."""

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SectionState.choices,
        default=SectionState.ACTIVE,
        editable=False,
    )
    # the editors' choice for its head; without one the newest story stands there
    lead = models.ForeignKey(
        "newsroom.Story",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("lead story"),
    )

    parent_page_types = ["newsroom.Home"]
    subpage_types = ["newsroom.Column"]
    content_panels = SECTION_PANELS
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def public_path(self) -> str:
        return f"topics/{self.slug}/index.html"


class Column(OnceAcrossTheSite, PublicAddress, Named, Page):
    """A column; it is also a label that a report can be triaged to. `actions.sections` writes its
    state; `editor` is in charge of it."""

    keywords = models.TextField(
        _("keywords"),
        blank=True,
        help_text=_("Words that suggest this column for a report, separated by spaces."),
    )
    colour = models.CharField(
        _("colour"), max_length=8, choices=Colour.choices, default=Colour.TEAL
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="columns_in_charge",
        verbose_name=_("editor in charge"),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SectionState.choices,
        default=SectionState.ACTIVE,
        editable=False,
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    parent_page_types = ["newsroom.Home", "newsroom.Topic"]
    subpage_types = ["newsroom.Story"]
    content_panels = [*SECTION_PANELS, FieldPanel("keywords"), FieldPanel("colour")]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("column")
        verbose_name_plural = _("columns")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SectionState.MERGED, merged_into__isnull=False)
                | ~Q(state=SectionState.MERGED) & Q(merged_into__isnull=True),
                name="column_merged_into_one",
            )
        ]

    def public_path(self) -> str:
        return f"columns/{self.slug}/index.html"

    @property
    def topic(self) -> Topic | None:
        parent = self.get_parent().specific
        return parent if isinstance(parent, Topic) else None

    @property
    def thing(self) -> str:
        """What reports call this column where they were written at it."""
        return f"newsroom.column:{self.pk}"

    @property
    def takes_stories(self) -> bool:
        return bool(self.live) and self.state == SectionState.ACTIVE
