"""What a long indexing tells: how far it is, what it left out by kind, and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Outcome, Place

from assistant import progress
from assistant.showing import indexed
from indexer.reader import Problem

Command = Callable[..., Outcome]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("done", "total", "seconds", "expected"),
    [
        (0, 10, 0.0, "0 of 10, 0.0/s"),
        (1_200, 4_800, 30.0, "1,200 of 4,800, 40/s, 1 min 30 s left"),  # 3,600 / 40 = 90 s
        (5, 65, 2.0, "5 of 65, 2.5/s, 24 s left"),
        (100, 1_000_100, 10.0, "100 of 1,000,100, 10/s, 27 h 46 min left"),  # 100,000 s
        (7, 7, 1.0, "7 of 7, 7.0/s, 0 s left"),
    ],
)
def test_a_line_tells_how_far_how_fast_and_how_long_still(done: int, total: int, seconds: float, expected: str) -> None:
    assert progress.line(done, total, seconds) == expected


def test_a_log_hears_of_each_stage_when_it_begins_and_when_it_ends(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([100.0, 101.0, 104.0, 112.0, 113.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    lines = progress.Lines()
    for stage, done in (("reading", 0), ("embedding", 0), ("reading", 4), ("reading", 12), ("embedding", 3)):
        lines.told(stage, done, 24)
    lines.end()
    assert capsys.readouterr().err.splitlines() == [
        "reading",
        "embedding",
        "reading: 12 of 24, 1.0/s, 12 s left",
        "embedding: 3 of 24, 0.2/s, 1 min 24 s left",
        "reading: 12 of 24",
        "embedding: 3 of 24",
    ]


def test_problems_of_one_kind_are_one_row_with_what_to_do() -> None:
    reason = "this is a PNG image, and no format here reads one; what is read: .md; save its text as one of these"
    found = [Problem(Path("kb", f"{name}.png"), None, reason) for name in "abcde"]
    noted = Problem(Path("kb", "m.md"), 3, "two dates were found", left_out=False)
    assert list(indexed.table(1_200, [noted, *found])) == [
        "1,200  documents read",
        "    5  left out: this is a PNG image, and no format here reads one (a.png, b.png, c.png and 2 more)",
        "         -> save its text as one of these",
        "    1  note: two dates were found (m.md)",
    ]
    assert list(indexed.table(1_200, [noted])) == []


def test_a_report_holds_every_file_that_was_left_out(place: Place, citedesk: Command, tmp_path: Path) -> None:
    place.excerpt("pump.md", "Pump refill", "Report 62368 when the pump is reprogrammed.")
    for name in ("a.png", "b.png"):
        (place.kb / name).write_bytes(PNG)
    (place.kb / "empty.md").write_text("")
    told = tmp_path / "report.json"
    ran = citedesk("index", "--kb", place.kb, "--index", place.index, "--report", told)
    assert ran.code == 0
    record = json.loads(told.read_text())
    assert (record["documents"], record["passages"], record["embedded"], record["left_out"]) == (1, 1, 1, 3)
    kinds = {row["kind"]: row for row in record["problems"]}
    images = kinds["this is a PNG image, and no format here reads one"]
    assert [Path(one["path"]).name for one in images["files"]] == ["a.png", "b.png"]
    assert (images["number"], images["left_out"], images["to_do"]) == (2, True, "save its text as one of these")
    assert sum(row["number"] for row in record["problems"]) == 3
    assert "\n2  left out: this is a PNG image, and no format here reads one (a.png, b.png)\n" in ran.err
    assert citedesk("index", "--kb", place.kb, "--index", place.index, "--strict").code == 1


def test_an_indexing_that_fails_leaves_a_report_too(place: Place, citedesk: Command, tmp_path: Path) -> None:
    (place.kb / "a.png").write_bytes(PNG)
    told = tmp_path / "report.json"
    ran = citedesk("index", "--kb", place.kb, "--index", place.index, "--report", told)
    assert ran.code == 2
    record = json.loads(told.read_text())
    assert "its only file, and so nothing, could be read" in record["error"]
    assert record["left_out"] == 1
    nowhere = citedesk("index", "--kb", place.kb, "--index", place.index, "--report", tmp_path / "no" / "report.json")
    assert nowhere.code == 2
    assert "the report cannot be written (No such file or directory); name another with --report" in nowhere.err
