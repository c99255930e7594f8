"""What the commands share when they run: which index is asked, the progress of a build, JSON on standard output."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from assistant.progress import shown
from indexer import shipped
from indexer.errors import CitationError, Courtesy, QuestionError, SettingsError

if TYPE_CHECKING:
    from assistant.reading.given import Given
    from assistant.settings import AssistantSettings
    from indexer import build
    from indexer.accounts import Count
    from indexer.index import Index
    from indexer.reader import Problem
    from indexer.settings import IndexSettings


# What a line of ``--questions`` holds.
_ASKED = 'an object with id and question, as {"id": "1", "question": "is 25 needed on 99213?"}'
# Bars or lines on standard error while a command works.
progress = shown


def chosen(
    generator: str | None = None, no_reader: bool = False, false_claims: float | None = None
) -> AssistantSettings:
    """The settings of answering. ``generator`` words it and ``false_claims`` is the rate in place of what they name;
    ``no_reader``: nothing but the ranking judges.
    """
    from assistant.settings import AssistantSettings
    from indexer import settings

    found = settings.read("assistant", AssistantSettings)
    named = {"generator": generator, "reader": False if no_reader else None, "false_claims": false_claims}
    return found.model_copy(update={name: value for name, value in named.items() if value is not None})


def index_settings() -> IndexSettings:
    """The settings of indexing."""
    from indexer import settings

    return settings.read("index", settings.IndexSettings)


def extra(name: str, *packages: str) -> None:
    """Raises SettingsError, which names the extra to install, where one of its packages is missing."""
    if missing := [package for package in packages if importlib.util.find_spec(package) is None]:
        raise SettingsError(
            f"citedesk {name} needs {' and '.join(missing)}; install the extra with: pip install 'citedesk[{name}]'"
        )


def question(text: str | None, batch: Path | None = None) -> str:
    """Empty where the questions stand in ``batch``. Raises QuestionError where none was typed, or both were named."""
    if batch:
        if text is not None:
            raise QuestionError("one question and --questions are two things; leave one of them out")
        return ""
    if text is None:
        raise QuestionError('no question; type: citedesk ask "is a volume check reprogramming?"')
    return text


def earlier(after: Sequence[str] | None) -> list[str]:
    """The earlier questions; what is no UTF-8 arrives as lone surrogates, which nothing can search, and is replaced."""
    return [text.encode("utf-8", "replace").decode("utf-8") for text in after or ()]


def index_folder(named: Path | None) -> Path:
    """``named``, or the folder beside ``kb``, whether or not there is an index."""
    from indexer import place

    return named or place.beside(shipped.HERE)


def measured_index(named: Path | None) -> Path:
    """As ``index_folder``; that a later indexing failed, so that an older index answers, is told on standard error."""
    from indexer import advice, place

    folder = index_folder(named)
    if place.built(folder) and (caution := advice.caution(folder)):
        typer.secho(f"citedesk: {caution}", err=True, fg="yellow")
    return folder


def asked_index(named: Path | None) -> Path:
    """As ``measured_index``; where none was named and nothing was ever indexed here, the index is built first."""
    from indexer import renewal

    folder = measured_index(named)
    if named is None and not renewal.known(folder):
        root = shipped.nearest()
        typer.echo(f"there is no index here yet; indexing {root} into {folder}", err=True)
        indexed([root], folder, index_settings())
    return folder


def opened(named: Path | None) -> Index:
    """The index that is asked, without what answers from it."""
    from indexer import index

    return index.open_index(asked_index(named), tables=chosen().plugins)


def roots(named: Sequence[Path] | None, folder: Path) -> list[Path]:
    """``named``; none where the index in ``folder`` has its own; else the base that is meant without any."""
    from indexer import renewal

    return list(named or ()) or ([] if renewal.known(folder) else [shipped.nearest()])


def indexed(roots: Sequence[Path], folder: Path, chosen: IndexSettings, rebuild: bool = False) -> build.Report:
    """Builds the index, with its progress, what was left out and notes on what was read on standard error.

    Without ``roots`` it is renewed from the folders that it was made of.
    """
    from indexer import build, origin
    from indexer.errors import KnowledgeBaseError

    before = origin.read(folder).folders
    try:
        with progress() as told:
            report = build.build(roots, folder, chosen, told, rebuild)
    except KnowledgeBaseError as error:
        tell(error.problems)
        raise
    tell(report.problems, report.counts)
    if gone := [one for one in before if one not in origin.read(folder).folders]:
        typer.secho(f"note: no longer in this index: {', '.join(gone)}", err=True, fg="yellow")
    if report.manifest.embedder != chosen.embedder:
        typer.echo(
            f"{report.manifest.model} does not compile for {chosen.embedder}; "
            f"it runs on {report.manifest.embedder}, slower",
            err=True,
        )
    return report


def tell(problems: Sequence[Problem], counts: Sequence[Count] = ()) -> None:
    """What was left out, notes, and what was counted, on standard error; problems of one kind stand together."""
    from assistant.showing import explained
    from indexer import reader

    for kind, alike in reader.by_kind(problems).items():
        for problem in alike:
            typer.secho(f"{'left out' if problem.left_out else 'note'}: {problem}", err=True, fg="yellow")
        if len(alike) > 1:
            typer.secho(f"  {len(alike):,} times: {kind}", err=True, fg="yellow")
    for line in explained.counted(counts):
        typer.echo(line, err=True)


def show(record: dict[str, Any]) -> None:
    """One JSON object, on one line."""
    from assistant.showing import exports

    sys.stdout.write(exports.line(record))


def reply(courtesy: Courtesy, as_json: bool) -> None:
    """To what asks nothing: a reply as any other, and no error."""
    from assistant.showing import exports

    show(exports.courtesy(courtesy)) if as_json else typer.echo(str(courtesy))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of ``--questions``."""

    id: str
    text: str
    history: list[str]
    given: Given


def each(path: Path, answer: Callable[[Row], dict[str, Any]]) -> None:
    """One JSON object a line in the file's order; a line that cannot be answered gives an object that says why."""
    from assistant.showing import exports

    for row in asked(path):
        try:
            show(answer(row))
        except Courtesy as courtesy:
            show(exports.courtesy(courtesy, row.id))
        except (QuestionError, CitationError) as error:
            show({"id": row.id, "error": str(error)})
        sys.stdout.flush()


def asked(path: Path) -> Iterator[Row]:
    """Each line as it was written. Raises QuestionError, with path and line, for one that is no question."""
    from assistant.reading import json_files

    for number, record in json_files.lines(path, _ASKED):
        yield _row(path, number, record)


def _row(path: Path, number: int, record: dict[str, Any]) -> Row:
    from assistant.reading import json_files
    from assistant.reading.given import Given

    names = [field.name for field in fields(Given)]
    try:
        id, text, history = str(record["id"]), record["question"], list(record.get("history") or [])
        given = {name: record[name] for name in names if record.get(name) is not None}
    except (TypeError, KeyError) as error:
        raise QuestionError(f"{path}:{number}: expected {_ASKED}; {json_files.why(error)}") from error
    if not isinstance(text, str) or not all(isinstance(turn, str) for turn in history):
        raise QuestionError(f"{path}:{number}: expected an object with id and question, both and its history in text")
    # A year is written as a number by many a program.
    if not all(isinstance(value, str) or (type(value) is int and name == "dos") for name, value in given.items()):
        raise QuestionError(f"{path}:{number}: expected {', '.join(names)} as text, or leave them out")
    return Row(id, text, earlier(history), Given(**{name: str(value) for name, value in given.items()}))
