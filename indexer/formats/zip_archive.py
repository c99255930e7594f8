"""A ZIP archive: each member is read as a file of its own, by whichever format is surest of it; nested once."""

from __future__ import annotations

from collections.abc import Iterator

from indexer import archives, contents
from indexer.documents import Document
from indexer.errors import DocumentError
from indexer.formats import Count, Damage, Note, Source
from indexer.plugins import NoSettings

FORM = "a ZIP archive (.zip) holds any of these"
MAX_BYTES = 500_000_000
ENDINGS = frozenset({".zip"})
CONFINED = True
_DEEPEST = 2  # archives and mails within one another
# Each is a ZIP archive and a document of its own.
_OTHERS = ("[Content_Types].xml", "mimetype", "META-INF/container.xml", "AndroidManifest.xml", "META-INF/MANIFEST.MF")


def accepts(source: Source) -> float:
    """Surer of what is called .zip; an office document, a book or a program is another format's."""
    if not source.data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return 0.0
    names = archives.names(source.data)
    return 0.0 if names.intersection(_OTHERS) else 0.97 if names or source.suffix == ".zip" else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Document | Damage | Note | Count]:
    """The documents of every member, with ids below the archive's.

    Raises DocumentError for an archive that is damaged or a bomb, and for one within two others.
    """
    if source.inside >= _DEEPEST:
        raise DocumentError("an archive within an archive within another is not read; unpack it and index the folder")
    if source.sidecar:
        raise DocumentError(
            "a sidecar belongs to a file within the archive; pack it beside that", 1, source.sidecar.name
        )
    yield from contents.read(source, archives.members(source, contents.LARGEST))
