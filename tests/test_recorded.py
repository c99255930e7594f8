"""The file in which a knowledge base records what its documents settle and where they pull apart."""

from __future__ import annotations

import pytest
from conftest import Place

from indexer import advice, doctor, point_likeness, verdicts
from indexer.documents import PartialDate
from indexer.points import PointCase, PointSide, Why
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
    procedure, pump = point_likeness.of(index.points, index.embedder.question("do I put 51 on line 2"))
    assert procedure.nearest == "do I put 51 on line 2"
    assert procedure.cosine == pytest.approx(1.0, abs=1e-5)
    assert pump.cosine < 0.6
    said = point_likeness.of(index.points, index.embedder.question("leaves 51 off"))[0]
    assert said.view == pytest.approx(1.0, abs=1e-5)
    assert said.views == ("leaves 51 off",)
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
        (ENTRY.replace("  why: payers\n", ""), 1, "entry: needs says and sources, or why and at least two sides"),
        (
            ENTRY.replace("  why", "  says: leaves 51 off\n  sources: [new]\n  why"),
            1,
            "entry: needs says and sources, or",
        ),
        (ENTRY.replace("  why: payers", "  verdict: sometimes"), 1, "entry: needs says and sources, or why and at"),
        (
            ENTRY.replace("  why", "  verdict: sometimes\n  why"),
            1,
            "verdict: no quotation of the point says “sometimes”",
        ),
        (
            ENTRY.replace("  why", "  verdict: depends\n  why"),
            1,
            "verdict: what it depends on stands in cases, and there",
        ),
        (
            ENTRY.replace("sources: [new", "from: soon\n      sources: [new"),
            1,
            "sides.1.from: 'soon' is not a date such as",
        ),
        (
            ENTRY.replace("sources: [new", "until: 2011-13\n      sources: [new"),
            1,
            "sides.1.until: month must be in 1..12",
        ),
        (
            ENTRY.replace("sources: [new", "from: 2012\n      until: 2011-12\n      sources: [new"),
            1,
            "sides.1: until December 2011 is before from 2012",
        ),
        (ENTRY.replace("asked", "askd"), 1, "askd: Extra inputs are not permitted"),
        ("on: ]", 1, "not YAML"),
        ("on: x\n", 1, "expected a list of entries with on, asked and says, or on, why, asked and sides"),
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


PLAIN = """\
- on: whether Noridian wants 51
  verdict: no
  asked: [does noridian want mod 51]
  says: Noridian leaves 51 off.
  sources: [new, old]
"""
CASES = """\
  cases:
  - when: the second procedure
    report: ["51"]
    not_with: ["59"]
    says: put 51 on every additional procedure
    source: old
  - {when: Noridian, says: It adds it by itself., source: new}
"""


@pytest.fixture
def told(base: Place) -> Place:
    """Its documents name 51 and 59 as modifiers."""
    base.excerpt(
        "old.md", "Old advice", "The issue says to put 51 on every\nadditional procedure. Modifier 51, not modifier 59."
    )
    return base


def test_a_plain_rule_is_one_side_that_stands_for_nobody(base: Place) -> None:
    base.write("points.yaml", PLAIN)
    assert base.build().problems == ()
    (point,) = base.open().points.recorded
    assert (point.why, point.verdict, point.cases) == (None, "no", ())
    assert point.sides == (PointSide(None, "Noridian leaves 51 off.", ("new", "old")),)


def test_verdict_cases_and_dates_come_back_from_an_index_as_they_were_recorded(told: Place) -> None:
    dated = ENTRY.replace("sources: [old]", "until: 2011-12\n      sources: [old]")
    dated = dated.replace("sources: [new", "from: 2012-01-01\n      sources: [new")
    told.write("points.yaml", f"{dated}{CASES}  verdict: depends\n{PLAIN}")
    assert told.build().problems == ()
    first, second = told.open().points.recorded
    assert (first.verdict, second.verdict) == ("depends", "no")
    assert [(side.since, side.until) for side in first.sides] == [
        (None, PartialDate(2011, 12)),
        (PartialDate(2012, 1, 1), None),
    ]
    assert first.cases == (
        PointCase("the second procedure", ("51",), ("59",), "put 51 on every additional procedure", "old"),
        PointCase("Noridian", (), (), "It adds it by itself.", "new"),
    )
    assert told.build().changed is False


