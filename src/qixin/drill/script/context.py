"""Fills the slots of a phrase from the place, the sender, the hour and the cast.

What must stay the same in all that is ever said about one report (its community, enterprise,
person, city) follows from the report's key alone, so that a headline names whom the text named.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from qixin.drill.cast import BY_KEY, Cast, Enterprise, cast
from qixin.drill.cast.names import full_name
from qixin.drill.cast.numbers import phone, plate
from qixin.drill.district import Community, communities, towns

_CITIES = [
    "青岛",
    "济南",
    "潍坊",
    "东营",
    "滨州",
    "德州",
    "临沂",
    "济宁",
    "菏泽",
    "烟台",
    "石家庄",
    "沧州",
    "邯郸",
    "郑州",
    "商丘",
    "周口",
    "南京",
    "徐州",
    "苏州",
    "无锡",
    "杭州",
    "宁波",
    "温州",
    "义乌",
    "合肥",
    "阜阳",
    "上海",
    "天津",
    "北京",
    "沈阳",
    "大连",
    "西安",
    "太原",
    "长沙",
    "岳阳",
    "南昌",
    "广州",
    "东莞",
    "佛山",
    "深圳",
    "武汉",
    "黄冈",
    "襄阳",
    "成都",
    "重庆",
    "哈尔滨",
    "长春",
    "厦门",
    "泉州",
    "昆明",
]
_SCHOOLS = [
    "区第一中学",
    "区实验中学",
    "区育才初级中学",
    "区实验小学",
    "区第二小学",
    "区育英小学",
    "区明德小学",
    "区稷门小学",
    "区中等职业学校",
]
_PLATE_CITIES = ("鲁C", "鲁C", "鲁C", "鲁G", "鲁E", "冀J", "豫N", "苏C", "皖K", "浙G")
_SURNAMES = "王张李刘孙于赵徐陈杨朱高马崔边许郭贾路齐常宋韩周吴"
_NEW_YEAR = date(2020, 1, 25)
_LUNAR_DAYS = tuple(f"初{n}" for n in "一二三四五六七八九十") + tuple(
    f"十{n}" for n in "一二三四五六七八九"
)
_GRADES = (
    ("三年级", "四年级", "五年级", "六年级", "低年级"),
    ("初一", "初二", "初三", "毕业班"),
    ("高一", "高二", "高三", "毕业班"),
)
_LESSONS = (
    ("讲了20分钟分数加减", "教孩子们写毛笔字", "带着背乘法口诀", "讲《草船借箭》"),
    ("讲了40分钟二次函数", "做水的电解实验", "讲文言文断句", "梳理一元二次方程"),
    ("讲了45分钟圆锥曲线", "分析氧化还原反应", "点评作文《今夜无人入睡》", "过了一遍有机化学"),
)
_TRAINS = "GDKZT"
# telephones of the block that nobody of the cast has
_FREE_PHONES = range(40_000, 100_000)

_MASK = (1 << 64) - 1


def report_key(seed: int, index: int) -> int:
    """A well-mixed number for a report (SplitMix64; Steele, Lea and Flood 2014)."""
    z = (seed * 0x9E3779B97F4A7C15 + (index + 1) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


@dataclass(frozen=True, slots=True)
class Stage:
    """What all reports of one seed share, prepared once."""

    cast: Cast
    communities: tuple[Community, ...]
    by_code: dict[str, Community]
    by_town: dict[str, tuple[Community, ...]]
    urban: tuple[Community, ...]
    villages: tuple[Community, ...]
    town_names: dict[str, str]
    people: tuple[str, ...]


@lru_cache(maxsize=4)
def stage(seed: int) -> Stage:
    """The stage on which the reports of `seed` are played."""
    rng = Random(f"people of the texts/{seed}")
    everywhere = communities()
    return Stage(
        cast=cast(seed),
        communities=everywhere,
        by_code={place.code: place for place in everywhere},
        by_town={
            town.code: tuple(p for p in everywhere if p.town_code == town.code) for town in towns()
        },
        urban=tuple(p for p in everywhere if p.short_name.endswith("社区")),
        villages=tuple(p for p in everywhere if p.short_name.endswith("村")),
        town_names={town.code: town.name for town in towns()},
        people=tuple(full_name(rng, female=n % 2 == 0) for n in range(4_000)),
    )


class Context:
    """The slots of one report."""

    __slots__ = (
        "_at",
        "_community",
        "_department",
        "_key",
        "_sender_index",
        "_stage",
        "rng",
        "used",
    )

    def __init__(
        self,
        stage: Stage,
        rng: Random,
        *,
        key: int,
        at: datetime,
        community: Community,
        sender_index: int | None,
        department: str | None,
    ) -> None:
        self.rng = rng
        self.used: set[str] = set()
        self._stage = stage
        self._key = key
        self._at = at
        self._community = community
        self._sender_index = sender_index
        self._department = department

    def fill(self, slot: str) -> str:
        """The word for a slot; KeyError if no such slot exists."""
        self.used.add(slot)
        return _FILLERS[slot](self)

    @property
    def enterprise(self) -> Enterprise:
        """The enterprise that this report is about, if it is about one."""
        companies = self._stage.cast.enterprises
        return companies[self._key % len(companies)]

    def _pick(self, words: tuple[str, ...] | list[str], turn: int) -> str:
        return words[(self._key >> turn) % len(words)]

    def _draw(self, words: str | tuple[str, ...]) -> str:
        return words[int(self.rng.random() * len(words))]

    def comm(self) -> str:
        return self._community.short_name

    def town(self) -> str:
        return self._stage.town_names[self._community.town_code]

    def src(self) -> str:
        sender = self._sender_index
        unit = None if sender is None else self._stage.cast.correspondents[sender].unit_index
        return self._stage.cast.units[unit].name if unit is not None else self.town()

    def feast(self) -> str:
        """The day by the lunar calendar, as a report would open in the first month of 2020."""
        day = (self._at.date() - _NEW_YEAR).days
        return f"今天是正月{_LUNAR_DAYS[day]}，" if 0 <= day < len(_LUNAR_DAYS) else "今天，"

    def grade(self) -> str:
        return self._draw(_GRADES[self._school_level()])

    def lesson_given(self) -> str:
        return self._draw(_LESSONS[self._school_level()])

    def _school_level(self) -> int:
        """0 for a primary school, 1 for a lower, 2 for an upper secondary school."""
        name = self._pick(_SCHOOLS, 31)
        return 0 if "小学" in name else 1 if "初级" in name or "实验" in name else 2

    def me(self) -> str:
        sender = self._sender_index
        return self.person() if sender is None else self._stage.cast.correspondents[sender].name

    def person(self) -> str:
        return self._pick(self._stage.people, 7)

    def now(self) -> str:
        hour = self._at.hour
        if hour < 5:
            return self._draw(("凌晨", f"凌晨{hour}点多", "深夜", "后半夜"))
        if hour < 9:
            return self._draw(("今天一早", "清晨", f"早上{hour}点", "今早"))
        if hour < 12:
            return self._draw(("今天上午", "上午", f"上午{hour}点多", "刚才", "今天"))
        if hour < 14:
            return self._draw(("中午", "今天中午", "午饭时间", "刚刚"))
        if hour < 18:
            return self._draw(("今天下午", "下午", f"下午{hour - 12}点多", "刚才", "今天"))
        return self._draw(("今晚", "晚上", f"晚上{hour - 12}点", "入夜", "天黑以后"))

    def clock(self) -> str:
        at = self._at - timedelta(minutes=int(self.rng.random() * 90))
        return self._draw(
            (f"{at.hour}时{at.minute}分", f"{at.hour}点", f"{at:%H:%M}", f"{at.hour}点半")
        )

    def day(self) -> str:
        ahead = 1 + int(self.rng.random() * 6)
        later = self._at + timedelta(days=ahead)
        if ahead < 3 and self.rng.random() < 0.6:
            return ("明天", "后天")[ahead - 1]
        return f"{later.month}月{later.day}日"

    def surname(self) -> str:
        return self._draw(_SURNAMES)

    def phone(self) -> str:
        return phone(_FREE_PHONES[int(self.rng.random() * len(_FREE_PHONES))])

    def plate(self) -> str:
        return plate(self.rng)

    def plate2(self) -> str:
        return plate(self.rng, city=self._draw(_PLATE_CITIES))

    def dept(self) -> str:
        return BY_KEY[self._department].name if self._department else self.town()

    def train(self) -> str:
        return f"{self._draw(_TRAINS)}{100 + int(self.rng.random() * 900)}"


_TOWNS_IN_ENGLISH = {
    "370305001": "Wenshao",
    "370305002": "Xuegong",
    "370305003": "Xindian",
    "370305004": "Jixia",
    "370305005": "Qiling",
    "370305100": "Qidu",
    "370305102": "Huangcheng",
    "370305103": "Jingzhong",
    "370305104": "Zhutai",
    "370305107": "Jinling",
    "370305109": "Fenghuang",
    "370305111": "Jinshan",
}

_FILLERS: dict[str, Callable[[Context], str]] = {
    "comm": Context.comm,
    "town": Context.town,
    "town_en": lambda c: _TOWNS_IN_ENGLISH[c._community.town_code],
    "src": Context.src,
    "me": Context.me,
    "person": Context.person,
    "now": Context.now,
    "clock": Context.clock,
    "day": Context.day,
    "surname": Context.surname,
    "phone": Context.phone,
    "plate": Context.plate,
    "plate2": Context.plate2,
    "dept": Context.dept,
    "train": Context.train,
    "city": lambda c: c._pick(_CITIES, 23),
    "feast": Context.feast,
    "grade": Context.grade,
    "lesson_given": Context.lesson_given,
    "school": lambda c: c._pick(_SCHOOLS, 31),
    "ent": lambda c: c.enterprise.name,
    "makes": lambda c: c.enterprise.makes,
    "buys": lambda c: c.enterprise.buys,
    "staff": lambda c: str(c.enterprise.staff),
}
