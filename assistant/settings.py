"""What a user may choose about answering, from the ``[assistant]`` table of the same optional ``settings.toml``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from indexer.settings import Settings


class AssistantSettings(Settings):
    """``abbreviations``: a YAML file in place of the shipped one.

    ``generator`` is a file name of ``assistant/generators``. ``model`` is a folder or a GGUF file for language_model,
    the model's name at the server for chat_server; ``address`` is that server's, up to its ``/v1``; ``timeout`` is the
    most seconds that it gets for one answer, every try included; after it a small local model begins no sentence.
    ``reranker`` is a folder of a cross-encoder, or a file name of ``assistant/finding/rerankers``.
    """

    generator: str = "extractive"
    abbreviations: Path | None = None
    model: str | None = None
    address: str | None = None
    reranker: Path | None = None
    timeout: float = Field(default=120.0, gt=0, le=3600)
