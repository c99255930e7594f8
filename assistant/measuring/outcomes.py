"""What came of one labelled question, and the measures of 0 or 1 that it gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.judgement import Voice
from indexer.documents import Provenance


class Lack(StrEnum):
    """What the base lacks of a question that it cannot answer, as far as it can be read from both.

    ``POINT``: no document settles it, though nothing that the question names is missing.
    """

    CODE = "unknown code"
    PAYER = "another payer"
    YEAR = "another year"
    POINT = "another point"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question's outcome. ``facts_found`` is the part of its facts that hold a digit and stand in the full text of
    its answer, ``facts_shown`` of those that stand in the text as it is shown at first; None where it has none.

    ``led`` is 1 where the first quotation is of a relevant document, None where nothing is quoted. ``reworded`` is 1
    where sentences of a language model stand in the answer, None where none was asked. ``voice`` is None in a run of an
    earlier form. ``label`` is the question's own kind. ``claimed_without``: its twin, the same question without the
    documents that it names, was claimed too; None where that was not asked. ``judge_ignored``: what the judge said
    counted for nothing; None where it was not asked. ``provenances``: whose words each quotation is in, in their order.
    ``verdict_said`` and ``answer_begun``: whether the text says so at its beginning; None where the question names no
    verdict or no sentence. ``words`` counts those of the text; its headline begins at character ``headline_at``.
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
    voice: Voice | None = None
    label: str | None = None
    lack: Lack | None = None
    claimed_without: bool | None = None
    judge_ignored: bool | None = None
    provenances: tuple[Provenance, ...] = ()
    verdict_said: bool | None = None
    answer_begun: bool | None = None
    words: int | None = None
    headline_at: int | None = None
    facts_shown: float | None = None

    @property
    def groups(self) -> Iterator[str]:
        """Of which questions it is one, beside all."""
        if self.label:
            yield f"kind {self.label}"
        if self.lack:
            yield f"lacking: {self.lack}"


# In the order of their rows.
HITS = ("hit_1", "hit_5", "hit_10")
VOICES = (
    "claimed_right",
    "claimed_with_another",
    "right_leads",
    "nothing_shown",
    "unanswerable_claimed",
    "unanswerable_nearest",
    "unanswerable_nothing",
    "twins_claimed_with",
    "twins_claimed_without",
)
OPENINGS = ("verdict_said", "answer_begun")


def flags(one: Outcome) -> dict[str, bool]:
    """The measures of HITS, VOICES and OPENINGS that apply to a question, by name; not those that an earlier run
    lacks.
    """
    if not one.answerable:
        found = {"unanswerable_claimed": one.supported}
        if one.voice:
            found["unanswerable_nearest"] = one.voice == Voice.NEAREST
            found["unanswerable_nothing"] = one.voice == Voice.NOTHING
        return found
    found = {name: getattr(one, name) == 1 for name in HITS}
    found["claimed_right"] = one.supported and one.led == 1
    found["claimed_with_another"] = one.supported and one.led != 1
    if one.voice:
        found["right_leads"] = one.led == 1
        found["nothing_shown"] = one.voice == Voice.NOTHING
    if one.claimed_without is not None:
        found["twins_claimed_with"] = one.supported
        found["twins_claimed_without"] = one.claimed_without
    return found | {name: said for name in OPENINGS if (said := getattr(one, name)) is not None}


def shares(judged: Sequence[Outcome], names: Sequence[str]) -> dict[str, list[float]]:
    """The values of each of ``names`` over the questions that it applies to; none that applies to no question."""
    told = [flags(one) for one in judged]
    values = {name: [float(one[name]) for one in told if name in one] for name in names}
    return {name: found for name, found in values.items() if found}


def by_group(judged: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """The questions of each kind, then of each lack, in the order of their names."""
    found: dict[str, list[Outcome]] = {}
    for one in judged:
        for group in one.groups:
            found.setdefault(group, []).append(one)
    return dict(sorted(found.items()))
