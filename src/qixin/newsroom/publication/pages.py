"""Stories and lists as HTML, in one language at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from qixin.newsroom.bodies import live_channels, placed_pictures
from qixin.newsroom.models import Answer, Column, Home, PublicNotice, Story, Topic
from qixin.newsroom.models.addresses import TREES, public_url, tree_of
from qixin.newsroom.publication.live_now import live_now, past_channels
from qixin.newsroom.publication.neighbours import Spot, before
from qixin.newsroom.publication.readers import TakingPart, open_calls, taking_part
from qixin.newsroom.publication.sections import ListPage, Section, first_pages, section_of
from qixin.newsroom.publication.site import Site
from qixin.newsroom.publication.topics import topic_front
from qixin.newsroom.selectors.facts import answers_of_story, public_answers

EMBEDDED = 8
ANSWERS = 3
LANGUAGE_NAMES = {"zh-hans": "中文", "en": "English"}


@dataclass(frozen=True)
class Around:
    """What a story's page shows that is not the story's own."""

    site: Site
    earlier: Sequence[Story]
    notices: Sequence[PublicNotice]
    taking_part: TakingPart | None
    answers: Sequence[Answer]

    @classmethod
    def of(cls, story: Story) -> Around:
        """As it stands now."""
        spot, site = Spot.of(story), Site.now()
        part = taking_part(story, site.column_of(story)) if story.pk else None
        answers = answers_of_story(story) if story.pk else ()
        return cls(site, before(spot) if spot else (), story.public_notices, part, answers)


@contextmanager
def reading_in(language: str) -> Iterator[str]:
    """Everything inside is written for readers of `language`; gives the tree's folder."""
    with override(language):
        yield tree_of(language)


def story_page(story: Story, around: Around, *, in_preview: bool = False) -> str:
    """The story's page in the language in force."""
    column = around.site.column_of(story)
    return render_to_string(
        "newsroom/public/story.html",
        {
            **frame(story.public_path(), current=column, site=around.site),
            "latest": here("latest.json"),
            "in_preview": in_preview,
            "story": story,
            "shows_live": bool(live_channels(story.body)),
            "page": story,
            "answers": around.answers,
            "column": column,
            "topic": around.site.topic_of(column),
            "earlier": [_teaser(one, around.site, in_preview) for one in around.earlier],
            "taking_part": None if in_preview else around.taking_part,
            "notices": around.notices,
            "cover_in_body": any(one.picture == story.cover for one in placed_pictures(story.body)),
        },
    )


def withdrawn_page(story: Story, path: str) -> str:
    """What stays at the address of a withdrawn story: when and why, and nothing of its text."""
    return render_to_string(
        "newsroom/public/withdrawn.html",
        {**frame(path), "notice": story.withdrawal, "notices": story.public_notices},
    )


def list_page(
    section: Section, one: ListPage, *, site: Site | None = None, in_preview: bool = False
) -> str:
    """One page of a list in the language in force; `site` is read where it is not given."""
    page, site = section.page, site or Site.now()
    is_first = one.name == "index.html"
    return render_to_string(
        f"newsroom/public/{page._meta.model_name}.html",
        {
            **frame(section.folder + one.name, current=page, site=site),
            "in_preview": in_preview,
            "page": page,
            "stories": one.stories,
            "older": one.older,
            "newer": one.newer,
            "is_first": is_first,
            "taking_part": taking_part(page, page)
            if is_first and isinstance(page, Column)
            else None,
            "open_calls": open_calls(page) if is_first else [],
            "feed": absolute(section.folder + "feed.xml"),
            "json_feed": absolute(section.folder + "feed.json"),
            "ninjs": absolute(section.folder + "ninjs.json"),
            "latest": here(section.folder + "latest.json"),
            "columns": site.columns_of(page) if isinstance(page, Topic) else [],
            "topics": site.open_topics if isinstance(page, Home) else [],
            "answers": _newest_answers(page) if is_first else [],
            "live_now": live_now(page) if is_first else [],
            "past_channels": past_channels(page) if is_first else [],
            "front": topic_front(page) if is_first and isinstance(page, Topic) else None,
        },
    )


