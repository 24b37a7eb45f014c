from qixin.enterprises.models.exchange import Match, Need, Offer
from qixin.enterprises.models.filings import (
    FilingFile,
    FilingRemark,
    FilingWorker,
    ResumptionFiling,
)
from qixin.enterprises.models.output import DailyOutput, Product
from qixin.enterprises.models.register import Enterprise, Tag
from qixin.enterprises.models.rules import FilingRule, FilingTerms

__all__ = [
    "DailyOutput",
    "Enterprise",
    "FilingFile",
    "FilingRemark",
    "FilingRule",
    "FilingTerms",
    "FilingWorker",
    "Match",
    "Need",
    "Offer",
    "Product",
    "ResumptionFiling",
    "Tag",
]
