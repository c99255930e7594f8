"""Bytes to text: UTF-8, UTF-16, and Windows-1252 or Mac Roman where no other reading makes sense."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.accounts import Note
from indexer.errors import DocumentError

_PUNCTUATION = frozenset("‘’‚“”„–—…•™®©§°±·×÷½¼¾²³µ€£¢¥«»¿¡†‡‰\xa0\xad")
# Alone they are words of French, Spanish or Portuguese.
_WORDS = frozenset("àéóáèôÀÉÓÁ")
# "Isn?t" with the byte that Mac Roman has for the apostrophe and Windows-1252 for a capital O.
_MAC_APOSTROPHE = re.compile(rb"[a-z]\xd5(?:t|s|re|ll|ve|d|m)\b")
_OTHER = re.compile("[\udc80-\udcff]")
_MAC_MARKS = frozenset(b"\xa5\xaa\xa8\xc9\xca\xd0\xd1\xd2\xd3\xd4\xd5")

_NAMES = {"utf-16": "UTF-16", "mac-roman": "Mac Roman", "windows-1252": "Windows-1252"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """``other`` counts the bytes that were not UTF-8 and were read by ``encoding``."""

    text: str
    encoding: str
    other: int = 0

    @property
    def notes(self) -> Iterator[Note]:
        """What the user should know where it was not UTF-8."""
        if self.encoding != "utf-8":
            many = "byte was" if self.other == 1 else "bytes were"
            why = f" ({self.other:,} {many} not UTF-8)" if self.other else ""
            yield Note(f"read as {_NAMES[self.encoding]}{why}")


def decode(data: bytes) -> Decoded:
    """Raises DocumentError, with the line, for a byte whose meaning is not certain."""
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if data.startswith(mark):
            return Decoded(_utf16(data), "utf-16")
    if (unmarked := _utf16_without_mark(data)) is not None:
        return Decoded(unmarked, "utf-16")
    if b"\0" in data:
        raise DocumentError("it holds zero bytes and is no text; save it as text in UTF-8", _line(data, data.index(0)))
    try:
        return Decoded(data.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        pass
    high = data.translate(None, bytes(range(0x80)))
    if _MAC_APOSTROPHE.search(data) and _MAC_MARKS.issuperset(high):
        return Decoded(data.decode("mac-roman"), "mac-roman", len(high))
    return _windows(data)


def _utf16(data: bytes) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise DocumentError("it starts as UTF-16 and does not go on so; save it as UTF-8") from error


def _utf16_without_mark(data: bytes) -> str | None:
    """Of a Latin text every second byte is zero, and no other."""
    for name, high, low in (("utf-16-le", data[1::2], data[::2]), ("utf-16-be", data[::2], data[1::2])):
        if b"\0" not in low and high.count(0) * 2 > len(high):
            with contextlib.suppress(UnicodeDecodeError):
                return data.decode(name)
    return None


def _windows(data: bytes) -> Decoded:
    """Valid UTF-8 as it is; each other byte by Windows-1252 where it is a letter of a word or a mark."""
    # Each byte that is not UTF-8 stands as a lone surrogate, whose last eight bits are the byte.
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    other = _OTHER.findall(text)
    for match in _OTHER.finditer(text):
        if not _is_certain(text, match):
            at = data.startswith(codecs.BOM_UTF8) * 3 + len(text[: match.start()].encode("utf-8", "surrogateescape"))
            reason = f"byte {at} is not UTF-8, nor certain in another encoding; save the file as UTF-8"
            raise DocumentError(reason, _line(data, at))
    return Decoded(_OTHER.sub(lambda match: _windows_character(match[0]), text), "windows-1252", len(other))


def _windows_character(escaped: str) -> str:
    """Empty where Windows-1252 has no such byte."""
    return escaped.encode("utf-8", "surrogateescape").decode("cp1252", "ignore")


def _is_certain(text: str, match: re.Match[str]) -> bool:
    character = _windows_character(match[0])
    if character in _PUNCTUATION:
        return character != ""
    around = (text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1])
    if character in _WORDS and not any(near.isalnum() for near in around):
        return True
    return character.isalpha() and any(_windows_character(near).isalpha() or near.isalpha() for near in around)


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
