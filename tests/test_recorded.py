"""The file in which a knowledge base records where its sources disagree."""

from __future__ import annotations

import pytest
from conftest import Place

from indexer import advice, doctor
from indexer.points import Why
from indexer.settings import IndexSettings

ENTRY = """\
- on: whether 51 goes on the second procedure
  why: payers
  asked:
    - do I put 51 on line 2
  beside:
    - is 51 needed with an add-on code
  sides:
    - for: CPT Assistant
      says: put 51 on every
        additional procedure
      sources: [old]
    - for: Noridian
      says: leaves 51 off
      sources: [new, "thread#post-2"]
"""
THREAD = """\
---
source: AAPC Forum
url: https://example.com/t
---
# 51 on line 2?

## asker (May 1, 2012)

leaves 51 off, or not?

## responder 1 (May 2, 2012)

My carrier leaves 51 off.
"""


@pytest.fixture
def base(place: Place) -> Place:
    place.excerpt("old.md", "Old advice", "The issue says to put 51 on every\nadditional procedure.")
    place.excerpt("new.md", "Noridian", "Noridian leaves 51 off. It adds it by itself.")
    place.write("thread.md", THREAD)
    place.write("points.yaml", ENTRY)
    return place


def test_a_recorded_point_is_indexed_with_its_phrases(base: Place) -> None:
    report = base.build()
    assert report.problems == ()
    assert report.manifest.documents == 3
    (point,) = base.open().points.recorded
    assert point.on == "whether 51 goes on the second procedure"
    assert point.why is Why.PAYERS
    assert point.phrases == ("whether 51 goes on the second procedure", "do I put 51 on line 2")
    assert point.beside == ("is 51 needed with an add-on code",)
    assert [(side.stands_for, side.says, side.sources) for side in point.sides] == [
        ("CPT Assistant", "put 51 on every additional procedure", ("old",)),
        ("Noridian", "leaves 51 off", ("new", "thread#post-2")),
    ]


def test_a_question_is_compared_with_every_phrase_of_a_point(base: Place) -> None:
    other = ENTRY.replace("whether 51 goes on the second procedure", "which pump code is right").replace(
        "do I put 51 on line 2", "62367 or 62368"
    )
    base.write("points.yaml", ENTRY + other)
    base.build()
    index = base.open()
    procedure, pump = index.points.likeness(index.embedder.question("do I put 51 on line 2"))
    assert procedure.nearest == "do I put 51 on line 2"
    assert procedure.cosine == pytest.approx(1.0, abs=1e-5)
    assert pump.cosine < 0.6
    said = index.points.likeness(index.embedder.question("leaves 51 off"))[0]
    assert said.view == pytest.approx(1.0, abs=1e-5)
    assert said.cosine < 0.9


def test_a_side_knows_its_passages_and_where_its_words_stand(base: Place) -> None:
    base.build()
    index = base.open()
    cpt, noridian = index.points.recorded[0].sides
    passages = {passage.id: passage for passage in index.store.passages(range(len(index.store)))}
    old, new = passages["old#text"], passages["new#text"]
    assert cpt.place(old) == (18, 54)
    assert old.text[18:54] == "put 51 on every\nadditional procedure"
    assert (cpt.place(new), noridian.place(new)) == (None, (9, 22))
    # Only the first source states the view, and an asker takes no side.
    assert noridian.place(passages["thread#post-2"]) is None
    assert [name for name, passage in sorted(passages.items()) if noridian.has(passage)] == [
        "new#text",
        "thread#post-2",
    ]


@pytest.mark.parametrize(
    ("wrong", "line", "reason"),
    [
        (ENTRY.replace("[old]", "[gone]"), 1, "gone: no such document or posting in the knowledge base"),
        (ENTRY.replace("thread#post-2", "thread#post-3"), 1, "thread#post-3: no such document or posting"),
        (ENTRY.replace("leaves 51 off", "adds 51"), 1, "new does not say “adds 51”; copy the words from it"),
        (ENTRY.replace("payers", "weather"), 1, "why: Input should be 'superseded', 'dates', 'payers' or 'opposite'"),
        (ENTRY.replace("  why: payers\n", ""), 1, "why: Field required"),
        (ENTRY.replace("asked", "askd"), 1, "askd: Extra inputs are not permitted"),
        ("on: [", 1, "not YAML"),
        ("on: x\n", 1, "expected a list of entries with on, why, asked and sides"),
    ],
)
def test_a_wrong_entry_is_told_with_its_place(base: Place, wrong: str, line: int, reason: str) -> None:
    path = base.write("points.yaml", wrong)
    (problem,) = base.build().problems
    assert str(problem).startswith(f"{path}:{line}: {reason}")
    assert base.open().points.recorded == ()
    assert base.found("Noridian") == ["new#text"]


def test_one_wrong_entry_does_not_stop_the_others(base: Place) -> None:
    base.write("points.yaml", ENTRY.replace("[old]", "[gone]") + ENTRY)
    (problem,) = base.build().problems
    assert problem.line == 1
    assert len(base.open().points.recorded) == 1


def test_no_file_and_an_empty_one_record_nothing(base: Place) -> None:
    base.write("points.yaml", "# nothing yet\n")
    assert base.build().problems == ()
    assert base.open().points.recorded == ()
    (base.kb / "points.yaml").unlink()
    assert base.build().changed is False


def test_the_fingerprint_tells_another_record_and_nothing_is_embedded_for_it(base: Place) -> None:
    before = base.build().manifest.fingerprint
    base.write("points.yaml", ENTRY.replace("line 2", "line two"))
    stale = [finding.what for finding in doctor.examine([base.kb], base.index, IndexSettings()) if not finding.good]
    assert stale == [f"knowledge base {base.kb}: the index is stale; run: {advice.index(base.index, [base.kb])}"]
    report = base.build()
    assert (report.changed, report.embedded) == (True, 0)
    assert report.manifest.fingerprint != before
    assert all(finding.good for finding in doctor.examine([base.kb], base.index, IndexSettings()))


def test_a_phrase_that_was_there_before_keeps_its_vector(base: Place) -> None:
    base.build()
    before = base.open().points.vectors
    assert before.shape == (4, 384)
    base.write("points.yaml", ENTRY.replace("- on", ENTRY.replace("line 2", "line two") + "- on", 1))
    base.build()
    after = base.open().points.vectors
    assert after.shape == (8, 384)
    assert (after[4:] == before).all()
    assert (after[0] == before[0]).all()
    assert not (after[1] == before[1]).all()


def test_doctor_names_a_wrong_entry(base: Place) -> None:
    base.build()
    path = base.write("points.yaml", ENTRY.replace("[old]", "[gone]"))
    wrong = [finding.what for finding in doctor.examine([base.kb], base.index, IndexSettings()) if not finding.good]
    assert wrong[0] == (
        f"left out: {path}:1: gone: no such document or posting in the knowledge base; "
        f"mend the entry and run: {advice.index(base.index, [base.kb])}"
    )
