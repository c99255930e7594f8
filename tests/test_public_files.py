"""Rows of public files beside the guidance: which one is told for a day, and that no text gives way to it."""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import Outcome, source
from test_reference import FILES, INDICATORS, PAIRS, UNITS
from toys import sheets

from assistant import Desk
from assistant.answers import Answer
from assistant.dossiers import gathering, typed
from assistant.judgement import Voice
from assistant.keeping import saved
from assistant.quoting import citations, public_files
from assistant.reading.given import Given
from assistant.showing import appeal, code_page, dossier_exports, dossiers, exports, html, plain
from assistant.showing import public_files as shown
from indexer import reference
from indexer.errors import CitationError
from indexer.reference import Force, Store, choosing, wording

PAIR = "can 62370 and 95991 be billed together?"
# The first is answered, the second has something near it, the third has nothing.
QUESTIONS = (
    PAIR,
    "62367 vs 62368",
    "global period of 62362",
    "is a volume check reprogramming?",
    "is 36000 payable with 62370",
    "does modifier 25 go on 99213 with an injection?",
)
HEAD = [
    "Column 1",
    "Column 2",
    "*=in existence",
    "Effective Date",
    "Deletion Date",
    "Modifier 0=not allowed",
    "PTP Edit Rationale",
]


def edits(*rows: tuple[str, str, str, str, str]) -> str:
    """Column 1, column 2, effective, deletion, indicator."""
    lines = [
        HEAD,
        *([one, other, "", begins, ends, indicator, "Misuse"] for one, other, begins, ends, indicator in rows),
    ]
    return "\n".join("\t".join(line) for line in lines)


def add(store: Store, data: str | bytes, name: str) -> None:
    one = source(data, name)
    store.add(reference.read(one), one.data)


def told(store: Store, day: str | None, *codes: str) -> list[tuple[Force, str]]:
    found = choosing.on(store, codes, datetime.date.fromisoformat(day) if day else None)
    return [(one.force, one.told.file.quarter) for one in found]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(reference.beside(tmp_path))


def copied(index: Path, folder: Path) -> Path:
    shutil.copytree(index, folder, copy_function=os.link)
    return folder


@pytest.fixture(scope="module")
def bare(shipped_index: Path) -> Desk:
    return Desk.open(shipped_index)


@pytest.fixture(scope="module")
def loaded(shipped_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = copied(shipped_index, tmp_path_factory.mktemp("loaded") / "index")
    for name, data in FILES.items():
        add(Store(reference.beside(folder)), data, name)
    return Desk.open(folder)


@pytest.fixture(scope="module")
def without(bare: Desk) -> dict[str, Answer]:
    """The answers of a desk with nothing loaded."""
    return {question: bare.ask(question) for question in QUESTIONS}


@pytest.fixture(scope="module")
def pair(loaded: Desk) -> Answer:
    return loaded.ask(PAIR)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        ("2024-08-15", "2024 Q3"),
        ("2025-02-01", "2025 Q1"),
        ("2024-12-31", "2024 Q3"),  # no file of 2024 Q4 is held: a value stands until it is changed
        ("1999-01-01", "2024 Q3"),
        ("2026-07-01", "2025 Q1"),
        (None, "2025 Q1"),
    ],
)
def test_the_quarter_of_the_day_is_read(store: Store, day: str | None, quarter: str) -> None:
    add(store, UNITS, "MCR_MUE_PractitionerServices_Eff_07-01-2024.csv")
    add(store, UNITS, "MCR_MUE_PractitionerServices_Eff_01-01-2025.csv")
    assert told(store, day, "62370") == [(Force.LATER if day == "1999-01-01" else Force.IN_FORCE, quarter)]


def test_edits_are_read_from_the_next_file_that_is_held_which_has_their_history(store: Store) -> None:
    for version in ("300", "310"):
        add(store, edits(("11042", "97597", "20100101", "*", "1")), f"ccipra-v{version}r0-f1.txt")
    assert told(store, "2024-08-01", "11042", "97597") == [(Force.IN_FORCE, "2025 Q1")]
    assert told(store, "2024-02-01", "11042", "97597") == [(Force.IN_FORCE, "2024 Q1")]
    assert told(store, "2025-08-01", "11042", "97597") == [(Force.IN_FORCE, "2025 Q1")]


