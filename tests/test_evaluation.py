"""`citedesk eval` on labelled questions."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from typer.testing import CliRunner

from assistant.ask import Desk
from assistant.cli import app
from assistant.judgement import Voice
from assistant.measuring import evaluation, openings, report, runs
from assistant.measuring.outcomes import HITS, VOICES, Lack, Outcome
from assistant.settings import AssistantSettings
from indexer.documents import Provenance
from indexer.errors import QuestionError
from indexer.index import Index

FOUNDING = "is a volume check reprogramming?"
ROWS: list[dict[str, object]] = [
    {
        "id": "a",
        "question": FOUNDING,
        "relevant": ["threads/pump-62367-vs-62368-reprogramming"],
        "facts": ["62368"],
        "kind": "lay",
        "verdict": "no",
        "says": ["describe reprogramming only as a change of drug rate"],
        "answer": "Not a sentence of the base.",
    },
    {"id": "b", "question": "how do I prune roses in spring", "answerable": False, "kind": "[red]off\x1b[31m"},
    {"id": "c", "question": "does 99999 need a modifier", "answerable": False},
    {"id": "d", "question": "volume check of a pump for Humana", "answerable": False},
    {"id": "e", "question": "volume check of a pump in 1967", "answerable": False},
    {"id": "f", "question": "what is 62368 worth to the surgeon's partner", "answerable": False},
]
NAMES = [field.name for field in dataclasses.fields(Outcome)]


def written(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def outcome(id: str, voice: Voice | None, **changes: object) -> Outcome:
    """Of an answerable question whose right document leads, unless ``changes`` say otherwise."""
    numbers = {**dict.fromkeys(NAMES[4:10], 1.0), **dict.fromkeys(NAMES[10:15], 0)}
    known = {"kind": "alone", "answerable": True, "supported": voice is Voice.ANSWERS, "led": 1.0, "voice": voice}
    return Outcome(**cast(Any, {"id": id, **numbers, **known, **changes}))


ANSWERS, NEAREST, NOTHING = Voice
JUDGED = [
    outcome("1", ANSWERS, label="lay", claimed_without=True),
    outcome("2", ANSWERS, label="lay", claimed_without=False, led=0.0),
    outcome("3", NEAREST, label="case", claimed_without=False),
    outcome("4", NOTHING, led=None),
    outcome("5", ANSWERS, answerable=False, lack=Lack.PAYER),
    outcome("6", NEAREST, answerable=False, lack=Lack.PAYER),
    outcome("7", NOTHING, answerable=False, lack=Lack.CODE),
]


def test_the_voices_are_shares_of_the_questions_that_they_apply_to() -> None:
    found = {name: (figure.value, figure.count) for name, figure in evaluation.summary(JUDGED).items()}
    assert {name: found[name] for name in VOICES} == {
        "claimed_right": (1 / 4, 4),
        "claimed_with_another": (1 / 4, 4),
        "right_leads": (2 / 4, 4),
        "nothing_shown": (1 / 4, 4),
        "unanswerable_claimed": (1 / 3, 3),
        "unanswerable_nearest": (1 / 3, 3),
        "unanswerable_nothing": (1 / 3, 3),
        "twins_claimed_with": (2 / 3, 3),
        "twins_claimed_without": (1 / 3, 3),
    }
    assert found["kind lay: claimed_right"] == (1 / 2, 2)
    assert found["kind case: right_leads"] == (1.0, 1)
    assert found["lacking: another payer: unanswerable_claimed"] == (1 / 2, 2)
    assert "kind case: unanswerable_claimed" not in found
    assert found["false_answers"] == found["unanswerable_claimed"]


def test_without_twins_there_is_no_row_of_them() -> None:
    assert not [name for name in evaluation.summary(JUDGED[3:]) if "twins" in name]


def test_a_run_is_printed_stored_and_compared(tmp_path: Path, shipped_index: Path) -> None:
    labelled, stored = written(tmp_path / "questions.jsonl", ROWS), tmp_path / "run.json"
    options = ["--index", str(shipped_index), "--no-reader", "--store", str(stored)]
    done = CliRunner().invoke(app, ["eval", str(labelled), *options, "--twins"])
    assert done.exit_code == 0, done.output
    # A kind is shown as it is, without what a terminal obeys.
    assert "kind [red]off [31m: unanswerable" in done.output
    record = json.loads(stored.read_text("utf-8"))
    figures = record["summary"]
    assert figures["hit_1"]["value"] == 1
    assert figures["unanswerable_claimed"]["count"] == 5
    assert figures["kind lay: right_leads"]["count"] == figures["twins_claimed_without"]["count"] == 1
    assert [one["lack"] for one in record["questions"]] == [
        None, Lack.POINT, Lack.CODE, Lack.PAYER, Lack.YEAR, Lack.POINT
    ]  # fmt: skip
    assert figures["verdict_said"]["count"] == figures["answer_begun"]["count"] == 1
    assert figures["kind lay: verdict_said"] == figures["verdict_said"]
    assert figures["first quotation: retold"]["value"] == figures["all quotations: retold"]["value"] == 1
    assert 0 < figures["median_words"]["value"] < 1000
    assert figures["median_headline_at"]["value"] == 0
    assert not [row["question"] for row in ROWS if str(row["question"]) in stored.read_text("utf-8")]
    written(labelled, [*ROWS[:5], ROWS[5] | {"id": "g"}])
    again = CliRunner().invoke(app, ["eval", str(labelled), *options, "--compare", str(stored)])
    assert "5 questions in both runs, 1 in that one only, 1 in this one only" in " ".join(again.output.split())
    assert "+0.000" in again.output
    assert "1.0000" in again.output


@pytest.mark.parametrize(
    ("text", "verdict", "says", "said"),
    [
        ("No. None of them [1].", "no", (), True),
        ("\u201cNo, never\u201d [1]", "No, one unit per cast", (), True),
        ("None of them may be billed.", "no", (), False),
        ("62370. It is the code.", "62370", (), True),
        ("62370 is the code.", "6237", (), False),
        ("On the point: no. The physician\u2019s\nown work.", "yes", ("nothing", "THE physician's own"), True),
        ("On the point: no.", "no", (), False),
        ("x" * 395 + " never", "no", ("never",), False),
        ("", "no", ("never",), False),
    ],
)
def test_a_verdict_is_said_at_the_beginning(text: str, verdict: str, says: Sequence[str], said: bool) -> None:
    assert openings.says_verdict(text, verdict, says) is said


@pytest.mark.parametrize(("before", "begins"), [(0, True), (399, True), (400, False)])
def test_a_sentence_begins_in_the_first_400_characters(before: int, begins: bool) -> None:
    sentence = "Report 62367 when the volume\nis only read."
    assert openings.begins("x" * before + "Report 62367  when the volume is only read.", sentence) is begins
    assert not openings.begins("Report 62367 when the volume.", sentence)


def test_provenances_and_openings_are_shares_and_lengths_are_medians() -> None:
    """Of three answers two quote something, first retold words and a posting's own; five quotations in all."""
    retold, said, verbatim = Provenance.RETOLD, Provenance.SAID, Provenance.VERBATIM
    judged = [
        outcome("1", ANSWERS, provenances=(retold, retold, verbatim), verdict_said=True, words=10, headline_at=0),
        outcome(
            "2", ANSWERS, provenances=(said, retold), verdict_said=False, answer_begun=True, words=40, headline_at=8
        ),
        outcome("3", NOTHING, verdict_said=False, words=20),
        outcome("4", ANSWERS, answerable=False, verdict_said=True),
    ]
    found = {name: (figure.value, figure.count) for name, figure in evaluation.summary(judged).items()}
    assert found["verdict_said"] == (1 / 3, 3)
    assert found["answer_begun"] == (1, 1)
    assert found["first quotation: retold"] == found["first quotation: said"] == (1 / 2, 2)
    assert found["all quotations: retold"] == (3 / 5, 5)
    assert found["all quotations: reported"] == (0, 5)
    assert found["median_words"] == (20, 3)
    assert found["median_headline_at"] == (4, 2)


