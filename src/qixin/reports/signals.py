"""News that this room sends upward, after the change is committed."""

from django.dispatch import Signal

# sender=Report, report=…
report_received = Signal()
# sender=Report, report=…, thing=…, by=… and, when sent back, text=…: what the sender says to it.
# Sent within the transaction, so that this word and what follows from it are one.
# `answer_in_question` comes first: a room locks its own row of the thing before the reports' rows,
# and so must we, or two who reply at once would wait for each other.
answer_in_question = Signal()
# With answer_confirmed comes `satisfaction`, an enums.Satisfaction or None.
answer_confirmed = Signal()
answer_sent_back = Signal()
# sender=Report, report=…, by=…: nothing of it may be shown any more. Sent within the transaction.
consent_withdrawn = Signal()
# sender=Report, report=…, thing=…, text=…, by=…: the sender's reply to a question of that thing.
question_answered = Signal()
