"""What an import of reports noted about rows that it took all the same."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qixin.core.coordinates import Fault
from qixin.reports.enums import Precision

# Names of unknown subjects that a result lists; memory stays the same however odd the file.
_MOST_NAMES = 10


class Noted:
    """Counts while rows come in, sentences when they are all in."""

    def __init__(self) -> None:
        self._faults: Counter[Fault] = Counter()
        self._precisions: Counter[Precision] = Counter()
        self._services: Counter[str] = Counter()
        self._unknown = 0

    def fault(self, fault: Fault) -> None:
        self._faults[fault] += 1

    def precision(self, precision: Precision) -> None:
        self._precisions[precision] += 1

    def unknown_service(self, name: str) -> None:
        self._unknown += 1
        if name in self._services or len(self._services) < _MOST_NAMES:
            self._services[name] += 1

    def sentences(self, *, looks_like_gcj02: bool, converted: bool) -> list[str]:
        """Everything that was noted, in the language of whoever reads the result."""
        said = [*self._coordinates(), *self._places()]
        if self._unknown:
            names = "、".join(self._services)
            said.append(
                ngettext(
                    "%(count)d row names a subject that is no service here; its text went in: "
                    "%(names)s",
                    "%(count)d rows name a subject that is no service here; their texts went in: "
                    "%(names)s",
                    self._unknown,
                )
                % {"count": self._unknown, "names": names}
            )
        if converted:
            said.append(_("The coordinates were read as GCJ-02 and brought to WGS-84."))
        elif looks_like_gcj02:
            said.append(
                _(
                    "The coordinates look like those of Chinese maps (GCJ-02) and were taken for "
                    "WGS-84: places are then some 500 m off. If they are out of AMap, Tencent or "
                    "WeChat, say so when you import the next file of this kind."
                )
            )
        return said

    def _coordinates(self) -> list[str]:
        blank = self._faults[Fault.BLANK]
        wrong = sum(self._faults.values()) - blank
        said = []
        if blank:
            said.append(
                ngettext(
                    "%(count)d row has no coordinate; it went in without a point on the map.",
                    "%(count)d rows have no coordinate; they went in without a point on the map.",
                    blank,
                )
                % {"count": blank}
            )
        if wrong:
            said.append(
                ngettext(
                    "%(count)d row has a coordinate that cannot be right (swapped, zero, or no "
                    "number); it went in without a point on the map.",
                    "%(count)d rows have a coordinate that cannot be right (swapped, zero, or no "
                    "number); they went in without a point on the map.",
                    wrong,
                )
                % {"count": wrong}
            )
        return said

    def _places(self) -> list[str]:
        said = []
        if shared := self._precisions[Precision.SHARED]:
            said.append(
                ngettext(
                    "%(count)d row lies on a default point that many share; it is marked as "
                    "imprecise.",
                    "%(count)d rows lie on default points that many share; they are marked as "
                    "imprecise.",
                    shared,
                )
                % {"count": shared}
            )
        if outside := self._precisions[Precision.OUTSIDE]:
            said.append(
                ngettext(
                    "%(count)d row lies outside the district; it is marked so.",
                    "%(count)d rows lie outside the district; they are marked so.",
                    outside,
                )
                % {"count": outside}
            )
        return said
