"""News that this room sends upward, after the change is committed."""

from django.dispatch import Signal

# sender=Grant, person=…: what the person may do has changed
grants_changed = Signal()
