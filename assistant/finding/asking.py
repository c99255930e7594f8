"""Sentences and passages that only ask: they are searched, and answer nothing."""

from __future__ import annotations

import re

from assistant.finding.posing import poses
from assistant.reading import gist
from indexer import passages
from indexer.passages import Passage

# "(The stored text breaks off here.)": a sentence in brackets that holds no figure.
_REMARK = re.compile(r"\([^()\d]*\)\.?", re.DOTALL)
_HEADING = re.compile(r"#{1,6} [^\n]*$")
# In sentences.
_SHORT_POSTING, _STORY = 3, 3
# In words that neither tell nor are function words.
_SAYS = 4


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


def asked(question: str) -> str:
    """Of a story, which has _STORY sentences or more, those that ask, or the last one where none does, and those before
    them where they have fewer than _SAYS words of their own ("Is she right?"). A shorter question as it is.
    """
    said = [question[start:end] for start, end in passages.sentences(question)]
    if len(said) < _STORY:
        return question
    kept = [at for at, one in enumerate(said) if is_question(one)] or [len(said) - 1]
    while kept[0] and len(gist.own(" ".join(said[at] for at in kept))) < _SAYS:
        kept.insert(0, kept[0] - 1)
    return " ".join(said[at] for at in kept)


def is_question(sentence: str) -> bool:
    return sentence.rstrip("\"')").endswith("?")
