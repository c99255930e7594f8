"""Tables: CSV, JSON lines and spreadsheets; which column holds what, rows to documents, and what a bad row costs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import source
from toys import sheets

from indexer import by_format
from indexer.accounts import Fate
from indexer.choosing import Format
from indexer.documents import Document, Excerpt, PartialDate, Quoted, Thread
from indexer.errors import DocumentError
from indexer.formats import Damage, Module, Note, Source, csv_table, json_lines, workbook
from indexer.front_matter import Fields
from indexer.plugins import NoSettings
from indexer.tables import columns, lines, records
from indexer.testing.format_contract import FormatContract

GUIDANCE = """\
Record ID,Subject,Publication,Date,Vol.,Issue,Page,Content
jul06,Pump refill,CPT Assistant,2006-07,16,7,3,"Code 62370 is reported once a visit, by the physician."
mar10,Needles,CPT Assistant,3/18/2010,20,3,,A 5" needle is used with 62368.
"""
TALK = """\
Topic ID,Thread title,User name,Post date,Body,Forum
12,Pump codes,sam_hill,"Mar 18, 2010",Is 62370 right when the nurse refills?,Pain forum
13,Drugs,wendy99,"Mar 18, 2010",How many units of J2275?,Pain forum
12,Re: Pump codes,PatSmith7,"Mar 19, 2010","sam_hill said:
> Is 62370 right when the nurse refills?

Sam, 62370 is for the physician. The manual:

