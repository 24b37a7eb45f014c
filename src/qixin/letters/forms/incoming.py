"""What a desk enters of a letter that came in."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.letters.actions import CameIn, Upload, clean_name
from qixin.letters.clocks import MOST_DAYS, USUAL_DAYS
from qixin.letters.enums import AddresseeKind, IncomingKind, IncomingState, Province
from qixin.letters.forms.letters import FilesField
from qixin.letters.models import Addressee, Incoming
from qixin.letters.models.incoming import LONGEST_SUBJECT, LONGEST_TEXT, LONGEST_THEIR_NUMBER
from qixin.letters.selectors import addressees, own_units
from qixin.letters.selectors.incoming import ALL, OVERDUE
from qixin.people.forms import UnitField
from qixin.people.models import Unit, User

_DAY = {"type": "date"}
_NEW = [("", pgettext_lazy("sender", "Stands in the address book"))]


def _days() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Working days to answer"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS
    )


class IncomingForm(forms.Form):
    """A letter that came in. A sender who is not in the address book gets a kind and a province,
    and is added to it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    desk = forms.ModelChoiceField(Unit.objects.none(), label=_("Received by"))
    sender = forms.CharField(
        label=_("From whom"),
        max_length=100,
        widget=forms.TextInput({"list": "senders", "autocomplete": "off"}),
    )
    sender_kind = forms.ChoiceField(
        label=_("New sender: kind"), required=False, choices=[*_NEW, *AddresseeKind.choices]
    )
    sender_province = forms.ChoiceField(
        label=_("New sender: province"), required=False, choices=[*_NEW, *Province.choices]
    )
    their_number = forms.CharField(
        label=_("Their number"), max_length=LONGEST_THEIR_NUMBER, required=False
    )
    dated = forms.DateField(
        label=_("Dated"), required=False, widget=forms.DateInput(_DAY, format="%Y-%m-%d")
    )
    received_on = forms.DateField(
        label=_("Received on"), widget=forms.DateInput(_DAY, format="%Y-%m-%d")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=IncomingKind.choices)
    working_days = _days()
    subject = forms.CharField(
        label=pgettext_lazy("incoming", "Subject"), max_length=LONGEST_SUBJECT
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("What matters of it, and the number of our letter if it names one."),
    )
    files = FilesField(label=_("Scans and attachments"), required=False)

    def __init__(self, *args: Any, user: User, incoming: Incoming | None = None, **more: Any):
        super().__init__(*args, **more)
        self.known: Addressee | None = None
        if incoming is not None:
            for name in ("desk", "files", "key"):
                del self.fields[name]
            self.initial |= initial_of_incoming(incoming)
            return
        desks = own_units(user)
        self.fields["desk"].queryset = desks  # type: ignore[attr-defined]
        self.initial |= {"key": uuid.uuid4(), "received_on": clock.today()}
        first_two = list(desks[:2])
        if len(first_two) == 1:
            self.initial["desk"] = first_two[0]

    @property
    def senders(self) -> Any:
        return addressees().values_list("name", flat=True)[:500]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        name = clean_name(given.get("sender", ""))
        self.known = addressees().filter(name=name).first()
        if name and self.known is None:
            for field in ("sender_kind", "sender_province"):
                if not given.get(field):
                    self.add_error(
                        field, _("This sender is not in the address book yet: please choose.")
                    )
        return given

    @property
    def new_sender(self) -> dict[str, str]:
        """What the address book takes, where the sender is not in it."""
        given = self.cleaned_data
        return {
            "name": given["sender"],
            "kind": given["sender_kind"],
            "province": given["sender_province"],
        }

    def came_in(self, sender: Addressee) -> CameIn:
        """What was entered, once the fields are clean."""
        names = (
            "subject", "text", "kind", "received_on", "their_number", "dated", "working_days",
        )  # fmt: skip
        return CameIn(sender=sender, **{name: self.cleaned_data[name] for name in names})

    @property
    def uploads(self) -> list[Upload]:
        return [Upload(one, one.name, one.size) for one in self.cleaned_data["files"]]


def initial_of_incoming(incoming: Incoming) -> dict[str, Any]:
    """What stands in the form of a letter that is registered."""
    names = (
        "sender", "their_number", "dated", "received_on", "kind", "working_days", "subject",
        "text", "version",
    )  # fmt: skip
    return {name: getattr(incoming, name) for name in names}


class AssignForm(forms.Form):
    unit = UnitField(label=_("Unit that answers"))
    working_days = _days()


class IncomingFilterForm(forms.Form):
    """The list's filter as fields; the selector reads the parameters itself."""

    state = forms.ChoiceField(
        label=pgettext_lazy("letter", "State"),
        required=False,
        choices=[
            (ALL, pgettext_lazy("letters", "All")),
            (OVERDUE, pgettext_lazy("incoming", "Overdue")),
            *IncomingState.choices,
        ],
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", pgettext_lazy("letters", "All")), *IncomingKind.choices],
    )
