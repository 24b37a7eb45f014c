"""Forgetting drivers once nobody has to call them any more."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM
from qixin.passes.models import Pass
from qixin.passes.workflow import JOURNAL

# So long after its end whoever looks into a pass may have to ask the driver.
DRIVERS_KEPT = timedelta(days=30)
BATCH = 500


@transaction.atomic
def erase_drivers() -> int:
    """Erase name, telephone and ID number of the drivers of passes long over; returns how many.

    At most a batch, oldest first; what is left is for the next round. The passes stay.
    """
    now = clock.now()
    over = Pass.objects.select_for_update(skip_locked=True).filter(
        valid_until__lt=now - DRIVERS_KEPT, driver_erased_at__isnull=True
    )
    passes = list(over.order_by("valid_until")[:BATCH])
    for one in passes:
        one.driver_name = one.driver_phone = one.driver_id_number = ""
        one.driver_erased_at = now
    Pass.objects.bulk_update(
        passes,
        ["driver_name", "driver_phone", "driver_id_number", "driver_erased_at"],
        batch_size=100,
    )
    journal.write_many(journal.Line(JOURNAL["erase_driver"], one, SYSTEM) for one in passes)
    return len(passes)
