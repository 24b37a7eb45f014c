"""How large a photo or a clip may be."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds on one uploaded file: bytes, pixels and seconds."""

    image_bytes: int = 30 * MEGABYTE
    clip_bytes: int = 200 * MEGABYTE
    # Decoded whole, this many pixels take 195 MB of memory.
    image_pixels: int = 65_000_000
    # A baseline JPEG is decoded at a fraction of its size, so that a telephone's 108-megapixel
    # photo costs little. Pillow itself refuses twice its own limit, 178 million.
    reduced_pixels: int = 178_000_000
    clip_seconds: float = 180.0
    clip_pixels: int = 4096 * 2304

    def __post_init__(self) -> None:
        if min(self.image_bytes, self.clip_bytes, self.image_pixels, self.clip_pixels) <= 0:
            raise ValueError("Limits must be positive")


DEFAULT_LIMITS = Limits()
