"""What becomes of a denial: what supports payment, what contradicts it, and what may be filed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.answers import Answer
from assistant.denials.denial import Denial
from assistant.denials.remarks import Kind
from indexer.reference import Stated


class Stance(StrEnum):
    """What base and public files say of the denial. ``UNDECIDED``: they speak of it and decide nothing; ``SILENT``:
    nothing here settles anything of it.
    """

    UPHELD = "upheld"
    REFUTED = "refuted"
    DEPENDS = "depends"
    UNDECIDED = "undecided"
    SILENT = "silent"


class Course(StrEnum):
    """What may be filed."""

    APPEAL = "appeal sheet"
    CORRECTION = "corrected-claim checklist"


@dataclass(frozen=True, slots=True)
class Evidence:
    """``pays``: whether it speaks for payment, None where that depends. ``says`` stands word for word in what
    ``formal`` cites, None where ``told``, in words of ours or of an editor, is all. ``decides``: whether it settles
    the denial alone; not where it names one code of the pair only, or was not in force.
    """

    pays: bool | None
    told: str | None
    says: str | None
    formal: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Dealt:
    """``kind`` is the cause that was asked about, None where no code of the denial is known here. ``answer`` bears on
    the codes and claims to answer; ``nearest`` is shown, and nothing is drafted from it. ``rows`` are of public files.
    """

    denial: Denial
    kind: Kind | None
    evidence: tuple[Evidence, ...]
    answer: Answer | None
    nearest: Answer | None
    rows: tuple[Stated, ...]
    fingerprint: str

    @property
    def supports(self) -> tuple[Evidence, ...]:
        return tuple(one for one in self.evidence if one.pays is True)

    @property
    def contradicts(self) -> tuple[Evidence, ...]:
        return tuple(one for one in self.evidence if one.pays is False)

    @property
    def turns(self) -> tuple[Evidence, ...]:
        """On what it depends."""
        return tuple(one for one in self.evidence if one.pays is None)

    @property
    def stance(self) -> Stance:
        deciding = {one.pays for one in self.evidence if one.decides}
        if deciding == {False}:
            return Stance.UPHELD
        if deciding == {True}:
            return Stance.REFUTED
        if deciding:
            return Stance.DEPENDS
        return Stance.UNDECIDED if self.answer else Stance.SILENT

    @property
    def courses(self) -> tuple[Course, ...]:
        """None without an answer to cite; no appeal against a denial that is right, or of a claim that is mended."""
        if self.answer is None:
            return ()
        if self.stance is Stance.UPHELD or (self.kind and self.kind.corrects):
            return (Course.CORRECTION,)
        return (Course.APPEAL,) if self.stance is Stance.REFUTED else (Course.APPEAL, Course.CORRECTION)
