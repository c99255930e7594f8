"""`citedesk eval` on labelled questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.measuring import evaluation
from indexer.errors import QuestionError

ROWS = [
    {
        "id": "a",
        "question": "is a volume check reprogramming?",
        "relevant": ["threads/pump-62367-vs-62368-reprogramming"],
        "facts": ["62368"],
    },
    {"id": "b", "question": "how do I prune roses in spring", "relevant": [], "facts": [], "answerable": False},
]


def test_a_run_is_printed_stored_and_compared(tmp_path: Path, shipped_index: Path) -> None:
    labelled, stored = tmp_path / "questions.jsonl", tmp_path / "run.json"
    labelled.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    done = CliRunner().invoke(app, ["eval", str(labelled), "--index", str(shipped_index), "--store", str(stored)])
    assert done.exit_code == 0, done.output
    figures = json.loads(stored.read_text("utf-8"))["summary"]
    assert figures["hit_1"]["value"] == 1
    assert figures["false_answers"]["value"] == 0
    assert figures["led_by_a_relevant_document"] == {"value": 0, "low": 0, "high": 0, "count": 1}
    assert figures["facts_found"]["value"] == 1
    assert "volume check" not in stored.read_text("utf-8")
    again = CliRunner().invoke(
        app,
        ["eval", str(labelled), "--index", str(shipped_index), "--store", str(stored), "--compare", str(stored)],
    )
    assert "+0.000" in again.output


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "a", "question": "x"}\n{"id": 2}\n', "utf-8")
    with pytest.raises(QuestionError, match=r"questions\.jsonl:2"):
        evaluation.read([path])


@pytest.mark.slow
@pytest.mark.skipif(not Path("../shared/questions").is_dir(), reason="the development questions are not here")
def test_the_development_questions_keep_their_floors(shipped_index: Path) -> None:
    """Floors stand a little below what docs/benchmarks.md reports."""
    from assistant import Desk

    labelled = evaluation.read(sorted(Path("../shared/questions").glob("*.jsonl")))
    figures = {
        name: figure.value
        for name, figure in evaluation.summary(evaluation.judge(labelled, Desk.open(shipped_index))).items()
    }
    assert figures["alone hit_1"] >= 0.86
    assert figures["alone hit_5"] >= 0.97
    assert figures["alone reciprocal_rank"] >= 0.91
    assert figures["auroc"] >= 0.96
    assert figures["false_refusals"] <= 0.06
    assert figures["facts_found"] >= 0.86
    assert figures["quotation_violations"] == figures["code_violations"] == 0
