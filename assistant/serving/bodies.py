"""What a client sends. A question is a line of `citedesk ask --questions`, with what the options of the command say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from assistant.keeping import reviews
from assistant.reading import question
from assistant.reading.given import Given

_TURNS = 50
_FACT = 200
Fact = Annotated[str, Field(max_length=_FACT)]
Turn = Annotated[str, Field(max_length=question.MAX_CHARACTERS)]


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Asked(Body):
    """``history`` are the earlier turns, oldest first."""

    question: Annotated[str, Field(examples=["is a volume check reprogramming?"])]
    id: Fact | None = Field(None, description="Comes back with the answer.")
    history: Annotated[list[Turn], Field(max_length=_TURNS)] = Field([], description="Earlier turns, oldest first.")
    dos: Fact | int | None = Field(None, description="The date of service: a day, a month or a year, as 2015-03-14.")
    payer: Fact | None = None
    setting: Fact | None = None
    by: Fact | None = Field(None, description="Who performed it, as physician or nurse.")
    changed: Fact | None = Field(None, description="What of a dose or rate was changed: dose, rate, nothing.")

    @property
    def given(self) -> Given:
        # A year is written as a number by many a program.
        dos = None if self.dos is None else str(self.dos)
        return Given(dos, self.payer, self.setting, self.by, self.changed)


class AskedInFull(Asked):
    top: Annotated[int, Field(ge=1, le=20)] = Field(20, description="How many documents to list.")
    full: bool = Field(False, description="The text gives every quotation, and each of them whole.")


class Sought(Asked):
    top: Annotated[int, Field(ge=1, le=100)] = Field(10, description="How many passages.")


class Reviewed(Asked):
    """A review of the answer with this ``fingerprint``; ``asked`` is that of an earlier review, which it replaces."""

    fingerprint: Fact = Field(description="That of the answer that is reviewed.")
    verdict: Literal["up", "down", "withdrawn"]
    reason: Annotated[str, Field(max_length=reviews.LONGEST_REASON)] = ""
    with_text: bool = Field(False, description="Whether the masked question may be kept with the review.")
    # A moment is written as text in JSON.
    asked: Annotated[AwareDatetime, Field(strict=False)] | None = Field(
        None, description="When it was asked, of an earlier review that this one replaces."
    )


class Pasted(Body):
    text: str = Field(description="A rationale, an appeal or an answer whose claims are checked.")
