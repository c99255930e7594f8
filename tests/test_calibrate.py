"""`citedesk calibrate`: support fitted on a user's questions, and what says whose numbers an answer has."""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from conftest import Outcome, Place, rewrite

from assistant.ask import Desk
from assistant.finding import calibration
from assistant.finding.features import Features
from assistant.finding.reader import Reader
from assistant.fitted import logistic
from assistant.fitted.claims import RATES, Claims
from assistant.judgement import Support, Voice
from assistant.measuring import calibrating, evaluation, examples
from assistant.measuring.examples import Example, Kind
from assistant.settings import AssistantSettings
from assistant.showing import exports, html
from indexer import index as index_
from indexer.errors import QuestionError, RecordError
from indexer.index import Index, Manifest

Command = Callable[..., Outcome]
OWN = Path(__file__).parents[1] / "benchmarks"
FOUNDING = "is a volume check reprogramming?"
# About no recorded point: such a point is claimed whatever support says.
UNRECORDED = "can we do locum claims for a sub while the aetna panel is closed"
FIT = "run: citedesk calibrate QUESTIONS.jsonl"


@pytest.fixture
def copy(shipped_index: Path, tmp_path: Path) -> Iterator[Path]:
    """An index over the shipped base that may be changed; the model is shared."""
    folder = tmp_path / "copy"
    shutil.copytree(shipped_index, folder, ignore=shutil.ignore_patterns("models"))
    (folder / "models").symlink_to(shipped_index / "models")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """30 answerable and 10 unanswerable ones, some with a history."""
    path = tmp_path / "questions.jsonl"
    answerable = [line for line in (OWN / "questions_b.jsonl").read_text("utf-8").splitlines() if line.strip()]
    unanswerable = (OWN / "unanswerable.jsonl").read_text("utf-8").splitlines()
    path.write_text("\n".join([*answerable[-30:], *unanswerable[:10]]), "utf-8")
    return path


def shipped_record(**changes: object) -> dict[str, Any]:
    """The numbers for answers without a reader, in the form of a user's own file."""
    record = logistic.shipped("support")
    return {"provenance": record["provenance"], **record["unread"], **changes}


def never(**changes: object) -> dict[str, Any]:
    """Numbers with which nothing is claimed."""
    return shipped_record(bounds=dict.fromkeys(shipped_record()["bounds"], 1.0), **changes)


def manifest(index: Index, **changes: str) -> Manifest:
    return replace(index.manifest, **cast(Any, changes))


def leading(chance: float) -> float:
    """The lead with which ``rows`` of a cosine of 0.5 have this chance by the shipped numbers."""
    shipped = shipped_record()
    told = shipped["bias"] + 0.5 * shipped["weights"]["cosine"] + 2.0 * shipped["weights"]["length"]
    return float(math.log(chance / (1 - chance)) - told) / float(shipped["weights"]["lead"])


def rows(kind: Kind, count: int, cosine: float, lead: float, right: bool | None = None) -> list[Example]:
    """A right document leads the answerable ones, unless it is said otherwise."""
    nothing = Features(*[0.0] * len(Features.__dataclass_fields__))
    seen, led = replace(nothing, cosine=cosine, lead=lead, length=2.0), kind is Kind.ANSWERABLE
    return [
        Example(f"{kind}/{number}", kind, led if right is None else right, number % 10, seen) for number in range(count)
    ]


def desk(index: Index, **settings: object) -> Desk:
    return Desk(index, AssistantSettings.model_validate({"reader": False, **settings}))


def opened(folder: Path) -> Desk:
    return Desk.open(folder, AssistantSettings(reader=False))


def test_calibrating_writes_beside_the_index_and_the_answer_says_so(
    citedesk: Command, copy: Path, questions: Path
) -> None:
    before = opened(copy).ask(FOUNDING)
    done = citedesk("calibrate", questions, "--index", copy, "--force", "--no-reader")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("measured: 30 answerable, 10 unanswerable, 30 documents taken away\n")
    assert f"written to {copy}/support.json; go back with: citedesk calibrate --remove" in done.out
    now = opened(copy)
    answer = now.ask(FOUNDING)
    assert answer.fingerprint == before.fingerprint.replace("~", f"@{now.calibration.name}~") != before.fingerprint
    assert answer.fingerprint in done.out
    assert answer.support.calibrated
    assert answer.support.caveat is None
    assert answer.support.value != before.support.value
    record = json.loads((copy / "support.json").read_text("utf-8"))
    assert record["provenance"]["sources"][0]["file"] == "questions.jsonl"
    assert record.keys() == shipped_record().keys()
    assert record["provenance"]["knowledge_base"] == now.index.manifest.knowledge_base
    written = (copy / "support.json").read_text("utf-8")
    asked = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    assert [one["id"] for one in asked if one["question"] in written or one["id"] in written] == []


