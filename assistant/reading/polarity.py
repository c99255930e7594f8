"""Whether a question can be answered with yes or no, and which way round it is asked."""

from __future__ import annotations

import re

# Words that want something else than yes or no. "Can I bill both or just one" wants one of two.
_WANTS = re.compile(
    r"\b(?:what|which|whats|how|when|who|whom|whose|where|why|units?|times|or|vs|versus|(?:code|cpt|modifier) for)\b",
    re.IGNORECASE,
)
# "Same group, so they won't pay?" is answered by a yes and by a no.
_CONCLUDES = re.compile(r"(?:^|[,.;:]|\band)\s*so\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not|no|never|without|cannot|cant|wont|isnt|arent|doesnt|dont|nor)\b|n['\u2019]t\b", re.IGNORECASE
)
# Of two ways to ask the same these are the ones that a "no" to the others says yes to.
_AGAINST = re.compile(
    r"\b(?:bundled?|bundles|bundling|includ(?:ed?|es|ing|sive)|inclusive|part of|global to|den(?:y|ied|ies|ial)"
    r"|refus\w+|reject\w*|wrong|incorrect|forbidden|prohibited|illegal|against|lost?|lose|stop(?:ped)?|only|just|same"
    r"|free|enough|instead|to eat|write off|(?:is|are|it['\u2019]?s|that['\u2019]?s) (?:out|gone|off))\b",
    re.IGNORECASE,
)


def polar(text: str) -> bool:
    """Whether yes or no may answer it: it asks for no thing, no number and no choice, and draws no conclusion."""
    return not (_WANTS.search(text) or _CONCLUDES.search(text))


def same_way(one: str, other: str) -> bool:
    """Whether a yes to ``one`` is a yes to ``other``, as far as words tell: as many turn it round in both."""
    return _turns(one) % 2 == _turns(other) % 2


def _turns(text: str) -> int:
    return len(_NOT.findall(text)) + bool(_AGAINST.search(text))
