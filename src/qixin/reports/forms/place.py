"""Where it is, as people say it: a town, then a community, by hand or filled in by the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qixin.people.enums import AreaLevel
from qixin.people.imports import AreaFinder
from qixin.people.models import Area
from qixin.people.selectors.places import towns

NONE_OF_THESE = "-"


def area_by_code(code: str) -> Area | None:
    """The town or community that was chosen; None for none, or for one that does not exist."""
    if not code.isascii() or not code.isdigit():
        return None
    known = next((town for town in towns() if town.code == code), None)
    return known or Area.objects.select_related("parent").filter(code=code).first()


def communities_by_town() -> list[dict[str, Any]]:
    """For the page's script: each town with its point and its communities, by code."""
    below: dict[int | None, list[tuple[str, str]]] = {}
    rows = Area.objects.filter(level=AreaLevel.COMMUNITY).order_by("code")
    for code, name, parent in rows.values_list("code", "name", "parent"):
        below.setdefault(parent, []).append((code, name))
    return [
        {
            "code": town.code,
            "name": town.name,
            "lng": town.lng,
            "lat": town.lat,
            "communities": below.get(town.pk, []),
        }
        for town in towns()
    ]


class PlaceForm(forms.Form):
    """Town and community, both optional, and an address in words.

    Without a script the community is typed; a name that stands more than once is asked about, and
    one that is not known is kept among the words of the address: no report fails for its place.
    With a script the page offers the town's communities, and sends a code.
    """

    town = forms.ChoiceField(label=gettext_lazy("Town"), required=False)
    community = forms.CharField(
        label=gettext_lazy("Community or village"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Its name, if you know it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Which one do you mean?"), required=False, widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Street, housing area, building: as you would tell a neighbour."),
    )
    lng = forms.CharField(required=False, widget=forms.HiddenInput)
    lat = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town"].choices = [  # type: ignore[attr-defined]
            ("", _("Not chosen")),
            *((town.code, town.name) for town in towns()),
        ]
        self.meant: list[Area] = []
        if self.is_bound and self["which"].value():
            self._offer(*self._candidates())

    @property
    def asks_which(self) -> bool:
        return bool(self.meant)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["area"] = self._area(cleaned)
        return cleaned

    def _area(self, cleaned: dict[str, Any]) -> str:
        """The code that was chosen or typed; "" for none."""
        town, typed = cleaned.get("town", ""), cleaned.get("community", "").strip()
        if not typed:
            return town
        if typed.isdigit():
            known = area_by_code(typed)
            return known.code if known else town
        found, finder = self._candidates()
        chosen = cleaned.get("which", "")
        if chosen and chosen != NONE_OF_THESE:
            return chosen
        if len(found) == 1 and found[0].code.startswith(town):
            return found[0].code
        if not found or chosen == NONE_OF_THESE:
            self._keep_in_address(cleaned, typed)
            return town
        self._offer(found, finder)
        self.add_error("which", _("“%(name)s” may be one of these.") % {"name": typed})
        return town

    def _candidates(self) -> tuple[list[Area], AreaFinder]:
        """Where the typed name stands: in the chosen town, else anywhere."""
        finder = AreaFinder(AreaLevel.COMMUNITY)
        town, typed = self["town"].value() or "", (self["community"].value() or "").strip()
        found = finder.candidates(typed) if typed and not typed.isdigit() else []
        here = [area for area in found if area.code.startswith(town)]
        return here or found, finder

    def _offer(self, found: list[Area], finder: AreaFinder) -> None:
        self.meant = found
        self.fields["which"].choices = [  # type: ignore[attr-defined]
            *((area.code, finder.path(area)) for area in found),
            (NONE_OF_THESE, _("None of these, or I do not know")),
        ]

    def _keep_in_address(self, cleaned: dict[str, Any], typed: str) -> None:
        address = cleaned.get("address", "")
        if typed not in address:
            cleaned["address"] = f"{typed} {address}".strip()[:200]
