from qixin.enterprises.models.filings import (
    FilingFile,
    FilingRemark,
    FilingWorker,
    ResumptionFiling,
)
from qixin.enterprises.models.register import Enterprise, Tag
from qixin.enterprises.models.rules import FilingRule, FilingTerms

__all__ = [
    "Enterprise",
    "FilingFile",
    "FilingRemark",
    "FilingRule",
    "FilingTerms",
    "FilingWorker",
    "ResumptionFiling",
    "Tag",
]
