"""Writes what may be filed of a denial: an appeal sheet or a corrected-claim checklist, in any form of a sheet."""

from __future__ import annotations

import datetime
from pathlib import Path

from assistant.denials import telling
from assistant.denials.dealt import Course, Dealt, Stance
from assistant.showing import appeal
from indexer.errors import RecordError
from indexer.settings import PluginTables


def made(dealt: Dealt, course: Course, asked: datetime.date, path: Path, tables: PluginTables | None = None) -> bytes:
    """In the form of the file's suffix. Raises RecordError where the base gives no ground for that ``course``."""
    if dealt.answer is None or course not in dealt.courses:
        raise RecordError(_refused(dealt, course))
    return appeal.made(dealt.answer, asked, path, tables, telling.filing(dealt, course))


def write(dealt: Dealt, course: Course, path: Path, tables: PluginTables | None = None) -> None:
    """Raises RecordError as ``made``, and where the file cannot be written."""
    written = made(dealt, course, datetime.date.today(), path, tables)
    try:
        path.write_bytes(written)
    except OSError as error:
        raise RecordError(f"{path}: the sheet cannot be written ({error.strerror}); name another file") from error


def _refused(dealt: Dealt, course: Course) -> str:
    if not dealt.courses:
        return f"no {course}: nothing in this base settles this denial, so there is nothing to file"
    if dealt.stance is Stance.REFUTED:
        return f"no {course}: this base speaks for payment; write the appeal: --sheet FILE"
    why = "the denial is right, as far as this base goes" if dealt.stance is Stance.UPHELD else "such a claim is mended"
    return f"no {course}: {why}; write the checklist: --checklist FILE"
