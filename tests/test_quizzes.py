"""Quizzes: what is drafted from every recorded point, what is kept of a file, and what is refused."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Outcome

from assistant import Desk
from assistant.dossiers import browsing, typed
from assistant.teaching import drafting, playing, quiz_file
from assistant.teaching.drafting import Drafter
from assistant.teaching.quiz import UNNAMED, Item, Option
from indexer import terms
from indexer.codes import Code
from indexer.errors import RecordError
from indexer.points import DISPUTED, Point, PointCase, Why
from indexer.reader import Problem

Recorded = tuple[Point, PointCase]
FOUNDING = "is a volume check reprogramming?"


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    return Desk.open(shipped_index)


@pytest.fixture(scope="module")
def drafter(desk: Desk) -> Drafter:
    return Drafter.of(desk.index, browsing.catalogue(desk.index.store))


@pytest.fixture(scope="module")
def drafts(desk: Desk, drafter: Drafter) -> list[tuple[Point, Item]]:
    """Every question over every recorded point of the shipped base."""
    return [(point, item) for point in desk.index.points.recorded for item in drafter.items(point)]


def codes_of(*written: str) -> set[Code]:
    return {code for one in written for code in typed.meant(one)}


@functools.cache
def words(text: str) -> frozenset[str]:
    return frozenset(terms.find(text))


def alike(one: str, other: str) -> bool:
    """Whether most words of either stand in the other."""
    mine, theirs = words(one), words(other)
    return len(mine & theirs) >= 0.7 * max(len(mine), len(theirs), 1)


def asked_case(point: Point, item: Item) -> str | None:
    """When what is asked is so; None of a question for the verdict."""
    if item.given:
        return item.ask.removeprefix("Now one fact changes: ").removesuffix(". What is reported?")
    return item.ask.removesuffix(": what is reported?") if item.ask.endswith(": what is reported?") else None


def supports(option: Option, when: str | None, point: Point, every: list[Recorded]) -> bool:
    """Whether the record says that the option is right: the point's verdict, or any case of any point that is so."""
    if when is None:
        verdict = (point.verdict or "").lower()
        return option.text.lower() == verdict or bool(
            codes_of(option.text) and codes_of(option.text) & codes_of(verdict)
        )
    here = [case for case in point.cases if case.when.casefold() == when.casefold()]
    elsewhere = [case for of, case in every if of != point and alike(f"{case.when} {of.on}", f"{when} {point.on}")]
    return any(codes_of(option.text) & codes_of(*case.report) for case in (*here, *elsewhere))


def test_exactly_one_option_of_every_draft_is_supported(desk: Desk, drafts: list[tuple[Point, Item]]) -> None:
    every = [(point, case) for point in desk.index.points.recorded for case in point.cases]
    wrong = []
    for point, item in drafts:
        when = asked_case(point, item)
        right = [option for option in item.options if supports(option, when, point, every)]
        if right != [item.right]:
            wrong.append((item.ask, [option.text for option in right]))
    assert wrong == []
    assert len(drafts) > 500


def test_every_reason_is_cited_word_for_word_or_says_that_there_is_none(
    desk: Desk, drafts: list[tuple[Point, Item]]
) -> None:
    items = [item for _, item in drafts]
    told = playing.items(items, desk.index.store)
    assert [one.item for one in told] == items
    for played in told:
        assert 2 <= len(played.item.options) <= 4
        for option, said in zip(played.item.options, played.told, strict=True):
            assert option.right <= (said is not None)
            assert (said is None) == (option.quote is None)
            assert (said is None) == (option.why in {UNNAMED, "no text here says so"})
            if said and option.right:
                named = {
                    code
                    for passage in desk.index.store.documents([said.passage.document_id]).values()
                    for stored in passage
                    for code in stored.passage.searched_codes
                }
                assert {code for code in codes_of(option.text) if code.is_procedure} <= named


def test_options_are_of_one_sort_and_apart(drafts: list[tuple[Point, Item]]) -> None:
    for _, item in drafts:
        meant = [codes_of(option.text) for option in item.options]
        assert sum(map(len, meant)) == len(set().union(*meant))
        assert len({any(code.is_procedure for code in one) for one in meant}) == 1


def test_no_question_gives_its_answer_away(drafts: list[tuple[Point, Item]]) -> None:
    for point, item in drafts:
        if when := asked_case(point, item):
            assert not codes_of(item.right.text) & set(_found(when))