def test_a_quarter_that_has_not_begun_is_not_the_newest(store: Store) -> None:
    ahead = datetime.date.today().year + 2
    for name in ("Eff_07-01-2024", f"Eff_01-01-{ahead}"):
        add(store, UNITS, f"MCR_MUE_PractitionerServices_{name}.csv")
    assert told(store, None, "62370") == [(Force.IN_FORCE, "2024 Q3")]


@pytest.mark.parametrize(
    ("day", "force", "dates"),
    [
        ("2009-12-31", Force.LATER, "effective January 1, 2010, deleted December 31, 2012"),
        ("2011-06-01", Force.IN_FORCE, "effective January 1, 2010, deleted December 31, 2012"),
        ("2012-12-31", Force.IN_FORCE, "effective January 1, 2010, deleted December 31, 2012"),
        ("2013-06-01", Force.DELETED, "effective January 1, 2010, deleted December 31, 2012"),
        ("2015-06-01", Force.IN_FORCE, "effective January 1, 2015"),
    ],
)
def test_an_edit_that_came_back_is_told_by_the_day(store: Store, day: str, force: Force, dates: str) -> None:
    """In one of its two orders each time, whichever order is asked about."""
    rows = (("11042", "97597", "20100101", "20121231", "1"), ("97597", "11042", "20150101", "*", "0"))
    add(store, edits(*rows), "ccipra-v300r0-f1.txt")
    for codes in (("11042", "97597"), ("97597", "11042")):
        (one,) = choosing.on(store, codes, datetime.date.fromisoformat(day))
        assert one.force is force
        assert wording.cite(one.told).endswith(dates)
        assert dates in wording.says(one)


@pytest.mark.parametrize(
    ("ends", "indicator", "words"),
    [
        ("*", "0", "of the two, 11042 alone is paid for one patient and day, and no modifier lifts that"),
        (
            "*",
            "1",
            "of the two, 11042 alone is paid for one patient and day, unless with a modifier that the record supports",
        ),
        ("*", "9", "an edit that was deleted from its first day on: none applies"),
        ("20100101", "1", "an edit that was deleted from its first day on: none applies"),
        ("20101231", "1", "no edit applies after that day"),
        ("*", "7", "an edit whose modifier indicator is not known here"),
    ],
)
def test_what_an_edit_says(store: Store, ends: str, indicator: str, words: str) -> None:
    add(store, edits(("11042", "97597", "20100101", ends, indicator)), "ccipra-v300r0-f1.txt")
    (one,) = choosing.on(store, ["97597", "11042"], None)
    assert wording.says(one).endswith(f": {words}")
    assert choosing.paired(store, "97597") == (
        [reference.Paired("practitioner", "2024 Q1", 1)] if ends == "*" and indicator != "9" else []
    )


def test_a_row_that_is_published_in_two_forms_is_told_once(store: Store) -> None:
    add(store, edits(("11042", "97597", "20100101", "*", "1")), "ccipra-v300r0-f1.txt")
    table: sheets.Table = [HEAD, ["11042", "97597", "", 20100101.0, "*", 1.0, "Misuse"]]
    add(store, sheets.xlsx({"E": table}), "ccipra-v300r0-f1.xlsx")
    assert len(choosing.on(store, ["11042", "97597"], None)) == 1


def test_a_row_with_a_modifier_is_told_where_it_is_named(store: Store) -> None:
    row = "76000,,,A,0.3,1,XXX,0,0,0,0,0,\n76000,26,,A,0.3,1,XXX,6,0,0,0,0,\n"
    add(store, INDICATORS + row, "PPRRVU24_JUL.csv")
    assert [one.told.row.value("modifier") for one in choosing.on(store, ["76000"], None)] == [None]
    assert [one.told.row.value("modifier") for one in choosing.on(store, ["76000"], None, ["26"])] == [None, "26"]
    assert wording.says(choosing.on(store, ["76000"], None, ["26"])[1]).startswith(
        "76000 with modifier 26: global days"
    )


