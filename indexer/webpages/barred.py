"""Pages that a site gives instead of the one that was asked for: a log-in, an error, a check for robots."""

from __future__ import annotations

import re

from indexer.webpages.elements import Element
from indexer.webpages.tree import Parsed

_LONGEST = 250  # words of such a page
_KINDS: tuple[tuple[str, str, str], ...] = (
    (
        "a check for robots",
        r"just a moment\b|checking (?:if the site connection|your browser)|"
        r"verify(?:ing)? (?:that )?you are (?:a )?human|"
        r"are you a (?:human|robot)|enable (?:javascript and )?cookies to continue|attention required|"
        r"unusual traffic|captcha",
        "open the page in a browser and save it from there",
    ),
    (
        "a log-in page",
        r"(?:must|need to|have to|please) (?:be logged[- ]in|log[- ]?in|sign[- ]?in|register)|(?:log|"
        r"sign)[- ]?in (?:to|or) |"
        r"not logged in|do(?:es)? not have permission|members only|requires? (?:a )?(?:membership|"
        r"subscription)|session (?:has )?expired|"
        r"^\W*(?:log|sign)[- ]?(?:in|on)\b|forgot(?:ten)? (?:your |my )?password",
        "log in, open the page itself and save it again",
    ),
    (
        "an error page",
        r"\b(?:404|403|410|500|502|503|504)\b|(?:page|topic|thread|post|file|document|"
        r"url) (?:\w+ ){0,5}(?:not found|could not be found|"
        r"cannot be found|does not exist|doesn't exist|no longer exists|is unavailable)|not found|"
        r"invalid (?:thread|post|topic|link)|access denied|forbidden|bad gateway|"
        r"(?:database|server|internal|general|application) error|no (?:thread|topic|post) specified|"
        r"temporarily unavailable|"
        r"something went wrong|under maintenance|down for maintenance|this site can.t be reached",
        "open the page again and save it once it is shown",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE), advice) for kind, pattern, advice in _KINDS)


def reason(page: Parsed, main: Element) -> str | None:
    """In one line what came instead of the page, and what to do; None for a page that says something itself.

    ``main`` is the part of the page that is left without what stands around it.
    """
    said = main.text
    if len(said.split()) > _LONGEST:
        return None
    headings = " ".join(one.text for one in page.body.walk() if one.tag in {"h1", "h2"})[:400]
    asks = any(one.tag == "form" and "password" in one.text.casefold() for one in page.body.walk())
    for text in (f"{page.title}\n{headings}", said):
        for kind, pattern, advice in _PATTERNS:
            if pattern.search(text):
                return f"this is {kind} and not the page that was meant; {advice}"
    return f"this is {_PATTERNS[1][0]} and not the page that was meant; {_PATTERNS[1][2]}" if asks else None
