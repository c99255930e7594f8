"""The same question gives the same bytes; a saved answer is replayed, and what changed is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import RULE, Outcome, Place

from assistant.ask import Desk
from assistant.keeping import saved as saved_

Command = Callable[..., Outcome]
ASKED = "is 62368 for reprogramming at the refill?"


@pytest.fixture
def saved(citedesk: Command, built: Place, tmp_path: Path) -> Path:
    path = tmp_path / "answer.json"
    outcome = citedesk("ask", "--json", "--index", built.index, "--save", path, ASKED)
    assert (outcome.code, outcome.err) == (0, f"answer saved to {path}\n")
    assert json.loads(path.read_text())["answer"] == json.loads(outcome.out)
    return path


def changes(outcome: Outcome) -> list[str]:
    first, *lines = outcome.out.splitlines()
    assert (outcome.code, first, outcome.err) == (1, "changed since it was saved:", "")
    return [line.removeprefix("- ") for line in lines]


def test_an_unchanged_base_gives_the_same_answer(citedesk: Command, built: Place, saved: Path) -> None:
    outcome = citedesk("replay", saved, "--index", built.index)
    fingerprint = Desk.open(built.index).fingerprint
    assert (outcome.code, outcome.out) == (0, f"the same answer; {fingerprint}\n")


def test_facts_that_came_beside_the_question_are_asked_again(citedesk: Command, built: Place, tmp_path: Path) -> None:
    path = tmp_path / "told.json"
    options = ("--payer", "Medicare", "--dos", "2008")
    assert citedesk("ask", "--index", built.index, "--save", path, *options, ASKED).code == 0
    record = json.loads(path.read_text())
    assert record["given"] == {"dos": "2008", "payer": "Medicare"}
    assert record["answer"]["read_as"].endswith("(with: Medicare, 2008)")
    assert citedesk("replay", path, "--index", built.index).code == 0
    del record["given"]
    path.write_text(json.dumps(record))
    assert "read_as: changed" in changes(citedesk("replay", path, "--index", built.index))


def test_saving_twice_writes_the_same_bytes(citedesk: Command, built: Place, saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    assert citedesk("ask", "--index", built.index, "--save", other, ASKED).code == 0
    assert other.read_bytes() == saved.read_bytes()


def test_what_is_new_beside_the_answer_changes_only_fingerprint_and_scores(
    citedesk: Command, built: Place, saved: Path
) -> None:
    old = built.open().manifest.knowledge_base[:12]
    built.excerpt("nail.md", "Nail", "Trimming of nails is another matter.")
    built.build()
    new = built.open().manifest.knowledge_base[:12]
    told = changes(citedesk("replay", saved, "--index", built.index))
    assert told[0] == f"fingerprint: knowledge base {old} is now {new}"
    assert not [line for line in told if line.startswith(("citation", "quotation", "text", "answered"))]


def test_an_edited_document_changes_its_quotation(citedesk: Command, built: Place, saved: Path) -> None:
    built.excerpt("pump.md", "Pump refill", RULE.replace("62368", "62370 and never 62368"))
    built.build()
    told = changes(citedesk("replay", saved, "--index", built.index))
    was, now = RULE, "Report 62370 and never 62368 when the pump is reprogrammed at the refill."
    assert f"quotation changed: pump#text: “{was}” is now “{now}”" in told
    assert "text: the answer reads otherwise" in told
    assert not [line for line in told if line.startswith("citation")]


def test_a_citation_that_is_gone_and_one_that_is_new_are_named(citedesk: Command, built: Place, saved: Path) -> None:
    (built.kb / "pump.md").unlink()
    built.write("later.md", f"---\nsource: CPT Assistant\ndate: 2012-05\n---\n# Pump refill\n\n{RULE}\n")
    built.build()
    told = changes(citedesk("replay", saved, "--index", built.index))
    assert "citation gone: CPT Assistant, July 2006" in told
    assert "citation new: CPT Assistant, May 2012" in told
    assert "quotation gone: pump#text" in told
    assert "quotation new: later#text" in told
    assert "documents: changed" in told


def test_an_answer_that_is_refused_now_is_told(citedesk: Command, built: Place, saved: Path) -> None:
    (built.kb / "pump.md").unlink()
    built.build()
    told = changes(citedesk("replay", saved, "--index", built.index))
    assert "answered then, refused now" in told
    assert any(line.startswith("support: ") and "(weak)" in line for line in told)


def test_another_program_version_is_named(citedesk: Command, built: Place, saved: Path) -> None:
    record = json.loads(saved.read_text())
    record["answer"]["fingerprint"] = record["answer"]["fingerprint"].replace("-0.1.0~", "-0.0.9-rc1~")
    saved.write_text(json.dumps(record))
    assert changes(citedesk("replay", saved, "--index", built.index)) == [
        "fingerprint: program version 0.0.9-rc1 is now 0.1.0"
    ]


def test_only_masked_text_is_saved_and_replays_as_the_same(citedesk: Command, built: Place, tmp_path: Path) -> None:
    path = tmp_path / "masked.json"
    words = ("--after", "Mr. John Smith has a pump", "MRN 00123456: and is it 62368 at the refill?")
    assert citedesk("ask", "--index", built.index, "--save", path, "-k", "1", *words).code == 0
    written = path.read_text()
    assert "Smith" not in written
    assert "00123456" not in written
    record = json.loads(written)
    assert (record["question"], record["after"], record["top"]) == (
        "MRN [MRN]: and is it 62368 at the refill?",
        ["Mr. [name] has a pump"],
        1,
    )
    assert record["answer"]["masked"] == ["MRN", "name"]
    assert citedesk("replay", path, "--index", built.index).code == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, ": the file cannot be read (No such file or directory)"),
        ("", ": no saved answer (this is no JSON: "),
        ("[]", ": no saved answer (it has another form)"),
        (
            '{"citedesk_answer": 1, "question": "x", "after": [], "top": 1, "generator": "y", "answer": {}}',
            ": no saved",
        ),
        ('{"citedesk_answer": 2}', ": saved in form 2, this program reads 1; save the answer anew"),
    ],
)
def test_a_file_that_is_no_saved_answer_is_told(
    citedesk: Command, tmp_path: Path, text: str | None, reason: str
) -> None:
    path = tmp_path / "answer.json"
    if text is not None:
        path.write_text(text)
    outcome = citedesk("replay", path)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"citedesk: {path}{reason}")


def test_an_answer_that_cannot_be_saved_is_told(citedesk: Command, built: Place, tmp_path: Path) -> None:
    outcome = citedesk("ask", "--index", built.index, "--save", tmp_path / "no" / "a.json", ASKED)
    assert outcome.code == 2
    assert outcome.err == (
        f"citedesk: {tmp_path}/no/a.json: the answer cannot be saved (No such file or directory); name another file\n"
    )


@pytest.mark.slow
def test_processes_with_other_hash_seeds_print_the_same_bytes(shipped_index: Path, tmp_path: Path) -> None:
    lines = [
        {"id": "1", "question": "is a volume check reprogramming?"},
        {"id": "2", "question": "62367/68 with 95990-95991, mod 59?", "history": ["pump refill"]},
        {"id": "3", "question": "does medicare want 25 on a vist with 99213 and an injection?"},
        {"id": "4", "question": "how do I prune the roses in my garden in spring"},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    command = [str(Path(sys.executable).with_name("citedesk")), "ask", "--questions", str(path)]
    printed = [
        subprocess.run(
            [*command, "--index", str(shipped_index)],
            capture_output=True,
            check=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1]
    assert len(printed[0].splitlines()) == 4


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kb-m-1.0", "kb-m-1.0~unread", []),
        ("kb-m-1.0~unread", "kb-m-1.0~0123abcd", ["reader: none is now 0123abcd"]),
        ("kb-m-1.0@aa~0123abcd", "kb-m-1.0~0123abcd", ["calibration: aa is now the shipped one"]),
        ("kb-m-1.0~unread~me@home~x", "kb-m-1.1~unread", [
            "fingerprint: program version 1.0 is now 1.1", "judge: me@home~x is now none"
        ]),
    ],
)  # fmt: skip
def test_each_part_of_a_fingerprint_is_told_alone(old: str, new: str, told: list[str]) -> None:
    assert list(saved_._fingerprint(old, new)) == told
