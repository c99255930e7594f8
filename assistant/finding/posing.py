"""Sentences that pose, announce or repeat a question, and leave its answer to what follows."""

from __future__ import annotations

import re

_INTERROGATIVE = r"(?:whether|if|how|what|which|when|where|who|whom|whose|why)\b"
_QUESTION = r"(?:question|query|issue|problem|dispute|debate|puzzle|matter|topic)"
# Who asks; what a payer, a form or a patient asks is part of a rule.
_ASKER = (
    r"(?:readers?|members?|subscribers?|attendees?|listeners?|callers?|writers?|posters?|coders?|billers?|practices?"
    r"|offices?|clinics?|groups?|departments?|physicians?|doctors?|surgeons?|providers?|consultants?|letters?|people"
    r"|someone|somebody|many|some|others|you|we|i)"
)
_WORD = r"[\w'/.-]+,?\s"
_CONDITION = r"(?!(?:if|when|while|where|unless|because|since|as|that|once|though|although|after|before)\b)"
_ASKS = (
    r"(?<!who\s)(?<!to\s)(?<!should\s)(?<!must\s)(?:asks?|asked|wonders?|wondered|wants?\sto\sknow|wanted\sto\sknow"
    r"|(?:is|was|are|were)\s(?:asking|unsure))\s(?:us\s|me\s|(?:his|her|their|our|the)\s[\w-]+\s)?"
)
_TEXT = (
    r"(?:(?:this|the|our|an?|today's)\s(?:[\w-]+\s){0,2}?(?:article|page|column|tip|post|note|newsletter|guide|chapter"
    r"|section|bulletin|faq|piece|item|entry|summary|exchange|thread|case|example|answer|letter)|we)"
)
_ANNOUNCES = (
    r"(?:looks?\sat|explains?|discuss(?:es)?|describes?|covers?|address(?:es)?|reviews?|considers?|examines?|answers?"
    r"|deals?\swith|takes?\sup|is\sabout|asks?|sets?\sout|explores?)\s(?:the\squestion\s(?:of\s)?)?"
)
_FORMS = (
    # "Q:", "Reader question:", "The question: a test is scheduled", "The case: sounding was easy".
    r"(?:q|(?:[\w']+\s){0,2}(?:question|query|issue)|asked|the\s(?:case|scenario|situation))\s?:|q\.\s",
    # "The issue is whether", "At issue is how", "It is often asked if".
    rf"(?:the|this|our|her|his|another|one|an?)\s(?:[\w-]+\s){{0,2}}{_QUESTION}\s(?:[\w-]+\s){{0,4}}?"
    rf"(?:is|was|are|were|becomes|arises|concerns|asks|asked)\s(?:about\s)?{_INTERROGATIVE}",
    rf"(?:at\sissue|in\squestion|in\sdispute)\s(?:is|was)\s{_INTERROGATIVE}",
    rf"it\s(?:is|was)\s(?:[\w-]+\s)?asked\s{_INTERROGATIVE}",
    # "A practice in Ohio asked if", "Members ask whether".
    rf"{_CONDITION}(?:{_WORD}){{0,4}}?{_ASKER}\s(?:{_WORD}){{0,6}}?{_ASKS}{_INTERROGATIVE}",
    # "This article looks at whether", "The article goes on to the codes that were new".
    rf"(?:(?:here|below),?\s)?{_TEXT}\s(?:[\w-]+\s)?{_ANNOUNCES}{_INTERROGATIVE}",
    rf"{_TEXT}\s(?:[\w-]+\s)?(?:goes\son|moves\son|turns|continues)\s(?:to|with)\s(?:the|an?|other|further|more)\b",
)
_POSES = re.compile("|".join(_FORMS), re.IGNORECASE)
# What tells the answer in the same breath: "Asked whether both are paid, CMS said no."
_ANSWERED = re.compile(
    r"(?:[;:,]|\b(?:and|but))\s(?:[^.;:]*\s)?(?:answer\w*|repl(?:y|ies|ied)|says?|said|told|tells?|responded|advis\w+"
    r"|ruled|yes|no)\b",
    re.IGNORECASE,
)


def poses(sentence: str) -> bool:
    """Whether it asks in the words of a statement, and answers nothing: "A reader asked if both are paid." """
    said = " ".join(sentence.split()).lstrip("\"'*_- ")
    return _POSES.match(said) is not None and _ANSWERED.search(said) is None
