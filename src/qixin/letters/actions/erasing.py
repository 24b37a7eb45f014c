"""Forgetting whoever answered once nobody has to call them any more."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM
from qixin.letters.models import Reply
from qixin.letters.workflow import JOURNAL

# So long after the link has ended, by which they answered.
ANSWERERS_KEPT = timedelta(days=30)
BATCH = 500


@transaction.atomic
def erase_answerers() -> int:
    """Erase name and telephone of those whose link is long over; returns how many.

    At most a batch, oldest first; what is left is for the next round. The answers stay.
    """
    now = clock.now()
    before = now - ANSWERERS_KEPT
    over = Q(recipient__expires_at__lt=before) | Q(recipient__revoked_at__lt=before)
    waiting = Reply.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        over, answerer_erased_at__isnull=True
    )
    replies = list(waiting.select_related("recipient__letter").order_by("at", "pk")[:BATCH])
    for one in replies:
        one.answerer_name = one.answerer_phone = ""
        one.answerer_erased_at = now
    fields = ["answerer_name", "answerer_phone", "answerer_erased_at"]
    Reply.objects.bulk_update(replies, fields, batch_size=100)
    journal.write_many(
        journal.Line(
            JOURNAL["erase_answerer"], one.recipient.letter, SYSTEM, {"recipient": one.recipient_id}
        )
        for one in replies
    )
    return len(replies)
