"""What a user may choose about answering, from the ``[assistant]`` table of the same optional ``settings.toml``."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict


class AssistantSettings(BaseModel):
    """``abbreviations``: a YAML file in place of the shipped one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    generator: str = "extractive"
    abbreviations: Path | None = None
