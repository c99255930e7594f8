"""The day whose rules a question is about, and what was in force on it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import Enum

from assistant.reading.question import Question
from indexer.documents import PartialDate
from indexer.passages import Passage

# On this day ICD-10-CM took the place of ICD-9-CM, for all payers under HIPAA.
_ICD_10 = datetime.date(2015, 10, 1)
_DIAGNOSIS = re.compile(r"\b(?:dx|icd|diagnos[ei]s|diagnostic code|7th character)\b", re.IGNORECASE)
_DAY = datetime.timedelta(days=1)


class Standing(Enum):
    """What is known of a text on the day asked about. ``STANDS``: nothing speaks against it; ``STOOD``: it was in force
    then and is no longer; ``ENDED``: no longer then; ``LATER``: not yet then.
    """

    STANDS = "stands"
    STOOD = "stood"
    ENDED = "ended"
    LATER = "later"

    @property
    def in_force(self) -> bool:
        return self in {Standing.STANDS, Standing.STOOD}


@dataclass(frozen=True, slots=True)
class Asked:
    """``day`` is the last one of the time of service that is meant, ``today`` where none is, or one without end.

    It is December 31, 2022 for "prior to 2023". ``diagnosis``: the question is about a diagnosis code, so that a text
    which names codes of one revision alone is of the time of that revision.
    """

    day: datetime.date
    today: datetime.date
    diagnosis: bool

    def standing(self, passage: Passage, ended: datetime.date | None = None) -> Standing:
        """``ended`` is the last day of a text that was replaced, where that is known of what replaced it."""
        begins, ends = self._period(passage)
        ends = ends or ended
        if begins and self.day < begins:
            return Standing.LATER
        if ends is None and passage.superseded_by:
            # It stood when it was published, and nobody says for how long.
            ends = passage.date.days[1] if passage.date else datetime.date.min
        if ends is None or self.today <= ends:
            return Standing.STANDS
        return Standing.STOOD if self.day <= ends else Standing.ENDED

    def within(self, since: PartialDate | None, until: PartialDate | None) -> bool:
        """Whether the day lies between the two, both included."""
        return (since is None or since.days[0] <= self.day) and (until is None or self.day <= until.days[1])

    def _period(self, passage: Passage) -> tuple[datetime.date | None, datetime.date | None]:
        begins = passage.effective.days[0] if passage.effective else None
        ends = passage.until.days[1] if passage.until else None
        if self.diagnosis or all(code.is_diagnosis for code in passage.codes):
            systems = {code.system for code in passage.codes if code.is_diagnosis}
            if systems == {"ICD-9-CM"}:
                return begins, ends or _ICD_10 - _DAY
            if systems == {"ICD-10-CM"}:
                return begins or _ICD_10, ends
        return begins, ends


def asked(question: Question) -> Asked:
    today = datetime.date.today()
    service = question.facts.service
    day = service.last if service and service.last else today
    named = any(code.is_diagnosis for code in question.codes)
    return Asked(day, today, named or bool(_DIAGNOSIS.search(question.meaning)))


def year(question: Question) -> int | None:
    """The year in which the time of service ends that the question means; None where it means none, or one without end.

    It is 2022 for "prior to 2023", and none for "since 2023".
    """
    return question.facts.latest_year


def ended_by(later: Passage) -> datetime.date | None:
    """The last day of what ``later`` replaced, by when it took effect or, where it says no more, was published."""
    began = later.effective or later.date
    return began.days[0] - _DAY if began else None


def came_later(passage: Passage, old: Passage) -> bool:
    """Whether it was published in a later year and shares a code with ``old``."""
    dated = passage.date is not None and old.date is not None and passage.date.year > old.date.year
    return dated and bool(set(passage.codes) & set(old.codes))
