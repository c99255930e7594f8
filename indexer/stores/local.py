"""The store on this machine: Tantivy for words and codes, FAISS for vectors, a file of passages.

Row n of FAISS and of the file is the passage whose ``row`` is n in Tantivy; opening checks that all count the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy

from indexer import codes as codes_
from indexer import passage_file, terms, vector_search
from indexer.codes import Code, is_wildcard
from indexer.embedders import Vectors
from indexer.errors import NoIndexError
from indexer.passage_file import PassageFile
from indexer.passages import Passage
from indexer.stores import Match
from indexer.vector_search import VectorSearch
from indexer.vocabulary import Near

_WORDS = "words"
_HEAP = 50_000_000
# What a code's neighbour is worth beside the code itself, and how far a neighbourhood reaches.
_NEIGHBOUR, _REACH = 0.25, 2
# The fewest letters of a word that may be misspelt.
_TYPO = 5


def write(folder: Path, passages: Sequence[Passage], vectors: Vectors) -> None:
    """Raises OSError where the folder cannot be written."""
    vector_search.write(folder, vectors)
    passage_file.write(folder, passages)
    (folder / _WORDS).mkdir()
    try:
        index = tantivy.Index(_schema(), path=str(folder / _WORDS))
        index.register_tokenizer("words", terms.analyzer())
        # One thread, so that rows keep their order and two builds rank alike.
        writer = index.writer(_HEAP, 1)
        for row, passage in enumerate(passages):
            writer.add_document(_document(row, passage))
        writer.commit()
        writer.wait_merging_threads()
    except ValueError as error:
        raise OSError(str(error)) from error


def load(folder: Path) -> Local:
    """Raises NoIndexError where a part is missing, damaged, or counts otherwise than the other."""
    try:
        vectors, passages = VectorSearch(folder), PassageFile(folder)
        index = tantivy.Index.open(str(folder / _WORDS))
        index.register_tokenizer("words", terms.analyzer())
    except (RuntimeError, ValueError, OSError) as error:
        raise NoIndexError(f"{folder}: the index is damaged ({error}); run: citedesk index --rebuild") from error
    store = Local(index, vectors, passages)
    if not len(vectors) == len(passages) == store.searcher.num_docs:
        raise NoIndexError(
            f"{folder}: {len(vectors)} vectors, {len(passages)} passages, {store.searcher.num_docs} of them in words/; "
            "these must be as many; run: citedesk index --rebuild"
        )
    return store


class Local:
    """Safe to share between threads: its parts are only read."""

    def __init__(self, index: tantivy.Index, vectors: VectorSearch, passages: PassageFile) -> None:
        self.searcher = index.searcher()
        self._schema = index.schema
        self._vectors = vectors
        self._passages = passages

    def __len__(self) -> int:
        return len(self._vectors)

    def by_words(self, text: str, top: int, near: Sequence[Near] = ()) -> list[Match]:
        words = dict.fromkeys(terms.find(text))
        queries = [self._word(word) for word in words]
        for other in near:
            for term in terms.find(other.word):
                if term not in words and (boost := self._boost(other, term)) > 0:
                    queries.append(tantivy.Query.boost_query(self._term("body", term), boost))
        wanted = [(tantivy.Occur.Should, query) for query in queries]
        return self._search(tantivy.Query.boolean_query(wanted), top) if wanted else []

    def by_vector(self, vector: Vectors, top: int) -> list[Match]:
        return [Match(row, score) for row, score in self._vectors.search(vector, top)]

    def by_code(self, codes: Sequence[Code], top: int) -> list[Match]:
        wanted = [query for code in codes for query in self._code_query(code)]
        if not wanted:
            return []
        return self._search(tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in wanted]), top)

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        return self._passages.passages(rows)

    def rows(self, document_id: str) -> list[int]:
        parts = self.searcher.doc_freq("document", document_id)
        return sorted(match.row for match in self._search(self._term("document", document_id), parts))

    def vectors(self, rows: Sequence[int]) -> Vectors:
        return self._vectors.vectors(rows)

    def rarity(self, text: str) -> dict[str, float]:
        return {word: self._idf("body", word) for word in dict.fromkeys(terms.find(text))}

    def knows(self, code: Code) -> bool:
        return any(self.searcher.doc_freq("codes", _key(one)) for one in _written_out(code))

    def _word(self, word: str) -> tantivy.Query:
        """A word that no passage has is taken for a slip of one letter; what holds a digit never is."""
        if len(word) < _TYPO or not word.isalpha() or self.searcher.doc_freq("body", word):
            return self._term("body", word)
        # A fuzzy term scores 1 whatever it finds; half of a rare word's weight lets exact words lead.
        return tantivy.Query.boost_query(
            tantivy.Query.fuzzy_term_query(self._schema, "body", word), self._idf("body", word) / 2
        )

    def _boost(self, near: Near, term: str) -> float:
        """A near word never weighs more than the rarity of the word that it stands for."""
        asked = max((self._idf("body", one) for one in terms.find(near.of)), default=0.0)
        return near.score * min(1.0, asked / max(self._idf("body", term), 0.1))

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, "freq" if field == "body" else "basic")

    def _idf(self, field: str, value: str) -> float:
        named = self.searcher.doc_freq(field, value)
        return math.log(1 + (len(self) - named + 0.5) / (named + 0.5))

    def _code_query(self, code: Code) -> list[tantivy.Query]:
        exact = [one for one in _written_out(code) if self.searcher.doc_freq("codes", _key(one))]
        near = (
            []
            if is_wildcard(code)
            else [one for one in _neighbours(code) if self.searcher.doc_freq("codes", _key(one))]
        )
        if not exact and not near:
            return []
        weight = max(self._idf("codes", _key(one)) for one in exact or near)
        queries = [(one, weight) for one in exact] + [(one, weight * _NEIGHBOUR) for one in near]
        return [
            tantivy.Query.disjunction_max_query(
                [tantivy.Query.const_score_query(self._term("codes", _key(one)), score) for one, score in queries]
            )
        ]

    def _search(self, query: tantivy.Query, top: int) -> list[Match]:
        hits = self.searcher.search(query, max(1, min(top, len(self))), count=False).hits
        rows: list[Any] = self.searcher.fast_field_values("row", [address for _, address in hits])
        found = [Match(int(row), float(score)) for (score, _), row in zip(hits, rows, strict=True)]
        return sorted(found, key=lambda match: (-match.score, match.row))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name="words", index_option="freq")
    builder.add_text_field("codes", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("row", fast=True)
    return builder.build()


def _document(row: int, passage: Passage) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("body", passage.searched)
    # A reply is found by the codes that its thread is about, as by the words.
    around = [code for part in (passage.title, passage.context) for code in _codes(part)]
    for code in dict.fromkeys([*passage.codes, *around]):
        document.add_text("codes", _key(code))
    document.add_text("document", passage.document_id)
    document.add_unsigned("row", row)
    return document


@lru_cache(64)
def _codes(text: str) -> tuple[Code, ...]:
    """The passages of a document stand together and share these texts."""
    return codes_.values(codes_.find(text))


def _key(code: Code) -> str:
    return f"{code.system}:{code.value}"


def _written_out(code: Code) -> list[Code]:
    """A wildcard's codes (``9921X`` is 99210 to 99219), and the wildcard itself where a text has it too."""
    if not is_wildcard(code):
        return [code]
    stem = code.value.rstrip("X")
    width = len(code.value) - len(stem)
    return [code, *(Code(code.system, f"{stem}{number:0{width}}") for number in range(10 ** min(width, 2)))]


def _neighbours(code: Code) -> list[Code]:
    """The codes next to a procedure code by number: families stand together in CPT and HCPCS."""
    if not code.is_procedure or not code.value[1:].isdigit():
        return []
    letter, digits = ("", code.value) if code.value[0].isdigit() else (code.value[0], code.value[1:])
    steps = [step for step in range(-_REACH, _REACH + 1) if step and int(digits) + step > 0]
    return [Code(code.system, f"{letter}{int(digits) + step:0{len(digits)}}") for step in steps]
