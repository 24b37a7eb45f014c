from qixin.letters.models.addressees import Addressee
from qixin.letters.models.incoming import Incoming, IncomingFile
from qixin.letters.models.letters import Letter
from qixin.letters.models.recipients import Recipient, Reminder
from qixin.letters.models.replies import Reply, ReplyFile
from qixin.letters.models.series import Series, SeriesYear
from qixin.letters.models.templates import LetterTemplate

__all__ = [
    "Addressee", "Incoming", "IncomingFile", "Letter", "LetterTemplate", "Recipient", "Reminder",
    "Reply", "ReplyFile", "Series", "SeriesYear",
]  # fmt: skip
