"""Words by which urgency is judged before anything is learnt: from epidemics, floods and fires."""


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(word for line in lines for word in line.split())


# Life is at stake now.
EMERGENCY = _words(
    "被困 围困 受困 困在 被埋 失联 失踪 走失 失去联系 失去联络 联系不上 溺水 落水 冲走",
    "重伤 受伤 大出血 流血不止 产妇 临产 早产 羊水 要生了 昏迷 休克 晕倒 抽搐 心梗 脑梗 中风",
    "呼吸困难 喘不上气 高烧 高热 病危 危重 透析 化疗 急救车 急救命 需要急救 救命 救救 中毒",
    "断药 急需药 急需用药 急需胰岛素 急需氧气 氧气瓶 吸氧 爆炸 着火 起火 火灾 燃气泄漏 煤气泄漏",
    "漏电 触电 决堤 决口 漫堤 溃坝 溃堤 溃口 管涌 坍塌 塌方 垮塌 倒塌 滑坡 泥石流 轻生 自杀 跳楼",
    "撑不住了 等待救援 急待救援 生命危险 出不来 出不去 无法撤离 四面环水 到胸口 到脖子",
)

# Today, before the day's other work.
URGENT = _words(
    "断水 断电 断粮 停水 停电 没水 没电 未通电 未通水 没吃 没有食物 没有水 没有药 缺水 缺粮 缺药",
    "断供 急需 急缺 紧急 求助 求救 求援 请求救援 需要救援 急需救援 抓紧救援 没有救援 排水救援",
    "请求支援",
    "尽快 火速 加急 急急 急扩 急待 🆘 告急 紧缺 短缺 缺物资 缺少物资 发烧 发热 确诊 疑似 密接",
    "孕妇 怀孕 独居",
    "奶粉 进水 被淹 淹没 内涝 倒灌 塌陷 道路中断 冲断 冲毁 水位上涨 水位还在涨 未转移 无家可归",
    "抢购 哄抬 聚集 打架 闯卡 冲卡 拒不隔离 物资不足 口罩不足",
)

# Words of danger are only practised or taught.
REHEARSED = _words("演练 模拟 预案 科普 温馨提醒 攻略 自救指南")

# Told about it, not asking for it: news, thanks, offers.
TOLD = _words(
    "捐款 捐赠 驰援 致敬 感谢 点赞 祈福 加油 表彰 提醒",
    "可以提供 可提供 免费提供 我可以 志愿者招募 招募志愿者 想当志愿者 报名 通报 回顾 据悉",
)

# Someone asks: then it is no mere news, whatever else the text says.
ASKED = _words(
    "求助 求救 求援 急需 救命 救救 请求 求求 急扩 急待 🆘 需要救援 需要帮助 需要支援 求扩散 帮帮",
    "快来 速来",
    "怎么办 请尽快 联系不上 等待救援 有没有人 谁有 未被救 没人管",
)
