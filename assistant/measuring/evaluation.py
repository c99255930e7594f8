"""`citedesk eval`: how well the desk ranks, and what it claims, shows and refuses, on labelled questions."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.answers import Answer
from assistant.ask import Desk
from assistant.measuring import lacks, metrics, openings, rendered
from assistant.measuring.outcomes import HITS, OPENINGS, VOICES, Lack, Outcome, by_group, shares
from assistant.reading import json_files
from assistant.showing import plain
from indexer.documents import Provenance
from indexer.errors import QuestionError

KINDS = ("alone", "follow-up")
_LABELLED = (
    'an object as {"id": "1", "question": "is 25 needed on 99213?", "relevant": ["excerpts/NAME"]}, or with '
    '"answerable": false in place of "relevant"'
)
_LENGTHS = ("words", "headline_at")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the documents and facts that answer it; ``history`` are the earlier questions, oldest first.

    ``kind`` is a label of the user's own, None where it has none. ``verdict`` is the short right reply and ``says`` are
    words that carry it; ``answer`` is the sentence that answers, word for word.
    """

    id: str
    question: str
    history: tuple[str, ...]
    relevant: tuple[str, ...]
    facts: tuple[str, ...]
    answerable: bool
    kind: str | None = None
    verdict: str | None = None
    says: tuple[str, ...] = ()
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over ``count`` questions with its 95% bootstrap interval."""

    value: float
    low: float
    high: float
    count: int


def read(paths: Sequence[Path]) -> list[Labelled]:
    """Raises QuestionError, with path and line, for what is no labelled question."""
    found = []
    for path in paths:
        for number, row in json_files.lines(path, _LABELLED):
            try:
                found.append(_labelled(row))
            except (KeyError, ValueError) as error:
                why = json_files.why(error)
                raise QuestionError(f"{path}:{number}: not a labelled question: {why}; expected {_LABELLED}") from error
    return found


def _labelled(row: dict[str, Any]) -> Labelled:
    question = row["question"]
    history, relevant, facts, says = (_list(row, key) for key in ("history", "relevant", "facts", "says"))
    kind, verdict, answer = (row.get(key) or "" for key in ("kind", "verdict", "answer"))
    for text in (question, kind, verdict, answer, *history, *relevant, *facts, *says):
        if not isinstance(text, str):
            raise ValueError(f"{text!r} is no text")
    label = " ".join("".join(sign if sign.isprintable() else " " for sign in kind).split())
    answerable = bool(row.get("answerable", True))
    return Labelled(
        str(row["id"]),
        question,
        history,
        relevant,
        facts,
        answerable,
        label or None,
        verdict or None,
        says,
        answer or None,
    )


def _list(row: dict[str, Any], key: str) -> tuple[Any, ...]:
    found = row.get(key) or []
    if not isinstance(found, list):
        raise ValueError(f"{key} is no list")
    return tuple(found)


def judge(questions: Iterable[Labelled], desk: Desk, twins: bool = False) -> list[Outcome]:
    """``twins``: each answerable question that names its documents is asked again as if the base lacked them."""
    return [_judge(labelled, desk, twins) for labelled in questions]


def _judge(labelled: Labelled, desk: Desk, twins: bool) -> Outcome:
    answer = desk.ask(labelled.question, labelled.history)
    twin = None
    if twins and labelled.answerable and labelled.relevant:
        twin = desk.ask(labelled.question, labelled.history, without=labelled.relevant).supported
    return _outcome(labelled, answer, None if labelled.answerable else lacks.of(answer, desk), twin)


def _outcome(labelled: Labelled, answer: Answer, lack: Lack | None, claimed_without: bool | None) -> Outcome:
    relevant = dict.fromkeys(labelled.relevant, 1.0)
    facts = [fact for fact in labelled.facts if re.search(r"\d", fact)]
    return Outcome(
        id=labelled.id,
        kind=KINDS[bool(labelled.history)],
        answerable=labelled.answerable,
        supported=answer.supported,
        support=answer.support.value,
        hit_1=metrics.hit(answer.documents, relevant, 1),
        hit_5=metrics.hit(answer.documents, relevant, 5),
        hit_10=metrics.hit(answer.documents, relevant, 10),
        reciprocal_rank=metrics.reciprocal_rank(answer.documents, relevant),
        ndcg=metrics.ndcg(answer.documents, relevant),
        led=float(answer.citations[0].document_id in relevant) if answer.citations else None,
        reworded=float(bool(answer.wording.sentences)) if answer.wording.generator != "extractive" else None,
        facts_found=_stated(plain.text(replace(answer, full=True)), facts),
        facts_shown=_stated(answer.text, facts),
        quotation_violations=len(rendered.quotations(answer)),
        code_violations=len(rendered.codes(answer)),
        voice=answer.voice,
        label=labelled.kind,
        lack=lack,
        claimed_without=claimed_without,
        judge_ignored=bool(answer.judged.ignored) if answer.judged else None,
        provenances=tuple(quotation.passage.provenance for quotation in answer.quotations),
        verdict_said=openings.says_verdict(answer.text, labelled.verdict, labelled.says) if labelled.verdict else None,
        answer_begun=openings.begins(answer.text, labelled.answer) if labelled.answer else None,
        words=len(answer.text.split()),
        headline_at=openings.headline_at(answer),
    )


def _stated(text: str, facts: Sequence[str]) -> float | None:
    """The part of ``facts`` that ``text`` states; None where there is none."""
    return sum(states(text, fact) for fact in facts) / len(facts) if facts else None


def states(text: str, fact: str) -> bool:
    """Whether every number and code of ``fact`` stands in ``text``; its words may be put otherwise there."""
    wanted, offered = (set(re.findall(r"[a-z]?\d+(?:\.\d+)*[a-z]?(?![a-z0-9])", one.lower())) for one in (fact, text))
    return wanted <= offered


def summary(judged: Sequence[Outcome]) -> dict[str, Figure]:
    """Each measure over the questions that it applies to; the voices and openings also by the questions' own kinds
    and by what the base lacks, as "GROUP: MEASURE".
    """
    found: dict[str, Figure] = {}
    for kind in ("all", *KINDS):
        group = [one for one in judged if one.answerable and (kind == "all" or one.kind == kind)]
        prefix = "" if kind == "all" else f"{kind} "
        for name in (*HITS, "reciprocal_rank", "ndcg"):
            if group:
                found[f"{prefix}{name}"] = _mean([getattr(one, name) for one in group])
    answerable = [one for one in judged if one.answerable]
    unanswerable = [one for one in judged if not one.answerable]
    if answerable and unanswerable:
        found["auroc"] = _auroc(judged)
        found["false_answers"] = _mean([float(one.supported) for one in unanswerable])
    if answerable:
        found["false_refusals"] = _mean([float(not one.supported) for one in answerable])
    for name, field, asked in (
        ("led_by_a_relevant_document", "led", answerable),
        ("reworded", "reworded", judged),
        ("facts_found", "facts_found", answerable),
        ("facts_shown", "facts_shown", answerable),
        ("judge_ignored", "judge_ignored", judged),
    ):
        values = [float(value) for one in asked if (value := getattr(one, field)) is not None]
        found |= {name: _mean(values)} if values else {}
    found |= {name: _mean(values) for name, values in shares(judged, (*VOICES, *OPENINGS)).items()}
    found |= _lengths(judged)
    found["quotation_violations"] = _mean([float(one.quotation_violations) for one in judged], sum)
    found["code_violations"] = _mean([float(one.code_violations) for one in judged], sum)
    for of, members in by_group(judged).items():
        found |= {f"{of}: {name}": _mean(values) for name, values in shares(members, (*VOICES, *OPENINGS)).items()}
    return found | _provenances(judged)


def _lengths(judged: Sequence[Outcome]) -> dict[str, Figure]:
    """How long the texts are, and where in them their headlines begin; the middle one of each."""
    measured = {
        name: [float(value) for one in judged if (value := getattr(one, name)) is not None] for name in _LENGTHS
    }
    return {f"median_{name}": _mean(values, statistics.median) for name, values in measured.items() if values}


def _provenances(judged: Sequence[Outcome]) -> dict[str, Figure]:
    """The part of the quotations that is in whose words: of the first of each answer, and of all."""
    shown = [one.provenances for one in judged if one.provenances]
    groups = {"first quotation": [told[0] for told in shown], "all quotations": [one for told in shown for one in told]}
    return {
        f"{group}: {whose}": _mean([float(one is whose) for one in told])
        for group, told in groups.items()
        for whose in Provenance
        if told
    }


def _mean(values: Sequence[float], statistic: Callable[[Sequence[float]], float] | None = None) -> Figure:
    average = statistic or (lambda numbers: sum(numbers) / len(numbers))
    return Figure(average(values), *metrics.interval(values, average), len(values))


def _auroc(judged: Sequence[Outcome]) -> Figure:
    def area(rows: Sequence[float]) -> float:
        picked = [judged[int(row)] for row in rows]
        return metrics.auroc(
            [one.support for one in picked if one.answerable], [one.support for one in picked if not one.answerable]
        )

    rows = [float(row) for row in range(len(judged))]
    low, high = metrics.interval(rows, lambda drawn: 0.0 if math.isnan(area(drawn)) else area(drawn), rounds=200)
    return Figure(area(rows), low, high, len(judged))