def test_removing_goes_back_to_the_same_answer(citedesk: Command, copy: Path) -> None:
    before = opened(copy).ask(UNRECORDED)
    calibration.write(never(), copy)
    assert not opened(copy).ask(UNRECORDED).supported
    assert citedesk("calibrate", "--remove", "--index", copy).out == f"{copy}: the shipped numbers are used\n"
    assert exports.answer(opened(copy).ask(UNRECORDED)) == exports.answer(before)
    again = citedesk("calibrate", "--remove", "--index", copy)
    assert (again.code, again.out) == (0, f"{copy}: the shipped numbers are used; there was no calibration\n")


@pytest.mark.slow
def test_a_rebuild_keeps_it(place: Place) -> None:
    place.excerpt("pump.md", "Pump refill", "Report 62368 when the pump is reprogrammed at the refill.")
    place.build()
    calibration.write(never(), place.index)
    name = opened(place.index).calibration.name
    place.excerpt("wound.md", "Wound repair", "Layered closure is measured in centimetres.")
    place.build(rebuild=True)
    assert name == opened(place.index).calibration.name is not None


def test_replay_tells_another_calibration(citedesk: Command, copy: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    (tmp_path / "settings.toml").write_text("[assistant]\nreader = false\n")
    assert citedesk("ask", FOUNDING, "--index", copy, "--save", saved).code == 0
    # The same numbers under another name: nothing else changes.
    name = json.loads(calibration.write(shipped_record(), copy).read_text("utf-8")) and opened(copy).calibration.name
    told = citedesk("replay", saved, "--index", copy)
    assert (told.code, told.out.splitlines()[1:]) == (1, [f"- calibration: the shipped one is now {name}"])


def test_what_claims_less_is_not_written_unless_forced(
    citedesk: Command, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One question that is answered well and one that is not, labelled so in one tenth and the wrong way round in the
    others: a fit on these that is held near nothing turns the first tenth round. Codes alone only fill the tenths.
    """
    monkeypatch.setattr(calibrating, "PENALTY", 1e-6)
    tenth = [(FOUNDING, True)] * 30 + [("how do I prune roses in spring", False)] * 22
    others = [(FOUNDING, False)] * 20 + [("how do I prune roses in spring", True)] * 4
    filled = [*others, *[("62367", True)] * (9 * len(tenth) - len(others))]
    ordered = [one for at, first in enumerate(tenth) for one in (first, *filled[9 * at : 9 * at + 9])]
    lines = [{"id": str(at), "question": text, "answerable": label} for at, (text, label) in enumerate(ordered)]
    path = tmp_path / "turned.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    options = ("--index", copy, "--no-reader", "--false-claims", "0.5")
    done = citedesk("calibrate", path, *options)
    assert (done.code, done.err) == (1, "")
    # Of 42 questions without an answer 21 may be claimed: with the shipped numbers the 20 that look answered.
    told = [line.replace("│", " ").split()[-2:] for line in done.out.splitlines() if "at the rate" in line]
    assert told == [[f"{30 / 34:.3f}", "0.000"]]
    assert "not written: at the same rate of false claims the shipped numbers claim more; write it with" in done.out
    assert not (copy / "support.json").exists()
    assert citedesk("calibrate", path, *options, "--force").code == 0
    written = json.loads((copy / "support.json").read_text())
    assert written["cross_validated"]["auroc_documents_taken_away"] is None


def test_numbers_that_are_wrong_for_the_questions_are_learnt_anew(shipped: Index) -> None:
    """By the shipped weights a greater lead speaks for an answer; here it is the other way round."""
    found = [
        *rows(Kind.ANSWERABLE, 30, 0.5, leading(0.4)),
        *rows(Kind.UNANSWERABLE, 20, 0.5, leading(0.6)),
        *rows(Kind.TAKEN_AWAY, 30, 0.5, leading(0.6)),
    ]
    outcome = calibrating.calibrate(found, desk(shipped), [], "2026-01-31")
    assert outcome.before.auroc == 0.0
    assert (outcome.after.auroc, outcome.after.claimed_right, outcome.after.false_claims) == (1.0, 1.0, 0.0)
    assert (outcome.after.auroc_documents_taken_away, outcome.after.false_claims_documents_taken_away) == (1.0, 0.0)
    assert (outcome.before.claimed_right_at_the_rate, outcome.after.claimed_right_at_the_rate) == (0.0, 1.0)
    assert not outcome.worse
    assert outcome.record["weights"]["lead"] < 0
    # What is alike in all questions keeps its weight.
    for name in ("cosine", "length", "unknown_codes", "other_year"):
        assert outcome.record["weights"][name] == pytest.approx(shipped_record()["weights"][name])
    assert outcome.record["threshold"] == outcome.record["bounds"]["0.03"] < 1
    # Of 50 questions none may be claimed for any lower rate.
    assert outcome.record["strong"] == outcome.record["bounds"]["0.01"] == 1.0


def test_what_is_claimed_is_counted_over_the_answerable_ones(shipped: Index) -> None:
    """All that leads far is claimed: 20 of 50 with a right document, 10 with another, 5 of 20 that nothing answers."""
    bound = calibration.shipped().claims.bound(0.03)
    far, near = leading((1 + bound) / 2), leading(bound / 2)
    found = [
        *rows(Kind.ANSWERABLE, 20, 0.5, far),
        *rows(Kind.ANSWERABLE, 10, 0.5, far, right=False),
        *rows(Kind.ANSWERABLE, 20, 0.5, near),
        *rows(Kind.UNANSWERABLE, 5, 0.5, far),
        *rows(Kind.UNANSWERABLE, 15, 0.5, near),
        *rows(Kind.TAKEN_AWAY, 20, 0.5, near),
    ]
    outcome = calibrating.calibrate(found, desk(shipped), [], "2026-01-31")
    before = outcome.before
    assert (before.claimed_right, before.claimed_with_another) == (20 / 50, 10 / 50)
    assert (before.false_claims, before.false_claims_documents_taken_away) == (5 / 20, 0.0)
    # 5 of the 40 have the highest chance, more than 0.03 of them: at that rate nothing can be claimed.
    assert before.claimed_right_at_the_rate == 0.0
    # Pairs of 40 led right with 20 others: 20 * 15 stand above, 20 * 5 and 20 * 15 are even.
    assert before.auroc == (20 * 15 + (20 * 5 + 20 * 15) / 2) / (40 * 20)


def test_a_desk_with_a_reader_is_calibrated_with_what_it_read(shipped: Index, tmp_path: Path) -> None:
    """The reader is only named here: what it said stands in the examples."""
    named = cast(Reader, SimpleNamespace(name="0123abcd"))
    found = [
        *rows(Kind.ANSWERABLE, 30, 0.5, 0.5),
        *rows(Kind.UNANSWERABLE, 40, 0.5, 0.5),
    ]
    found[:30] = [replace(one, features=replace(one.features, read_first=4.0)) for one in found[:30]]
    outcome = calibrating.calibrate(found, replace(desk(shipped), reader=named), [], "2026-01-31")
    assert (outcome.record["reader"], tuple(outcome.record["weights"])) == ("0123abcd", calibration.READ)
    assert outcome.after.auroc == 1.0
    calibration.write(outcome.record, tmp_path)
    assert calibration.beside(tmp_path, shipped.manifest, "0123abcd").name
    unread = calibration.beside(tmp_path, shipped.manifest)
    assert unread.name is None
    assert "support.json: fitted with the reader 0123abcd, not with none, so the shipped" in (
        unread.caveat(shipped.manifest) or ""
    )


def test_too_few_for_a_bound_at_the_rate_are_told(shipped: Index) -> None:
    """Of 33 + 1 questions 0.03 are one, of 32 + 1 none."""
    found = [*rows(Kind.ANSWERABLE, 30, 0.5, 1.0), *rows(Kind.UNANSWERABLE, 32, 0.2, 0.0)]
    with pytest.raises(QuestionError) as told:
        calibrating.calibrate(found, desk(shipped), [], "2026-01-31")
    assert str(told.value) == (
        "32 questions that the base does not answer: a bound at 0.03 false claims takes at least 33; label more of "
        "them, or name the documents that answer the others"
    )
    found += rows(Kind.TAKEN_AWAY, 1, 0.2, 0.0)
    assert calibrating.calibrate(found, desk(shipped), [], "2026-01-31").after.claimed_right == 1.0
    assert calibrating.calibrate(found, desk(shipped, false_claims=0.0), [], "2026-01-31").after.claimed_right == 0.0


@pytest.mark.parametrize("right", [0, 3])
def test_questions_that_no_right_document_leads_are_told(shipped: Index, right: int) -> None:
    """All three in one tenth: a fit on the others would have none."""
    led = [replace(one, fold=4) for one in rows(Kind.ANSWERABLE, right, 0.5, 1.0)]
    found = [*led, *rows(Kind.ANSWERABLE, 40, 0.5, 1.0, right=False), *rows(Kind.UNANSWERABLE, 40, 0.2, 0.0)]
    with pytest.raises(
        QuestionError, match=f"^a right document leads {right} of {40 + right} answerable questions, too few"
    ):
        calibrating.calibrate(found, desk(shipped), [], "2026-01-31")


@pytest.mark.parametrize(("answerable", "unanswerable"), [(29, 10), (30, 9), (0, 0)])
def test_too_few_questions_are_told(shipped: Index, answerable: int, unanswerable: int) -> None:
    found = [*rows(Kind.ANSWERABLE, answerable, 0.5, 1.0), *rows(Kind.UNANSWERABLE, unanswerable, 0.2, 0.0)]
    with pytest.raises(QuestionError) as told:
        calibrating.calibrate(found, desk(shipped), [], "2026-01-31")
    assert str(told.value) == (
        f"{answerable} answerable and {unanswerable} unanswerable questions: support is fitted on at least "
        "30 answerable and 10 unanswerable ones; label more of them"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            '{"id": "1", "question": "pump refill", "relevant": ["threads/none"]}',
            "the index has no document threads/none",
        ),
        ('{"id": "1", "question": " "}', "the question is empty"),
        ('{"id": "1"}', "questions.jsonl:1: not a labelled question"),
        ("", "0 answerable and 0 unanswerable questions"),
    ],
)
def test_a_bad_question_is_told(citedesk: Command, shipped_index: Path, tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "questions.jsonl").write_text(line)
    done = citedesk("calibrate", tmp_path / "questions.jsonl", "--index", shipped_index)
    assert done.code == 2
    assert said in done.err
    assert done.err.count("\n") == 1


def test_without_questions_the_next_step_is_named(citedesk: Command) -> None:
    done = citedesk("calibrate")
    assert (done.code, done.out) == (2, "")
    assert done.err == "citedesk: no questions to calibrate on; name files of labelled questions, or --remove\n"


def test_of_an_answerable_question_the_second_example_lacks_its_documents(shipped: Index) -> None:
    one = evaluation.Labelled("1", FOUNDING, (), ("threads/pump-62367-vs-62368-reprogramming",), (), True)
    codes = evaluation.Labelled("2", "62367 62368", (), (), (), True)
    nothing = evaluation.Labelled("3", "how do I prune roses", (), (), (), False)
    found = list(examples.measured([("a", one), ("b", codes), ("c", nothing)], desk(shipped)))
    # Codes alone are no question that support is fitted for.
    assert [(example.row, example.kind, example.fold) for example in found] == [
        ("a", Kind.ANSWERABLE, 0),
        ("a", Kind.TAKEN_AWAY, 0),
        ("c", Kind.UNANSWERABLE, 2),
    ]
    assert [example.right for example in found] == [True, False, False]
    assert found[0].features.cosine > found[1].features.cosine
    assert found[0].features.length == found[1].features.length


def test_examples_are_measured_on_masked_questions(shipped: Index) -> None:
    said = evaluation.Labelled("1", "Mr. John Smith, MRN 00123456, volume check of his pump?", (), (), (), False)
    masked = evaluation.Labelled("1", "Mr. [name], MRN [MRN], volume check of his pump?", (), (), (), False)
    (one,), (other,) = (list(examples.measured([("a", labelled)], desk(shipped))) for labelled in (said, masked))
    assert one == other


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"embedder": "sentence_transformer"}, True),
        ({"embedder": "mine"}, False),
        ({"model": "own", "model_sha256": "0" * 64}, False),
        ({"model": "renamed"}, True),
    ],
)
def test_the_shipped_numbers_hold_for_the_shipped_model_run_either_way(
    shipped: Index, changes: dict[str, str], holds: bool
) -> None:
    other = replace(shipped, manifest=manifest(shipped, **changes))
    found = desk(other).ask(FOUNDING)
    assert found.support.calibrated is holds
    assert exports.answer(found)["calibrated"] is holds
    said = f"support is not calibrated for {other.manifest.model} run by {other.manifest.embedder}; {FIT}"
    assert found.support.caveat == (None if holds else said)
    assert ("Note: support is not calibrated for" in html.answer(found, 1)) is not holds


@pytest.mark.slow
def test_the_terminal_and_the_doctor_say_what_is_not_calibrated(citedesk: Command, copy: Path, tmp_path: Path) -> None:
    kb = Path(__file__).parents[1] / "kb"
    (tmp_path / "settings.toml").write_text("[assistant]\nreader = false\n")
    good = citedesk("doctor", "--index", copy, "--kb", kb)
    assert good.code == 0
    assert "ok   support is computed from the shipped numbers, fitted for all-MiniLM-L6-v2\n" in good.out
    (copy / "support.json").write_text("{}")
    said = f"{copy}/support.json: no calibration of this program, so the shipped numbers are used; {FIT}, or: citedesk"
    assert f"Note: {said} calibrate --remove\n" in citedesk("ask", FOUNDING, "--index", copy).out
    wrong = citedesk("doctor", "--index", copy, "--kb", kb)
    # The doctor's commands mean this very index.
    named = f"{said} calibrate --remove".replace(", or:", f" --index {copy}, or:")
    assert wrong.code == 1
    assert f"bad  {named} --index {copy}" in wrong.out.splitlines()


def damaged() -> dict[str, tuple[object, str]]:
    weights, provenance = shipped_record()["weights"], shipped_record()["provenance"]
    foreign = provenance | {"model": {"name": "other", "sha256": "1" * 64, "embedders": ["onnx"]}}
    bounds = shipped_record()["bounds"]
    none = "no calibration of this program"
    return {
        "empty": ("", none),
        "no object": ([], none),
        "no weights": ({"bias": 1}, none),
        "the earlier form": ({name: shipped_record()[name] for name in ("provenance", "weights", "bias")}, none),
        "other weights": (shipped_record(weights={"cosine": 1.0}), none),
        "a text": (shipped_record(weights={**weights, "cosine": "much"}), none),
        "no number": (shipped_record(bias=float("nan")), none),
        "a rate that is missing": (shipped_record(bounds={"0.03": 0.5}), none),
        "a bound that is no chance": (shipped_record(bounds=bounds | {"0.0": 2.0}), none),
        "bounds that rise": (shipped_record(bounds=bounds | {"0.5": 1.0}), none),
        "no provenance": (shipped_record(provenance="mine"), none),
        "another model": (shipped_record(provenance=foreign), "fitted for other run by onnx, not for this index"),
        "another reader": (
            shipped_record(reader="0123abcd", weights=dict.fromkeys(calibration.READ, 0.0)),
            "fitted with the reader 0123abcd, not with none",
        ),
    }


@pytest.mark.parametrize("name", damaged())
def test_a_calibration_that_cannot_be_used_is_one_line_and_the_shipped_numbers_stand(copy: Path, name: str) -> None:
    record, why = damaged()[name]
    (copy / "support.json").write_text(record if isinstance(record, str) else json.dumps(record))
    own = opened(copy)
    found = own.ask(FOUNDING)
    plain = desk(own.index).ask(FOUNDING)
    assert found.fingerprint == plain.fingerprint
    assert found.support.value == plain.support.value
    assert found.support.calibrated
    assert found.support.caveat == (
        f"{copy}/support.json: {why}, so the shipped numbers are used; {FIT}, or: citedesk calibrate --remove"
    )


def test_a_calibration_that_cannot_be_read_is_told(copy: Path) -> None:
    (copy / "support.json").mkdir()
    assert "support.json: cannot be read (Is a directory), so the shipped" in (
        opened(copy).calibration.caveat(index_.open_index(copy).manifest) or ""
    )
    with pytest.raises(RecordError, match=r"support\.json: the calibration cannot be written \(Is a directory\)"):
        calibration.write(shipped_record(), copy)
    with pytest.raises(RecordError, match=r"support\.json: cannot be removed"):
        calibration.remove(copy)


def test_a_calibration_of_another_model_says_both_on_an_index_of_a_third(shipped: Index, tmp_path: Path) -> None:
    third = manifest(shipped, model="third", model_sha256="2" * 64)
    (tmp_path / "support.json").write_text(json.dumps(shipped_record()))
    assert calibration.beside(tmp_path, third).caveat(third) == (
        f"{tmp_path}/support.json: fitted for all-MiniLM-L6-v2 run by onnx or sentence_transformer, "
        f"not for this index; support is not calibrated for third run by onnx; {FIT}"
    )


def test_one_s_own_calibration_counts_as_calibrated_for_its_model(shipped: Index, tmp_path: Path) -> None:
    third = manifest(shipped, model="third", model_sha256="2" * 64, embedder="mine")
    model = {"name": "third", "sha256": "2" * 64, "embedders": ["mine"]}
    provenance = shipped_record()["provenance"] | {"model": model}
    calibration.write(shipped_record(provenance=provenance), tmp_path)
    own = calibration.beside(tmp_path, third)
    assert own.holds(third)
    assert own.caveat(third) is None
    assert own.fingerprint(third) == f"{third.fingerprint}@{own.name}"


def test_the_page_opens_a_calibrated_index_anew(copy: Path) -> None:
    before = calibration.state(copy)
    calibration.write(shipped_record(), copy)
    written = calibration.state(copy)
    os.utime(copy / "support.json", ns=(1, 1))
    assert len({before, written, calibration.state(copy)}) == 3


def test_voice_and_strength_follow_the_calibration(shipped: Index) -> None:
    fitted = calibration.shipped()
    value = desk(shipped).ask(UNRECORDED).support.value
    for bound, shown, strong, expected in (
        (value, 0.0, value, Support(value, Voice.ANSWERS, "strong")),
        (value, 0.0, value + 0.01, Support(value, Voice.ANSWERS, "moderate")),
        (value + 0.01, value, value, Support(value, Voice.NEAREST, "weak")),
        (value + 0.01, value + 0.01, value, Support(value, Voice.NOTHING, "weak")),
    ):
        own = replace(fitted, claims=Claims((bound,) * len(RATES), shown), strong=strong)
        assert replace(desk(shipped), calibration=own).ask(UNRECORDED).support == expected


def test_weights_of_the_kinds_sum_to_as_much_on_both_sides() -> None:
    found = [
        *rows(Kind.ANSWERABLE, 4, 0.0, 0.0),
        *rows(Kind.ANSWERABLE, 2, 0.0, 0.0, right=False),
        *rows(Kind.UNANSWERABLE, 3, 0.0, 0.0),
        *rows(Kind.TAKEN_AWAY, 6, 0.0, 0.0),
    ]
    missed, unanswerable, away = calibrating.MISSED, calibrating.UNANSWERABLE, calibrating.TAKEN_AWAY
    assert missed + unanswerable + away == pytest.approx(1.0)
    weights = calibrating._Sides.of(found).weights
    parts = [weights[:4].sum(), weights[4:6].sum(), weights[6:9].sum(), weights[9:].sum()]
    assert parts == pytest.approx([1.0, missed, unanswerable, away])
    assert calibrating._Sides.of(found[:9]).weights[6:].sum() == pytest.approx(unanswerable / (missed + unanswerable))


def test_a_manifest_that_is_gone_is_left_to_the_other_findings(tmp_path: Path, copy: Path) -> None:
    assert list(calibrating.examine(tmp_path, AssistantSettings(reader=False))) == []
    (generation,) = copy.glob("generation-*")
    rewrite(generation / "manifest.json", format=1)
    assert list(calibrating.examine(copy, AssistantSettings(reader=False))) == []
