"""The service over HTTP: which address gives what. FastAPI writes the OpenAPI description from here."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import Response
from fastapi.security import HTTPBearer
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.types import ASGIApp

from assistant.serving import answer_shapes, answering, base_shapes, problems, refusing, streaming
from assistant.serving.bodies import AskedInFull, Pasted, Reviewed, Sought
from assistant.serving.gate import Gate
from assistant.serving.problems import Kind
from assistant.serving.service import Service
from assistant.showing import exports
from indexer import advice
from indexer.index import program_version

_ABOUT = """\
A reference desk for medical coders: answers with verbatim quotations and formal citations. Each response is the JSON
that the command `citedesk` of the same name prints with --json. What goes wrong is told as RFC 9457 has it, in
`application/problem+json`; its `type` is `urn:citedesk:problem:` and a name."""
_TYPE = {"type": "string", "enum": [kind.type for kind in Kind]}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": _TYPE,
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One line: what is wrong, and what to do next."},
    },
}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {"description": "A problem.", "content": {problems.MEDIA_TYPE: {"schema": _PROBLEM}}},
    422: {"description": "The question cannot be answered.", "content": {problems.MEDIA_TYPE: {"schema": _PROBLEM}}},
}
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "model": answer_shapes.Answer | answer_shapes.Courtesy,
        "description": "The answer; as events, where the header Accept asks for text/event-stream: any number of "
        "`draft`, each with a further, unchecked piece of what a language model writes, then `answer` or `problem`.",
        "content": {streaming.MEDIA_TYPE: {}},
    }
}
# FastAPI's own measures could be sent elsewhere by an environment variable.
_SILENT: Any = {"auto_configure": False, "tracing": False, "metrics": False, "logs": False}


def application(service: Service) -> ASGIApp:
    """Every route behind its gate. No page of FastAPI's that would load a script from elsewhere is served, and no page
    of another origin may read an answer.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service.desks.watch()
        yield
        service.close()

    app = FastAPI(
        title="Citedesk",
        version=program_version(),
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        responses=_PROBLEMS,
        dependencies=[Depends(HTTPBearer(auto_error=False))] if service.keys else [],
        exception_handlers=dict(refusing.HANDLERS),
        telemetry=_SILENT,
    )
    _answers(app, service)
    _base(app, service)
    _reviews(app, service)
    _probes(app, service)
    return Gate(app, service.keys, service.limits, service.measures)


def _given(shape: object) -> dict[int | str, dict[str, Any]]:
    return {200: {"model": shape, "description": "The line of JSON that the command prints."}}


def _json(record: dict[str, Any]) -> Response:
    return Response(exports.line(record), media_type="application/json")


def _answers(app: FastAPI, service: Service) -> None:
    def asked(body: AskedInFull, draft: answering.Draft | None = None) -> dict[str, Any]:
        found = answering.ask(service.desks.current().desk, body, draft)
        service.measures.answer(found["voice"])
        return found

    @app.post("/ask", summary="Answer a question with quotations and citations", responses=_STREAM)
    async def ask(request: Request, body: AskedInFull) -> Response:
        if streaming.MEDIA_TYPE in request.headers.get("accept", ""):
            return await streaming.respond(
                service, request, lambda draft: exports.line(asked(body, draft)), refusing.ended
            )
        return _json(await service.work(request, lambda: asked(body)))

    @app.post(
        "/search",
        summary="List the passages that bear on a question, with what found each",
        responses=_given(answer_shapes.Search | answer_shapes.Courtesy),
    )
    async def search(request: Request, body: Sought) -> Response:
        return _json(await service.work(request, lambda: answering.search(service.desks.current().desk, body)))

    @app.post(
        "/check",
        summary="Say of each claim of a text what the documents say of it",
        responses=_given(answer_shapes.Checked),
    )
    async def check(request: Request, body: Pasted) -> Response:
        between = service.gives_way(request)
        return _json(
            await service.work(request, lambda: answering.claims(service.desks.current().desk, body.text, between))
        )


def _base(app: FastAPI, service: Service) -> None:
    @app.get(
        "/codes", summary="List every code that the base names, shelf by shelf", responses=_given(base_shapes.Shelves)
    )
    async def codes(request: Request) -> Response:
        return _json(await service.work(request, lambda: answering.codes(service.desks.current())))

    @app.get(
        "/codes/{code}",
        summary="Show what the base has on a code; or find codes by a range or words",
        responses=_given(base_shapes.Dossier | base_shapes.Comparison | base_shapes.Shelves),
    )
    async def code(
        request: Request,
        code: str,
        beside: Annotated[str | None, Query(alias="with", description="Another code, to be shown beside it.")] = None,
    ) -> Response:
        return _json(await service.work(request, lambda: answering.code(service.desks.current(), code, beside)))

    @app.get(
        "/documents/{id:path}",
        summary="Read a document whole, part by part",
        responses=_given(base_shapes.Document),
    )
    async def document(request: Request, id: str) -> Response:
        return _json(await service.work(request, lambda: answering.document(service.desks.current().desk, id)))


def _reviews(app: FastAPI, service: Service) -> None:
    @app.get("/reviews", summary="List the reviews of answers", responses=_given(base_shapes.Reviews))
    async def listed(request: Request) -> Response:
        return _json(await service.work(request, functools.partial(answering.listed, service.folder)))

    @app.post("/reviews", summary="Review an answer, or withdraw a review", responses=_given(base_shapes.Review))
    async def review(request: Request, body: Reviewed) -> Response:
        return _json(
            await service.work(request, lambda: answering.review(service.desks.current().desk, body, service.folder))
        )


def _probes(app: FastAPI, service: Service) -> None:
    @app.get("/healthz", summary="Whether the service runs")
    async def healthz() -> Response:
        return _json({"status": "ok"})

    @app.get("/readyz", summary="Whether there is an index to answer from, and which")
    async def readyz() -> Response:
        desk = service.desks.current().desk
        problem = service.desks.problem or advice.caution(service.folder)
        return _json({"status": "ok", "fingerprint": desk.fingerprint, "problem": problem})

    @app.get("/metrics", summary="Counts for Prometheus")
    async def metrics() -> Response:
        return Response(service.measures.text(), media_type=CONTENT_TYPE_LATEST)
