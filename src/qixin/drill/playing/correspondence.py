"""Letters that departments write elsewhere for a difficulty, and what comes back."""

from __future__ import annotations

from collections.abc import Callable

from qixin.cases.models import Case
from qixin.core.models import default_district
from qixin.drill.cast.difficulties import Outside
from qixin.drill.playing.stage import Stage
from qixin.letters import actions
from qixin.letters.enums import AddresseeKind
from qixin.letters.models import Addressee, Letter, Recipient, Series
from qixin.people.models import User

Said = Callable[[str], str]


class Correspondence:
    """Writes, has checked and signed, sends, and answers as those elsewhere would."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def write(self, outside: Outside, said: Said, *, case: Case, by: User) -> Letter:
        """A draft for `case` in the name of its lead unit, handed in to be checked."""
        text = actions.Text(
            series=Series.objects.earliest("pk"),
            title=said(outside.title),
            body=said(outside.body),
            recipients=[self._addressee(*one, by=by) for one in outside.to],
            case_number=case.number,
        )
        letter = actions.draft(unit=case.lead_unit, text=text, by=by)
        return actions.submit(letter=letter, by=by)

    def send(self, letter: Letter, *, by: User) -> None:
        commander = self._stage.users["demo-commander"]
        actions.check(letter=letter, by=commander)
        actions.sign(letter=letter, by=commander)
        actions.send(letter=letter, by=by)

    def answer(self, recipient: Recipient, text: str) -> None:
        given = actions.Answer(text=text, name="演练周", phone="19900003456")
        now = Recipient.objects.select_related("letter").get(pk=recipient.pk)
        actions.answer(recipient=now, given=given)

    def _addressee(self, name: str, province: str, email: str, *, by: User) -> Addressee:
        known = Addressee.objects.filter(district=default_district(), name=name).first()
        if known is not None:
            return known
        kind = AddresseeKind.GOVERNMENT if name.endswith("人民政府") else AddresseeKind.DEPARTMENT
        return actions.add_addressee(name=name, kind=kind, province=province, email=email, by=by)
