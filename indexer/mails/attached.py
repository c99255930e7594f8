"""What is attached to mails: read as files of their own where a format here reads them, else named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer import archives, contents
from indexer.accounts import Count, Note
from indexer.archives import shown
from indexer.documents import Document
from indexer.formats import Damage, Source
from indexer.mails.values import Attachment, Mail

_DEEPEST = 3  # files within one another


def read(source: Source, mails: Sequence[Mail]) -> Iterator[Document | Damage | Note | Count]:
    """Their documents, whose ids are below the mail's, and a note for each that tells what became of it."""
    for mail in mails:
        for doubt in mail.doubts:
            yield Damage(doubt, mail.line)
        for number, one in enumerate(mail.attachments, 1):
            name = shown(one.name.replace("/", "_").strip(". ")) or "attachment"
            part = archives.inside(source, f"{mail.place}.{number}/{name}", one.data or b"")
            why = _why_not(part, one)
            size = f"attachment {name!r} ({len(one.data or b''):,} bytes)"
            yield Note(f"{size} is not read: {why}" if why else f"{size} is read as a file of its own", mail.line)
            if not why:
                yield from contents.read(source, [part])


def _why_not(part: Source, attachment: Attachment) -> str | None:
    if attachment.data is None:
        return "it could not be taken out"
    if not part.data.strip():
        return "it is empty"
    if attachment.shown:
        return "it is a picture in the text"
    if part.inside > _DEEPEST:
        return "it lies too deep in other files; save it beside the mail"
    return contents.why_not(part)
