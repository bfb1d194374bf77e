"""Files of our own making that are believed only with their own checksum: a flipped bit in one is found, not counted.

The checksum stands behind the bytes in the same file, so that both are written in one step.
"""

from __future__ import annotations

import hashlib
import mmap
from pathlib import Path

SEAL = 32


def sealed(data: bytes | memoryview) -> bytes:
    """The bytes with their checksum behind them."""
    return b"".join((data, _checksum(data)))


def unsealed(path: Path) -> memoryview | None:
    """The bytes before the checksum; None where they are not those that were sealed. OSError as for any file."""
    with path.open("rb") as stream:
        if stream.seek(0, 2) <= SEAL:
            return None
        whole = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    data, seal = whole[:-SEAL], whole[-SEAL:]
    return data if _checksum(data) == bytes(seal) else None


def _checksum(data: bytes | memoryview) -> bytes:
    return hashlib.blake2b(data, digest_size=SEAL).digest()
