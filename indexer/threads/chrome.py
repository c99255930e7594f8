"""What a forum prints around a posting's words: signatures, buttons, likes, counts, pages. Taken out by kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.threads import dates, headings, people

LONGEST = 200  # characters of a line of chrome
_SIGNATURE_LINES = 8
_SIGNATURE = re.compile(r"[ \t]*(?:_{4,}|--|—)[ \t]*$")
_NAME = r"[A-Z][\w.'’-]{0,20}(?:\s[A-Z][\w.'’-]{0,20}){0,3}"
_SIGNED = re.compile(rf"[ \t]*(?:{_NAME}[\s,]{{1,3}})?{people.CREDENTIALS.pattern}[ \t]*$")
_CODERS = re.compile(r"\bC(?:PC|OC|CS|PMA|PB|RC|CA|IC)\b")
_CODE = re.compile(r"\b\d{4}[0-9A-Z]\b|\b[A-Z]\d{4}\b")
_BUTTON = (
    r"(?:reply\swith\squote|multi-?\s?quote|like|unlike|reply|report(?:\spost|\sabuse)?|quote|share|edit|"
    r"delete|top|print|bookmark|up\s?vote|down\s?vote|helpful|save"
    r"|follow|flag|permalink|thanks|thank|add\sreply|post\sreply|link|more|react|\d{1,5})"
)
_KINDS: tuple[tuple[str, str], ...] = (
    (
        "edited",
        r"(?:this\s(?:post|message)\s(?:was|has\sbeen)\s)?(?:last\sedited|edited\sby)\b.{0,180}|"
        r"edited:?\s(?:on\s)?(?=.{0,12}\d).{6,60}",
    ),
    (
        "likes",
        r".{1,80}\s(?:likes?|liked|thanked)\s(?:this|(?:this|your|the)\spost|.{1,40}\sfor\sthis(?:\suseful)?\spost)\.?",
    ),
    (
        "likes",
        r"(?:reactions?|likes?|liked\sby|thanks\sfrom)\s?:.{1,150}|\d{1,5}\s(?:likes?|reactions?|thanks|"
        r"upvotes?)|.{1,60}\sreacted\sto\sthis.{0,20}",
    ),
    (
        "attachment",
        r"attach(?:ments?|ed\s(?:files?|images?|thumbnails?))\b\s?(?::.{0,180})?|"
        r"view\sattachment\s\d{1,9}|\S{1,80}\.(?:pdf|docx?|xlsx?|jpe?g|png|"
        r"gif)\s\(?[\d.,]{1,9}\s?(?:bytes|[kmg]i?b)\b.{0,60}",
    ),
    ("tags", r"(?:tags?|keywords|labels?)\s?:.{1,180}"),
    ("address of a page", r"(?:(?:url|link|source|permalink)\s?:\s?)?<?(?:https?://|www\.)\S{1,190}>?"),
    (
        "rank or count",
        r"(?:join(?:ed)?(?:\sdate)?|member\ssince|registered)\s?:?\s(?=.{0,12}\d{2}).{3,40}|(?:posts?|"
        r"messages?|threads|likes\sreceived|reputation|rep\spower|best\sanswers?|reaction\sscore|points|"
        r"karma|views|replies)\s?:?\s?[\d,.]{1,9}k?",
    ),
    (
        "page number",
        r"page\s\d{1,5}(?:\s?(?:of|/)\s?\d{1,5})?\b.{0,60}|[«‹<]?\s?(?:prev(?:ious)?|first|next|"
        r"last)\b[\s\d.…|«»‹›<>,-]{0,60}(?:next|last|prev(?:ious)?|"
        r"first)?[\s«»‹›<>]{0,4}|\d{1,4}\sof\s\d{1,4}(?:\s(?:next|last))*|(?:jump|go)\sto\s(?:page|top|"
        r"first|last).{0,40}",
    ),
    ("post number", r"#\s?\d{1,6}|post\s#?\d{1,6}"),
    (
        "sent from",
        r"sent\s(?:from|via)\smy\s.{1,60}|sent\s(?:from|via)\s(?:\w+\s){0,3}(?:using\s)?tapatalk.{0,20}|"
        r"get\soutlook\sfor\s.{1,20}",
    ),
    (
        "forum notice",
        r"(?:you\smust\s(?:be\slogged|log)\sin|log\sin\sor\sregister|advertis?ements?|thread\stools|"
        r"thread\s?starter|topic\sstarter|search\sthis\sthread|"
        r"subscribe\sto\sthis).{0,60}|not\sopen\sfor\sfurther\sreplies\.?|solved|resolved",
    ),
)
_PATTERNS = tuple((kind, re.compile(rf"\W{{0,4}}(?:{source})\s{{0,4}}$", re.IGNORECASE)) for kind, source in _KINDS)
_BUTTONS = re.compile(
    rf"[\s|·•+()\[\]]{{0,6}}{_BUTTON}(?:[\s|·•+()\[\]]{{1,6}}{_BUTTON}){{0,9}}[\s|·•+()\[\]]{{0,6}}$", re.IGNORECASE
)
_HEAD = re.compile(
    r"(?:location|title|occupation|chapter|local\schapter(?:\sofficer)?|gender|age|specialty|country|city|"
    r"from|rank|status)\s?:.{0,80}"
    r"|(?:(?:senior|junior|new|full|active|contributing|true|local|global|super)\s)?(?:member|moderator|"
    r"guru|expert|networker|contributor|administrator|true\sblue"
    r"|blue|newbie|veteran|officer|user)(?:\s?\*{1,5})?|local\schapter\sofficer|[★☆*]{1,10}|offline|online|verified",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the mended text; ``number`` is the source's, from 1."""

    number: int
    text: str


