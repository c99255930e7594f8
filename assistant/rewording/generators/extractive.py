"""The default: quotations word for word, published guidance before opinion. Quotes cannot invent."""

from __future__ import annotations

from assistant.settings import AssistantSettings


def open(settings: AssistantSettings) -> None:
    """Words nothing anew."""
