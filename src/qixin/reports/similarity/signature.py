"""A text's shingles in 195 bytes, and the keys under which near-duplicates meet.

MinHash: Broder 1997, "On the resemblance and containment of documents". Banding: Leskovec,
Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4.
"""

import struct
from dataclasses import dataclass
from hashlib import blake2b

from rensa import RMinHash

from qixin.reports.similarity.shingles import FEWEST, shingles

PERMUTATIONS = 64
BANDS = 16
ROWS = PERMUTATIONS // BANDS
SEED = 20200202
# Changes whenever a stored signature can no longer be compared with a new one: with the
# normalisation, the shingles, the seed, or rensa's own algorithm.
VERSION = (1 << 4) | RMinHash.ALGORITHM_VERSION

_MOST = (1 << 16) - 1
_MASK = (1 << 24) - 1
_HEAD = struct.Struct(">BH")
_BYTES = _HEAD.size + 3 * PERMUTATIONS


class SignatureOutdated(ValueError):
    """Stored bytes are of another version: make the signature anew from the text."""


@dataclass(frozen=True, slots=True)
class Signature:
    """64 minima of 24 bits, and the number of shingles (at most 65,535) they were taken from."""

    minima: tuple[int, ...]
    count: int

    def __bytes__(self) -> bytes:
        """195 bytes: version, count, minima."""
        low = b"".join(minimum.to_bytes(3, "big") for minimum in self.minima)
        return _HEAD.pack(VERSION, self.count) + low

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Signature":
        """Raises SignatureOutdated if another version of this module wrote them."""
        if len(stored) != _BYTES or stored[0] != VERSION:
            raise SignatureOutdated("The signature was made by another version")
        _version, count = _HEAD.unpack_from(stored)
        low = stored[_HEAD.size :]
        minima = tuple(int.from_bytes(low[i : i + 3], "big") for i in range(0, len(low), 3))
        return cls(minima, count)

    @property
    def tells(self) -> bool:
        """Whether the text was long enough to be compared on its words alone."""
        return self.count >= FEWEST


def signature(text: str) -> Signature:
    """The signature of a text; equal for texts that differ only in what `plain` drops."""
    found = shingles(text)
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(list(found))
    return Signature(tuple(low & _MASK for low in minhash.digest()), min(len(found), _MOST))


def bands(sig: Signature) -> list[int]:
    """16 keys (signed 64-bit, for an indexed BigIntegerField); two texts that share one are worth
    comparing. A text too short to compare has none.

    Of two texts with resemblance s, 1 - (1 - s⁴)¹⁶ share a key: 0.19 at 0.34, 0.64 at 0.5, 0.99 at
    0.71.
    """
    if not sig.tells:
        return []
    return [_band(index, sig.minima[index * ROWS : (index + 1) * ROWS]) for index in range(BANDS)]


def _band(index: int, rows: tuple[int, ...]) -> int:
    packed = struct.pack(f">BB{ROWS}I", VERSION, index, *rows)
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), "big", signed=True)


def estimate(sig_a: Signature, sig_b: Signature) -> float:
    """Estimated resemblance, 0 to 1, with a standard error of at most 1/16; 0 for short texts."""
    if not (sig_a.tells and sig_b.tells):
        return 0.0
    same = sum(a == b for a, b in zip(sig_a.minima, sig_b.minima, strict=True))
    return same / PERMUTATIONS
