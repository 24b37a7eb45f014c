"""Input shapes."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qixin.core import imports
from qixin.core.errors import Invalid
from qixin.core.journal import verbs
from qixin.core.models import DayKind
from qixin.people.enums import AreaLevel, Role, UnitKind
from qixin.people.imports import AreaFinder, UnitFinder
from qixin.people.imports.cells import phone as as_phone
from qixin.people.models import Area, Unit, User
from qixin.people.permissions import KEY_PERMISSIONS
from qixin.people.policies import can_import
from qixin.people.selectors import journal as journal_selectors
from qixin.people.selectors import places

KEY_LABELS = {
    "reports.send": _("file reports"),
    "reports.read": _("read reports"),
    "cases.read": _("read cases"),
    "newsroom.read": _("read stories"),
    "situation.read": _("read the situation's figures"),
    "passes.check": _("check passes at a post and note vehicles"),
}


class PhoneField(forms.CharField):
    """A Chinese telephone number, in whatever way it is typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Telephone"))
        attrs = {"autocomplete": "tel", "type": "tel", "inputmode": "tel"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            return as_phone(cleaned) if cleaned else cleaned
        except Invalid as problem:
            raise ValidationError(str(problem.sentence), code="phone") from None


class AreaField(forms.CharField):
    """A place by its name, `town/community` or code; says which are meant where several are."""

    def __init__(self, *levels: AreaLevel, **kwargs: Any) -> None:
        self.levels = levels
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "areas", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Area | None:
        typed = super().clean(value)
        try:
            return AreaFinder(*self.levels).find(typed) if typed else None
        except Invalid as problem:
            raise ValidationError(str(problem.sentence)) from None


class UnitField(forms.CharField):
    """A unit by its name or credit code."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "units", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Unit | None:
        typed = super().clean(value)
        try:
            return UnitFinder().find(typed) if typed else None
        except Invalid as problem:
            raise ValidationError(str(problem.sentence)) from None


class ScopeForm(forms.Form):
    """A role and where it holds."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    area = AreaField(
        label=_("In the area"),
        required=False,
        help_text=_("A town, or a community as town/community. Blank with no unit: everywhere."),
    )
    unit = UnitField(label=_("In the unit"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("area") and cleaned.get("unit"):
            self.add_error("unit", gettext("Give an area or a unit, not both."))
        return cleaned

    def scope(self) -> dict[str, Any]:
        return {
            "role": Role(self.cleaned_data["role"]),
            "area": self.cleaned_data["area"],
            "unit": self.cleaned_data["unit"],
        }


class GrantForm(ScopeForm):
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day; blank: until it is revoked."),
    )

    def until_moment(self) -> datetime | None:
        """The end of the last day, in the district's zone."""
        day = self.cleaned_data["until"]
        return day and timezone.make_aware(datetime.combine(day, time.max))


class InvitationForm(ScopeForm):
    field_order = ["name", "phone", "role", "area", "unit", "days"]
    name = forms.CharField(label=_("Name"), max_length=64, required=False)
    phone = PhoneField(
        required=False,
        help_text=_("If known: the person can then sign in by a code as well."),
    )
    days = forms.IntegerField(label=_("Valid for days"), min_value=1, max_value=30, initial=7)


class AcceptForm(forms.Form):
    """What somebody who was invited fills in."""

    name = forms.CharField(
        label=_("Name"), max_length=64, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        help_text=_("With it you sign in; your own name will do."),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_validators_help_text_html()

    def clean_username(self) -> str:
        typed = str(self.cleaned_data["username"]).strip()
        if typed.startswith("demo-"):
            raise ValidationError(gettext("This user name is taken. Choose another one."))
        try:
            as_phone(typed)
        except Invalid:
            return typed
        raise ValidationError(gettext("A telephone number cannot be a user name."))

    def with_password(self) -> bool:
        return "passkey" not in self.data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.with_password() and not cleaned.get("password"):
            self.add_error("password", gettext("Choose a password, or go on with a passkey."))
        return cleaned


class HomeForm(forms.Form):
    community = AreaField(AreaLevel.COMMUNITY, label=_("Community or village"))


class UnitForm(forms.Form):
    unit = UnitField(label=_("Unit"))
    title = forms.CharField(label=_("Job title"), max_length=64, required=False)


class PersonFilterForm(forms.Form):
    words = forms.CharField(
        label=_("Name, or a whole telephone or ID number"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"data-search": True, "type": "search"}),
    )
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices]
    )
    town = forms.ChoiceField(label=_("Town"), required=False)
    unit = UnitField(label=_("Unit"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town"].choices = _town_choices()  # type: ignore[attr-defined]


class UnitFilterForm(forms.Form):
    words = forms.CharField(
        label=_("Name or credit code"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"data-search": True, "type": "search"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *UnitKind.choices]
    )


class AreaFilterForm(forms.Form):
    words = forms.CharField(
        label=_("Name or code"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"data-search": True, "type": "search"}),
    )
    town = forms.ChoiceField(label=_("Town"), required=False)
    guarded = forms.BooleanField(label=_("guarded round the clock"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town"].choices = _town_choices()  # type: ignore[attr-defined]


def _town_choices() -> list[tuple[str, Any]]:
    return [("", _("All towns")), *((town.code, town.name) for town in places.towns())]


class JournalFilterForm(forms.Form):
    verb = forms.ChoiceField(label=_("Action"), required=False)
    actor = forms.CharField(label=_("User name of whoever did it"), required=False, max_length=64)
    kind = forms.ChoiceField(label=_("Kind of thing"), required=False)
    thing = forms.IntegerField(label=_("Its number"), required=False, min_value=1)
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    after = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", _("Anything"))
        self.fields["verb"].choices = [anything, *verbs.labelled()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [anything, *journal_selectors.kinds()]  # type: ignore[attr-defined]

    def clean_actor(self) -> int | None:
        typed = self.cleaned_data["actor"]
        if not typed:
            return None
        user = User.objects.filter(username=typed).first()
        if user is None:
            raise ValidationError(gettext("There is no account with this user name."))
        return user.pk


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("What the file holds"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, up to 64 MB; UTF-8 or GB18030."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [kind for kind in imports.kinds() if can_import(user, kind=kind)]
        self.fields["kind"].choices = [(kind.name, kind.title) for kind in offered]  # type: ignore[attr-defined]


class ApiKeyForm(forms.Form):
    name = forms.CharField(
        label=_("Which system is it for?"), max_length=64, widget=forms.TextInput()
    )
    permissions = forms.MultipleChoiceField(
        label=_("It may"),
        choices=[(name, KEY_LABELS[name]) for name in KEY_PERMISSIONS],
        widget=forms.CheckboxSelectMultiple,
    )


class CalendarDayForm(forms.Form):
    """A day that the district works, or not; without a kind the state's calendar holds again."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}))
    kind = forms.ChoiceField(
        label=_("This day is"),
        choices=[*DayKind.choices, ("", _("as the state's calendar has it"))],
        required=False,
    )
    note = forms.CharField(
        label=_("Why"),
        help_text=_("For example: the holiday was prolonged by notice."),
        max_length=80,
        required=False,
    )


class DissolveForm(forms.Form):
    successor = forms.ModelChoiceField(
        Unit.objects.filter(dissolved_at__isnull=True),
        label=_("Who does its work from now on"),
        help_text=_("Its open cases go there; without a successor they go to the duty commander."),
        required=False,
        empty_label=_("Nobody yet"),
    )
