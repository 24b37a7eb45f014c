"""Offers of stories to other media, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Revision

from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.errors import Conflict, Invalid
from qixin.core.personal_data import mask_text
from qixin.core.plain_text import one_line
from qixin.core.reasons import kept_reason
from qixin.core.saving import save_checked
from qixin.newsroom.enums import OutletLevel, PlacementState
from qixin.newsroom.models import Outlet, Placement, Story
from qixin.newsroom.policies.placements import (
    check_can_place,
    check_day_it_ran,
    check_may_be_offered,
    check_placement_transition,
    check_takes_offers,
)
from qixin.newsroom.workflow.placements import JOURNAL
from qixin.people.actions import notify
from qixin.people.models import User
from qixin.reports.actions import settle, unsettle
from qixin.reports.enums import Outcome

_OPEN = (PlacementState.OFFERED, PlacementState.TAKEN)
LONGEST_FATE_LINK = 300


@dataclass(frozen=True)
class Ran:
    """How an outlet ran a piece. Without a title it ran as offered; `circulation` says how far."""

    taken_on: date
    circulation: str
    title: str = ""
    link: str = ""


@transaction.atomic
def offer(*, story: Story, outlets: Iterable[Outlet], by: User) -> list[Placement]:
    """Offer what stands on the public site, or is approved for later, to each of `outlets`; where
    an offer is open or taken it stays the one. Packages go out by e-mail where the outlet has an
    address.

    Raises Refused, Conflict for a story that is neither or a retired outlet,
    PublicationStopped, Invalid without an outlet.
    """
    check_can_place(by)
    # the row decides: a click that comes twice finds what the first one made
    held = Story.objects.select_for_update().get(pk=story.pk)
    check_may_be_offered(held)
    chosen = sorted({outlet.pk: outlet for outlet in outlets}.items())
    if not chosen:
        raise Invalid(_("Choose at least one outlet."))
    return [_offer(held, outlet, by) for _pk, outlet in chosen]


@transaction.atomic
def take(*, placement: Placement, ran: Ran, by: User) -> Placement:
    """The outlet ran it; whoever it goes back to is told. Raises Refused, WrongState, Invalid."""
    check_can_place(by)
    held = locked_placement(placement)
    step(held, "take", by=by, **_as_ran(held, ran))
    _credit(held, by)
    return held


@transaction.atomic
def correct(*, placement: Placement, ran: Ran, version: int, by: User) -> Placement:
    """Put right what was noted. Raises Refused, WrongState, Invalid, Conflict where somebody
    changed it since `version`."""
    check_can_place(by)
    held = locked_placement(placement)
    if held.version != version:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Copy what you typed, load the page again "
              "and compare.")
        )  # fmt: skip
    step(held, "correct", by=by, **_as_ran(held, ran))
    _tell_senders(held, by)
    return held


@transaction.atomic
def refuse(*, placement: Placement, reason: str, by: User) -> Placement:
    """The outlet does not take it. Raises Refused, WrongState, Invalid without a reason."""
    check_can_place(by)
    held = locked_placement(placement)
    why = kept_reason(reason, missing=_("Say in a few words why the outlet does not take it."))
    step(held, "refuse", by=by, reason=why, mail_next_at=None)
    return held


@transaction.atomic
def withdraw(*, placement: Placement, reason: str, by: User) -> Placement:
    """Take the offer back; what is still in the post is not sent. Raises as `refuse`."""
    check_can_place(by)
    held = locked_placement(placement)
    why = kept_reason(reason, missing=_("Say in a few words why; the journal keeps it."))
    step(held, "withdraw", by=by, reason=why, mail_next_at=None)
    return held


@transaction.atomic
def reopen(*, placement: Placement, reason: str, by: User) -> Placement:
    """What was noted was wrong: the offer is open again, and the news is taken back.

    Raises Refused, WrongState, Invalid, Conflict where another offer is open by now.
    """
    check_can_place(by)
    held = locked_placement(placement)
    why = kept_reason(reason, missing=_("Say in a few words why; the journal keeps it."))
    others = Placement.objects.filter(story=held.story_id, outlet=held.outlet_id, state__in=_OPEN)
    if held.story_id is not None and others.exclude(pk=held.pk).exists():
        raise Conflict(_("It was offered there again meanwhile. Note it with that offer."))
    was_taken = held.state == PlacementState.TAKEN
    step(
        held, "reopen", by=by, told={"reason": why}, reason="", taken_on=None, ran_title="",
        link="", circulation="",
    )  # fmt: skip
    if was_taken and held.story is not None:
        for source in held.story.sources.select_related("report"):
            unsettle(report=source.report, thing=held.thing, by=by)
    return held


def locked_placement(placement: Placement) -> Placement:
    """The row as it is now, locked until the transaction ends."""
    return (
        Placement.objects.select_for_update(of=("self",))
        .select_related("outlet")
        .get(pk=placement.pk)
    )


def step(
    held: Placement, verb: str, *, by: Actor, told: Any = None, **changes: Any
) -> None:  # fmt: skip
    """Take a locked offer along the road `verb`, with its line in the journal; `told` adds to it.

    Raises WrongState, Invalid.
    """
    held.state = check_placement_transition(verb, held.state)
    held.version += 1
    held.decided_at = None if held.state == PlacementState.OFFERED else clock.now()
    held.decided_by = by if held.decided_at and isinstance(by, User) else None
    for field, value in changes.items():
        setattr(held, field, value)
    save_checked(held)
    detail = {"placement": held.state, "outlet": held.outlet_id} | (told or {})
    if reason := changes.get("reason"):
        detail["reason"] = reason
    if held.story_id is not None:
        detail["story"] = held.story_id
    journal.write(verb=JOURNAL[verb], subject=held, by=by, detail=detail)


def _offer(story: Story, outlet: Outlet, by: User) -> Placement:
    known = Placement.objects.filter(story=story, outlet=outlet, state__in=_OPEN).first()
    if known is not None:
        return known
    check_takes_offers(outlet)
    now, revision = clock.now(), story.version_for_others
    made = Placement.objects.create(
        story=story, revision=revision, title=title_of(story, revision), outlet=outlet,
        offered_at=now, offered_by=by, mail_next_at=now if outlet.email else None,
    )  # fmt: skip
    detail = {"story": story.pk, "outlet": outlet.pk, "revision": revision.pk}
    journal.write(verb=JOURNAL["offer"], subject=made, by=by, detail=detail)
    return made


def title_of(story: Story, revision: Revision) -> str:
    """The title of the version that is offered."""
    return str(story.title if story.live else revision.as_object().title)


def _as_ran(held: Placement, ran: Ran) -> dict[str, Any]:
    """The columns that say how it ran. Raises Invalid."""
    check_day_it_ran(ran.taken_on, placement=held)
    if ran.circulation not in OutletLevel.values:
        raise Invalid(_("Choose how far it went."))
    return {
        "taken_on": ran.taken_on,
        "ran_title": mask_text(one_line(ran.title)),
        "link": ran.link.strip(),
        "circulation": ran.circulation,
        "mail_next_at": None,
    }


def _credit(held: Placement, by: User) -> None:
    """The senders read it with their report; reporters and senders are told at the bell."""
    _tell_senders(held, by)
    if held.story is None:
        return
    link = reverse("newsroom:placement", args=[held.pk])
    detail = {"title": held.title, "outlet": held.outlet.name}
    notify(users=_reporters(held.story), kind="newsroom.placed", link=link, detail=detail, by=by)
    for source in held.story.sources.select_related("report__sender__account"):
        account = getattr(source.report.sender, "account", None)
        if account is not None:
            own = reverse("reports:mine_report", args=[source.report.number])
            notify(users=[account], kind="newsroom.sent_was_placed", link=own, detail=detail)


def _tell_senders(held: Placement, by: User) -> None:
    """The fate of each source: placed with whom, under which title, where to read it."""
    if held.story is None:
        return
    for source in held.story.sources.select_related("report"):
        settle(
            report=source.report,
            thing=held.thing,
            outcome=Outcome.STORY_PLACED,
            by=by,
            title=f"{held.outlet}：{held.ran_title or held.title}",
            # what the fate cannot hold whole would lead nowhere
            link=held.link if len(held.link) <= LONGEST_FATE_LINK else "",
        )


def _reporters(story: Story) -> list[User]:
    """Whoever made the story, and whoever was sent for it."""
    told = {story.owner} if story.owner is not None else set()
    for result in story.coverage_results.select_related("deliverable__item"):
        told |= set(result.deliverable.item.reporters.all())
    return sorted(told, key=lambda user: user.pk)
