"""Any BEIR-form folder asked through the ordinary path: corpus.jsonl, queries.jsonl, qrels/*.tsv."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from assistant.answers import Candidate
from assistant.ask import Desk, ranked
from assistant.finding import memo
from assistant.judgement import Support, Voice
from assistant.measuring import metrics
from assistant.reading import json_files, question
from indexer.documents import Excerpt
from indexer.errors import QuestionError

DEPTH = 100
_DOCUMENT = 'a document, as {"_id": "d1", "title": "...", "text": "..."}'
_QUERY = 'a query, as {"_id": "q1", "text": "..."}'


@dataclass(frozen=True, slots=True)
class Query:
    """``history`` are the user's earlier turns, oldest first; ``relevant`` maps a document to its grade."""

    id: str
    text: str
    history: tuple[str, ...]
    relevant: dict[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """``ranking`` are the best documents with their scores, at most DEPTH."""

    query: Query
    ranking: tuple[tuple[str, float], ...]
    support: Support


def corpus(folder: Path) -> list[Excerpt]:
    """Each document as an excerpt without a source, in the order of its id.

    Raises QuestionError where the folder has no corpus.jsonl or a line of it is no document.
    """
    documents: dict[str, Excerpt] = {}
    for line, row in json_files.lines(folder / "corpus.jsonl", _DOCUMENT):
        try:
            text = row.get("text") or row.get("title")
            if text and text.strip():
                documents[str(row["_id"])] = _excerpt(str(row["_id"]), row.get("title") or "", text)
        except (KeyError, AttributeError, TypeError) as error:
            raise QuestionError(
                f"{folder / 'corpus.jsonl'}:{line}: expected {_DOCUMENT}; {json_files.why(error)}"
            ) from error
    return [documents[id] for id in sorted(documents)]


def _excerpt(id: str, title: str, text: str) -> Excerpt:
    return Excerpt(
        id=id,
        title=title,
        source="",
        published=None,
        volume=None,
        issue=None,
        section=None,
        seen_in=None,
        superseded_by=None,
        text=text,
    )


def queries(folder: Path) -> list[Query]:
    """Every query of the folder, with or without a judged document."""
    grades: dict[str, dict[str, float]] = {}
    for path in sorted((folder / "qrels").glob("*.tsv")):
        for number, judgement in enumerate(path.read_text("utf-8").splitlines(), 1):
            parts = judgement.split("\t")
            if len(parts) < 3 or (number == 1 and not _number(parts[-1])):
                continue
            if not _number(parts[-1]):
                raise QuestionError(f"{path}:{number}: {parts[-1]!r} is no grade; write query, document and a number")
            grades.setdefault(parts[0], {})[parts[-2]] = float(parts[-1])
    found = []
    for line, row in json_files.lines(folder / "queries.jsonl", _QUERY):
        try:
            history = tuple(_turn(turn) for turn in row.get("history") or [] if _is_user(turn))
            found.append(Query(str(row["_id"]), row["text"], history, grades.get(str(row["_id"]), {})))
        except (KeyError, AttributeError, TypeError) as error:
            raise QuestionError(
                f"{folder / 'queries.jsonl'}:{line}: expected {_QUERY}; {json_files.why(error)}"
            ) from error
    return found


def ask(query: Query, desk: Desk) -> Asked:
    """Ranks documents by their best passage; a text that is no question finds nothing."""
    try:
        asked = question.parse(query.text, query.history, desk.settings.abbreviations)
    except QuestionError:
        return Asked(query, (), Support(0.0, Voice.NOTHING, "weak"))
    index = memo.over(desk.index)
    found = desk.judged(asked, ranked(asked, index), index)
    best: dict[str, Candidate] = {}
    for candidate in found:
        best.setdefault(candidate.passage.document_id, candidate)
    order = tuple((document, candidate.score) for document, candidate in list(best.items())[:DEPTH])
    return Asked(query, order, desk.support(asked, found, index))


def measures(asked: list[Asked]) -> dict[str, float]:
    """Means over the queries with a judged document."""
    judged = [(one, [document for document, _ in one.ranking]) for one in asked if any(one.query.relevant.values())]
    if not judged:
        return {}
    count = len(judged)
    return {
        "queries": float(count),
        "hit_1": sum(metrics.hit(ranking, one.query.relevant, 1) for one, ranking in judged) / count,
        "hit_5": sum(metrics.hit(ranking, one.query.relevant, 5) for one, ranking in judged) / count,
        "hit_10": sum(metrics.hit(ranking, one.query.relevant, 10) for one, ranking in judged) / count,
        "reciprocal_rank": sum(metrics.reciprocal_rank(ranking, one.query.relevant) for one, ranking in judged) / count,
        "ndcg": sum(metrics.ndcg(ranking, one.query.relevant) for one, ranking in judged) / count,
    }


def write_run(path: Path, asked: list[Asked]) -> None:
    """A TREC run: query, Q0, document, rank, score, tag. Equal scores keep their order by a falling last digit."""
    with path.open("w", encoding="utf-8") as file:
        for one in asked:
            for rank, (document, score) in enumerate(one.ranking, 1):
                file.write(f"{one.query.id} Q0 {document} {rank} {score - rank * 1e-9:.9f} citedesk\n")


def write_support(path: Path, asked: list[Asked]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for one in asked:
            file.write(json.dumps({"id": one.query.id, "support": round(one.support.value, 6)}) + "\n")


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_user(turn: object) -> bool:
    return isinstance(turn, str) or (isinstance(turn, dict) and turn.get("speaker", "user") == "user")


def _turn(turn: str | dict[str, str]) -> str:
    return turn if isinstance(turn, str) else turn.get("text", "")
