"""`citedesk index`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import console
from assistant.options import IndexFolder, KnowledgeBases
from indexer import shipped

if TYPE_CHECKING:
    from indexer.reader import Problem
    from indexer.rehearsal import Change

# What a rehearsal calls that which indexing would do.
_DONE = {"read": "read", "add": "added", "change": "changed", "remove": "removed"}


def run(
    kb: KnowledgeBases = None,
    index: IndexFolder = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where a file was left out.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Compile and embed everything anew.")] = False,
    explain: Annotated[
        Path | None,
        typer.Option("--explain", help="Tell how one file is read, line by line, and index nothing.", metavar="FILE"),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", help="Write what was done and what was left out, by kind, as JSON.", metavar="FILE"),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Index, then again whenever files change, until it is interrupted.")
    ] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be done; write nothing.")] = False,
) -> None:
    """Index a knowledge base, beside it unless --index is given; without --kb, again what the index was made of.

    Unchanged files are not read and unchanged passages not embedded again, also where an indexing was killed. The exit
    status is 0, also where files were left out (1 with --strict), and 2 where there is no new index.
    """
    if explain:
        _explain(explain)
        return
    from indexer import advice, place

    target = index or place.beside(kb[0] if kb else shipped.HERE)
    roots = console.roots(kb, target)
    if dry:
        problems = _rehearse(roots, target)
        raise typer.Exit(int(strict and any(problem.left_out for problem in problems)))
    if watch:
        _watch(roots, target, report)
        return
    missing = _index(roots, target, rebuild, report)
    if index is None and target != console.index_folder(None):
        typer.echo(f"ask it with: {advice.quoted(['citedesk', 'ask', '--index', str(target)])} QUESTION", err=True)
    if strict and missing:
        raise typer.Exit(1)


def _watch(roots: Sequence[Path], target: Path, told: Path | None) -> None:
    """What fails is told and tried again: a bad file, or another indexer at work, ends nothing."""
    import threading

    from indexer import renewal, watching
    from indexer.errors import CitedeskError

    def act() -> bool:
        try:
            _index(roots, target, False, told)
        except CitedeskError as error:
            typer.secho(f"citedesk: {error}; trying again", err=True, fg="red")
            return False
        return True

    followed = list(roots) or renewal.folders(target)
    typer.echo(f"following {', '.join(map(str, followed))}; interrupt to end", err=True)
    try:
        watching.follow(followed, target, act, threading.Event())
    except KeyboardInterrupt:
        typer.echo("no longer following", err=True)


def _index(roots: Sequence[Path], target: Path, rebuild: bool, told: Path | None) -> int:
    """Indexes, tells and gives the number of problems by which something was left out."""
    from assistant.showing import indexed
    from indexer.errors import KnowledgeBaseError

    try:
        report = console.indexed(roots, target, console.index_settings(), rebuild)
    except KnowledgeBaseError as error:
        if told:
            indexed.written(told, {"error": str(error), **indexed.told(error.problems)})
        raise
    manifest, missing = report.manifest, sum(problem.left_out for problem in report.problems)
    for line in indexed.table(manifest.documents, report.problems):
        typer.echo(line, err=True)
    typer.echo(
        f"{target}: {manifest.documents:,} documents, {manifest.passages:,} passages, "
        f"{report.embedded:,} embedded{'' if report.changed else ' (unchanged)'}, {missing} left out; "
        f"fingerprint {manifest.fingerprint}"
    )
    if told:
        indexed.written(told, indexed.plain(report))
    return missing


def _explain(path: Path) -> None:
    from assistant.showing import explained
    from indexer import explaining

    for line in explained.lines(explaining.explain(path, console.index_settings())):
        typer.echo(line)


def _rehearse(roots: Sequence[Path], target: Path) -> Sequence[Problem]:
    from indexer import rehearsal
    from indexer.errors import KnowledgeBaseError

    try:
        with console.progress() as told:
            found = rehearsal.rehearse(roots, target, console.index_settings(), told)
    except KnowledgeBaseError as error:
        console.tell(error.problems)
        raise
    console.tell(found.problems, found.counts)
    typer.echo(f"nothing is written; indexing {', '.join(map(str, found.roots))} into {target} would")
    typer.echo(f"compared with {found.against}" if found.against else "there is no index to compare with")
    for verb in ("read", "add", "change", "remove"):
        changes: Sequence[Change] = getattr(found, _DONE[verb])
        typer.echo(f"{verb} {_counted([change.kind for change in changes])}")
        for change in changes if verb != "read" else ():
            typer.echo(f"  {change.kind} {change.id}")
    typer.echo(f"leave out {_counted([problem.kind for problem in found.problems if problem.left_out])}")
    return found.problems


def _counted(kinds: Sequence[str]) -> str:
    return ", ".join(f"{count:,} × {kind}" for kind, count in Counter(kinds).items()) or "nothing"
