"""`citedesk calibrate`: support fitted on a user's questions, and what says whose numbers an answer has."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from conftest import Outcome, Place, rewrite

from assistant.ask import Desk
from assistant.finding import calibration
from assistant.finding.features import Features
from assistant.fitted import logistic
from assistant.judgement import Support
from assistant.measuring import calibrating, evaluation, examples
from assistant.measuring.examples import Example, Kind
from assistant.pages import chat
from assistant.settings import AssistantSettings
from assistant.showing import exports, html
from indexer import index as index_
from indexer.errors import QuestionError, RecordError
from indexer.index import Index, Manifest

Command = Callable[..., Outcome]
OWN = Path(__file__).parents[1] / "benchmarks"
FOUNDING = "is a volume check reprogramming?"
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
    return {**logistic.shipped("support"), **changes}


def manifest(index: Index, **changes: str) -> Manifest:
    return replace(index.manifest, **cast(Any, changes))


def rows(kind: Kind, count: int, cosine: float, lead: float) -> list[Example]:
    nothing = Features(*[0.0] * len(Features.__dataclass_fields__))
    return [
        Example(f"{kind}/{number}", kind, False, number % 10, replace(nothing, cosine=cosine, lead=lead, length=2.0))
        for number in range(count)
    ]


def desk(index: Index) -> Desk:
    return Desk(index, AssistantSettings())


def test_calibrating_writes_beside_the_index_and_the_answer_says_so(
    citedesk: Command, copy: Path, questions: Path
) -> None:
    before = Desk.open(copy).ask(FOUNDING)
    done = citedesk("calibrate", questions, "--index", copy, "--force")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("measured: 30 answerable, 10 unanswerable, 30 documents taken away\n")
    assert f"written to {copy}/support.json; go back with: citedesk calibrate --remove" in done.out
    now = Desk.open(copy)
    answer = now.ask(FOUNDING)
    assert answer.fingerprint == f"{before.fingerprint}@{now.calibration.name}" != before.fingerprint
    assert answer.fingerprint in done.out
    assert answer.support.calibrated
    assert answer.support.caveat is None
    assert answer.support.value != before.support.value
    record = json.loads((copy / "support.json").read_text("utf-8"))
    assert record["provenance"]["sources"][0]["file"] == "questions.jsonl"
    assert record["provenance"]["knowledge_base"] == now.index.manifest.knowledge_base
    written = (copy / "support.json").read_text("utf-8")
    asked = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    assert [one["id"] for one in asked if one["question"] in written or one["id"] in written] == []


def test_removing_goes_back_to_the_same_answer(citedesk: Command, copy: Path) -> None:
    before = Desk.open(copy).ask(FOUNDING)
    calibration.write(shipped_record(threshold=0.99), copy)
    assert not Desk.open(copy).ask(FOUNDING).supported
    assert citedesk("calibrate", "--remove", "--index", copy).out == f"{copy}: the shipped numbers are used\n"
    assert exports.answer(Desk.open(copy).ask(FOUNDING)) == exports.answer(before)
    again = citedesk("calibrate", "--remove", "--index", copy)
    assert (again.code, again.out) == (0, f"{copy}: the shipped numbers are used; there was no calibration\n")


@pytest.mark.slow
def test_a_rebuild_keeps_it(place: Place) -> None:
    place.excerpt("pump.md", "Pump refill", "Report 62368 when the pump is reprogrammed at the refill.")
    place.build()
    calibration.write(shipped_record(threshold=0.9), place.index)
    name = Desk.open(place.index).calibration.name
    place.excerpt("wound.md", "Wound repair", "Layered closure is measured in centimetres.")
    place.build(rebuild=True)
    assert name == Desk.open(place.index).calibration.name is not None


def test_replay_tells_another_calibration(citedesk: Command, copy: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    assert citedesk("ask", FOUNDING, "--index", copy, "--save", saved).code == 0
    # The same numbers under another name: nothing else changes.
    name = json.loads(calibration.write(shipped_record(), copy).read_text("utf-8")) and Desk.open(copy).calibration.name
    told = citedesk("replay", saved, "--index", copy)
    assert (told.code, told.out.splitlines()[1:]) == (1, [f"- calibration: the shipped one is now {name}"])


def test_what_decides_worse_is_not_written_unless_forced(citedesk: Command, copy: Path, tmp_path: Path) -> None:
    """One question 60 times, in turn answerable and not, so that each of the ten folds has one label.

    The shipped numbers decide the same each time, so one half wrongly. A fit on the other folds has seen less of the
    label that is held out, and decides all of them wrongly.
    """
    lines = [{"id": str(number), "question": FOUNDING, "answerable": number % 2 == 0} for number in range(60)]
    path = tmp_path / "same.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    done = citedesk("calibrate", path, "--index", copy)
    assert (done.code, done.err) == (1, "")
    assert [
        words[-2:] for words in map(str.split, done.out.replace("│", " ").splitlines()) if words[:1] == ["mean"]
    ] == [["0.500", "1.000"]]
    assert "not written: the shipped numbers decide better on these questions; write it with --force" in done.out
    assert not (copy / "support.json").exists()
    assert citedesk("calibrate", path, "--index", copy, "--force").code == 0
    assert json.loads((copy / "support.json").read_text())["cross_validated"]["auroc_documents_taken_away"] is None


def test_numbers_that_are_wrong_for_the_questions_are_learnt_anew(shipped: Index) -> None:
    """By the shipped weights a greater lead speaks for an answer; here it is the other way round."""
    found = [
        *rows(Kind.ANSWERABLE, 30, 0.5, 0.0),
        *rows(Kind.UNANSWERABLE, 20, 0.5, 1.0),
        *rows(Kind.TAKEN_AWAY, 30, 0.5, 1.0),
    ]
    outcome = calibrating.calibrate(found, desk(shipped), [], "2026-01-31")
    assert outcome.before.auroc == 0.0
    assert (outcome.after.auroc, outcome.after.false_refusals, outcome.after.false_answers) == (1.0, 0.0, 0.0)
    assert outcome.after.auroc_documents_taken_away == 1.0
    assert not outcome.worse
    assert outcome.record["weights"]["lead"] < 0
    # What is alike in all questions keeps its weight.
    shipped_weights = logistic.shipped("support")["weights"]
    for name in ("cosine", "length", "unknown_codes", "other_year"):
        assert outcome.record["weights"][name] == pytest.approx(shipped_weights[name])
    assert outcome.record["threshold"] == 0.5


def test_wrong_decisions_are_the_mean_of_both_kinds(shipped: Index) -> None:
    """All questions are alike, so one side is decided wrongly whole; documents taken away weigh only in the fit."""
    found = [
        *rows(Kind.ANSWERABLE, 30, 0.5, 0.5),
        *rows(Kind.UNANSWERABLE, 10, 0.5, 0.5),
        *rows(Kind.TAKEN_AWAY, 30, 0.5, 0.5),
    ]
    before = calibrating.calibrate(found, desk(shipped), [], "2026-01-31").before
    assert (before.auroc, before.false_refusals + before.false_answers, before.wrong) == (0.5, 1.0, 1 / 2)


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
def test_the_terminal_and_the_doctor_say_what_is_not_calibrated(citedesk: Command, copy: Path) -> None:
    kb = Path(__file__).parents[1] / "kb"
    good = citedesk("doctor", "--index", copy, "--kb", kb)
    assert good.code == 0
    assert good.out.endswith("ok   support is computed from the shipped numbers, fitted for all-MiniLM-L6-v2\n")
    (copy / "support.json").write_text("{}")
    said = f"{copy}/support.json: no calibration of this program, so the shipped numbers are used; {FIT}, or: citedesk"
    assert f"Note: {said} calibrate --remove\n" in citedesk("ask", FOUNDING, "--index", copy).out
    wrong = citedesk("doctor", "--index", copy, "--kb", kb)
    # The doctor's commands mean this very index.
    named = f"{said} calibrate --remove".replace(", or:", f" --index {copy}, or:")
    assert (wrong.code, wrong.out.splitlines()[-1]) == (1, f"WRONG {named} --index {copy}")


def damaged() -> dict[str, tuple[object, str]]:
    weights = logistic.shipped("support")["weights"]
    provenance = logistic.shipped("support")["provenance"]
    foreign = provenance | {"model": {"name": "other", "sha256": "1" * 64, "embedders": ["onnx"]}}
    none = "no calibration of this program"
    return {
        "empty": ("", none),
        "no object": ([], none),
        "no weights": ({"bias": 1}, none),
        "other weights": (shipped_record(weights={"cosine": 1.0}), none),
        "a text": (shipped_record(weights={**weights, "cosine": "much"}), none),
        "no number": (shipped_record(bias=float("nan")), none),
        "no provenance": (shipped_record(provenance="mine"), none),
        "another model": (shipped_record(provenance=foreign), "fitted for other run by onnx, not for this index"),
    }


@pytest.mark.parametrize("name", damaged())
def test_a_calibration_that_cannot_be_used_is_one_line_and_the_shipped_numbers_stand(copy: Path, name: str) -> None:
    record, why = damaged()[name]
    (copy / "support.json").write_text(record if isinstance(record, str) else json.dumps(record))
    opened = Desk.open(copy)
    found = opened.ask(FOUNDING)
    plain = Desk(opened.index, AssistantSettings()).ask(FOUNDING)
    assert found.fingerprint == plain.fingerprint
    assert found.support.value == plain.support.value
    assert found.support.calibrated
    assert found.support.caveat == (
        f"{copy}/support.json: {why}, so the shipped numbers are used; {FIT}, or: citedesk calibrate --remove"
    )


def test_a_calibration_that_cannot_be_read_is_told(copy: Path) -> None:
    (copy / "support.json").mkdir()
    assert "support.json: cannot be read (Is a directory), so the shipped" in (
        Desk.open(copy).calibration.caveat(index_.open_index(copy).manifest) or ""
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
    provenance = logistic.shipped("support")["provenance"] | {"model": model}
    calibration.write(shipped_record(provenance=provenance), tmp_path)
    own = calibration.beside(tmp_path, third)
    assert own.holds(third)
    assert own.caveat(third) is None
    assert own.fingerprint(third) == f"{third.fingerprint}@{own.name}"


def test_the_page_opens_a_calibrated_index_anew(copy: Path) -> None:
    before = chat._state(copy)
    calibration.write(shipped_record(), copy)
    written = chat._state(copy)
    os.utime(copy / "support.json", ns=(1, 1))
    assert len({before, written, chat._state(copy)}) == 3


def test_strength_and_enough_follow_the_calibration(shipped: Index) -> None:
    fitted = calibration.shipped()
    value = desk(shipped).ask(FOUNDING).support.value
    for threshold, strong, expected in (
        (value, value, Support(value, True, "strong")),
        (value, value + 0.01, Support(value, True, "moderate")),
        (value + 0.01, value + 0.02, Support(value, False, "weak")),
    ):
        own = replace(fitted, fitted=replace(fitted.fitted, threshold=threshold), strong=strong)
        assert Desk(shipped, AssistantSettings(), own).ask(FOUNDING).support == expected


def test_weights_of_the_kinds_sum_to_as_much_on_both_sides() -> None:
    kinds = [*[Kind.ANSWERABLE] * 4, *[Kind.UNANSWERABLE] * 3, *[Kind.TAKEN_AWAY] * 4]
    weights = calibrating._weights(kinds)
    assert np.array([weights[:4].sum(), weights[4:7].sum(), weights[7:].sum()]) == pytest.approx([1.0, 0.9, 0.1])
    weights = calibrating._weights(kinds[:7])
    assert np.array([weights[:4].sum(), weights[4:].sum()]) == pytest.approx([1.0, 1.0])


def test_a_manifest_that_is_gone_is_left_to_the_other_findings(tmp_path: Path, copy: Path) -> None:
    assert list(calibrating.examine(tmp_path)) == []
    (generation,) = copy.glob("generation-*")
    rewrite(generation / "manifest.json", format=1)
    assert list(calibrating.examine(copy)) == []
