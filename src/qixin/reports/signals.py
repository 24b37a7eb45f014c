"""News that this room sends upward, after the change is committed."""

from django.dispatch import Signal

# sender=Report, report=…
report_received = Signal()
# sender=Report, report=…, thing=…, text=…: the sender confirms an answer, or sends it back
answer_confirmed = Signal()
answer_sent_back = Signal()
