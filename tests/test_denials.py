"""From a denial: its codes, what bears on it in both directions, and what may be filed."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Outcome, Place

from assistant.ask import Desk
from assistant.denials import dealing, denial, filing, remarks, telling
from assistant.denials.dealt import Course, Dealt, Stance
from assistant.reading.given import Given
from assistant.showing import imprints
from indexer import reference
from indexer.errors import QuestionError, RecordError
from indexer.reference import Store

Command = Callable[..., Outcome]
TODAY = datetime.date(2026, 11, 25)
NEVER = "Report neither 62368 nor 62367 beside 95990. A refill is 95990 alone."
BESIDE = "Modifier 25 lets 99213 be billed with 20610 on the same day when the visit is separate."
POINTS = """\
- on: whether 62368 is reported with 95990
  verdict: "no"
  asked: [can 62368 be billed with 95990, is 62368 paid beside 95990]
  beside: []
  says: Report neither 62368 nor 62367 beside 95990.
  sources: [pump]
  cases:
    - {when: refilled, report: ["95990"], not_with: ["62368", "62367"], says: "A refill is 95990 alone.", source: pump}
- on: whether 99213 is reported with 20610
  verdict: "yes"
  asked: [can 20610 be billed with 99213, can 99213 be billed with 20610]
  beside: []
  says: Modifier 25 lets 99213 be billed with 20610 on the same day
  sources: [joint]
  cases:
    - {when: the visit is separate, report: ["99213-25", "20610"],
       says: "Modifier 25 lets 99213 be billed with 20610 on the same day", source: joint}
