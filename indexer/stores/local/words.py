"""The word and code search of a generation in Tantivy, and its filters. Terms come split; Tantivy only counts them."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from indexer import scoring, terms
from indexer.codes import Code, related
from indexer.passages import Passage
from indexer.stores import Filter, Match
from indexer.vocabulary import Near

FOLDER = "words"
# Bytes that may wait in memory for a part of the index; a million passages take a fifth of it. Tantivy merges parts
# once there are eight, so that a single part has never been merged.
_HEAP = 1_000_000_000
# How many times as many are looked at where equal scores lie across the cut.
_WIDER = 4


class Writer:
    """Raises OSError where the folder cannot be written."""

    def __init__(self, folder: Path) -> None:
        (folder / FOLDER).mkdir()
        self._row = 0
        with _as_os_error():
            # One thread, so that two builds of the same passages rank alike.
            self._writer = tantivy.Index(_schema(), path=str(folder / FOLDER)).writer(_HEAP, 1)

    def add(self, passages: Iterable[Passage]) -> None:
        with _as_os_error():
            for passage in passages:
                self._writer.add_document(_document(self._row, passage))
                self._row += 1

    def finish(self) -> None:
        with _as_os_error():
            self._writer.commit()
            self._writer.wait_merging_threads()


@contextlib.contextmanager
def _as_os_error() -> Iterator[None]:
    """Tantivy tells of a disk that cannot be written as ValueError."""
    try:
        yield
    except ValueError as error:
        raise OSError(str(error)) from error


class WordSearch:
    """Safe to share between threads. Raises ValueError where the folder is missing or damaged.

    Tantivy makes a lock in the folder to open what it reads; once opened, no file is looked up again.
    """

    def __init__(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder / FOLDER))
        self._searcher = index.searcher()
        self._schema = index.schema

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def by_words(self, words: Sequence[str], near: Sequence[Near], where: Filter, top: int) -> list[Match]:
        asked = {word: self._named(word) for word in words}
        weights = {word: 1.0 for word, named in asked.items() if named}
        for other in near:
            weight = scoring.near_weight(other.score, self.rarity(other.term), self.rarity(other.of))
            if other.term not in asked and weight > 0:
                weights[other.term] = weights.get(other.term, 0.0) + weight
        slips = [self._slip(word) for word, named in asked.items() if not named and scoring.may_be_slip(word)]
        # Tantivy adds up terms faster among themselves than where a query of another kind stands among them.
        queries = [slip for slip in slips if self._rows(slip, 1)]
        if weights:
            queries.append(_either([self._weighed(term, weight) for term, weight in weights.items()]))
        return self._any(queries, where, top)

    def by_codes(self, codes: Sequence[Code], where: Filter, top: int) -> list[Match]:
        return self._any([query for code in codes for query in self._code(code)], where, top)

    def rows(self, documents: Sequence[str]) -> list[int]:
        parts = sum(self._searcher.doc_freq("document", one) for one in set(documents))
        return sorted(self._rows(self._one_of("document", documents), parts)) if parts else []

    def allowed(self, where: Filter) -> npt.NDArray[np.int64]:
        """The rows of every passage that ``where`` lets through."""
        query = tantivy.Query.boolean_query(self._clauses(where))
        found: Any = self._searcher.search(query, 1, count=True)
        return np.array(self._rows(query, found.count), dtype=np.int64)

    def rarity(self, term: str) -> float:
        return scoring.rarity(self._named(term), len(self))

    def knows(self, code: Code) -> bool:
        meant = (*related.written_out(code), *related.covering(code))
        return any(self._searcher.doc_freq("codes", _key(one)) for one in meant)

    def _named(self, term: str) -> int:
        """How many passages have it."""
        return int(self._searcher.doc_freq("body", term))

    def _slip(self, word: str) -> tantivy.Query:
        # A fuzzy term scores 1 whatever it finds.
        fuzzy = tantivy.Query.fuzzy_term_query(self._schema, "body", word)
        return tantivy.Query.boost_query(fuzzy, self.rarity(word) * scoring.SLIP)

    def _weighed(self, term: str, weight: float) -> tantivy.Query:
        return tantivy.Query.boost_query(self._term("body", term), weight)

    def _code(self, code: Code) -> list[tantivy.Query]:
        meant = [*related.written_out(code), *related.neighbours(code)]
        named = {one: self._searcher.doc_freq("codes", _key(one)) for one in meant}
        weights = scoring.code_weights(code, named, len(self))
        worth = [tantivy.Query.const_score_query(self._term("codes", _key(one)), weights[one]) for one in weights]
        return [tantivy.Query.disjunction_max_query(worth)] if worth else []

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, "freq" if field == "body" else "basic")

    def _one_of(self, field: str, values: Iterable[str]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, field, sorted(set(values)))

    def _clauses(self, where: Filter) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        """Each must hold; none adds to a score."""
        named: dict[str, Iterable[str]] = {
            "tier": [tier.name for tier in where.tiers],
            "payer": where.payers,
            "provenance": where.provenance,
            "document": where.documents,
        }
        clauses = [self._one_of(field, values) for field, values in named.items() if values]
        if where.since:
            clauses.append(self._days("last", where.since.days[0], None))
        if where.until:
            clauses.append(self._days("first", None, where.until.days[1]))
        return [(tantivy.Occur.Must, tantivy.Query.const_score_query(clause, 0.0)) for clause in clauses]

    def _days(self, field: str, first: datetime.date | None, last: datetime.date | None) -> tantivy.Query:
        lower, upper = (day.toordinal() if day else None for day in (first, last))
        return tantivy.Query.range_query(self._schema, field, tantivy.FieldType.Integer, lower, upper)

    def _any(self, queries: Sequence[tantivy.Query], where: Filter, top: int) -> list[Match]:
        if not queries or not len(self):
            return []
        wanted = _either(queries)
        if where:
            wanted = tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), *self._clauses(where)])
        return self._best(wanted, top)

    def _best(self, query: tantivy.Query, top: int) -> list[Match]:
        limit = min(top + 1, len(self))
        hits = self._searcher.search(query, limit, count=False).hits
        while len(hits) == limit < len(self) and hits[-1][0] == hits[top - 1][0] and not self._in_order:
            limit = min(_WIDER * limit, len(self))
            hits = self._searcher.search(query, limit, count=False).hits
        rows: list[Any] = self._searcher.fast_field_values("row", [address for _, address in hits])
        found = [Match(int(row), float(score)) for (score, _), row in zip(hits, rows, strict=True)]
        return sorted(found, key=lambda match: (-match.score, match.row))[:top]

    @property
    def _in_order(self) -> bool:
        """Whether Tantivy's order, in which it keeps equal scores, is that of the rows: it is within one part."""
        return bool(self._searcher.num_segments == 1)

    def _rows(self, query: tantivy.Query, most: int) -> list[int]:
        hits = self._searcher.search(query, max(1, most), count=False).hits
        found: list[Any] = self._searcher.fast_field_values("row", [address for _, address in hits])
        return found


def _either(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """What any of ``queries`` finds, with the sum of their scores."""
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    for name in ("codes", "document", "tier", "payer", "provenance"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    # The days that a passage's date may mean, counted from the first day of the year 1.
    for name in ("first", "last"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("row", fast=True)
    return builder.build()


def _document(row: int, passage: Passage) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("body", " ".join(terms.find(passage.searched)))
    for code in passage.searched_codes:
        document.add_text("codes", _key(code))
    document.add_text("document", passage.document_id)
    document.add_text("tier", passage.tier.name)
    document.add_text("provenance", passage.provenance)
    if passage.payer is not None:
        document.add_text("payer", passage.payer)
    if passage.date:
        first, last = passage.date.days
        document.add_integer("first", first.toordinal())
        document.add_integer("last", last.toordinal())
    document.add_unsigned("row", row)
    return document


def _key(code: Code) -> str:
    return f"{code.system}:{code.value}"
