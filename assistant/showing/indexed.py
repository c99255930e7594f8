"""What an indexing did, as one table and as JSON: what was read, and what was not by what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from indexer.accounts import Count
from indexer.build import Report
from indexer.errors import RecordError
from indexer.reader import Problem, by_kind

# Files that the table names of each kind; the lines above it and the JSON name all.
_NAMED = 3


def table(documents: int | None, problems: Sequence[Problem]) -> Iterator[str]:
    """One line a kind of problem, how often, the first files, what to do; nothing where nothing was left out."""
    if not any(problem.left_out for problem in problems):
        return
    rows = [(f"{documents:,}", "documents read", "")] if documents is not None else []
    for kind, alike in by_kind(problems).items():
        what = f"{'left out' if alike[0].left_out else 'note'}: {kind}"
        names = list(dict.fromkeys(str(one.path.name) for one in alike))
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        rows.append((f"{len(alike):,}", f"{what} ({', '.join(map(_plain, names[:_NAMED]))}{more})", to_do(alike[0])))
    width = max(len(count) for count, _, _ in rows)
    for count, what, advice in rows:
        yield f"{count:>{width}}  {what}"
        if advice:
            yield f"{'':>{width}}    -> {advice}"


def to_do(problem: Problem) -> str:
    """The part of its reason that says what to do, which stands last."""
    return _plain(problem.reason.rpartition("; ")[2]) if "; " in problem.reason else ""


def plain(report: Report) -> dict[str, Any]:
    """The whole report; ``problems`` are by kind, those that left something out first."""
    manifest = report.manifest
    return {
        "documents": manifest.documents,
        "passages": manifest.passages,
        "embedded": report.embedded,
        "changed": report.changed,
        "fingerprint": manifest.fingerprint,
        **told(report.problems, report.counts),
    }


def told(problems: Sequence[Problem], counts: Sequence[Count] = ()) -> dict[str, Any]:
    """What was left out and noted, of an indexing that failed too."""
    return {
        "left_out": sum(one.left_out for one in problems),
        "problems": [
            {
                "kind": kind,
                "left_out": alike[0].left_out,
                "to_do": to_do(alike[0]),
                "number": len(alike),
                "files": [
                    {"path": _plain(str(one.path)), "line": one.line, "page": one.page, "reason": one.reason}
                    for one in alike
                ],
            }
            for kind, alike in by_kind(problems).items()
        ],
        "counts": {one.what: one.number for one in counts},
    }


def _plain(text: str) -> str:
    """A file's name may hold bytes that are no text."""
    return text.encode("utf-8", "backslashreplace").decode()


def written(path: Path, record: dict[str, Any]) -> None:
    """Raises RecordError where the file cannot be written."""
    import json

    try:
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise RecordError(
            f"{path}: the report cannot be written ({error.strerror}); name another with --report"
        ) from error
