"""The default: quotations word for word, published guidance before opinion. Quotes cannot invent."""

from __future__ import annotations

from assistant.settings import AssistantSettings
from indexer.plugins import NoSettings


def open(assistant: AssistantSettings, settings: NoSettings) -> None:
    """Words nothing anew."""
