"""Errors meant for people: each says what is wrong, where, and what to do next.

CitedeskError
├── KnowledgeBaseError   the knowledge base as a whole cannot be read
├── DocumentError        one file cannot be read; the others still are
├── SettingsError        a setting is unknown or names what is not there
├── ModelError           the model folder is missing, incomplete or not the one that was published
├── WorkersError         other machines were to embed and cannot be reached, or do not make the vectors of this one
├── NoIndexError         there is no index that fits; the text names the command that mends it
├── QuestionError        the text is no question that could be searched
│   └── Courtesy         it asks nothing: a greeting, thanks; the text is a fitting reply, and no error
├── RecordError          a file of the user (sheet, answer, review, ruling, calibration) cannot be written or read
├── PortError            the chat page cannot have the port that was named
├── GeneratorError       a language model or chat server gave no text; the quotations then stand alone
└── CitationError        an answer failed its own check: a defect of the program, never of the question
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.reader import Problem


class CitedeskError(Exception):
    """The root: the command line and the page show its text as one line."""


class KnowledgeBaseError(CitedeskError):
    """The knowledge base is missing or holds no document; ``problems`` are those of its files."""

    def __init__(self, reason: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(reason)
        self.problems = tuple(problems)


class DocumentError(CitedeskError):
    """One file is not what its format asks for; ``line`` counts from 1.

    ``name`` is the file's, where it is not the one that is being read but its sidecar or another of its group.
    """

    def __init__(self, reason: str, line: int = 1, name: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.name = name


class SettingsError(CitedeskError):
    """A setting has no such name or value."""


class ModelError(CitedeskError):
    """The embedding model cannot be used."""


class WorkersError(CitedeskError):
    """The machines that were to embed cannot be used; what they made is kept, and nothing half-made."""


class NoIndexError(CitedeskError):
    """The index is missing, damaged, of another model or format, or cannot be written."""


class QuestionError(CitedeskError):
    """The question is empty, too long, or has no word in it."""


class Courtesy(QuestionError):
    """``typed`` asks nothing of the documents: a greeting, thanks, a question about the desk; the text replies."""

    def __init__(self, said: str, typed: str) -> None:
        super().__init__(said)
        self.typed = typed


class RecordError(CitedeskError):
    """A sheet, a saved answer, a review, a house ruling or a calibration cannot be written or read."""


class PortError(CitedeskError):
    """Another program listens on the port, or the user may not."""


class GeneratorError(CitedeskError):
    """A language model or chat server gave no text."""


class CitationError(CitedeskError):
    """An answer says what its evidence does not; ``reason`` is what was found."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the answer failed its own check ({' '.join(reason.split())}) and is not shown; "
            "ask in other words, and report this as a defect of Citedesk"
        )
        self.reason = reason
