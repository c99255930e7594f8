"""Sentences and passages that only ask: they are searched, and answer nothing."""

from __future__ import annotations

import re

from assistant.finding.posing import poses
from indexer import passages
from indexer.passages import Passage

# "(The stored text breaks off here.)": a sentence in brackets that holds no figure.
_REMARK = re.compile(r"\([^()\d]*\)\.?", re.DOTALL)
_HEADING = re.compile(r"#{1,6} [^\n]*$")
# In sentences.
_SHORT_POSTING = 3


def may_answer(passage: Passage) -> bool:
    """Whether it may be read and quoted as an answer: it is no asker's, and does not only ask."""
    return passage.role != "asker" and not asks_back(passage)


def asks_back(passage: Passage) -> bool:
    """Whether it only asks: nothing but questions, or a short posting that ends in one ("Does anyone know?")."""
    said = [passage.text[start:end] for start, end in passages.sentences(passage.text)]
    said = [sentence for sentence in said if not _REMARK.fullmatch(sentence)]
    short = passage.role is not None and len(said) <= _SHORT_POSTING and bool(said) and is_question(said[-1])
    return short or all(map(asks, said))


def says(sentence: str) -> bool:
    """Whether it states something: it does not ask, and is no editor's remark in brackets and no heading."""
    return not (asks(sentence) or _REMARK.fullmatch(sentence) or _HEADING.match(sentence))


def asks(sentence: str) -> bool:
    """Whether it is a question, or poses one."""
    return is_question(sentence) or poses(sentence)


def is_question(sentence: str) -> bool:
    return sentence.rstrip("\"')").endswith("?")
