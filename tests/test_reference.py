"""Public reference files: recognised, kept with their quarters, shown by code and by pair; no descriptor is kept."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Outcome, source
from toys import sheets

from indexer import reference
from indexer.errors import RecordError
from indexer.reference import Store, choosing, recognising

DESCRIPTOR = "Elec analys impl pump wrprgrmg"
PAIRS: sheets.Table = [
    ["CPT only copyright 2023 American Medical Association. All rights reserved.", "", "", "", "", "", ""],
    ["Column 1/Column 2 Edits", "", "", "", "", "", ""],
    ["Column 1", "Column 2", "*=in existence", "Effective", "Deletion", "Modifier", "PTP Edit Rationale"],
    ["", "", "prior to 1996", "Date", "Date", "0=not allowed", ""],
    ["", "", "", "", "*=no data", "1=allowed", ""],
    ["62370", "95991", "", 20120101.0, "*", 1.0, "Misuse of column two code with column one code"],
    ["62370", "36000", "*", 20120101.0, 20240630.0, 0.0, "Standards of medical / surgical practice"],
    ["99091", "62370", "", 20200101.0, "*", 9.0, "More extensive procedure"],
]
UNITS = """\
"Medicare MUE values. CPT codes copyright 2023 American Medical Association.",,,
HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale
62370,1,3 Date of Service Edit: Clinical,Nature of Service/Procedure
J2275,100,3 Date of Service Edit: Clinical,Prescribing Information
"""
INDICATORS = f"""\
2024 National Physician Fee Schedule Relative Value File July Release,,,,,,,,,,,,
"RELEASED 06/12/2024",,,,,,,,,,,,
,,,STATUS,WORK,PCTC,GLOB,MULT,BILAT,ASST,CO-,TEAM,ENDO
HCPCS,MOD,DESCRIPTION,CODE,RVU,IND,DAYS,PROC,SURG,SURG,SURG,SURG,BASE
62370,,{DESCRIPTOR},A,0.90,0,XXX,0,0,0,0,0,
62362,,Implant spine infusion pump,A,5.60,0,010,2,0,2,0,0,
"""
TABULAR = """\
<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2025</version><chapter><name>6</name><desc>Nervous</desc><section id="G89-G99">
<diag><name>G89</name><desc>Pain, not elsewhere classified</desc>
<codeAlso><note>related psychological factors (F45.42)</note></codeAlso>
<excludes1><note>generalized pain NOS (R52)</note></excludes1>
<diag><name>G89.4</name><desc>Chronic pain syndrome</desc><inclusionTerm><note>Chronic pain with dysfunction</note>
</inclusionTerm></diag></diag></section></chapter></ICD10CM.tabular>
"""
FILES: dict[str, str | bytes] = {
    "ccipra-v301r0-f1.xlsx": sheets.xlsx({"Edits": PAIRS}),
    "MCR_MUE_PractitionerServices_Eff_07-01-2024.csv": UNITS,
    "PPRRVU24_JUL.csv": INDICATORS,
    "icd10cm_tabular_2025.xml": TABULAR,
}


def written(folder: Path, name: str, data: str | bytes | None = None) -> Path:
    given = FILES[name] if data is None else data
    (folder / name).write_bytes(given.encode() if isinstance(given, str) else given)
    return folder / name


def add(store: Store, path: Path) -> list[reference.Held | None]:
    return [store.add(reference.read(one), one.data) for one in reference.sources(path)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    held = Store(reference.beside(tmp_path / "index"))
    for name in FILES:
        add(held, written(tmp_path, name))
    return held


def test_each_file_is_recognised_with_its_quarter(store: Store) -> None:
    assert [(one.kind, one.setting, one.quarter, one.rows) for one in store.files()] == [
        ("ICD-10-CM tabular list", "", "FY 2025", 2),
        ("MUE values", "practitioner", "2024 Q3", 2),
        ("Medicare physician fee schedule", "", "2024 Q3", 2),
        ("NCCI PTP edits", "practitioner", "2024 Q2", 3),
    ]


def test_a_pair_is_found_in_either_order_with_its_dates(store: Store) -> None:
    for codes in (["62370", "36000"], ["36000", "62370"]):
        (told,) = (one for one in store.of(codes) if one.row.other)
        assert (told.row.code, told.row.other) == ("62370", "36000")
        assert (told.row.effective, told.row.deleted) == (datetime.date(2012, 1, 1), datetime.date(2024, 6, 30))
        assert dict(told.row.particulars) == {
            "modifier indicator": "0",
            "rationale": "Standards of medical / surgical practice",
        }
    assert not [one for one in store.of(["62370"]) if one.row.other]


def test_units_and_indicators_are_told_by_code(store: Store) -> None:
    units, indicators = (dict(one.told.row.particulars) for one in choosing.on(store, ["62370"], None))
    assert (units["units"], units["adjudication indicator"]) == ("1", "3 Date of Service Edit: Clinical")
    assert (indicators["global days"], indicators["bilateral"], indicators["assistant"]) == ("XXX", "0", "0")
    (pump,) = (dict(one.row.particulars) for one in store.of(["62362"]))
    assert (pump["global days"], pump["multiple procedures"], pump["assistant"]) == ("010", "2", "2")
    assert {one.row.effective for one in store.of(["62370"])} == {datetime.date(2024, 7, 1)}


def test_a_diagnosis_has_its_notes(store: Store) -> None:
    (above,), (below,) = store.of(["G89"]), store.of(["G89.4"])
    assert above.row.particulars == (
        ("title", "Pain, not elsewhere classified"),
        ("billable", "no"),
        ("excludes 1", "generalized pain NOS (R52)"),
        ("code also", "related psychological factors (F45.42)"),
    )
    assert dict(below.row.particulars) == {
        "title": "Chronic pain syndrome",
        "stands below": "G89",
        "billable": "yes",
        "inclusion term": "Chronic pain with dysfunction",
    }
    assert (above.row.effective, above.row.deleted) == (datetime.date(2024, 10, 1), datetime.date(2025, 9, 30))


def test_no_descriptor_of_cpt_is_kept(store: Store) -> None:
    assert DESCRIPTOR.encode() not in store.path.read_bytes()


def test_quarters_are_kept_and_the_last_one_is_shown(store: Store, tmp_path: Path) -> None:
    later = UNITS.replace("62370,1,", "62370,2,")
    add(store, written(tmp_path, "MCR_MUE_PractitionerServices_Eff_10-01-2024.csv", later))
    held = [one for one in choosing.on(store, ["J2275", "62370"], None) if one.told.file.kind == "MUE values"]
    assert [(one.told.file.quarter, one.told.row.value("units")) for one in held] == [
        ("2024 Q4", "100"),
        ("2024 Q4", "2"),
    ]
    every = [one for one in choosing.every(store, ["62370"], None) if one.told.file.kind == "MUE values"]
    assert [(one.told.file.quarter, one.told.row.value("units")) for one in every] == [
        ("2024 Q4", "2"),
        ("2024 Q3", "1"),
    ]


def test_the_same_bytes_are_held_once_and_a_corrected_file_gives_way(store: Store, tmp_path: Path) -> None:
    name = "PPRRVU24_JUL.csv"
    assert add(store, written(tmp_path, name)) == [None]
    (held,) = add(store, written(tmp_path, name, INDICATORS.replace(",XXX,", ",000,")))
    assert held
    assert held.rows == 2
    (told,) = (one for one in store.of(["62370"]) if one.file.name == name)
    assert dict(told.row.particulars)["global days"] == "000"


@pytest.mark.parametrize(
    ("stated", "quarter"),
    [
        ("ccipra-v313r0-f1.xlsx", "2025 Q4"),
        ("MCR_MUE_OutpatientHospitalServices_Eff_10-01-2024.xlsx", "2024 Q4"),
        ("PPRRVU2025_Jan.csv", "2025 Q1"),
        ("rvu.csv 2023 National Physician Fee Schedule Relative Value File April Release", "2023 Q2"),
        ("edits effective July 1, 2022", "2022 Q3"),
        ("rvu.csv", None),
    ],
)
def test_a_quarter_is_read_as_cms_writes_it(stated: str, quarter: str | None) -> None:
    assert recognising.quarter(stated) == quarter


@pytest.mark.parametrize(
    ("name", "setting"),
    [("ccioph-v300r0-f2.txt", "hospital"), ("ccipra-v300r0-f2.txt", "practitioner")],
)
def test_edits_as_text_with_tabs_are_read(tmp_path: Path, name: str, setting: str) -> None:
    text = "\n".join("\t".join(f"{cell:.0f}" if isinstance(cell, float) else cell for cell in row) for row in PAIRS)
    published = reference.read(source(text, name))
    assert (published.kind, published.setting, published.quarter) == ("NCCI PTP edits", setting, "2024 Q1")
    assert [(row.code, row.other) for row in published.rows()] == [
        ("62370", "95991"),
        ("62370", "36000"),
        ("99091", "62370"),
    ]


def test_an_archive_of_cms_is_taken_apart(tmp_path: Path) -> None:
    packed = sheets.archive({"readme.txt": "nothing", "PPRRVU24_JUL.csv": INDICATORS})
    store = Store(reference.beside(tmp_path))
    (held,) = add(store, written(tmp_path, "rvu24c.zip", packed))
    assert held
    assert (held.kind, held.name) == ("Medicare physician fee schedule", "rvu24c.zip/PPRRVU24_JUL.csv")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", "code,words\n62370,x\n", "a.csv: it is none of the files that are known"),
        ("a.csv", UNITS, "a.csv: its quarter is stated nowhere; keep the name under which CMS publishes it"),
        ("v300r0.xlsx", sheets.xlsx({"E": PAIRS}), "v300r0.xlsx: neither practitioner nor hospital is named"),
        ("t.xml", TABULAR[:400], "t.xml: the list is damaged"),
        ("t.xml", TABULAR.replace("<ICD", '<!DOCTYPE x [<!ENTITY a "a">]><ICD', 1), "t.xml: it declares entities"),
        ("t.xml", TABULAR.replace("2025", ""), "t.xml: the list states no year"),
        ("a.zip", sheets.archive({"a.csv": "x"}), "a.zip: it holds no reference file that is known"),
    ],
)
def test_what_cannot_be_taken_says_what_to_do(tmp_path: Path, name: str, data: str | bytes, words: str) -> None:
    path = written(tmp_path, name, data)
    with pytest.raises(RecordError) as caught:
        add(Store(reference.beside(tmp_path)), path)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not reference.beside(tmp_path).exists()


def test_a_damaged_store_says_what_to_do(tmp_path: Path) -> None:
    reference.beside(tmp_path).write_bytes(b"SQLite format 3\0" + b"x" * 200)
    with pytest.raises(RecordError, match="delete the file and add the reference files again"):
        Store(reference.beside(tmp_path)).files()


def test_the_command_adds_lists_and_shows(citedesk: Callable[..., Outcome], tmp_path: Path) -> None:
    paths = [written(tmp_path, name) for name in FILES]
    added = citedesk("reference", "add", *paths, "--index", "ix")
    assert added.code == 0
    assert added.out.splitlines()[0] == "ccipra-v301r0-f1.xlsx: NCCI PTP edits practitioner 2024 Q2, 3 rows"
    assert citedesk("reference", "add", paths[0], "--index", "ix").out.endswith("held already\n")
    assert citedesk("reference", "list", "--index", "ix").out.splitlines()[-1] == "4 reference files"
    shown = citedesk("reference", "show", "62370", "95991", "--index", "ix").out.splitlines()
    assert shown[0] == (
        "62370 (column 1) with 95991 (column 2), modifier indicator 1, effective January 1, 2012: of the two, 62370 "
        "alone is paid for one patient and day, unless with a modifier that the record supports; rationale: Misuse of "
        "column two code with column one code. NCCI PTP edits, practitioner, 2024 Q2, file ccipra-v301r0-f1.xlsx"
    )
    assert '"modifier indicator"' in citedesk("reference", "show", "62370", "95991", "--index", "ix", "--json").out
    assert citedesk("reference", "show", "--index", "ix").err == "citedesk: name a code: citedesk reference show ...\n"
    assert "no reference file" in citedesk("reference", "show", "99999", "--index", "ix").out
