"""What is wrong with a request, as RFC 9457 tells it: one kind, one status, one line of detail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from http import HTTPStatus
from typing import Any

from indexer.errors import CitationError, CitedeskError, NoIndexError, QuestionError, RecordError

MEDIA_TYPE = "application/problem+json"
# In seconds: how soon to try again where nobody can know when it will be mended.
_LATER = 10


class Kind(Enum):
    """What a program may tell apart: ``urn:citedesk:problem:`` and the name in small letters is the ``type``."""

    BODY = HTTPStatus.BAD_REQUEST, "the body cannot be read"
    KEY = HTTPStatus.UNAUTHORIZED, "a key is needed"
    UNKNOWN = HTTPStatus.NOT_FOUND, "there is nothing of that name"
    METHOD = HTTPStatus.METHOD_NOT_ALLOWED, "the address takes another method"
    SLOW = HTTPStatus.REQUEST_TIMEOUT, "the body came too slowly"
    CHANGED = HTTPStatus.CONFLICT, "the answer is another one now"
    LARGE = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large"
    HOST = HTTPStatus.MISDIRECTED_REQUEST, "this host is not served"
    QUESTION = HTTPStatus.UNPROCESSABLE_ENTITY, "the question cannot be answered as it stands"
    RATE = HTTPStatus.TOO_MANY_REQUESTS, "too many requests"
    DEFECT = HTTPStatus.INTERNAL_SERVER_ERROR, "the desk failed"
    BUSY = HTTPStatus.SERVICE_UNAVAILABLE, "every place is taken"
    INDEX = HTTPStatus.SERVICE_UNAVAILABLE, "there is no index to answer from"

    @property
    def status(self) -> int:
        return int(self.value[0])

    @property
    def title(self) -> str:
        return str(self.value[1])

    @property
    def type(self) -> str:
        return f"urn:citedesk:problem:{self.name.lower()}"


class Problem(CitedeskError):
    """``detail`` is one line that says what to do next. ``wait``: after how many seconds to try again. ``more`` are
    members of the kind's own.
    """

    def __init__(self, kind: Kind, detail: str, wait: int | None = None, **more: object) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = " ".join(detail.split())
        self.wait = wait
        self.more = more

    @property
    def body(self) -> bytes:
        told: dict[str, Any] = {
            "type": self.kind.type,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            **self.more,
        }
        return (json.dumps(told, ensure_ascii=False) + "\n").encode("utf-8", "replace")

    @property
    def headers(self) -> Mapping[str, str]:
        found = {"content-type": MEDIA_TYPE}
        if self.wait is not None:
            found["retry-after"] = str(self.wait)
        if self.kind is Kind.KEY:
            found["www-authenticate"] = "Bearer"
        if self.kind in {Kind.LARGE, Kind.SLOW}:
            # The rest of the body may still be on its way.
            found["connection"] = "close"
        return found


def of(error: CitedeskError) -> Problem:
    """The problem that an error of the desk is to who asked over the network."""
    match error:
        case QuestionError():
            return Problem(Kind.QUESTION, str(error))
        case NoIndexError():
            return Problem(Kind.INDEX, str(error), _LATER)
        case CitationError() | RecordError():
            return Problem(Kind.DEFECT, str(error))
    return Problem(Kind.DEFECT, f"{error}; whoever runs the desk can mend that")


def defect() -> Problem:
    """Of what should not happen: its text stays within, since it may repeat the question."""
    return Problem(Kind.DEFECT, "the desk failed at this; the service's log names the place, report it as a defect")
