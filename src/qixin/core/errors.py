"""What can go wrong for a person, each with a sentence for them.

A `QixinError` carries a (lazily translated) sentence that says what to do; `ui` shows it.
Anything else that is raised is a defect and is logged as one.
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type_of_sentence = str | Promise


class QixinError(Exception):
    """An error with a sentence for the person and the HTTP status it is shown with."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, sentence: type_of_sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class Invalid(QixinError):
    """The input cannot be taken as it is."""


class Refused(QixinError):
    """The person may not do this."""

    status = HTTPStatus.FORBIDDEN


class NotFound(QixinError):
    """There is no such thing, or none that this person may see."""

    status = HTTPStatus.NOT_FOUND


class Conflict(QixinError):
    """Somebody else was quicker; `kept` is the text the person typed, so that it is not lost."""

    status = HTTPStatus.CONFLICT

    def __init__(self, sentence: type_of_sentence, *, kept: str = "") -> None:
        super().__init__(sentence)
        self.kept = kept


class TooLarge(QixinError):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class TooMany(QixinError):
    """A rate limit; `retry_after` in seconds."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, sentence: type_of_sentence, *, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class StorageFull(QixinError):
    """The disk or database cannot take more; nothing was acknowledged."""

    status = HTTPStatus.INSUFFICIENT_STORAGE

    def __init__(self) -> None:
        super().__init__(
            _(
                "The server cannot store anything at the moment. Nothing is lost on your side: "
                "keep this page open and send again in a few minutes."
            )
        )


class WrongState(Conflict):
    """A transition that workflow.py does not draw."""
