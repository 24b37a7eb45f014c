"""The days of the demo: who sends what, when and from where."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from qixin.drill.district import Community, district_centre
from qixin.drill.district.places import offset
from qixin.drill.photos import KINDS, PhotoSpec

from .context import Context, Stage, report_key, stage
from .duplicates import retell
from .grammar import Subject, subjects

ZONE = ZoneInfo("Asia/Shanghai")
START = date(2020, 2, 1)

# share of a day's reports by the hour: peaks at 9-11 and 15-17, nearly silent at night
HOURLY = (
    0.6, 0.4, 0.3, 0.3, 0.4, 1.0, 2.2, 4.2, 6.4, 8.8, 9.2, 7.0,
    4.6, 4.4, 6.2, 8.4, 8.2, 6.2, 4.6, 4.6, 4.4, 3.6, 2.4, 1.4,
)  # fmt: skip

# shares of what is new; difficulties grow day by day at the cost of news
NEWS, HELP, NOISE, DIFFICULTY, DIFFICULTY_GROWTH = 0.60, 0.19, 0.13, 0.07, 0.015
DUPLICATES = 0.08
# how often a correspondent, not a resident, passes on what is no news
PASSED_ON = {"news": 1.0, "difficulty": 0.75, "help": 0.3, "noise": 0.45}
BLANK_POINT, DEFAULT_POINT, OUTSIDE_POINT = 0.10, 0.06, 0.02


@dataclass(frozen=True, slots=True)
class FieldReport:
    """A report as it reaches the platform, with the hints that only the script knows.

    `sender_index` points into the cast's correspondents, None for a resident; `duplicate_of` is
    the index of the report that it repeats; lng and lat are WGS-84 degrees, both None when blank.
    """

    index: int
    at: datetime
    sender_index: int | None
    group_index: int | None
    text: str
    town_code: str
    community_code: str
    lng: float | None
    lat: float | None
    column_hint: str | None
    department_hint: str | None
    urgency: str
    kind: str
    photos: tuple[PhotoSpec, ...]
    duplicate_of: int | None
    language: str
    subject: str
    enterprise_index: int | None


def scenario(
    seed: int, days: int = 5, per_day: int = 1000, start: date = START
) -> Iterator[FieldReport]:
    """`days` × `per_day` reports in the order of their times; equal seeds give equal reports."""
    for day in range(days):
        yield from _Day(seed, day, start + timedelta(days=day), per_day).reports()


class _Day:
    """One day's reports. Each day draws from a source of its own, so days do not hang together."""

    def __init__(self, seed: int, number: int, day: date, per_day: int) -> None:
        self._seed = seed
        self._rng = Random(f"script/{seed}/{number}")
        self._number = number
        self._midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
        self._per_day = per_day
        self._stage = stage(seed)
        self._senders = _senders(self._stage)
        self._menu = _menu(number)
        self._recent: deque[FieldReport] = deque(maxlen=160)

    def reports(self) -> Iterator[FieldReport]:
        first = self._number * self._per_day
        for place, at in enumerate(self._times()):
            index = first + place
            if self._recent and self._rng.random() < DUPLICATES:
                yield self._again(index, at)
                continue
            report = self._fresh(index, at)
            if report.kind != "noise":
                self._recent.append(report)
            yield report

    def _times(self) -> list[datetime]:
        rng = self._rng
        hours = rng.choices(range(24), weights=HOURLY, k=self._per_day)
        seconds = sorted(hour * 3600 + int(rng.random() * 3600) for hour in hours)
        return [self._midnight + timedelta(seconds=second) for second in seconds]

    def _fresh(self, index: int, at: datetime) -> FieldReport:
        rng = self._rng
        subject = self._subject()
        sender = self._sender(subject)
        community = self._community(sender, subject)
        key = report_key(self._seed, index)
        context = Context(
            self._stage,
            rng,
            key=key,
            at=at,
            community=community,
            sender_index=sender,
            department=subject.department,
        )
        text = _tidy(subject.write("text", context) or "")
        lng, lat = self._point(community, subject)
        about_firm = "ent" in context.used or (
            subject.kind == "difficulty" and "enterprises" in subject.groups
        )
        return FieldReport(
            index=index,
            at=at,
            sender_index=sender,
            group_index=self._group(sender),
            text=text,
            town_code=community.town_code,
            community_code=community.code,
            lng=lng,
            lat=lat,
            column_hint=subject.column,
            department_hint=subject.department,
            urgency=subject.urgency,
            kind=subject.kind,
            photos=self._photos(subject, key, at, community),
            duplicate_of=None,
            language=subject.language,
            subject=subject.name,
            enterprise_index=context.enterprise.index if about_firm else None,
        )

    def _again(self, index: int, at: datetime) -> FieldReport:
        rng = self._rng
        # mostly what came in just now: the square leans to the recent end
        original = self._recent[-1 - int(rng.random() ** 2 * len(self._recent))]
        text, same_sender = retell(original.text, rng)
        sender = original.sender_index
        if not same_sender:
            sender = self._sender(subjects()[original.subject]) if rng.random() < 0.5 else None
        keeps_photos = rng.random() < 0.7
        return replace(
            original,
            index=index,
            at=at,
            text=text,
            sender_index=sender,
            group_index=self._group(sender),
            photos=original.photos if keeps_photos else (),
            duplicate_of=original.index,
        )

    def _subject(self) -> Subject:
        rng = self._rng
        draw = rng.random()
        difficulty = DIFFICULTY + DIFFICULTY_GROWTH * min(self._number, 10)
        if draw < difficulty:
            kind = "difficulty"
        elif draw < difficulty + HELP:
            kind = "help"
        elif draw < difficulty + HELP + NOISE:
            kind = "noise"
        else:
            kind = "news"
        names, cumulated = self._menu[kind]
        return rng.choices(names, cum_weights=cumulated)[0]

    def _sender(self, subject: Subject) -> int | None:
        rng = self._rng
        if rng.random() >= PASSED_ON[subject.kind]:
            return None
        groups = subject.groups or _ANY_GROUP
        pool = self._senders[groups]
        # few write much, many write little: a cube leans to the front of the list
        return pool[int(rng.random() ** 2 * len(pool))]

    def _group(self, sender: int | None) -> int | None:
        return None if sender is None else self._stage.cast.correspondents[sender].group_index

    def _community(self, sender: int | None, subject: Subject) -> Community:
        rng = self._rng
        cast = self._stage.cast
        if sender is not None:
            unit = cast.correspondents[sender].unit_index
            town = None if unit is None else cast.units[unit].town_code
            if town:
                return rng.choice(self._suited(self._stage.by_town[town], subject))
        if subject.place is None and rng.random() < 0.45:
            return self._stage.by_code[rng.choice(cast.guarded).community_code]
        return rng.choice(self._suited(self._stage.communities, subject))

    def _suited(
        self, places: tuple[Community, ...], subject: Subject
    ) -> tuple[Community, ...] | list[Community]:
        """Those of the places where this subject belongs: no greenhouse in a block of flats."""
        if subject.place is None:
            return places
        if len(places) == len(self._stage.communities):
            return self._stage.urban if subject.place == "urban" else self._stage.villages
        wanted = "社区" if subject.place == "urban" else "村"
        return [place for place in places if place.short_name.endswith(wanted)] or places

    def _point(self, community: Community, subject: Subject) -> tuple[float | None, float | None]:
        rng = self._rng
        draw = rng.random()
        if draw < subject.outside or (draw := rng.random()) < OUTSIDE_POINT:
            return _outside(rng)
        if draw < OUTSIDE_POINT + DEFAULT_POINT:
            return district_centre()
        if draw < OUTSIDE_POINT + DEFAULT_POINT + BLANK_POINT:
            return None, None
        return offset(community.lng, community.lat, rng.gauss(0, 0.15), rng.gauss(0, 0.15))

    def _photos(
        self, subject: Subject, key: int, at: datetime, community: Community
    ) -> tuple[PhotoSpec, ...]:
        rng = self._rng
        if subject.photo is None or rng.random() >= subject.photo_share:
            return ()
        count = rng.choices((1, 2, 3, 4), weights=(60, 25, 12, 3))[0]
        kind = rng.choice(KINDS) if subject.photo == "any" else subject.photo
        made = []
        for number in range(count):
            shows = kind if number == 0 or rng.random() < 0.7 else rng.choice(KINDS)
            located = rng.random() < 0.75
            lng, lat = offset(community.lng, community.lat, rng.gauss(0, 0.1), rng.gauss(0, 0.1))
            dated = located or rng.random() < 0.5
            made.append(
                PhotoSpec(
                    kind=shows,
                    seed=(key + number) & 0xFFFFFFFF,
                    taken_at=at - timedelta(minutes=1 + rng.randrange(50)) if dated else None,
                    lng=lng if located else None,
                    lat=lat if located else None,
                    orientation=rng.choices((1, 6, 8, 3), weights=(80, 12, 5, 3))[0],
                )
            )
        return tuple(made)