def test_a_seventh_character_is_known_from_above(store: Store) -> None:
    listed = """<ICD10CM.tabular><version>2025</version><chapter><section>
    <diag><name>S52</name><desc>Fracture of forearm</desc>
    <sevenChrDef><extension char="A">initial</extension></sevenChrDef>
    <diag><name>S52.5</name><desc>lower end of radius</desc><diag><name>S52.501</name><desc>right</desc></diag></diag>
    <diag><name>S52.9</name><desc>unspecified</desc></diag></diag></section></chapter></ICD10CM.tabular>"""
    add(store, listed, "icd10cm_tabular_2025.xml")
    said = {
        code: [wording.says(one) for one in choosing.on(store, [code], None)]
        for code in ("S52.501A", "S52.9XXA", "S52.5")
    }
    assert said == {
        "S52.501A": ["S52.501: right; valid for billing only with a seventh character"],
        "S52.9XXA": ["S52.9: unspecified; valid for billing only with a seventh character"],
        "S52.5": ["S52.5: lower end of radius; a heading, not valid for billing: one of the codes below it is"],
    }


@pytest.mark.slow
def test_without_rows_of_the_codes_nothing_changes(
    without: dict[str, Answer], shipped_index: Path, tmp_path: Path
) -> None:
    folder = copied(shipped_index, tmp_path / "index")
    add(
        Store(reference.beside(folder)),
        UNITS.replace("62370", "00001").replace("J2275", "00002"),
        "MUE_practitioner_Eff_07-01-2024.csv",
    )
    other = Desk.open(folder)
    for question, answer in without.items():
        assert other.ask(question) == answer
        assert exports.answer(answer)["reference"] is None


@pytest.mark.slow
def test_rows_stand_beside_the_texts_and_change_none_of_them(without: dict[str, Answer], loaded: Desk) -> None:
    stated = 0
    for question, answer in without.items():
        beside = loaded.ask(question)
        assert dataclasses.replace(beside, reference=None, text=answer.text, fingerprint=answer.fingerprint) == answer
        stated += beside.reference is not None
        assert (beside.text == answer.text) == (beside.reference is None)
    assert stated == 4


def test_a_pair_is_told_with_its_file_and_quarter(pair: Answer) -> None:
    assert pair.reference
    assert [one.told.file.kind for one in pair.reference.rows] == [
        "NCCI PTP edits",
        "MUE values",
        "Medicare physician fee schedule",
    ]
    cited = (
        "NCCI PTP edits, practitioner, 2024 Q2, file ccipra-v301r0-f1.xlsx: column 1 62370, column 2 95991, "
        "modifier indicator 1, effective January 1, 2012"
    )
    assert wording.cite(pair.reference.rows[0].told) == cited
    assert cited in plain.citations(pair).splitlines()
    record = exports.answer(pair)["reference"]
    assert (record["date"], record["rows"][0]["citation"], record["rows"][0]["in_force"]) == (None, cited, True)
    assert record["rows"][2]["particulars"][2] == {
        "name": "global days",
        "value": "XXX",
        "means": "no global period applies",
    }
    assert "the newest quarter" in record["notes"][0]
    assert json.dumps(record)


def test_rows_stand_after_what_the_texts_say_and_before_the_sources(pair: Answer) -> None:
    assert pair.voice is Voice.ANSWERS
    assert pair.headline
    assert pair.text.startswith("No.")
    places = [pair.text.index(words) for words in ("Published guidance", f"**{shown.HEADING}**", "**Sources**")]
    assert places == sorted(places)
    # No mark of a citation stands in a row.
    rows = pair.text.split(f"**{shown.HEADING}**")[1].split("\n\n")[0]
    assert "[" not in rows


