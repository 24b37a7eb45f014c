"""Letters for tests, made the way people make them."""

import io
import itertools
import zipfile

from qixin.letters import actions
from qixin.letters.actions import Answer, Text, Upload
from qixin.letters.enums import AddresseeKind, LetterState, Province
from qixin.letters.models import Addressee, Letter, LetterTemplate, Recipient, Series
from qixin.people.enums import Role
from tests.people.factories import make_unit, make_user

ANSWERER_PHONE = "19900006543"
_serial = itertools.count(1)


def make_series(code="临复工函", unit=None) -> Series:
    return actions.set_series(
        code=code,
        heading="临淄区复工复产工作专班",
        signature="临淄区复工复产工作专班",
        unit=unit or make_unit(),
        by=make_user(Role.ADMINISTRATOR),
    )


def make_addressee(name=None, *, province=Province.HEBEI, email="", **fields) -> Addressee:
    return actions.add_addressee(
        name=name or f"演练第{next(_serial)}市人民政府",
        kind=AddresseeKind.GOVERNMENT,
        province=province,
        email=email,
        by=make_user(Role.COMMANDER),
        **fields,
    )


def make_template(name="商请放行", **given) -> LetterTemplate:
    usual = {"title": "关于商请协助{企业}车辆通行的函", "body": "{企业}急需○○。\n盼复。"}
    return actions.add_template(name=name, **usual | given, by=make_user(Role.ADMINISTRATOR))


def make_text(**given) -> Text:
    usual = {
        "title": "关于商请协助演练一号机械有限公司运输车辆通行的函",
        "body": "疫情发生以来，承蒙贵地大力支持。\n盼予支持并复函。",
    }
    if "series" not in given:
        usual["series"] = Series.objects.first() or make_series()
    if "recipients" not in given:
        usual["recipients"] = [make_addressee()]
    return Text(**usual | given)


def make_draft(*, unit=None, by=None, **given) -> Letter:
    unit = unit or make_unit()
    return actions.draft(
        unit=unit, text=make_text(**given), by=by or make_user(Role.OFFICER, unit=unit)
    )


def bring_to(letter: Letter, state: LetterState) -> Letter:
    """Take a fresh draft to `state` by the roads that workflow.py draws."""
    signer, drafter = make_user(Role.COMMANDER), letter.drafted_by
    checker = make_user(Role.OFFICER, unit=letter.unit)
    roads = {
        LetterState.DRAFT: "",
        LetterState.DISCARDED: "discard",
        LetterState.CHECKING: "submit",
        LetterState.CHECKED: "submit check",
        LetterState.SIGNED: "submit check sign",
        LetterState.SENT: "submit check sign send",
        LetterState.RECALLED: "submit check sign send recall",
    }
    steps = {
        "submit": lambda: actions.submit(letter=letter, by=drafter),
        "check": lambda: actions.check(letter=letter, by=checker),
        "sign": lambda: actions.sign(letter=letter, by=signer),
        "send": lambda: actions.send(letter=letter, by=drafter),
        "discard": lambda: actions.discard(letter=letter, by=drafter),
        "recall": lambda: actions.recall(letter=letter, reason="内容有误", by=signer),
    }
    for verb in roads[state].split():
        steps[verb]()
    return Letter.objects.select_related("series", "unit__area").get(pk=letter.pk)


def make_sent(**given) -> Letter:
    return bring_to(make_draft(**given), LetterState.SENT)


def make_recipient(**given) -> Recipient:
    """The one recipient of a letter that was sent."""
    return recipient_again(make_sent(**given).recipients.get())


def recipient_again(recipient) -> Recipient:
    return Recipient.objects.select_related("letter__series", "letter__unit", "addressee").get(
        pk=recipient.pk
    )


def make_answer(recipient, text="车辆凭通行证放行。", files=(), phone=ANSWERER_PHONE):
    given = Answer(text=text, name="演练丁", phone=phone, files=files)
    return actions.answer(recipient=recipient, given=given)


def upload(content, name="复函.pdf", size=None) -> Upload:
    return Upload(io.BytesIO(content), name, len(content) if size is None else size)


def zipped(*names) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()
