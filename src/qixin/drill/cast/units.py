"""The 122 units of the demo district that send members out to guard, answer and deliver."""

from dataclasses import dataclass
from enum import StrEnum

from qixin.drill.district import towns

from .departments import DEPARTMENTS
from .numbers import credit_code


class UnitKind(StrEnum):
    """What sort of unit it is; the first two characters of its credit code follow from it."""

    DEPARTMENT = "department"
    TOWN = "town"
    OFFICE = "office"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Unit:
    """A work unit. `department_key` is set for those that answer cases, `town_code` for towns."""

    index: int
    name: str
    kind: UnitKind
    credit_code: str
    department_key: str | None = None
    town_code: str | None = None


_OFFICES = [
    "区委办公室",
    "区政府办公室",
    "区纪委监委机关",
    "区人大常委会办公室",
    "区政协办公室",
    "区委政法委",
    "区委统战部",
    "区委编办",
    "区委党校",
    "区人民法院",
    "区人民检察院",
    "区司法局",
    "区财政局",
    "区审计局",
    "区统计局",
    "区科学技术局",
    "区水利局",
    "区文化和旅游局",
    "区医疗保障局",
    "区行政审批服务局",
    "区信访局",
    "自然资源分局",
    "区总工会",
    "团区委",
    "区科学技术协会",
    "区残疾人联合会",
    "区红十字会",
    "区工商业联合会",
    "区档案馆",
    "区融媒体中心",
    "区大数据中心",
    "区机关事务服务中心",
    "区投资促进服务中心",
    "区公路事业服务中心",
    "区园林环卫服务中心",
    "区气象局",
    "区消防救援大队",
    "区供销合作社联合社",
    "区检验检测中心",
    "区不动产登记中心",
]

_SCHOOLS = [
    "区第一中学",
    "区第二中学",
    "区第三中学",
    "区实验中学",
    "区育才初级中学",
    "区稷门初级中学",
    "区淄河初级中学",
    "区实验小学",
    "区第一小学",
    "区第二小学",
    "区育英小学",
    "区明德小学",
    "区稷门小学",
    "区中等职业学校",
    "区特殊教育学校",
    "区实验幼儿园",
    "区机关幼儿园",
]

_HOSPITALS = [
    "区人民医院",
    "区中医医院",
    "区妇幼保健院",
    "区第二人民医院",
    "区疾病预防控制中心",
    "区急救中心",
    "区精神卫生中心",
    "区社区卫生服务中心",
    "区口腔医院",
    "区卫生监督所",
]

_COMPANIES = [
    "区自来水公司",
    "区热力公司",
    "区燃气公司",
    "区公共交通公司",
    "区城市建设投资公司",
    "区国有资产运营公司",
    "区粮油购销公司",
    "区邮政分公司",
    "区通信一公司",
    "区通信二公司",
    "区广电网络公司",
    "区农村商业银行",
    "区村镇银行",
    "区工业银行支行",
    "区建设银行支行",
    "区保险分公司",
    "区盐业公司",
    "区新华书店",
    "区烟草公司",
    "区物流园运营公司",
    "区化工园区服务公司",
]


def units() -> tuple[Unit, ...]:
    """All 122 units: departments first, then towns, offices, schools, hospitals, companies."""
    rows: list[tuple[str, UnitKind, str | None, str | None]] = [
        (d.name, UnitKind.COMPANY if d.key == "power" else UnitKind.DEPARTMENT, d.key, None)
        for d in DEPARTMENTS
    ]
    rows += [
        (
            f"{town.name}{'办事处' if town.name.endswith('街道') else '人民政府'}",
            UnitKind.TOWN,
            None,
            town.code,
        )
        for town in towns()
    ]
    for kind, names in (
        (UnitKind.OFFICE, _OFFICES),
        (UnitKind.SCHOOL, _SCHOOLS),
        (UnitKind.HOSPITAL, _HOSPITALS),
        (UnitKind.COMPANY, _COMPANIES),
    ):
        rows += [(name, kind, None, None) for name in names]
    return tuple(
        Unit(
            index=index,
            name=name,
            kind=kind,
            credit_code=credit_code(index + 1, authority=_AUTHORITY[kind]),
            department_key=department_key,
            town_code=town_code,
        )
        for index, (name, kind, department_key, town_code) in enumerate(rows)
    )


_AUTHORITY = {
    UnitKind.DEPARTMENT: "11",
    UnitKind.TOWN: "11",
    UnitKind.OFFICE: "11",
    UnitKind.SCHOOL: "12",
    UnitKind.HOSPITAL: "12",
    UnitKind.COMPANY: "91",
}
