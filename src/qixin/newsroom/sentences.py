"""What this room's verbs in the journal mean, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from qixin.core.journal import details, verbs
from qixin.core.personal_data import Kind
from qixin.newsroom.enums import NoticeKind, RemarkKind, RemarkWeight, ReviewStep, StopKind

PICTURE_PARTS = [
    ("title", _("title")), ("description", _("description")), ("credit", _("credit")),
    ("rights", _("rights")),
]  # fmt: skip


def register_verbs() -> None:
    verbs.register(
        {
            "newsroom.drafted": _("began a story"),
            "newsroom.reports_added": _("added reports to a story"),
            "newsroom.withdrawn": _("gave a story up"),
            "newsroom.submitted": _("submitted a story"),
            "newsroom.approved": _("approved a story"),
            "newsroom.sent_back": _("sent a story back"),
            "newsroom.published": _("published a story"),
            "newsroom.unpublished": _("took a story down"),
            "newsroom.stopped": _("stopped a publication"),
            "newsroom.called_off": _("took a story out of review"),
            "newsroom.changed_in_review": _("changed a story in review: it is reviewed anew"),
            "newsroom.taken_down": _("withdrew a published story"),
            "newsroom.remarked": _("left a remark at a story"),
            "newsroom.remark_settled": _("settled a remark"),
            "newsroom.remark_reopened": _("opened a remark again"),
            "newsroom.hurried": _("marked a story as urgent"),
            "newsroom.review_overdue": _("told that an urgent review is overdue"),
            "newsroom.claim_doubted": _("named a claim that is not verified"),
            "newsroom.claim_verified": _("verified a claim"),
            "newsroom.claim_cleared": _("cleared a claim"),
            "newsroom.let_through": _("let a stop pass"),
            "newsroom.notice_written": _("wrote a notice to the readers"),
            "newsroom.notice_dropped": _("took back a notice to the readers"),
            "newsroom.picture_changed": _("changed the words of a picture in a published story"),
            "newsroom.pictures_looked_at": _("looked at what was changed at its pictures"),
            "newsroom.held": _("began to work on a story alone"),
            "newsroom.let_go": _("let others work on a story again"),
            "newsroom.taken_over": _("took a story over"),
            "newsroom.embargoed": _("put a story under embargo"),
            "newsroom.embargo_moved": _("moved an embargo"),
            "newsroom.embargo_lifted": _("lifted an embargo"),
            "newsroom.masked": _("masked personal data in a story"),
            "newsroom.rendered": _("wrote the public pages anew"),
            "newsroom.topic_opened": _("opened a topic"),
            "newsroom.topic_set": _("changed a topic"),
            "newsroom.topic_archived": _("archived a topic"),
            "newsroom.topic_reopened": _("reopened a topic"),
            "newsroom.column_opened": _("opened a column"),
            "newsroom.column_set": _("changed a column"),
            "newsroom.column_paused": _("paused a column"),
            "newsroom.column_resumed": _("let a column go on"),
            "newsroom.column_archived": _("archived a column"),
            "newsroom.column_reopened": _("reopened a column"),
            "newsroom.column_arranged": _("moved a column up or down"),
            "newsroom.columns_merged": _("merged a column into another"),
        }
    )
    details.register(
        {
            "asked_by": _("asked for by"),
            "column": _("column"),
            "findings": _("findings"),
            "notice": _("notice"),
            "picture": _("picture"),
            "picture_part": _("changed at the picture"),
            "pictures": _("pictures"),
            "remark": _("remark"),
            "source": _("source"),
            "step": _("step"),
            "stop": _("stop"),
            "stops": _("stops"),
            "weight": _("weight"),
            "revision": _("version"),
            "stories": _("stories"),
            "taken_from": _("taken from"),
        },
        {
            "kind": [*RemarkKind.choices, *NoticeKind.choices],
            "picture_part": PICTURE_PARTS,
            "step": ReviewStep.choices,
            "stop": StopKind.choices,
            "stops": StopKind.choices,
            "weight": RemarkWeight.choices,
            "kinds": [
                (str(Kind.MOBILE), _("telephone number")),
                (str(Kind.LANDLINE), _("telephone number")),
                (str(Kind.ID_NUMBER), _("ID number")),
                (str(Kind.PLATE), _("number plate")),
            ],
        },
    )
