"""A text that only names a subject, "pump refills": it asks nothing, so whatever is known of the subject may help."""

from __future__ import annotations

import re

from assistant.reading import replies
from indexer import codes

# In words.
_LONGEST = 5
_WORDS = re.compile(r"[^\W\d_][^\W\d_'’-]*(?: (?:& )?[^\W\d_][^\W\d_'’-]*)*\.?")
# Words of questions, of sentences and of replies, and what coders do with a code.
_ASKING = re.compile(
    r"\b(?:what\w*|which|who\w*|when|where|why|how|if|whether|is|are|was|were|be|been|am|isnt|arent|do|does|did|dont|doesnt"
    r"|can|cant|cannot|could|should|would|will|wont|may|might|must|shall|has|have|had|ok|okay|need\w*|want\w*|know\w*"
    r"|i|we|you|he|she|it|its|they|them|this|that|these|those|there|my|our|your|his|her|their|me|us|any\w*|some\w*"
    r"|not|no|never|yes|but|or|vs|versus|than|then|too|also|same|instead|only|just|both|either|to|and|so|because|while"
    r"|bill\w*|cod(?:e|es|ed|ing)|report\w*|pay|pays|paid|deny|denied|denies|cover|covers|covered|allow\w*|append\w*|us(?:e|ed|ing)"
    r"|requir\w*|charg\w*|submit\w*|get|gets|got|getting|take|takes|took|give|gives|gave|given|change[ds]?|changing|count\w*"
    r"|includ\w*|bundl\w*|add|adds|added|apply|applies|applied|mean\w*|say|says|said|see|seen|saw|did|done|went|put|ran|sent"
    r"|happen\w*|differ\w*|explain\w*|help\w*|find\w*|show\w*|tell\w*|look\w*|please|pls|\w+able|y|n|cpt|icd|hcpcs|mod\w*)\b",
    re.IGNORECASE,
)


def named(text: str) -> bool:
    """Whether ``text`` is a noun phrase of a few words, as far as words tell: no verb, no word of a question, no code,
    no figure, and no fact that replies to a question.
    """
    few = len(text.split()) <= _LONGEST and _WORDS.fullmatch(text) is not None
    return few and not (_ASKING.search(text) or codes.find(text) or replies.heard(text))
