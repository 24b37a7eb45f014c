"""Stories in review with everything at once that their page can show."""

import uuid

from qixin.newsroom import actions
from qixin.newsroom.enums import NoticeKind, RemarkKind, RemarkWeight, ReviewStep
from qixin.people.enums import Role
from tests.newsroom.factories import bring_to, edit, make_editor, make_published


def review_pages(column, *, editor):
    """The addresses: one urgent with marks and a stop, one changed with a notice, one withdrawn."""
    full = bring_to(ReviewStep.FINAL, story=None, by=editor)
    for kind, weight in (
        (RemarkKind.REPLACEMENT, RemarkWeight.MUST),
        (RemarkKind.REMARK, RemarkWeight.SHOULD),
    ):
        marked = actions.Marked(
            key=uuid.uuid4(), kind=kind, weight=weight, quote="首批", text="第一批"
        )
        actions.remark(story=full, marked=marked, by=make_editor(Role.REVIEWER))
    actions.hurry(story=full, reason="今晚八点起交通管制", by=editor)
    actions.doubt(story=full, claim="全区学校明天开学", by=editor)
    changed = edit(make_published(column), by=editor, title="新的标题")
    actions.announce(story=changed, kind=NoticeKind.CORRECTION, text="标题有误", by=editor)
    changed = actions.submit(story=changed, by=editor)
    gone = make_published(column)
    actions.take_down(story=gone, reason="消息来源有误", by=make_editor(Role.REVIEWER))
    pages = [f"/w/newsroom/stories/{story.pk}/review/" for story in (full, changed, gone)]
    return [*pages, f"{pages[1]}?show=text"], f"/zh/{gone.public_path()}"
