"""The district's departments, and the subjects that each of them handles."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Department:
    """A department with its duties: short labels for a case's category, words that point to it."""

    key: str
    name: str
    duties: tuple[str, ...]
    keywords: tuple[str, ...]


def _department(key: str, name: str, duties: str, keywords: str) -> Department:
    return Department(key, name, tuple(duties.split()), tuple(keywords.split()))


DEPARTMENTS: tuple[Department, ...] = (
    _department(
        "health",
        "区卫生健康局",
        "医疗救治 隔离观察 妇幼保健 慢病用药 防疫指导",
        "发热 隔离 核酸 医院 产检 孕妇 透析 胰岛素 降压药 消毒液 医生 就诊 复诊 化疗 "
        "产妇 临产 急救 救护车 患者 病人 氧气 血库 献血 药品",
    ),
    _department(
        "emergency",
        "区应急管理局",
        "应急物资 安全生产 值班值守 防灾减灾",
        "帐篷 应急 安全生产 隐患 危化品 值班 雪灾 棉被 "
        "被困 受困 困在 救援 救命 求救 搜救 失联 失踪 冲锋舟 皮划艇 皮艇 "
        "救生衣 消防 防汛 洪水 山洪 求助 求援 出不来 出不去 联系不上 被淹 淹没 进水 泄洪 决口 "
        "溃坝 河堤 水库 沙袋 滑坡 塌方 转移 撤离 抢险",
    ),
    _department(
        "civil",
        "区民政局",
        "困难救助 养老服务 社会捐赠 社区治理",
        "独居 老人 低保 养老院 捐赠 捐款 孤儿 留守 残疾 救助 "
        "安置 安置点 避难 救灾物资 生活物资 缺物资 无家可归",
    ),
    _department(
        "industry",
        "区工业和信息化局",
        "企业复工 防护物资生产 产业链协调 企业用工",
        "复工 口罩 熔喷布 原料 供应商 配套 生产线 产能 订单",
    ),
    _department(
        "transport",
        "区交通运输局",
        "货运通行证 客运管理 道路运输 物流保障",
        "货车 通行证 物流 司机 高速 卡口 运输 公交 停运 返程 "
        "绕行 桥 塌陷 列车 火车站 道路中断 冲断",
    ),
    _department(
        "commerce",
        "区商务局",
        "生活必需品保供 商超管理 外贸服务 蔬菜配送",
        "蔬菜 超市 米面油 外贸 出口 报关 集装箱 配送 肉 鸡蛋 矿泉水 方便面 食物 干粮 没吃",
    ),
    _department(
        "finance",
        "区地方金融监管局",
        "应急贷款 续贷展期 融资担保",
        "贷款 续贷 流动资金 银行 利息 担保 资金链 还款",
    ),
    _department(
        "labour",
        "区人力资源和社会保障局",
        "用工服务 社保缓缴 稳岗返还 劳动关系",
        "招工 工人 社保 稳岗 工资 返岗 劳动 失业",
    ),
    _department(
        "education",
        "区教育和体育局",
        "线上教学 校园防控 学生资助 校外培训",
        "网课 学校 学生 老师 课本 开学 作业 平板 培训班",
    ),
    _department(
        "housing",
        "区住房和城乡建设局",
        "供热供气 物业管理 建筑工地 供水",
        "暖气 供暖 供热 物业 小区 工地 停水 水管 燃气 电梯 "
        "断水 积水 内涝 排水 抽水 抽水泵 倒灌 地下车库 地下室 下水道 危房",
    ),
    _department(
        "police",
        "公安分局",
        "交通管制 治安秩序 谣言查处 人员核查",
        "谣言 堵路 封路 聚集 打牌 诈骗 纠纷 交警 身份证",
    ),
    _department(
        "market",
        "区市场监督管理局",
        "物价监管 口罩质量 食品安全 药店管理",
        "涨价 假口罩 药店 哄抬 价格 过期 野生动物 质量",
    ),
    _department(
        "agriculture",
        "区农业农村局",
        "春耕备耕 农产品销路 畜禽养殖 农村防控",
        "大棚 西红柿 韭菜 饲料 鸡苗 养殖 化肥 滞销 春耕 农资 农田 庄稼 鱼塘",
    ),
    _department(
        "city",
        "区综合行政执法局",
        "环卫消杀 垃圾清运 市容秩序 除雪",
        "垃圾 环卫 清运 积雪 结冰 摆摊 废弃口罩 消杀",
    ),
    _department(
        "veterans",
        "区退役军人事务局",
        "退役军人志愿服务 优抚帮扶",
        "老兵 退役 军属 优抚",
    ),
    _department(
        "party",
        "区委组织部",
        "双报到 包联社区 党员先锋岗",
        "双报到 包联 党员 先锋 值守 轮班",
    ),
    _department(
        "publicity",
        "区委宣传部",
        "新闻发布 舆情回应 宣传引导",
        "宣传 喇叭 横幅 辟谣 公告 直播",
    ),
    _department(
        "psychology",
        "区妇女联合会",
        "心理热线 家庭关爱 妇女儿童",
        "心理 热线 焦虑 失眠 疏导 带孩子 家庭",
    ),
    _department(
        "tax",
        "区税务局",
        "税费减免 延期申报 发票服务",
        "税 发票 申报 减免 退税",
    ),
    _department(
        "power",
        "区供电公司",
        "供电保障 企业用电 抢修",
        "停电 跳闸 电费 供电 变压器 线路 断电 没电 通电 漏电 配电",
    ),
    _department(
        "environment",
        "生态环境分局",
        "医疗废物 企业环评 异味投诉",
        "医疗废物 环评 异味 废水",
    ),
    _department(
        "development",
        "区发展和改革局",
        "重点项目 能源保障 粮食储备",
        "项目 开工 煤 天然气 能源 储备粮",
    ),
)

BY_KEY: dict[str, Department] = {department.key: department for department in DEPARTMENTS}
