"""Each kind of data × whoever can write it × each output: in the database all the same, it gets out
on no road. An output, or a part of a story, that has no row here fails."""

import gzip
import json
from contextlib import suppress
from fnmatch import fnmatch
from urllib.parse import quote

import pytest

from qixin.newsroom.api import router
from qixin.newsroom.enums import PackageFormat
from qixin.newsroom.models import (
    Answer,
    CallEntry,
    CallOut,
    Column,
    LiveChannel,
    LiveEntry,
    ReaderMessage,
    Story,
    Topic,
)
from qixin.newsroom.publication import cards
from qixin.newsroom.publication.calls import write_call
from qixin.newsroom.publication.live import write_channel
from qixin.newsroom.publication.publishing import render_lists, render_story
from qixin.newsroom.publication.rumours import render_fact, render_facts_list
from qixin.newsroom.publication.sections import all_sections
from qixin.newsroom.screening import FIELDS, PARTS
from qixin.newsroom.stops import PublicationStopped, check_personal_data
from tests.newsroom.factories import make_column, make_picture, make_published, make_topic
from tests.newsroom.live_factories import make_channel
from tests.newsroom.live_factories import make_entry as make_live_entry
from tests.newsroom.reader_factories import make_call, make_entry, make_message, show
from tests.newsroom.rumour_factories import make_answered
from tests.newsroom.test_blocks import in_words, part
from tests.newsroom.test_leaks import KINDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]

# Every output that is a file → its names below the public root.
FILES = {
    "page": ["*/stories/*.html", "*/facts/*.html", "*/live/*/*.html", "*/calls/*/*.html"],
    "list": ["*/index.html", "*/page-*.html"],
    "Atom": ["*feed.xml"],
    "JSON Feed": ["*feed.json"],
    "ninjs": ["*ninjs.json"],
    "what is newest": ["*latest.json"],
    "frame of a column": ["*/embed.html"],
    "sitemap": ["*sitemap.xml"],
    "addresses for search engines": ["robots.txt"],
    "page without a network": ["*/offline.html"],
}
# What holds pixels alone; the words of a card are looked at before they are drawn.
PIXELS = ["cards/*.png", "pictures/*.jpg", "calls/*/*.jpg", "gallery/*"]
# Made of versions alone that `check_personal_data` let out, which is asked below for each part.
OF_APPROVED = {
    "/stories", "/stories/{story_id}",
    PackageFormat.WORD, PackageFormat.NINJS, PackageFormat.MAIL,
}  # fmt: skip


@pytest.fixture
def drawn(monkeypatch):
    """The words of all cards."""
    told = []
    monkeypatch.setattr(cards, "draw", lambda card: told.append(str(card)) or b"drawn")
    return told


def output_of(name):
    """Which one a file belongs to; it has to be one of the table."""
    if any(fnmatch(name, pattern) for pattern in PIXELS):
        return "pixels"
    found = [one for one, patterns in FILES.items() if any(fnmatch(name, p) for p in patterns)]
    assert found, f"{name}: an output without a row"
    return found[0]


def texts(root):
    for path in root.rglob("*"):
        name = str(path.relative_to(root)).removesuffix(".gz")
        if path.is_file() and ".locks" not in name and output_of(name) != "pixels":
            content = path.read_bytes()
            yield path, (gzip.decompress(content) if path.suffix == ".gz" else content).decode()


def body(kind, words):
    """A part of a story, all of whose texts are `words`."""
    whole = {one["type"]: one for one in in_words(words, make_picture())}
    whole |= {
        "heading": part("heading", words),
        "paragraph": part("paragraph", f"<p>{words}</p>"),
        "quote": part("quote", {"text": words, "speaker": words}),
        "picture": part("picture", {"picture": make_picture().pk, "caption": words, "credit": ""}),
        "clip": part("clip", {"clip": "", "caption": words}),
        "live": part("live", {"channel": "", "caption": words}),
    }
    return json.dumps([whole[kind]])