> The nurse reports 62369.",Pain forum
12,Re: Pump codes,sam_hill,"Mar 20, 2010",Thanks!,Pain forum
"""
OBJECTS = "\n".join(
    json.dumps(one)
    for one in (
        {
            "id": "jul06",
            "title": "Pump refill",
            "source": "CPT Assistant",
            "date": "2006-07",
            "text": "The rule on 62370.",
        },
        {
            "id": "t1",
            "title": "Pump codes",
            "posts": [
                {"user": "sam_hill", "date": "2010-03-18", "text": "Is 62370 right when the nurse refills?"},
                {"user": "PatSmith7", "date": "2010-03-19T10:00:00Z", "text": "Sam, 62370 is for the physician."},
            ],
        },
    )
)
OLD = (Path(__file__).parent / "toys" / "old.xls").read_bytes()  # the rows of GRID, as Excel 97 kept them
GRID = [["Guidance of the clinic", "", ""], ["Title", "Publication", "Text"], ["Refill", "CPT Assistant", "On 62370."]]


def told(module: Module, of: Source) -> list[object]:
    return list(module.read(of, NoSettings()))


def documents(module: Module, of: Source) -> list[Document]:
    return [one for one in told(module, of) if isinstance(one, (Excerpt, Thread))]


def damages(module: Module, of: Source) -> list[tuple[int | None, str]]:
    return [(one.line, one.reason) for one in told(module, of) if isinstance(one, Damage)]


def beside(of: Source, text: str) -> Source:
    return replace(of, sidecar=source(text, f"{of.name}.yaml"))


class TestCsv(FormatContract):
    module = csv_table
    samples = (source(GUIDANCE, "g.csv"), source(TALK, "t.csv"), source(GUIDANCE.replace(",", "\t"), "g.tsv"))


class TestJsonLines(FormatContract):
    module = json_lines
    samples = (source(OBJECTS, "g.jsonl"),)


class TestWorkbook(FormatContract):
    module = workbook
    samples = (source(sheets.xlsx({"Sheet1": GRID}), "g.xlsx"), source(sheets.ods(GRID), "g.ods"), source(OLD, "g.xls"))


def test_rows_are_excerpts_with_the_particulars_of_their_columns() -> None:
    first, second = documents(csv_table, source(GUIDANCE, "g.csv"))
    assert isinstance(first, Excerpt)
    assert (first.id, first.title, first.source) == ("g/jul06", "Pump refill", "CPT Assistant")
    assert (first.published, first.volume, first.issue, first.page) == (PartialDate(2006, 7), "16", "7", "3")
    assert first.text == "Code 62370 is reported once a visit, by the physician."
    assert isinstance(second, Excerpt)
    assert (second.published, second.page) == (PartialDate(2010, 3, 18), None)
    assert second.text == 'A 5" needle is used with 62368.'


def test_rows_of_one_thread_are_one_thread_wherever_they_stand() -> None:
    found = {one.id: one for one in documents(csv_table, source(TALK, "t.csv"))}
    assert set(found) == {"t/12", "t/13"}
    thread = found["t/12"]
    assert isinstance(thread, Thread)
    assert (thread.title, thread.source) == ("Pump codes", "Pain forum")
    assert [post.role for post in thread.posts] == ["asker", "responder 1", "asker"]
    assert [post.posted for post in thread.posts] == [PartialDate(2010, 3, day) for day in (18, 19, 20)]
    answer = thread.posts[1]
    assert answer.text == "[name], 62370 is for the physician. The manual:\n\n> The nurse reports 62369."
    start = answer.text.index(">")
    assert answer.quoted == (Quoted(start, len(answer.text), "[name], 62370 is for the physician. The manual:"),)
    assert thread.posts[2].nothing == "thanks"


def test_postings_with_a_time_of_day_are_put_in_their_order() -> None:
    rows = ["thread,user,posted,text", "1,b9,2010-03-18 12:00,Yes 62370.", "1,a7,2010-03-18 11:00,Is 62370 right?"]
    rows.append("1,c8,2010-03-18 13:00,No.")
    (thread,) = documents(csv_table, source("\n".join(rows), "t.csv"))
    assert isinstance(thread, Thread)
    assert [(post.role, post.text) for post in thread.posts] == [
        ("asker", "Is 62370 right?"),
        ("responder 1", "Yes 62370."),
        ("responder 2", "No."),
    ]


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (["asker", "responder 2", "responder 1"], ["asker", "responder 2", "responder 1"]),
        (["Question", "Answer", "Answer"], ["asker", "responder 1", "responder 2"]),
    ],
)
def test_a_column_of_roles_tells_who_asks(roles: list[str], expected: list[str]) -> None:
    rows = [f"1,{role},Words on 6237{place}." for place, role in enumerate(roles)]
    (thread,) = documents(csv_table, source("\n".join(["thread,role,text", *rows]), "t.csv"))
    assert isinstance(thread, Thread)
    assert [post.role for post in thread.posts] == expected


def test_a_bad_row_costs_itself_and_is_told_with_its_line() -> None:
    rows = [
        "id,source,date,text",
        "a,CMS,2006-13,Words.",
        "b,CMS,2006,",
        "c,CMS,2006,one, two",
        ",,,",
        'd,CMS,2006,"Never closed',
        "e,,2006,No source.",
        "f,CMS,2006,The rule on 95991.",
    ]
    of = source("\n".join(rows), "t.csv")
    assert [one.id for one in documents(csv_table, of)] == ["t/f"]
    assert [(line, reason.split(";")[0]) for line, reason in damages(csv_table, of)] == [
        (2, "date: '2006-13' is not a possible date"),
        (3, "the row has no text"),
        (4, "it has 5 cells under 4 titles"),
        (6, "a quotation mark opens a cell here and nothing closes it"),
        (7, "the row names no source"),
    ]


def test_bad_lines_of_objects_cost_themselves() -> None:
    of = source('{"text":"a","source":"CMS"}\n{bad\n[1]\n\n{"title":"b","source":"CMS"}\n', "t.jsonl")
    assert [one.id for one in documents(json_lines, of)] == ["t/row-1"]
    assert [(line, reason.split(" (")[0].split(";")[0]) for line, reason in damages(json_lines, of)] == [
        (2, "the line is no JSON"),
        (3, "the line is no JSON object"),
        (5, "the row has no text"),
    ]


def test_a_byte_that_is_no_text_costs_its_line() -> None:
    of = source(b"source,text\nCMS,good \x9d\x81 bad\nCMS,It isn\x92t 62370.\n", "t.csv")
    (kept,) = documents(csv_table, of)
    assert isinstance(kept, Excerpt)
    assert kept.text == "It isn’t 62370."
    assert [line for line, _ in damages(csv_table, of)] == [2]


def test_many_bad_rows_are_told_in_one_line() -> None:
    of = source("source,text\n" + "CMS,\n" * 600 + "CMS,Good.\n", "t.csv")
    told_of = damages(csv_table, of)
    assert len(told_of) == 500 + 1
    assert told_of[-1] == (None, "100 further rows are left out; mend those that are told first")
    assert len(documents(csv_table, of)) == 1


@pytest.mark.parametrize(
    "data", [GUIDANCE.encode("utf-16"), GUIDANCE.replace("\n", "\r").encode(), GUIDANCE.encode("utf-8-sig")]
)
def test_encodings_and_line_ends_of_spreadsheets_are_read(data: bytes) -> None:
    assert [one.id for one in documents(csv_table, source(data, "g.csv"))] == ["g/jul06", "g/mar10"]


def test_excel_may_name_the_sign_between_cells() -> None:
    (one,) = documents(csv_table, source("sep=;\nsource;text\nCMS;One, two on 62370\n", "t.csv"))
    assert isinstance(one, Excerpt)
    assert one.text == "One, two on 62370"


def test_a_sidecar_names_columns_and_says_what_holds_for_all() -> None:
    of = source("Nr,Frage,Antwort\n7,Is 62370 right?,Yes it is.\n", "t.csv")
    (one,) = documents(csv_table, beside(of, "text_column: Antwort\ntitle_column: Frage\nid_column: nr\nsource: CMS\n"))
    assert isinstance(one, Excerpt)
    assert (one.id, one.title, one.text, one.source) == ("t/7", "Is 62370 right?", "Yes it is.", "CMS")
    with pytest.raises(
        DocumentError, match="text_column: there is no column 'Reply'; its columns are 'Nr', 'Frage'"
    ) as caught:
        documents(csv_table, beside(of, "text_column: Reply\n"))
    assert (caught.value.line, caught.value.name) == (1, "t.csv.yaml")


def test_a_table_without_texts_says_what_to_do() -> None:
    with pytest.raises(DocumentError) as caught:
        documents(csv_table, source("hcpcs,rvu\n62370,1.2\n", "t.csv"))
    assert str(caught.value) == (
        "no column holds the text; its columns are 'hcpcs', 'rvu'; say which in t.csv.yaml: 'text_column: TITLE'"
    )


def test_a_payer_goes_into_the_source_that_does_not_name_it() -> None:
    of = source(
        "payer,source,text\nAetna,Policy 7,On 62370.\nAetna,Aetna Policy 8,On 62370.\nAetna,,On 62370.\n", "t.csv"
    )
    assert [one.source for one in documents(csv_table, of)] == ["Aetna Policy 7", "Aetna Policy 8", "Aetna"]


def test_a_row_says_from_when_until_when_it_holds() -> None:
    rows = ["source,text,Effective Date,until", "CMS,On 62370.,1/1/2012,2014-12", "CMS,On 62370.,2015,2014"]
    of = source("\n".join(rows), "t.csv")
    (one,) = documents(csv_table, of)
    assert isinstance(one, Excerpt)
    assert (one.effective, one.until) == (PartialDate(2012, 1, 1), PartialDate(2014, 12))
    assert damages(csv_table, of) == [(3, "the row ends before it is in force; mend 'effective' or 'until'")]


def test_persons_are_masked_in_rows() -> None:
    of = source("source,text\nCMS,Call Mrs. Mary Jones at 555-123-4567 on 62370.\n", "t.csv")
    (one,) = documents(csv_table, of)
    assert isinstance(one, Excerpt)
    assert one.text == "Call Mrs. [name] at [phone] on 62370."


def test_an_address_that_a_browser_would_run_is_not_kept() -> None:
    (one,) = documents(csv_table, source("source,text,url\nCMS,On 62370.,javascript:alert(1)\n", "t.csv"))
    assert isinstance(one, Excerpt)
    assert one.seen_in is None


def test_an_object_may_hold_its_postings() -> None:
    excerpt, thread = documents(json_lines, source(OBJECTS, "g.jsonl"))
    assert (excerpt.id, thread.id) == ("g/jul06", "g/t1")
    assert isinstance(thread, Thread)
    assert [(post.role, post.posted, post.text) for post in thread.posts] == [
        ("asker", PartialDate(2010, 3, 18), "Is 62370 right when the nurse refills?"),
        ("responder 1", PartialDate(2010, 3, 19), "[name], 62370 is for the physician."),
    ]


@pytest.mark.parametrize("data", [sheets.xlsx({"Sheet1": GRID}), sheets.ods(GRID), OLD], ids=["xlsx", "ods", "xls"])
def test_the_titles_of_a_sheet_may_stand_below_other_rows(data: bytes) -> None:
    (one,) = documents(workbook, source(data, "g.xlsx"))
    assert isinstance(one, Excerpt)
    assert (one.id, one.title, one.source, one.text) == ("g/row-3", "Refill", "CPT Assistant", "On 62370.")


def test_each_sheet_is_a_table_and_one_without_texts_is_told() -> None:
    grid: sheets.Table = [["Text", "Source", "Page"], ["On 62370.", "CMS", 7.0], ["", "CMS", 8.0]]
    of = source(sheets.xlsx({"A": grid, "B": [["Code", "RVU"], [62370.0, 1.5]], "Empty": [], "C": grid[:2]}), "g.xlsx")
    assert [(one.id, one.page) for one in documents(workbook, of) if isinstance(one, Excerpt)] == [
        ("g/A/row-2", "7"),
        ("g/C/row-2", "7"),
    ]
    assert [(line, reason.split(";")[0]) for line, reason in damages(workbook, of)] == [
        (3, "sheet 'A': the row has no text"),
        (1, "sheet 'B': no column holds the text"),
    ]


def test_a_workbook_that_is_encrypted_damaged_or_a_bomb_says_so() -> None:
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert workbook.accepts(source(encrypted, "g.xlsx")) == 0.9
    with pytest.raises(DocumentError, match="the workbook is encrypted; open it and save it without a password"):
        documents(workbook, source(encrypted, "g.xlsx"))
    cut = source(sheets.xlsx({"A": GRID})[:900], "g.xlsx")
    assert workbook.accepts(cut) == 0.5
    with pytest.raises(DocumentError, match=r"; open it in the program that made it and save it anew|pack it anew"):
        documents(workbook, cut)
    whole = sheets.archive({"xl/workbook.xml": "<no>", "[Content_Types].xml": "<no>"})
    with pytest.raises(DocumentError, match="the workbook is damaged"):
        documents(workbook, source(whole, "g.xlsx"))
    bomb = sheets.archive({"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": b"\0" * 40_000_000})
    with pytest.raises(DocumentError, match="it would unfold from"):
        documents(workbook, source(bomb, "g.xlsx"))


@pytest.mark.slow
def test_a_cell_at_the_far_end_of_a_sheet_costs_its_file_and_nothing_else() -> None:
    cell = '<row r="{1}"><c r="{0}{1}" t="inlineStr"><is><t>Text</t></is></c></row>'
    rows = cell.format("A", 1) + cell.format("XFD", 1048576)
    sheet = f'<worksheet xmlns="{sheets.SHEETS}"><sheetData>{rows}</sheetData></worksheet>'
    of = source(sheets.xlsx({"A": [["Text"]]}, {"xl/worksheets/sheet1.xml": sheet}), "g.xlsx")
    (told_of,) = by_format.read(of, Format("workbook", workbook, NoSettings()))
    assert isinstance(told_of, Damage)
    assert told_of.reason.startswith("reading it ")
    good = source(sheets.xlsx({"Sheet1": GRID}), "g.xlsx")
    assert [type(one) for one in by_format.read(good, Format("workbook", workbook, NoSettings()))] == [Excerpt]


def test_titles_are_known_in_any_case_and_by_common_names() -> None:
    found = columns.assign(["POST_ID", "postedBy", "Thread Title", "Message (HTML)", "Created At"], Fields("t.csv"))
    assert found == {"id": 0, "author": 1, "title": 2, "text": 3, "posted": 4}


def test_no_two_particulars_share_a_synonym() -> None:
    every = [name for field, others in columns.SYNONYMS.items() for name in (field, *others)]
    assert len(every) == len(set(every))
    assert all(columns.known(name) == name for name in every)


def test_lines_are_numbered_as_an_editor_does() -> None:
    assert list(lines.of(source(b"\xef\xbb\xbfa\r\nb\n\nc", "t.csv"))) == [(1, "a"), (2, "b"), (3, ""), (4, "c")]


def test_every_line_is_told() -> None:
    of = source('\nsep=,\nsource,text\nCMS,One.\nCMS,\n,,,\n\nCMS,"Two\nlines"\n', "t.csv")
    assert [(one.first, one.last, one.what) for one in told(csv_table, of) if isinstance(one, Fate)] == [
        (1, 1, "empty"),
        (2, 2, "sign"),
        (3, 3, "titles"),
        (4, 4, "row"),
        (5, 5, "left out: the row has no text"),
        (6, 6, "row"),
        (7, 7, "empty"),
        (8, 9, "row"),
        (10, 10, "empty"),
    ]


def cells(text: str) -> Iterator[tuple[int, tuple[str, ...]] | None]:
    for one in records.of(enumerate(text.split("\n"), 1), ","):
        yield None if isinstance(one, Damage) else (one.number, one.cells)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a,"b\nc",d\ne', [(1, ("a", "b\nc", "d")), (3, ("e",))]),
        ('a,"b ""c"" d"\n', [(1, ("a", 'b "c" d'))]),
        ('5" needle,b\nc', [(1, ('5" needle', "b")), (2, ("c",))]),
        ('a,"b\nc\nd', [None, (2, ("c",)), (3, ("d",))]),
        ('"a"b,c', [(1, ("ab", "c"))]),
    ],
)
def test_a_record_ends_where_its_quotation_marks_do(text: str, expected: list[object]) -> None:
    assert list(cells(text)) == expected


def test_macros_are_told_and_not_run() -> None:
    data = sheets.xlsx({"A": [["Text", "Source"], ["On 62370.", "CMS"]]}, {"xl/vbaProject.bin": b"Sub Auto_Open()"})
    given = told(workbook, source(data, "g.xlsm"))
    assert [one.what for one in given if isinstance(one, Note)] == ["the workbook's macros were not run"]
    assert [one.text for one in given if isinstance(one, Excerpt)] == ["On 62370."]
