"""Compound files, the format of Word, Excel and PowerPoint before 2007: a file system in a file.

What such a file is, is said by the names at its top level; a Word document may hold an Excel sheet
further down.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence

from toolkit.errors import UnreadableFile

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE, _LAST = 0xFFFFFFFF, 0xFFFFFFFA
_HEADER_SECTORS = 109
_ENTRY = 128
_MINI = 64
_DAMAGED = "the old Word, WPS or Excel file is cut off or damaged; fetch it again"


class CompoundFile:
    """The streams at the top level of a compound file, by their names.

    Raises `UnreadableFile` where the file is cut off or damaged: what a program would still make of it
    lacks a part, and nothing would say which.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._open(data)
        except (struct.error, IndexError, ValueError) as error:
            raise UnreadableFile(_DAMAGED) from error

    def stream(self, name: str) -> bytes:
        """Return the content of a stream, nothing where there is none."""
        first, size = self.streams.get(name, (_LAST, 0))
        try:
            if size >= self._cutoff:
                parts = [self._sector(at) for at in _chain(self._table, first)]
            else:
                parts = [self._small[at * _MINI :][:_MINI] for at in _chain(self._small_table, first)]
        except (IndexError, ValueError) as error:
            raise UnreadableFile(_DAMAGED) from error
        return b"".join(parts)[:size]

    def _open(self, data: bytes) -> None:
        self._data = data
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            raise ValueError(f"sectors of 2^{shift} bytes")
        self._size = 1 << shift
        directory_at, self._cutoff, small_at = struct.unpack_from("<I4xII", data, 48)
        self._table = self._allocation()
        used = max((at for at, following in enumerate(self._table) if following != _FREE), default=0)
        if (used + 1) * self._size >= len(data):
            raise ValueError(f"sector {used} lies behind the end")
        self._small_table = self._numbers(_chain(self._table, small_at))
        directory = b"".join(self._sector(at) for at in _chain(self._table, directory_at))
        first, size = struct.unpack_from("<II", directory, 116)
        self._small = b"".join(self._sector(at) for at in _chain(self._table, first))[:size]
        self.streams = dict(_entries(directory))

    def _allocation(self) -> array[int]:
        """Return for each sector which one follows it."""
        sectors = [at for at in struct.unpack_from(f"<{_HEADER_SECTORS}I", self._data, 76) if at < _LAST]
        (further,) = struct.unpack_from("<I", self._data, 68)
        for _ in range(len(self._data) // self._size):
            if further >= _LAST:
                break
            *more, further = self._numbers([further])
            sectors += [at for at in more if at < _LAST]
        return self._numbers(sectors)

    def _numbers(self, sectors: Iterator[int] | Sequence[int]) -> array[int]:
        numbers: array[int] = array("I")
        for at in sectors:
            numbers.extend(struct.unpack(f"<{self._size // 4}I", self._sector(at)))
        return numbers

    def _sector(self, at: int) -> bytes:
        return self._data[(at + 1) * self._size : (at + 2) * self._size]


def _chain(table: array[int], first: int) -> Iterator[int]:
    """Yield the sectors of one stream; a chain longer than the file runs in a circle."""
    for _ in range(len(table) + 1):
        if first >= _LAST:
            return
        yield first
        first = table[first]
    raise ValueError("a chain of sectors has no end")


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield what stands at the top level: its name, its first sector and its size."""
    waiting = list(struct.unpack_from("<I", directory, 76))
    seen = {_FREE}
    while waiting:
        entry = waiting.pop()
        if entry in seen:
            continue
        seen.add(entry)
        at = entry * _ENTRY
        (length,) = struct.unpack_from("<H", directory, at + 64)
        waiting += struct.unpack_from("<II", directory, at + 68)
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        yield name, struct.unpack_from("<II", directory, at + 116)
