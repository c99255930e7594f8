"""Where a text is cut: tables at rows below their header, lists of codes at rows, headings alone."""

from __future__ import annotations

import time

import pytest

from indexer import cutting
from indexer.cutting import Cut, Table


def words(text: str) -> int:
    return len(text.split())


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in cutting.sentences(text)]


PIPES = "| Code | Refill |\n|---|---|\n| 62367 | no |\n| 62369 | yes, no physician |"


@pytest.mark.parametrize(
    "table",
    [
        PIPES,
        PIPES.replace("\n", "\n> ").replace("| Code", "> | Code", 1),
        "Code | Refill |\n62367 | no. None |\n62369 | yes |",
        "Code\tRefill\n62367\tno\n62369\tyes",
        "Code      Refill\n62367     no\n62369     yes",
    ],
)
def test_a_table_is_one_sentence_with_its_header(table: str) -> None:
    text = f"The codes are these. See below:\n\n{table}\n\nReport one. Not both."
    assert parts(text) == ["The codes are these.", "See below:", table, "Report one.", "Not both."]
    start = text.index(table)
    head = start + len(table.rsplit("\n", 2)[0])
    assert cutting.tables(text) == [Table(start, head, start + len(table))]


@pytest.mark.parametrize(
    "text", ["One | two.", "A\tB\n\nC\tD", "End.  Next one.\nEnd.  Next two.", "", "|", "a\n\n| b | c |"]
)
def test_one_row_alone_is_no_table(text: str) -> None:
    assert cutting.tables(text) == []


def test_rows_that_follow_no_header_have_none() -> None:
    (table,) = cutting.tables("62367\tno\n62369\tyes")
    assert table.head == table.start


def test_a_table_that_is_too_long_is_cut_at_rows_below_its_header() -> None:
    header = "| Code | Refill |\n|---|---|"
    rows = [f"| {62360 + row} | yes |" for row in range(7)]
    text = "Before. " + "\n".join(["It is so:", header, *rows]) + "\nAfter."
    # Six words of header (five and the rule), five of a row: 16 hold the header and two rows.
    found = [cut.of(text) for cut in cutting.pack(text, words, 16)]
    assert found == [
        "Before. It is so:",
        *("\n".join([header, *rows[at : at + 2]]) for at in (0, 2, 4)),
        f"{header}\n{rows[6]}",
        "After.",
    ]
    assert all(words(one) <= 16 for one in found)


def test_a_row_that_has_no_room_below_the_header_is_cut_and_stands_alone() -> None:
    text = "Code\tWhat\n62367\t" + "word " * 12
    found = [cut.of(text) for cut in cutting.pack(text, words, 6)]
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(words(one) <= 6 for one in found)


def test_each_row_of_a_list_of_codes_is_a_sentence() -> None:
    rows = ["62360 Placing a reservoir", "62361 Placing a pump\n   that runs alone", "J2274 Morphine", "M17.11 Knee"]
    text = "The codes:\n" + "\n".join(rows)
    assert parts(text) == ["The codes:", *rows]
    # The first row has four words, the second seven, the others two each.
    assert [cut.of(text) for cut in cutting.pack(text, words, 7)] == [
        f"The codes:\n{rows[0]}",
        rows[1],
        f"{rows[2]}\n{rows[3]}",
    ]


@pytest.mark.parametrize(
    "text", ["Report\n62367 for a read\nof the volume in\n62368", "62367 is for a read", "a\nb\nc\n62367"]
)
def test_a_code_at_the_beginning_of_a_wrapped_line_is_no_row(text: str) -> None:
    assert parts(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Refill. Pumps\nReport it.", ["## Refill. Pumps", "Report it."]),
        ("One.\n\n## Refill (2012)\nTwo", ["One.", "## Refill (2012)", "Two"]),
        ("Do:\n1. Read it\n2. Fill it\n* Bill it", ["Do:", "1. Read it", "2. Fill it", "* Bill it"]),
    ],
)
def test_headings_and_points_stand_alone(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_a_long_sentence_is_cut_at_a_line_before_a_space() -> None:
    lines = ["one two three", "four five six", "seven eight nine", "ten eleven twelve"]
    text = ",\n".join(lines)
    assert [cut.of(text) for cut in cutting.pack(text, words, 6)] == [
        ",\n".join(lines[:2]) + ",",
        ",\n".join(lines[2:]),
    ]
    assert Cut(0, 3).of(text) == "one"


@pytest.mark.parametrize("text", ["a" * 300_000, "| x " * 60_000, "\t" * 200_000, " " * 200_000, "62367\n" * 30_000])
def test_time_grows_with_the_length(text: str) -> None:
    start = time.process_time()
    cutting.sentences(text)
    assert time.process_time() - start < 2
