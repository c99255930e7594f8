"""A BEIR-form folder through the ordinary path."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.measuring import beir
from indexer.errors import QuestionError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "set"
    (root / "qrels").mkdir(parents=True)
    documents = [
        {"_id": "d1", "title": "Pumps", "text": "An implanted pump is refilled and the dose is checked."},
        {"_id": "d2", "title": "", "text": "A wound is closed in layers."},
        {"_id": "d3", "title": "Fractures", "text": "A fracture is set without manipulation."},
    ]
    queries = [
        {"_id": "q1", "text": "wound closure in layers"},
        {"_id": "q2", "text": "and the dose?", "history": [{"speaker": "user", "text": "implanted pump"}]},
        {"_id": "q3", "text": "nothing judged"},
    ]
    for name, rows in (("corpus", documents), ("queries", queries)):
        (root / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (root / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td2\t1\nq2\td1\t2\n", "utf-8")
    return root


def test_a_folder_is_read(folder: Path) -> None:
    assert [document.id for document in beir.corpus(folder)] == ["d1", "d2", "d3"]
    first, second, third = beir.queries(folder)
    assert first.relevant == {"d2": 1.0}
    assert second.history == ("implanted pump",)
    assert third.relevant == {}


def test_the_run_and_the_support_are_written(folder: Path, tmp_path: Path, shipped_index: Path) -> None:
    run, support = tmp_path / "run.txt", tmp_path / "support.jsonl"
    command = [
        "eval",
        "--beir",
        str(folder),
        "--index",
        str(shipped_index),
        "--run",
        str(run),
        "--support",
        str(support),
    ]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    rows = [line.split() for line in run.read_text("utf-8").splitlines()]
    best = {row[0]: row[2] for row in reversed(rows)}
    assert (best["q1"], best["q2"]) == ("d2", "d1")
    assert all(row[1] == "Q0" and row[5] == "citedesk" for row in rows)
    scores = [float(row[4]) for row in rows if row[0] == "q1"]
    assert scores == sorted(scores, reverse=True)
    assert [json.loads(line)["id"] for line in support.read_text("utf-8").splitlines()] == ["q1", "q2", "q3"]


def test_a_folder_without_a_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"corpus\.jsonl"):
        beir.corpus(tmp_path)


@pytest.mark.parametrize(
    ("name", "line", "reason"),
    [
        ("corpus.jsonl", '{"title": "x"}', r"corpus\.jsonl:1: expected a document, .*; it has no \'_id\'"),
        ("queries.jsonl", '{"_id": "q"}', r"queries\.jsonl:1: expected a query, .*; it has no \'text\'"),
        ("qrels/test.tsv", "q1\td1\t1\nq1\td2\thigh", r"test\.tsv:2: 'high' is no grade; write query, document"),
    ],
)
def test_a_bad_line_of_a_set_is_named(tmp_path: Path, name: str, line: str, reason: str) -> None:
    for one, text in {"corpus.jsonl": "", "queries.jsonl": "", "qrels/test.tsv": "", name: line}.items():
        (tmp_path / one).parent.mkdir(exist_ok=True)
        (tmp_path / one).write_text(text, "utf-8")
    with pytest.raises(QuestionError, match=reason):
        beir.corpus(tmp_path), beir.queries(tmp_path)
