"""What the people of the demo do with a report: the same choices for the same seed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from io import BytesIO
from random import Random

from qixin.cases import actions as cases
from qixin.cases.models import Case
from qixin.core.actors import RESIDENT
from qixin.drill.photos import draw
from qixin.drill.playing import newsroom
from qixin.drill.playing.stage import Stage
from qixin.drill.script import Answers, FieldReport
from qixin.newsroom.models import Story
from qixin.people.models import User
from qixin.reports import actions
from qixin.reports.actions.attaching import Upload, attach
from qixin.reports.actions.examining import examine_waiting
from qixin.reports.actions.preparing import prepare
from qixin.reports.enums import FilingReason, ReportState, Source, Urgency
from qixin.reports.models import Report

Later = Iterable[tuple[timedelta, Callable[[], object]]]

_URGENCY = {"urgent": Urgency.EMERGENCY, "high": Urgency.URGENT}
# How many in a hundred of each kind are dealt with; the rest waits for whoever tries the demo.
_DEALT_WITH = {"news": 40, "help": 75, "difficulty": 80, "noise": 70}
# Who takes the three reviews, in their order; none of them writes.
REVIEWERS = ("demo-triage", "demo-reviewer", "demo-chief-editor")
_NAMESPACE = uuid.UUID("6b0f4d6e-30c1-4a5e-9f0a-2020020137a5")


class Hands:
    """Sends, triages, writes and answers as the demo's people would."""

    def __init__(
        self, stage: Stage, answers: Answers, *, seed: int, photos_from: int, run: str
    ) -> None:
        """`photos_from`: the index from which reports bring their photos (drawing takes time);
        `run` tells one playing of the script from another."""
        self._stage = stage
        self._answers = answers
        self._seed = seed
        self._photos_from = photos_from
        self._run = run
        self._made: dict[int, int] = {}

    def examine(self) -> None:
        examine_waiting()

    def send(self, field: FieldReport) -> Later:
        """A report comes in; somebody looks at it some time later."""
        self.receive(field)
        rng = self._rng(field, "triage")
        if rng.randrange(100) < _DEALT_WITH[field.kind]:
            yield timedelta(minutes=rng.uniform(6, 110)), lambda: self._triage(field)

    def receive(self, field: FieldReport) -> None:
        """It comes in, with its photos."""
        sender = self._stage.sender(field)
        by = sender.account if sender else RESIDENT
        photos = field.photos if field.index >= self._photos_from else ()
        submission = actions.Submission(
            client_key=self._key("report", field.index),
            source=Source.APP if sender else Source.PUBLIC,
            text=field.text,
            place=self._stage.place(field),
            sender=sender,
            group=self._stage.group(field),
            has_attachments=True,
        )
        report = actions.receive(submission=submission, by=by).report
        self._made[field.index] = report.pk
        for position, spec in enumerate(photos):
            file = BytesIO(draw(spec))
            key = self._key("photo", field.index, position)
            prepare(attachment=attach(
                report=report, by=by,
                upload=Upload(client_key=key, file=file, filename="photo.jpg", position=position),
            ))  # fmt: skip

    def _triage(self, field: FieldReport) -> Later:
        report = self._report(field)
        if report.state != ReportState.RECEIVED:
            return ()
        editor = self._user("demo-triage")
        original = self._original(field)
        if original is not None:
            actions.merge(report=report, into=original, by=editor)
        elif field.kind == "news" and field.column_hint:
            return self._publish(field)
        elif field.kind in ("help", "difficulty") and field.department_hint:
            return self._open(field, report, editor)
        else:
            reason = FilingReason.INFORMATION if field.kind == "news" else FilingReason.UNCLEAR
            actions.file(report=report, reason=reason, by=editor)
        return ()

    def write(self, field: FieldReport) -> Story | None:
        """A story of a report that was received, handed in for its reviews; None without a column
        to put it in."""
        return newsroom.write(
            report=self._report(field),
            column_key=field.column_hint or "",
            title=self._answers.headline(field),
            by=self._user("demo-editor"),
        )

    def _publish(self, field: FieldReport) -> Later:
        story = self.write(field)
        rng = self._rng(field, "publish")
        if story is None or rng.randrange(100) >= 85:
            return ()
        return self._review(story, rng, REVIEWERS)

    def _review(self, story: Story, rng: Random, reviewers: tuple[str, ...]) -> Later:
        """One review after the other, each by another person; now and then one lets it wait."""
        name, *rest = reviewers

        def review() -> Later:
            newsroom.approve(story, by=self._user(name))
            return self._review(story, rng, tuple(rest)) if rest and rng.random() < 0.95 else ()

        return [(timedelta(minutes=rng.uniform(1, 8)), review)]

    def _open(self, field: FieldReport, report: Report, editor: User) -> Later:
        unit = self._stage.units.get(field.department_hint or "")
        if unit is None:
            return ()
        if (urgency := _URGENCY.get(field.urgency)) is not None:
            actions.correct(report=report, urgency=urgency, by=editor)
            report.refresh_from_db()
        case = cases.open_from_report(report=report, unit=unit, by=editor)
        rng = self._rng(field, "answer")
        if rng.randrange(100) >= 65:
            return ()
        return [(timedelta(hours=rng.uniform(0.5, 9)), lambda: self._answer(field, case))]

    def _answer(self, field: FieldReport, case: Case) -> Later:
        officer = self._stage.officer(self._stage.units[field.department_hint or ""])
        if officer is None:
            return ()
        cases.answer(case=case, text=self._answers.answer(field), by=officer)
        rng = self._rng(field, "confirm")
        sender = self._stage.sender(field)
        if sender is None or rng.randrange(100) >= 75:
            return ()
        return [(timedelta(hours=rng.uniform(0.2, 5)), lambda: self._judge(field, case))]

    def _judge(self, field: FieldReport, case: Case) -> Later:
        """The sender confirms the answer, or now and then sends it back."""
        sender = self._stage.sender(field)
        if sender is None:
            return ()
        by = sender.account
        case.refresh_from_db()
        if self._rng(field, "judge").randrange(100) < 12:
            cases.send_back(case=case, text=self._answers.send_back(field), by=by)
        else:
            cases.confirm(case=case, by=by)
        return ()

    def _original(self, field: FieldReport) -> Report | None:
        pk = self._made.get(-1 if field.duplicate_of is None else field.duplicate_of)
        if pk is None:
            return None
        original = Report.objects.get(pk=pk)
        return original if original.state != ReportState.MERGED else original.merged_into

    def _report(self, field: FieldReport) -> Report:
        return Report.objects.select_related("town", "sender", "group").get(
            pk=self._made[field.index]
        )

    def _user(self, username: str) -> User:
        return self._stage.users[username]

    def _rng(self, field: FieldReport, what: str) -> Random:
        return Random(f"{self._seed}/{what}/{field.index}")

    def _key(self, *parts: object) -> uuid.UUID:
        return uuid.uuid5(_NAMESPACE, f"{self._run}/{'/'.join(map(str, parts))}")
