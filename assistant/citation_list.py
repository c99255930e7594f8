"""The citations of an answer as plain text, to be pasted into an appeal or a note."""

from __future__ import annotations

from assistant.answers import Answer, Citation


def text(answer: Answer) -> str:
    """One numbered line a citation, then what the answer was read from."""
    return "\n".join([*map(_line, answer.citations), f"Citedesk, knowledge base {answer.fingerprint}"])


def _line(citation: Citation) -> str:
    return f"[{citation.number}] {citation.label}" + (f". {citation.url}" if citation.url else "")
