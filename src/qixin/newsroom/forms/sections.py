"""What a chief editor enters of topics and columns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.newsroom.actions import ColumnSettings, SectionGiven
from qixin.newsroom.column_sets import COLUMN_SETS, ColumnGiven
from qixin.newsroom.enums import Colour
from qixin.newsroom.models import Column, Story, Topic
from qixin.newsroom.selectors.sections import possible_editors, possible_leads
from qixin.newsroom.tree import BY_PATH
from qixin.people.models import User

_TOPIC = "topic:"


class SectionForm(forms.Form):
    """What a topic and a column have in common."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=pgettext_lazy("section", "Name"), max_length=64)
    name_en = forms.CharField(label=_("English name"), max_length=96, required=False)
    summary = forms.CharField(
        label=_("In a sentence"),
        help_text=_("Stands below the name and where the page is shared."),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    summary_en = forms.CharField(
        label=_("The same in English"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def section(self) -> SectionGiven:
        given = self.cleaned_data
        return SectionGiven(given["name"], given["name_en"], given["summary"], given["summary_en"])


class NewTopicForm(SectionForm):
    """`columns`: a set of the house, the columns of an earlier topic, or none."""

    columns = forms.ChoiceField(label=_("Columns to begin with"), required=False)
    field_order = ["name", "name_en", "columns", "summary", "summary_en"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sets = [(key, name) for key, (name, _columns) in COLUMN_SETS.items()]
        earlier = [
            (f"{_TOPIC}{topic.pk}", _("As in “%(name)s”") % {"name": topic.name})
            for topic in Topic.objects.order_by("-path")
        ]
        choices = [*sets, *earlier, ("", _("None: I open them myself"))]
        self.fields["columns"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("columns", next(iter(COLUMN_SETS)))

    def chosen_columns(self) -> list[ColumnGiven]:
        chosen = self.cleaned_data["columns"]
        if chosen.startswith(_TOPIC):
            topic = Topic.objects.get(pk=chosen.removeprefix(_TOPIC))
            return [
                ColumnGiven(c.title, c.name_en, Colour(c.colour), c.keywords)
                for c in Column.objects.child_of(topic).exclude(merged_into__isnull=False)
            ]
        return list(COLUMN_SETS[chosen][1]) if chosen else []


class TopicForm(SectionForm):
    lead = forms.ModelChoiceField(
        Story.objects.none(),
        label=_("Lead story"),
        required=False,
        empty_label=_("The newest one"),
    )

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {**_initial(topic), "lead": topic.lead_id})
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = possible_leads(topic)  # type: ignore[attr-defined]


class ColumnForm(SectionForm):
    colour = forms.ChoiceField(label=pgettext_lazy("column", "Colour"), choices=Colour.choices)
    editor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Editor in charge"),
        help_text=_("Finds the column's drafts and stories on the own desk."),
        required=False,
        empty_label=_("Nobody in particular"),
    )
    keywords = forms.CharField(
        label=_("Intake rule"),
        help_text=_("Words that suggest this column for a report, separated by spaces."),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    field_order = [
        "name", "name_en", "colour", "editor", "keywords", "summary", "summary_en",
    ]  # fmt: skip

    def __init__(self, *args: Any, column: Column | None = None, **kwargs: Any) -> None:
        if column is not None:
            own = {name: getattr(column, name) for name in ("colour", "keywords")}
            kwargs.setdefault("initial", {**_initial(column), **own, "editor": column.editor_id})
        super().__init__(*args, **kwargs)
        self.fields["editor"].queryset = possible_editors()  # type: ignore[attr-defined]

    def settings(self) -> ColumnSettings:
        given = self.cleaned_data
        return ColumnSettings(Colour(given["colour"]), given["keywords"], given["editor"])


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Column.objects.none(), label=_("Merge into"), empty_label=_("Choose a column")
    )

    def __init__(self, *args: Any, column: Column, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Column.objects.live().filter(state="active").exclude(pk=column.pk)
        self.fields["into"].queryset = others.order_by(BY_PATH)  # type: ignore[attr-defined]


def _initial(section: Topic | Column) -> dict[str, Any]:
    return {
        "version": section.latest_revision_id,
        "name": section.title,
        "name_en": section.name_en,
        "summary": section.summary,
        "summary_en": section.summary_en,
    }
