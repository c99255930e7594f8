"""An archive that a document is: its members, by name, within bounds; nothing is unpacked to the disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.errors import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element

# What a document may unfold into, in bytes, and of how many members; a manual of 5,000 pages has a tenth of it.
_LARGEST, _MEMBERS = 300_000_000, 20_000
_AGAIN = "save it anew with the program that made it"


@dataclass(frozen=True, slots=True)
class Archive:
    """``kind`` is what people call such a file ("a Word document")."""

    kind: str
    files: zipfile.ZipFile

    def __contains__(self, name: str) -> bool:
        return name in self.files.NameToInfo

    def member(self, name: str) -> bytes:
        """Raises DocumentError where it is missing, damaged or encrypted."""
        try:
            return self.files.read(name)
        except KeyError as error:
            raise DocumentError(f"this is no whole {self.kind}: it lacks {name}; {_AGAIN}") from error
        except RuntimeError as error:
            why = f"this {self.kind} is encrypted; open it and save it without a password"
            raise DocumentError(why) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise DocumentError(f"this {self.kind} is damaged at {name}; {_AGAIN}") from error

    def xml(self, name: str) -> _Element:
        """The root of a member; no entity is resolved, nothing fetched. Raises DocumentError as ``member`` does."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self.member(name), parser)
        except etree.XMLSyntaxError as error:
            raise DocumentError(f"this {self.kind} is damaged at {name}; {_AGAIN}") from error


def opened(data: bytes, kind: str) -> Archive:
    """Raises DocumentError for what is no archive, or unfolds beyond the bounds."""
    try:
        files = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DocumentError(f"this {kind} is damaged or cut short; {_AGAIN}") from error
    members = files.infolist()
    size = sum(member.file_size for member in members)
    if size > _LARGEST or len(members) > _MEMBERS:
        told = f"{len(members):,} parts of {size:,} bytes"
        raise DocumentError(
            f"this {kind} unfolds into {told}, over the limit of {_LARGEST:,}; take it away, or split it"
        )
    return Archive(kind, files)
