"""Archives and mails as folders: what they hold, as files of their own, within limits that no bomb passes."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath

from indexer import content_types
from indexer.errors import DocumentError
from indexer.formats import Damage, Source

MOST_FILES = 10_000
MOST_BYTES = 1_000_000_000  # that an archive unfolds to
_MOST_RATIO = 200  # times that a member grows, where it grows to more than _SMALL
_SMALL = 20_000_000
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    struct.error,
)
_UNPACK = "unpack it and index the folder"


def names(data: bytes) -> frozenset[str]:
    """The names of an archive's members; none where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except _BROKEN:
        return frozenset()


def checked(data: bytes) -> None:
    """Raises DocumentError for an archive that is damaged, or would unfold to more than may be read."""
    with _opened(data) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > MOST_BYTES or (size > _SMALL and size > _MOST_RATIO * len(data)):
        raise DocumentError(f"it would unfold from {len(data):,} to {size:,} bytes and is not read; split the file")


def inside(source: Source, name: str, data: bytes = b"") -> Source:
    """A file that another one holds, under its own name below the other's."""
    whole = f"{source.name}/{name}"
    own = PurePosixPath(name).with_suffix("").as_posix()
    return Source(source.part(own), whole, data, content_types.guess(name, data), inside=source.inside + 1)


def members(source: Source, limit: int) -> Iterator[Source | Damage]:
    """The files of an archive in the order of their names, each with its sidecar; a damage for each that is not read.

    Raises DocumentError where the archive is damaged or would unfold to more than may be read.
    """
    with _opened(source.data) as archive:
        found = sorted((one for one in archive.infolist() if not one.is_dir()), key=lambda one: one.filename)
        if len(found) > MOST_FILES:
            raise DocumentError(f"it holds {len(found):,} files, over the limit of {MOST_FILES:,}; {_UNPACK}")
        left, sidecars = MOST_BYTES, dict[str, Source]()
        every = {one.filename for one in found}
        for member in sorted(found, key=lambda one: not _is_sidecar(one.filename, every)):
            if why := _refused(member, min(limit, left)):
                yield Damage(f"{shown(member.filename)}: {why}")
                continue
            try:
                data = archive.read(member)
            except _BROKEN as error:
                yield Damage(f"{shown(member.filename)}: it is damaged ({type(error).__name__}); pack the file anew")
                continue
            left -= len(data)
            one = inside(source, member.filename, data)
            if _is_sidecar(member.filename, every):
                sidecars[member.filename] = replace(one, content_type="application/yaml")
            elif data.strip():
                yield replace(one, sidecar=sidecars.get(f"{member.filename}.yaml"))
            else:
                yield Damage(f"{shown(member.filename)}: the file is empty")


def shown(name: str) -> str:
    """A name that strangers chose, on one line."""
    return "".join(one if one.isprintable() else "?" for one in name[:200])


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise DocumentError(
            f"the archive is damaged ({error}); pack it anew, or index what it held as files"
        ) from error


def _is_sidecar(name: str, every: set[str]) -> bool:
    return name.endswith(".yaml") and name.removesuffix(".yaml") in every


def _refused(member: zipfile.ZipInfo, most: int) -> str | None:
    """Why a member is not read, and what to do."""
    name, size = member.filename, member.file_size
    if name.startswith(("/", "\\")) or PureWindowsPath(name).drive or ".." in PureWindowsPath(name).parts:
        return "its name climbs out of the archive; it is not read"
    if not name.isprintable() or "\\" in name:
        return "its name holds characters that no file's name should; rename it"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "it is a link and is not followed; pack the file itself"
    if member.flag_bits & 0x1:
        return "it is encrypted; unpack it with its password and index the files"
    if size > most:
        return f"it would unfold to {size:,} bytes, over the limit of {most:,}; {_UNPACK}"
    if size > _SMALL and size > _MOST_RATIO * max(1, member.compress_size):
        return f"it would unfold from {member.compress_size:,} to {size:,} bytes and is not read"
    return None
