"""How likely two reports tell of the same thing, with the reasons that an editor sees."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.core.coordinates import Coordinate, metres_between
from qixin.reports.similarity.shingles import FEWEST, plain, shingles

# Of 64 bits: same photo resized, recompressed or lightly cropped differs in fewer.
PICTURE_BITS = 6

NEAR_M = 150
FAR_M = 5_000
SOON = timedelta(hours=6)
LONG_AFTER = timedelta(days=7)

# Below this, texts on the same subject resemble each other by their stock phrases.
LEAST_LIKENESS = 0.25
# What lies inside another text was forwarded, but the rest may tell something new.
FORWARDED = 0.9
FORWARDED_SHINGLES = 20
PICTURE = 0.75
# Shares of the remaining doubt that each agreeing circumstance takes away.
NEAR, SAME_TIME, SAME_SENDER = 0.25, 0.1, 0.15
# Circumstances without like text or picture: many things happen in one place in one hour.
MOST_WITHOUT_CONTENT = 0.3
SHORT_TEXT = 0.45


@dataclass(frozen=True)
class Traits:
    """What is compared of a report. Degrees WGS-84; `imprecise` if the place is a default point."""

    text: str
    latitude: float | None = None
    longitude: float | None = None
    imprecise: bool = False
    at: datetime | None = None
    phashes: tuple[int, ...] = ()
    sender: object | None = None
    _shingles: list[frozenset[str]] = field(default_factory=list, repr=False, compare=False)

    def shingles(self) -> frozenset[str]:
        """The text's shingles, made once however many candidates it is compared with."""
        if not self._shingles:
            self._shingles.append(shingles(self.text))
        return self._shingles[0]


@dataclass(frozen=True)
class Likeness:
    """A score from 0 (nothing in common) to 1 (the same), and why, strongest first."""

    score: float
    reasons: list[Promise | str]

    def __iter__(
        self,
    ) -> Iterator[Any]:  # so that `score, reasons = score(a, b)` reads as it is meant
        return iter((self.score, self.reasons))


def score(a: Traits, b: Traits) -> Likeness:
    """How likely the two are one thing: text or pictures lead, circumstances confirm or weaken."""
    content, reasons = _content(a, b)
    doubt = 1.0
    for share, reason in _circumstances(a, b):
        doubt *= 1 - share
        reasons.append(reason)
    if not content:
        return Likeness(round((1 - doubt) * MOST_WITHOUT_CONTENT, 4), reasons)
    agreed = 1 - (1 - content) * doubt
    return Likeness(round(agreed * _weakening(a, b, reasons), 4), reasons)


def same_picture(phash_a: int | None, phash_b: int | None) -> bool:
    """Whether two perceptual hashes (signed 64-bit) are of one picture; None is never the same."""
    if phash_a is None or phash_b is None:
        return False
    return ((phash_a ^ phash_b) & 0xFFFF_FFFF_FFFF_FFFF).bit_count() <= PICTURE_BITS


def metres_apart(a: Traits, b: Traits) -> float | None:
    """Great-circle distance in metres; None if either place is missing or imprecise."""
    if a.imprecise or b.imprecise or None in (a.latitude, a.longitude, b.latitude, b.longitude):
        return None
    return metres_between(
        Coordinate(a.longitude, a.latitude),  # type: ignore[arg-type]  # not None: seen above
        Coordinate(b.longitude, b.latitude),  # type: ignore[arg-type]
    )


def _content(a: Traits, b: Traits) -> tuple[float, list[Promise | str]]:
    likeness, reasons = _text(a, b)
    shared = sum(any(same_picture(one, other) for other in b.phashes) for one in a.phashes)
    if shared:
        likeness = 1 - (1 - likeness) * (1 - PICTURE)
        reasons.append(format_lazy(_("same pictures: {count}"), count=shared))
    return likeness, reasons


def _text(a: Traits, b: Traits) -> tuple[float, list[Promise | str]]:
    one, other = a.shingles(), b.shingles()
    fewer = min(len(one), len(other))
    if fewer < FEWEST:
        return _short_text(a, b)
    shared = len(one & other)
    resembles = shared / (len(one) + len(other) - shared)
    contains = shared / fewer
    if resembles >= LEAST_LIKENESS and resembles >= contains * FORWARDED:
        return resembles, [_alike(resembles)]
    if fewer >= FORWARDED_SHINGLES and contains >= 0.6:
        reason = _("{percent} % of one text stands in the other")
        return contains * FORWARDED, [format_lazy(reason, percent=round(contains * 100))]
    if resembles >= LEAST_LIKENESS:
        return resembles, [_alike(resembles)]
    return 0.0, []


def _alike(resembles: float) -> Promise:
    return format_lazy(_("texts {percent} % alike"), percent=round(resembles * 100))


def _short_text(a: Traits, b: Traits) -> tuple[float, list[Promise | str]]:
    """A few equal words count only where place or sender agree as well."""
    words = plain(a.text)
    metres = metres_apart(a, b)
    near = metres is not None and metres <= NEAR_M
    if words and words == plain(b.text) and (near or _one_sender(a, b)) and _soon(a, b):
        return SHORT_TEXT, [_("same few words")]
    return 0.0, []


def _circumstances(a: Traits, b: Traits) -> Iterable[tuple[float, Promise | str]]:
    metres = metres_apart(a, b)
    if metres is not None and metres <= NEAR_M:
        yield NEAR, format_lazy(_("{metres} m apart"), metres=round(metres))
    if _soon(a, b):
        yield SAME_TIME, format_lazy(_("{minutes} min apart"), minutes=_minutes_between(a, b))
    if _one_sender(a, b):
        yield SAME_SENDER, _("same sender")


def _weakening(a: Traits, b: Traits, reasons: list[Promise | str]) -> float:
    """The factor that remains when place or time speak against it, saying so in `reasons`."""
    factor = 1.0
    metres = metres_apart(a, b)
    if metres is not None and metres > FAR_M:
        factor *= 0.9
        reasons.append(format_lazy(_("but {km} km apart"), km=round(metres / 1000)))
    if a.at and b.at and abs(a.at - b.at) > LONG_AFTER:
        factor *= 0.8
        reasons.append(format_lazy(_("but {days} days apart"), days=abs(a.at - b.at).days))
    return factor


def _one_sender(a: Traits, b: Traits) -> bool:
    return a.sender is not None and a.sender == b.sender


def _soon(a: Traits, b: Traits) -> bool:
    return a.at is not None and b.at is not None and abs(a.at - b.at) <= SOON


def _minutes_between(a: Traits, b: Traits) -> int:
    return round(abs(a.at - b.at).total_seconds() / 60) if a.at and b.at else 0
