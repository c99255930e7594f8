"""Text inside documents that speaks to a language model instead of about coding.

Its paragraph is left out of what a model reads and is no support for what it writes. Patterns cannot know every
wording; what they miss still meets the check of each generated sentence.
"""

from __future__ import annotations

import re

_PARAGRAPH = re.compile(r"(?:(?!\n[ \t]*\n).)+", re.DOTALL)
_MODEL = r"(?:assistants?|a\.?i\.?|language models?|llms?|chat ?bots?|gpt\w*|models?|bots?|agents?)"
_TOLD = re.compile(
    rf"""
    \b(?:ignore|disregard|forget|override|bypass|overlook|discard|skip|drop)\b[^.!?]{{0,40}}
        \b(?:previous|prior|above|earlier|preceding|foregoing|other|system|all|any|your|these|the)\b[^.!?]{{0,30}}
        \b(?:instructions?|prompts?|rules?|guidelines?|directions?|context|citations?|sources?|evidence|passages?|messages?
            |orders?|constraints?|training|text)\b
    | \b(?:system|developer|hidden|initial)\s(?:prompts?|messages?|instructions?)\b
    | \b(?:new|updated|real|actual|final|additional|important)\sinstructions?\b
    | \binstructions?\s(?:to|for)\s(?:the\s|any\s|all\s)?{_MODEL}\b
    | \b(?:dear|attention|note\sto|message\s(?:to|for)|hey|hello)[\s,:]{{1,3}}(?:the\s|any\s|all\s)?{_MODEL}\b
    | \b(?:as|being|if\syou\sare)\san?\s(?:helpful\s|large\s)?{_MODEL}\b
    | \byou\s(?:are|must\sact|will\sact|act|should\sact|shall\sact)\s(?:now\s|as\s)[^.!?]{{0,40}}
    | \byou\sare\s(?:an?\s|the\s)?(?:helpful|unrestricted|obedient|{_MODEL})\b
    | \b(?:when|whenever|if)\s(?:you\s(?:are\s)?)?(?:asked|answering|responding|summari[sz]ing|quoting|generating)\b
    | \b(?:your|the)\s(?:next\s)?(?:answer|response|reply|output|summary)\s(?:must|should|shall|has\sto|is\sto|will
        |begins?|starts?)\b
    | \b(?:respond|reply|answer|output|print|repeat)\s
        (?:only\s|always\s|instead\s|every\s\w+\s|your\s\w+\s|the\s(?:answer|response|reply)\s|back\s|this\s|it\s)?
        (?:with|by|that|as|verbatim|the\sfollowing|the\swords?|exactly|only|instead)\b
    | \b(?:begin|start|end|conclude|finish)\s(?:your|the|every|each)\s(?:answer|response|reply|output)\b
    | \b(?:say|write|state)\s(?:only|instead|verbatim|the\sfollowing
        |that\s(?:every|all|any|each)|to\sthe\s(?:user|coder))\b
    | \b(?:do\snot|don['’]t|never|stop|without)\s(?:cit(?:e|ing)|mark(?:ing)?|quot(?:e|ing)
        |reveal(?:ing)?|us(?:e|ing)\smarks?)\b
    | \bpretend\b | \brole-?\s?play\b | \bjailbr(?:eak|oken)\b | \bdeveloper\smode\b | \bunrestricted\b
    | \b(?:reveal|show|print|leak|expose|send|forward|post|transmit)\b[^.!?]{{0,30}}
        \b(?:prompt|instructions?|question|conversation|password|keys?|secrets?|system|address)\b
    | \bcite\s(?:this|it)\sas\b | \bmark\sit\s(?:with|as)\b | \btell\sthe\s(?:user|coder|reader|asker)\b
    | \bthe\s(?:user|reader)\s(?:wants|asked|must|has\sasked)\b
    | <\|?/?\s?\w+\s?\|?> | \[/?(?:inst|sys|system|assistant|user)\] | <</?sys>>
    | (?:^|(?<=\n))\W{{0,6}}(?:system|assistant|user|human|ai|developer|\#+\s?instructions?
        |\#+\s?response)\s?(?:\(\w+\))?\s?:
    | <!--|-->|```
    """,
    re.VERBOSE | re.IGNORECASE,
)


def without(text: str) -> str:
    """``text`` with every paragraph that instructs a model overwritten by spaces: offsets stay what they were.

    The whole paragraph goes, because what an instruction asks for mostly stands beside it as a plain statement.
    """
    return _PARAGRAPH.sub(lambda found: " " * len(found[0]) if _TOLD.search(found[0]) else found[0], text)
