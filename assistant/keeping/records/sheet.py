"""An appeal sheet or a checklist, by what it carries of its own question."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from assistant.keeping.records import Recorded
from assistant.showing import imprints
from assistant.showing.appeal import SIGNATURE
from indexer.errors import RecordError

LABEL = "sheet"
ENDINGS = (".docx", ".html", ".md")
# In bytes; no part of a sheet comes near it.
_LARGEST = 8 * 2**20
_ZIP = b"PK"


def holds(data: bytes) -> bool:
    try:
        text = _text(data)
    except RecordError:
        return False
    return imprints.OPENS in text or SIGNATURE in text


def read(data: bytes) -> Sequence[Recorded]:
    found = imprints.read(_text(data))
    if found is None:
        raise RecordError("the sheet does not keep what was asked; write it anew with: citedesk ask --sheet FILE")
    asking = found.asking
    return [Recorded("", asking.question, found.lines, lambda today: list(imprints.lines(today.answer(asking))))]


def _text(data: bytes) -> str:
    """Of a zipped document that of every part with text of its own."""
    if not data.startswith(_ZIP):
        return data.decode("utf-8", "replace")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            named = [one for one in parts.infolist() if one.filename.endswith(".xml") and one.file_size <= _LARGEST]
            texts = [parts.read(one) for one in named if one.filename.startswith(("word/document", "customXml/item"))]
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise RecordError(f"the document cannot be opened ({error}); write the sheet anew") from error
    return " ".join(one.decode("utf-8", "replace") for one in texts)
