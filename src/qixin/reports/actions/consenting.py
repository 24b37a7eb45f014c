"""The sender takes back that photos or words may be shown."""

from __future__ import annotations

from django.db import transaction

from qixin.core import journal
from qixin.core.actors import Actor
from qixin.reports.actions.deciding import locked
from qixin.reports.enums import Consent, PicturesUse
from qixin.reports.models import About, Report
from qixin.reports.policies import may_withdraw_consent
from qixin.reports.signals import consent_withdrawn
from qixin.reports.workflow import JOURNAL


@transaction.atomic
def withdraw_consent(*, report: Report, by: Actor) -> bool:
    """Nothing of it may be shown any more; the rooms that show it are told in this transaction.

    The caller has checked that `by` is the sender. Returns False where there was nothing to take
    back, such as at the second click.
    """
    held = locked(report)
    if not may_withdraw_consent(held):
        return False
    held.pictures_use = PicturesUse.WITHDRAWN
    held.save(update_fields=["pictures_use"])
    About.objects.filter(report=held, consent=Consent.GIVEN).update(consent=Consent.WITHDRAWN)
    journal.write(verb=JOURNAL["withdraw_consent"], subject=held, by=by)
    consent_withdrawn.send(sender=Report, report=held, by=by)
    return True