def _found(text: str) -> Iterator[Code]:
    from indexer import codes

    yield from codes.values(codes.find(text))


def test_every_flip_changes_the_code(drafts: list[tuple[Point, Item]]) -> None:
    flipped = [item for _, item in drafts if item.given]
    assert len(flipped) > 50
    for item in flipped:
        assert item.given
        before = item.given.rpartition(": ")[2].removesuffix(" is reported.")
        assert not codes_of(before) & codes_of(item.right.text)


def test_what_sources_dispute_is_not_quizzed(desk: Desk, drafter: Drafter) -> None:
    disputed = [point for point in desk.index.points.recorded if point.verdict == DISPUTED or point.why is Why.OPPOSITE]
    assert len(disputed) > 10
    assert [item for point in disputed for item in drafter.items(point)] == []


def test_the_founding_question_is_quizzed_with_its_cases(desk: Desk, drafter: Drafter) -> None:
    items = drafting.of_answer(desk.ask(FOUNDING), desk, drafter)
    first = next(item for item in items if item.ask.startswith("Refilled, rate and dose unchanged"))
    assert first.right.text == "95990 or 95991"
    assert first.letter == "D"
    assert [option.text for option in first.options] == ["62367", "62368", "62369 or 62370", "95990 or 95991"]
    assert first.options[2].why == "it is for another case: refilled, and the rate or dose changed"


@pytest.mark.parametrize(
    "question", ["how is a zebra parked on the moon in 1850?", "can a zebra be billed to the moon"]
)
def test_nothing_is_quizzed_from_what_is_only_near(desk: Desk, drafter: Drafter, question: str) -> None:
    with pytest.raises(RecordError, match="no quiz: only what the base answers by a recorded point is quizzed"):
        drafting.of_answer(desk.ask(question), desk, drafter)


def test_a_quiz_that_is_written_is_read_back(drafts: list[tuple[Point, Item]], tmp_path: Path) -> None:
    items = [item for _, item in drafts[:200]]
    path = tmp_path / "quiz.yaml"
    path.write_text(quiz_file.written(items), "utf-8")
    read, problems = quiz_file.read(path)
    assert problems == ()
    assert quiz_file.plain(read) == quiz_file.plain(items)
    assert [item.letter for item in read] == [item.letter for item in items]


def test_a_wrong_item_costs_no_more_than_itself(tmp_path: Path) -> None:
    good = "- ask: q\n  options:\n  - {option: a, right: true, why: w, says: s, source: d}\n  - {option: b, why: w}\n"
    path = tmp_path / "quiz.yaml"
    path.write_text(
        f"items:\n{good}- ask: q\n  options: [{{option: a, why: w}}, {{option: A, why: w}}]\n- 7\n", "utf-8"
    )
    read, problems = quiz_file.read(path)
    assert [item.ask for item in read] == ["q"]
    assert [(one.line, one.reason.partition(";")[0]) for one in problems] == [
        (6, "exactly one option is right, marked right: true"),
        (8, "Input should be a valid dictionary or instance of _Item"),
    ]


def test_the_command_drafts_yaml_and_papers(
    shipped_index: Path, tmp_path: Path, citedesk: Callable[..., Outcome]
) -> None:
    printed = citedesk("quiz", FOUNDING, "--index", shipped_index)
    path = tmp_path / "quiz.yaml"
    path.write_text(printed.out, "utf-8")
    items, problems = quiz_file.read(path)
    assert len(items) >= 3
    assert problems == ()
    done = citedesk("quiz", FOUNDING, "--paper", "q.md", "--key", "k.md", "--index", shipped_index)
    assert (done.code, done.out) == (0, "")
    assert "the text says so" not in (tmp_path / "q.md").read_text("utf-8")
    assert "**Right:** D. 95990 or 95991" in (tmp_path / "k.md").read_text("utf-8")
    refused = citedesk("quiz", "how is a zebra parked on the moon in 1850?", "--index", shipped_index)
    assert refused.code == 2
    assert refused.err.startswith("citedesk: no quiz: ")


def test_a_file_without_items_says_what_is_expected(tmp_path: Path) -> None:
    path = tmp_path / "quiz.yaml"
    path.write_text("items: none\n", "utf-8")
    _, (problem,) = quiz_file.read(path)
    assert isinstance(problem, Problem)
    assert problem.reason == "expected a mapping with items, each with ask and options"
