from qixin.enterprises.models.checklists import (
    Checklist,
    ChecklistIndustry,
    ChecklistItem,
    ChecklistVersion,
)
from qixin.enterprises.models.hazards import Escalation, Hazard, HazardStep
from qixin.enterprises.models.inspections import Finding, Inspection, Visit
from qixin.enterprises.models.photos import Photo
from qixin.enterprises.models.register import Enterprise, Tag
from qixin.enterprises.models.risk import RiskWeight, SafetyProfile, SafetyTerms
from qixin.enterprises.models.visits import Promise, VisitItem

__all__ = [
    "Checklist",
    "ChecklistIndustry",
    "ChecklistItem",
    "ChecklistVersion",
    "Enterprise",
    "Escalation",
    "Finding",
    "Hazard",
    "HazardStep",
    "Inspection",
    "Photo",
    "Promise",
    "RiskWeight",
    "SafetyProfile",
    "SafetyTerms",
    "Tag",
    "Visit",
    "VisitItem",
]
