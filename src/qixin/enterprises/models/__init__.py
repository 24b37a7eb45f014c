from qixin.enterprises.models.checklists import (
    Checklist,
    ChecklistIndustry,
    ChecklistItem,
    ChecklistVersion,
)
from qixin.enterprises.models.exchange import Match, Need, Offer
from qixin.enterprises.models.filings import (
    FilingFile,
    FilingRemark,
    FilingWorker,
    ResumptionFiling,
)
from qixin.enterprises.models.hazards import Escalation, Hazard, HazardStep
from qixin.enterprises.models.inspections import Finding, Inspection, Visit
from qixin.enterprises.models.output import DailyOutput, Product
from qixin.enterprises.models.photos import Photo
from qixin.enterprises.models.register import Enterprise, Tag
from qixin.enterprises.models.risk import RiskWeight, SafetyProfile, SafetyTerms
from qixin.enterprises.models.rules import FilingRule, FilingTerms
from qixin.enterprises.models.visits import Promise, VisitItem

__all__ = [
    "Checklist",
    "ChecklistIndustry",
    "ChecklistItem",
    "ChecklistVersion",
    "DailyOutput",
    "Enterprise",
    "Escalation",
    "FilingFile",
    "FilingRemark",
    "FilingRule",
    "FilingTerms",
    "FilingWorker",
    "Finding",
    "Hazard",
    "HazardStep",
    "Inspection",
    "Match",
    "Need",
    "Offer",
    "Photo",
    "Product",
    "Promise",
    "ResumptionFiling",
    "RiskWeight",
    "SafetyProfile",
    "SafetyTerms",
    "Tag",
    "Visit",
    "VisitItem",
]
