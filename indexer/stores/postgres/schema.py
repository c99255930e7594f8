"""The tables of a generation, in a schema of its own on every shard, and how a value of a passage stands in them.

So a generation comes and goes in one transaction of a shard, beside all others, and dropping it leaves nothing behind.
"""

from __future__ import annotations

import json
import re
import secrets
from collections import Counter
from typing import Any

import numpy as np

from indexer import records, scoring, terms
from indexer.codes import Code
from indexer.passages import Passage

# Counts up whenever the tables change.
FORM = 2
NAME = re.compile(r"citedesk_[0-9a-f]{16}")
# pgvector's limit for an HNSW index of whole numbers; longer vectors are compared one by one.
INDEXED = 2000
# How many neighbours are looked at for a vector that comes in; pgvector's own 64 takes two thirds of the time to build,
# and found .923 where this found .975.
EFFORT = 128
# A B-tree keeps no entry of more than 2,704 bytes; what begins alike is found by so many letters.
START = 60

# ``mean`` is the terms of a passage on average when the generation was written; ``next`` the row of what comes later.
_TABLES = """
CREATE SCHEMA {name};
CREATE TABLE {name}.about (form int, shard int, shards int, dimension int, passages bigint, next bigint, mean float8);
CREATE TABLE {name}.passages (id int, document text, tier int, payer text, provenance text, first int, last int,
    kept bytea);
CREATE TABLE {name}.meanings (id int, vector vector({dimension}));
CREATE TABLE {name}.words (id int, terms int[]);
CREATE TABLE {name}.postings (number int, part int, rows bytea, weights bytea);
CREATE TABLE {name}.terms (term text COLLATE "C", number int, named int);
ALTER TABLE {name}.meanings ALTER vector SET STORAGE MAIN;
ALTER TABLE {name}.postings ALTER rows SET STORAGE EXTERNAL, ALTER weights SET STORAGE EXTERNAL;
"""
# ``documents`` and ``terms`` are found by a hash, since they may be too long for a B-tree.
_INDEXES = """
ALTER TABLE {name}.passages ADD PRIMARY KEY (id);
ALTER TABLE {name}.meanings ADD PRIMARY KEY (id);
ALTER TABLE {name}.words ADD PRIMARY KEY (id);
ALTER TABLE {name}.postings ADD PRIMARY KEY (number, part);
CREATE INDEX ON {name}.passages USING hash (document);
CREATE INDEX ON {name}.terms USING hash (term);
CREATE INDEX ON {name}.terms (left(term, {start}));
CREATE INDEX ON {name}.terms (left(reverse(term), {start}));
"""
_NEAREST = "CREATE INDEX ON {name}.meanings USING hnsw (vector vector_ip_ops) WITH (ef_construction = {effort});"
_LOOKED_AT = "ANALYZE {name}.passages, {name}.meanings, {name}.words, {name}.postings, {name}.terms;"

PASSAGES = "passages (id, document, tier, payer, provenance, first, last, kept)"
PASSAGE_TYPES = ("int4", "text", "int4", "text", "text", "int4", "int4", "bytea")


def fresh() -> str:
    return f"citedesk_{secrets.token_hex(8)}"


def tables(name: str, dimension: int) -> str:
    return _TABLES.format(name=name, dimension=dimension)


def indexes(name: str, approximate: bool) -> str:
    """``approximate``: the vectors get an HNSW index."""
    return (_INDEXES + (_NEAREST if approximate else "") + _LOOKED_AT).format(name=name, start=START, effort=EFFORT)


def key(code: Code) -> str:
    """A code among the terms: no term has a colon."""
    return f"{code.system}:{code.value}"


def counted(passage: Passage) -> tuple[Counter[str], list[str]]:
    """The terms of a passage with their numbers, and the keys of its codes."""
    return Counter(terms.find(passage.searched)), [key(code) for code in passage.searched_codes]


def columns(passage: Passage) -> tuple[str, int, str | None, str, int | None, int | None]:
    """What a filter looks at: document, tier, payer, provenance, and the first and last day that its date may mean."""
    days = [day.toordinal() for day in passage.date.days] if passage.date else [None, None]
    return passage.document_id, int(passage.tier), passage.payer, passage.provenance.value, days[0], days[1]


def line(passage: Passage) -> bytes:
    """All of it; as bytes, since a text of PostgreSQL holds no NUL."""
    return json.dumps(records.plain(passage), ensure_ascii=False).encode()


def weights(times: np.ndarray[Any, np.dtype[np.int32]], mean: float) -> np.ndarray[Any, np.dtype[np.float32]]:
    """The part of BM25 that is a passage's own, of each of its terms, in the precision in which it is kept."""
    length = np.float32(scoring.counted(int(times.sum())))
    k, b, one = np.float32(scoring.K1), np.float32(scoring.B), np.float32(1)
    held = times.astype(np.float32)
    return held / (held + k * (one - b + b * length / np.float32(mean)))
