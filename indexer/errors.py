"""Errors meant for people: each says what is wrong, where, and what to do next.

CitedeskError
├── KnowledgeBaseError   the knowledge base as a whole cannot be read
└── DocumentError        one file cannot be read; the others still are
"""

from __future__ import annotations


class CitedeskError(Exception):
    """The root: the command line and the page show its text as one line."""


class KnowledgeBaseError(CitedeskError):
    """The knowledge base is missing or holds no document."""


class DocumentError(CitedeskError):
    """One file is not what its format asks for; ``line`` counts from 1."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