def test_a_row_alone_claims_nothing(loaded: Desk) -> None:
    near, nothing = loaded.ask("is 36000 payable with 62370"), loaded.ask("global period of 62362")
    assert (near.voice, nothing.voice) == (Voice.NEAREST, Voice.NOTHING)
    assert near.text.startswith(f"{shown.NEAREST}\n\n**{shown.HEADING}**\n- 62370 (column 1) with 36000 (column 2)")
    assert nothing.text.startswith(f"{shown.NOTHING}\n\n**{shown.HEADING}**\n- 62362: global days 010 (the day of")
    assert near.refusal
    assert nothing.refusal


@pytest.mark.parametrize(
    ("given", "notes"),
    [
        (Given(), ["newest quarter"]),
        (
            Given(dos="2024-05-01"),
            ["No file of the quarter of May 1, 2024 is loaded here: what is told is of 2024 Q3."],
        ),
        (Given(dos="2024-08-01", payer="Aetna"), ["quarter of August 1, 2024", "These files are Medicare's"]),
        (Given(dos="2024-08-01", payer="Medicare"), ["quarter of August 1, 2024"]),
    ],
)
def test_what_must_be_known_of_the_rows_is_told(loaded: Desk, given: Given, notes: list[str]) -> None:
    found = loaded.ask(PAIR, facts=given.read()).reference
    assert found
    said = list(shown.notes(found, asked=True))
    assert len(said) == len(notes)
    assert all(words in one for words, one in zip(notes, said, strict=True))


def test_the_day_of_service_decides_whether_an_edit_holds(loaded: Desk) -> None:
    question = "is 36000 payable with 62370"
    for dos, words in (("2014-05-01", "and no modifier lifts that"), ("2024-07-01", "no edit applies after that day")):
        found = loaded.ask(question, facts=Given(dos=dos).read()).reference
        assert found
        assert wording.says(found.rows[0]).endswith(words)


def test_that_no_row_has_the_pair_is_told(loaded: Desk) -> None:
    found = loaded.ask("62367 vs 62368")
    assert found.reference
    assert not found.reference.rows
    assert (
        "No row pairs the two codes in the edits that are loaded here (NCCI PTP edits, practitioner, 2024 Q2"
        in found.text
    )
    # It says nothing of them, and so what claims nothing opens as without it.
    assert found.headline


def test_rows_that_cannot_be_read_cost_no_answer(
    shipped_index: Path, tmp_path: Path, bare: Desk, without: dict[str, Answer]
) -> None:
    folder = copied(shipped_index, tmp_path / "index")
    reference.beside(folder).write_bytes(b"SQLite format 3\0" + b"x" * 200)
    answer = Desk.open(folder).ask(PAIR)
    assert answer.headline == without[PAIR].headline
    assert answer.fingerprint == bare.fingerprint
    assert "delete the file and add the reference files again" in answer.text


def test_a_sheet_has_the_rows_apart_from_the_quotations(pair: Answer) -> None:
    day = datetime.date(2026, 1, 31)
    made = {name: appeal.made(pair, day, Path(f"a.{name}")) for name in ("md", "html", "docx")}
    written = {
        "md": made["md"].decode().partition("<!--")[0],
        "html": made["html"].decode().partition("<!--")[0],
        "docx": "\n".join(one.text for one in docx.Document(io.BytesIO(made["docx"])).paragraphs),
    }
    for text in written.values():
        assert text.count("modifier indicator 1, effective January 1, 2012") == 1
        assert text.index("modifier indicator 1") < text.index("Quotations")


def test_the_page_shows_a_file_name_as_it_is(pair: Answer) -> None:
    assert pair.reference
    first = pair.reference.rows[0]
    hostile = dataclasses.replace(first.told, file=dataclasses.replace(first.told.file, name="<b>[1](http://b)"))
    rows = (dataclasses.replace(first, told=hostile), *pair.reference.rows[1:], *[first] * 6)
    page = html.answer(dataclasses.replace(pair, reference=dataclasses.replace(pair.reference, rows=rows)), 1)
    assert "file &lt;b&gt;[1](http://b)</span>" in page
    assert "<summary>3 more</summary>" in page


