"""What an answer states before its quotations: the headline, the cases on which it turns, who differs, and what public
files state of its codes.

Every word of them is quoted, was recorded by the base's editors and checked, is data of such a file, or is fixed in the
program.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from indexer import points
from indexer.documents import PartialDate
from indexer.points import Why
from indexer.reference import Held, Stated


class HeadlineKind(StrEnum):
    """``RECORDED``: an editor's verdict with the words that carry it. ``SENTENCE``: the sentence that answers.
    ``TITLE``: a document's own title, where no sentence of it stands alone.
    """

    RECORDED = "recorded"
    SENTENCE = "sentence"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Headline:
    """``says`` stands word for word in the passage of citation number ``citation``, or is the title of its document.

    ``lead`` is said before it: the verdict of a recorded point ("No.", "62370.", "On whether 51 is needed: no.") or the
    case for which it holds.
    """

    kind: HeadlineKind
    lead: str | None
    says: str
    citation: int

    @property
    def text(self) -> str:
        said = " ".join(self.says.split())
        return f"{self.lead} {said}" if self.lead else said


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a recorded point: what is reported ``when`` it is so, and with which codes not.

    ``says`` stands word for word in the passage of citation number ``citation``.
    """

    when: str
    report: tuple[str, ...]
    not_with: tuple[str, ...]
    says: str
    citation: int

    @property
    def told(self) -> str:
        """The case with its codes on one line."""
        return points.told(self.when, self.report, self.not_with)


@dataclass(frozen=True, slots=True)
class Known:
    """A recorded point on a code or a subject that was only named: ``on`` names it, ``verdict`` is the editors', None
    where they gave none. ``says`` stands word for word in the passage of citation number ``citation``.
    """

    on: str
    verdict: str | None
    says: str
    citation: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement: what it stands for and the numbers of its citations.

    ``says`` stands word for word in the passage of citation ``stated``, one of these. ``since`` and ``until``: when
    that held, as far as documents say so.
    """

    stands_for: str
    citations: tuple[int, ...]
    says: str
    stated: int
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """``on`` is the point in words that follow "on", where it is recorded and names no code that is not quoted."""

    kind: Why
    on: str | None
    sides: tuple[Side, ...]

    @property
    def why(self) -> str:
        lead = _LEADS[self.kind]
        return f"{lead} on {self.on}." if self.on else f"{lead}."


@dataclass(frozen=True, slots=True)
class Reference:
    """What public reference files state of the codes of a question: data beside the guidance, never a quotation.

    ``day`` is the date of service, None where the newest files are read. ``unpaired``: the files of edits that were
    read and have no row for the only two codes that are named. ``others_pay``: the payer is not Medicare, whose files
    these are. ``problem``: why nothing could be read.
    """

    rows: tuple[Stated, ...]
    day: datetime.date | None
    unpaired: tuple[Held, ...] = ()
    others_pay: bool = False
    problem: str | None = None

    @property
    def dateless(self) -> bool:
        """Whether the newest files were read because no date of service is given."""
        return self.day is None and bool(self.rows or self.unpaired)


_LEADS = {
    Why.SUPERSEDED: "Guidance changed",
    Why.DATES: "Guidance changed",
    Why.PAYERS: "Payers differ",
    Why.OPPOSITE: "Sources disagree",
}
