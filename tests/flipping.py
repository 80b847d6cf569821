"""A bit of a file turned over, as a disk does it."""

from pathlib import Path


def flip(path: Path, at: int | None = None) -> bytes:
    """Turn a bit of a file over, in its middle where nobody says at which byte; return what the file held before."""
    whole = path.read_bytes()
    data = bytearray(whole)
    data[len(data) // 2 if at is None else at] ^= 0x10
    path.write_bytes(data)
    return whole
