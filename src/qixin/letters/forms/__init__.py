"""What people fill in about letters."""

from qixin.letters.forms.incoming import AssignForm, IncomingFilterForm, IncomingForm
from qixin.letters.forms.letters import (
    AddresseeForm,
    AnswerForm,
    BookFilterForm,
    CopiesForm,
    FilesField,
    FilterForm,
    LetterForm,
    SeriesForm,
    initial_of,
)
from qixin.letters.forms.templates import TemplateForm

__all__ = [
    "AddresseeForm",
    "AnswerForm",
    "AssignForm",
    "BookFilterForm",
    "CopiesForm",
    "FilesField",
    "FilterForm",
    "IncomingFilterForm",
    "IncomingForm",
    "LetterForm",
    "SeriesForm",
    "TemplateForm",
    "initial_of",
]
