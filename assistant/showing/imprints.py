"""What a sheet carries of its own making: what was asked and what it says, so that it can be asked again later.

Nothing stands in it that a reader of the sheet does not see.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from assistant.answers import Answer
from assistant.reading.asking import Asking
from assistant.showing import abridging, outline, phrases, public_files
from indexer.errors import RecordError

# What stands before an imprint in a file, and after it.
OPENS, CLOSES = "citedesk sheet ", " end of sheet"
_HELD = re.compile(re.escape(OPENS) + r"(\{.*?\})" + re.escape(CLOSES))
# In a comment or an element of markup none of these may stand, and none of what Markdown reads.
_UNSAFE = re.compile(r"[<>&'*_~`()-]")
_FORM = 1


@dataclass(frozen=True, slots=True)
class Imprint:
    """``lines`` are what the answer said when the sheet was written; see ``lines``."""

    asking: Asking
    lines: tuple[str, ...]
    fingerprint: str


def of(answer: Answer, asking: Asking | None = None) -> Imprint:
    """Without ``asking`` the question was the first of its conversation, and no facts came beside it."""
    return Imprint(asking or Asking(answer.question), tuple(lines(answer)), answer.fingerprint)


def lines(answer: Answer) -> Iterator[str]:
    """What an answer says that a sheet shows, each thing on a line of its own; of one that claims nothing, that."""
    answer = abridging.abridged(answer)
    if not answer.supported:
        yield from map(phrases.written, outline.opening(answer))
        return
    yield from map(phrases.written, (outline.headline(answer), outline.basis(answer)))
    yield from (phrases.written(phrases.case(one)) for one in answer.cases)
    if found := answer.disagreement:
        yield phrases.why(found)
        yield from (phrases.written(phrases.differs(side)) for side in found.sides)
    if answer.reference:
        yield from public_files.lines(answer.reference, whole=True)
    for one in answer.quotations:
        yield phrases.line(f"[{one.citation}] {one.text}")
    for cited in answer.citations:
        yield phrases.line(f"[{cited.number}] {cited.formal}")


def written(imprint: Imprint) -> str:
    """ASCII that may stand in a comment of HTML or Markdown, and in an element of XML."""
    record = {"form": _FORM, **asdict(imprint)}
    escaped = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(record))
    return f"{OPENS}{escaped}{CLOSES}"


def read(text: str) -> Imprint | None:
    """The one that stands in ``text``, the last where there are several; None where there is none.

    Raises RecordError where it is damaged, or of a later program.
    """
    found = _HELD.findall(text)
    if not found:
        return None
    try:
        record: dict[str, Any] = json.loads(found[-1])
        if record.pop("form") == _FORM:
            return TypeAdapter(Imprint).validate_python(record)
    except (ValueError, KeyError, AttributeError, RecursionError) as error:
        raise RecordError("what the sheet keeps of its question is damaged; write the sheet anew") from error
    raise RecordError("the sheet was written by a later program; update this one, or write the sheet anew")
