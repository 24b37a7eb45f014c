"""What people fill in about inspections and hazards, at a desk or with a network."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.enterprises.actions.photos import MOST_PHOTOS
from qixin.enterprises.models.hazards import LONGEST_NOTE
from qixin.reports.forms.sending import FilesField, ManyFiles

CLEARED, NOT_CLEARED = "cleared", "not_cleared"


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day from today on, chosen from a calendar."""
    widget = forms.DateInput({"type": "date", "min": clock.today().isoformat()}, "%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


class PhotosField(FilesField):
    """Photos of one step; the action judges each of them."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Photos"), required=False, widget=ManyFiles({"accept": "image/*"}),
            help_text=_("Up to %(most)d.") % {"most": MOST_PHOTOS},
        )  # fmt: skip

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        files = [file for file in (value or []) if file]
        if len(files) > MOST_PHOTOS:
            raise forms.ValidationError(
                _("At most %(most)d photos belong to one finding."), params={"most": MOST_PHOTOS}
            )
        return files


def _note(label: Any, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_NOTE, required=required,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip


class DayForm(forms.Form):
    """A day to inspect on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"] = day_field(_("Day"), initial=clock.today())


class MendedForm(forms.Form):
    """The enterprise says what it did."""

    note = _note(_("What was done?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"] = PhotosField()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("note") and not given.get("photos"):
            self.add_error("note", _("Say what was done, or add a photo."))
        return given


class AgainForm(forms.Form):
    """An inspector looks again."""

    verdict = forms.ChoiceField(
        label=_("What do you see?"),
        choices=[
            (CLEARED, pgettext_lazy("inspecting again", "It is in order now: cleared")),
            (NOT_CLEARED, pgettext_lazy("inspecting again", "It is still not in order")),
        ],
        widget=forms.RadioSelect,
    )
    note = _note(_("Note"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"] = day_field(
            _("New deadline"), required=False, help_text=_("Where it is still not in order.")
        )
        self.fields["photos"] = PhotosField()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("verdict") == NOT_CLEARED:
            if not given.get("note") and "note" not in self.errors:
                self.add_error(
                    "note", _("Say what is still not in order; the enterprise reads it.")
                )
            if not given.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", _("What is not in order needs a deadline."))
        return given


class ExtendForm(forms.Form):
    reason = forms.CharField(max_length=LONGEST_NOTE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"] = day_field(_("New deadline"))
