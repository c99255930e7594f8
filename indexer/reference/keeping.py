"""Where reference rows are kept: one SQLite file beside the generations of an index, each file with its quarter."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import RecordError
from indexer.reference.recognising import Published
from indexer.reference.rows import PAIRS, Held, Paired, Row, Told

_NAME = "reference.sqlite"
_SHAPE = """
CREATE TABLE IF NOT EXISTS files (
    id INTEGER PRIMARY KEY, name TEXT, kind TEXT, setting TEXT, quarter TEXT, sha256 TEXT, rows INTEGER,
    UNIQUE (name, kind, setting, quarter));
CREATE TABLE IF NOT EXISTS rows (
    file INTEGER, code TEXT, other TEXT, effective TEXT, deleted TEXT, particulars TEXT);
CREATE INDEX IF NOT EXISTS by_code ON rows (code);
CREATE INDEX IF NOT EXISTS by_other ON rows (other) WHERE other IS NOT NULL;
"""


def beside(index: Path) -> Path:
    return index / _NAME


@dataclass(frozen=True, slots=True)
class Store:
    path: Path

    def add(self, published: Published, data: bytes) -> Held | None:
        """What was added; None where these very bytes are held. A file of the same name and quarter gives way.

        Raises RecordError where it has no rows, or nothing can be written.
        """
        digest = hashlib.sha256(data).hexdigest()
        key = (published.name, published.kind, published.setting, published.quarter)
        with self._opened(write=True) as held:
            before = held.execute(f"SELECT id, sha256 FROM files WHERE {_OF_FILE}", key).fetchone()
            if before and before[1] == digest:
                return None
            if before:
                held.execute("DELETE FROM rows WHERE file = ?", before[:1])
                held.execute("DELETE FROM files WHERE id = ?", before[:1])
            place = held.execute(
                "INSERT INTO files (name, kind, setting, quarter, sha256) VALUES (?, ?, ?, ?, ?)", (*key, digest)
            ).lastrowid
            held.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", _written(place, published.rows()))
            count = int(held.execute("SELECT count(*) FROM rows WHERE file = ?", (place,)).fetchone()[0])
            if not count:
                raise RecordError(f"{published.name}: no row of it could be read; download the file anew")
            held.execute("UPDATE files SET rows = ? WHERE id = ?", (count, place))
        return Held(*key, count)

    def files(self) -> list[Held]:
        if not self.path.exists():
            return []
        with self._opened() as held:
            order = "ORDER BY kind, setting, quarter, name"
            return [Held(*one) for one in held.execute(f"SELECT {_FILE} FROM files {order}")]

    def of(self, codes: Sequence[str]) -> list[Told]:
        """What is stated of each code, and of each pair of them in either order; the newest quarter of a kind first."""
        if not codes or not self.path.exists():
            return []
        marks = ", ".join("?" * len(codes))
        asked = f"code IN ({marks}) AND (other IS NULL OR other IN ({marks}))"
        with self._opened() as held:
            found = held.execute(
                f"SELECT code, other, effective, deleted, particulars, {_FILE} FROM rows JOIN files ON file = id "
                f"WHERE {asked} ORDER BY kind, setting, quarter DESC, code, other, effective, rows.rowid",
                (*codes, *codes),
            ).fetchall()
        return [Told(_row(*one[:5]), Held(*one[5:])) for one in found]

    def paired(self, code: str, setting: str, quarter: str, day: datetime.date) -> Paired:
        """By the edits of a quarter that are in force on ``day``."""
        at = day.isoformat()
        with self._opened() as held:
            found = held.execute(
                "SELECT count(DISTINCT CASE code WHEN ? THEN other ELSE code END) FROM rows JOIN files ON file = id "
                "WHERE kind = ? AND setting = ? AND quarter = ? AND other IS NOT NULL AND (code = ? OR other = ?) "
                "AND coalesce(effective <= ?, TRUE) AND coalesce(deleted >= ? AND deleted > effective, TRUE) "
                "AND particulars NOT LIKE ?",
                (code, PAIRS, setting, quarter, code, code, at, at, '[["modifier indicator", "9"%'),
            ).fetchone()
        return Paired(setting, quarter, int(found[0]))

    @contextlib.contextmanager
    def _opened(self, write: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction: what fails within it changes nothing."""
        try:
            if write:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            mode = "rwc" if write else "ro"
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode={mode}", uri=True)
            with contextlib.closing(connection), connection:
                if write:
                    connection.executescript(_SHAPE)
                yield connection
        except (sqlite3.Error, OSError) as error:
            why = f"the reference rows cannot be read or written ({error})"
            raise RecordError(f"{self.path}: {why}; delete the file and add the reference files again") from error


_FILE = "name, kind, setting, quarter, files.rows"
_OF_FILE = "name = ? AND kind = ? AND setting = ? AND quarter = ?"


def _written(file: int | None, rows: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        particulars = json.dumps(row.particulars, ensure_ascii=False)
        yield file, row.code, row.other, _text(row.effective), _text(row.deleted), particulars


def _text(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _row(code: str, other: str | None, effective: str | None, deleted: str | None, particulars: str) -> Row:
    days = [datetime.date.fromisoformat(one) if one else None for one in (effective, deleted)]
    return Row(code, other, days[0], days[1], tuple((name, value) for name, value in json.loads(particulars)))
