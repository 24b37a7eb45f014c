"""Topics and columns: opened in one go, paused, archived, merged; what follows for stories."""

import itertools
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from wagtail.models import Page

from qixin.core.errors import Conflict, Invalid, NotFound, QixinError, Refused, WrongState
from qixin.core.models import Entry
from qixin.newsroom import actions, selectors
from qixin.newsroom.actions import ColumnSettings, SectionGiven
from qixin.newsroom.column_sets import COLUMN_SETS
from qixin.newsroom.enums import Colour, DeskList, SectionState
from qixin.newsroom.models import Column, Story, Topic
from qixin.newsroom.workflow import TRANSITIONS
from qixin.people.enums import Role
from qixin.reports.enums import LabelKind
from qixin.reports.models import Label
from tests.newsroom.factories import (
    make_column,
    make_editor,
    make_published,
    make_story,
    make_topic,
    write_anew,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]


@pytest.fixture
def chief():
    return make_editor(Role.CHIEF_EDITOR)


def _bring(column: Column, state: str, chief) -> Column:
    for verb in {"paused": ["pause"], "archived": ["archive"]}.get(state, []):
        actions.move_column(column=column, verb=verb, by=chief)
    if state == "merged":
        actions.merge_columns(column=column, into=make_column(), by=chief)
    return Column.objects.get(pk=column.pk)


def test_a_topic_opens_with_ten_columns_that_readers_and_triage_have_at_once(chief, public_root):
    _name, columns = COLUMN_SETS["epidemic"]
    given = SectionGiven("众志成城抗击疫情", "Standing together", "两大战场的消息")
    topic = actions.open_topic(given=given, columns=columns, by=chief)
    page = (public_root / "zh" / topic.public_path()).read_text()
    for one in columns:
        assert one.name in page
    assert Label.objects.filter(kind=LabelKind.COLUMN, is_active=True).count() == 10
    assert topic.slug == "standing-together"
    again = actions.open_topic(given=given, columns=(), by=chief)
    assert again.slug == "standing-together-2", "two topics of one name have two addresses"


@pytest.mark.parametrize("key", COLUMN_SETS)
def test_a_set_names_every_column_in_both_languages_and_colours_it_alone(key):
    _name, columns = COLUMN_SETS[key]
    for names in (
        [c.name for c in columns],
        [c.name_en for c in columns],
        [c.colour for c in columns],
    ):
        assert len(set(names)) == len(columns)
    assert all(c.name and c.name_en and c.keywords for c in columns)


@pytest.mark.parametrize(
    ("state", "verb"),
    [*itertools.product(SectionState.values, ["pause", "resume", "archive", "reopen"])],
)
def test_a_column_goes_the_drawn_roads_and_no_other(state, verb, chief):
    column = _bring(make_column(), state, chief)
    origins, target = TRANSITIONS["column"][verb]
    if state in origins:
        actions.move_column(column=column, verb=verb, by=chief)
        assert Column.objects.get(pk=column.pk).state == target
        assert Entry.objects.filter(verb__startswith="newsroom.column_").exists()
    else:
        with pytest.raises(WrongState):
            actions.move_column(column=column, verb=verb, by=chief)
        assert Column.objects.get(pk=column.pk).state == state


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.CORRESPONDENT, Role.AUDITOR])
def test_sections_are_the_chief_editors(role, chief):
    by, column = make_editor(role), make_column()
    given = SectionGiven("演练")
    for act in (
        lambda: actions.open_topic(given=given, columns=(), by=by),
        lambda: actions.open_column(topic=None, given=given, settings=ColumnSettings(), by=by),
        lambda: actions.set_column(column=column, given=given, settings=ColumnSettings(), by=by),
        lambda: actions.move_column(column=column, verb="pause", by=by),
        lambda: actions.merge_columns(column=column, into=make_column(), by=by),
        lambda: actions.arrange_column(column=column, up=True, by=by),
        lambda: actions.archive_topic(topic=make_topic(), by=by),
    ):
        with pytest.raises(Refused):
            act()


