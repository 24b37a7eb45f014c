"""What a story can be made of besides headings and text."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

# As many as an album of a long day holds; more is a story of its own.
MOST_PICTURES = 200
MOST_ROWS = 60


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)
    credit = blocks.CharBlock(
        label=_("Credit"),
        required=False,
        max_length=120,
        help_text=_("Empty: the credit of the picture itself."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "newsroom/public/blocks/picture.html"


class GalleryBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    pictures = blocks.ListBlock(
        PictureBlock(), min_num=2, max_num=MOST_PICTURES, label=_("Pictures"), collapsed=True
    )

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "newsroom/public/blocks/gallery.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    speaker = blocks.CharBlock(label=_("Who said it"), required=False, max_length=80)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "newsroom/public/blocks/quote.html"


class FigureBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("What is counted"), max_length=60)
    value = blocks.CharBlock(label=pgettext_lazy("figures in a story", "Figure"), max_length=20)
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=20)
    change = blocks.CharBlock(
        label=pgettext_lazy("figures in a story", "Change"),
        required=False,
        max_length=40,
        help_text=_("For example: 12 more than yesterday."),
    )

    class Meta:
        label = pgettext_lazy("figures in a story", "Figure")


class FiguresBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    figures = blocks.ListBlock(FigureBlock(), min_num=1, max_num=MOST_ROWS, label=_("Figures"))
    source = blocks.CharBlock(
        label=_("Source and time"),
        max_length=160,
        help_text=_("Who counted, and until when."),
    )

    class Meta:
        icon = "table"
        label = _("Figures")
        template = "newsroom/public/blocks/figures.html"


class PointBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Place"), max_length=60)
    told = blocks.CharBlock(label=_("What is there"), required=False, max_length=160)
    lng = blocks.DecimalBlock(
        label=_("Longitude"), min_value=-180, max_value=180, max_digits=9, decimal_places=6
    )
    lat = blocks.DecimalBlock(
        label=_("Latitude"), min_value=-90, max_value=90, max_digits=8, decimal_places=6
    )

    class Meta:
        label = _("Place")


class MapBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    points = blocks.ListBlock(PointBlock(), min_num=1, max_num=MOST_ROWS, label=_("Places"))

    class Meta:
        icon = "site"
        label = _("Map")
        template = "newsroom/public/blocks/map.html"


class AnswerBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.TextBlock(label=_("Answer"), max_length=2000)

    class Meta:
        label = _("Question and answer")


class AnswersBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    answers = blocks.ListBlock(
        AnswerBlock(), min_num=1, max_num=MOST_ROWS, label=_("Questions and answers")
    )

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "newsroom/public/blocks/answers.html"


class MomentBlock(blocks.StructBlock):
    when = blocks.CharBlock(
        label=pgettext_lazy("timeline", "When"), max_length=40, help_text=_("As readers see it.")
    )
    text = blocks.TextBlock(label=_("What happened"), max_length=600)

    class Meta:
        label = pgettext_lazy("timeline", "Moment")


class TimelineBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    moments = blocks.ListBlock(
        MomentBlock(), min_num=1, max_num=MOST_ROWS, label=pgettext_lazy("timeline", "Moments")
    )

    class Meta:
        icon = "history"
        label = _("Timeline")
        template = "newsroom/public/blocks/timeline.html"


class PublishedStoryBlock(blocks.PageChooserBlock):
    """A story that is out: readers of a link to a draft would find nothing."""

    def clean(self, value: Any) -> Any:
        page = super().clean(value)
        if page is not None and not page.live:
            raise ValidationError(_("“%(title)s” is not out.") % {"title": page.title})
        return page


class RelatedBlock(blocks.ListBlock):
    """Published stories that lead on; one that is taken off disappears from here as well."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            PublishedStoryBlock("newsroom.Story", label=_("story")),
            min_num=1,
            max_num=10,
            **kwargs,
        )

    class Meta:
        icon = "link"
        label = _("Related stories")
        template = "newsroom/public/blocks/related.html"
