"""What is filled in about outlets and placements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.newsroom.actions.placing import Ran
from qixin.newsroom.enums import OutletLevel, PlacementState
from qixin.newsroom.models import Outlet, Placement
from qixin.newsroom.models.placements import LONGEST_LINK
from qixin.newsroom.selectors import placements as selector
from qixin.people.models import User


class OutletForm(forms.ModelForm[Outlet]):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**31 - 1)

    class Meta:
        model = Outlet
        fields = ["name", "level", "kind", "email", "format"]
        help_texts = {"email": _("Without one, packages are downloaded and handed over.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version

    def _post_clean(self) -> None:
        """The row is the action's to change; here the fields are looked at alone."""


class RanForm(forms.Form):
    """When and where an outlet ran a piece."""

    taken_on = forms.DateField(
        label=_("Day it ran"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    circulation = forms.ChoiceField(label=_("How far it went"), choices=OutletLevel.choices)
    title = forms.CharField(
        label=_("Title as it ran"),
        max_length=255,
        required=False,
        help_text=_("Blank: as it was offered."),
    )
    link = forms.URLField(
        label=_("Link"), max_length=LONGEST_LINK, required=False, assume_scheme="https"
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**31 - 1)

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        initial = {
            "taken_on": placement.taken_on or clock.today(),
            "circulation": placement.circulation or placement.outlet.level,
            "title": placement.ran_title,
            "link": placement.link,
            "version": placement.version,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["taken_on"].widget.attrs["max"] = clock.today().isoformat()

    @property
    def ran(self) -> Ran:
        return Ran(**{k: v for k, v in self.cleaned_data.items() if k != "version"})


class LedgerForm(forms.Form):
    """The ledger's filter as fields; the selector reads the parameters itself."""

    outlet = forms.ChoiceField(label=pgettext_lazy("placement", "Outlet"), required=False)
    level = forms.ChoiceField(
        label=pgettext_lazy("placement", "Level"),
        required=False,
        choices=[("", pgettext_lazy("levels", "All")), *OutletLevel.choices],
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("placement", "State"),
        required=False,
        choices=[("", pgettext_lazy("placements", "All")), *PlacementState.choices],
    )
    offered = forms.CharField(
        label=_("Offered in"), required=False, widget=forms.TextInput({"type": "month"})
    )
    taken = forms.CharField(
        label=_("Ran in"), required=False, widget=forms.TextInput({"type": "month"})
    )
    reporter = forms.ChoiceField(label=pgettext_lazy("placement", "Reporter"), required=False)
    group = forms.ChoiceField(label=pgettext_lazy("placement", "Group"), required=False)

    def __init__(self, wanted: selector.Wanted, *, user: User) -> None:
        super().__init__({name: value or "" for name, value in vars(wanted).items()})
        everything = ("", pgettext_lazy("placements", "All"))
        rows = {
            "outlet": [(one.pk, one.name) for one in Outlet.objects.all()],
            "reporter": [(one.pk, str(one)) for one in selector.reporters_placed(user)],
            "group": [(one.pk, one.name) for one in selector.groups_placed(user)],
        }
        for name, choices in rows.items():
            self.fields[name].choices = [everything, *choices]  # type: ignore[attr-defined]
