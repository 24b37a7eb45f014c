"""Which reports tell of the same thing: by text, place, time, pictures and sender."""

from qixin.reports.similarity.parts import same_parts
from qixin.reports.similarity.score import Likeness, Traits, same_picture, score
from qixin.reports.similarity.shingles import containment, plain, resemblance, shingles
from qixin.reports.similarity.signature import (
    Signature,
    SignatureOutdated,
    bands,
    estimate,
    signature,
)

__all__ = [
    "Likeness",
    "Signature",
    "SignatureOutdated",
    "Traits",
    "bands",
    "containment",
    "estimate",
    "plain",
    "resemblance",
    "same_parts",
    "same_picture",
    "score",
    "shingles",
    "signature",
]
