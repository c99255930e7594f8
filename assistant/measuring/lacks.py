"""What a base lacks of a question that it cannot answer, read from what the question names and what comes nearest."""

from __future__ import annotations

from assistant.answers import Answer
from assistant.ask import Desk
from assistant.finding import demands
from assistant.measuring.outcomes import Lack
from assistant.reading import facts
from indexer.index import Index

# As many documents as a refusal looks at to say what is missing.
NEAREST = 3


def of(answer: Answer, desk: Desk) -> Lack:
    """``answer`` is what the desk says to the question, in whichever voice."""
    asked = [code for code in answer.codes if not code.is_modifier]
    if set(asked) - desk.index.store.known(asked):
        return Lack.CODE
    named, text = facts.read(answer.read_as), _nearest(answer, desk.index)
    if demands.other_party(named, text):
        return Lack.PAYER
    return Lack.YEAR if demands.other_year(named, text) else Lack.POINT


def _nearest(answer: Answer, index: Index) -> str:
    found = index.store.documents(answer.documents[:NEAREST])
    passages = [one.passage for stored in found.values() for one in stored]
    return demands.held_by(passages)
