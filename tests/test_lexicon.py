"""What is a payer, a date, a setting and a performer in coders' shorthand, and what only looks like one."""

from __future__ import annotations

import datetime
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from indexer import lexicon
from indexer.documents import PartialDate
from indexer.lexicon import Facet, Kind, Period, Relation
from indexer.lexicon.entries import known, payers

LINES = [json.loads(line) for line in Path(__file__).with_name("lexicon_lines.jsonl").read_text("utf-8").splitlines()]


def read(text: str) -> dict[str, Any]:
    """By the keys of the table, empty ones left out."""
    found, dates = lexicon.find(text), lexicon.find_dates(text)

    def names(facet: Facet) -> list[str]:
        return sorted({one.entry.name for one in found if one.entry.facet is facet and not one.negated})

    said = {
        "payers": {
            one.entry.name: one.entry.kind for one in found if one.entry.facet is Facet.PAYER and not one.negated
        },
        "not": sorted({one.entry.name for one in found if one.negated}),
        "contrasted": sorted({one.entry.name for one in found if one.contrasted}),
        "states": names(Facet.STATE),
        "settings": names(Facet.SETTING),
        "who": names(Facet.PERFORMER),
        "years": sorted(lexicon.years(text)),
        "service": lexicon.service(dates),
    }
    return {key: value for key, value in said.items() if value}


def labelled(line: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in line.items() if key not in {"text", "held_out"}}
    said = {key: sorted(value) if isinstance(value, list) else value for key, value in kept.items()}
    if "service" in said:
        first, dots, last = str(line["service"]).partition("..")
        until = last if dots else first
        said["service"] = Period(
            Period.of(Relation.ON, PartialDate.parse(first), PartialDate.parse(first)).first if first else None,
            Period.of(Relation.ON, PartialDate.parse(until), PartialDate.parse(until)).last if until else None,
        )
    return said


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["text"])
def test_coders_shorthand_is_read(line: dict[str, Any]) -> None:
    assert read(line["text"]) == labelled(line)


def test_the_table_covers_every_kind_and_keeps_some_lines_aside() -> None:
    assert len(LINES) >= 120
    assert sum("held_out" in line for line in LINES) >= 40
    assert {kind for line in LINES for kind in line.get("payers", {}).values()} == set(Kind)
    assert len({line["text"] for line in LINES}) == len(LINES)


def test_a_mention_keeps_its_place() -> None:
    text = "Is it Humana's MA plan, or not Medicare, at POS 22?"
    found = lexicon.find(text)
    assert [text[one.start : one.end] for one in found] == ["Humana's MA plan", "Medicare", "22"]
    assert [(one.entry.name, one.entry.kind, one.negated) for one in found] == [
        ("Humana", Kind.ADVANTAGE, False),
        ("Medicare", Kind.MEDICARE, True),
        ("outpatient hospital", None, False),
    ]


def test_a_state_in_a_payers_name_is_named_too() -> None:
    text = "Washington State L&I"
    assert [text[one.start : one.end] for one in lexicon.find(text)] == [text, "Washington State"]


def test_a_date_keeps_its_place_and_its_relation() -> None:
    text = "DOS 3/14/11, so prior to Feb 21 2012."
    first, second = lexicon.find_dates(text)
    assert (text[first.start : first.end], first.first, first.relation) == (
        "3/14/11",
        PartialDate(2011, 3, 14),
        Relation.ON,
    )
    assert first.service
    assert (text[second.start : second.end], second.first, second.relation) == (
        "Feb 21 2012",
        PartialDate(2012, 2, 21),
        Relation.BEFORE,
    )
    assert second.period == Period(None, datetime.date(2012, 2, 20))


@pytest.mark.parametrize(
    ("relation", "first", "last"),
    [
        (Relation.ON, datetime.date(2012, 2, 1), datetime.date(2012, 2, 29)),
        (Relation.BEFORE, None, datetime.date(2012, 1, 31)),
        (Relation.UNTIL, None, datetime.date(2012, 2, 29)),
        (Relation.SINCE, datetime.date(2012, 2, 1), None),
        (Relation.AFTER, datetime.date(2012, 3, 1), None),
    ],
)
def test_a_relation_bounds_a_time(relation: Relation, first: datetime.date | None, last: datetime.date | None) -> None:
    month = PartialDate(2012, 2)
    assert Period.of(relation, month, month) == Period(first, last)


@pytest.mark.parametrize(
    ("source", "payer"),
    [
        ("CMS Transmittal 1460", "Medicare"),
        ("NCCI Policy Manual, via Anesthesia Coding Alert", "Medicare"),
        ("Palmetto GBA (quoted in AAPC ED Coding and Reimbursement Alert)", "Medicare"),
        ("LCD L31359 billing guidelines, MS-009", "Medicare"),
        ("Regence reimbursement policy 109", "Regence"),
        ("Washington State L&I, urine drug testing", "Washington L&I"),
        ("CCNC Pediatrics, 2016 Health Check Billing Guide", "CCNC"),
        ("Aetna, following CMS", "Aetna"),
        ("CPT Assistant", None),
        ("AAPC forum", None),
        ("Payer reimbursement policy (payer not named)", None),
    ],
)
def test_the_payer_of_a_source_is_told(source: str, payer: str | None) -> None:
    assert lexicon.payer_of_source(source) == payer


def test_a_name_stands_in_one_entry_and_every_entry_has_one() -> None:
    # Reading the data raises where a name stands in two.
    assert known().places["22"].name == "outpatient hospital"
    assert [entry.name for entry, names in payers() if not names] == []
    assert {entry.kind for entry, _ in payers()} == set(Kind)


def test_the_names_of_a_kind_are_patterns_for_sources() -> None:
    names = re.compile("|".join(lexicon.patterns([Kind.MILITARY, Kind.COMMERCIAL])), re.IGNORECASE)
    assert all(names.search(source) for source in ("TriCare manual", "BCBSIL policy", "VA handbook"))
    assert not names.search("va voom")
    assert not names.search("commercial")


@pytest.mark.parametrize("unit", ["medicare or aetna, ", "1/2/11 - ", "not not no ", "blue cross blue ", "'09 ", "a "])
@pytest.mark.slow
def test_a_long_text_takes_time_in_line_with_its_length(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        lexicon.find(text)
        lexicon.find_dates(text)
        return time.process_time() - start

    seconds(1_000)
    # Eight times the text, the least of three tries of each; in line with its square it would be sixty-four times.
    long, short = (min(seconds(size) for _ in range(3)) for size in (80_000, 10_000))
    assert long <= 32 * max(short, 0.01)
