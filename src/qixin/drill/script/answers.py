"""What is written about reports later: titles of stories, departments' answers, senders' words."""

from dataclasses import dataclass
from random import Random

from .context import Context, Stage, report_key, stage
from .grammar import Subject, shared_rule, subjects
from .scenario import FieldReport

_CONFIRMED = (
    "已经解决了，谢谢！",
    "收到，办得真快，谢谢你们。",
    "确认，问题已处理。",
    "东西收到了，家里人都放心了。",
    "车已经放行，感谢协调！",
    "可以结了，辛苦。",
    "谢谢回复，说得很清楚。",
    "基本解决，有事再联系。",
)
_SENT_BACK = (
    "电话没打通，事情还没人管，请再看看。",
    "说是今天来，等到晚上也没来。",
    "只解决了一半，另一半没答复。",
    "答非所问，我问的不是这个。",
    "跟上次的答复一样，没有实际进展。",
    "来人看过就走了，问题还在。",
)
_FILED = (
    "与疫情无关，已存档。",
    "内容不完整，已联系补充。",
    "地点不在本区，已告知当地渠道。",
    "传言不实，已转核查。",
    "感谢类留言，已转达。",
)


@dataclass(frozen=True)
class Answers:
    """Writes about a report; the same seed and report always give the same words."""

    seed: int

    def headline(self, report: FieldReport) -> str:
        """A title for the story made from this report, 8 to about 40 characters."""
        written = self._write(report, "headline")
        return written if written else f"来自{self._context(report, 'headline').comm()}的消息"

    def answer(self, report: FieldReport) -> str:
        """The department's answer to whoever asked."""
        written = self._write(report, "answer")
        if written:
            return written
        context = self._context(report, "answer")
        return shared_rule("answer_open")(context) + shared_rule("answer_end")(context)

    def closing(self, report: FieldReport) -> str:
        """The sentence that closes an answer."""
        return shared_rule("answer_end")(self._context(report, "closing"))

    def confirmation(self, report: FieldReport) -> str:
        """What the sender writes when content."""
        return self._rng(report, "confirmation").choice(_CONFIRMED)

    def send_back(self, report: FieldReport) -> str:
        """What the sender writes when not content."""
        return self._rng(report, "send back").choice(_SENT_BACK)

    def filing_reason(self, report: FieldReport) -> str:
        """Why a triage editor files the report without more."""
        return self._rng(report, "filing").choice(_FILED)

    def _write(self, report: FieldReport, rule: str) -> str | None:
        return self._subject(report).write(rule, self._context(report, rule))

    def _context(self, report: FieldReport, purpose: str) -> Context:
        root = report.index if report.duplicate_of is None else report.duplicate_of
        return Context(
            self._stage,
            self._rng(report, purpose),
            key=report_key(self.seed, root),
            at=report.at,
            community=self._stage.by_code[report.community_code],
            sender_index=report.sender_index,
            department=report.department_hint,
        )

    def _rng(self, report: FieldReport, purpose: str) -> Random:
        return Random(f"answers/{self.seed}/{report.index}/{purpose}")

    def _subject(self, report: FieldReport) -> Subject:
        return subjects()[report.subject]

    @property
    def _stage(self) -> Stage:
        return stage(self.seed)


def answers(seed: int) -> Answers:
    """The answers of a seed; use the seed that the scenario was played with."""
    return Answers(seed=seed)
