"""Writes compound files, in which Outlook keeps a mail: as few kinds of sectors as a reader needs."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
Tree = Mapping[str, "bytes | Tree"]


def write(tree: Tree) -> bytes:
    """``tree`` holds streams (bytes) and storages, by name."""
    entries: list[list[object]] = [["Root Entry", 5, _NONE, _NONE, b""]]  # name, kind, right, child, data
    _add(tree, 0, entries)
    mini, minifat = b"", list[int]()
    sectors: list[bytes] = []
    fat: list[int] = []

    def chain(data: bytes) -> int:
        count = -(-len(data) // _SECTOR)
        if not count:
            return _END
        first = len(sectors)
        sectors.extend(data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR))
        fat.extend([*range(first + 1, first + count), _END])
        return first

    starts = list[int]()
    for _, kind, _, _, data in entries:
        assert isinstance(data, bytes)
        if kind != 2 or not data:
            starts.append(_END if kind == 2 else 0)
        elif len(data) >= _CUTOFF:
            starts.append(chain(data))
        else:
            first, count = len(minifat), -(-len(data) // _MINI)
            minifat += [*range(first + 1, first + count), _END]
            mini += data.ljust(count * _MINI, b"\0")
            starts.append(first)
    starts[0] = chain(mini)
    first_minifat = chain(struct.pack(f"<{len(minifat)}I", *minifat).ljust(_SECTOR, b"\xff"))
    directory = b"".join(_entry(one, start, len(mini)) for one, start in zip(entries, starts, strict=True))
    first_directory = chain(directory + b"\0" * (-len(directory) % _SECTOR))
    fat_sectors = 1
    while (len(fat) + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    places = list(range(len(fat), len(fat) + fat_sectors))
    whole = [*fat, *([_FAT] * fat_sectors)]
    table = struct.pack(f"<{len(whole)}I", *whole).ljust(fat_sectors * _SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    counts = (0, fat_sectors, first_directory, 0, _CUTOFF, first_minifat, -(-len(minifat) * 4 // _SECTOR), _END, 0)
    head += struct.pack("<9I", *counts) + struct.pack("<109I", *places, *([_FREE] * (109 - fat_sectors)))
    return head + b"".join(sectors) + table


def _add(tree: Tree, parent: int, entries: list[list[object]]) -> None:
    """Siblings as a chain to the right, in the order that readers search by: length, then capitals."""
    before: int | None = None
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        held = tree[name]
        place = len(entries)
        entries.append(
            [name, 2 if isinstance(held, bytes) else 1, _NONE, _NONE, held if isinstance(held, bytes) else b""]
        )
        entries[parent if before is None else before][3 if before is None else 2] = place
        before = place
        if not isinstance(held, bytes):
            _add(held, place, entries)


def _entry(one: list[object], start: int, mini: int) -> bytes:
    name, kind, right, child, data = one
    assert isinstance(name, str)
    assert isinstance(data, bytes)
    written = name.encode("utf-16-le")
    size = mini if kind == 5 else len(data)
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written) + 2, kind, 1, _NONE, right, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
