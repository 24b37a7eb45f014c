"""Background jobs of this room."""

from datetime import timedelta

from django_tasks import task

from qixin.reports.actions.preparing import prepare, prepare_waiting
from qixin.reports.actions.transferring import drop_stale
from qixin.reports.models import Attachment


@task()
def prepare_attachment(attachment_id: int) -> str:
    """Make the renditions of one photo or clip; returns its state."""
    attachment = Attachment.objects.select_related("report").get(pk=attachment_id)
    return prepare(attachment=attachment).state


@task()
def prepare_waiting_attachments() -> int:
    """Take up what was left lying for five minutes."""
    return prepare_waiting(older_than=timedelta(minutes=5))


@task()
def drop_stale_transfers() -> int:
    """Large files that nobody went on sending; returns how many."""
    return drop_stale()
