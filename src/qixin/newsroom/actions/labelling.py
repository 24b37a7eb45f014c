"""Columns are labels that reports are triaged to."""

from __future__ import annotations

from qixin.newsroom.models import Column
from qixin.reports.enums import LabelKind
from qixin.reports.models import Label


def sync_label(*, column: Column) -> Label:
    """Make the label of a column say what the column says; in use while the column is live."""
    label, _created = Label.objects.update_or_create(
        district=column.district,
        kind=LabelKind.COLUMN,
        code=column.slug[:64],
        defaults={
            "name": column.title[:64],
            "name_en": column.name_en,
            "description": column.summary,
            "description_en": column.summary_en,
            "keywords": column.keywords,
            "is_active": column.takes_stories,
        },
    )
    return label


def unsync_label(*, column: Column, code: str | None = None) -> None:
    """Take the label out of use: the column is gone, or its address was changed from `code`."""
    Label.objects.filter(
        district=column.district, kind=LabelKind.COLUMN, code=code or column.slug
    ).update(is_active=False)
