"""Mails as they are sent (RFC 5322 and MIME): bytes to values."""

from __future__ import annotations

import datetime
import email
import re
from collections.abc import Iterator
from email import policy
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from indexer import text as text_
from indexer.errors import DocumentError
from indexer.mails import bodies
from indexer.mails.values import Attachment, Mail

_ID = re.compile(r"<[^<>\s]{1,250}>")
_HEAD = re.compile(rb"[A-Za-z][\w-]{0,60}:[ \t]")
_KNOWN_HEADS = re.compile(rb"^(?:from|to|subject|date|message-id|received|return-path|mime-version):", re.I | re.M)
_LONGEST_HEAD = 64_000  # bytes
_MOST_PARTS = 200
_BULK = frozenset({"bulk", "list", "junk"})


def looks_like(data: bytes) -> bool:
    """Whether it begins with the head of a mail: three of its usual lines, above an empty one."""
    head = re.split(rb"\r?\n\r?\n", data[:_LONGEST_HEAD].lstrip(b"\xef\xbb\xbf\r\n"), maxsplit=1)[0]
    return _HEAD.match(head) is not None and len({found.lower() for found in _KNOWN_HEADS.findall(head)}) >= 3


def read(data: bytes, place: int = 1, line: int = 1) -> Mail:
    """One mail. Raises DocumentError for bytes without a head of a mail."""
    message: Message = email.message_from_bytes(data, policy=policy.compat32)
    if not any(message.get(name) for name in ("from", "subject", "date", "message-id")):
        raise DocumentError("no head of a mail (From, Subject, Date) stands here", line)
    doubts = list[str]()
    text, attachments = _body(message, doubts)
    named = [pair for name in ("from", "to", "cc", "reply-to", "sender") for pair in _people(message, name)]
    authors = _people(message, "from") or [("", "")]
    listed = _header(message, "list-id")
    answered = [*_ID.findall(_header(message, "references")), *_ID.findall(_header(message, "in-reply-to"))]
    return Mail(
        place,
        line,
        next(iter(_ID.findall(_header(message, "message-id"))), f"<{place}@nowhere>"),
        tuple(dict.fromkeys(answered)),
        _header(message, "subject"),
        _name(*authors[0]),
        tuple(dict.fromkeys(name for pair in named if (name := _name(*pair)))),
        _date(message),
        text,
        tuple(attachments),
        _list_name(listed) if listed else None,
        bool(listed or message.get("list-unsubscribe")) or _header(message, "precedence").casefold() in _BULK,
        tuple(doubts),
    )


def _header(message: Message, name: str) -> str:
    """On one line, with its encoded words decoded as far as they can be."""
    value = message.get(name)
    if value is None:
        return ""
    parts = list[str]()
    try:
        for part, charset in decode_header(value):
            parts.append(part if isinstance(part, str) else _decoded(part, charset))
    except (ValueError, LookupError):  # of a broken encoded word
        parts = [str(value)]
    return " ".join("".join(parts).split())


def _people(message: Message, name: str) -> list[tuple[str, str]]:
    """Name and address of each person. Names are decoded after the addresses are parted: one may hold a comma."""
    found = getaddresses([str(value) for value in message.get_all(name, [])])
    return [(_words(person), address) for person, address in found if person or address]


def _words(encoded: str) -> str:
    one = Message()
    one["x"] = encoded.replace("\n", " ").replace("\r", " ")
    return _header(one, "x")


def _name(person: str, address: str) -> str:
    """ "Doe, Jane" is Jane Doe; without a name it is what stands before the address's sign."""
    last, comma, first = person.strip("\"' ").partition(", ")
    return f"{first} {last}" if comma and "," not in first else person.strip("\"' ") or address.partition("@")[0]


def _list_name(listed: str) -> str:
    """The words of a List-Id, else the first part of its address."""
    words = re.sub(r"<[^>]*>", "", listed).strip("\"' ")
    found = re.search(r"<?([\w-]+)", listed)
    return words or (found[1] if found else listed)


def _date(message: Message) -> datetime.datetime | None:
    try:
        sent = parsedate_to_datetime(_header(message, "date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return sent if sent.tzinfo else sent.replace(tzinfo=datetime.UTC)


def _body(message: Message, doubts: list[str]) -> tuple[str, list[Attachment]]:
    """The text that is read, plain where there is one, and what is attached."""
    plain, html, attached = list[str](), list[str](), list[Attachment]()
    for part in _parts(message, doubts):
        kind, name = part.get_content_type(), _file_name(part)
        disposed = _header(part, "content-disposition").partition(";")[0].casefold()
        if kind in {"text/plain", "text/html"} and disposed != "attachment" and not (name and disposed != "inline"):
            words = _decoded(_data(part) or b"", part.get_content_charset())
            (plain if kind == "text/plain" else html).append(words.replace("\r\n", "\n"))
        elif kind == "message/rfc822":
            held = part.get_payload()
            inner = held[0].as_bytes() if isinstance(held, list) and held and isinstance(held[0], Message) else None
            attached.append(Attachment(name or "mail.eml", inner))
        elif not kind.startswith("multipart/") or name:
            shown = kind.startswith("image/") and disposed != "attachment"
            attached.append(Attachment(name or kind.replace("/", "."), _data(part), shown))
    text = "\n\n".join(words.strip("\n") for words in plain if words.strip())
    return text or "\n\n".join(bodies.of_html(words) for words in html), attached


def _parts(message: Message, doubts: list[str]) -> Iterator[Message]:
    """The parts that hold something, in their order; a mail that is attached is one of them, whole."""
    waiting, count = [message], 0
    while waiting:
        part = waiting.pop()
        count += 1
        if count > _MOST_PARTS:
            doubts.append(f"it has more than {_MOST_PARTS} parts; the rest are not read")
            return
        held = part.get_payload()
        if isinstance(held, list) and part.get_content_type() != "message/rfc822":
            waiting += [one for one in reversed(held) if isinstance(one, Message)]
        else:
            yield part


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        name = "attachment"
    return _words(name).replace("\\", "/").rpartition("/")[2]


def _data(part: Message) -> bytes | None:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return None
    return data if isinstance(data, bytes) else None


def _decoded(data: bytes, charset: str | None) -> str:
    """By the charset that is stated, else by the one that makes sense, else with marks where a byte is unknown."""
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        pass
    try:
        return text_.decode(data).text
    except DocumentError:
        return data.decode("utf-8", "replace")


def apart(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The mails of an mbox file, each with the line where it begins: a "From " line stands above each."""
    start, line = None, 0
    held = list[bytes]()
    before = b""
    for number, one in enumerate(data.splitlines(keepends=True), 1):
        if one.startswith(b"From ") and not before.strip() and _ENVELOPE.match(one):
            if start is not None:
                yield line, b"".join(held)
            start, line, held = number, number, []
        elif start is not None:
            held.append(one[1:] if _ESCAPED.match(one) else one)
        before = one
    if start is not None:
        yield line, b"".join(held)


# "From jane@example.org Thu Mar 18 10:00:00 2010", also as archives of lists write the address ("jane at example").
_ENVELOPE = re.compile(rb"From .{0,200}\d\d:\d\d.{0,40}\d{4}|From \S+ +\w{3} |From \S*@\S+|From (?:-|MAILER)")
_ESCAPED = re.compile(rb">+From ")
