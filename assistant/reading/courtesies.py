"""What is said to a desk and asks it nothing: greetings, thanks, and questions about the desk itself."""

from __future__ import annotations

import re

_GREETING = r"(?:hi|hello|hey|hiya|howdy|good\s(?:morning|afternoon|evening|day))(?:\s(?:there|all|everyone|citedesk))?"
_THANKS = r"(?:thanks?(?:\s(?:you|a\slot|so\smuch|again|much))*|thx|ty|tysm|much\sappreciated|cheers|bye|goodbye)"
_SETTLED = r"(?:ok(?:ay)?|great|perfect|cool|got\sit|awesome|nice)"
_ABOUT = (
    r"(?:help(?:\sme)?|menu|start"
    r"|what\s(?:can|do|could)\s(?:you|u|it|this)\s(?:do|help\s(?:me\s)?with|know|answer)"
    r"|what\s(?:is|are)\s(?:this|you|citedesk)|who\sare\s(?:you|u)|how\s(?:do|does|can)\s(?:you|i|this|it)\s(?:work|use\s(?:you|this|it))"
    r"|can\s(?:you|u)\shelp(?:\sme)?)"
)
_PART = r"[\s,.!?;:)-]*"
_KINDS = tuple(
    (re.compile(rf"{_PART}(?:(?:{before}){_PART})*(?:{last})(?:\s(?:please|pls|then|all))?{_PART}", re.I), reply)
    for before, last, reply in (
        (_GREETING, _ABOUT, "this desk quotes what its documents say on medical coding and billing, with citations"),
        (f"{_THANKS}|{_SETTLED}", f"{_THANKS}|{_SETTLED}", "you are welcome; the desk is ready for the next question"),
        (_GREETING, _GREETING, "hello; this desk quotes what its documents say on medical coding and billing"),
    )
)


def reply(typed: str) -> str | None:
    """A line for what is nothing but a courtesy; None of anything that may be a question."""
    return next((said for pattern, said in _KINDS if pattern.fullmatch(typed)), None)
