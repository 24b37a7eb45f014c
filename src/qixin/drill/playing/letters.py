"""The demo's letters, to several provinces: answered, late, or still to be checked or signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from qixin.core import clock
from qixin.drill.playing.stage import Stage
from qixin.letters import actions
from qixin.letters.enums import AddresseeKind, Province
from qixin.letters.models import Addressee, Letter, LetterTemplate, Series
from qixin.letters.placeholders import BLANK, ENTERPRISE, fill
from qixin.letters.selectors import own_units
from qixin.people.models import Unit, User

_G, _D, _E = AddresseeKind.GOVERNMENT, AddresseeKind.DEPARTMENT, AddresseeKind.ENTERPRISE

# Names of places are real, mailboxes are nobody's (RFC 2606); without one a copy goes on paper.
_BOOK: dict[str, tuple[AddresseeKind, Province, str]] = {
    "石家庄市人民政府": (_G, Province.HEBEI, "sjz@example.org"),
    "邯郸市人民政府": (_G, Province.HEBEI, "hd@example.org"),
    "保定市交通运输局": (_D, Province.HEBEI, ""),
    "西安市人民政府": (_G, Province.SHAANXI, "xa@example.org"),
    "宝鸡市工业和信息化局": (_D, Province.SHAANXI, "bj@example.org"),
    "苏州市人民政府": (_G, Province.JIANGSU, "sz@example.org"),
    "演练苏州精密部件有限公司": (_E, Province.JIANGSU, ""),
    "商丘市人民政府": (_G, Province.HENAN, "sq@example.org"),
    "周口市人力资源和社会保障局": (_D, Province.HENAN, "zk@example.org"),
    "温州市人民政府": (_G, Province.ZHEJIANG, "wz@example.org"),
}


@dataclass(frozen=True)
class _Letter:
    """Drafted `days` ago for `enterprise` from a template; `words` stand for its ○ in turn; `state`
    is how far it came; of `to` those in `answers` answered, so many hours after it was sent."""

    days: float
    template: str
    enterprise: str
    words: tuple[str, ...]
    to: tuple[str, ...]
    state: str = "sent"
    answers: tuple[tuple[str, int, str], ...] = ()


_PASSAGE, _SUPPLY, _PEOPLE = "商请车辆通行", "商请配套企业复工", "商请务工人员返岗"
_LETTERS = (
    _Letter(
        7.6, _PASSAGE, "演练一号机械有限公司", ("熔喷布", "3"),
        ("石家庄市人民政府", "邯郸市人民政府", "保定市交通运输局"),
        answers=(
            ("石家庄市人民政府", 20, "已通知各检查站，凭通行证查验放行，请提前一天报送车牌号。"),
            ("邯郸市人民政府", 50, "同意放行，请驾驶人员随车携带健康证明。"),
            ("石家庄市人民政府", 70, "补充：高速公路鹿泉站暂停通行，请改走正定站。"),
        ),
    ),
    _Letter(
        7.2, _SUPPLY, "演练二号化工有限公司", ("消毒液", "演练精密部件"),
        ("苏州市人民政府", "演练苏州精密部件有限公司", "温州市人民政府"),
        answers=(("苏州市人民政府", 30, "该企业已列入首批复工名单，预计三日内恢复生产。"),),
    ),
    _Letter(
        4, _PEOPLE, "", ("126", "2", "20"),
        ("商丘市人民政府", "周口市人力资源和社会保障局", "西安市人民政府"),
        answers=(("商丘市人民政府", 26, "请提供人员名单，我市协助核验健康状况并组织集中上车。"),),
    ),
    _Letter(1.5, _PASSAGE, "演练三号新材料有限公司", ("玻璃瓶", "5"),
            ("宝鸡市工业和信息化局",)),
    _Letter(0.8, _SUPPLY, "演练四号食品有限公司", ("方便食品", "演练包装"),
            ("温州市人民政府",), "checked"),
    _Letter(0.4, _PEOPLE, "", ("58", "2", "25"), ("西安市人民政府",), "checking"),
    _Letter(0.2, _PASSAGE, "演练五号纺织有限公司", ("棉纱", "6"),
            ("商丘市人民政府",), "draft"),
)  # fmt: skip


def play_letters(stage: Stage) -> None:
    """A series, an address book, and the letters of the last days with what became of them."""
    drafter, signer = stage.users["demo-officer"], stage.users["demo-commander"]
    unit, now = own_units(drafter).first(), clock.now()
    if unit is None:
        return
    with clock.pretend(now - timedelta(days=14.5)):
        series = _series(unit, by=stage.users["demo-administrator"])
        book = {name: _addressee(name, by=drafter) for name in _BOOK}
    for one in _LETTERS:
        with clock.pretend(now - timedelta(days=one.days)):
            letter = _draft(one, unit, series, book, by=drafter)
            _bring(letter, one.state, drafter=drafter, signer=signer)
        for name, hours, text in one.answers:
            with clock.pretend(now - timedelta(days=one.days) + timedelta(hours=hours)):
                _answer(letter, name, text)


def _series(unit: Unit, *, by: User) -> Series:
    heading = "临淄区复工复产工作专班"
    return actions.set_series(code="临复工函", heading=heading, signature=heading, unit=unit, by=by)


def _addressee(name: str, *, by: User) -> Addressee:
    kind, province, email = _BOOK[name]
    return actions.add_addressee(name=name, kind=kind, province=province, email=email, by=by)


def _draft(
    one: _Letter, unit: Unit, series: Series, book: dict[str, Addressee], *, by: User
) -> Letter:
    title, body = _filled(one)
    text = actions.Text(
        series=series,
        title=title,
        body=body,
        recipients=[book[name] for name in one.to],
        attachments="运输车辆明细表" if one.template == _PASSAGE else "",
        copies_to="区交通运输局" if one.template == _PASSAGE else "",
    )
    return actions.draft(unit=unit, text=text, by=by)


def _filled(one: _Letter) -> tuple[str, str]:
    """The template's words with the enterprise, and each run of ○ replaced in turn."""
    begun = LetterTemplate.objects.get(name=one.template)
    whole = fill(f"{begun.title}\n{begun.body}", {ENTERPRISE: one.enterprise})
    whole = whole.replace(BLANK, "○")
    for word in one.words:
        whole = whole.replace("○", word, 1)
    title, _, body = whole.partition("\n")
    return title, body


def _bring(letter: Letter, state: str, *, drafter: User, signer: User) -> None:
    if state == "draft":
        return
    actions.submit(letter=letter, by=drafter)
    if state == "checking":
        return
    actions.check(letter=letter, by=signer)
    if state == "sent":
        actions.sign(letter=letter, by=signer)
        actions.send(letter=letter, by=drafter)


def _answer(letter: Letter, name: str, text: str) -> None:
    recipient = letter.recipients.select_related("letter").get(addressee__name=name)
    given = actions.Answer(text=text, name="演练周", phone="19900003456")
    actions.answer(recipient=recipient, given=given)
