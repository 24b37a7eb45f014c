"""What happens to an uploaded photo or clip: judged by content, measured, and made safe to show.

The file that came in is kept untouched as evidence; people only ever see the renditions made here,
which carry no metadata.
"""

from qixin.reports.media.clips import ClipRenditions, clip_renditions
from qixin.reports.media.exif import Coordinate
from qixin.reports.media.inspection import Inspection, inspect, refuse_declared_length
from qixin.reports.media.limits import DEFAULT_LIMITS, Limits
from qixin.reports.media.pictures import Renditions, renditions
from qixin.reports.media.refusal import MediaRefused, MediaToolMissing

__all__ = [
    "DEFAULT_LIMITS",
    "ClipRenditions",
    "Coordinate",
    "Inspection",
    "Limits",
    "MediaRefused",
    "MediaToolMissing",
    "Renditions",
    "clip_renditions",
    "inspect",
    "refuse_declared_length",
    "renditions",
]
