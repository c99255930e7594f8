"""`citedesk point`, `citedesk points` and what an editor is offered to record."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml
from conftest import Outcome, Place

from assistant.ask import Desk
from assistant.editing import opposites, pairs, skeleton, unmet
from assistant.finding import meeting, recognition
from assistant.finding.recognition import Asked, Met
from assistant.judgement import Voice
from assistant.keeping import reviews
from assistant.settings import AssistantSettings
from benchmarks import fit_points
from benchmarks import points as points_
from indexer.points import Point, PointSide

Command = Callable[..., Outcome]
REFILL = "whether analysis is billed beside a pump refill"
RECORD = f"""\
- on: {REFILL}
  why: superseded
  verdict: no
  asked: [can I bill 62367 with the refill 95990]
  sides:
    - for: CPT Assistant, July 2006
      says: Analysis 62367 is coded in addition to the pump refill 95990.
      sources: [old]
      until: 2011
    - for: CPT, today
      says: Analysis 62367 is included in the pump refill 95990.
      sources: [new]
      from: 2012
  cases:
    - {{when: the pump is only read, report: ['62367'], not_with: ['95990'], says: report 62367 alone, source: new}}
- on: whether a wound is measured before the repair
  verdict: yes
  asked: [do I measure the wound first]
  says: A wound is measured in centimetres before the repair 12001.
  sources: [wound]
