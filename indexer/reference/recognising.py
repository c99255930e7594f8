"""What a published file is: by the titles of its columns; its quarter as its name or its title rows state it."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.errors import DocumentError
from indexer.formats import Source
from indexer.reference import diagnoses, grids, quarters
from indexer.reference.grids import Grid
from indexer.reference.rows import CODE, DIAGNOSES, INDICATORS, PAIRS, UNITS, Row, day

_HEAD = 40  # rows among which the titles of the columns stand
_STACKED = 6  # rows that one title may run over
_SETTINGS = (
    ("hospital", re.compile(r"ccioph|outpatient|hospital|\boph\b", re.IGNORECASE)),
    ("practitioner", re.compile(r"ccipra|practitioner|physician|\bpra\b", re.IGNORECASE)),
    ("supplier", re.compile(r"\bdme\b|_dme|supplier", re.IGNORECASE)),
)
_MONTHS = {"jan": 1, "apr": 4, "jul": 7, "oct": 10}
_VERSION = re.compile(r"v(\d\d)\.?([0-3])r?\d?", re.IGNORECASE)  # version 30.1 is of April 2024
_FIRST_VERSION = 1994
_DAY = re.compile(r"eff[a-z]*[\W_]{0,3}(\d{1,2})[-/_](\d{1,2})[-/_](\d{4})", re.IGNORECASE)
_NAMED = re.compile(r"pprrvu(?:20)?(\d\d)_?(jan|apr|jul|oct)", re.IGNORECASE)
_WRITTEN = re.compile(
    r"\b(20\d\d)\b.{0,80}?\b(jan|apr|jul|oct)[a-z]*\b|\b(jan|apr|jul|oct)[a-z]*\.? (?:\d+, )?(20\d\d)", re.IGNORECASE
)
# The columns of the fee schedule that are kept, by the words of their titles.
_KEPT = {
    "modifier": r"mod",
    "status": r"(?:status )?code",
    "professional or technical": r"pctc ind",
    "global days": r"glob days",
    "multiple procedures": r"mult proc",
    "bilateral": r"bilat surg",
    "assistant": r"asst surg",
    "co-surgeons": r"co surg",
    "team": r"team surg",
    "endoscopic base": r"endo base",
}


@dataclass(frozen=True, slots=True)
class Published:
    """A file of one ``kind``; ``quarter`` as "2024 Q2" or a fiscal year. ``rows`` reads it once."""

    name: str
    kind: str
    setting: str
    quarter: str
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class _Titled:
    """``titles`` of the columns, in words; ``above`` is what stands over them; ``start`` rows come before the data."""

    titles: tuple[str, ...]
    above: str
    start: int


def read(source: Source) -> Published:
    """Raises DocumentError where it is none of these files, is damaged, or states neither quarter nor setting."""
    if diagnoses.is_tabular(source):
        quarter, rows = diagnoses.read(source)
        return Published(source.name, DIAGNOSES, "", quarter, lambda: rows)
    for grid in grids.of(source):
        titled = _titled(grid)
        if titled is None:
            continue
        for kind, wanted, take in _KINDS:
            places = _places(titled.titles, wanted)
            if places is not None:
                return _published(source, grid, titled, kind, functools.partial(take, places))
    raise DocumentError(
        "it is none of the files that are known: NCCI procedure-to-procedure edits, MUE values, the physician fee "
        "schedule (PPRRVU), the ICD-10-CM tabular list (XML); name one of these as CMS or CDC publishes it"
    )


def _titled(grid: Grid) -> _Titled | None:
    """The titles stand above the first row that begins with a code."""
    head = list(itertools.islice(grid(), _HEAD))
    start = next((place for place, row in enumerate(head) if row and CODE.fullmatch(row[0])), None)
    if not start:
        return None
    stacked = [row for row in head[max(0, start - _STACKED) : start] if sum(map(bool, row)) > 1]
    width = max(map(len, stacked), default=0)
    titles = [" ".join(row[place] for row in stacked if place < len(row) and row[place]) for place in range(width)]
    above = " ".join(cell for row in head[:start] for cell in row if cell)
    return _Titled(tuple(re.sub(r"[^a-z0-9]+", " ", title.lower()).strip() for title in titles), above, start)


def _places(titles: Sequence[str], wanted: dict[str, str]) -> dict[str, int] | None:
    """The place of each column that is wanted; None where one is not there."""
    found = dict[str, int]()
    for name, pattern in wanted.items():
        place = next((place for place, title in enumerate(titles) if re.search(rf"(?:^| ){pattern}", title)), None)
        if place is None:
            return None
        found[name] = place
    return found


def _published(
    source: Source, grid: Grid, titled: _Titled, kind: str, take: Callable[[Sequence[str]], Row | None]
) -> Published:
    stated = f"{source.name} {' '.join(titled.titles)} {titled.above}"
    setting = next((name for name, pattern in _SETTINGS if pattern.search(source.name)), None) or next(
        (name for name, pattern in _SETTINGS if pattern.search(stated)), None
    )
    if kind == INDICATORS:
        setting = ""
    if setting is None:
        raise DocumentError("neither practitioner nor hospital is named; keep the name under which CMS publishes it")
    stated_quarter = quarter(source.name) or quarter(titled.above)
    if stated_quarter is None:
        raise DocumentError("its quarter is stated nowhere; keep the name under which CMS publishes it")

    begins, _ = quarters.period(stated_quarter)

    def rows() -> Iterator[Row]:
        for cells in itertools.islice(grid(), titled.start, None):
            if cells and CODE.fullmatch(cells[0]) and (row := take(cells)):
                # What has no dates of its own holds from the beginning of its quarter.
                yield row if kind == PAIRS else replace(row, effective=begins)

    return Published(source.name, kind, setting, stated_quarter, rows)


def quarter(stated: str) -> str | None:
    """As in "2024 Q2"."""
    if found := _DAY.search(stated):
        return f"{found[3]} Q{(int(found[1]) + 2) // 3}"
    if found := _NAMED.search(stated):
        return f"20{found[1]} Q{(_MONTHS[found[2].lower()] + 2) // 3}"
    if found := _VERSION.search(stated):
        return f"{_FIRST_VERSION + int(found[1])} Q{int(found[2]) + 1}"
    if found := _WRITTEN.search(stated):
        month = (found[2] or found[3]).lower()
        return f"{found[1] or found[4]} Q{(_MONTHS[month] + 2) // 3}"
    return None


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _pair(places: dict[str, int], cells: Sequence[str]) -> Row | None:
    other = _cell(cells, places["column 2"])
    if not CODE.fullmatch(other):
        return None
    named = [("modifier indicator", _cell(cells, places["modifier"])), ("rationale", _cell(cells, places["rationale"]))]
    effective, deleted = (day(_cell(cells, places[name])) for name in ("effective", "deletion"))
    return Row(cells[0], other, effective, deleted, tuple((name, value) for name, value in named if value))


def _units(places: dict[str, int], cells: Sequence[str]) -> Row | None:
    named = [(name, _cell(cells, place)) for name, place in places.items()]
    return Row(cells[0], None, None, None, tuple((name, value) for name, value in named if value))


_KINDS = (
    (
        PAIRS,
        {
            "column 2": "column 2",
            "effective": "effective",
            "deletion": "deletion",
            "modifier": "modifier",
            "rationale": ".*rationale",
        },
        _pair,
    ),
    (UNITS, {"units": ".*mue values?", "adjudication indicator": ".*adjudication", "rationale": ".*rationale"}, _units),
    (INDICATORS, _KEPT, _units),
)
