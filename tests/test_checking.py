"""The check of a text: what is a claim, what a passage says of it, and what is told."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import quiet
from typer.testing import CliRunner

from assistant.ask import Desk
from assistant.checked import Verdict
from assistant.checking import allotment, bearing, check, cutting
from assistant.cli import app
from assistant.settings import AssistantSettings
from assistant.showing import checked
from benchmarks import checking
from indexer.build import build
from indexer.errors import QuestionError
from indexer.settings import IndexSettings

LETTER = """Dear Appeals Committee,

Re: Claim 12345
Date of service: 05/12/2024
I am writing to appeal the denial of 99213-25. I hope you are well.
The patient was seen on May 12 for knee pain. Dr. Smith injected the right knee. We billed 99213-25 with 20610.
Modifier 25 may be used for a significant, separately identifiable visit; no different diagnosis is needed. Is that
not so?
- Medicare denied the claim.
- 95117 is never more than one a day.
1. Refill codes aren't reported with 62370.

Thank you for your help.
Sincerely,
Jane Doe, CPC"""

OLD = """---
source: CPT Assistant
date: 2006-07
volume: 16
issue: 7
until: 2011
superseded_by: new
---
# Refill of a pump
Analysis 62368 is reported beside the refill code 95990.
"""
NEW = """---
source: CPT Assistant
date: 2012-01
volume: 22
issue: 1
effective: 2012-01-01
---
# Refill of a pump
Analysis codes are not reported beside the refill of a pump. The refill code 95990 takes in the supplies.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kb, index = tmp_path_factory.mktemp("kb"), tmp_path_factory.mktemp("check") / "index"
    for name, text in (("old", OLD), ("new", NEW)):
        (kb / f"{name}.md").write_text(text)
    build([kb], index, IndexSettings(), quiet)
    return index


@pytest.fixture(scope="module")
def desk(folder: Path) -> Desk:
    return Desk.open(folder, AssistantSettings())


def test_greetings_questions_and_facts_of_the_case_are_no_claims() -> None:
    found = cutting.cut(LETTER)
    assert found.claims == (
        "Modifier 25 may be used for a significant, separately identifiable visit",
        "no different diagnosis is needed.",
        "95117 is never more than one a day.",
        "Refill codes aren't reported with 62370.",
    )
    # Greeting, subject, date, two of the opening, three facts, a question, a denial, thanks, closing, name.
    assert found.passed_over == 1 + 1 + 1 + 2 + 3 + 1 + 1 + 1 + 1 + 1


def test_a_claim_that_stands_twice_is_checked_once() -> None:
    assert cutting.cut("95117 is paid once a day. 95117 is paid once a day.").claims == ("95117 is paid once a day.",)


def test_every_labelled_claim_is_one() -> None:
    assert [one.claim for one in checking.read() if not cutting.asserts(one.claim)] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (" \n", "the text is empty; paste a rationale"),
        ("The code is paid once. " * 9000, "the text has 207,000 characters, at most 20,000 are checked at once"),
        ("99213 20610-25, 95117", "the text has nothing but codes; paste the sentences"),
        ("!?", "the text has no sentence; paste the sentences"),
        ("El modificador no puede usarse con la visita cuando el médico hace el procedimiento.", "another language"),
        ("医生可以报告这个代码吗，请告诉我们。", "another language"),
        ("Is 25 needed on 99213? Thank you for your help.", "nothing in the text claims a rule (2 sentences read)"),
    ],
)
def test_what_claims_nothing_is_told_on_one_line(text: str, says: str) -> None:
    with pytest.raises(QuestionError) as raised:
        cutting.cut(text)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


RULE = "Endoscopy with suction of mucus is 31231, and endoscopy with tissue removal is 31237."