def _tidy(text: str) -> str:
    """The text without the seams that joined phrases leave: doubled stops, a comma at the end."""
    text = _SEAMS.sub(lambda seam: seam[0][-1] if seam[0][0] in "，：" else seam[0][0], text)
    # a report of one blank is meant so
    text = text.strip() or text
    if len(text) > 12 and text[-1] in "，：":
        return text[:-1] + "。"
    return text


# two stops in a row; "。。。" and "！！！" are meant so
_SEAMS = re.compile(
    r"(?<![。，！？：])(?:，[。！？，]|[。！？：][，]|。[！？]|[！？]。|。。(?!。))"
)
_ANY_GROUP: frozenset[str] = frozenset()


def _senders(stage: Stage) -> dict[frozenset[str], list[int]]:
    """For every set of groups that a subject names, its correspondents in a mixed order."""
    groups = stage.cast.groups
    pools = {subject.groups for subject in subjects().values()} | {_ANY_GROUP}
    made = {}
    for pool in pools:
        members = [
            number
            for number, person in enumerate(stage.cast.correspondents)
            if person.group_index is not None
            and (not pool or groups[person.group_index].key in pool)
        ]
        Random(f"{stage.cast.seed}/{sorted(pool)}").shuffle(members)
        made[pool] = members
    return made


def _menu(day: int) -> dict[str, tuple[list[Subject], list[float]]]:
    """Subjects of each kind with their cumulated weights on this day."""
    menu: dict[str, tuple[list[Subject], list[float]]] = {}
    for subject in subjects().values():
        names, cumulated = menu.setdefault(subject.kind, ([], []))
        names.append(subject)
        cumulated.append((cumulated[-1] if cumulated else 0.0) + subject.weight_on(day))
    return menu


def _outside(rng: Random) -> tuple[float, float]:
    """A point well outside the district, or one that no place on earth would have."""
    return rng.choice(
        (
            (round(114.3 + rng.gauss(0, 0.05), 5), round(30.59 + rng.gauss(0, 0.05), 5)),
            (round(117.0 + rng.gauss(0, 0.05), 5), round(36.65 + rng.gauss(0, 0.05), 5)),
            (round(118.06 - rng.random() * 0.3, 5), round(36.81 + rng.gauss(0, 0.02), 5)),
            (0.0, 0.0),
        )
    )
