"""Workbooks as values: opened within limits, nothing in them run, each cell as a text."""

from __future__ import annotations

import contextlib
import datetime
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from indexer import archives
from indexer.errors import DocumentError
from indexer.formats import Source

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the part that an encrypted workbook has in the clear
DAMAGED = "open it in the program that made it and save it anew"


def opened(source: Source) -> CalamineWorkbook:
    """Raises DocumentError where it is encrypted, damaged or would unfold to more than may be read."""
    import python_calamine

    if source.data.startswith(b"PK"):
        archives.checked(source.data)
    elif ENCRYPTED in source.data:
        raise DocumentError("the workbook is encrypted; open it and save it without a password")
    try:
        with unbroken():
            return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data))
    except python_calamine.PasswordError as error:
        raise DocumentError("the workbook is encrypted; open it and save it without a password") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise DocumentError(f"the workbook is damaged ({' '.join(str(error).split())}); {DAMAGED}") from error


@contextlib.contextmanager
def unbroken() -> Iterator[None]:
    """Raises DocumentError where the library gives up on what it reads, which is no Exception of Python."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise DocumentError(f"the workbook is damaged; {DAMAGED}") from error


def text(value: object) -> str:
    """A whole number has no point, a day no time; what a formula could not compute is empty."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    written = str(value).strip()
    return "" if written.startswith("#") and written.rstrip("!?/A0").isupper() else written
