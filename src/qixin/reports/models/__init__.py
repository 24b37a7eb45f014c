from qixin.reports.models.about import About
from qixin.reports.models.groups import Group, GroupMember
from qixin.reports.models.learning import Label, LabelCount, Suggestion
from qixin.reports.models.reports import Attachment, Report
from qixin.reports.models.transfers import Transfer
from qixin.reports.models.triage import Settlement, Triage

__all__ = [
    "About",
    "Attachment",
    "Group",
    "GroupMember",
    "Label",
    "LabelCount",
    "Report",
    "Settlement",
    "Suggestion",
    "Transfer",
    "Triage",
]