def embedded_page(section: Section, stories: list[Story]) -> str:
    """A column's newest stories for a frame on another site."""
    return render_to_string(
        "newsroom/public/embed.html",
        {
            "page": section.page,
            "stories": stories[:EMBEDDED],
            "canonical": absolute(section.folder),
        },
    )


def offline_page() -> str:
    """What stands in for a page that a reader without a network has not kept; it names nothing that
    changes, so it is kept for long."""
    return render_to_string("newsroom/public/offline.html", frame("offline.html"))


def moved_page(column: Column) -> str:
    """What stands at the address of a merged column: it leads on, also without a script."""
    return render_to_string(
        "newsroom/public/moved.html",
        {**frame(column.public_path()), "column": column, "into": column.merged_into},
    )


def preview(page: Story | Home | Topic | Column) -> str:
    """What would be written if `page` were published now."""
    if isinstance(page, Story):
        return story_page(page, Around.of(page), in_preview=True)
    section = section_of(page)
    *_older, first = first_pages(section)
    return list_page(section, first, in_preview=True)


def frame(path: str, *, current: Any = None, site: Site | None = None) -> dict[str, Any]:
    """What every public page needs: languages, columns, links of the footer, its own address."""
    site = site or Site.now()
    return {
        "tree": tree_of(get_language()),
        "home_url": public_url("index.html", tree_of(get_language())),
        "canonical": absolute(path),
        "own_path": path,
        "events_url": settings.QIXIN_EVENTS_URL if settings.QIXIN_READERS else "none",
        "language_links": [
            {
                "code": language,
                "name": LANGUAGE_NAMES[language],
                "url": public_url(path, tree),
                # keeps the choice: search and forms are no files and ask the browser else
                "switch": f"{_switch(language)}?next={public_url(path, tree)}",
                "current": language == get_language(),
            }
            for language, tree in TREES.items()
        ],
        "columns_nav": site.piece(
            ("columns", get_language(), current and current.pk),
            lambda: render_to_string(
                "newsroom/public/parts/columns_nav.html",
                {"public_columns": _columns(site, current)},
            ),
        ),
        "footer_nav": site.piece(
            ("footer", get_language()),
            lambda: render_to_string(
                "newsroom/public/parts/footer_nav.html", {"footer_links": _footer()}
            ),
        ),
    }


@cache
def _switch(language: str) -> str:
    return reverse("ui:language", args=[language])


def _columns(site: Site, current: Any) -> list[dict[str, Any]]:
    return [
        {
            "label": column.name,
            "colour": column.colour,
            "url": here(column.public_path()),
            "current": current is not None and column.pk == current.pk,
        }
        for column in site.shown_columns
    ]


def _footer() -> list[dict[str, str]]:
    return [
        {"label": pgettext("stories", "Search"), "url": "/search/"},
        {"label": pgettext("readers", "Call-outs"), "url": here("calls/index.html")},
        {"label": _("Rumours answered"), "url": here("facts/index.html")},
        {"label": _("Send a report"), "url": "/report/"},
        {"label": _("Follow my report"), "url": "/follow/"},
        {"label": _("Newsfeed (Atom)"), "url": here("feed.xml")},
    ]


def _teaser(story: Story, site: Site, in_preview: bool) -> SafeString:
    """A story as the pages of later ones name it: up to five do."""
    shown = (story.title, story.summary, story.published_on, story.public_path())
    cover = story.cover and story.cover.public_file("thumb")
    return site.piece(
        ("teaser", get_language(), in_preview, shown, cover),
        lambda: render_to_string(
            "newsroom/public/parts/teaser.html",
            {"story": story, "level": "h3", "in_preview": in_preview},
        ),
    )


def here(path: str) -> str:
    """The address of a file in the tree of the language in force."""
    return public_url(path, tree_of(get_language()))


def absolute(path: str) -> str:
    return settings.QIXIN_SITE_URL + here(path)


def _newest_answers(page: Home | Topic | Column) -> list[Answer]:
    """The strip on the first pages of the front page and the topics."""
    return [] if isinstance(page, Column) else list(public_answers()[:ANSWERS])
