"""Second factors that were lost with the telephone they were on."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from qixin.core import journal
from qixin.people.models import Person, User
from qixin.people.policies import check_can_send_link
from qixin.people.workflow import JOURNAL


@transaction.atomic
def forget_factors(*, person: Person, by: User) -> None:
    """Remove passkeys, authenticator app and recovery codes of the person's account.

    The password stays what it was, so a link alone does not open the account. Raises Refused
    unless `by` could have given every role that the person holds.
    """
    check_can_send_link(by, person=person)
    held = Authenticator.objects.select_for_update().filter(user__person=person)
    removed, _of_which = held.delete()
    if removed:
        journal.write(verb=JOURNAL["forget_factors"], subject=person, by=by)
