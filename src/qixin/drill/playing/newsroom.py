"""What the demo's newsroom does: opens its columns, writes stories, has them reviewed."""

from __future__ import annotations

from qixin.drill.cast import Cast
from qixin.newsroom import actions, three_reviews
from qixin.newsroom.enums import Colour
from qixin.newsroom.models import Column, Story, Topic
from qixin.people.models import User
from qixin.reports.models import Report

_ENGLISH = {
    "orders": "Official notices",
    "guard": "At the checkpoints",
    "town": "Towns and subdistricts",
    "health": "Health front line",
    "supply": "Daily supplies",
    "resume": "Back to work",
    "school": "Learning at home",
    "kindness": "Small kindnesses",
    "answers": "Questions answered",
    "truth": "Rumours and facts",
}
# Words that point to a column before editors have decided anything.
_KEYWORDS = {
    "orders": "通告 公告 部署 会议 文件 通知",
    "guard": "卡口 岗点 执勤 值守 测温 登记 夜班",
    "town": "镇 街道 村居 网格员 排查 消杀",
    "health": "医院 医生 护士 卫生院 隔离 发热门诊",
    "supply": "蔬菜 口罩 超市 保供 配送 米面",
    "resume": "复工 企业 车间 开工 生产 员工",
    "school": "网课 老师 学生 学校 家访",
    "kindness": "捐款 捐赠 爱心 志愿者 送饭",
    "answers": "咨询 请问 怎么办 答复",
    "truth": "谣言 辟谣 传言 不实 科普",
}


def open_columns(cast: Cast, *, by: User) -> Topic:
    """The topic with its ten columns, open to the public."""
    actions.ensure_newsroom()
    colours = dict(zip(_ENGLISH, Colour, strict=True))
    given = actions.SectionGiven(
        cast.topic.name, "Standing together", cast.topic.description, slug="together"
    )
    topic = actions.open_topic(given=given, columns=(), by=by)
    for one in cast.topic.columns:
        actions.open_column(
            topic=topic,
            given=actions.SectionGiven(one.name, _ENGLISH[one.key], one.description, slug=one.key),
            settings=actions.ColumnSettings(colours[one.key], _KEYWORDS[one.key]),
            by=by,
        )
    return topic


def write(*, report: Report, column_key: str, title: str, by: User) -> Story | None:
    """A draft from one report with a headline, handed in for its three reviews."""
    column = Column.objects.filter(slug=column_key).first()
    if column is None:
        return None
    story = actions.draft_from_reports(reports=[report], column=column, by=by)
    version = story.get_latest_revision_as_object()
    version.title = title
    version.save_revision(user=by)
    actions.mask_findings(story=story, by=by)
    story.refresh_from_db()
    story.get_workflow().start(story, by)
    return story


def approve(story: Story, *, by: User) -> None:
    """The review that the story waits for, by somebody who may give it; the last one publishes.

    What keeps a story in is left for whoever tries the demo.
    """
    story.refresh_from_db()
    state = story.current_workflow_task_state
    if state is not None and three_reviews.why_not(story, by) is None:
        state.approve(user=by)
