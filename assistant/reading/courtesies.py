"""What is said to a desk and asks it nothing: greetings, thanks, tests, and questions about the desk itself."""

from __future__ import annotations

import re

_YOU = r"(?:you|u|ya|this(?:\s(?:thing|tool|app|desk))?|it|citedesk)"
_GREETING = (
    r"(?:hi+|hello+|hey+|hiya|howdy|yo|greetings|morning|good\s(?:morning|afternoon|evening|day)|how\sare\s(?:you|u)"
    r"(?:\sdoing)?(?:\stoday)?|what['’]?s\sup|sup)(?:\s(?:there|all|everyone|citedesk|again|friend))?"
)
_THANKS = (
    r"(?:(?:many\s)?thanks?(?:\s(?:you|u|a\s(?:lot|bunch|million)|so\smuch|very\smuch|again|much|for\s(?:the|your|ur)\shelp))*"
    r"|thx|thnx|tnx|ty|tysm|tyvm|much\sappreciated|appreciate\s(?:it|that|you)|cheers|bye(?:\sbye)?|goodbye|good\snight"
    r"|see\s(?:you|ya)|have\sa\s(?:good|great|nice)\s(?:day|one|weekend|evening))"
)
_SETTLED = (
    r"(?:ok(?:ay)?|k|kk|great|perfect|cool|got\sit|gotcha|awesome|nice(?:\sone)?|alright|all\sright|sounds\sgood|makes\ssense"
    r"|understood|that\shelps|that['’]?s\s(?:all|it|great|perfect)|very\shelpful|good\s(?:job|bot)|well\sdone|wow|lol|haha|sorry)"
)
_ABOUT = (
    r"(?:help(?:\sme)?|menu|start|info|about|commands?|options|i\s(?:need|want)\s(?:some\s)?help|i\shave\sa\squestion"
    rf"|what\s(?:all\s)?(?:can|do|could)\s{_YOU}\s(?:do|help\s(?:me\s)?with|know|answer|cover)"
    rf"|what\s(?:is|are)\s(?!it\b){_YOU}(?:\sfor)?|how\s(?:do|does|can)\s(?:i|{_YOU})\s(?:work|use\s{_YOU}|ask|start|do\sthis)"
    rf"|(?:can|could|will|would)\s{_YOU}\shelp(?:\sme)?(?:\s(?:out|with\s(?:something|coding)))?"
    r"|what\s(?:can|should)\si\sask(?:\s(?:you|here))?|what\squestions\scan\si\sask)"
)
_MAKER = (
    rf"(?:who\s(?:is|are|r)\s{_YOU}|who\s(?:made|built|wrote|created|runs|owns|programmed)\s{_YOU}"
    rf"|(?:are|r)\s(?:you|u)\s(?:an?\s)?(?:human|person|real(?:\sperson)?|robot|bot|ai|machine|chatgpt|computer|chat\s?bot)"
    r"|what(?:['’]s|\sis)\s(?:your|ur)\sname|do\s(?:you|u)\shave\sa\sname)"
)
_THERE = (
    r"(?:test(?:ing)?(?:\s(?:test(?:ing)?|1|2|3|one|two|three|123))*|ping|(?:are|r)\s(?:you|u)\s(?:there|awake|online|on|working|up)"
    r"|is\s(?:this|it|anyone|anybody|someone|somebody)\s(?:thing\s)?(?:on|working|there|here|home|up)|anyone\sthere|anybody\sthere"
    r"|you\sthere|hello\?)"
)
_PART = r"[\s,.!?;:)(-]*"
_ASK = "Ask it about a code, a modifier or a rule, for example: is 25 needed on 99213?"
_KINDS = tuple(
    (
        re.compile(rf"{_PART}(?:(?:{before}){_PART})*(?:{last})(?:\s(?:please|pls|then|all|now|today))?{_PART}", re.I),
        reply,
    )
    for before, last, reply in (
        (
            f"{_GREETING}|{_THANKS}|{_SETTLED}",
            _ABOUT,
            f"This desk quotes what its documents say on medical coding and billing, with citations. {_ASK}",
        ),
        (
            f"{_GREETING}|{_SETTLED}",
            _MAKER,
            "This is Citedesk, a program and no person: it quotes what its documents say on medical coding and "
            f"billing, with citations. {_ASK}",
        ),
        (_GREETING, _THERE, f"The desk is open. {_ASK}"),
        (_SETTLED, _SETTLED, "The desk is ready for the next question."),
        (
            f"{_THANKS}|{_SETTLED}|{_GREETING}",
            f"{_THANKS}|{_SETTLED}",
            "You are welcome; the desk is ready for the next question.",
        ),
        (_GREETING, _GREETING, f"Hello. This desk quotes what its documents say on medical coding and billing. {_ASK}"),
    )
)
_NO_WORD = f"The desk reads words and codes, and there is none here. {_ASK}"
# Pictures stand from the arrows on; marks of punctuation alone may be a slip of the hand.
_PICTURE = re.compile(r"[^\x00-\u2190\w]")


def reply(typed: str) -> str | None:
    """A line for what is nothing but a courtesy; None of anything that may be a question."""
    if _PICTURE.search(typed) and not re.search(r"[^\W_]", typed):
        return _NO_WORD
    said = _PICTURE.sub("", typed).strip()
    return next((reply for pattern, reply in _KINDS if pattern.fullmatch(said)), None)
