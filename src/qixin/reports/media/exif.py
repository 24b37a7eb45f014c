"""When and where a photo was taken, as far as its EXIF can be believed."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

CHINA = ZoneInfo("Asia/Shanghai")
# No telephone with a camera is older; an earlier date is a clock that was never set.
OLDEST = datetime(2000, 1, 1, tzinfo=UTC)

_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_ISO6709 = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")


class Coordinate(NamedTuple):
    """Degrees, WGS-84."""

    latitude: float
    longitude: float


def taken_at(exif: Image.Exif, *, zone: tzinfo = CHINA) -> datetime | None:
    """When the shutter opened, in UTC; a time without an offset is read in `zone`.

    None where it is missing, malformed, before 2000 or more than a day ahead of now.
    """
    details = exif.get_ifd(ExifTags.IFD.Exif)
    written = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    offset = _offset(details.get(ExifTags.Base.OffsetTimeOriginal))
    return moment(written, zone=offset or zone)


def moment(written: Any, *, zone: tzinfo) -> datetime | None:
    """An EXIF date and time ("2020:02:03 08:30:00") in UTC, or None if it cannot be right."""
    match = _MOMENT.match(written) if isinstance(written, str) else None
    if not match:
        return None
    year, month, day, hour, minute, second = map(int, match.groups())
    try:
        found = datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return plausible(found)


def plausible(found: datetime) -> datetime | None:
    """`found`, unless no camera's clock that is set could have said it."""
    return found if OLDEST <= found <= datetime.now(UTC) + timedelta(days=1) else None


def _offset(written: Any) -> tzinfo | None:
    match = _OFFSET.match(written) if isinstance(written, str) else None
    if not match:
        return None
    sign, hours, minutes = match.groups()
    shift = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(shift if sign == "+" else -shift) if shift < timedelta(hours=24) else None


def coordinate(exif: Image.Exif) -> Coordinate | None:
    """Where the camera stood (WGS-84, as EXIF 2.3 has it), or None if absent or impossible."""
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef))
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef))
    return possible(latitude, longitude)


def possible(latitude: float | None, longitude: float | None) -> Coordinate | None:
    """The pair as a Coordinate; None if half is missing, off the globe, or the (0, 0) of no fix."""
    if latitude is None or longitude is None:
        return None
    # NaN (a 0/0 in the file) fails both comparisons.
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    if abs(latitude) < 1e-6 and abs(longitude) < 1e-6:
        return None
    return Coordinate(round(latitude, 6), round(longitude, 6))


def _degrees(parts: Any, reference: Any) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    sign = -1 if reference in ("S", "W", b"S", b"W") else 1
    return sign * (degrees + minutes / 60 + seconds / 3600)


def iso6709(written: str) -> Coordinate | None:
    """A clip's place ("+36.8178+118.3095+012/", ISO 6709 annex H in degrees), or None."""
    match = _ISO6709.match(written)
    return possible(float(match[1]), float(match[2])) if match else None
