from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LetterState(models.TextChoices):
    """Where a letter stands. That it waits for answers is no state: its recipients say it."""

    DRAFT = "draft", pgettext_lazy("letter", "Draft")
    CHECKING = "checking", pgettext_lazy("letter", "Being checked")
    CHECKED = "checked", pgettext_lazy("letter", "Checked, to be signed")
    SIGNED = "signed", pgettext_lazy("letter", "Signed, to be sent")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    DISCARDED = "discarded", pgettext_lazy("letter", "Discarded")
    RECALLED = "recalled", pgettext_lazy("letter", "Recalled")


class IncomingState(models.TextChoices):
    """Where a letter that came in stands."""

    REGISTERED = "registered", pgettext_lazy("incoming", "Registered")
    ASSIGNED = "assigned", pgettext_lazy("incoming", "To be answered")
    ANSWERED = "answered", pgettext_lazy("incoming", "Answered")
    MATCHED = "matched", pgettext_lazy("incoming", "Answers a letter of ours")
    FILED = "filed", pgettext_lazy("incoming", "Filed")


class IncomingKind(models.TextChoices):
    ASKS = "asks", pgettext_lazy("incoming", "Asks us for something")
    ANSWERS = "answers", pgettext_lazy("incoming", "Answers a letter of ours")


class AddresseeKind(models.TextChoices):
    GOVERNMENT = "government", _("Government")
    DEPARTMENT = "department", pgettext_lazy("addressee", "Department")
    ENTERPRISE = "enterprise", pgettext_lazy("addressee", "Enterprise")


class Province(models.TextChoices):
    """The first two digits of area codes (GB/T 2260)."""

    BEIJING = "11", _("Beijing")
    TIANJIN = "12", _("Tianjin")
    HEBEI = "13", _("Hebei")
    SHANXI = "14", _("Shanxi")
    INNER_MONGOLIA = "15", _("Inner Mongolia")
    LIAONING = "21", _("Liaoning")
    JILIN = "22", _("Jilin")
    HEILONGJIANG = "23", _("Heilongjiang")
    SHANGHAI = "31", _("Shanghai")
    JIANGSU = "32", _("Jiangsu")
    ZHEJIANG = "33", _("Zhejiang")
    ANHUI = "34", _("Anhui")
    FUJIAN = "35", _("Fujian")
    JIANGXI = "36", _("Jiangxi")
    SHANDONG = "37", _("Shandong")
    HENAN = "41", _("Henan")
    HUBEI = "42", _("Hubei")
    HUNAN = "43", _("Hunan")
    GUANGDONG = "44", _("Guangdong")
    GUANGXI = "45", _("Guangxi")
    HAINAN = "46", _("Hainan")
    CHONGQING = "50", _("Chongqing")
    SICHUAN = "51", _("Sichuan")
    GUIZHOU = "52", _("Guizhou")
    YUNNAN = "53", _("Yunnan")
    TIBET = "54", _("Tibet")
    SHAANXI = "61", _("Shaanxi")
    GANSU = "62", _("Gansu")
    QINGHAI = "63", _("Qinghai")
    NINGXIA = "64", _("Ningxia")
    XINJIANG = "65", _("Xinjiang")
    TAIWAN = "71", _("Taiwan")
    HONG_KONG = "81", _("Hong Kong")
    MACAO = "82", _("Macao")


# A letter that may still be changed.
OPEN_STATES = (LetterState.DRAFT, LetterState.CHECKING, LetterState.CHECKED)
# A letter that has its number.
NUMBERED_STATES = (LetterState.SIGNED, LetterState.SENT, LetterState.RECALLED)
# What came in and waits for somebody here.
WAITING_STATES = (IncomingState.REGISTERED, IncomingState.ASSIGNED)
