"""What is given to a question, for the OpenAPI description alone: the JSON itself is made in ``assistant/showing``.

A test holds each shape against what is given.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.serving.reference_shapes import Reference, Shape


class Code(Shape):
    system: str
    value: str


class Named(Code):
    family: str | None


class Citation(Shape):
    label: str
    tier: str
    as_of: str | None
    document: str
    url: str | None
    provenance: str
    formal: str = Field(description="The words to be filed.")


class Numbered(Citation):
    number: int


class Quotation(Shape):
    citation: int = Field(description="The number of its citation.")
    passage: str
    document: str
    start: int = Field(description="Where it begins in the text of its passage, in characters.")
    end: int
    text: str
    short: str = Field(description="The part that is shown at first.")
    place: str
    provenance: str
    replaced_by: str | None
    replies_to: str | None


class Headline(Shape):
    text: str
    kind: Literal["recorded", "sentence", "title"]
    lead: str | None
    says: str
    citation: int


class Basis(Shape):
    tiers: list[str]
    newest: int | None
    in_force: int | None = Field(description="The year asked about, where it was in force then.")
    replaced: bool
    since: str | None
    of_another_time: bool
    opinion: bool
    provenances: list[str]
    silent: list[str] = Field(description="Payers and states of the question that none of it speaks of.")


class Case(Shape):
    when: str
    report: list[str]
    not_with: list[str]
    says: str
    citation: int


class Known(Shape):
    on: str
    verdict: str | None
    says: str
    citation: int


class Searched(Shape):
    documents: int
    passages: int
    newest: int | None


class Missing(Shape):
    reason: str
    codes: list[Named] | list[Code] = Field(default_factory=list)
    parties: list[str] = Field(default_factory=list)
    years: list[str] = Field(default_factory=list)
    figures: list[str] = Field(default_factory=list)
    events: list[str] = Field(default_factory=list)


class Refusal(Shape):
    searched: Searched
    missing: Missing
    ask: list[str]


class ToFindOut(Shape):
    ask: str
    fact: str | None
    choices: list[str]


class Side(Shape):
    stands_for: str
    citations: list[int]
    says: str
    stated: int
    since: str | None = Field(alias="from")
    until: str | None


class Disagreement(Shape):
    why: str
    sides: list[Side]


class Wording(Shape):
    generator: str
    sentences: list[str]
    marks: list[list[int]]
    dropped: dict[str, int]
    instead: str | None


class Judged(Shape):
    model: str
    pick: int | None
    ignored: str | None


class Answer(Shape):
    id: str | None
    question: str = Field(description="As asked, with persons masked.")
    read_as: str
    codes: list[Code]
    facts: list[str]
    named: list[Named]
    voice: Literal["answers", "nearest", "nothing"] = Field(
        description="`answers` claims to answer; `nearest` settles nothing; `nothing` has nothing."
    )
    supported: bool
    support: float
    strength: str
    calibrated: bool
    text: str
    headline: Headline | None
    basis: Basis | None
    cases: list[Case]
    known: list[Known]
    reference: Reference | None
    refusal: Refusal | None
    quotations: list[Quotation]
    citations: list[Numbered]
    documents: list[str]
    nearest: list[Numbered]
    ask_first: list[ToFindOut]
    disagreement: Disagreement | None
    masked: list[str]
    wording: Wording
    judged: Judged | None
    unsearched: list[str] = Field(description="Parts of the store that could not be searched: what is told is partial.")
    licence: str | None = Field(description="Says so where texts under a licence are quoted in part.")
    fingerprint: str


class Courtesy(Shape):
    """The reply to what asks nothing."""

    id: str | None
    question: str
    voice: Literal["courtesy"]
    supported: bool
    text: str


class Found(Shape):
    rank: int
    passage: str
    document: str
    score: float
    found_by: list[str]
    text: str


class Search(Shape):
    id: str | None
    question: str
    read_as: str
    codes: list[Code]
    masked: list[str]
    unsearched: list[str] = Field(description="Parts of the store that could not be searched: what is told is partial.")
    passages: list[Found]


class Said(Shape):
    says: str
    citation: Citation


class Replacement(Shape):
    citation: Citation
    since: str | None


class Claim(Shape):
    number: int
    claim: str
    verdict: str
    passage: Said | None
    replaced_by: Replacement | None


class Checked(Shape):
    claims: list[Claim]
    passed_over: int
    masked: list[str]
    unsearched: list[str] = Field(description="Parts of the store that could not be searched: what is told is partial.")
    fingerprint: str
