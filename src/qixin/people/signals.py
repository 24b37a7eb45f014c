"""News that this room sends upward, after the change is committed."""

from django.dispatch import Signal

# sender=Grant, person=…: what the person may do has changed
grants_changed = Signal()
# sender=Unit, unit=…, successor=…|None, by=…; within the transaction, so that nothing stays behind
unit_dissolved = Signal()
