"""JSON Lines: one object a line, its keys as the titles of a table's columns; ``docs/knowledge-base.md`` names them."""

from __future__ import annotations

import datetime
import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any

from indexer.accounts import Fate
from indexer.errors import DocumentError
from indexer.formats import Damage, Source
from indexer.front_matter import Fields, beside
from indexer.plugins import NoSettings
from indexer.tables import columns, lines, rows
from indexer.tables.rows import Row

FORM = "JSON lines (.jsonl) have one object a line with a text"
MAX_BYTES = 500_000_000
ENDINGS = frozenset({".jsonl", ".ndjson"})
# An object may hold the postings of its thread.
_POSTINGS = ("posts", "postings", "messages", "replies", "comments")


def accepts(source: Source) -> float:
    return 0.7 if source.suffix in ENDINGS and source.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[rows.Told | Fate]:
    """An excerpt for each line, or a thread for the lines of one; a damage for each line that cannot be read.

    Raises DocumentError where the sidecar is wrong.
    """
    sidecar = beside(source, columns.KEYS)

    def found() -> Iterator[Row | Damage]:
        for line in lines.of(source):
            if isinstance(line, Damage):
                yield line
            elif line[1].strip():
                yield from _rows(*line, sidecar)

    left_out = dict[int, str]()
    for told in rows.documents(source, found, columns.stated(sidecar), datetime.date.today()):
        if isinstance(told, Damage) and told.line:
            left_out[told.line] = told.reason
        yield told
    every = (line for line in lines.of(source) if not isinstance(line, Damage) and line[1].strip())
    yield from lines.fates(source, ((number, number, "row") for number, _ in every), left_out)


def _rows(number: int, line: str, sidecar: Fields) -> Iterator[Row | Damage]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
        yield Damage(f"the line is no JSON ({why}); write one object a line", number)
        return
    if not isinstance(found, dict):
        yield Damage("the line is no JSON object; write it as {...}", number)
        return
    try:
        yield from _of(number, found, sidecar)
    except DocumentError as error:
        yield Damage(error.reason, error.line)


def _of(number: int, found: Mapping[str, Any], sidecar: Fields) -> Iterator[Row | Damage]:
    held = next((key for key in found if columns.known(key) in _POSTINGS and isinstance(found[key], list)), None)
    values = _values({key: value for key, value in found.items() if key != held}, sidecar)
    if held is None:
        yield Row(number, values)
        return
    key = values.pop("id", None) or values.get("thread") or f"line-{number}"
    opening = {"text", "role", "author", "posted", "date"} & values.keys() if "text" in values else set()
    shared = {field: value for field, value in values.items() if field not in opening} | {"thread": key}
    if opening:
        yield Row(number, {**values, "thread": key})
    for posting in found[held]:
        own = _values(posting, sidecar) if isinstance(posting, dict) else {}
        if "text" in own:
            yield Row(number, {**shared, **own, "thread": key})
        else:
            yield Damage(f"{held}: a posting is no object with a text", number)


def _values(found: Mapping[str, Any], sidecar: Fields) -> dict[str, str]:
    """A key that the sidecar names goes before any other."""
    keys = tuple(found)
    texts = {field: _text(found[keys[place]]) for field, place in _assigned(keys, sidecar.name).items()}
    for field in columns.SYNONYMS:
        named = sidecar.value(columns.key(field))
        if named and named in found:
            texts[field] = _text(found[named])
    return {field: value for field, value in texts.items() if value}


@functools.lru_cache(64)
def _assigned(keys: tuple[str, ...], name: str) -> dict[str, int]:
    return columns.assign(keys, Fields(name))


def _text(value: object) -> str:
    """A list of texts are its paragraphs; an object is none."""
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_text, value)))
    if value is None or isinstance(value, dict):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()
