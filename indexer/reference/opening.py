"""Reference files from the disk, or from the archive in which CMS packs them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indexer import archives, content_types
from indexer.errors import DocumentError, RecordError
from indexer.formats import Source, zip_archive
from indexer.reference import recognising
from indexer.reference.recognising import Published

_MOST = 500_000_000  # bytes
_TABLES = (".csv", ".txt", ".xlsx", ".xml")
ENDINGS = frozenset({*_TABLES, ".zip"})


def sources(path: Path) -> Iterator[Source]:
    """The file, or the tables of the archive. Raises RecordError where it cannot be read or holds none."""
    try:
        if path.stat().st_size > _MOST:
            raise RecordError(f"{path}: it is over the limit of {_MOST:,} bytes; split it")
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(f"{path}: cannot be read ({error.strerror}); name a file that can be") from error
    yield from _within(path, data)


def within(name: str, data: bytes) -> Iterator[Source]:
    """As ``sources``, of a file that is on no disk."""
    yield from _within(Path(name), data)


def _within(path: Path, data: bytes) -> Iterator[Source]:
    whole = Source(path.stem, path.name, data, content_types.guess(path.name, data))
    if not zip_archive.accepts(whole):
        yield whole
        return
    found = False
    try:
        for member in archives.members(whole, _MOST):
            if isinstance(member, Source) and member.suffix in _TABLES and _is_known(member):
                found = True
                yield member
    except DocumentError as error:
        raise RecordError(f"{path}: {error.reason}") from error
    if not found:
        raise RecordError(f"{path}: it holds no reference file that is known; unpack it and name one of its files")


def read(source: Source) -> Published:
    """Raises RecordError, with the file's name, as ``recognising.read`` does."""
    try:
        return recognising.read(source)
    except DocumentError as error:
        raise RecordError(f"{source.name}: {error.reason}") from error


def _is_known(source: Source) -> bool:
    try:
        recognising.read(source)
    except DocumentError:
        return False
    return True