def test_the_earlier_name_of_the_file_is_still_read_beside_the_new_one(base: Place) -> None:
    base.write("points.yaml", PLAIN)
    earlier = base.write("disagreements.yaml", ENTRY)
    assert base.build().problems == ()
    assert [point.why for point in base.open().points.recorded] == [None, Why.PAYERS]
    (base.kb / "points.yaml").unlink()
    base.write("disagreements.yaml", f"{ENTRY}- on: x\n")
    (problem,) = base.build().problems
    assert (problem.path, problem.line) == (earlier, ENTRY.count("\n") + 1)
    assert [point.why for point in base.open().points.recorded] == [Why.PAYERS]


@pytest.mark.parametrize(
    ("wrong", "line", "reason"),
    [
        (CASES.replace("    says: put 51 on every additional procedure\n", ""), 7, "cases: says: Field required"),
        (CASES.replace("put 51 on", "put 59 on"), 7, "cases: old does not say “put 59 on every additional"),
        (CASES.replace('["51"]', '["99213"]'), 7, "cases: old does not name 99213; a case reports what its"),
        (CASES.replace('["59"]', '["99213"]'), 7, "cases: old does not name 99213; a case reports what its"),
        (CASES.replace("when: the second", "when: with 99213, the second"), 7, "cases: old does not name 99213;"),
        (CASES.replace("source: old", "source: gone"), 7, "cases: gone: no such document or posting in"),
        (CASES.replace("report", "reported"), 7, "cases: reported: Extra inputs are not permitted"),
        (CASES.replace("{when: Noridian, says: It adds it by itself., source: new}", "Noridian"), 12, "cases: entry:"),
        (CASES.replace("It adds it", "It never adds it"), 12, "cases: new does not say “It never adds it"),
    ],
)  # fmt: skip
def test_a_wrong_case_is_told_with_its_line_and_its_point_stands_without_it(
    told: Place, wrong: str, line: int, reason: str
) -> None:
    path = told.write("points.yaml", PLAIN + wrong)
    (problem,) = told.build().problems
    assert str(problem).startswith(f"{path}:{line}: {reason}")
    (point,) = told.open().points.recorded
    assert point.verdict == "no"
    assert [case.when for case in point.cases] == [["Noridian"], ["the second procedure"]][line == 12]


def test_the_words_of_an_asker_carry_no_verdict(base: Place) -> None:
    path = base.write(
        "points.yaml", PLAIN.replace("Noridian leaves 51 off.", "leaves 51 off, or not?").replace("[new,", "[thread,")
    )
    (problem,) = base.build().problems
    assert str(problem).startswith(f"{path}:1: thread does not say “leaves 51 off, or not?”; copy the words from it")


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("yes", ""),
        ("no", ""),
        ("depends", ""),
        ("disputed", ""),
        ("95990 or 95991", "Choose 95990 or 95991."),
        ("11200 x1, 11201 x1", "One unit of 11200 and one of 11201."),
        ("3 units", "It is three units"),
        ("90 days", "The period lasts 90 days."),
        ("two", "Report it twice."),
        ("the treating physician", "Only the treating physician signs."),
        ("J18.9", "The code is j18.9."),
    ],
)
def test_a_verdict_is_a_word_of_the_program_or_stands_in_a_quotation(verdict: str, said: str) -> None:
    assert verdicts.misfit(verdict, ["Something else.", said]) is None


@pytest.mark.parametrize(
    ("verdict", "said", "lacking"),
    [
        ("maybe", "Choose 95990.", "maybe"),
        ("95991", "Choose 95990.", "95991"),
        ("4 units", "It is three units", "4"),
        ("95990 x2", "Choose 95990.", "2"),
        ("J18.1", "The code is J18.9.", "j18.1"),
    ],
)
def test_a_verdict_that_no_quotation_holds_is_none(verdict: str, said: str, lacking: str) -> None:
    told = verdicts.misfit(verdict, [said])
    assert told is not None
    assert told.startswith(f"verdict: no quotation of the point says “{lacking}”; write yes, no, depends, disputed, ")


def test_a_long_verdict_is_none() -> None:
    said = "one two three four five six seven eight nine ten eleven"
    assert verdicts.misfit(said.removesuffix(" eleven"), [said]) is None
    assert verdicts.misfit(said, [said]) == (
        "verdict: at most 10 words; yes, no, depends, disputed, or the code or count"
    )
