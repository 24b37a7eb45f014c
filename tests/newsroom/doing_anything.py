"""A newsroom that does whatever it is told, on whichever story, column or channel."""

from datetime import timedelta

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, WrongState
from qixin.newsroom.actions import (
    SectionGiven,
    airing,
    answers,
    arrange_column,
    calling,
    live_entries,
    merge_columns,
    move_column,
    rumours,
    set_topic,
    showing,
    take_down,
)
from qixin.newsroom.enums import AnswerState
from qixin.newsroom.enums.live import LiveState
from qixin.newsroom.enums.readers import CallState, Showing
from qixin.newsroom.models import (
    Answer,
    CallEntry,
    CallOut,
    Column,
    LiveChannel,
    LiveEntry,
    Picture,
    ReaderMessage,
    Story,
    Topic,
)
from qixin.people.enums import Role
from tests.newsroom import live_factories as live
from tests.newsroom import reader_factories as readers
from tests.newsroom import rumour_factories
from tests.newsroom.factories import (
    correct,
    make_column,
    make_editor,
    make_picture,
    make_published,
    make_topic,
)

# What the house refuses in the state that chance led to: nothing was written then.
_REFUSED = (Conflict, Invalid, WrongState)


class Newsroom:
    def __init__(self) -> None:
        self.topic = make_topic()
        self.columns = [make_column(name_en=f"Column {n}", topic=self.topic) for n in range(3)]
        self.chief = make_editor(Role.CHIEF_EDITOR)
        self.picture, self.other = make_picture(credit="演练供图"), make_picture("另一张")

    def do(self, verb: str, number: int) -> None:
        try:
            getattr(self, verb)(number)
        except _REFUSED:
            return

    # stories

    def publish(self, number):
        fields = {"cover": self.picture} if number % 2 else {}
        make_published(self._column(number), title=f"第{number}条消息", **fields)

    def publish_as_of_earlier(self, number):
        at = clock.now() - timedelta(hours=number + 1)
        make_published(self._column(number), title=f"第{number}条旧闻", published_on=at)

    def correct(self, number):
        if story := self._story(number):
            correct(story, title=f"第{number}条消息，已更正")

    def correct_the_time(self, number):
        if story := self._story(number):
            correct(story, published_on=clock.now() - timedelta(hours=number + 1))

    def exchange_the_cover(self, number):
        if story := self._story(number):
            correct(story, cover=self.picture if number % 2 else self.other)

    def drop_the_cover(self, number):
        if story := self._story(number):
            correct(story, cover=None)

    def withdraw(self, number):
        if story := self._story(number):
            take_down(story=story, reason="配送计划取消", by=self.chief)

    def unpublish(self, number):
        if story := self._story(number):
            story.unpublish()

    def delete(self, number):
        # one that readers were told something of stays for good
        if (story := self._story(number)) and not story.notices.exists():
            story.delete()

    def move(self, number):
        if story := self._story(number):
            story.move(self._column(number), pos="last-child")

    def credit(self, number):
        picture = Picture.objects.get(pk=self.picture.pk)
        picture.credit = f"演练供图{number}"
        picture.save()

    # topics and columns

    def lead(self, number):
        topic = Topic.objects.get(pk=self.topic.pk)
        given = SectionGiven(topic.title, topic.name_en, topic.summary)
        set_topic(topic=topic, given=given, lead=self._story(number), by=self.chief)

    def rename_a_column(self, number):
        column = self._column(number)
        column.title = f"栏目{number}"
        column.save_revision().publish()

    def arrange_a_column(self, number):
        arrange_column(column=self._column(number), up=number > 3, by=self.chief)

    def pause_or_archive(self, number):
        verb = ("pause", "archive", "resume", "reopen")[number % 4]
        move_column(column=self._column(number // 2), verb=verb, by=self.chief)

    def merge(self, number):
        into = self._column(number + 1 + number % 2)
        merge_columns(column=self._column(number), into=into, by=self.chief)

    # what readers say, and what they are asked for

    def show_a_message(self, number):
        page = self._column(number) if number % 2 else self._story(number)
        if page is not None:
            readers.show(readers.make_message(page, text=f"第{number}句来言"), by=self.chief)

    def take_down_a_message(self, number):
        if sent := self._of(ReaderMessage.objects.filter(state=Showing.SHOWN), number):
            showing.take_down(sent=sent, reason=readers.WHY, by=self.chief)

    def call_out(self, number):
        section = self._column(number) if number % 2 else Topic.objects.get(pk=self.topic.pk)
        readers.make_call(section, by=self.chief, title=f"第{number}次征集")

    def show_an_entry(self, number):
        if call := self._of(CallOut.objects.filter(state=CallState.OPEN), number):
            readers.show(readers.make_entry(call, photos=number % 2), by=self.chief)

    def take_down_an_entry(self, number):
        if sent := self._of(CallEntry.objects.filter(state=Showing.SHOWN), number):
            showing.take_down(sent=sent, reason=readers.WHY, by=self.chief)

    def close_a_call(self, number):
        if call := self._of(CallOut.objects.filter(state=CallState.OPEN), number):
            calling.move_call(call=call, verb="close", by=self.chief)

    # rumours

    def answer_a_rumour(self, number):
        rumour = rumour_factories.make_rumour(f"第{number}条传言：今晚封路")
        if number % 2 and (story := self._story(number)):
            rumours.link_story(rumour=rumour, story=story, by=self.chief)
        claim = f"第{number}条传言说今晚封路"
        rumour_factories.publish(rumour_factories.propose(rumour, claim=claim))

    def withdraw_an_answer(self, number):
        if answer := self._of(Answer.objects.filter(state=AnswerState.PUBLISHED), number):
            answers.withdraw(answer=answer, reason=rumour_factories.WHY, by=self.chief)

    # live

    def go_live(self, number):
        state = (LiveState.PLANNED, LiveState.ON_AIR)[number % 2]
        live.make_channel(state, by=self.chief, topic=Topic.objects.get(pk=self.topic.pk))

    def air(self, number):
        if channel := self._of(LiveChannel.objects.all(), number // 3):
            verb = ("start", "pause", "end")[number % 3]
            airing.air(channel=channel, verb=verb, by=self.chief)

    def write_an_entry(self, number):
        if channel := self._of(LiveChannel.objects.all(), number):
            live.make_entry(channel, f"第{number}条现场消息", by=self.chief)

    def change_an_entry(self, number):
        if entry := self._of(LiveEntry.objects.all(), number // 3):
            if number % 3 == 0:
                live_entries.pin(entry=entry, by=self.chief)
            elif number % 3 == 1:
                version = entry.version
                live_entries.correct(entry=entry, text="更正了", version=version, by=self.chief)
            else:
                live_entries.take_down(entry=entry, reason="写错了地点", by=self.chief)

    def _story(self, number: int) -> Story | None:
        return self._of(Story.objects.live(), number)

    def _column(self, number: int) -> Column:
        return Column.objects.get(pk=self.columns[number % len(self.columns)].pk)

    @staticmethod
    def _of(rows, number):
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None


VERBS = tuple(
    name for name, what in vars(Newsroom).items()
    if callable(what) and not name.startswith("_") and name != "do"
)  # fmt: skip
