"""Sixty invented enterprises: each bears the word 演练 (drill) where a place's name would stand."""

from dataclasses import dataclass
from random import Random

from .numbers import credit_code


@dataclass(frozen=True, slots=True)
class Enterprise:
    """An enterprise of the demo district, with what it makes and buys."""

    index: int
    name: str
    short_name: str
    credit_code: str
    trade: str
    makes: str
    buys: str
    staff: int
    town_code: str


# trade, ending of the name, products, raw materials
_TRADES = (
    ("机械", "机械有限公司", "齿轮箱 减速机 法兰 输送机", "轴承 铸件 钢板 电机"),
    ("化工", "化工股份有限公司", "丁辛醇 树脂 消毒液原液 增塑剂", "丙烯 液碱 双氧水 包装桶"),
    ("塑料", "塑胶制品有限公司", "大棚膜 周转箱 塑料管 手套", "聚乙烯 母料 增塑剂 纸箱"),
    ("食品", "食品有限公司", "挂面 馒头 冷鲜肉 酱菜", "面粉 包装膜 生猪 食用油"),
    ("纺织", "纺织有限公司", "棉纱 防护服 口罩 床品", "熔喷布 无纺布 棉花 耳带"),
    ("医药", "药业有限公司", "退烧药 葡萄糖 酒精 中药饮片", "原料药 玻璃瓶 酒精 铝盖"),
    ("建材", "新材料有限公司", "保温板 防水卷材 陶瓷砖 涂料", "沥青 玻纤 石英砂 乳液"),
    ("包装", "包装制品有限公司", "纸箱 药盒 编织袋 泡沫箱", "原纸 油墨 聚丙烯 胶水"),
    ("电子", "电子科技有限公司", "测温仪 传感器 线束 控制器", "芯片 铜线 电路板 外壳"),
    ("农牧", "农牧有限公司", "饲料 鸡蛋 肉鸡 种苗", "玉米 豆粕 鸡苗 疫苗"),
)
_MARKS = [
    "一号",
    "二号",
    "三号",
    "四号",
    "五号",
    "六号",
    "七号",
    "八号",
    "九号",
    "十号",
    "东风",
    "南山",
    "西河",
    "北辰",
    "春晓",
    "晨光",
    "星火",
    "远航",
    "长青",
    "金穗",
    "同舟",
    "众和",
    "永固",
    "宏图",
    "新程",
    "启明",
    "海川",
    "云帆",
    "恒泰",
    "润泽",
    "向阳",
    "百川",
    "丰禾",
    "瑞雪",
    "安澜",
    "立新",
    "和顺",
    "守正",
    "齐心",
    "天工",
    "松鹤",
    "朝阳",
    "惠民",
    "利群",
    "康宁",
    "明湖",
    "鲁韵",
    "青禾",
    "聚力",
    "卓越",
    "双赢",
    "博远",
    "腾飞",
    "振兴",
    "华光",
    "盛世",
    "旭日",
    "蓝海",
    "通达",
    "万里",
]


def enterprises(rng: Random, town_codes: list[str]) -> tuple[Enterprise, ...]:
    """Sixty enterprises, six of each trade, in towns drawn from `town_codes`."""
    made = []
    for index, mark in enumerate(_MARKS):
        trade, ending, makes, buys = _TRADES[index % len(_TRADES)]
        made.append(
            Enterprise(
                index=index,
                name=f"演练{mark}{ending}",
                short_name=f"演练{mark}{trade}",
                credit_code=credit_code(10_001 + index, authority="91"),
                trade=trade,
                makes=rng.choice(makes.split()),
                buys=rng.choice(buys.split()),
                staff=int(12 * 1.6 ** rng.uniform(0, 9)),
                town_code=rng.choice(town_codes),
            )
        )
    return tuple(made)
