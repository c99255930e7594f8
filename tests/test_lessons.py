"""Lessons: how a file is read, what plays over a base, and what is said of the rest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SHIPPED_KB, Outcome, Place

from assistant import Desk
from assistant.dossiers import browsing
from assistant.dossiers.browsing import Catalogue
from assistant.teaching import lesson_file, places, playing, position, starting
from assistant.teaching.drafting import Drafter
from assistant.teaching.lesson import Kind, Lesson
from assistant.teaching.playing import Played
from assistant.teaching.position import Position
from assistant.teaching.screens import ROOM, pieces
from indexer import files
from indexer.errors import RecordError
from indexer.reader import Problem

Citedesk = Callable[..., Outcome]
NAMES = ("si-joint-without-imaging", "split-shared-visits", "volume-check")
FOUNDING = "is a volume check reprogramming?"
THREAD = "threads/pump-62367-vs-62368-reprogramming"
NOW = "excerpts/pump-refill-codes-not-with-62367-62370"
THEN = "excerpts/cpta-2006-07-pump-refill-needs-reprogramming"


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    return Desk.open(shipped_index)


def read(text: str) -> Lesson:
    found = lesson_file.parsed(text, Path("lessons/new.yaml"))
    assert isinstance(found, Lesson), found
    return found


def wrong(text: str) -> Problem:
    found = lesson_file.parsed(text, Path("lessons/new.yaml"))
    assert isinstance(found, Problem)
    return found


def told(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{one.line}: {one.reason}" for one in problems]


STEP = "title: T\nsteps:\n- kind: case\n  text: A refill.\n"


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_lesson_plays_whole(desk: Desk, name: str) -> None:
    lesson = lesson_file.read(SHIPPED_KB / "lessons" / f"{name}.yaml")
    assert isinstance(lesson, Lesson)
    played = playing.play(lesson, desk)
    assert told(played.problems) == []
    assert len(played.steps) == lesson.written >= 3
    assert lesson.goal
    assert lesson.level
    assert lesson.minutes == sum(session.minutes for session in lesson.agenda) > 0
    assert all(session.learnt for session in lesson.agenda)
    assert played.items


def test_the_shipped_lessons_show_every_kind_of_step(desk: Desk) -> None:
    found = [lesson_file.read(SHIPPED_KB / "lessons" / f"{name}.yaml") for name in NAMES]
    assert {step.kind for lesson in found if isinstance(lesson, Lesson) for step in lesson.steps} == set(Kind)


def test_a_thread_is_shown_posting_by_posting(desk: Desk) -> None:
    played = playing.play(read(f"title: T\nsteps:\n- {{kind: thread, thread: {THREAD}, posts: [3, 6]}}\n"), desk)
    speakers = [screen.speaker for screen in played.steps[0].screens]
    assert speakers == [
        "Posting 1 of 2: asker, March 18, 2010, as retold in this base",
        "Posting 2 of 2: asker, March 19, 2010, as retold in this base",
    ]
    assert "ordinary refill" in played.steps[0].screens[1].text


def test_a_vote_is_followed_by_what_the_base_answers(desk: Desk) -> None:
    text = f"title: T\nsteps:\n- {{kind: vote, options: [yes, no], question: {FOUNDING}}}\n"
    first, *answers = playing.play(read(text), desk).steps[0].screens
    assert (first.text, first.lines, first.votes) == (FOUNDING, ("A. yes", "B. no"), True)
    assert answers[0].text.startswith("No. ")
    assert all(screen.answers for screen in answers)
    assert any("95990 or 95991" in line for screen in answers for line in screen.lines)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: expected a mapping with title and steps"),
        ("- a\n", "1: expected a mapping with title and steps"),
        ("title: [\n", "2: not YAML"),
        ("title: T\n", "1: steps: Field required"),
        ("title: T\nsteps: none\n", "2: steps: Input should be a valid list"),
        ("title: T\nsteps: []\n", "2: steps: List should have at least 1 item"),
        ("title: T\ncolour: red\nsteps: [{kind: case, text: a}]\n", "2: colour: Extra inputs are not permitted"),
        ("? [a]\n: b\n", "1: "),
        ("a: &a [*a]\n", "1: "),
    ],
)
def test_a_file_of_which_nothing_plays_says_why_and_where(text: str, said: str) -> None:
    problem = wrong(text)
    assert f"{problem.line}: {problem.reason}".startswith(said)


def test_a_file_that_is_no_text_or_too_large_is_told(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    for data, said in ((b"title: \xff\xfe", "no UTF-8 text"), (b"#" * 500_001, "500,001 bytes, over the limit")):
        path.write_bytes(data)
        found = lesson_file.read(path)
        assert isinstance(found, Problem)
        assert said in found.reason


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("- kind: dance\n", "5: a step's kind is one of case, vote, thread, guidance-then, guidance-now, ruling, quiz"),
        ("- text: no kind\n", "5: kind: Field required"),
        ("- kind: case\n", "5: a step of kind case needs text or quotes"),
        ("- kind: vote\n  options: [one]\n", "5: a vote needs at least two options"),
        ("- kind: case\n  text: a\n  colour: red\n", "7: colour: Extra inputs are not permitted"),
        ("- kind: thread\n  thread: t\n  posts: [first]\n", "7: posts.0: Input should be a valid integer"),
        ("- kind: case\n  text: a\n  answer: b\n", "5: answer is what the base said to question; name the question"),
        ("- just words\n", "5: Input should be a valid dictionary or instance of _Step"),
        ("- kind: quiz\n  include: ../secret\n", "5: include: ../secret is no name of a file in quizzes/"),
        ("- kind: quiz\n  include: none\n", "1: cannot be read: No such file or directory"),
        ("- kind: quiz\n  items: [{ask: a, options: [{option: b, why: c}, {option: d, why: e}]}]\n", "6: exactly one"),
        (
            "- kind: quiz\n  items:\n  - ask: a\n    options: [{option: b, right: true, why: c}, {option: d, why: e}]",
            "8: options.0: the right option needs says and source",
        ),
    ],
)
def test_a_step_that_cannot_be_read_is_told_with_its_line_and_the_rest_plays(desk: Desk, step: str, said: str) -> None:
    played = playing.play(read(STEP + step), desk)
    assert told(played.problems)[0].startswith(said) or any(one.startswith(said) for one in told(played.problems))
    assert played.standing == "1 of 2 steps play"
    assert [one.step.kind for one in played.steps] == [Kind.CASE]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            "- kind: guidance-now\n  quotes:\n  - source: excerpts/none\n    says: a\n",
            "7: excerpts/none: no such document in the knowledge base",
        ),
        (
            f"- kind: guidance-now\n  quotes:\n  - source: {NOW}\n    says: never said\n",
            f"7: {NOW} does not say “never said”; copy the words from it",
        ),
        ("- kind: thread\n  thread: threads/none\n", "5: threads/none: no such document in the knowledge base"),
        (f"- kind: thread\n  thread: {THREAD}\n  posts: [99]\n", f"5: {THREAD}#post-99: no such posting"),
        (
            "- kind: ruling\n  question: how is a zebra parked on the moon in 1850?\n",
            "5: nothing in this base settles “how is a zebra parked on the moon in 1850?”",
        ),
        ("- kind: ruling\n  question: '?!'\n", "5: question: "),
        (
            "- kind: quiz\n  items:\n  - ask: a\n    options:\n    - {option: x, right: true, why: w, says: gone, "
            f"source: {NOW}}}\n    - {{option: y, why: w}}\n",
            "7: “a” is left out: ",
        ),
        (
            "- kind: quiz\n  items:\n  - ask: a\n    options:\n    - {option: '99213', right: true, why: w, says: "
            f"Choose 95990 or 95991, source: {NOW}}}\n    - {{option: y, why: w}}\n",
            f"7: “a” is left out: {NOW} does not name 99213",
        ),
    ],
)
def test_what_no_longer_stands_is_told_with_its_line_and_the_rest_plays(desk: Desk, step: str, said: str) -> None:
    played = playing.play(read(STEP + step), desk)
    assert any(one.startswith(said) for one in told(played.problems)), told(played.problems)
    assert "5: nothing of this step is left to show" in told(played.problems)
    assert played.standing == "1 of 2 steps play"


def test_a_lost_quotation_leaves_the_others_of_its_step(desk: Desk) -> None:
    quotes = f"  - {{source: excerpts/none, says: a}}\n  - source: {NOW}\n    says: Choose 95990 or 95991\n"
    played = playing.play(read(f"title: T\nsteps:\n- kind: guidance-now\n  quotes:\n{quotes}"), desk)
    assert [screen.text for screen in played.steps[0].screens] == ["Choose 95990 or 95991"]
    assert len(played.problems) == 1


def test_a_changed_answer_is_marked_and_not_hidden(desk: Desk) -> None:
    headline = desk.ask(FOUNDING).headline
    assert headline is not None
    step = "title: T\nsteps:\n- kind: ruling\n  question: {}\n  answer: {}\n"
    same = playing.play(read(step.format(FOUNDING, json.dumps(headline.text))), desk)
    assert (told(same.problems), same.steps[0].screens[0].mark) == ([], None)
    other = playing.play(read(step.format(FOUNDING, "'Yes, always.'")), desk)
    assert other.standing == "1 of 1 steps play"
    assert other.steps[0].screens[0].text.startswith("No. ")
    assert other.steps[0].screens[0].mark == "Changed since this lesson was written. Then: Yes, always."
    (problem,) = other.problems
    assert problem.reason.startswith(f"the answer to “{FOUNDING}” has changed: “Yes, always.” is now “No. ")


def test_guidance_of_now_that_was_replaced_is_marked(desk: Desk) -> None:
    played = playing.play(read(f"title: T\nsteps:\n- kind: guidance-now\n  quotes: [{{source: {THEN}}}]\n"), desk)
    assert played.steps[0].screens[0].mark == "Replaced since this lesson was written."
    assert told(played.problems) == [f"4: {THEN} was replaced by {NOW}; quote that one here"]


def test_a_long_text_is_cut_into_screens_that_lose_no_word() -> None:
    text = " ".join(f"This is sentence {number} of a long posting." for number in range(60)) + " word" * 300
    cut = pieces(text)
    assert len(cut) > 3
    assert max(map(len, cut)) <= ROOM
    assert " ".join(cut).split() == text.split()


@pytest.mark.parametrize(
    "question", [FOUNDING, "SI joint injection without imaging: 20610 or 20552?", "99211 with 96372"]
)
def test_a_lesson_started_from_an_answer_plays_whole(desk: Desk, question: str) -> None:
    drafter = Drafter.of(desk.index, _catalogue(desk))
    answer = desk.ask(question)
    assert answer.supported
    played = playing.play(read(starting.started(answer, desk, drafter)), desk)
    assert told(played.problems) == []
    assert len(played.steps) >= 3
    assert played.lesson.fingerprint == desk.fingerprint


@pytest.mark.parametrize("question", ["how is a zebra parked on the moon in 1850?", "xyzzy plugh"])
def test_nothing_is_taught_from_what_is_not_answered(desk: Desk, question: str) -> None:
    with pytest.raises(RecordError, match="nothing in this base settles the question, so there is nothing to teach"):
        starting.started(desk.ask(question), desk, Drafter.of(desk.index, _catalogue(desk)))


def _catalogue(desk: Desk) -> Catalogue:
    return browsing.catalogue(desk.index.store)


@pytest.fixture(scope="module")
def played(desk: Desk) -> Played:
    """A vote of two screens and more, then a case of one."""
    step = f"- {{kind: vote, options: [yes, no], question: {FOUNDING}}}\n"
    return playing.play(read(f"title: T\nsteps:\n{step}- {{kind: case, text: a}}\n"), desk)


def test_the_place_is_moved_by_screens_and_by_steps(played: Played) -> None:
    screens = len(played.steps[0].screens)
    at = Position()
    places_ = [at := position.revealed(played, at) for _ in range(screens + 2)]
    assert places_ == [*(Position(1, shown) for shown in range(1, screens + 1)), Position(2), Position(2)]
    assert position.concealed(played, Position(2)) == Position(1, screens)
    assert position.concealed(played, Position()) == Position()
    assert position.stepped(played, Position(1, 2), 1) == Position(2)
    assert position.stepped(played, Position(2), 1) == Position(2)
    assert position.stepped(played, Position(1, 2), -1) == Position()


def test_hands_are_counted_in_the_address_and_stay_for_the_answer(played: Played) -> None:
    at = Position(1)
    for line in (1, 1, 0):
        at = position.voted(played, at, line)
    assert at.address == {"step": "1", "shown": "1", "votes": "1-2"}
    assert position.read(at.address, played) == at
    assert position.revealed(played, at) == Position(1, 2, (1, 2))
    assert position.concealed(played, Position(1, 2, (1, 2))) == at
    assert position.stepped(played, at, 1).votes == ()


@pytest.mark.parametrize(
    ("address", "at"),
    [
        ({}, Position()),
        ({"step": "99", "shown": "99"}, Position(2, 1)),
        ({"step": "-1"}, Position()),
        ({"step": "x", "shown": "y", "votes": "<b>"}, Position()),
        ({"step": "1", "shown": "0"}, Position(1, 1)),
        ({"step": "9" * 5_000}, Position()),
    ],
)
def test_a_stale_address_gives_the_nearest_place(played: Played, address: dict[str, str], at: Position) -> None:
    assert position.read(address, played) == at


def test_lessons_of_a_base_are_found_listed_and_not_indexed(place: Place, citedesk: Citedesk) -> None:
    place.excerpt("pump.md", "Pump", "A refill without reprogramming is 95990.")
    place.write("lessons/one.yaml", STEP)
    place.write("lessons/broken.yaml", "title: [\n")
    place.write("lessons/quizzes/q.yaml", "items: []\n")
    place.write("lessons/paper.md", "---\nsource: Clinic\n---\n# Paper\n\nRead as any other document.\n")
    report = place.build()
    assert not report.problems
    assert {one.document_id for one in place.open().store.passages([0, 1])} == {"pump", "lessons/paper"}
    listed = citedesk("lesson", "--index", place.index)
    assert "one: T (1 step)" in listed.out.splitlines()
    assert (
        "broken.yaml:2: not YAML" in "".join(listed.out.splitlines()[0].split(maxsplit=2)) or "not YAML" in listed.out
    )
    assert json.loads(citedesk("lesson", "--index", place.index, "--json").out)["lessons"][0]["name"] == "one"
    shown = citedesk("lesson", "one", "--index", place.index)
    assert "1 of 1 steps play" in " ".join(shown.out.split())
    missing = citedesk("lesson", "two", "--index", place.index)
    assert missing.code == 2
    assert "there is no lesson 'two'; known: broken, one" in " ".join(missing.err.split())
    doctor = citedesk("doctor", "--index", place.index)
    assert doctor.code == 1
    assert "bad  lesson left out:" in doctor.out
    assert "ok   lesson one: 1 of 1 steps play" in doctor.out


def test_a_lesson_is_watched_like_any_kept_answer(shipped_index: Path, tmp_path: Path, citedesk: Citedesk) -> None:
    kept = tmp_path / "kept" / "lessons"
    shutil.copytree(SHIPPED_KB / "lessons", kept)
    same = citedesk("replay", kept, "--index", shipped_index, "--json")
    assert {one["standing"] for one in json.loads(same.out)["kept"]} == {"the same"}
    lesson = kept / "volume-check.yaml"
    lesson.write_text(
        lesson.read_text("utf-8").replace("answer: No. ", "answer: Yes. ").replace("None of 62367", "All")
    )
    quiz = kept / "quizzes" / "volume-check.yaml"
    quiz.write_text(quiz.read_text("utf-8").replace("excerpts/pump-refill-codes", "excerpts/gone"))
    (kept / "broken.yaml").write_text("title: T\nsteps:\n")
    told_ = json.loads(citedesk("replay", kept, "--index", shipped_index, "--json").out)["kept"]
    found = {
        (Path(one["file"]).name, one["kind"], one["place"].split()[0] if one["place"] else ""): one for one in told_
    }
    assert found["volume-check.yaml", "lesson", "line"]["changes"][0]["before"].startswith("Yes. examples")
    assert found["volume-check.yaml", "lesson", "line"]["changes"][0]["now"].startswith("No. examples")
    assert "does not say “All, 62368" in found["volume-check.yaml", "lesson", "quotations"]["changes"][0]["now"]
    assert "no such document" in found["volume-check.yaml", "quiz", "quotations"]["changes"][0]["now"]
    assert found["broken.yaml", "lesson", ""]["standing"] == "lost"


def test_the_folder_of_lessons_may_hold_sidecars_of_documents(tmp_path: Path) -> None:
    for name in ("lessons/a.pdf", "lessons/a.pdf.yaml", "lessons/b.yaml", "lessons/deep/c.yaml", "d/lessons/e.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a: b\n")
    assert [file.name for file in files.find(tmp_path)] == ["d/lessons/e.yaml", "lessons/a.pdf"]


def test_a_new_lesson_is_written_once_and_where_the_users_own_are(place: Place) -> None:
    place.excerpt("pump.md", "Pump", "A refill without reprogramming is 95990.")
    place.build()
    path = places.write(STEP, "My lesson!", place.index)
    assert path == place.kb.resolve() / "lessons" / "my-lesson.yaml"
    assert places.lesson("my-lesson", place.index).title == "T"
    with pytest.raises(RecordError, match="a lesson of this name is there already"):
        places.write(STEP, "my lesson", place.index)
    with pytest.raises(RecordError, match=r"not YAML.*mend the text before it is saved"):
        places.write("title: [", "other", place.index)


def test_over_the_shipped_base_alone_it_is_written_beside_the_index(shipped_index: Path, tmp_path: Path) -> None:
    index = tmp_path / "mine" / ".citedesk"
    index.mkdir(parents=True)
    shutil.copy(shipped_index / "origin.json", index)
    path = places.write(STEP, "../../evil", index)
    assert path == (tmp_path / "mine" / "citedesk-lessons" / "evil.yaml").resolve()
    assert {"evil", *NAMES} <= set(places.found(index))


def test_the_command_starts_a_lesson(shipped_index: Path, tmp_path: Path, citedesk: Citedesk) -> None:
    index = tmp_path / ".citedesk"
    shutil.copytree(shipped_index, index)
    printed = citedesk("lesson", "--start", FOUNDING, "--index", index)
    assert read(printed.out).title == "Is a volume check reprogramming?"
    saved = citedesk("lesson", "mine", "--start", FOUNDING, "--index", index)
    assert (tmp_path / "citedesk-lessons" / "mine.yaml").read_text("utf-8") == printed.out
    assert "then run: citedesk lesson mine" in saved.err
    lost = citedesk("lesson", "--handout", "a.md", "--index", index)
    assert "a paper is of a lesson; name one" in lost.err
    assert "a paper is written as .docx, .html, .md" in citedesk("lesson", "mine", "--key", "a.pdf").err
