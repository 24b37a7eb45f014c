from qixin.cases.views.acting import accept, answer, close, hand_back, note, undo_open, unmask
from qixin.cases.views.opening import open_from_report
from qixin.cases.views.opening_several import open_from_reports, undo_several
from qixin.cases.views.reading import detail, inbox

__all__ = [
    "accept",
    "answer",
    "close",
    "detail",
    "hand_back",
    "inbox",
    "note",
    "open_from_report",
    "open_from_reports",
    "undo_open",
    "undo_several",
    "unmask",
]
