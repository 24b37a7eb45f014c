"""News that this room sends upward."""

from django.dispatch import Signal

# An enterprise needs help, said during a visit of its named officer; within the transaction.
# sender=Enterprise, enterprise=…, title=str, text=str, thing=str ("enterprises.visititem:<pk>"),
# by=User. The receiver opens a case and tells with `enterprises.actions.settle_help` what became.
help_asked = Signal()