"""
EDITS = """\
"Column 1/Column 2 Edits",,,,,,
Column 1,Column 2,*=in existence,Effective Date,Deletion Date *=no data,Modifier 0=not allowed,PTP Edit Rationale
11042,97597,,20120101,*,0,Misuse of column two code with column one code
64483,77003,,20120101,*,1,Standards of medical / surgical practice
29881,29877,,20120101,20150101,0,More extensive procedure
"""
UNITS = """\
HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale
96365,1,2 Date of Service Edit: Policy,Nature of Service/Procedure
J2275,100,3 Date of Service Edit: Clinical,Prescribing Information
"""


@pytest.fixture
def built(place: Place) -> Place:
    place.excerpt("pump.md", "Pump refill", NEVER)
    place.excerpt("joint.md", "Joint injection", BESIDE)
    place.excerpt("wound.md", "Wound repair", "Layered closure is measured in centimetres.")
    place.write("points.yaml", POINTS)
    assert place.build().problems == ()
    return place


@pytest.fixture
def loaded(built: Place, tmp_path: Path) -> Place:
    store = Store(reference.beside(built.index))
    for name, text in (
        ("ccipra-v301r0-f1.csv", EDITS),
        ("MCR_MUE_PractitionerServices_Eff_07-01-2024.csv", UNITS),
    ):
        (tmp_path / name).write_text(text)
        for one in reference.sources(tmp_path / name):
            assert store.add(reference.read(one), one.data)
    return built


def dealt(place: Place, line: str, **beside: str) -> Dealt:
    return dealing.deal(denial.read(line, given=Given(**beside)), Desk.open(place.index), place.index)


@pytest.mark.parametrize(
    ("line", "found", "rest"),
    [
        ("CO-97 62370", ["CO-97"], "62370"),
        ("co97, N20", ["CO-97", "N20"], ","),
        ("PR 204 G2211", ["PR-204"], "G2211"),
        ("CARC 236 RARC M15 64483 77003", ["236", "M15"], "64483 77003"),
        ("CARC: 4", ["4"], ""),
        ("97 62370/95991", ["97"], "62370/95991"),
        ("OA-018", ["OA-18"], ""),
        ("CO-B15 MA130", ["CO-B15", "MA130"], ""),
        ("M17.11 N20.0 20610-59", [], "M17.11 N20.0 20610-59"),
        ("62370 25", [], "62370 25"),
    ],
)
def test_codes_of_a_denial_are_told_from_other_codes(line: str, found: list[str], rest: str) -> None:
    read, left = remarks.find(line)
    assert ([one.written for one in read], left) == (found, rest)


def test_every_known_code_has_one_cause_and_plain_words() -> None:
    known = list(remarks.known())
    assert len({(one.list, one.value) for one in known}) == len(known) > 100
    assert all(one.means and one.kind for one in known)
    assert all(re.fullmatch(r"[BP]?\d{1,3}", one.value) for one in known if one.list == remarks.REASON)
    assert all(re.fullmatch(r"(?:MA|M|N)\d{1,3}", one.value) for one in known if one.list == remarks.REMARK)
    for kind in remarks.kinds().values():
        lines = (kind.claim, *kind.pair, *kind.one, *kind.appeal, *kind.correct)
        assert set(re.findall(r"\{(\w*)\}", " ".join(lines))) <= {"one", "other"}
        assert kind.one
        assert kind.correct


def test_a_code_that_is_not_known_here_says_where_to_look() -> None:
    ((one,), _) = remarks.find("CO-999")
    assert telling.remark(one) == (
        "CO-999 (reason code; CO: the provider bears it): is not known here; look it up where X12 (reason codes) and "
        "CMS (remark codes) publish them"
    )


def test_a_pasted_line_is_read_whole() -> None:
    read = denial.read("CO-97 N20 20610-59 76942 x3 M17.11 Aetna policy Joint injections no. 0123, 3/14/2015 office")
    assert ([code.value for code in read.pair], read.units) == (["20610", "76942"], 3)
    assert [code.value for code in read.with_codes] == ["59", "M17.11"]
    assert read.given == Given(dos="3/14/2015", payer="Aetna", setting="office")
    assert (read.policy.name, read.policy.number) == ("Joint injections", "0123")


def test_what_is_given_beside_a_line_goes_before_what_it_says() -> None:
    read = denial.read(
        "CO-97 20610 76942 Aetna", ("62370", "95991"), Given(payer="Medicare"), denial.Policy("L1", "2"), 4
    )
    assert ([code.value for code in read.pair], read.given.payer) == (["62370", "95991"], "Medicare")
    assert (read.policy, read.units) == (denial.Policy("L1", "2"), 4)


def test_a_precise_cause_goes_before_one_that_says_only_that_something_is_wrong() -> None:
    assert [kind.name for kind in denial.read("CO-16 N20 20610 76942").kinds] == ["bundling", "missing"]


@pytest.mark.parametrize(
    ("line", "pair", "reason"),
    [
        ("62370 95991", None, "no reason or remark code of a denial is named; type it as: CO-97"),
        ("CO-97", None, "no denied code of CPT or HCPCS is named"),
        ("CO-97 M17.11", None, "no denied code of CPT or HCPCS is named"),
        ("CO-97 " + "x" * 500, None, "the denial has 506 characters, at most 400 are read"),
        ("CO-97", ("62370", "62370"), "62370 and 62370 are no pair of two different codes"),
        ("CO-97", ("62370", "M17.11"), "62370 and M17.11 are no pair"),
        ("CO-97", ("62370", "banana"), "is no code of CPT, HCPCS or ICD and no modifier"),
        ("CO-97 62370 policy " + "y" * 130, None, "the policy is longer than 120 characters"),
        ("", None, "no reason or remark code"),
    ],
)
def test_what_is_no_denial_is_told_with_how_to_type_one(line: str, pair: tuple[str, str] | None, reason: str) -> None:
    with pytest.raises(QuestionError, match=re.escape(reason)):
        denial.read(line, pair)


def test_where_the_base_says_that_the_denial_is_right_that_is_said_first(built: Place, tmp_path: Path) -> None:
    found = dealt(built, "CO-97 95990 62368")
    assert (found.stance, found.courses, found.supports) == (Stance.UPHELD, (Course.CORRECTION,), ())
    assert {one.says for one in found.contradicts} >= {"A refill is 95990 alone."}
    lines = list(telling.lines(found))
    assert lines[0].startswith("The denial is right, as far as this base goes.")
    assert lines.index(telling.AGAINST) < lines.index(telling.CHECK)
    assert telling.SHOW not in lines
    with pytest.raises(RecordError, match=r"no appeal sheet: the denial is right.*--checklist FILE"):
        filing.write(found, Course.APPEAL, tmp_path / "a.md")
    assert list(tmp_path.glob("a.*")) == []
    written = filing.made(found, Course.CORRECTION, TODAY, Path("a.md")).decode()
    assert written.startswith("# Corrected-claim checklist\n")
    assert "**Denied:** 62368 beside 95990" in written
    assert "- If 62368 was part of 95990, take it off the claim" in written


def test_where_the_base_speaks_for_payment_there_is_an_appeal(built: Place, tmp_path: Path) -> None:
    found = dealt(built, "CO-97 20610 99213", payer="Aetna", dos="2015-03-14")
    assert (found.stance, found.courses, found.contradicts) == (Stance.REFUTED, (Course.APPEAL,), ())
    written = filing.made(found, Course.APPEAL, TODAY, Path("a.html")).decode()
    for label, text in (("Payer", "Aetna"), ("Date of service", "2015-03-14"), ("Denied", "99213 beside 20610")):
        assert f"<dt>{label}</dt><dd>{text}</dd>" in written
    assert telling.FOR in written
    imprint = imprints.read(written)
    assert imprint is not None
    assert imprint.asking.given == Given(payer="Aetna", dos="2015-03-14")
    with pytest.raises(RecordError, match="this base speaks for payment; write the appeal"):
        filing.write(found, Course.CORRECTION, tmp_path / "a.md")


def test_of_what_nothing_settles_nothing_is_drafted(built: Place, tmp_path: Path) -> None:
    found = dealt(built, "CO-97 43239 43235")
    assert (found.stance, found.courses, found.answer) == (Stance.SILENT, (), None)
    for course in Course:
        with pytest.raises(RecordError, match="nothing in this base settles this denial"):
            filing.write(found, course, tmp_path / "a.md")
    lines = list(telling.lines(found))
    assert lines[0].startswith("Nothing in this base settles this denial")
    assert telling.CHECK in lines


def test_an_edit_that_no_modifier_lifts_upholds_a_denial(loaded: Place) -> None:
    found = dealt(loaded, "CO-236 11042 97597")
    assert found.stance is Stance.UPHELD
    (told,) = (one.told for one in found.contradicts if not one.says)
    assert told == "no modifier lifts the edit on 97597 (column 2) beside 11042 (column 1) (indicator 0)"
    assert any("11042 (column 1) with 97597 (column 2)" in line for line in telling.lines(found))


def test_an_edit_that_a_modifier_lifts_leaves_it_open(loaded: Place) -> None:
    found = dealt(loaded, "CO-236 77003 64483")
    assert (found.stance, len(found.turns)) == (Stance.DEPENDS, 1)
    assert "is lifted by a modifier that the record supports (indicator 1)" in (found.turns[0].told or "")


@pytest.mark.parametrize(
    ("dos", "stance", "told"),
    [
        ("2014-06-01", Stance.UPHELD, "no modifier lifts"),
        ("2015-06-01", Stance.SILENT, "was deleted on 2015-01-01"),
        ("2011-06-01", Stance.SILENT, "begins only on 2012-01-01"),
    ],
)
def test_an_edit_holds_at_the_date_of_service(loaded: Place, dos: str, stance: Stance, told: str) -> None:
    found = dealt(loaded, "CO-236 29881 29877", dos=dos)
    assert found.stance is stance
    assert any(told in (one.told or "") for one in found.evidence)


@pytest.mark.parametrize(
    ("line", "stance"),
    [
        ("CO-151 96365 x2", Stance.UPHELD),  # an absolute limit of 1
        ("CO-151 96365 x1", Stance.REFUTED),
        ("CO-151 J2275 x101", Stance.DEPENDS),  # a limit of 100 that the record may pass
        ("CO-151 J2275", Stance.SILENT),
    ],
)
def test_units_are_held_against_the_limit(loaded: Place, line: str, stance: Stance) -> None:
    assert dealt(loaded, line).stance is stance


def test_a_claim_that_is_only_mended_is_neither_right_nor_wrong(built: Place) -> None:
    found = dealt(built, "CO-16 MA130 95990 62368")
    assert (found.evidence, found.courses in {(), (Course.CORRECTION,)}) == ((), True)


def test_identifiers_are_masked_before_anything_is_read(built: Place) -> None:
    found = dealt(built, "CO-97 95990 62368 MRN 1234567")
    assert found.denial.masked
    assert "1234567" not in "\n".join(telling.lines(found)) + json.dumps(telling.plain(found))


def test_the_command_writes_what_it_may(citedesk: Command, built: Place, tmp_path: Path) -> None:
    where = ("--index", built.index)
    path = tmp_path / "appeal.docx"
    options = ("--payer", "Aetna", "--policy", "Joints", "--policy-number", "0123", "--dos", "2015-03-14")
    outcome = citedesk("denial", "CO-97", "--pair", "20610", "99213", *options, *where, "--sheet", path)
    assert (outcome.code, outcome.err) == (0, f"appeal sheet written to {path}\n")
    assert outcome.out.startswith("This base speaks for payment")
    assert citedesk("replay", tmp_path / "appeal.docx", *where).code == 0
    told = json.loads(citedesk("denial", "CO-97 20610 99213", *where, "--json").out)
    assert (told["stance"], told["courses"], told["codes"]) == ("refuted", ["appeal sheet"], ["20610", "99213"])
    refused = citedesk("denial", "CO-97 95990 62368", *where, "--sheet", tmp_path / "b.docx")
    assert (refused.code, (tmp_path / "b.docx").exists()) == (2, False)
    assert "the denial is right, as far as this base goes; write the checklist" in refused.err
    assert citedesk("denial", "CO-97 95990 62368", *where, "--sheet", tmp_path / "b.xyz").code == 2


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("CO-97 99213 20610", "visit"),
        ("CO-97 20610 99213", "visit"),
        ("CO-97 99285", "visit"),
        ("CO-97 62370 95991", "bundling"),
        ("CO-18 99213 20610", "duplicate"),
    ],
)
def test_a_visit_beside_a_procedure_takes_modifiers_of_its_own(line: str, kind: str) -> None:
    found = denial.read(line).kinds[0]
    assert found.name == kind
    assert ("put 25 on the visit" in " ".join(found.correct)) == (kind == "visit")
