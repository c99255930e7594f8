"""Who wrote a posting: one person under two spellings, guests, moderators, and who is the asker."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_CREDENTIAL = (
    r"(?:CPC(?:-[AHIP])?|CPMA|CPB|CPPM|CRC|CDEO|CIC|COC|CCS(?:-P)?|CCA|CEMC|COSC|CGSC|CCVTC|CANPC|CASCC|"
    r"CHONC|CCC|CEDC|CUC|COBGC|CPEDC|CIRCC"
    r"|CGIC|CENTC|CPRC|CSFAC|CRHC|CHCC?|CCP|CMBS?|CMC|CMIS|CMOM|CMM|CHBME|RHI[AT]|MD|DO|RN|LPN|NP|"
    r"PA(?:-C)?|BSN?|MBA|MHA|MSN?|PhD|BA|AAS|FNP|ACS(?:-[A-Z]{2})?)"
)
CREDENTIALS = re.compile(rf"{_CREDENTIAL}(?:\s*[,/&\s]\s*{_CREDENTIAL})*\.?")
_TITLED = re.compile(rf"[\s,(\[–-]+{CREDENTIALS.pattern}[)\]]?$")
_GUEST = re.compile(
    r"(?:guests?|anon(?:ymous)?|unregistered|visitor|unknown|nobody|deleted|removed|former|banned|inactive)"
    r"(?:[ _-]?(?:guests?|users?|members?|posters?|coder|account))?|(?:user|member|account) (?:deleted|"
    r"removed)|n/?a|\W*"
)
ROLE = re.compile(r"asker|responder \d{1,6}")
_MODERATOR = re.compile(
    r"\b(?:super|global|site|forum)?[ _-]?(?:mod(?:erator)?s?\d*|admin(?:istrator)?s?\d*|webmaster|"
    r"auto ?mod\w*|staff|bot)\b"
)
_NOTICE = re.compile(
    r"\bsticky\b|\bforum (?:rules|guidelines|policy)\b|\bread (?:the|our|these|this) (?:\w+ )?(?:rules|"
    r"guidelines|faq|sticky|before posting)"
    r"|\bbefore (?:you )?post(?:ing)?\b|^\W*announcement|^\W*(?:important )?notice\b|\bwelcome to (?:the|"
    r"our)\b.{0,60}\b(?:forum|board|group)"
    r"|^\W*(?:this )?(?:thread|topic|post)\b.{0,30}\b(?:moved|merged|split|closed|locked)\b|^\W*(?:moved|"
    r"merged|split) (?:from|to|with)\b"
    r"|\bdo not post\b|\bno phi\b|\buse the search\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:any(?:one|body) (?:know|have|had|help|tell|ever)|(?:need|looking for|"
    r"appreciate)(?: \w+){0,3} (?:help|advice|guidance|input|clarification)"
    r"|(?:can|could|would|does|will) (?:some|any)(?:one|body)|please (?:help|advise|clarify)|(?:i|"
    r"we)(?:'m| am| are|'re| was| were) (?:wondering|confused|unsure|not sure|trying)"
    r"|how (?:do|would|should|to)|what (?:code|modifier|cpt)|which (?:code|modifier)|my question|"
    r"question (?:about|on|regarding|is))\b",
    re.IGNORECASE,
)


def key(author: str) -> str:
    """The same for one person's spellings: case, spaces, a star, credentials behind the name make no other person."""
    folded = unicodedata.normalize("NFKC", author).strip()
    while (shorter := _TITLED.sub("", folded).strip()) and shorter != folded:
        folded = shorter
    return " ".join(folded.casefold().strip("*•·†. ").split())


def is_guest(author: str) -> bool:
    """Whether anybody may post under this name, so that each posting is a person of its own."""
    return _GUEST.fullmatch(key(author)) is not None


def asks(text: str) -> bool:
    return _ASKS.search(text) is not None


def is_notice(text: str) -> bool:
    """What a forum tells everybody, under whatever name; a question of coding is none."""
    return _NOTICE.search(text) is not None and "?" not in text


def keys(authors: Sequence[str]) -> list[str]:
    """One key a person, in the order of the postings; guests are told apart by their place."""
    return [f"guest\0{place}" if is_guest(author) else key(author) for place, author in enumerate(authors)]


def are_roles(authors: Sequence[str]) -> bool:
    """Whether the file names roles instead of people; with a single user among them they are users' names too."""
    return bool(authors) and all(ROLE.fullmatch(author) for author in authors)


def roles(authors: Sequence[str], ranks: Sequence[str | None], texts: Sequence[str], later_page: bool) -> list[str]:
    """The role of each posting, oldest first: "asker" is who asks the thread's question, others count up.

    On a later page alone nobody is known to have asked.
    """
    if are_roles(authors):
        return list(authors)
    persons = keys(authors)
    asker = None if later_page else persons[_question(authors, ranks, texts)]
    others = dict.fromkeys(person for person in persons if person != asker)
    named = {person: f"responder {number}" for number, person in enumerate(others, 1)}
    return [named.get(person, "asker") for person in persons]


def _question(authors: Sequence[str], ranks: Sequence[str | None], texts: Sequence[str]) -> int:
    """The posting that asks: the first that is no notice; where that is a moderator's and asks nothing, the next that
    asks.
    """
    first = next((place for place, text in enumerate(texts) if text.strip() and not is_notice(text)), 0)
    official = _is_moderator(authors[first], ranks[first])
    if not official or asks(texts[first]):
        return first
    return next((place for place in range(first, len(texts)) if asks(texts[place])), first)


def _is_moderator(author: str, rank: str | None) -> bool:
    return any(_MODERATOR.search(name.casefold()) for name in (author, rank or ""))
