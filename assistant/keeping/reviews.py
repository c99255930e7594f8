"""Reviews of answers: thumbs and a reason, one JSON line each, written at once to a file beside the index.

A question is named by a keyed hash: whoever has the review file without the key beside it cannot try out questions.
Its text, masked, is kept only where the user agreed. Reviews never move a ranking.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter

from assistant.answers import Answer
from indexer import locks, privacy
from indexer.errors import RecordError

VERDICTS = ("up", "down", "withdrawn")
LONGEST_REASON = 2_000
_KEY_BYTES = 32
# Seconds that a review waits for others.
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Review:
    """``asked`` is when, in UTC; a later line with the same ``asked`` and ``question`` replaces an earlier one.

    ``text`` is the masked question where the user agreed to keep it; ``documents`` are those that the answer cited.
    """

    asked: str
    question: str
    verdict: str
    reason: str
    text: str | None
    documents: tuple[str, ...]
    fingerprint: str


def file_beside(index: Path) -> Path:
    """Beside the index's folder, so that a new or removed index takes no review with it."""
    whole = Path(os.path.realpath(index))
    return whole.parent / f"{whole.name.lstrip('.')}-reviews.jsonl"


def key_beside(index: Path) -> Path:
    return file_beside(index).with_suffix(".key")


def give(
    answer: Answer, asked: datetime.datetime, index: Path, verdict: str, reason: str = "", with_text: bool = False
) -> Review:
    """Writes the review at once. ``asked`` knows its time zone; identifiers in the reason are masked.

    Raises RecordError where the file cannot be written, ValueError for a verdict that is none of ``VERDICTS``.
    """
    if verdict not in VERDICTS:
        raise ValueError(f"{verdict!r} is none of {VERDICTS}")
    path = file_beside(index)
    try:
        # Several pages may review at once; each waits for the other.
        with locks.held(path.with_suffix(".lock"), wait=_PATIENCE):
            review = Review(
                asked=asked.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
                question=_id(answer.read_as, _key(key_beside(index))),
                verdict=verdict,
                reason=privacy.screen(_plain(reason[:LONGEST_REASON])).text,
                text=_plain(answer.question) if with_text else None,
                documents=tuple(dict.fromkeys(citation.document_id for citation in answer.citations)),
                fingerprint=answer.fingerprint,
            )
            _append(path, json.dumps(asdict(review), ensure_ascii=False))
    except OSError as error:
        raise RecordError(
            f"{path}: the review cannot be written ({error.strerror or error}); make the folder writable"
        ) from error
    return review


def read(index: Path) -> list[Review]:
    """Every standing review, oldest first; raises RecordError, with path and line, for what is none."""
    path = file_beside(index)
    standing: dict[tuple[str, str], Review] = {}
    adapter = TypeAdapter(Review)
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{path}: the reviews cannot be read ({error})") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                review = adapter.validate_json(line)
            except ValueError as error:
                raise RecordError(f"{path}:{number}: this is no review; mend or remove the line") from error
            standing[review.asked, review.question] = review
    return sorted((one for one in standing.values() if one.verdict != "withdrawn"), key=lambda one: one.asked)


def _plain(text: str) -> str:
    """On one line, and without what a terminal would obey."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _id(question: str, key: bytes) -> str:
    return hmac.new(key, question.casefold().encode(), hashlib.sha256).hexdigest()[:16]


def _key(path: Path) -> bytes:
    """The key of this installation, made at the first review and readable by its owner alone."""
    key = path.read_bytes()[:_KEY_BYTES] if path.exists() else b""
    if len(key) < _KEY_BYTES:
        key = secrets.token_bytes(_KEY_BYTES)
        with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            _finish(file, key)
    return key


def _append(path: Path, line: str) -> None:
    with path.open("ab+") as file:
        # A line that a crash cut short stays a line of its own.
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        torn = file.read(1) not in {b"", b"\n"}
        _finish(file, f"{chr(10) if torn else ''}{line}\n".encode())


def _finish(file: BinaryIO, data: bytes) -> None:
    """Waits until it is on the disk."""
    file.write(data)
    file.flush()
    os.fsync(file.fileno())
