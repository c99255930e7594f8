"""`citedesk documents`."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder
from indexer.errors import QuestionError

E = TypeVar("E", bound=Enum)
if TYPE_CHECKING:
    from assistant.library.choosing import Wanted


def run(
    words: Annotated[list[str] | None, typer.Argument(help="Words of title, source, payer or id.")] = None,
    index: IndexFolder = None,
    source: Annotated[list[str] | None, typer.Option("--source", help="A source, whole. Repeatable.")] = None,
    tier: Annotated[
        list[str] | None, typer.Option("--tier", help="cms, cpt, mac, payer, society, vendor, forum or house.")
    ] = None,
    provenance: Annotated[
        list[str] | None, typer.Option("--provenance", help="verbatim, retold, reported or said.")
    ] = None,
    year: Annotated[list[int] | None, typer.Option("--year", help="The year of its date. Repeatable.")] = None,
    code: Annotated[list[str] | None, typer.Option("--code", help="A code that its text names.")] = None,
    lacks: Annotated[
        list[str] | None,
        typer.Option("--lacks", help="undated, sourceless, untraceable, ended, replaced or pending."),
    ] = None,
    order: Annotated[str, typer.Option("--order", help="newest, oldest, title or source.")] = "newest",
    top: Annotated[int, typer.Option("-k", "--top", min=1, max=1_000_000, help="How many are listed.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the documents of the base that fit; several values of one option mean any of them."""
    from assistant.library import choosing, holdings
    from assistant.showing import library, library_exports, terminal

    wanted = _wanted(words, source, tier, provenance, year, code, lacks)
    by, today = _named(choosing.Order, order, "--order"), datetime.date.today()
    held = holdings.read(console.opened(index).store)
    found = choosing.chosen(held, wanted, today, by)
    if as_json:
        console.show(library_exports.documents(found[:top], len(held), today))
    else:
        terminal.lines(library.listed(found, len(held), top, today))


def _wanted(
    words: list[str] | None,
    source: list[str] | None,
    tier: list[str] | None,
    provenance: list[str] | None,
    year: list[int] | None,
    code: list[str] | None,
    lacks: list[str] | None,
) -> Wanted:
    from assistant.dossiers import typed
    from assistant.library.choosing import Wanted
    from assistant.library.holdings import Lack
    from indexer.documents import Provenance
    from indexer.sources import Tier

    return Wanted(
        " ".join(words or ()),
        frozenset(source or ()),
        frozenset(_named(Tier, one, "--tier") for one in tier or ()),
        frozenset(_named(Provenance, one, "--provenance") for one in provenance or ()),
        frozenset(year or ()),
        frozenset(typed.one(one) for one in code or ()),
        frozenset(_named(Lack, one, "--lacks") for one in lacks or ()),
    )


def _named(shape: type[E], text: str, option: str) -> E:
    """The member of that name, in any case. Raises QuestionError, with the known ones."""
    known = {member.name.lower(): member for member in shape}
    if text.lower() not in known:
        raise QuestionError(f"{option} {text}: there is none of that name; known are {', '.join(known)}")
    return known[text.lower()]
