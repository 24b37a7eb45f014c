"""Invented names of people, in the frequencies of a Shandong register."""

from random import Random

_SURNAMES = (
    "王王王王王王王王张张张张张张张李李李李李李李刘刘刘刘刘刘孙孙孙孙于于于赵赵赵徐徐徐陈陈陈杨杨"
    "朱朱高高马马崔崔边边许许郭郭贾贾路齐齐常常宋宋韩韩周吴胡林郑梁谢唐冯董萧程曹袁邓傅沈曾彭吕苏"
    "卢蒋蔡丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白毛邱秦江史顾侯邵孟龙万段雷钱汤"
    "尹黎易武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢骆岳荆相国"
)
_DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "淳于", "公孙")
_MALE = (
    "伟强军磊涛斌鹏辉杰勇峰波刚超亮健飞宁东林海洋平国建志文明德成永庆振福洪学新立俊浩宇晨泽轩博瑞"
    "嘉昊旭凯翔龙虎坤乾松柏岩川江河源润泉舟航帆远征程锋锐钢铭钧炜烨煜焕炎恒毅信义礼仁忠孝勤俭朴"
    "良贤哲思维守正兴旺盛昌隆丰裕春秋冬来生增广"
)
_FEMALE = (
    "芳娜敏静丽艳娟霞秀燕玲红梅英兰萍华慧莉颖琳雪婷倩洁玉珍云凤琴莲菊蕾薇蓉苗茜芸菲莹萱彤欣怡悦"
    "佳妍璐瑶琪珊珂瑾瑜岚月晴雯霏露晓春香翠巧淑惠贞桂爱美俊文新素青楠桐清涵溪汐澜冰冬秋宁安"
)
_GENERATION = "传继永庆兆广玉宝守学延洪光绪振方希同友士维绍克昭宪令德怀立成"


def full_name(rng: Random, *, female: bool) -> str:
    """An invented name of two to four characters."""
    surname = rng.choice(_DOUBLE_SURNAMES) if rng.random() < 0.006 else rng.choice(_SURNAMES)
    return surname + _given_name(rng, _FEMALE if female else _MALE, female=female)


def _given_name(rng: Random, pool: str, *, female: bool) -> str:
    shape = rng.random()
    if shape < 0.22:
        return rng.choice(pool)
    if shape < 0.27:
        return rng.choice(pool) * 2 if female else rng.choice(_GENERATION) + rng.choice(pool)
    if shape < 0.5:
        return rng.choice(_GENERATION) + rng.choice(pool)
    first, second = rng.sample(pool, 2)
    return first + second
