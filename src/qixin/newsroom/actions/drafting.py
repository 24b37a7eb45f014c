"""From reports to a draft, and back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from html import escape
from typing import Any, cast

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.fields import StreamField

from qixin.core import journal
from qixin.core.errors import Conflict
from qixin.core.personal_data import mask_text
from qixin.core.plain_text import one_line, paragraphs
from qixin.newsroom import holds
from qixin.newsroom.enums import PictureRights
from qixin.newsroom.models import Column, Picture, Story, StorySource
from qixin.newsroom.policies import check_can_draft, check_can_withdraw
from qixin.newsroom.workflow import JOURNAL
from qixin.people.models import User
from qixin.reports.actions import settle, unsettle
from qixin.reports.enums import AttachmentKind, AttachmentState, Outcome, PicturesUse
from qixin.reports.models import Attachment, Report

# Characters of a headline that a title is made of.
TITLE = 40
SHOWABLE = (AttachmentState.READY, AttachmentState.DAMAGED)


@transaction.atomic
def draft_from_reports(*, reports: Sequence[Report], column: Column, by: User) -> Story:
    """A draft with the reports' text, pictures and credits; the same reports again give the same.

    Raises Refused without the right to edit, Invalid for a report that was merged into another.
    """
    held = _locked(reports)
    check_can_draft(by, reports=held)
    known = _made_of(held)
    if known is not None:
        return known
    story = Story(title=_title(held[0]), live=False, owner=by)
    _carry_over(story, held)
    column.add_child(instance=story)
    _link(story, held, by)
    story.save_revision(user=by)
    journal.write(verb=JOURNAL["draft"], subject=story, by=by, detail=_numbers(held))
    return story


@transaction.atomic
def add_reports(*, story: Story, reports: Sequence[Report], by: User) -> Story:
    """Append reports to a story as a new version; those that it already has are left alone."""
    held = _locked(reports)
    check_can_draft(by, reports=held)
    story = Story.objects.select_for_update().get(pk=story.pk)
    if story.live:
        raise Conflict(_("This story is published. Choose a draft, or make a new one."))
    holds.check_free(story, by)
    known = set(story.sources.values_list("report_id", flat=True))
    new = [report for report in held if report.pk not in known]
    if new:
        version = story.get_latest_revision_as_object()
        _carry_over(version, new)
        _link(story, new, by)
        version.save_revision(user=by)
        journal.write(verb=JOURNAL["add"], subject=story, by=by, detail=_numbers(new))
    return story


@transaction.atomic
def withdraw_draft(*, story: Story, by: User) -> None:
    """Undo `draft_from_reports`: the draft goes, its reports are told nothing became of it yet.

    Raises Conflict once somebody has worked on it.
    """
    story = Story.objects.select_for_update().get(pk=story.pk)
    check_can_withdraw(by, story=story)
    sources = list(story.sources.select_related("report"))
    for source in sources:
        unsettle(report=source.report, thing=story.thing, by=by)
    journal.write(
        verb=JOURNAL["withdraw"],
        subject=story,
        by=by,
        detail=_numbers([source.report for source in sources]),
    )
    story.delete(user=by)  # type: ignore[call-arg]  # Wagtail's pages take who deletes


def credit_of(report: Report) -> str:
    """Who is thanked: a correspondent by name and group; a resident's name stays unsaid."""
    with override("zh-hans"):
        if report.sender is None:
            return _("Contribution from a resident")
        group = report.group.name if report.group else ""
        return one_line(f"{group} {report.sender.name}")


def _locked(reports: Sequence[Report]) -> list[Report]:
    """In the order in which they were chosen; locked in the order of their keys."""
    keys = [report.pk for report in reports]
    held = {
        report.pk: report
        for report in Report.objects.select_for_update(of=("self",))
        .select_related("sender", "group")
        .filter(pk__in=keys)
        .order_by("pk")
    }
    return [held[key] for key in dict.fromkeys(keys)]


def _made_of(reports: list[Report]) -> Story | None:
    """The story that was made of exactly these reports, or of more."""
    stories = Story.objects.all()
    for report in reports:
        stories = stories.filter(sources__report=report)
    return stories.order_by("pk").first()


def _title(report: Report) -> str:
    # Senders of merged reports read it, too: numbers are masked before the cut.
    text = mask_text(paragraphs(report.text[:400])).split("\n", 1)[0]
    sentence = text.split("。", 1)[0].strip()
    return sentence[:TITLE] or _("Untitled story")


def _carry_over(story: Story, reports: list[Report]) -> None:
    parts: list[dict[str, Any]] = story.body.get_prep_value() if story.body else []
    for report in reports:
        parts += _text_parts(report.text)
        for picture in _pictures(report):
            story.cover = story.cover or picture
            parts.append(_part("picture", {"picture": picture.pk, "caption": "", "credit": ""}))
    body = cast(StreamField, Story._meta.get_field("body"))
    story.body = body.to_python(parts)
    credits = [line for line in story.credits.split("\n") if line]
    credits += [credit_of(report) for report in reports]
    story.credits = "\n".join(dict.fromkeys(credits))[:500]


def _text_parts(text: str) -> list[dict[str, Any]]:
    return [
        _part("paragraph", f"<p>{escape(line.strip())}</p>")
        for line in paragraphs(text).split("\n")
        if line.strip()
    ]


def _part(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _pictures(report: Report) -> list[Picture]:
    shown = report.attachments.filter(kind=AttachmentKind.IMAGE, state__in=SHOWABLE).exclude(web="")
    return [_picture(attachment, credit_of(report)) for attachment in shown]


def _picture(attachment: Attachment, credit: str) -> Picture:
    """The newsroom's picture of an attachment, made of the rendition that bears no metadata."""
    known = Picture.objects.filter(attachment=attachment).first()
    if known is not None:
        return known
    with attachment.web.open("rb") as stream:
        content = ContentFile(stream.read(), name=f"{attachment.sha256[:12]}.jpg")
    picture = Picture(
        title=f"{attachment.report.number}-{attachment.position + 1}",
        credit=credit[:120],
        rights=_rights_of(attachment.report),
        attachment=attachment,
        file=content,
    )
    picture.save()
    return picture


def _rights_of(report: Report) -> PictureRights:
    """A correspondent sends in to be published; a resident says so, or is asked by the editor."""
    allowed = report.sender is not None or report.pictures_use == PicturesUse.ALLOWED
    return PictureRights.CONSENT if allowed else PictureRights.UNKNOWN


def _link(story: Story, reports: list[Report], by: User) -> None:
    for report in reports:
        StorySource.objects.get_or_create(
            story=story, report=report, defaults={"credit": credit_of(report)[:120]}
        )
        settle(
            report=report,
            thing=story.thing,
            outcome=Outcome.STORY_DRAFTED,
            by=by,
            title=story.title,
        )


def _numbers(reports: list[Report]) -> dict[str, Any]:
    return {"reports": [report.number for report in reports]}
