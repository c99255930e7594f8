"""Codes that no document names: where nothing else tells what is asked about, a neighbour's text is no answer."""

from __future__ import annotations

from assistant.reading.question import Question
from indexer import codes, terms
from indexer.codes import Code, families
from indexer.index import Index

# In letters.
_BEGINNING = 5
# Terms of families that stand in every coder's question.
_EVERYWHERE = frozenset(
    terms.find(
        "care code codes days established later management new office other patient patients payer payers procedures "
        "professional service services special system test tests therapy treatment treatments visit visits"
    )
)


def all_procedures(question: Question, index: Index) -> bool:
    """Whether procedure codes are asked about, the base knows none of them, and no word says which service is meant.

    Beside "trigger points" the code is only their short name, and a text on trigger points answers without it.
    """
    # 99XXX names no code, but a part of the book.
    asked = [code for code in question.codes if code.is_procedure and not code.value.endswith("XXX")]
    if not asked or index.store.known(asked):
        return False
    said = _telling(_without_codes(question.said))
    return not any(said & service(code) for code in asked)


def service(code: Code) -> frozenset[str]:
    """The telling beginnings of words in the name of the family that ``code`` stands in."""
    family = families.of(code)
    return _telling(family.name) if family else frozenset()


def _telling(text: str) -> frozenset[str]:
    """The beginnings of its terms, so that "delivered" names a delivery."""
    return frozenset(term[:_BEGINNING] for term in terms.find(text) if term not in _EVERYWHERE)


def _without_codes(text: str) -> str:
    for mention in reversed(codes.find(text)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text
