"""Answers as JSON on standard output: one, or one a line of a file of questions."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from indexer.errors import CitationError, QuestionError


def show(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


def run(path: Path, answer: Callable[[str, str, list[str]], dict[str, Any]]) -> None:
    """One JSON object a line in the file's order; a line that cannot be answered gives an object that says why."""
    for number, line in _lines(path):
        id, text, history = _row(path, number, line)
        try:
            show(answer(id, text, history))
        except (QuestionError, CitationError) as error:
            show({"id": id, "error": str(error)})
        sys.stdout.flush()


def _row(path: Path, number: int, line: str) -> tuple[str, str, list[str]]:
    try:
        record = json.loads(line)
        id, text, history = str(record["id"]), record["question"], list(record.get("history") or [])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise QuestionError(f"{path}:{number}: expected an object with id and question ({error!r})") from error
    if not isinstance(text, str) or not all(isinstance(turn, str) for turn in history):
        raise QuestionError(f"{path}:{number}: expected an object with id and question, both and its history in text")
    return id, text, history


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{path}: the questions cannot be read ({error})") from error