@pytest.mark.parametrize(
    ("claim", "same", "reverse"),
    [
        ("Endoscopy with suction of mucus is 31231.", True, False),
        # Another code in the place of its own, and one that the words lack.
        ("Endoscopy with suction of mucus is 31237.", False, True),
        ("Endoscopy with suction of mucus is 99999.", False, True),
        # A bound more than the passage has is neither the same nor the reverse.
        ("Endoscopy with tissue removal is always 31237.", False, False),
        ("The timely filing limit of the plan is 90 days.", False, False),
    ],
)
def test_words_say_the_same_or_the_reverse_or_leave_it_open(claim: str, same: bool, reverse: bool) -> None:
    found = bearing.measure(claim, RULE, "Sinus endoscopy", bearing.SPEAKS, 0.0)
    assert (found.same, found.reverse) == (same, reverse)


LISTS = (
    ("{0} when the child is absent, {1} when the child is there.", "{0} is used when the child is absent."),
    ("{0} is the plain drain; {1} is the drain with a stent, such as a pigtail.", "{1} is the drain with a stent."),
    ("For a graft of the hand: {0} if taken from skin, {1} if taken from bone.", "A graft taken from bone is {1}."),
    (
        "{0} covers the reading, meaning the report, and {1} the film, meaning the exposure.",
        "{1} means the exposure of the film.",
    ),
    ("Choose {0} (arm or leg, first site) with add-on {1}.", "{0} is for an arm or a leg."),
)


@pytest.mark.parametrize(("rule", "claim"), LISTS)
@pytest.mark.parametrize("codes", [("31231", "31237"), ("J0475", "J2275"), ("E11.21", "E11.22")])
def test_codes_of_a_list_do_not_change_places(rule: str, claim: str, codes: tuple[str, str]) -> None:
    words, swapped = rule.format(*codes), claim.format(*reversed(codes))
    straight = bearing.measure(claim.format(*codes), words, "", bearing.SPEAKS, 0.0)
    crossed = bearing.measure(swapped, words, "", bearing.SPEAKS, 0.0)
    assert (straight.same, straight.reverse) == (True, False)
    assert not crossed.same


@pytest.mark.parametrize(
    ("claim", "rule", "of_it"),
    [
        ("62370 may stand there.", "None of 62367, 62368, 62369 and 62370 may stand there.", None),
        ("P4 gives two units.", "By status: P1, P2 and P6 none, P3 one, P4 two, P5 three.", "P4 two"),
        ("No code is named.", "51701 is straight; 51702 is left in.", "51701 is straight; 51702 is left in."),
    ],
)
def test_what_is_said_of_a_code_is_found_in_a_list(claim: str, rule: str, of_it: str | None) -> None:
    """Codes side by side share what is said; what a colon announces is said of all."""
    said = allotment.of(claim, rule).own
    assert of_it is None or of_it in said
    assert "three" not in said
    assert of_it or "None" in said


def test_a_denial_turns_a_rule_round_and_an_opposite_beside_it_turns_it_back() -> None:
    rule = "Confirmation is usually not needed on the claim."
    turned = bearing.measure("Confirmation is usually needed on the claim.", rule, "", bearing.SPEAKS, 0.0)
    assert turned.reverse
    assert not turned.same
    # Words that do not speak of the claim say no reverse of it.
    far = bearing.measure("Confirmation is usually needed on the claim.", rule, "", bearing.SPEAKS - 1, 0.0)
    assert not far.reverse


def test_what_a_title_names_is_not_new() -> None:
    words = "It is not payable when the visit carries modifier 25."
    claim = "G2211 is not payable when the visit carries modifier 25."
    assert not bearing.measure(claim, words, "", 0.0, 0.0).same
    assert bearing.measure(claim, words, "The add-on G2211", 0.0, 0.0).same


def test_a_recorded_verdict_agrees_or_not() -> None:
    def met(verdict: str, nearest: str, chance: float) -> SimpleNamespace:
        return SimpleNamespace(point=SimpleNamespace(verdict=verdict), nearest=nearest, chance=chance)

    asked = met("no", "may 62370 stand beside 95991", 0.75)
    open_ = met("depends", "may 62370 stand beside 95991", 1.0)
    assert bearing.recorded("62370 may stand beside 95991.", [asked, open_]) == -0.75  # type: ignore[list-item]
    assert bearing.recorded("62370 may not stand beside 95991.", [asked]) == 0.75  # type: ignore[list-item]
    assert bearing.recorded("62370 may stand beside 95991.", []) == 0.0