def test_a_row_of_another_code_is_never_shown(pair: Answer) -> None:
    assert pair.reference
    (first, *_) = pair.reference.rows
    stray = dataclasses.replace(
        first, told=dataclasses.replace(first.told, row=dataclasses.replace(first.told.row, other="99213"))
    )
    with pytest.raises(CitationError, match="of 99213, which nobody asked about"):
        citations.check(dataclasses.replace(pair, reference=dataclasses.replace(pair.reference, rows=(stray,))))


def test_a_new_quarter_is_noticed_when_an_answer_is_replayed(shipped_index: Path, tmp_path: Path) -> None:
    folder = copied(shipped_index, tmp_path / "index")
    store, desk = Store(reference.beside(folder)), Desk.open(folder)
    add(store, UNITS, "MCR_MUE_PractitionerServices_Eff_07-01-2024.csv")
    before = saved.keep(desk.ask(PAIR), (), 20, "extractive")
    assert saved.changes(before, saved.again(before, desk)) == []
    add(store, UNITS, "MCR_MUE_PractitionerServices_Eff_10-01-2024.csv")
    now = saved.again(before, desk)
    was, is_ = (one.answer["fingerprint"].partition("#")[2].partition("~")[0] for one in (before, now))
    assert saved.changes(before, now) == [
        f"reference rows: {was} is now {is_}",
        "text: the answer reads otherwise",
        "reference: changed",
    ]
    assert public_files.fingerprint(None) == ""


def test_a_code_has_its_rows_and_the_pairs_that_its_cases_name(loaded: Desk, bare: Desk) -> None:
    found = gathering.of(typed.one("62370"), loaded.index)
    assert found.reference
    assert [(one.told.row.code, one.told.row.other) for one in found.reference.rows] == [
        ("62370", "95991"),
        ("62370", None),
        ("62370", None),
    ]
    lines = list(dossiers.lines(found, 10))
    assert "Public reference files (3)" in lines
    assert any("Codes with which an edit pairs it: 1 in practitioner (2024 Q2)." in line for line in lines)
    record = dossier_exports.dossier(found)
    assert record["paired"] == [{"setting": "practitioner", "quarter": "2024 Q2", "codes": 1}]
    assert len(record["reference"]["rows"]) == 3
    assert "NCCI PTP edits, practitioner, 2024 Q2" in code_page.recorded(found)
    assert gathering.of(typed.one("62370"), bare.index) == dataclasses.replace(found, reference=None, paired=())


def test_two_codes_side_by_side_have_their_pair(loaded: Desk) -> None:
    found = gathering.compared(typed.one("95991"), typed.one("62370"), loaded.index)
    assert "modifier indicator 1" in next(line for line in dossiers.compared(found, 10) if "column 1" in line)
    assert dossier_exports.comparison(found)["reference"]["rows"][0]["other"] == "95991"
    assert "modifier indicator 1" in code_page.differing(found)


def test_a_code_that_only_a_file_names_shows_its_row(citedesk: Callable[..., Outcome], loaded: Desk) -> None:
    folder = loaded.index.folder.parent
    add(Store(reference.beside(folder)), UNITS.replace("62370", "0001U"), "MUE_practitioner_Eff_07-01-2024.csv")
    shown_ = citedesk("code", "0001U", "--index", folder).out
    assert "0001U: at most 1 unit" in shown_
    assert "is named by no document" in shown_


def test_the_command_shows_a_day(citedesk: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "ccipra-v301r0-f1.xlsx").write_bytes(sheets.xlsx({"Edits": PAIRS}))
    assert citedesk("reference", "add", tmp_path / "ccipra-v301r0-f1.xlsx", "--index", "ix").code == 0
    for dos, words in (("2015", "no modifier lifts that"), ("2025", "no edit applies after that day")):
        assert words in citedesk("reference", "show", "62370", "36000", "--dos", dos, "--index", "ix").out
    assert "is no date of service" in citedesk("reference", "show", "62370", "--dos", "2/30/2012", "--index", "ix").err
