import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone, translation

import qixin
from qixin.ui.icons import icons

SOURCE = Path(qixin.__file__).parent


def render(text, **context):
    return Template("{% load ui %}" + text).render(Context(context))


class Form(forms.Form):
    title = forms.CharField(label="标题", help_text="一句话")
    kind = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    note = forms.CharField(required=False)


def test_every_icon_that_is_used_is_in_the_sprite():
    patterns = (r'{%\s*icon "([a-z0-9-]+)"', r'\bicon="([a-z0-9-]+)"', r'lead="([a-z0-9-]+)"')
    used = {
        name
        for path in [*SOURCE.rglob("*.html"), *SOURCE.glob("*/apps.py")]
        for pattern in patterns
        for name in re.findall(pattern, path.read_text(encoding="utf-8"))
    }
    assert used - icons() == set()


def test_an_unknown_icon_is_refused():
    with pytest.raises(TemplateSyntaxError, match=r"icons\.txt"):
        render('{% icon "unicorn" %}')


def test_an_unknown_tone_is_refused():
    with pytest.raises(TemplateSyntaxError, match="tone"):
        render('{% badge "x" "purple" %}')


def test_a_field_points_to_its_help_and_its_errors():
    page = render("{% field form.title %}", form=Form({"title": "", "kind": "a"}))
    described = re.search(r'aria-describedby="([^"]+)"', page)[1].split()
    assert all(f'id="{name}"' in page for name in described)
    assert len(described) == 2
    assert 'aria-invalid="true"' in page


def test_radio_buttons_stand_in_a_named_group():
    page = render("{% field form.kind %}", form=Form())
    assert "<fieldset" in page
    assert "<legend" in page


def test_only_optional_fields_say_so():
    with translation.override("en"):
        assert "(optional)" not in render("{% field form.title %}", form=Form())
        assert "(optional)" in render("{% field form.note %}", form=Form())


def test_paging_keeps_the_filters():
    request = RequestFactory().get("/", {"town": "齐都镇", "page": "2"})
    page = render("{% pager page=page %}", page=Paginator(range(50), 10).page(2), request=request)
    assert "?town=%E9%BD%90%E9%83%BD%E9%95%87&amp;page=3" in page


def test_keyset_paging_has_no_next_at_the_end():
    assert "rel=" not in render("{% pager count=3 %}")
    assert "?after=17" in render('{% pager next="17" %}')


def test_markup_in_a_value_is_shown_not_obeyed():
    page = render("{% badge x %}{% stat x x %}{% empty x x %}{% copy_button x %}", x="<b>'\"")
    assert "<b>" not in page


def test_a_timeline_takes_entries_that_know_only_when_and_what():
    assert "已收到" in render("{% timeline e %}", e=[{"at": timezone.now(), "text": "已收到"}])


def test_a_qr_code_is_a_drawing_with_a_caption():
    assert re.search(
        r"<svg.*扫码加入", render('{% qr "https://example.org" caption="扫码加入" %}'), re.S
    )


def test_a_chart_brings_its_figures_as_a_table():
    chart = {
        "kind": "bar",
        "categories": ["齐都镇"],
        "series": [{"name": "未办结", "values": [17]}],
    }
    assert '<td class="num">17</td>' in render('{% chart c label="x" %}', c=chart)


@time_machine.travel(datetime(2020, 2, 3, 4, 0, tzinfo=timezone.get_fixed_timezone(0)), tick=False)
def test_times_are_shown_in_the_districts_zone_and_get_shorter_when_near():
    now = timezone.now()
    assert ">12:00<" in render("{% when t %}", t=now)
    assert ">2月2日 12:00<" in render("{% when t %}", t=now - timedelta(days=1))
    assert ">2019年2月3日<" in render("{% when t %}", t=now - timedelta(days=365))
    with translation.override("en"):
        assert ">2 Feb 12:00<" in render("{% when t %}", t=now - timedelta(days=1))
