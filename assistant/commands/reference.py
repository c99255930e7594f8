"""`citedesk reference`."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder

if TYPE_CHECKING:
    from indexer.reference import Store, Told


class Act(StrEnum):
    ADD = "add"
    LIST = "list"
    SHOW = "show"


def run(
    act: Annotated[Act, typer.Argument(help="Add files, list those held, or show what they state of codes.")],
    words: Annotated[list[str] | None, typer.Argument(help="Files to add, or codes to show.")] = None,
    index: IndexFolder = None,
    as_json: AsJson = False,
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
        files = store.files()
        if as_json:
            console.show({"files": [asdict(one) for one in files]})
            return
        for one in files:
            typer.echo(
                f"{one.quarter}  {' '.join(filter(None, (one.kind, one.setting)))}  {one.rows:,} rows  {one.name}"
            )
        typer.echo(f"{len(files)} reference file{'' if len(files) == 1 else 's'}")
    else:
        found = store.of([word.upper() for word in words or ()], every_quarter)
        if as_json:
            console.show({"rows": list(map(_record, found))})
            return
        for told in found:
            typer.echo(_line(told))
        if not found:
            typer.echo("no reference file that was added states anything of it; see: citedesk reference list")


def _add(store: Store, paths: list[Path]) -> None:
    from indexer import reference

    for path in paths:
        for one in reference.sources(path):
            published = reference.read(one)
            added = store.add(published, one.data)
            what = " ".join(filter(None, (published.kind, published.setting, published.quarter)))
            typer.echo(f"{one.name}: {what}, {f'{added.rows:,} rows' if added else 'held already'}")


def _record(told: Told) -> dict[str, object]:
    row = told.row
    return {
        "code": row.code,
        "other": row.other,
        "effective": str(row.effective) if row.effective else None,
        "deleted": str(row.deleted) if row.deleted else None,
        "particulars": [{"name": name, "value": value} for name, value in row.particulars],
        "file": asdict(told.file),
    }


def _line(told: Told) -> str:
    row, file = told.row, told.file
    codes = f"{row.code} with {row.other}" if row.other else row.code
    dates = [f"from {row.effective}" if row.effective else "", f"until {row.deleted}" if row.deleted else ""]
    stated = [f"{name} {value}" for name, value in row.particulars]
    where = ", ".join(filter(None, (file.kind, file.setting, file.quarter, file.name)))
    return f"{codes}: {'; '.join([*stated, *filter(None, dates)])} ({where})"
