"""The desk for assistants: tools and resources of the Model Context Protocol.

What a tool says carries its citations and its voice, so that an assistant can cite the desk and knows how far it goes.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp_types import CallToolResult, ResourceLink, TextContent, ToolAnnotations
from pydantic import Field

from assistant.answers import Answer, Citation
from assistant.checking import check
from assistant.dossiers import gathering, typed
from assistant.judgement import Voice
from assistant.library import holdings
from assistant.reading.given import Given
from assistant.serving import failures
from assistant.serving.desks import Desks
from assistant.showing import checked as checked_
from assistant.showing import dossier_exports, dossiers, exports, library, phrases, plain
from indexer.errors import CitedeskError, Courtesy
from indexer.index import program_version
from indexer.passages import Passage

INSTRUCTIONS = """\
A reference desk for medical coders. Its quotations stand in its documents, and its citations can be filed. Cite what
you take from it with the citation's full words, and repeat figures and codes exactly as they stand there. Each answer
has a voice: "answers" claims to answer; "nearest" settles nothing and only shows what comes near, and must not be told
as an answer; "nothing" has nothing. Where sources differ, tell both sides."""
VOICES = {
    Voice.ANSWERS: "answers: the documents answer this",
    Voice.NEAREST: "nearest: nothing here settles this; what follows only comes near",
    Voice.NOTHING: "nothing: the documents have nothing on this",
}
# How many points, cases, documents and questions of a code are told.
_MOST = 10
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
F = TypeVar("F", bound=Callable[..., Any])
Question = Annotated[str, Field(description="The question, in your own words or as codes.")]
History = Annotated[Sequence[str], Field(description="Earlier questions of this conversation, oldest first.")]
Date = Annotated[str | None, Field(description="The date of service: a day, a month or a year, as 2015-03-14.")]
Payer = Annotated[str | None, Field(description="Who pays, as Medicare or Aetna.")]
Setting = Annotated[str | None, Field(description="Where it was done, as office or POS 22.")]
Performer = Annotated[str | None, Field(description="Who performed it, as physician or nurse.")]
Changed = Annotated[str | None, Field(description="What of a dose or rate was changed: dose, rate, nothing.")]
logger = logging.getLogger("citedesk.serving")


def server(desks: Desks) -> MCPServer:
    """Over the desk as it is when a tool is called."""
    made = MCPServer(
        "citedesk", title="Citedesk", instructions=INSTRUCTIONS, version=program_version(), log_level="WARNING"
    )
    _questions(made, desks)
    _base(made, desks)
    _resources(made, desks)
    return made


def _questions(made: MCPServer, desks: Desks) -> None:
    @made.tool(annotations=_READS)
    @_told
    def ask(
        question: Question,
        history: History = (),
        dos: Date = None,
        payer: Payer = None,
        setting: Setting = None,
        by: Performer = None,
        changed: Changed = None,
        full: Annotated[bool, Field(description="Give every quotation, and each of them whole.")] = False,
    ) -> CallToolResult:
        """Answer a coding question with quotations and citations, or show what is nearest, or say what is missing."""
        facts = Given(dos, payer, setting, by, changed).read()
        try:
            found = desks.current().desk.ask(question, history, full=full, facts=facts)
        except Courtesy as courtesy:
            return _result(str(courtesy), exports.courtesy(courtesy))
        return _result(_answer(found), exports.answer(found), [one.passage for one in found.quotations])

    @made.tool(annotations=_READS)
    @_told
    def search(
        question: Question,
        history: History = (),
        top: Annotated[int, Field(ge=1, le=100, description="How many passages.")] = 10,
    ) -> CallToolResult:
        """List the passages that bear on a question, best first. They are what was found, not an answer."""
        try:
            found = desks.current().desk.search(question, history)
        except Courtesy as courtesy:
            return _result(str(courtesy), exports.courtesy(courtesy))
        passages = [one.passage for one in found.candidates[:top]]
        said = "\n\n".join(f"{number}. {_passage(one)}" for number, one in enumerate(passages, 1))
        return _result(said or "nothing was found", exports.search(found, top), passages)


def _base(made: MCPServer, desks: Desks) -> None:
    @made.tool(annotations=_READS)
    @_told
    def code(
        code: Annotated[str, Field(description="A code such as 62370, 25 or E11.9; a range; words such as pumps.")],
    ) -> CallToolResult:
        """Show what the documents have on a code: points, cases, documents by date; or find codes by range or words."""
        opened, asked = desks.current(), typed.read(code)
        if not asked.one:
            shelves = opened.catalogue.found(asked)
            return _result("\n".join(map(dossiers.shelf, shelves)), dossier_exports.shelves(shelves))
        found = gathering.of(asked.one, opened.desk.index)
        near = () if found.known else opened.catalogue.near(asked.one)
        said = dossiers.lines(found, _MOST) if found.known else dossiers.missing(found, near)
        return _result("\n".join(said), dossier_exports.dossier(found, near))

    @made.tool(annotations=_READS)
    @_told
    def cite_check(
        text: Annotated[str, Field(description="The text: a rationale, an appeal, or an answer that you wrote.")],
    ) -> CallToolResult:
        """Say of each claim of a text whether the documents support it, contradict it, replaced it since, or lack it.
        A claim takes about half a second.
        """
        found = check.check(text, desks.current().desk)
        return _result("\n".join(checked_.lines(found)), checked_.plain(found))


def _resources(made: MCPServer, desks: Desks) -> None:
    @made.resource("citedesk://passages/{id}", mime_type="text/plain")
    @_read
    def passage(id: str) -> str:
        """A passage word for word, with its citation."""
        document = id.rpartition("#")[0]
        held = desks.current().desk.index.store.documents([document])[document]
        found = next((one.passage for one in held if one.passage.id == id), None)
        if found is None:
            raise ResourceError(f"there is no passage {id!r}; the tools link those that they quote")
        return _passage(found)

    @made.resource("citedesk://documents/{id}", mime_type="text/plain")
    @_read
    def document(id: str) -> str:
        """A document whole: its particulars, then each posting with role and date."""
        return "\n".join(library.whole(holdings.whole(desks.current().desk.index.store, id)))


def _answer(found: Answer) -> str:
    """Citations are ready to be filed only where it claims to answer."""
    said = [f"Voice: {VOICES[found.voice]}.", found.text]
    if found.masked:
        said.append(phrases.masked(found.masked))
    if found.supported:
        said.append(plain.citations(found))
    else:
        said += ["\n".join(map(_near, found.citations or found.nearest)), phrases.fingerprint(found.fingerprint)]
    return "\n\n".join(filter(None, said))


def _near(citation: Citation) -> str:
    return f"[{citation.number}] {citation.label} ({citation.tier.words}; {phrases.provenance(citation.provenance)})"


def _passage(passage: Passage) -> str:
    provenance = phrases.provenance(passage.provenance)
    about = f"{passage.tier.words}; {provenance}; {phrases.as_of(passage.date)}"
    return f"{passage.citation} ({about})\n{phrases.words(passage.text, passage.provenance)}"


def _result(said: str, record: dict[str, Any], passages: Sequence[Passage] = ()) -> CallToolResult:
    """The words, links to the passages, and the JSON that the command of the same name prints."""
    links = [
        ResourceLink(
            uri=f"citedesk://passages/{quote(one.id, safe='')}",
            name=one.id,
            description=one.citation,
            mime_type="text/plain",
        )
        for one in {one.id: one for one in passages}.values()
    ]
    return CallToolResult(content=[TextContent(type="text", text=said), *links], structured_content=record)


def _told(work: F) -> F:
    return _caught(work, ToolError)


def _read(work: F) -> F:
    return _caught(work, ResourceError)


def _caught(work: F, kind: type[Exception]) -> F:
    """``work``, whose failures reach the assistant as one line and the log without a word of what was asked."""

    @functools.wraps(work)
    def worked(*arguments: object, **named: object) -> object:
        try:
            return work(*arguments, **named)
        except CitedeskError as error:
            raise kind(" ".join(str(error).split())) from None
        except kind:
            raise
        except Exception as error:
            logger.error("%s: %s", work.__name__, failures.where(error))
            raise kind("the desk failed at this; ask in other words, and report it as a defect") from None

    return worked  # type: ignore[return-value]
