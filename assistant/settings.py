"""What a user may choose about answering and about who signs in, from the same optional ``settings.toml``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from assistant.fitted.claims import USUAL
from indexer.settings import Settings


class AssistantSettings(Settings):
    """``abbreviations``: a YAML file in place of the shipped one.

    ``generator`` is a file name of ``assistant/generators``. ``model`` is a folder or a GGUF file for language_model,
    the model's name at the server for chat_server; ``address`` is that server's, up to its ``/v1``; ``timeout`` is the
    most seconds that it gets for one answer, every try included; after it a small local model begins no sentence.
    ``reader``: whether the project's own reader judges what was found. ``reranker`` is a folder of a cross-encoder, or
    a file name of ``assistant/finding/rerankers``, in the reader's place. ``false_claims`` is the part of the questions
    that a base cannot answer which may be claimed to be answered.
    """

    generator: str = "extractive"
    abbreviations: Path | None = None
    model: str | None = None
    address: str | None = None
    reader: bool = True
    reranker: Path | None = None
    false_claims: float = Field(default=USUAL, ge=0, le=0.5)
    timeout: float = Field(default=120.0, gt=0, le=3600)


class SigninSettings(Settings):
    """``secrets`` is the file with Streamlit's ``[auth]`` table; without one nobody signs in.

    ``readers``, ``reviewers`` and ``librarians`` are addresses ("name@example.org"), domains ("@example.org") or claims
    of the provider ("groups=coding-leads"). Where no reader is listed everybody who signs in is one.
    """

    secrets: Path | None = None
    readers: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    librarians: tuple[str, ...] = ()
