"""Coders' shorthand: read where its context makes it certain, and neutral to what is found and how well it answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.ask import Desk
from assistant.reading import question
from indexer.errors import SettingsError

PAIRS = [json.loads(line) for line in Path(__file__).with_name("shorthand_pairs.jsonl").read_text("utf-8").splitlines()]
# How far support may lie apart between two wordings of one question; how many pairs may miss that or lead elsewhere.
APART, MISSED = 0.15, 12


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    return Desk.open(shipped_index)


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("HR 125, is that enough for 99291", "HR (heart rate) 125, is that enough for 99291"),
        ("billed per hr 125 mL", "billed per hr (hour) 125 mL"),
        ("1 hr 25 min of it", "1 hr (hour) 25 min of it"),
        ("vitals: HR fine", "vitals: HR fine"),
        ("HR ran the check", "HR ran the check"),
        ("a 48-hr monitor", "a 48-hr (hour) monitor"),
        ("J0885 with EA or EB", "J0885 with EA or EB"),
        ("report has RA, RV and wedge", "report has RA, RV and wedge"),
        ("CC back pain, ROS negative", "CC (chief complaint) back pain, ROS (review of systems) negative"),
        ("70 min cc total", "70 min cc (critical care) total"),
        ("is it an MCC or a CC", "is it an MCC or a CC (complication or comorbidity)"),
        ("film was shot in the room", "film (x-ray) was shot in the room"),
        ("a gel in one shot", "a gel in one shot (injection)"),
        ("claim rejected twice", "claim rejected twice"),
        (
            "cc44 - can CM alone flip inpt?",
            "cc44 (condition code 44) - can CM (case manager) alone flip inpt (inpatient)?",
        ),
        ("a 3 cm lesion, CM noted", "a 3 cm lesion, CM noted"),
        ("IP past 2MN, LOS 3 days", "IP (inpatient) past 2MN (two midnights), LOS (length of stay) 3 days"),
        ("which LOS for this", "which LOS (level of service) for this"),
        ("IP joint of the thumb", "IP joint of the thumb"),
        ("MSP, EE has GHP", "MSP (medicare secondary payer), EE (employee) has GHP (group health plan)"),
        ("prim paid, sec did not", "prim (primary) paid, sec (secondary) did not"),
        ("held for 30 sec", "held for 30 sec"),
        ("RA says denied", "RA (remittance advice) says denied"),
        ("joint injection for RA", "joint injection for RA"),
        ("OPPS SI N", "OPPS (outpatient prospective payment system) SI (status indicator) N"),
        ("SI fusion", "SI (sacroiliac) fusion"),
        (
            "osc 70, oc 42, TOB 111",
            "osc (occurrence span code) 70, oc (occurrence code) 42, TOB (type of bill) 111",
        ),
        ("UR committee said no", "UR (utilization review) committee said no"),
        ("noe late, PLB on it", "noe (notice of election) late, PLB (provider level adjustment) on it"),
        ("abn ea wk b4 tx", "abn (advance beneficiary notice) ea (each) wk (week) b4 (before) tx (treatment)"),
        ("IP or OP at the hospital", "IP (inpatient) or OP (outpatient) at the hospital"),
        ("missing OP note", "missing OP note (operative report)"),
        ("b/l knees", "b/l (bilateral) knees"),
        ("10 cc given", "10 cc given"),
    ],
)
def test_it_is_read_where_its_context_is_certain_and_nowhere_else(asked: str, read: str) -> None:
    assert question.parse(asked).read_as == read


def test_what_only_means_nearly_the_same_is_searched_and_not_shown() -> None:
    read = question.parse("the claim was rejected")
    assert (read.read_as, read.words) == ("the claim was rejected", "the claim was denied")


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        ("stent removal 52310 x2", "stent removal 52310"),
        ("52310x2 for stents", "52310 for stents"),
        ("J1885 X 4 given", "J1885 given"),
        ("wound of 2 x 3 cm", "wound of 2 x 3 cm"),
        ("fever x 3 days", "fever x 3 days"),
        ("modifier XS", "modifier XS"),
    ],
)
def test_how_often_it_was_done_is_not_searched_for(asked: str, searched: str) -> None:
    assert question.parse(asked).words == searched
    assert question.parse(asked).typed == asked


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('"zz": {beside: pump}', "'zz' is none of the form"),
        ('"zz": {long: zygoma, near: pump}', "'zz' is none of the form"),
        ('"zz": {long: [zygoma]}', "'zz' is none of the form"),
        ('"zz": [[zygoma]]', "'zz' is none of the form"),
        ('"zz": {long: zygoma, beside: "(pump"}', "'zz' has no pattern in beside"),
    ],
)
def test_a_line_of_a_users_own_that_is_none_is_told(tmp_path: Path, line: str, says: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(line)
    with pytest.raises(SettingsError, match=rf"own\.yaml: {says}".replace("(", r"\(")):
        question.parse("a zz of it", (), own)


def test_a_users_own_lines_may_hang_on_their_context(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text('"zz": [{long: zygoma repair, beside: face}, {long: sleep, unless: awake}]\n')
    assert question.parse("zz of the face", (), own).words == "zygoma repair of the face"
    assert question.parse("zz at night", (), own).words == "sleep at night"
    assert question.parse("zz while awake", (), own).words == "zz while awake"


@pytest.mark.slow
def test_a_question_in_shorthand_is_answered_as_in_plain_words(desk: Desk) -> None:
    missed = []
    for pair in PAIRS:
        plain, short = desk.ask(pair["plain"]), desk.ask(pair["short"])
        close = abs(plain.support.value - short.support.value) <= APART
        if not close or plain.documents[0] != short.documents[0]:
            missed.append(pair["short"])
    assert len(PAIRS) == 40
    assert len(missed) <= MISSED, missed
