"""What people fill in."""

from qixin.cases.forms.entering import (
    CallForm,
    OwnDifficultyForm,
    PromiseFormSet,
    VisitForm,
)
from qixin.cases.forms.handling import (
    AnswerForm,
    AskForm,
    ConfirmForm,
    MergeForm,
    NoteForm,
    OutcomeForm,
    PartForm,
    ReasonForm,
    SpeakForm,
    SplitForm,
    StoryForm,
    TermsForm,
    UnitAndReasonForm,
    uploads,
)
from qixin.cases.forms.opening import EACH, TOGETHER, FilterForm, OpenForm, OpenSeveralForm
from qixin.cases.forms.settings import TemplateForm, TypeForm

__all__ = [
    "EACH",
    "TOGETHER",
    "AnswerForm",
    "AskForm",
    "CallForm",
    "ConfirmForm",
    "FilterForm",
    "MergeForm",
    "NoteForm",
    "OpenForm",
    "OpenSeveralForm",
    "OutcomeForm",
    "OwnDifficultyForm",
    "PartForm",
    "PromiseFormSet",
    "ReasonForm",
    "SpeakForm",
    "SplitForm",
    "StoryForm",
    "TemplateForm",
    "TermsForm",
    "TypeForm",
    "UnitAndReasonForm",
    "VisitForm",
    "uploads",
]