def test_two_runs_are_compared_pair_by_pair(tmp_path: Path) -> None:
    """Three questions rise in one measure and none falls: of 2**3 tosses one has no tail."""
    runs.write(tmp_path / "old.json", [outcome(str(number), NEAREST) for number in range(3)], "before")
    before = runs.read(tmp_path / "old.json")
    now = runs.Run.of([outcome(str(number), ANSWERS) for number in range(4)], "now")
    found = {one.measure: one for one in runs.changes(before.outcomes, now.outcomes)}
    assert found["claimed_right"] == runs.Change("claimed_right", 3, 3, 0)
    assert found["claimed_right"].chance == 2 * 1 / 8
    assert found["right_leads"] == runs.Change("right_leads", 3, 0, 0)
    assert "twins_claimed_with" not in found
    back = {one.measure: one for one in runs.changes(now.outcomes, before.outcomes)}
    assert (back["claimed_right"].rose, back["claimed_right"].fell) == (0, 3)


def test_questions_of_two_files_may_have_one_id() -> None:
    before, now = (
        runs.Run.of([outcome("1", first), outcome("1", second)], "f")
        for first, second in ((ANSWERS, NEAREST), (ANSWERS, ANSWERS))
    )
    found = {one.measure: one for one in runs.changes(before.outcomes, now.outcomes)}
    assert found["claimed_right"] == runs.Change("claimed_right", 2, 1, 0)


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    judged = [*JUDGED, outcome("7", ANSWERS, provenances=(Provenance.SAID,), verdict_said=True, words=3, headline_at=0)]
    runs.write(tmp_path / "run.json", judged, "f")
    assert runs.read(tmp_path / "run.json") == runs.Run.of(judged, "f")


