"""Mails as Outlook keeps them (MSG): properties of MAPI, each a stream of a compound file ([MS-OXMSG])."""

from __future__ import annotations

import datetime
import io
import struct
from dataclasses import replace
from email import message_from_string, policy
from typing import TYPE_CHECKING

from indexer import text as text_
from indexer.errors import DocumentError
from indexer.mails import bodies, mime
from indexer.mails.values import Attachment, Mail

if TYPE_CHECKING:
    from olefile import OleFileIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROPERTIES = "__properties_version1.0"
NAMES = _PROPERTIES.encode("utf-16-le")  # as it stands in the file's directory
_SUBJECT, _SENDER, _SENDER_MAIL, _BODY, _HTML, _RTF = 0x0037, 0x0C1A, 0x0C1F, 0x1000, 0x1013, 0x1009
_HEADERS, _ID, _REFERENCES, _IN_REPLY_TO = 0x007D, 0x1035, 0x1039, 0x1042
_SENT, _DELIVERED, _CODE_PAGE, _HTML_CODE_PAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
_DATA, _LONG_NAME, _NAME, _CONTENT_ID, _SHOWN_NAME = 0x3701, 0x3707, 0x3704, 0x3712, 0x3001
_HEAD_OF_MESSAGE, _HEAD_OF_INNER, _HEAD_OF_PART = 32, 24, 8  # bytes before the fixed properties
_EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)
_UTF8 = 65001
_MOST_ATTACHED = 200


def read(data: bytes) -> Mail:
    """Raises DocumentError where the file is damaged or holds no mail."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return _mail(_Storage(file, ()))
    except (OSError, struct.error, ValueError, IndexError, KeyError, TypeError, OverflowError) as error:
        why = f"the mail is damaged ({type(error).__name__}); save it anew in Outlook, as .msg or as text"
        raise DocumentError(why) from error


class _Storage:
    """The properties below one folder of the compound file."""

    def __init__(self, file: OleFileIO[str], path: tuple[str, ...]) -> None:
        self._file, self.path = file, path
        head = _HEAD_OF_MESSAGE if not path else _HEAD_OF_INNER if path[-1].startswith("__sub") else _HEAD_OF_PART
        fixed = self._stream(_PROPERTIES) or b""
        self._fixed = {
            tag: value
            for at in range(head, len(fixed) - 15, 16)
            for tag, value in [(struct.unpack_from("<I", fixed, at)[0], fixed[at + 8 : at + 16])]
        }
        self.code_page = self.number(_CODE_PAGE) or 1252

    def _stream(self, name: str) -> bytes | None:
        path = [*self.path, name]
        if not self._file.exists(path) or self._file.get_type(path) != 2:
            return None
        with self._file.openstream(path) as stream:
            return bytes(stream.read())

    def number(self, property: int) -> int | None:
        value = self._fixed.get(property << 16 | 0x0003)
        return struct.unpack_from("<i", value)[0] if value else None

    def time(self, property: int) -> datetime.datetime | None:
        value = self._fixed.get(property << 16 | 0x0040)
        ticks = struct.unpack("<Q", value)[0] if value else 0
        return _EPOCH + datetime.timedelta(microseconds=ticks // 10) if ticks else None

    def data(self, property: int) -> bytes | None:
        return self._stream(f"__substg1.0_{property:04X}0102")

    def text(self, property: int) -> str:
        """Unicode, or by the code page that the mail states."""
        if wide := self._stream(f"__substg1.0_{property:04X}001F"):
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._stream(f"__substg1.0_{property:04X}001E")
        return decoded(narrow.rstrip(b"\0"), self.code_page) if narrow else ""

    def below(self, beginning: str) -> list[_Storage]:
        depth = len(self.path)
        found = {
            tuple(path[: depth + 1])
            for path in self._file.listdir(streams=True, storages=True)
            if tuple(path[:depth]) == self.path and len(path) > depth and path[depth].lower().startswith(beginning)
        }
        return [_Storage(self._file, path) for path in sorted(found)]


def decoded(data: bytes, code_page: int) -> str:
    try:
        return data.decode("utf-8" if code_page == _UTF8 else f"cp{code_page}")
    except (LookupError, UnicodeDecodeError):
        pass
    try:
        return text_.decode(data).text
    except DocumentError:
        return data.decode("utf-8", "replace")


def _mail(storage: _Storage) -> Mail:
    if not (storage.text(_SUBJECT) or storage.text(_BODY) or storage.text(_SENDER) or storage.data(_HTML)):
        raise DocumentError("no mail stands in it (no subject, sender or text); save the mail anew in Outlook")
    headers = message_from_string(storage.text(_HEADERS), policy=policy.compat32)
    for name, property in (("message-id", _ID), ("references", _REFERENCES), ("in-reply-to", _IN_REPLY_TO)):
        if not headers.get(name) and (value := storage.text(property)):
            headers[name] = " ".join(value.split())
    sender = storage.text(_SENDER)
    if not headers.get("from"):
        headers["from"] = f'"{sender}" <{storage.text(_SENDER_MAIL) or "unknown"}>'
    headed = mime.read(b"X: y\n" + headers.as_bytes().split(b"\n\n")[0] + b"\n\n")
    text, doubts = _text(storage)
    attached = storage.below("__attach_version1.0_")
    if len(attached) > _MOST_ATTACHED:
        doubts.append(f"it has more than {_MOST_ATTACHED} attachments; the rest are not read")
    return replace(
        headed,
        subject=storage.text(_SUBJECT) or headed.subject,
        author=sender if "@" not in sender and sender else headed.author,
        sent=storage.time(_SENT) or headed.sent or storage.time(_DELIVERED),
        text=text,
        attachments=tuple(map(_attachment, attached[:_MOST_ATTACHED])),
        doubts=tuple(doubts),
    )


def _text(storage: _Storage) -> tuple[str, list[str]]:
    if plain := storage.text(_BODY).replace("\r\n", "\n").strip():
        return plain, []
    html = storage.data(_HTML)
    written = decoded(html, storage.number(_HTML_CODE_PAGE) or storage.code_page) if html else storage.text(_HTML)
    if written.strip():
        return bodies.of_html(written), []
    if storage.data(_RTF):
        return "", ["its text is kept as RTF alone and is not read; save the mail as text or HTML"]
    return "", []


def _attachment(storage: _Storage) -> Attachment:
    name = storage.text(_LONG_NAME) or storage.text(_NAME) or storage.text(_SHOWN_NAME) or "attachment"
    inner = _Storage.below(storage, "__substg1.0_3701000d")
    if inner:
        return Attachment(f"{name}.eml" if "." not in name[-5:] else name, _as_mime(_mail(inner[0])))
    shown = bool(storage.text(_CONTENT_ID)) and name.lower().endswith((".png", ".gif", ".jpg", ".jpeg", ".bmp"))
    return Attachment(name, storage.data(_DATA), shown)


def _as_mime(mail: Mail) -> bytes:
    """A mail that is attached, in the form in which a mail stands alone."""
    from email.message import EmailMessage
    from email.utils import format_datetime

    whole = EmailMessage()
    whole["Subject"] = " ".join(mail.subject.split())
    whole["From"] = f'"{mail.author.replace(chr(34), "")}" <unknown@invalid>'
    whole["Message-ID"] = mail.id
    if mail.sent:
        whole["Date"] = format_datetime(mail.sent)
    whole.set_content(mail.text or " ")
    return whole.as_bytes()