def test_each_claim_gets_its_verdict_with_words_that_stand_in_a_passage(desk: Desk) -> None:
    text = (
        "Dear reviewer,\nThe refill code 95990 takes in the supplies. The refill code 95990 does not take in the "
        "supplies. Analysis 62368 is reported beside the refill code 95990. Interest is paid after thirty days."
    )
    found = check.check(text, desk)
    assert [one.verdict for one in found.claims] == [
        Verdict.SUPPORTED,
        Verdict.CONTRADICTED,
        Verdict.REPLACED,
        Verdict.NOT_FOUND,
    ]
    supported, contradicted, replaced, _ = found.claims
    assert supported.found is not None
    assert supported.found.says == "The refill code 95990 takes in the supplies."
    assert contradicted.found is not None
    assert contradicted.found.says == supported.found.says
    assert contradicted.found.citation.document_id == "new"
    assert replaced.found is not None
    assert replaced.found.citation.document_id == "old"
    assert replaced.replaced is not None
    assert (replaced.replaced.citation.document_id, str(replaced.replaced.since)) == ("new", "January 1, 2012")
    assert supported.replaced is None
    assert found.passed_over == 1
    for one in found.claims:
        if one.found:
            passage = next(
                held.passage
                for held in desk.index.store.documents([one.found.citation.document_id])[one.found.citation.document_id]
                if one.found.says in held.passage.text
            )
            assert passage.text[one.found.start : one.found.end] == one.found.says
    told = list(checked.lines(found))
    assert "1. Supported: The refill code 95990 takes in the supplies." in told
    assert "4 claims: 1 supported, 1 contradicted, 1 replaced since, 1 not found; 1 sentence claims nothing" in told
    assert any(line.startswith("   Replaced by CPT Assistant, January 2012") for line in told)


def test_a_rule_of_its_own_time_is_supported(desk: Desk) -> None:
    then = check.judged(1, "In 2008 analysis 62368 is reported beside the refill code 95990.", desk)
    assert then.verdict is Verdict.SUPPORTED


def test_identifiers_are_masked_before_anything_is_searched(desk: Desk) -> None:
    found = check.check("The refill code 95990 takes in the supplies, SSN 123-45-6789.", desk)
    assert found.masked
    assert "123-45-6789" not in json.dumps(checked.plain(found))


def test_the_command_reads_a_file_or_a_pipe(folder: Path, tmp_path: Path) -> None:
    claim = "The refill code 95990 takes in the supplies."
    (tmp_path / "letter.txt").write_text(claim)
    runner = CliRunner()
    named = runner.invoke(app, ["check", str(tmp_path / "letter.txt"), "--index", str(folder), "--json"])
    piped = runner.invoke(app, ["check", "-", "--index", str(folder), "--json"], input=claim)
    assert json.loads(named.stdout) == json.loads(piped.stdout)
    (only,) = json.loads(named.stdout)["claims"]
    assert (only["verdict"], only["passage"]["says"], only["replaced_by"]) == ("supported", claim, None)


@pytest.mark.parametrize(("name", "data", "says"), [("no.txt", None, "cannot be read"), ("x.txt", b"a\0b\0c", "UTF-8")])
def test_what_is_no_text_is_told(tmp_path: Path, folder: Path, name: str, data: bytes | None, says: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    failed = CliRunner().invoke(app, ["check", str(tmp_path / name), "--index", str(folder)])
    assert isinstance(failed.exception, QuestionError)
    assert says in str(failed.exception)


def test_what_the_figures_count() -> None:
    s, c, n = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND
    told = checking.figures([s, s, c, c, n], [s, n, s, c, c])
    # Right: the first, the fourth and the last; one of two contradicted is called supported, and of two supported one.
    assert told == {"claims": 5, "right": 3 / 5, "mistaken": 1 / 2, "recall": 1 / 2, "exact": 2 / 5}
