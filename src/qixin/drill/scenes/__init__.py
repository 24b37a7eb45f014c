"""The scenes that a drawn photo can show."""

from collections.abc import Callable

from . import indoors, outdoors
from .sketch import Sketch

SCENES: dict[str, Callable[[Sketch], None]] = {
    "checkpoint": outdoors.checkpoint,
    "lorry": outdoors.lorry,
    "disinfection": outdoors.disinfection,
    "factory": outdoors.factory,
    "apartments": outdoors.apartments,
    "snow": outdoors.snow,
    "field": outdoors.field,
    "hospital": outdoors.hospital,
    "volunteers": outdoors.volunteers,
    "vegetables": indoors.vegetables,
    "mask": indoors.mask,
    "hotline": indoors.hotline,
    "school": indoors.school,
    "medicine": indoors.medicine,
    "donation": indoors.donation,
    "flowers": indoors.flowers,
}

__all__ = ["SCENES", "Sketch"]
