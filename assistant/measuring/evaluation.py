"""`citedesk eval`: how well the desk ranks, answers and refuses on labelled questions."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.answers import Answer
from assistant.ask import Desk
from assistant.measuring import metrics, rendered
from indexer.errors import QuestionError, RecordError

KINDS = ("alone", "follow-up")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the documents and facts that answer it; ``history`` are the earlier questions, oldest first."""

    id: str
    question: str
    history: tuple[str, ...]
    relevant: tuple[str, ...]
    facts: tuple[str, ...]
    answerable: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question's outcome. ``facts_found`` is the part of its facts that hold a digit, None where it has none.

    ``led`` is 1 where the first quotation is of a relevant document, None where the question was refused.
    ``reworded`` is 1 where sentences of a language model stand in the answer, None where none was asked.
    """

    id: str
    kind: str
    answerable: bool
    supported: bool
    support: float
    hit_1: float
    hit_5: float
    hit_10: float
    reciprocal_rank: float
    ndcg: float
    led: float | None
    reworded: float | None
    facts_found: float | None
    quotation_violations: int
    code_violations: int


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
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise QuestionError(f"{path}: the questions cannot be read ({error})") from error
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                found.append(_labelled(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise QuestionError(f"{path}:{number}: not a labelled question ({error!r})") from error
    return found


def _labelled(row: dict[str, Any]) -> Labelled:
    question, history, relevant, facts = (
        row["question"],
        *(tuple(row.get(key) or ()) for key in ("history", "relevant", "facts")),
    )
    for text in (question, *history, *relevant, *facts):
        if not isinstance(text, str):
            raise TypeError(f"{text!r} is no text")
    return Labelled(str(row["id"]), question, history, relevant, facts, bool(row.get("answerable", True)))


def judge(questions: Iterable[Labelled], desk: Desk) -> list[Outcome]:
    return [_judge(labelled, desk.ask(labelled.question, labelled.history)) for labelled in questions]


def _judge(labelled: Labelled, answer: Answer) -> Outcome:
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
        facts_found=sum(states(answer.text, fact) for fact in facts) / len(facts) if facts else None,
        quotation_violations=len(rendered.quotations(answer)),
        code_violations=len(rendered.codes(answer)),
    )


def states(text: str, fact: str) -> bool:
    """Whether every number and code of ``fact`` stands in ``text``; its words may be put otherwise there."""
    wanted, offered = (set(re.findall(r"[a-z]?\d+(?:\.\d+)*[a-z]?(?![a-z0-9])", one.lower())) for one in (fact, text))
    return wanted <= offered


def summary(judged: Sequence[Outcome]) -> dict[str, Figure]:
    """Each measure over the questions that it applies to, and by kind of question."""
    found: dict[str, Figure] = {}
    for kind in ("all", *KINDS):
        group = [one for one in judged if one.answerable and (kind == "all" or one.kind == kind)]
        prefix = "" if kind == "all" else f"{kind} "
        for name in ("hit_1", "hit_5", "hit_10", "reciprocal_rank", "ndcg"):
            if group:
                found[f"{prefix}{name}"] = _mean([getattr(one, name) for one in group])
    answerable = [one for one in judged if one.answerable]
    unanswerable = [one for one in judged if not one.answerable]
    facts = [one.facts_found for one in answerable if one.facts_found is not None]
    if answerable and unanswerable:
        found["auroc"] = _auroc(judged)
        found["false_answers"] = _mean([float(one.supported) for one in unanswerable])
    if answerable:
        found["false_refusals"] = _mean([float(not one.supported) for one in answerable])
    led = [one.led for one in answerable if one.led is not None]
    if led:
        found["led_by_a_relevant_document"] = _mean(led)
    reworded = [one.reworded for one in judged if one.reworded is not None]
    if reworded:
        found["reworded"] = _mean(reworded)
    if facts:
        found["facts_found"] = _mean(facts)
    found["quotation_violations"] = _mean([float(one.quotation_violations) for one in judged], sum)
    found["code_violations"] = _mean([float(one.code_violations) for one in judged], sum)
    return found


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


def store(path: Path, judged: Sequence[Outcome], fingerprint: str) -> None:
    """Ids and figures only: the text of no question is written. Raises RecordError where it cannot be."""
    record = {
        "fingerprint": fingerprint,
        "summary": {name: asdict(figure) for name, figure in summary(judged).items()},
        "questions": [asdict(one) for one in judged],
    }
    try:
        path.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise RecordError(f"{path}: the run cannot be written ({error.strerror}); name another with --store") from error


def stored(path: Path) -> tuple[str, dict[str, float]]:
    """Fingerprint and figures of a stored run; raises QuestionError where the file is none."""
    try:
        record = json.loads(path.read_text("utf-8"))
        return record["fingerprint"], {name: figure["value"] for name, figure in record["summary"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise QuestionError(f"{path}: no stored run of citedesk eval ({error!r})") from error
