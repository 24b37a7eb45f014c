"""The demo's newsroom while one looks: its ten columns fill up by the minute, in their order.

Each minute a report comes in, becomes a story, is reviewed by three people and is public; every
seventh time an earlier story is corrected. Beside that a live channel goes on, and a rumour is
looked into and answered. The same minute of the same day gives the same things for the same seed.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, partial

from django.utils.html import strip_tags

from qixin.core import clock
from qixin.core.errors import QixinError
from qixin.drill.cast.topic import TOPIC
from qixin.drill.playing import newsroom, rumours
from qixin.drill.playing.hands import REVIEWERS, Hands, Later
from qixin.drill.playing.stage import Stage
from qixin.drill.script import Answers, FieldReport, scenario
from qixin.drill.script.minutes import CORRECTIONS, LIVE, LiveTale
from qixin.newsroom import actions
from qixin.newsroom.actions import airing, live_entries
from qixin.newsroom.actions.airing import ChannelGiven
from qixin.newsroom.enums import NoticeKind
from qixin.newsroom.enums.live import LiveState
from qixin.newsroom.models import LiveChannel, Rumour, Story, Topic

MINUTE = timedelta(minutes=1)
# Seconds after the minute's beginning: written, then each of the three reviews.
WRITTEN, REVIEWED = 12, (24, 36, 48)
CORRECT_EVERY, LIVE_EVERY, RUMOUR_EVERY = 7, 2, 10
# So many reports a day give every column enough of its own kind.
PER_DAY = 4000
_COLUMNS = tuple(column.key for column in TOPIC.columns)


@dataclass
class Minutes:
    """Goes on from the minute that it is; `seed` also chooses what is written about."""

    stage: Stage
    answers: Answers
    seed: int
    _out: list[Story] = field(default_factory=list)

    def begin(self) -> Later:
        """The first thing that happens, which brings the next about."""
        return [(timedelta(0), self._minute)]

    def _minute(self) -> Later:
        now = clock.local(clock.now())
        number = now.hour * 60 + now.minute
        yield MINUTE, self._minute
        yield timedelta(0), _unless_refused(lambda: self._story(number))
        if number % CORRECT_EVERY == 0:
            yield timedelta(seconds=5), _unless_refused(lambda: self._correct(number))
        if number % LIVE_EVERY == 0:
            yield timedelta(seconds=30), _unless_refused(self._live)
        if number % RUMOUR_EVERY == 0:
            yield timedelta(seconds=20), _unless_refused(self._rumour)

    def _story(self, number: int) -> Later:
        """A report of the column whose turn it is, on its whole road."""
        written = self._of_today[_COLUMNS[number % len(_COLUMNS)]]
        if not written:
            return
        report = written[number // len(_COLUMNS) % len(written)]
        made: list[Story] = []
        self._hands.receive(report)

        def write() -> None:
            made.extend(filter(None, [self._hands.write(report)]))

        yield timedelta(seconds=WRITTEN), _unless_refused(write)
        for second, name in zip(REVIEWED, REVIEWERS, strict=True):
            person = self.stage.users[name]

            def review(person=person) -> None:  # type: ignore[no-untyped-def]
                for story in made:
                    newsroom.approve(story, by=person)

            yield timedelta(seconds=second), _unless_refused(review)
        yield timedelta(seconds=REVIEWED[-1] + 1), lambda: self._note(made)

    def _note(self, made: list[Story]) -> None:
        self._out += [story for story in made if Story.objects.live().filter(pk=story.pk).exists()]

    def _correct(self, number: int) -> None:
        """The story that has been out longest of those that came out while one looked."""
        if not self._out:
            return
        story, editor = self._out.pop(0), self.stage.users["demo-editor"]
        story.refresh_from_db()
        version = story.get_latest_revision_as_object()
        version.summary = _first_sentence(version) or story.title
        version.save_revision(user=editor)
        story.refresh_from_db()
        text = CORRECTIONS[number // CORRECT_EVERY % len(CORRECTIONS)]
        actions.announce(story=story, kind=NoticeKind.CORRECTION, text=text, by=editor)
        actions.submit(story=story, by=editor)
        for name in REVIEWERS:
            newsroom.approve(story, by=self.stage.users[name])

    def _live(self) -> None:
        """The next entry of the channel that is on; the next channel once one has been told."""
        for tale in LIVE:
            channel = self._channel(tale)
            told = channel.entries.count()
            if channel.state != LiveState.ON_AIR:
                continue
            if told == len(tale.entries):
                airing.air(channel=channel, verb="end", by=self.stage.users["demo-chief-editor"])
                continue
            text, english = tale.entries[told]
            live_entries.write(
                channel=channel, text=text, text_en=english,
                client_key=uuid.uuid5(uuid.NAMESPACE_URL, f"{tale.slug}/{told}"),
                by=self.stage.users["demo-editor" if told % 3 else "demo-reviewer"],
            )  # fmt: skip
            return

    def _channel(self, tale: LiveTale) -> LiveChannel:
        known = LiveChannel.objects.filter(slug=tale.slug).first()
        if known is not None:
            return known
        chief = self.stage.users["demo-chief-editor"]
        given = ChannelGiven(
            topic=Topic.objects.live().earliest("path"), title=tale.title, slug=tale.slug,
            title_en=tale.title_en, summary=tale.summary, summary_en=tale.summary_en,
            rule="at_once",
        )  # fmt: skip
        return airing.air(
            channel=airing.open_channel(given=given, by=chief), verb="start", by=chief
        )

    def _rumour(self) -> Later:
        """The next one that nobody has looked into: seen, looked into, answered four minutes on."""
        for at, tale in enumerate(rumours.TO_COME):
            if Rumour.objects.filter(claim=tale.claim).exists():
                continue
            go_on = partial(next, rumours.course(tale, at, self.stage, seed=self.seed), None)
            go_on()
            for minutes in (2, 4):
                yield minutes * MINUTE, _unless_refused(go_on)
            return

    @cached_property
    def _hands(self) -> Hands:
        run = f"minutes/{clock.today().isoformat()}"
        return Hands(self.stage, self.answers, seed=self.answers.seed, photos_from=0, run=run)

    @cached_property
    def _of_today(self) -> dict[str, list[FieldReport]]:
        """News by column, in the order in which it is written about."""
        found: dict[str, list[FieldReport]] = defaultdict(list)
        for report in scenario(self.answers.seed, 1, PER_DAY, clock.today()):
            if report.kind == "news" and report.duplicate_of is None and report.column_hint:
                found[report.column_hint].append(report)
        return found


def _unless_refused(act: Callable[[], Later | None]) -> Callable[[], Later]:
    """What whoever tries the demo did meanwhile may forbid it: then it is left undone."""

    def acting() -> Later:
        try:
            # a generator does nothing until it is asked
            return list(act() or ())
        except QixinError:
            return ()

    return acting


def _first_sentence(story: Story) -> str:
    text = "".join(
        strip_tags(str(one.value)) for one in story.body if one.block_type == "paragraph"
    )
    return text.strip()[: text.strip().find("。") + 1][:120]