def kind(text: str) -> str | None:
    """The kind of chrome that a line is by itself; None for words."""
    if not text or len(text) > LONGEST or text.isspace():
        return None
    if headings.is_rule(text):
        return "separator"
    return next((name for name, pattern in _PATTERNS if pattern.match(text)), None)


def separate(body: Sequence[Line]) -> tuple[list[Line], list[tuple[Line, str]]]:
    """A posting's words, and each line of chrome with its kind."""
    removed = dict[int, str]()
    for place in _head(body):
        removed[place] = "rank or count"
    end = len(body)
    for place in _signature(body):
        if body[place].text.strip():
            removed[place], end = kind(body[place].text) or "signature", min(end, place)
    for place, line in enumerate(body[:end]):
        if place not in removed and (found := kind(line.text)):
            removed[place] = found
    for place in _buttons(body, removed):
        removed[place] = "buttons"
    kept = [line for place, line in enumerate(body) if place not in removed]
    return kept, [(body[place], removed[place]) for place in sorted(removed)]


def _head(body: Sequence[Line]) -> Iterator[int]:
    """Rank, place and date between the heading and the first empty line or word.

    A place alone ("Location: left knee") may be the posting's own words.
    """
    found, sure = list[int](), False
    for place, line in enumerate(body[:8]):
        text = line.text.strip()
        dated = len(text) <= 60 and dates.has_day(text)
        if not text or not (_HEAD.fullmatch(text) or dated or kind(text)):
            break
        found += [place] if kind(text) is None else []
        sure = sure or ":" not in text or dated or kind(text) == "rank or count"
    yield from found if sure else ()


def _signature(body: Sequence[Line]) -> range:
    """From a line of underscores or dashes, or from a name with its degrees, to the end, where little follows."""
    full = [place for place, line in enumerate(body) if line.text.strip()]
    for place in full[-_SIGNATURE_LINES - 1 :]:
        if _SIGNATURE.match(body[place].text):
            return range(place, len(body))
    for place in full[-4:]:
        text = body[place].text
        if len(text) > LONGEST or not _SIGNED.match(text) or not (_CODERS.search(text) or "," in text):
            continue
        named = _CODERS.search(text) or (
            re.match(rf"\s*{_NAME}\s?,", text) and not re.match(rf"\s*{people.CREDENTIALS.pattern}\s*$", text)
        )
        after = [body[further].text for further in full if further > place]
        if named and all(len(line) <= 80 and not _CODE.search(line) for line in after):
            return range(place, len(body))
    return range(0)


def _buttons(body: Sequence[Line], removed: dict[int, str]) -> Iterator[int]:
    """Lines of nothing but buttons, from the end up: "Report" within the words is a word."""
    for place in range(len(body) - 1, -1, -1):
        text = body[place].text.strip()
        if place in removed or not text:
            continue
        if (
            len(text) > LONGEST
            or not _BUTTONS.match(text)
            or text.isdigit()
            or text[-1:] == "."
            or (not text[:1].isupper() and text.isalpha())
        ):
            return
        if re.fullmatch(r"(?i:thanks|thank|more|link|\d+)(?:\W+\d+)?|\W*\d[\d\s]*", text):
            return
        yield place
