"""The assistant: turns a question into an answer with citations.

What stands in ``__all__`` here and in ``indexer`` is the public face; each name is loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answers import Answer, Basis, Candidate, Citation, Found, Group, Place, Quotation
    from assistant.ask import Desk
    from assistant.asking_back import Fact, ToFindOut
    from assistant.judgement import Judged, Support, Voice
    from assistant.naming import Named
    from assistant.reading.facts import Facts
    from assistant.reading.given import Given
    from assistant.reading.question import Question
    from assistant.refusal import Refusal, Searched, Undescribed, Unfound, UnknownCodes, Unsaid, Unsettled
    from assistant.settings import AssistantSettings
    from assistant.statements import Case, Disagreement, Headline, HeadlineKind, Known, Reference, Side
    from assistant.wording import Dropped, Reworded, Wording
    from indexer.errors import CitedeskError, Courtesy

__all__ = [
    "Answer",
    "AssistantSettings",
    "Basis",
    "Candidate",
    "Case",
    "Citation",
    "CitedeskError",
    "Courtesy",
    "Desk",
    "Disagreement",
    "Dropped",
    "Fact",
    "Facts",
    "Found",
    "Given",
    "Group",
    "Headline",
    "HeadlineKind",
    "Judged",
    "Known",
    "Named",
    "Place",
    "Question",
    "Quotation",
    "Reference",
    "Refusal",
    "Reworded",
    "Searched",
    "Side",
    "Support",
    "ToFindOut",
    "Undescribed",
    "Unfound",
    "UnknownCodes",
    "Unsaid",
    "Unsettled",
    "Voice",
    "Wording",
]

_ELSEWHERE = {
    "AssistantSettings": "assistant.settings",
    "Case": "assistant.statements",
    "CitedeskError": "indexer.errors",
    "Courtesy": "indexer.errors",
    "Desk": "assistant.ask",
    "Disagreement": "assistant.statements",
    "Fact": "assistant.asking_back",
    "Facts": "assistant.reading.facts",
    "Given": "assistant.reading.given",
    "Headline": "assistant.statements",
    "HeadlineKind": "assistant.statements",
    "ToFindOut": "assistant.asking_back",
    "Named": "assistant.naming",
    "Question": "assistant.reading.question",
    "Reference": "assistant.statements",
    "Refusal": "assistant.refusal",
    "Searched": "assistant.refusal",
    "Judged": "assistant.judgement",
    "Known": "assistant.statements",
    "Side": "assistant.statements",
    "Support": "assistant.judgement",
    "Undescribed": "assistant.refusal",
    "Unfound": "assistant.refusal",
    "UnknownCodes": "assistant.refusal",
    "Unsaid": "assistant.refusal",
    "Unsettled": "assistant.refusal",
    "Voice": "assistant.judgement",
    "Dropped": "assistant.wording",
    "Reworded": "assistant.wording",
    "Wording": "assistant.wording",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_ELSEWHERE.get(name, "assistant.answers")), name)


def __dir__() -> list[str]:
    return __all__
