"""News that this room sends upward, after the change is committed."""

from django.dispatch import Signal

# sender=Report, report=…
report_received = Signal()
# sender=Report, report=…, decision=…, triage=…: the editor passed it on; receivers open what they own
report_triaged = Signal()
# sender=Report, report=…, thing=…: the sender confirmed an answer, or sends it back with a text
answer_confirmed = Signal()
answer_sent_back = Signal()
