from qixin.letters.models.addressees import Addressee
from qixin.letters.models.incoming import Incoming, IncomingFile
from qixin.letters.models.letters import Letter
from qixin.letters.models.recipients import Recipient, Reminder
from qixin.letters.models.replies import Reply, ReplyFile
from qixin.letters.models.series import Series, SeriesYear

__all__ = [
    "Addressee", "Incoming", "IncomingFile", "Letter", "Recipient", "Reminder", "Reply",
    "ReplyFile", "Series", "SeriesYear",
]  # fmt: skip
