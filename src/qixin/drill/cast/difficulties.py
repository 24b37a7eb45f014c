"""What the demo's enterprises lack, who helps, and what comes of it: twenty-four kinds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """What a co-unit is asked for, and what it says when it has done it."""

    department: str
    request: str
    result: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A letter to elsewhere: (name, province by GB/T 2260, mailbox or none) of each addressee."""

    title: str
    body: str
    to: tuple[tuple[str, str, str], ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Gain:
    """An outcome: its kind, what, how much and in which unit; of a loan ten thousands of yuan."""

    kind: str
    what: str
    amount: int = 0
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Difficulty:
    """One kind. `{…}` in texts stand for what the enterprise is called, makes, buys and so on.

    `lorries`: (letters of the plate, cargo, route) of passes that the enterprise asks for with it.
    """

    type_name: str
    title: str
    text: str
    answer: str
    parts: tuple[Part, ...] = ()
    letter: Outside | None = None
    lorries: tuple[tuple[str, str, str], ...] = ()
    gains: tuple[Gain, ...] = ()
    question: tuple[str, str] | None = None
    is_urgent: bool = False


# type → lead unit, units that help with every case of it, and its clock in working days
TYPE_LEADS: dict[str, tuple[str, tuple[str, ...], int]] = {
    "资金": ("finance", (), 3),
    "运输与通行证": ("transport", ("police",), 1),
    "原材料": ("industry", ("commerce",), 3),
    "销售": ("commerce", (), 3),
    "用工": ("labour", ("health",), 3),
    "审批": ("market", (), 2),
    "防护物资": ("industry", ("health",), 1),
    "能源": ("development", ("power",), 2),
    "其他": ("industry", (), 3),
}

_HEBEI = (
    ("石家庄市人民政府", "13", "sjz@example.org"),
    ("邯郸市人民政府", "13", "hd@example.org"),
)
_SHAANXI = (
    ("西安市人民政府", "61", "xa@example.org"),
    ("宝鸡市工业和信息化局", "61", "bj@example.org"),
)

DIFFICULTIES: tuple[Difficulty, ...] = (
    Difficulty(
        "资金", "{firm}流动资金缺口{n}万元",
        "停工半个月没有回款，月底要发{staff}名职工工资，还要付{buys}预付款，流动资金缺口约{n}万元，"
        "希望协调银行发放应急贷款。",
        "已协调区农村商业银行按支小再贷款利率放款，同时为企业办理了税款延期。",
        (Part("tax", "请核实该企业能否延期缴纳税款", "已为企业办理2月税款延期缴纳，期限三个月"),
         Part("industry", "请核实企业生产情况和用款计划", "已到厂核实，订单真实，建议支持")),
        gains=(Gain("loan", "区农村商业银行", 100), Gain("policy", "延期缴纳税款")),
        question=(
            "请补充近三个月流水和在手订单合同，银行审批要用。",
            "流水和两份合同已交到银行客户经理处。",
        ),
    ),
    Difficulty(
        "资金", "{firm}贷款月底到期，无力还款",
        "我公司在村镇银行的{n}万元贷款本月底到期，受疫情影响货款收不回来，申请无还本续贷或者展期。",
        "村镇银行已为贵公司办理续贷，期限一年，不抽贷、不压贷、不断贷。",
        gains=(Gain("loan", "区村镇银行", 100), Gain("policy", "无还本续贷")),
    ),
    Difficulty(
        "资金", "{firm}转产{makes}需要设备贷款",
        "我公司拟转产防疫急需产品，购置设备需{n}万元，没有抵押物，请协调融资担保。",
        "市级担保机构已出具保函，工业银行支行按优惠利率放款。",
        (Part("industry", "请核实是否列入重点保障企业名单", "已列入省级重点保障企业名单"),
         Part("market", "请核实转产产品的许可进度", "已容缺受理，正在现场核查")),
        gains=(Gain("loan", "区工业银行支行", 100),),
    ),
    Difficulty(
        "运输与通行证", "{firm}的{buys}在河北进不来",
        "给我们供{buys}的车在河北境内下不了高速，库存只够两天，停产就违约了。车辆{lorry}，请帮忙协调。",
        "已函商石家庄、邯郸两市，通行证已办好，凭证查验放行。",
        (Part("police", "请通知各卡点凭通行证放行", "已通知全部卡点，设专人引导"),),
        Outside(
            "关于商请协助{firm}原材料运输车辆通行的函",
            "我区{firm}系疫情防控物资配套企业，其所需{buys}由贵地企业供应，现因车辆通行受阻，库存仅可"
            "维持两天。\n恳请贵地协调有关部门，对承运车辆查验通行证后予以放行。\n盼予支持并复函。",
            _HEBEI, "已通知各检查站凭通行证查验放行，请提前一天报送车牌号。",
        ),
        (("冀A", "{buys} 12 吨", "河北石家庄—临淄"), ("冀D", "{buys} 20 吨", "河北邯郸—临淄")),
        is_urgent=True,
    ),
    Difficulty(
        "运输与通行证", "{firm}往陕西送货的车被劝返",
        "我公司给西安的医院送{makes}，车到陕西界被劝返两次，医院催得很急，请与当地沟通。",
        "西安市已复函同意通行，车辆办理了通行证，货物已于昨日送达。",
        (Part("health", "请提供收货医院的需求证明", "已联系医院取得需求函，转交运输企业"),),
        Outside(
            "关于商请协助防疫物资运输车辆通行的函",
            "我区{firm}向贵地医疗机构供应{makes}，系疫情防控急需物资，现承运车辆在贵地入口受阻。\n"
            "恳请贵地予以放行，我区将对车辆和驾驶人员落实测温、登记、消毒措施。\n盼予支持并复函。",
            _SHAANXI, "同意放行，请驾驶人员随车携带健康证明和通行证。",
        ),
        (("陕A", "{makes} 6 吨", "临淄—陕西西安"),),
        is_urgent=True,
    ),
    Difficulty(
        "运输与通行证", "{firm}职工班车过不了卡点",
        "{staff}名职工分住六个镇，班车在三个卡点都要重新登记，早上迟到一个多小时。",
        "班车通行证已办理，三个卡点设了班车通道。",
        (Part("health", "请核定班车的测温消毒要求", "已书面告知企业：满员一半、隔座、每趟消毒"),),
        lorries=(("鲁C", "员工 30 人", "各镇—厂区"),),
    ),
    Difficulty(
        "运输与通行证", "{firm}原料车司机要隔离十四天",
        "外地司机送一趟货回去要隔离，没人愿意跑，{buys}断供。",
        "改为在高速口甩挂接驳，本地司机进厂，外地司机不下车。",
        (Part("health", "请明确接驳点的防疫要求", "已派员驻点测温消毒"),),
        lorries=(
            ("冀J", "{buys} 30 吨", "河北沧州—临淄"), ("陕C", "{buys} 12 吨", "陕西宝鸡—临淄"),
        ),
    ),
    Difficulty(
        "原材料", "{firm}买不到熔喷布",
        "口罩线一天要{n}公斤熔喷布，原来的供货商只给省内，价格涨了十倍还没货。",
        "已从天津、温州两家企业各落实一批，今后按周供应。",
        (Part("market", "请核查哄抬价格线索", "已约谈两家经销商，价格恢复到备案水平"),),
        Outside(
            "关于商请协调熔喷布供应的函",
            "我区{firm}承担省级防护物资调拨任务，急需熔喷布。\n恳请贵地协调有关生产企业按市场价格供应。\n"
            "盼予支持并复函。",
            (("天津市工业和信息化局", "12", "tj@example.org"),
             ("温州市人民政府", "33", "wz@example.org")),
            "已协调一家企业每周供应两吨，联系方式随函附上。",
        ),
        gains=(Gain("goods", "熔喷布", 4, "吨"),), is_urgent=True,
    ),
    Difficulty(
        "原材料", "{firm}在江苏的配套厂没有复工",
        "{buys}只有苏州一家能做，对方还没批复工，我们的总装线下周就要停。",
        "苏州市已将该厂列入首批复工名单，三日内发货。",
        letter=Outside(
            "关于商请支持{firm}配套企业复工的函",
            "我区{firm}的关键零部件由贵地企业配套。因配套企业尚未复工，我区企业面临停产。\n恳请贵地在确保"
            "疫情防控的前提下支持该企业优先复工，并告知预计复工时间。\n盼予支持并复函。",
            (("苏州市人民政府", "32", "sz@example.org"),),
            "该企业已列入首批复工名单，预计三日内恢复生产。",
        ),
        gains=(Gain("goods", "{buys}", 3, "吨"),),
    ),
    Difficulty(
        "原材料", "{firm}缺外包装箱",
        "纸箱厂没开工，成品堆在车间没法发货，还差{n}千只纸箱。",
        "协调区内包装企业先行复工，首批纸箱已送到。",
        (Part("emergency", "请到包装企业做复工前安全检查", "检查通过，两处隐患当场整改"),),
        gains=(Gain("goods", "纸箱", 20, "千只"),),
    ),
    Difficulty(
        "原材料", "{firm}的{buys}滞留在太原",
        "货款已付，货在太原的货场发不出来，说是没有接收地证明。",
        "接收证明已随函发出，货场已装车。",
        letter=Outside(
            "关于商请协助发运滞留货物的函",
            "我区{firm}采购的{buys}滞留贵地货场。\n恳请贵地协助发运，我区负责接收地的防疫管理。\n盼予支持"
            "并复函。",
            (("太原市交通运输局", "14", "ty@example.org"),
             ("大连市商务局", "21", "dl@example.org")),
            "货场已安排装车，预计明日到达。",
        ),
        lorries=(("晋A", "{buys} 18 吨", "山西太原—临淄"),),
    ),
    Difficulty(
        "销售", "{firm}出口订单要违约",
        "出口订单交不了货，外商要求赔偿，请问不可抗力证明怎么开。",
        "已指导企业在线申请不可抗力事实性证明，两天办结。",
        (Part("finance", "请对接出口信用保险理赔", "保险公司已受理，预赔三成"),),
        gains=(Gain("policy", "不可抗力事实性证明"),),
    ),
    Difficulty(
        "销售", "{firm}的{makes}积压",
        "餐馆学校都没开，{makes}积压{n}吨，再放就坏了。",
        "组织区内商超和社区团购对接，已销售大半。",
        (Part("agriculture", "请联系合作社和保供企业", "已联系三家保供企业"),
         Part("civil", "请协调社区集中订购", "十二个社区已报数")),
        gains=(Gain("goods", "{makes}", 26, "吨"),),
    ),
    Difficulty(
        "销售", "{firm}到广东的货款收不回来",
        "客户说疫情期间财务没上班，拖了{n}万元货款，想请当地部门帮助联系。",
        "对方已书面承诺分两次付清，第一笔已到账。",
        letter=Outside(
            "关于商请协助联系有关企业的函",
            "我区{firm}与贵地企业存在货款往来，因疫情无法取得联系。\n恳请贵地协助联系该企业。\n盼予支持并"
            "复函。",
            (("佛山市工业和信息化局", "44", "fs@example.org"),),
            "已联系到该企业，对方承诺分两次付清。",
        ),
    ),
    Difficulty(
        "用工", "{firm}有{n}名职工在河南回不来",
        "厂里{n}名熟练工在商丘、周口老家出不了村，设备开不满。",
        "包车两趟接回，全部测温登记后上岗。",
        (Part("transport", "请安排点对点包车", "已安排三辆客车，两趟接回"),
         Part("health", "请核定接返人员的健康管理要求", "已制定随车测温和到达观察方案")),
        Outside(
            "关于商请协助我区企业务工人员返岗的函",
            "我区{firm}尚有{n}名籍在贵地的员工未能返岗。我区拟安排专车“点对点”接返，全程落实防护措施。\n"
            "恳请贵地协助核验上述人员健康状况，并为其出行提供便利。\n盼予支持并复函。",
            (("商丘市人民政府", "41", "sq@example.org"),
             ("阜阳市人力资源和社会保障局", "34", "fy@example.org")),
            "请提供人员名单，我市协助核验健康状况并组织集中上车。",
        ),
        gains=(Gain("people", "熟练工", 40),),
    ),
    Difficulty(
        "用工", "{firm}急招普工{n}名",
        "订单翻倍，口罩打包线缺普工{n}名，工资日结都行。",
        "线上招聘专场和退役军人志愿队已补齐缺口。",
        (Part("veterans", "请组织志愿者支援打包", "十八名退役军人报名上岗"),),
        gains=(Gain("people", "普工", 25),),
    ),
    Difficulty(
        "用工", "{firm}没有隔离宿舍",
        "返岗职工要观察十四天，厂里只有通铺，没有单间，没法让他们来。",
        "协调两家停业宾馆作集中观察点，企业按成本付费。",
        (Part("housing", "请提供可用的闲置房源", "已提供闲置人才公寓二十套"),
         Part("health", "请验收观察点", "验收合格，派一名医生驻点")),
        gains=(Gain("policy", "返岗职工集中观察补助"),),
    ),
    Difficulty(
        "用工", "{firm}湖北籍技术骨干无法返岗",
        "两名技术骨干在黄冈，设备调试只有他们会，请问能不能远程或者特殊通行。",
        "当地暂不放行，已安排设备厂家远程调试。",
        letter=Outside(
            "关于商请协助技术人员远程调试的函",
            "我区{firm}两名技术人员现在贵地。\n恳请贵地协助其使用网络条件较好的场所开展远程调试。\n盼予支持"
            "并复函。",
            (("黄冈市人民政府", "42", ""),), "已在社区服务站为其提供网络和场所。",
        ),
        gains=(Gain("impossible", "疫情重点地区暂停人员外出"),),
    ),
    Difficulty(
        "审批", "{firm}转产口罩的许可怎么办",
        "设备到了，二类医疗器械生产许可按正常流程要三个月，等不了。",
        "容缺受理、现场核查、检测并行，九天拿到应急备案。",
        (Part("health", "请对洁净车间提出指导意见", "已到现场指导，整改三项"),),
        gains=(Gain("policy", "防疫产品应急备案"),),
        question=("请上传车间平面图和原料合格证明。", "已上传，净化工程公司周三完工。"),
    ),
    Difficulty(
        "审批", "{firm}许可证到期换不了证",
        "安全生产许可证二十号到期，窗口停办，没有证就不能开车。",
        "已按疫情期间政策顺延有效期，正式通知见附件。",
        (Part("emergency", "请确认能否顺延", "按上级通知顺延至疫情解除后一个月"),),
        gains=(Gain("policy", "许可有效期顺延"),),
    ),
    Difficulty(
        "防护物资", "{firm}缺口罩，复工申报通不过",
        "{staff}名职工每天两只口罩，只买到三天的量，复工申报被退回。",
        "从区内生产企业调剂口罩一批，复工申报已通过。",
        (Part("commerce", "请协调药店和商超预留", "两家连锁药店每日预留五千只"),),
        gains=(Gain("goods", "一次性医用口罩", 6000, "只"),), is_urgent=True,
    ),
    Difficulty(
        "防护物资", "{firm}买不到额温枪和消毒液",
        "门岗只有一把额温枪，还不准，消毒液只够两天。",
        "额温枪和消毒液已送到厂门口。",
        gains=(Gain("goods", "额温枪", 6, "把"), Gain("goods", "84消毒液", 300, "升")),
    ),
    Difficulty(
        "能源", "{firm}蒸汽压力不够",
        "上游只开了一台炉，蒸汽压力上不来，{makes}线只能开一半。",
        "已协调热力公司恢复第二台锅炉，压力恢复正常。",
        (Part("housing", "请核实热力公司的开炉计划", "第二台锅炉已点火"),),
    ),
    Difficulty(
        "其他", "{firm}厂房租金请求减免",
        "租的是私人厂房，停工一个月照样收租，能不能减免。",
        "私人房东的租金由双方协商，我们两次上门调解，房东同意缓缴一个月，减免不在政策范围。",
        (Part("tax", "请核实房东可享受的房产税减免", "房东减租的，可申请房产税减免"),),
        gains=(Gain("impossible", "私有厂房租金不在减免政策范围"),),
    ),
)  # fmt: skip
