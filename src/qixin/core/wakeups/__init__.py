"""Whoever waits for new rows of a table is woken when some are committed, on every machine.

`QIXIN_WAKE` says by which way: `poll` (nobody is woken, everybody looks), `postgres` (NOTIFY), or
the address of a Redis. What goes over the line is the table's name. It is a hint and no more: a
wake-up that is lost costs whoever waits a few seconds, never a row.
"""

from qixin.core.wakeups.choice import fault
from qixin.core.wakeups.hearing import Alarm
from qixin.core.wakeups.telling import tell

__all__ = ["Alarm", "fault", "tell"]
