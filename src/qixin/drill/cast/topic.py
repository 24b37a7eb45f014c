"""The demo's topic with its ten columns, and the correspondents' fourteen groups."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the topic; `key` is what a report's column hint names."""

    key: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the public site with its columns in order."""

    name: str
    description: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of correspondents by system, and the share of the 2,000 that belongs to it."""

    index: int
    key: str
    name: str
    size: int


TOPIC = Topic(
    name="众志成城 共克时艰",
    description="全区上下联防联控第一线的消息，从村居、岗点、车间和家里来，随到随发。",
    columns=(
        Column("orders", "权威发布", "通告、部署和政策，一字不差，附文号和咨询电话。"),
        Column("guard", "岗点日夜", "卡口和小区门口的人和事，白天黑夜都有人在。"),
        Column("town", "镇街战报", "十二个镇、街道每天做了什么，还缺什么。"),
        Column("health", "白衣战线", "医院、卫生院、村卫生室和集中观察点的消息。"),
        Column("supply", "菜篮子", "米面油、蔬菜、口罩，哪里有、什么价、怎么送。"),
        Column("resume", "复工进行时", "企业怎么安全开工，难处怎么一件件解开。"),
        Column("school", "停课不停学", "网课、家访和孩子们的假期。"),
        Column("kindness", "凡人微光", "捐款捐物、送饭送药，普通人做的好事。"),
        Column("answers", "有问必答", "群众和企业问得最多的事，部门当面答复。"),
        Column("truth", "辟谣与科普", "传言查到底，防护知识说明白。"),
    ),
)

_GROUPS = (
    ("towns", "镇街一组", 260),
    ("towns", "镇街二组", 260),
    ("villages", "村居一组", 240),
    ("villages", "村居二组", 220),
    ("departments", "区直部门组", 180),
    ("education", "教育系统组", 140),
    ("health", "卫健系统组", 140),
    ("enterprises", "企业园区组", 150),
    ("police", "政法公安组", 90),
    ("agriculture", "农业农村组", 80),
    ("supply", "商贸保供组", 70),
    ("finance", "金融税务组", 50),
    ("volunteers", "群团志愿组", 80),
    ("press", "媒体摄影组", 40),
)

GROUPS: tuple[Group, ...] = tuple(
    Group(index, key, name, size) for index, (key, name, size) in enumerate(_GROUPS)
)