def test_a_run_of_the_earlier_form_is_read_and_what_it_lacks_is_blank(tmp_path: Path) -> None:
    """It knew no voices: what was not claimed showed nothing."""
    runs.write(tmp_path / "old.json", [outcome("1", ANSWERS), outcome("2", None, led=None)], "old")
    record = json.loads((tmp_path / "old.json").read_text("utf-8"))
    record["questions"] = [{name: one[name] for name in NAMES[:15]} for one in record["questions"]]
    record["summary"] = {name: figure for name, figure in record["summary"].items() if name not in VOICES}
    (tmp_path / "old.json").write_text(json.dumps(record), "utf-8")
    old = runs.read(tmp_path / "old.json")
    assert [one.voice for one in old.outcomes.values()] == [None, None]
    now = {one.id: one for one in (outcome("1", ANSWERS), outcome("2", NEAREST))}
    found = {one.measure: one.pairs for one in runs.changes(old.outcomes, now)}
    assert found == {**dict.fromkeys(HITS, 2), "claimed_right": 2, "claimed_with_another": 2}
    shown = report._figures("", evaluation.summary(JUDGED), old)
    cells = {str(name): cell for name, cell in zip(shown.columns[0].cells, shown.columns[4].cells, strict=True)}
    assert (cells["hit 1"], cells["right leads"], cells["claimed right"]) == ("1.000", "", "")
    assert not [one for one in old.outcomes.values() if one.provenances or one.words is not None]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "this is no JSON: Expecting value, column 1"),
        (b"\xff" * 9, "this is no UTF-8 text"),
        (b"[]", "it has another form"),
        (b'{"fingerprint": "f"}', "it has no 'summary'"),
        (b'{"fingerprint": "f", "summary": {}, "questions": [1]}', "it has another form"),
        (b"[" * 100_000, "this nests too deep"),
    ],
)
def test_what_is_no_run_is_told_and_not_shown(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "run.json"
    path.write_bytes(data)
    with pytest.raises(QuestionError) as told:
        runs.read(path)
    assert str(told.value) == f"{path}: no stored run of citedesk eval ({reason}); name one that --store wrote"


def test_a_file_without_a_question_is_not_measured(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("\n")
    with pytest.raises(QuestionError, match=r"none\.jsonl: no question is in it; write one JSON object a line"):
        report.questions([tmp_path / "none.jsonl"], tmp_path, None, None, False, False, AssistantSettings())
    assert [path.name for path in tmp_path.iterdir()] == ["none.jsonl"]


def test_documents_that_are_left_out_are_not_found(shipped: Index) -> None:
    desk, gone = Desk(shipped, AssistantSettings(reader=False)), "threads/pump-62367-vs-62368-reprogramming"
    with_, without = desk.ask(FOUNDING), desk.ask(FOUNDING, without=(gone,))
    assert gone in with_.documents
    assert gone not in without.documents
    assert without.support.value < with_.support.value


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "a", "question": "x"}\n{"id": 2}\n', "utf-8")
    with pytest.raises(QuestionError, match=r"questions\.jsonl:2"):
        evaluation.read([path])
    path.write_text('{"id": "a", "question": "x", "kind": 3}\n', "utf-8")
    with pytest.raises(QuestionError, match=r"questions\.jsonl:1: not a labelled question: 3 is no text"):
        evaluation.read([path])


@pytest.mark.slow
@pytest.mark.skipif(not Path("../shared/questions").is_dir(), reason="the development questions are not here")
def test_the_development_questions_keep_their_floors(shipped_index: Path) -> None:
    """Floors stand a little below what docs/benchmarks.md reports."""
    labelled = evaluation.read(sorted(Path("../shared/questions").glob("*.jsonl")))
    figures = {
        name: figure.value
        for name, figure in evaluation.summary(evaluation.judge(labelled, Desk.open(shipped_index))).items()
    }
    assert figures["alone hit_1"] >= 0.93
    assert figures["alone hit_5"] >= 0.97
    assert figures["alone reciprocal_rank"] >= 0.95
    assert figures["auroc"] >= 0.95
    assert figures["claimed_right"] >= 0.68
    assert figures["claimed_with_another"] <= 0.05
    assert figures["right_leads"] >= 0.9
    assert figures["nothing_shown"] <= 0.03
    assert figures["unanswerable_claimed"] <= 0.05
    assert figures["facts_found"] >= 0.86
    assert figures["quotation_violations"] == figures["code_violations"] == 0
