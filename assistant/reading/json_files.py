"""Files of JSON that a user hands over, one object a line (questions, a public set) or one in all (a kept answer)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.errors import QuestionError


def lines(path: Path, expected: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line's object as it is reached, with the line's number from 1; empty lines are passed over.

    ``expected`` says what one line holds. Raises QuestionError, with path and line, for a file that cannot be read and
    for a line that holds no object.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, _object(line, path, number, expected)
    except OSError as error:
        raise QuestionError(f"{path}: cannot be read ({error.strerror}); name a file of JSON Lines") from error
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path}: {why(error)}; name a file of JSON Lines") from error


def why(error: Exception) -> str:
    """In words, and without what the file holds, why it is none of the form that was read."""
    match error:
        case UnicodeDecodeError():
            return "this is no UTF-8 text"
        case json.JSONDecodeError():
            return f"this is no JSON: {error.msg}, column {error.colno}"
        case RecursionError():
            return "this nests too deep"
        case KeyError():
            return f"it has no {error}"
        case TypeError() | AttributeError():
            return "it has another form"
        case OSError():
            return error.strerror or type(error).__name__
    return str(error)


def _object(line: str, path: Path, number: int, expected: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"{path}:{number}: expected {expected}; {why(error)}") from error
    if not isinstance(found, dict):
        raise QuestionError(f"{path}:{number}: expected {expected}")
    return found
