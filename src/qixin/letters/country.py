"""The country as a grid of squares, one a province: names are the usual short ones, the places of
the squares our own, so that neighbours stand near one another and none is too small to read."""

from __future__ import annotations

from qixin.letters.enums import Province

P = Province

# Rows from north to south; "" is an empty place. Codes are those of GB/T 2260.
GRID: tuple[tuple[str, ...], ...] = (
    ("", "", "", "", "", "", P.HEILONGJIANG),
    ("", "", "", "", P.INNER_MONGOLIA, "", P.JILIN),
    ("", P.XINJIANG, P.GANSU, P.NINGXIA, P.BEIJING, P.TIANJIN, P.LIAONING),
    ("", P.QINGHAI, P.SHAANXI, P.SHANXI, P.HEBEI, P.SHANDONG, ""),
    (P.TIBET, P.SICHUAN, P.CHONGQING, P.HENAN, P.ANHUI, P.JIANGSU, P.SHANGHAI),
    ("", "", P.GUIZHOU, P.HUBEI, P.JIANGXI, P.ZHEJIANG, ""),
    ("", P.YUNNAN, P.GUANGXI, P.HUNAN, P.GUANGDONG, P.FUJIAN, P.TAIWAN),
    ("", "", P.HAINAN, P.MACAO, P.HONG_KONG, "", ""),
)
SHORT: dict[str, str] = {
    P.BEIJING: "京", P.TIANJIN: "津", P.HEBEI: "冀", P.SHANXI: "晋", P.INNER_MONGOLIA: "蒙",
    P.LIAONING: "辽", P.JILIN: "吉", P.HEILONGJIANG: "黑", P.SHANGHAI: "沪", P.JIANGSU: "苏",
    P.ZHEJIANG: "浙", P.ANHUI: "皖", P.FUJIAN: "闽", P.JIANGXI: "赣", P.SHANDONG: "鲁",
    P.HENAN: "豫", P.HUBEI: "鄂", P.HUNAN: "湘", P.GUANGDONG: "粤", P.GUANGXI: "桂",
    P.HAINAN: "琼", P.CHONGQING: "渝", P.SICHUAN: "川", P.GUIZHOU: "黔", P.YUNNAN: "滇",
    P.TIBET: "藏", P.SHAANXI: "陕", P.GANSU: "甘", P.QINGHAI: "青", P.NINGXIA: "宁",
    P.XINJIANG: "新", P.TAIWAN: "台", P.HONG_KONG: "港", P.MACAO: "澳",
}  # fmt: skip
