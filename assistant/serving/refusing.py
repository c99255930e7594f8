"""One clear problem for whatever goes wrong in a route, also where FastAPI finds it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from assistant.serving import failures, problems
from assistant.serving.problems import Kind, Problem
from indexer.errors import CitedeskError

# What nginx notes where nobody waits for the response any more.
_GONE = 499
logger = logging.getLogger("citedesk.serving")
_ADDRESSES = "the addresses stand in /openapi.json"


def known(error: Exception) -> Problem:
    """Raises ``error`` where nobody but the program is to blame."""
    match error:
        case Problem():
            return error
        case CitedeskError():
            return problems.of(error)
        case RequestValidationError():
            return _misfit(error)
        case HTTPException(status_code=404):
            return Problem(Kind.UNKNOWN, f"there is no such address; {_ADDRESSES}")
        case HTTPException(status_code=405):
            return Problem(Kind.METHOD, f"this address takes another method; {_ADDRESSES}")
        case HTTPException():
            return Problem(Kind.BODY, "the body cannot be read as JSON; send an object as /openapi.json has it")
    raise error


def _misfit(error: RequestValidationError) -> Problem:
    """The first that is wrong, by its name and without its value."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return Problem(Kind.BODY, f"the body is no JSON (at character {first['loc'][-1]}); send an object")
    if where == "body":
        return Problem(Kind.BODY, "the body is no JSON object; send one with the header Content-Type: application/json")
    return Problem(Kind.QUESTION, f"{where}: {first['msg'].lower()}; /openapi.json has what each field may be")


def ended(error: Exception) -> Problem:
    """What ends a stream that has begun."""
    try:
        return known(error)
    except Exception:
        logger.error("a stream broke off: %s", failures.where(error))
        return problems.defect()


async def refused(request: Request, error: Exception) -> Response:
    problem = known(error)
    found = Response(problem.body, problem.kind.status, dict(problem.headers))
    # Which methods an address takes.
    found.headers.update(getattr(error, "headers", None) or {})
    return found


async def failed(request: Request, error: Exception) -> Response:
    """``error`` is raised once more behind it, and the gate logs where it came from."""
    problem = problems.defect()
    return Response(problem.body, problem.kind.status, dict(problem.headers))


async def gone(request: Request, error: Exception) -> Response:
    return Response(status_code=_GONE)


HANDLERS: Mapping[int | type[Exception], Callable[[Request, Any], Coroutine[Any, Any, Response]]] = {
    Problem: refused,
    CitedeskError: refused,
    RequestValidationError: refused,
    HTTPException: refused,
    ClientDisconnect: gone,
    Exception: failed,
}
