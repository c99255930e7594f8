"""What is set of the store on this machine: from which size on a coarse index pays, and how far it is trusted."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """``exact``: a base of so many passages or more gets a coarse index when it is indexed; in a smaller one every
    vector is compared, which takes less than embedding the question does.

    ``spare``: how many finds of a coarse index are compared by their vectors for each one wanted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    exact: int = Field(default=20_000, ge=0)
    spare: int = Field(default=8, ge=1)
