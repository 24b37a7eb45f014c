"""Tells again what was sent before: resent, forwarded, appended to, reworded or cut short."""

import re
from random import Random

_FORWARDED = (
    "转发：{}",
    "【转】{}",
    "转自村群：{}",
    "{}（转发，请关注）",
    "帮转👇\n{}",
    "朋友发来的，麻烦核实：{}",
    "//@邻居：{}",
    "-----转发的消息-----\n{}",
)
_APPENDED = (
    "补充一下：照片刚才没传上，重新发。",
    "更新：目前还是这样。",
    "（刚才网不好，不知道发没发出去）",
    "另外，人手又到了两个。",
    "再说一句，情况属实，可以来看。",
    "更正：时间以这次为准。",
    "刚才那条没写完，以这条为准。",
    "补充：已经跟社区说过了。",
)
_SYNONYMS = (
    ("今天", "今日"),
    ("现在", "目前"),
    ("我们", "俺们"),
    ("希望", "盼望"),
    ("请", "麻烦"),
    ("没有", "没"),
    ("已经", "已"),
    ("大家", "大伙"),
    ("老人", "老年人"),
    ("卡口", "检查点"),
    ("志愿者", "义工"),
    ("消毒", "消杀"),
    ("登记", "记录"),
    ("能不能", "能否"),
    ("怎么办", "咋办"),
    ("一直", "始终"),
    ("公司", "企业"),
    ("货车", "卡车"),
    ("的时候", "时"),
    ("，", ", "),
    ("。", "；"),
    ("上午", "早上"),
    ("晚上", "夜里"),
    ("两", "2"),
)
_SENTENCE_END = re.compile(r"(?<=[。！？!?])")


def retell(text: str, rng: Random) -> tuple[str, bool]:
    """A near duplicate of a text, and whether the same sender sent it (else somebody else)."""
    way = rng.random()
    if way < 0.22:
        return text, True
    if way < 0.45:
        return rng.choice(_FORWARDED).format(text), False
    if way < 0.67:
        return text + rng.choice(_APPENDED), True
    if way < 0.9:
        return _reworded(text, rng), False
    return _shortened(text, rng), False


def _reworded(text: str, rng: Random) -> str:
    found = [pair for pair in _SYNONYMS if pair[0] in text]
    rng.shuffle(found)
    for plain, other in found[: rng.randint(2, 5)]:
        text = text.replace(plain, other, rng.randint(1, 2))
    sentences = [s for s in _SENTENCE_END.split(text) if s]
    if len(sentences) > 2 and rng.random() < 0.5:
        turn = rng.randrange(1, len(sentences) - 1)
        sentences[turn], sentences[turn + 1] = sentences[turn + 1], sentences[turn]
    return "".join(sentences)


def _shortened(text: str, rng: Random) -> str:
    sentences = [s for s in _SENTENCE_END.split(text) if s]
    if len(sentences) > 2:
        del sentences[rng.randrange(len(sentences))]
    return "".join(sentences)