def test_a_paused_column_is_suggested_and_filled_no_more_but_stays_to_be_read(chief, public_root):
    column = make_column("菜篮子", slug="supply")
    make_published(column, title="首批蔬菜送到")
    actions.move_column(column=column, verb="pause", by=chief)
    assert not Label.objects.get(code="supply").is_active
    with pytest.raises(NotFound):
        selectors.open_column("supply")
    assert "首批蔬菜送到" in (public_root / "zh/columns/supply/index.html").read_text()
    actions.move_column(column=column, verb="resume", by=chief)
    assert Label.objects.get(code="supply").is_active


def test_a_story_whose_column_was_archived_meanwhile_does_not_go_out_but_its_old_ones_stay(chief):
    column = make_column()
    out = make_published(column)
    waiting = make_story(column, by=make_editor())
    actions.move_column(column=column, verb="archive", by=chief)
    with pytest.raises(WrongState, match="栏目"):
        make_published(column, title="来晚了的稿件")
    assert not Story.objects.get(pk=waiting.pk).live
    assert Story.objects.get(pk=out.pk).live


def test_merged_columns_have_all_stories_and_the_old_address_leads_on(chief, public_root):
    old, new = make_column("旧栏目", slug="old"), make_column("新栏目", slug="new")
    story = make_published(old, title="搬家的稿件")
    make_published(new, title="本来的稿件")
    actions.merge_columns(column=old, into=new, by=chief)
    assert Story.objects.get(pk=story.pk).column == new
    for tree in ("zh", "en"):
        page = (public_root / tree / "columns/new/index.html").read_text()
        assert "搬家的稿件" in page
        assert "本来的稿件" in page
        left = (public_root / tree / "columns/old/index.html").read_text()
        assert f'content="0; url=/{tree}/columns/new/"' in left
        assert not (public_root / tree / "columns/old/feed.xml").exists()
        assert "旧栏目" not in (public_root / tree / "index.html").read_text()
    write_anew()
    assert "url=/zh/columns/new/" in (public_root / "zh/columns/old/index.html").read_text()


def test_a_column_is_merged_into_another_open_one_alone(chief):
    column, archived = make_column(), _bring(make_column(), "archived", chief)
    for into in (column, archived):
        with pytest.raises(Invalid):
            actions.merge_columns(column=column, into=into, by=chief)
    gone = _bring(make_column(), "merged", chief)
    with pytest.raises(WrongState):
        actions.merge_columns(column=gone, into=column, by=chief)


@pytest.mark.parametrize("state", ["paused", "archived", "merged"])
def test_no_story_is_moved_into_a_column_that_takes_none(chief, client, public_root, state):
    column, story = _bring(make_column(slug="shut"), state, chief), make_published()
    shut = (public_root / "zh/columns/shut/index.html").read_bytes()
    with pytest.raises(Invalid):
        story.move(Column.objects.get(pk=column.pk), "last-child")
    client.force_login(chief)
    answer = client.post(reverse("wagtailadmin_pages:move_confirm", args=[story.pk, column.pk]))
    assert answer.status_code == 400
    assert "不收稿" in answer.content.decode() or "takes no stories" in answer.content.decode()
    assert Story.objects.get(pk=story.pk).column == story.column
    assert (public_root / "zh/columns/shut/index.html").read_bytes() == shut


def test_within_a_paused_column_stories_change_places(chief):
    column = make_column()
    first, second = make_published(column), make_published(column)
    _bring(column, "paused", chief)
    Story.objects.get(pk=first.pk).move(Story.objects.get(pk=second.pk), "right")
    assert list(Story.objects.child_of(column).order_by("path")) == [second, first]


def order_of(public_root, page, columns):
    """The names of the columns in the order in which a page first leads to them."""
    text = (public_root / page).read_text().partition("<body")[2]
    return "".join(sorted((one.title for one in columns), key=text.index))


