"""The options that several commands share, and what they default to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.settings import AssistantSettings
from indexer import index as index_
from indexer import settings
from indexer.errors import QuestionError

KnowledgeBases = Annotated[
    list[Path] | None, typer.Option("--kb", help="A knowledge base: a folder or one file. Repeatable.", metavar="DIR")
]
IndexFolder = Annotated[
    Path | None, typer.Option("--index", help="The index's folder; default: beside the knowledge base.", metavar="DIR")
]
Question = Annotated[str | None, typer.Argument(help="The question, in your own words or as codes.")]
After = Annotated[
    list[str] | None, typer.Option("--after", help="An earlier question. Repeatable, oldest first.", metavar="TEXT")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Batch = Annotated[
    Path | None,
    typer.Option(
        "--questions",
        help="A JSON Lines file of objects with id, question and, optionally, history; prints one JSON object a line.",
        metavar="FILE",
    ),
]
SheetFile = Annotated[
    Path | None,
    typer.Option("--sheet", help="Write an appeal sheet: FILE.md, FILE.docx or FILE.html.", metavar="FILE"),
]
SaveFile = Annotated[
    Path | None,
    typer.Option("--save", help="Save the answer, with the masked question, for `citedesk replay`.", metavar="FILE"),
]
GeneratorName = Annotated[
    str | None,
    typer.Option(
        "--generator",
        help="Who words the answer, in place of settings.toml: extractive, language_model or chat_server.",
        metavar="NAME",
    ),
]
DEFAULT_KB = Path("kb")


def chosen(generator: str | None = None) -> AssistantSettings:
    found = settings.read("assistant", AssistantSettings)
    return found.model_copy(update={"generator": generator}) if generator else found


def folder(index: Path | None) -> Path:
    return index or index_.beside(DEFAULT_KB)


def one(question: str | None) -> str:
    if question is None:
        raise QuestionError('no question; type: citedesk ask "is a volume check reprogramming?"')
    return question
