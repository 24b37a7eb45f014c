"""News that this room sends upward."""

from django.dispatch import Signal

# sender=Reply, reply=…; within the transaction, so that this answer and what follows are one.
# `reply.recipient.letter.case_number` names the case that the letter was drafted from.
reply_received = Signal()