def test_columns_stand_in_the_order_that_the_chief_editor_gives_them(chief, public_root):
    topic = make_topic()
    columns = [make_column(name, topic=topic) for name in ("首栏", "次栏", "末栏")]
    story = make_published(columns[2], title="搬动之前的稿件")
    column, topic_page = columns[2], f"zh/{topic.public_path()}"
    assert order_of(public_root, topic_page, columns) == "首栏次栏末栏"
    actions.arrange_column(column=column, up=True, by=chief)
    for page in (topic_page, "zh/index.html", f"zh/{story.public_path()}"):
        assert order_of(public_root, page, columns) == "首栏末栏次栏", page
    line = Entry.objects.get(verb="newsroom.column_arranged")
    assert (line.detail["name"], line.detail["position"]) == ("末栏", 2)
    actions.arrange_column(column=Column.objects.get(pk=column.pk), up=True, by=chief)
    actions.arrange_column(column=Column.objects.get(pk=columns[0].pk), up=False, by=chief)
    assert order_of(public_root, topic_page, columns) == "末栏次栏首栏"
    again = Story.objects.get(pk=story.pk)
    assert again.column.pk == column.pk
    assert "搬动之前的稿件" in (public_root / "zh" / column.public_path()).read_text()
    assert not any(Page.find_problems())


def test_the_first_column_goes_no_further_up_and_a_merged_one_nowhere(chief):
    one, other, into = (make_column(topic=topic) for topic in [make_topic()] * 3)
    actions.arrange_column(column=one, up=True, by=chief)
    actions.arrange_column(column=into, up=False, by=chief)
    assert not Entry.objects.filter(verb="newsroom.column_arranged").exists()
    actions.merge_columns(column=other, into=into, by=chief)
    with pytest.raises(Invalid):
        actions.arrange_column(column=other, up=True, by=chief)
    # past the merged one, which readers do not see
    actions.arrange_column(column=Column.objects.get(pk=into.pk), up=True, by=chief)
    paths = [Column.objects.get(pk=column.pk).path for column in (into, one)]
    assert paths == sorted(paths)


def test_the_chief_editor_moves_columns_on_the_topics_page(chief, client, settings):
    settings.QIXIN_DEMO = True
    topic = make_topic()
    one, other = make_column(topic=topic), make_column(topic=topic)
    client.force_login(chief)
    address = f"/w/newsroom/topics/{topic.pk}/"
    page = client.get(address).content.decode()
    assert f"/w/newsroom/columns/{other.pk}/up/" in page
    assert f"/w/newsroom/columns/{one.pk}/up/" not in page
    answer = client.post(f"/w/newsroom/columns/{other.pk}/up/", {"next": address})
    assert answer.url == f"{address}#column-{other.pk}"
    page = client.get(address).content.decode()
    assert f"/w/newsroom/columns/{one.pk}/up/" in page
    assert f"/w/newsroom/columns/{other.pk}/up/" not in page


class Fields(HTMLParser):
    """The words of a page's text fields, and what its buttons copy."""

    def __init__(self, page):
        super().__init__()
        self.fields, self.copied, self._inside = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._inside = tag == "textarea" and "readonly" in dict(attrs)
        if self._inside:
            self.fields.append("")
        if copied := dict(attrs).get("data-copy"):
            self.copied.append(copied)

    def handle_data(self, words):
        if self._inside:
            self.fields[-1] += words

    def handle_endtag(self, tag):
        self._inside = False


class Frames(HTMLParser):
    def __init__(self, line):
        super().__init__()
        self.found = []
        self.feed(line)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_the_page_of_a_column_has_the_line_by_which_others_show_it(
    chief, client, settings, public_root
):
    settings.QIXIN_DEMO = True
    column = make_column("“菜”篮子<b>&", name_en='Food "basket"', slug="supply")
    make_published(column)
    client.force_login(chief)
    page = Fields(client.get(f"/w/newsroom/columns/{column.pk}/").content.decode())
    assert page.copied == page.fields
    named = [("zh", column.title), ("en", column.name_en)]
    for line, (tree, name) in zip(page.fields, named, strict=True):
        [(tag, frame)] = Frames(line).found
        path = f"{tree}/columns/supply/embed.html"
        assert (tag, frame["src"]) == ("iframe", f"{settings.QIXIN_SITE_URL}/{path}")
        assert frame["title"] == name
        assert (public_root / path).exists()
    actions.merge_columns(column=column, into=make_column(), by=chief)
    gone = Fields(client.get(f"/w/newsroom/columns/{column.pk}/").content.decode())
    assert gone.copied == []


