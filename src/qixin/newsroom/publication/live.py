"""Live pages as files: the newest entries first, what is pinned on top, older pages by number."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.template.loader import render_to_string

from qixin.newsroom.enums.live import PUBLIC_LIVE, ClipState, EntryState, LiveSignal
from qixin.newsroom.models import Clip, Home, LiveChannel, LiveEntry, Topic
from qixin.newsroom.models.addresses import TREES
from qixin.newsroom.models.live_block import stream_address
from qixin.newsroom.publication import files, news
from qixin.newsroom.publication.cards import card_of, write_card
from qixin.newsroom.publication.checked import write_page
from qixin.newsroom.publication.pages import frame, here, reading_in
from qixin.newsroom.publication.pictures import remove_unshown, write_picture
from qixin.newsroom.publication.sections import (
    PER_PAGE,
    ListPage,
    every_page,
    first_pages,
    page_with,
    section_of,
)


@dataclass(frozen=True)
class LiveList:
    """A channel's entries as the public lists have theirs: pages, numbered from the oldest on."""

    channel: LiveChannel

    @property
    def folder(self) -> str:
        return self.channel.public_path().removesuffix("index.html")

    def stories(self) -> QuerySet[LiveEntry]:
        """What readers have seen, newest first; of what was taken down its reason is left."""
        seen = Q(state=EntryState.OUT) | Q(state=EntryState.TAKEN_DOWN, out_at__isnull=False)
        found = LiveEntry.objects.filter(seen, channel=self.channel)
        return found.prefetch_related("pictures", "corrections").order_by("-out_at", "-pk")

    def count(self) -> int:
        return self.stories().count()

    def rank(self, entry: LiveEntry) -> int:
        """How many entries are older."""
        before = Q(out_at__lt=entry.out_at) | Q(out_at=entry.out_at, pk__lt=entry.pk)
        return self.stories().filter(before).count()


def write_at_commit(
    channel: LiveChannel, *, touched: LiveEntry | None = None, around: Iterable[Topic] = ()
) -> None:
    """Write the channel's pages once this is committed; with `around`, where it is named too."""
    topics = list(dict.fromkeys(around))
    transaction.on_commit(lambda: _write_again(channel.pk, touched, topics))


def _write_again(pk: int, touched: LiveEntry | None, topics: list[Topic]) -> None:
    channel = LiveChannel.objects.select_related("topic").get(pk=pk)
    if not channel.is_public:
        return
    write_channel(channel, touched=touched, deep=bool(topics))
    news.tell_of_channel(channel, touched)
    from qixin.newsroom.publication.embeds import write_stories_with

    write_stories_with(channel)
    if topics:
        from qixin.newsroom.publication.publishing import render_lists

        render_lists([section_of(page) for page in (*topics, *Home.objects.live())])


def write_channel(
    channel: LiveChannel, *, touched: LiveEntry | None = None, deep: bool = False
) -> int:
    """Write its first page in both languages, and that on which `touched` stands; `deep` for all of
    them. Returns how many files changed.

    Raises PublicationStopped for personal data and OSError where a file cannot be written.
    """
    if not channel.is_public:
        return 0
    listed, changed = LiveList(channel), 0
    # One writer at a time, reading what is committed: no older page overwrites a newer one.
    with files.lock(f"lists of {listed.folder}"):
        channel.refresh_from_db()
        _keep_pictures(listed, touched=touched, deep=deep)
        changed += write_card(card_of(channel))
        pages = list((every_page if deep else first_pages)(cast(Any, listed)))
        if touched is not None and touched.out_at is not None:
            held = page_with(cast(Any, listed), listed.rank(touched))
            pages += [held] if held.name not in {one.name for one in pages} else []
        for language in TREES:
            with reading_in(language) as tree:
                for one in pages:
                    path = f"{tree}/{listed.folder}{one.name}"
                    changed += write_page(path, live_page(listed, one))
                changed += files.write(f"{tree}/{listed.folder}latest.json", latest(listed))
    return changed


def write_all_channels() -> int:
    """Every public channel with all of its pages; returns how many channels."""
    channels = list(LiveChannel.objects.filter(state__in=PUBLIC_LIVE).select_related("topic"))
    for channel in channels:
        write_channel(channel, deep=True)
    return len(channels)


def live_page(listed: LiveList, one: ListPage) -> str:
    """One page of a channel in the language in force."""
    channel, is_first = listed.channel, one.name == "index.html"
    clips = Clip.objects.filter(channel=channel, state=ClipState.SHOWN)
    return render_to_string(
        "newsroom/public/live.html",
        {
            **frame(listed.folder + one.name),
            "channel": channel,
            "page": channel,
            "entries": one.stories,
            "pinned": listed.stories().filter(pinned_at__isnull=False).first()
            if is_first
            else None,
            "older": one.older,
            "newer": one.newer,
            "is_first": is_first,
            "stream": stream_address(channel)
            if is_first and channel.signal != LiveSignal.NONE
            else "",
            "clips": list(clips.order_by("-pk")) if is_first else [],
            "latest": here(f"{listed.folder}latest.json") if channel.is_open else "",
        },
    )


def latest(listed: LiveList) -> bytes:
    """The newest entries' ids: what an open page asks for to say how many are new; and when
    anything of the channel last changed, by which a page that was not written is found."""
    newest = list(listed.stories().values_list("pk", flat=True)[:PER_PAGE])
    moments = listed.stories().aggregate(
        out=Max("out_at"), down=Max("taken_down_at"), pinned=Max("pinned_at"),
        corrected=Max("corrections__at"),
    )  # fmt: skip
    changed = max(filter(None, moments.values()), default=None)
    document = {
        "newest": newest,
        "state": listed.channel.state,
        "signal": listed.channel.signal,
        "changed": changed.isoformat() if changed else "",
    }
    return json.dumps(document, separators=(",", ":")).encode()


def write_behind() -> int:
    """Write the channels whose page lacks what is committed: the machine stopped in between, or
    the disk was full. Returns how many."""
    behind = []
    for channel in LiveChannel.objects.filter(state__in=PUBLIC_LIVE).select_related("topic"):
        listed = LiveList(channel)
        path = files.root() / "zh" / listed.folder / "latest.json"
        if not path.is_file() or path.read_bytes() != latest(listed):
            behind.append(channel)
    for channel in behind:
        write_channel(channel, deep=True)
    return len(behind)


def _keep_pictures(listed: LiveList, *, touched: LiveEntry | None, deep: bool) -> None:
    """Pictures of what is out are there; those of what was taken down are gone, unless a story or
    another entry shows them."""
    entries = list(listed.stories() if deep else listed.stories()[:PER_PAGE])
    for entry in [*entries, *([touched] if touched is not None else [])]:
        for picture in entry.pictures.all():
            if entry.state == EntryState.OUT:
                write_picture(picture)
            elif entry.state == EntryState.TAKEN_DOWN:
                remove_unshown([picture])
