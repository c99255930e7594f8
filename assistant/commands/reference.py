"""`citedesk reference`."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder, ServiceDate

if TYPE_CHECKING:
    from indexer.reference import Stated, Store


class Act(StrEnum):
    ADD = "add"
    LIST = "list"
    SHOW = "show"


def run(
    act: Annotated[Act, typer.Argument(help="Add files, list those held, or show what they state of codes.")],
    words: Annotated[list[str] | None, typer.Argument(help="Files to add, or codes to show.")] = None,
    index: IndexFolder = None,
    as_json: AsJson = False,
    dos: ServiceDate = None,
    every_quarter: Annotated[bool, typer.Option("--every-quarter", help="Show earlier quarters too.")] = False,
) -> None:
    """Keep the payers' public files beside the index: NCCI edits, MUE values, fee schedule indicators, ICD-10-CM."""
    from indexer.errors import RecordError
    from indexer.reference import Store, beside

    store = Store(beside(console.index_folder(index)))
    if act is not Act.LIST and not words:
        raise RecordError(f"name {'a file' if act is Act.ADD else 'a code'}: citedesk reference {act} ...")
    if act is Act.ADD:
        _add(store, [Path(word) for word in words or ()])
    elif act is Act.LIST:
        _list(store, as_json)
    else:
        _show(store, [word.upper() for word in words or ()], dos, every_quarter, as_json)


def _add(store: Store, paths: list[Path]) -> None:
    from indexer import reference

    for path in paths:
        for one in reference.sources(path):
            published = reference.read(one)
            added = store.add(published, one.data)
            what = " ".join(filter(None, (published.kind, published.setting, published.quarter)))
            typer.echo(f"{one.name}: {what}, {f'{added.rows:,} rows' if added else 'held already'}")


def _list(store: Store, as_json: bool) -> None:
    files = store.files()
    if as_json:
        console.show({"files": [asdict(one) for one in files]})
        return
    for one in files:
        typer.echo(f"{one.quarter}  {' '.join(filter(None, (one.kind, one.setting)))}  {one.rows:,} rows  {one.name}")
    typer.echo(f"{len(files)} reference file{'' if len(files) == 1 else 's'}")


def _show(store: Store, codes: list[str], dos: str | None, every_quarter: bool, as_json: bool) -> None:
    from assistant.showing import public_files

    found = _found(store, codes, dos, every_quarter)
    if as_json:
        console.show({"rows": [public_files.row(one) for one in found]})
        return
    for one in found:
        typer.echo(public_files.line(one, whole=True))
    if not found:
        typer.echo("no reference file that was added states anything of it; see: citedesk reference list")


def _found(store: Store, codes: list[str], dos: str | None, every_quarter: bool) -> list[Stated]:
    from assistant.reading.given import Given
    from indexer.reference import choosing

    given = Given(dos).read()
    service = given.service if given else None
    day = service.last if service else None
    return choosing.every(store, codes, day) if every_quarter else choosing.on(store, codes, day, None)
