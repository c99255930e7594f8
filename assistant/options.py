"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

KnowledgeBases = Annotated[
    list[Path] | None,
    typer.Option(
        "--kb",
        help="A knowledge base: a folder or one file. Repeatable; default: what the index was made of, at first kb or "
        "the shipped one.",
        metavar="DIR",
    ),
]
IndexFolder = Annotated[
    Path | None, typer.Option("--index", help="The index's folder; default: .citedesk in this folder.", metavar="DIR")
]
Question = Annotated[str | None, typer.Argument(help="The question, in your own words or as codes.")]
After = Annotated[
    list[str] | None,
    typer.Option("--after", help="An earlier question or reply. Repeatable, oldest first.", metavar="TEXT"),
]
ServiceDate = Annotated[
    str | None,
    typer.Option("--dos", help="The date of service: a day, a month or a year, as 2015-03-14.", metavar="DATE"),
]
Payer = Annotated[str | None, typer.Option("--payer", help="Who pays, as Medicare or Aetna.", metavar="NAME")]
Setting = Annotated[
    str | None, typer.Option("--setting", help="Where it was done, as office or POS 22.", metavar="NAME")
]
Performer = Annotated[str | None, typer.Option("--by", help="Who performed it, as physician or nurse.", metavar="NAME")]
Changed = Annotated[
    str | None,
    typer.Option("--changed", help="What of a dose or rate was changed: dose, rate, nothing.", metavar="WORDS"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Batch = Annotated[
    Path | None,
    typer.Option(
        "--questions",
        help="A JSON Lines file of objects with id, question and, optionally, history and facts of the case: "
        "dos, payer, setting, by, changed; prints one JSON object a line.",
        metavar="FILE",
    ),
]
InFull = Annotated[bool, typer.Option("--full", help="Show every quotation, and each of them whole.")]
SheetFile = Annotated[
    Path | None,
    typer.Option(
        "--sheet",
        help="Write an appeal sheet as its ending says: .md, .docx, .html, or a plug-in's.",
        metavar="FILE",
    ),
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
NoReader = Annotated[
    bool, typer.Option("--no-reader", help="Without the program's own reader: faster, and less sure of itself.")
]
AsJudge = Annotated[
    bool,
    typer.Option(
        "--judge", help="Ask the generator's language model which quotation answers; it picks a number, no words."
    ),
]
FalseClaims = Annotated[
    float | None,
    typer.Option(
        "--false-claims",
        min=0,
        max=0.5,
        help="The part of what the base cannot answer that may be claimed, in place of settings.toml (0.03).",
        metavar="RATE",
    ),
]