def of_story(put):
    def write(story):
        render_story(Story.objects.get(pk=story.pk))

    return make_published, put, write


def field(name, model=Story):
    return lambda thing, words: model.objects.filter(pk=thing.pk).update(**{name: words})


def in_body(kind):
    return lambda story, words: field("body")(story, body(kind, words))


def message():
    return show(make_message(make_published()))


def below_story(held):
    render_story(Story.objects.get(pk=held.page_id))


def on_channel(thing):
    held = thing if isinstance(thing, LiveChannel) else thing.channel
    write_channel(LiveChannel.objects.get(pk=held.pk), deep=True)


def on_fact(answer):
    for write in (lambda: render_fact(answer.rumour), render_facts_list):
        with suppress(PublicationStopped):
            write()


def on_call(thing):
    held = thing if isinstance(thing, CallOut) else thing.call
    write_call(CallOut.objects.get(pk=held.pk))


def nothing_else(_thing):
    """The lists are written in any case."""


# Who can write something → makes it, puts other words in its place, writes its own pages.
WRITERS = {
    **{f"story: {name}": of_story(field(name)) for name in FIELDS},
    **{f"story: {kind}": of_story(in_body(kind)) for kind in PARTS},
    **{f"message: {name}": (message, field(name, ReaderMessage), below_story)
       for name in ("words", "name")},
    **{f"live entry: {name}": (make_live_entry, field(name, LiveEntry), on_channel)
       for name in ("text", "text_en")},
    **{f"live channel: {name}": (make_channel, field(name, LiveChannel), on_channel)
       for name in ("title", "summary", "title_en", "summary_en")},
    **{f"answer: {name}": (make_answered, field(name, Answer), on_fact)
       for name in ("claim", "text", "sources", "claim_en", "text_en")},
    **{f"call-out: {name}": (make_call, field(name, CallOut), on_call)
       for name in ("title", "asked", "terms")},
    **{f"entry of a call-out: {name}": (lambda: show(make_entry()), field(name, CallEntry), on_call)
       for name in ("words", "name")},
    **{f"column: {name}": (make_column, field(name, Column), nothing_else)
       for name in ("title", "summary", "name_en")},
    "topic: title": (make_topic, field("title", Topic), nothing_else),
}  # fmt: skip


def test_programs_and_other_media_get_what_is_named_here():
    assert {*router.path_operations, *PackageFormat.values} == OF_APPROVED


@pytest.mark.parametrize("writer", WRITERS)
def test_what_stands_in_the_database_all_the_same_reaches_no_output(
    client, public_root, drawn, writer
):
    make, put, write = WRITERS[writer]
    thing = make()
    render_lists(all_sections(), deep=True)
    for kind, secret in KINDS.items():
        # a name is short: only what has room for it
        put(thing, secret if writer.endswith("name") else f"联系方式{secret}。")
        with suppress(PublicationStopped):
            write(thing)
        for section in all_sections():
            with suppress(PublicationStopped):
                render_lists([section], deep=True)
        assert [path for path, text in texts(public_root) if secret in text] == [], kind
        assert [words for words in drawn if secret in words] == [], kind
        if writer.startswith("story"):
            # a column's name stands in the head of this page as the database has it: no file is
            # written that could be kept back
            found = client.get(f"/search/?q={quote('联系方式')}").content.decode()
            assert secret not in found, kind


@pytest.mark.parametrize("part_of_story", [*FIELDS, *PARTS])
def test_no_version_with_it_is_let_out_for_programs_and_other_media(part_of_story):
    story = make_published()
    for secret in KINDS.values():
        words = f"联系方式{secret}。"
        put = field(part_of_story) if part_of_story in FIELDS else in_body(part_of_story)
        put(story, words)
        version = Story.objects.get(pk=story.pk)
        with pytest.raises(PublicationStopped):
            check_personal_data(version, version.live_revision_id)