"""
OLD = "Analysis 62367 is coded in addition to the pump refill 95990. It is a separate service."
NEW = "Analysis 62367 is included in the pump refill 95990. When the pump is only read, report 62367 alone."
WOUND = "A wound is measured in centimetres before the repair 12001. Add the lengths of one class."
MEDICARE = "---\nsource: CMS\ndate: 2012\n---\n"


@pytest.fixture
def base(place: Place) -> Place:
    place.excerpt("old.md", "Pump refill and analysis", OLD)
    place.write("new.md", f"{MEDICARE}# Pump refill and analysis\n\n{NEW}\n")
    place.excerpt("wound.md", "Repair of a wound", WOUND)
    place.write("points.yaml", RECORD)
    return place


@pytest.fixture
def built(base: Place) -> Place:
    assert base.build().problems == ()
    return base


def asked(base: Place) -> Desk:
    return Desk.open(base.index, AssistantSettings(reader=False))


def test_a_question_meets_its_point_with_what_it_is_made_of(citedesk: Command, built: Place) -> None:
    question = "can I bill 62367 with the refill 95990"
    found = json.loads(citedesk("point", question, "--index", built.index, "--json").out)
    met = found["met"]
    assert (met["point"]["on"], met["point"]["verdict"], met["point"]["why"]) == (REFILL, "no", "superseded")
    assert (met["nearest"], met["chance"], met["kept_off_by"]) == (question, 1.0, [])
    assert met["measures"]["likeness"] == pytest.approx(1.0, abs=1e-4)
    older, newer = met["point"]["sides"]
    assert (older["until"], older["from"], newer["from"]) == ("2011", None, "2012")
    assert older["sources"] == [
        {"source": "old", "citation": "CPT Assistant, July 2006", "date": "July 2006", "provenance": "verbatim"}
    ]
    (case,) = met["point"]["cases"]
    assert (case["report"], case["not_with"], case["source"]["source"]) == (["62367"], ["95990"], "new")
    assert met["point"]["on"] not in [one["point"]["on"] for one in found["next"]]
    told = citedesk("point", question, "--index", built.index).out
    assert told.startswith(f"Meets: {REFILL}\n  nearest way to ask it: {question}\n  chance 1.00, met from ")
    assert "CPT, today, from 2012: Analysis 62367 is included in the pump refill 95990." in told
    assert "case, the pump is only read: report 62367; not with 95990; report 62367 alone" in told


def test_a_question_that_meets_none_is_told_what_comes_nearest(citedesk: Command, built: Place) -> None:
    found = json.loads(citedesk("point", "who may refill a pump at home", "--index", built.index, "--json").out)
    assert found["met"] is None
    first = found["next"][0]
    assert first["point"]["on"] == REFILL
    assert first["chance"] < first["needed"]
    assert set(first["kept_off_by"]) <= set(first["measures"])
    assert first["kept_off_by"]
    told = citedesk("point", "who may refill a pump at home", "--index", built.index).out
    assert told.startswith("Meets none")
    assert "  kept off by: " in told


def test_without_a_record_nothing_is_near(citedesk: Command, base: Place) -> None:
    (base.kb / "points.yaml").unlink()
    base.build()
    told = citedesk("point", "pump refill 95990", "--index", base.index).out
    assert told == "Meets none\nNo source of a recorded point was found for it.\n"


def test_what_keeps_a_point_off_would_carry_it_over_at_its_best() -> None:
    """Against the first speak the questions beside it, and that another point is as near; the last has nothing."""
    point, by = Point("p", None, (), (), (PointSide(None, "s", ("d",)),)), recognition.shipped(reader=False)
    needed = by.needed(Voice.NEAREST, point)
    strayed, far = (
        Met(point, "p", Asked(0.9, 0.8, 1.0, strays, 1.0, 1.0, 0.0, 1.0, 0.2), 0.0) for strays in (1.0, 0.0)
    )
    assert by.fitted.chance(far.asked) >= needed
    assert set(meeting.keeps_off(strayed, by, needed)) == {"ahead", "strays"}
    nothing = Met(point, "p", Asked(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0), 0.0)
    assert len(meeting.keeps_off(nothing, by, needed)) == 1
    assert "second" not in meeting.keeps_off(nothing, by, needed)


def test_a_point_is_not_met_where_no_document_names_the_procedure(built: Place) -> None:
    found = asked(built).met("can I bill 11111 with the refill 22222")
    assert found.about is None


def covered(desk: Desk, question: str) -> float:
    """What of a question the phrases of the point on refills hold."""
    met = desk.met(question)
    return next(one.asked.covered for one in (met.about, *met.others) if one and one.point.on == REFILL)


def test_words_of_a_story_that_only_tell_are_no_sign_against_a_point(built: Place) -> None:
    question = "may 62367 be billed with the refill 95990 of the zarvox"
    greeting = (
        "Hello everyone, thanks, sorry, I hope somebody knows! My boss, the biller and my coworker argued, laughed, "
        "grumbled and swore; honestly I'm confused, puzzled, worried, tired and frustrated"
    )
    assert covered(asked(built), f"{greeting}: {question}") == pytest.approx(covered(asked(built), question), rel=0.02)


def test_of_a_story_as_much_counts_as_of_a_long_question(built: Place) -> None:
    """Of 45 further words, each as rare as any other, the point has none. All of them would leave a third of it."""
    question = "62367 with the refill 95990"
    strange = [f"zarvox{chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(45)]
    least, most = (covered(asked(built), f"{question} {' '.join(strange[:many])}") for many in (12, 45))
    assert 0.8 * least < most < least


def test_each_story_is_of_a_labelled_point_and_as_long_as_stories_are() -> None:
    plain, told = fit_points.load(), fit_points.load(points_.STORIES)
    parts = {one.on: one.part for one in plain}
    assert [one for one in told if parts[one.on] != one.part] == []
    assert {one.on: one.part for one in told if one.about}.keys() >= {one.on for one in told}
    assert {len(one.question.split()) for one in told} <= {*range(40, 111)}


@pytest.mark.parametrize("question", ["how is a hernia repaired with mesh", "may a nurse fill the pump"])
def test_where_few_points_are_recorded_what_is_of_their_field_is_not_about_them(built: Place, question: str) -> None:
    """However far off the next point lies."""
    found = asked(built).met(question)
    assert found.about is None
    assert found.others[0].chance < 0.2


def test_points_are_listed_with_their_sources(citedesk: Command, built: Place) -> None:
    lines = citedesk("points", "--index", built.index).out.splitlines()
    assert lines == [
        f"{REFILL[0].upper()}{REFILL[1:]} [no, superseded]",
        "  old: CPT Assistant, July 2006, word for word",
        "  new: CMS, 2012, word for word",
        "Whether a wound is measured before the repair [yes]",
        "  wound: CPT Assistant, July 2006, word for word",
        "2 recorded points",
    ]
    listed = json.loads(citedesk("points", "--index", built.index, "--json").out)["points"]
    assert [(one["on"], one["verdict"], len(one["sides"]), len(one["cases"])) for one in listed] == [
        (REFILL, "no", 2, 1),
        ("whether a wound is measured before the repair", "yes", 1, 0),
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("It is billed separately.", "It is included in the refill.", [(("separately",), ("included",))]),
        ("It is not coded separately.", "It is coded separately.", [(("not separately",), ("separately",))]),
        ("It is never not paid apart.", "It is not bundled.", []),
        ("The global period is 90 days.", "The global period is ten days.", [(("90 day",), ("10 day",))]),
        ("It runs for two units.", "It runs for 2 units.", []),
        ("Separately, and also included.", "It is included.", []),
        ("", "It is included.", []),
    ],
)
def test_the_words_that_pull_apart(
    one: str, other: str, expected: Sequence[tuple[Sequence[str], Sequence[str]]]
) -> None:
    found = [(words.one, words.other) for words in opposites.find(one, other)]
    assert [pair for pair in found if pair in expected] == expected
    if not expected:
        assert found == []


def test_what_pulls_apart_is_proposed_until_it_is_recorded(base: Place) -> None:
    """Two of three texts name the same codes and say the opposite; none says it where the record has both."""
    record = base.kb / "points.yaml"
    record.unlink()
    base.build()
    (pair,) = pairs.find(base.open(), None, quiet_told)
    assert {pair.one.text, pair.other.text} == {
        "Analysis 62367 is coded in addition to the pump refill 95990.",
        "Analysis 62367 is included in the pump refill 95990.",
    }
    assert [{*words.one, *words.other} for words in pair.opposed] == [{"in addition", "included"}]
    assert {pair.one.source, pair.other.source} == {"old", "new"}
    written = skeleton.disagreement(pair)
    base.write("points.yaml", written)
    (problem,) = base.build().problems
    assert "on: String should have at least 1 character" in str(problem)
    base.write("points.yaml", written.replace("'on': ''", f"'on': {REFILL}"))
    assert base.build().problems == ()
    (point,) = base.open().points.recorded
    # The payers differ, and the older text comes first.
    assert [(side.stands_for, side.source) for side in point.sides] == [
        ("CPT Assistant, July 2006", "old"),
        ("CMS, 2012", "new"),
    ]
    assert pairs.find(base.open(), None, quiet_told) == []


def quiet_told(done: int, total: int) -> None:
    assert 0 < done <= total


def test_questions_without_a_point_stand_together_where_alike(built: Place) -> None:
    desk = asked(built)
    texts = [
        "how do I prune roses in spring",
        "can I bill 62367 with the refill 95990",
        "which repair code is for two wounds",
        "which repair code is for two wounds?",
        "what repair code is for two wounds",
        "how to prune roses in the spring",
        "\n",
    ]
    found = unmet.find([(text, ()) for text in texts], desk, quiet_told)
    grouped = [one.alike for one in found]
    assert grouped[-1] == ("how do I prune roses in spring", "how to prune roses in the spring")
    assert not [text for group in grouped for text in group if "62367" in text]
    wounds = next(one for one in found if "wound" in one.alike[0])
    assert len(wounds.alike) >= 2
    assert wounds.said[0].source == "wound"
    assert wounds.said[0].text in WOUND
    (entry,) = yaml.safe_load(skeleton.rule(wounds) or "")
    assert (entry["on"], entry["sources"], tuple(entry["asked"])) == ("", ["wound"], wounds.alike)
    assert entry["says"] in WOUND
    assert skeleton.rule(unmet.Unmet(("q",), Voice.NOTHING, ())) is None


def test_proposals_come_of_questions_and_reviews_and_write_nothing(
    citedesk: Command, built: Place, tmp_path: Path
) -> None:
    desk, when = asked(built), datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC)
    reviews.give(desk.ask("who may refill a pump at home"), when, built.index, "down", with_text=True)
    reviews.give(desk.ask("who counts the wound"), when, built.index, "down")
    file = tmp_path / "asked.jsonl"
    file.write_text(json.dumps({"id": 1, "question": "how do I prune roses"}) + "\n", "utf-8")
    before = (built.kb / "points.yaml").read_bytes()
    words = ("points", "--suggest", "--questions", file, "--index", built.index, "--no-reader")
    found = json.loads(citedesk(*words, "--json").out)
    assert found["apart"] == []
    assert [one["questions"] for one in found["unmet"]] == [["who may refill a pump at home"], ["how do I prune roses"]]
    # What is answered without a point comes first.
    assert [one["voice"] for one in found["unmet"]] == ["answers", "nearest"]
    told = citedesk(*words).out
    assert "2 questions with no recorded point, alike ones together" in told
    assert "2. not answered; what comes nearest: how do I prune roses" in told
    assert (built.kb / "points.yaml").read_bytes() == before


def test_questions_go_with_suggestions(citedesk: Command, built: Place, tmp_path: Path) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_text('{"id": 1}\n', "utf-8")
    alone = citedesk("points", "--questions", file, "--index", built.index)
    assert (alone.code, alone.err.strip()) == (
        2,
        "citedesk: --questions goes with --suggest; add it, or leave both out",
    )
    bad = citedesk("points", "--suggest", "--questions", file, "--index", built.index)
    assert (bad.code, f"{file}:1: expected an object with id and question" in bad.err) == (2, True)
    assert citedesk("point", "--index", built.index).code == 2
