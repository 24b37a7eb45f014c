"""Words in braces in a template of letters: `{企业}` is what stands there once a letter begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ENTERPRISE, MATTER, CASE, UNIT, TODAY = "企业", "事项", "诉求编号", "发函单位", "今日"
# What stands where nothing is known: for the drafter to fill in.
BLANK = "○○"
_BRACES = str.maketrans("｛｝", "{}")
_NAMED = re.compile(r"\{([^{}]*)\}")
_LONGEST_SHOWN = 20


@dataclass(frozen=True)
class Placeholder:
    """`label` says what it stands for, `sample` stands there in a preview."""

    name: str
    label: Promise
    sample: str

    @property
    def braced(self) -> str:
        return f"{{{self.name}}}"


PLACEHOLDERS = (
    Placeholder(ENTERPRISE, _("the enterprise that the case is for"), "演练一号机械有限公司"),
    Placeholder(MATTER, _("what the case is about"), "熔喷布运输车辆通行受阻"),
    Placeholder(CASE, _("the number of the case"), "C200208-K7M2Q9X"),
    Placeholder(UNIT, _("the unit that drafts"), "临淄区工业和信息化局"),
    Placeholder(TODAY, _("the day on which it is drafted"), "2020年2月8日"),
)
SAMPLE = {one.name: one.sample for one in PLACEHOLDERS}


def tidy(text: str) -> str:
    """Braces as they are kept, however they were typed: half-width, no spaces inside."""
    return _NAMED.sub(lambda found: f"{{{''.join(found[1].split())}}}", text.translate(_BRACES))


def unknown_in(text: str) -> list[str]:
    """What stands in braces and is no placeholder, in its order and once each."""
    names = (name for name in _NAMED.findall(text) if name not in SAMPLE)
    return list(dict.fromkeys(f"{{{name[:_LONGEST_SHOWN]}}}" for name in names))


def has_lone_brace(text: str) -> bool:
    return any(brace in _NAMED.sub("", text) for brace in "{}")


def fill(text: str, known: Mapping[str, str]) -> str:
    """`text` with what is known in place of its placeholders, and blanks for the rest."""
    return _NAMED.sub(lambda found: known.get(found[1]) or BLANK, text)
