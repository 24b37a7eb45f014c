"""Sets of columns that a topic may begin with: what a county's newsroom needs on the first day."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qixin.newsroom.enums import Colour


@dataclass(frozen=True)
class ColumnGiven:
    """A column before it is opened; names and keywords are what readers and suggestions get."""

    name: str
    name_en: str
    colour: Colour
    keywords: str = ""


_COMMON = (
    ColumnGiven("权威发布", "Official notices", Colour.RED, "通告 公告 部署 会议 文件 通知"),
    ColumnGiven("一线直击", "From the front line", Colour.ORANGE, "现场 一线 值守 夜班 连夜"),
    ColumnGiven("镇街动态", "Towns and subdistricts", Colour.GREEN, "镇 街道 村居 网格员"),
    ColumnGiven("凡人善举", "Small kindnesses", Colour.PINK, "捐款 捐赠 爱心 志愿者"),
    ColumnGiven("有问必答", "Questions answered", Colour.BLUE, "咨询 请问 怎么办 答复"),
    ColumnGiven("辟谣求证", "Rumours checked", Colour.VIOLET, "谣言 辟谣 传言 不实"),
)
# key → how the chief editor reads it, and its columns in their order
COLUMN_SETS: dict[str, tuple[str | Promise, tuple[ColumnGiven, ...]]] = {
    "epidemic": (
        _("Epidemic: ten columns"),
        (
            *_COMMON[:2],
            ColumnGiven("白衣战线", "Health front line", Colour.TEAL, "医院 医生 护士 隔离 发热"),
            ColumnGiven("保供稳价", "Daily supplies", Colour.YELLOW, "蔬菜 口罩 超市 保供 配送"),
            ColumnGiven("复工复产", "Back to work", Colour.BROWN, "复工 企业 车间 开工 生产"),
            ColumnGiven("停课不停学", "Learning at home", Colour.GREY, "网课 老师 学生 学校"),
            *_COMMON[2:],
        ),
    ),
    "flood": (
        _("Flood: eight columns"),
        (
            *_COMMON[:2],
            ColumnGiven("雨情水情", "Rain and water levels", Colour.TEAL, "降雨 水位 水库 预警"),
            ColumnGiven("转移安置", "Shelter", Colour.YELLOW, "转移 安置 避险 被困 救援"),
            *_COMMON[2:],
        ),
    ),
    "snow": (
        _("Snow and cold: eight columns"),
        (
            *_COMMON[:2],
            ColumnGiven("道路通行", "Roads", Colour.TEAL, "积雪 结冰 封闭 绕行 铲雪"),
            ColumnGiven("供暖供电", "Heat and power", Colour.YELLOW, "供暖 停电 抢修 暖气"),
            *_COMMON[2:],
        ),
    ),
    "quake": (
        _("Earthquake: eight columns"),
        (
            *_COMMON[:2],
            ColumnGiven("震情速报", "Tremors", Colour.TEAL, "震级 余震 震感 震中"),
            ColumnGiven("搜救安置", "Search and shelter", Colour.YELLOW, "搜救 被困 安置 帐篷"),
            *_COMMON[2:],
        ),
    ),
    "common": (_("Any event: six columns"), _COMMON),
}
