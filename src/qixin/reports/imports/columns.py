"""The columns of a list of reports, by the many names that such lists give them."""

from __future__ import annotations

from typing import Any

from qixin.core.sheets import SheetColumn
from qixin.people.imports.cells import text, text_of
from qixin.reports.enums import Urgency

_URGENCIES = {
    Urgency.EMERGENCY: ("特急", "紧急", "非常紧急", "危急", "特别紧急", "emergency", "2"),
    Urgency.URGENT: ("急", "较急", "加急", "是", "urgent", "yes", "true", "1"),
}
_URGENCY_OF = {word: level for level, words in _URGENCIES.items() for word in words}


def as_it_stands(cell: Any) -> Any:
    """The cell itself: what it means depends on the whole column."""
    return cell


def whole_text(cell: Any) -> str:
    """Text with its line breaks."""
    return text_of(cell).strip()


def urgency(cell: Any) -> Urgency:
    """The urgency a word names; any other word says nothing in particular."""
    return _URGENCY_OF.get(text_of(cell).strip().casefold(), Urgency.NORMAL)


TEXT = SheetColumn(
    "text",
    ("内容", "Text", "微博内容", "正文", "上报内容", "情况", "情况描述", "描述", "诉求内容", "诉求",
     "求助内容", "详情", "事项描述", "content", "description", "message"),
    required=True,
    parse=whole_text,
)  # fmt: skip
TIME = SheetColumn(
    "occurred_at",
    ("时间", "Time", "发生时间", "上报时间", "发布时间", "日期", "提交时间", "创建时间", "登记时间",
     "date", "created_at", "datetime"),
    parse=as_it_stands,
)  # fmt: skip
ADDRESS = SheetColumn(
    "address",
    ("地址", "Address", "详细地址", "地点", "位置", "发生地点", "location"),
    parse=lambda cell: " ".join(text_of(cell).split())[:200],
)
LNG = SheetColumn("lng", ("经度", "Longitude", "lon", "long", "x"), parse=as_it_stands)
LAT = SheetColumn("lat", ("纬度", "Latitude", "y"), parse=as_it_stands)
URGENCY = SheetColumn(
    "urgency", ("紧急程度", "Urgency", "紧急", "是否紧急", "等级", "级别"), parse=urgency
)
SERVICE = SheetColumn(
    "service", ("分类", "Subject", "类别", "类型", "事项", "服务事项", "诉求类型", "category"),
    parse=lambda cell: " ".join(text_of(cell).split()),
)  # fmt: skip
TOWN = SheetColumn("town", ("镇街", "Town", "乡镇", "街道", "镇办", "乡镇街道"), parse=text(128))
COMMUNITY = SheetColumn(
    "community", ("社区", "Community", "村居", "村", "小区", "社区(村)"), parse=text(128)
)
NAME = SheetColumn(
    "contact_name", ("联系人", "Contact", "姓名", "上报人", "求助人", "反映人"), parse=text(64)
)
PHONE = SheetColumn(
    "contact_phone",
    ("联系电话", "Telephone", "电话", "手机", "手机号", "联系方式", "phone"),
    parse=text(64),
)
REFERENCE = SheetColumn(
    "reference", ("编号", "Reference", "工单编号", "工单号", "单号", "id", "uuid"), parse=text(128)
)
COLUMNS = (
    TEXT, TIME, TOWN, COMMUNITY, ADDRESS, LNG, LAT, URGENCY, SERVICE, NAME, PHONE, REFERENCE,
)  # fmt: skip
