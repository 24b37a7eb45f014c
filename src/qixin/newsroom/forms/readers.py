"""What readers fill in at a story, a column or a call-out, and what the desk does with it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.models import Page

from qixin.newsroom.actions.calling import CallGiven
from qixin.newsroom.actions.taking_in import Said
from qixin.newsroom.as_shown import as_shown
from qixin.newsroom.enums import SectionState
from qixin.newsroom.enums.readers import CallTakes
from qixin.newsroom.models import CallOut, Column, Topic
from qixin.newsroom.models.messages import LONGEST_MESSAGE, LONGEST_SHOWN_NAME
from qixin.newsroom.tree import BY_PATH
from qixin.people.selectors.places import towns
from qixin.reports.enums import Purpose
from qixin.reports.forms.place import area_by_code
from qixin.reports.forms.sending import FilesField, TextField, clean_phone
from qixin.reports.places import locate

_MOMENT = "%Y-%m-%dT%H:%M"
_ASKED: dict[str, Promise] = {
    Purpose.MESSAGE: gettext_lazy("What do you want to tell us?"),
    Purpose.OFFER: gettext_lazy("How can you help, and when?"),
    Purpose.NEED: gettext_lazy("What do you need, and for whom?"),
    Purpose.ENTRY: gettext_lazy("A few words"),
}


class ReaderForm(forms.Form):
    """What all of them have. `website` is a trap for programs; people do not see it."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)
    text = TextField(max_length=LONGEST_MESSAGE, widget=forms.Textarea({"rows": 5}))
    contact_name = TextField(label=gettext_lazy("Your name"), required=False, max_length=64)
    contact_phone = TextField(
        label=gettext_lazy("Telephone"),
        required=False,
        max_length=32,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput({"tabindex": "-1"}))

    def __init__(self, *args: Any, purpose: Purpose, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose = purpose
        self.fields["text"].label = _ASKED[purpose]
        self.fields["text"].required = purpose != Purpose.ENTRY
        if not self.is_bound:
            self.initial.setdefault("client_key", uuid.uuid4())

    def clean_contact_phone(self) -> str:
        typed = self.cleaned_data["contact_phone"].strip()
        return clean_phone(typed) if typed else ""

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please leave the field “Website” empty and send again."))
        return ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "text" not in self.errors and not as_shown(given["text"]) and not self._shows():
            self.add_error("text", _("Write a few words."))
        return given

    def _shows(self) -> bool:
        return bool(self.cleaned_data.get("files"))

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(
            client_key=given["client_key"],
            text=given["text"],
            may_show=given.get("may_show", False),
            shown_name=given.get("shown_name", ""),
            contact_name=given["contact_name"],
            contact_phone=given["contact_phone"],
            address=given.get("address", ""),
            place=self._place(),
            has_pictures=self._shows(),
        )

    def _place(self) -> Any:
        town = area_by_code(self.cleaned_data.get("town", ""))
        return locate(None, community=None, town=town) if town else None


class MessageForm(ReaderForm):
    """A message to the desk, which the sender may allow to be shown."""

    may_show = forms.BooleanField(
        label=gettext_lazy("The desk may show my words on this page."), required=False
    )
    shown_name = TextField(
        label=gettext_lazy("Name to be shown"),
        required=False,
        max_length=LONGEST_SHOWN_NAME,
        help_text=gettext_lazy("As you like it; empty: anonymous."),
    )


class HelpForm(ReaderForm):
    """I can help, or I need help."""

    town = forms.ChoiceField(label=gettext_lazy("Town"), required=False)
    address = TextField(label=gettext_lazy("Address"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("I do not know"))] + [(town.code, town.name) for town in towns()]
        self.fields["town"].choices = choices  # type: ignore[attr-defined]


class EntryForm(ReaderForm):
    """What is sent in for a call-out."""

    files = FilesField(label=gettext_lazy("Photos"), required=False)
    may_show = forms.BooleanField(
        error_messages={
            "required": gettext_lazy(
                "Please agree to the terms: what is sent in is meant to be shown."
            )
        }
    )
    shown_name = TextField(
        label=gettext_lazy("Name to be shown"),
        required=False,
        max_length=LONGEST_SHOWN_NAME,
        help_text=gettext_lazy("As you like it; empty: anonymous."),
    )

    def __init__(self, *args: Any, call: CallOut, **kwargs: Any) -> None:
        super().__init__(*args, purpose=Purpose.ENTRY, **kwargs)
        self.call = call
        self.fields["may_show"].label = call.terms
        if call.takes == CallTakes.TEXT:
            del self.fields["files"]

    def clean_files(self) -> Any:
        files = self.cleaned_data["files"]
        if self.call.takes == CallTakes.PICTURES and not files:
            raise forms.ValidationError(_("Choose at least one photo."))
        return files


def form_for(purpose: Purpose) -> type[ReaderForm]:
    return MessageForm if purpose == Purpose.MESSAGE else HelpForm


class CallForm(forms.Form):
    """A call-out, as the desk writes it; times are the district's."""

    section = forms.ChoiceField(label=gettext_lazy("Column or topic"))
    title = TextField(label=gettext_lazy("Title"), max_length=80)
    asked = TextField(
        label=gettext_lazy("What is asked"), max_length=1_000, widget=forms.Textarea({"rows": 4})
    )
    takes = forms.ChoiceField(
        label=gettext_lazy("What may be sent"), choices=CallTakes.choices, initial=CallTakes.BOTH
    )
    opens_at = forms.DateTimeField(
        label=pgettext_lazy("call-out", "Opens"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=_MOMENT),
        input_formats=[_MOMENT, "%Y-%m-%dT%H:%M:%S"],
    )
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Deadline"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=_MOMENT),
        input_formats=[_MOMENT, "%Y-%m-%dT%H:%M:%S"],
    )
    terms = TextField(
        label=gettext_lazy("What the sender agrees to"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "Stands beside the tick that every sender sets, e.g. who may use the photos."
        ),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections: dict[str, Column | Topic] = {}
        for model in (Topic, Column):
            for one in model.objects.live().filter(state=SectionState.ACTIVE).order_by(BY_PATH):
                self.sections[str(one.pk)] = one
        choices = [(pk, one.name) for pk, one in self.sections.items()]
        self.fields["section"].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(call: CallOut) -> dict[str, Any]:
        names = ("title", "asked", "takes", "opens_at", "closes_at", "terms", "version")
        return {name: getattr(call, name) for name in names} | {"section": call.section_id}

    @property
    def given(self) -> CallGiven:
        given = {k: v for k, v in self.cleaned_data.items() if k != "version"}
        given["section"] = self.sections[given["section"]]
        return CallGiven(**given)


def section_name(page: Page) -> str:
    section = page.specific
    return section.name if isinstance(section, Column | Topic) else section.title