def test_an_archived_topic_takes_its_columns_along_and_reopens_without_them(chief, public_root):
    topic = make_topic("防汛")
    column = make_column(topic=topic)
    actions.archive_topic(topic=topic, by=chief)
    assert Column.objects.get(pk=column.pk).state == SectionState.ARCHIVED
    assert "防汛" not in (public_root / "zh/index.html").read_text()
    assert (public_root / "zh" / topic.public_path()).exists()
    with pytest.raises(Conflict):
        actions.move_column(column=column, verb="reopen", by=chief)
    with pytest.raises(WrongState):
        actions.open_column(
            topic=topic, given=SectionGiven("雨情"), settings=ColumnSettings(), by=chief
        )
    actions.reopen_topic(topic=topic, by=chief)
    actions.move_column(column=column, verb="reopen", by=chief)
    assert Column.objects.get(pk=column.pk).state == SectionState.ACTIVE


def test_two_chief_editors_at_once_the_second_is_told(chief):
    column = make_column()
    version = Column.objects.get(pk=column.pk).latest_revision_id
    settings = ColumnSettings(colour=Colour.RED, editor=make_editor())
    actions.set_column(
        column=column, given=SectionGiven("一"), settings=settings, by=chief, version=version
    )
    with pytest.raises(Conflict):
        actions.set_column(
            column=column, given=SectionGiven("二"), settings=settings, by=chief, version=version
        )
    assert Column.objects.get(pk=column.pk).title == "一"


@pytest.mark.parametrize("name", ["", "  ", "\0", "请拨打19900001234", "长" * 300])
def test_a_name_that_cannot_stand_is_refused_with_a_sentence(name, chief):
    with pytest.raises(QixinError):
        actions.open_topic(given=SectionGiven(name), columns=(), by=chief)
    assert not Topic.objects.exists()


def test_an_emoji_and_a_script_in_a_name_are_words_like_others(chief, public_root):
    given = SectionGiven("加油💪<script>alert(1)</script>")
    topic = actions.open_topic(given=given, columns=(), by=chief)
    page = (public_root / "zh" / topic.public_path()).read_text()
    assert "加油💪&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_only_an_editor_is_in_charge_and_only_a_published_story_leads(chief):
    column = make_column(topic=make_topic())
    with pytest.raises(Invalid):
        actions.set_column(
            column=column,
            given=SectionGiven("演练"),
            settings=ColumnSettings(editor=make_editor(Role.CORRESPONDENT)),
            by=chief,
        )
    draft, other = make_story(column, by=chief), make_published()
    for lead in (draft, other):
        with pytest.raises(Invalid):
            actions.set_topic(topic=column.topic, given=SectionGiven("演练"), lead=lead, by=chief)


def test_the_editor_in_charge_finds_others_drafts_of_the_column_on_the_own_desk(chief):
    column, own = make_column(), make_editor()
    actions.set_column(
        column=column,
        given=SectionGiven("菜篮子"),
        settings=ColumnSettings(editor=own),
        by=chief,
    )
    draft = make_story(column, by=make_editor())
    make_story(make_column(), by=make_editor())
    assert [one.pk for one in selectors.desk(own)[DeskList.IN_CHARGE].stories] == [draft.pk]
    assert selectors.desk(make_editor())[DeskList.IN_CHARGE].stories == []


def test_the_chief_editors_page_counts_what_is_published_in_each_column(chief, client, settings):
    settings.QIXIN_DEMO = True
    column = make_column("菜篮子", topic=make_topic("抗击疫情"))
    make_published(column)
    make_story(column, by=make_editor())
    client.force_login(chief)
    page = client.get("/w/newsroom/topics/")
    [row] = page.context["page"]
    [counted] = row.columns
    assert (counted.column, counted.stories, counted.today) == (column, 1, 1)
    assert client.get(f"/w/newsroom/topics/{row.topic.pk}/").status_code == 200
    assert client.get(f"/w/newsroom/columns/{column.pk}/").status_code == 200
