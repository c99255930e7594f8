"""The citations of an answer as plain text, to be pasted into an appeal or a note."""

from __future__ import annotations

from assistant.answers import Answer


def text(answer: Answer) -> str:
    """One numbered line a citation, then what the answer was read from."""
    lines = [f"[{citation.number}] {citation.formal}" for citation in answer.citations]
    return "\n".join([*lines, f"Citedesk, knowledge base {answer.fingerprint}"])
