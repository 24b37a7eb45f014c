"""What is wrong with a field of a request, in the reader's language; Pydantic speaks English alone.

By the type of Pydantic's error (https://docs.pydantic.dev/latest/errors/validation_errors/); a
type that is not here says only that the value cannot be taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WHOLE = gettext_lazy("A whole number is wanted here.")
_NUMBER = gettext_lazy("A number is wanted here.")
_TRUTH = gettext_lazy("true or false is wanted here.")
_TEXT = gettext_lazy("Text is wanted here.")
_DATE = gettext_lazy("A date is wanted here, as 2020-02-03.")
_MOMENT = gettext_lazy("A moment is wanted here, as 2020-02-03T08:00:00+08:00.")
_UUID = gettext_lazy("A UUID is wanted here.")
_OBJECT = gettext_lazy("An object is wanted here.")
_FAULTS: dict[str, Promise] = {
    "missing": gettext_lazy("This field is missing."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "string_too_short": gettext_lazy("At least %(min_length)s characters are wanted."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters are allowed."),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "greater_than": gettext_lazy("The value must be greater than %(gt)s."),
    "greater_than_equal": gettext_lazy("The value must be at least %(ge)s."),
    "less_than": gettext_lazy("The value must be less than %(lt)s."),
    "less_than_equal": gettext_lazy("The value must be at most %(le)s."),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "timezone_aware": _MOMENT,
    "uuid_type": _UUID,
    "uuid_parsing": _UUID,
    "enum": gettext_lazy("Allowed here: %(expected)s."),
    "literal_error": gettext_lazy("Allowed here: %(expected)s."),
    "list_type": gettext_lazy("A list is wanted here."),
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
}


def sentence_for(fault: Mapping[str, Any]) -> str:
    """The sentence for one of Pydantic's errors."""
    known = _FAULTS.get(str(fault.get("type")))
    if known is None:
        return _("This value cannot be taken as it is.")
    return str(known) % fault.get("ctx", {})
