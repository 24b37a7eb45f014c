"""What administrators fill in about checklists and weights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core.models import default_district
from qixin.enterprises.actions.checklists import MOST_ITEMS, Item
from qixin.enterprises.actions.weighing import Weighed
from qixin.enterprises.enums import ChecklistUse, Industry, RiskTerm, Severity
from qixin.enterprises.models import Checklist, ChecklistItem, Tag
from qixin.enterprises.models.checklists import LONGEST_ITEM, LONGEST_REFERENCE
from qixin.enterprises.models.risk import MOST_POINTS
from qixin.enterprises.selectors.risk import USUAL, terms_of_safety, weights

# Empty lines offered at the end of a draft; saving gives new ones.
BLANK_LINES = 4


class ScopeForm(forms.Form):
    """For whom a checklist is."""

    industries = forms.MultipleChoiceField(
        label=pgettext_lazy("checklist", "Industries"), choices=Industry.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without an industry and a tag it is for all enterprises."),
    )  # fmt: skip
    tags = forms.ModelMultipleChoiceField(
        Tag.objects.none(), label=_("Tags"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, checklist: Checklist | None = None, **kwargs: Any) -> None:
        if checklist is not None:
            kwargs["initial"] = {
                "industries": [one.industry for one in checklist.industries.all()],
                "tags": list(checklist.tags.all()),
            }
        super().__init__(*args, **kwargs)
        tags = Tag.objects.filter(district=default_district())
        self.fields["tags"].queryset = tags  # type: ignore[attr-defined]
        if not tags.exists():
            del self.fields["tags"]


class ChecklistForm(ScopeForm):
    """A new checklist."""

    name = forms.CharField(label=_("Name"), max_length=64)
    name_en = forms.CharField(label=_("English name"), max_length=96, required=False)
    use = forms.ChoiceField(label=pgettext_lazy("checklist", "For"), choices=ChecklistUse.choices)
    field_order = ("name", "name_en", "use", "industries", "tags")


class ItemForm(forms.Form):
    """One line of a draft; one without text is left out."""

    text = forms.CharField(
        label=_("What to look at"), max_length=LONGEST_ITEM, required=False,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    text_en = forms.CharField(
        label=_("In English"), max_length=LONGEST_ITEM, required=False,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    severity = forms.ChoiceField(
        label=_("Hazard if not in order"), choices=Severity.choices, initial=Severity.MINOR
    )
    reference = forms.CharField(
        label=pgettext_lazy("checklist", "Rule"), max_length=LONGEST_REFERENCE, required=False
    )


_Items = forms.formset_factory(
    ItemForm, extra=0, can_order=False, max_num=MOST_ITEMS, validate_max=True
)


class DraftForm:
    """A draft's lines, and the version that the editor saw."""

    def __init__(
        self, given: Any = None, *, items: Iterable[ChecklistItem] = (), version: int = 0
    ) -> None:
        if given is not None:
            self.lines = _Items(given, prefix="items")
        else:
            shown = [
                {"text": one.text, "text_en": one.text_en, "severity": one.severity,
                 "reference": one.reference}
                for one in items
            ] + [{}] * BLANK_LINES  # fmt: skip
            self.lines = _Items(initial=shown, prefix="items")
        self._version = str(version if given is None else given.get("version", ""))

    def is_valid(self) -> bool:
        return self.lines.is_valid()

    @property
    def version(self) -> int:
        """The version that the editor saw; -1, which none has, for what is no number."""
        text = self._version
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    @property
    def items(self) -> list[Item]:
        return [
            Item(**line.cleaned_data)
            for line in self.lines
            if line.cleaned_data.get("text", "").strip()
        ]


def _number(label: Any, most: int, *, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most)


class WeightsForm(forms.Form):
    """The whole table of weights, with the days that hazards have."""

    minor_days = _number(_("Days for an ordinary hazard"), 90, least=1)
    major_days = _number(_("Days for a major hazard"), 90, least=1)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        held, terms = weights(), terms_of_safety()
        kwargs["initial"] = {
            "minor_days": terms.minor_days, "major_days": terms.major_days,
            "version": terms.version,
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self._tags = list(Tag.objects.filter(district=default_district()))
        for term in USUAL:
            weight = held.plain[term]
            self._add(f"{term}-points", _("Points"), MOST_POINTS, weight.points)
            self._add(f"{term}-every", _("For each"), 10_000, weight.every, least=1)
            self._add(f"{term}-most", _("At most"), MOST_POINTS, weight.most)
        for section in Industry.values:
            kept = held.industries.get(section)
            self._add(f"industry-{section}", Industry(section).label, MOST_POINTS,
                      kept.points if kept else 0)  # fmt: skip
        for tag in self._tags:
            given = held.tags.get(tag.pk)
            self._add(f"tag-{tag.pk}", str(tag), MOST_POINTS, given.points if given else 0)

    def _add(self, name: str, label: Any, most: int, value: int, *, least: int = 0) -> None:
        self.fields[name] = _number(label, most, least=least)
        self.initial[name] = value

    def plain(self) -> list[tuple[str, Any, Any, Any]]:
        """Label and the three fields of each plain term."""
        return [
            (str(RiskTerm(term).label),
             self[f"{term}-points"], self[f"{term}-every"], self[f"{term}-most"])
            for term in USUAL
        ]  # fmt: skip

    def industries(self) -> list[Any]:
        return [self[f"industry-{section}"] for section in Industry.values]

    def tags(self) -> list[Any]:
        return [self[f"tag-{tag.pk}"] for tag in self._tags]

    @property
    def weighed(self) -> list[Weighed]:
        """The table, once the fields are clean."""
        given = self.cleaned_data
        plain = [
            Weighed(term, given[f"{term}-points"], given[f"{term}-every"], given[f"{term}-most"])
            for term in USUAL
        ]
        industries = [
            Weighed(RiskTerm.INDUSTRY, given[f"industry-{section}"], industry=section)
            for section in Industry.values
        ]
        tags = [Weighed(RiskTerm.TAG, given[f"tag-{tag.pk}"], tag=tag) for tag in self._tags]
        return [*plain, *industries, *tags]

    @property
    def days(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in ("minor_days", "major_days")}
