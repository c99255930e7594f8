"""The assistant: turns a question into an answer with citations."""

from __future__ import annotations

from assistant.ask import Desk

__all__ = ["Desk"]
