"""What is given of the base, for the OpenAPI description alone: the JSON itself is made in ``assistant/showing``.

A test holds each shape against what is given.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.serving.answer_shapes import Code
from assistant.serving.reference_shapes import Paired, Reference, Shape


class Source(Shape):
    citation: str
    passage: str
    document: str
    tier: str
    date: str | None
    provenance: str
    url: str | None


class Titled(Source):
    title: str


class Said(Source):
    says: str
    start: int = Field(description="Where the words begin in the text of their passage, in characters.")


class View(Said):
    stands_for: str | None = Field(alias="for")
    since: str | None = Field(alias="from")
    until: str | None
    others: list[Source]


class CaseOf(Said):
    on: str
    when: str
    report: list[str]
    not_with: list[str]


class Point(Shape):
    on: str
    verdict: str | None
    why: str | None
    sides: list[View]
    cases: list[CaseOf]
    asked: list[str]


class Naming(Said):
    title: str
    effective: str | None
    until: str | None
    replaced: bool
    replaced_by: Titled | None


class Dossier(Shape):
    code: Code
    family: str | None
    known: bool
    cut: bool
    unsearched: list[str] = Field(description="Parts of the store that could not be searched: what is told is partial.")
    near: list[Code]
    beside: list[Code]
    not_with: list[Code]
    points: list[Point]
    reported: list[CaseOf]
    not_reported: list[CaseOf]
    documents: list[Naming]
    rulings: list[str]
    threads: list[Titled]
    reference: Reference | None
    paired: list[Paired]


class Alone(Shape):
    code: Code
    on: list[str]
    documents: list[str]


class Comparison(Shape):
    codes: list[Dossier]
    apart: list[CaseOf]
    together: list[CaseOf]
    on_both: list[str]
    documents_of_both: list[str]
    alone: list[Alone]
    reference: Reference | None


class Shelf(Shape):
    system: str
    family: str | None
    first: str | None
    last: str | None
    codes: list[str]


class Shelves(Shape):
    shelves: list[Shelf]


class Passage(Shape):
    id: str
    text: str
    date: str | None
    tier: str
    provenance: str
    citation: str


class Part(Shape):
    """A posting, or the text of an excerpt."""

    part: str
    role: str | None
    passages: list[Passage]


class Document(Shape):
    id: str
    kind: Literal["thread", "excerpt"]
    title: str
    source: str
    tier: str
    provenances: list[str]
    date: str | None
    effective: str | None
    until: str | None
    superseded_by: str | None
    payer: str | None
    url: str | None
    codes: list[str]
    postings: int
    passages: int
    lacks: list[str]
    successor: str | None
    parts: list[Part]
    unheard: list[int]


class Review(Shape):
    asked: str
    question: str = Field(description="A keyed hash of it.")
    verdict: str
    reason: str
    text: str | None
    documents: list[str]
    fingerprint: str


class Reviews(Shape):
    reviews: list[Review]
