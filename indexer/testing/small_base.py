"""Passages in which every case of the store contract occurs: few, of all kinds, some alike."""

from __future__ import annotations

import random
from dataclasses import replace

from indexer.codes import Code
from indexer.documents import PartialDate, Provenance
from indexer.passages import Passage, about
from indexer.sources import Tier

SIZE = 60
# A passage that is like the one before it in all but its id.
TWIN = 31

_SAID = (
    "pump refill reprogrammed at the visit",
    "Refilling the PUMP, then a volume check",
    "closure of a wound in layers",
    "the wound was measured in centimetres",
    "Café notes beside longwords",
    "Line one.\n\nLine two \U0001f600 \0 end.",
    "\u8a3a\u65ad na\u00efve \u201cquoted\u201d",
    "nothing of this is asked about",
)
_NAMED = ("62368", "62370", "62365", "99213", "99214", "99221", "9921X", "J3490", "J3492", "25", "KX", "M17.11")
_DATES = (
    None,
    PartialDate(2006),
    PartialDate(2010),
    PartialDate(2010, 2),
    PartialDate(2010, 3, 19),
    PartialDate(2012, 2, 29),
    PartialDate(2016, 12),
)
_PAYERS = (None, "Medicare", "Blue Cross \u2013 \u201cTexas\u201d")


def passages() -> list[Passage]:
    """SIZE of them, the same every time; lengths from one term to some hundred, one to four in a document."""
    drawn = random.Random(5)
    made: list[Passage] = []
    for number in range(SIZE):
        if number == TWIN:
            made.append(replace(made[-1], id=f"twin#{number}", document_id="twin"))
            continue
        document = f"d{number // 4}" if number % 4 else f"threads/\u00e9 \u201c{number // 4}\u201d"
        made.append(_drawn(f"{document}#{number}", document, drawn))
    return made


def alike(number: int) -> Passage:
    """The same but for its id."""
    made = _drawn(f"d{number}#text", f"d{number}", random.Random(1))
    return replace(made, text="pump refill", codes=(Code("CPT", "62368"),), payer="Medicare")


def _drawn(id: str, document: str, drawn: random.Random) -> Passage:
    text = " ".join(drawn.choice(_SAID) for _ in range(drawn.choice((1, 1, 2, 3, 9, 24))))
    values = drawn.sample(_NAMED, drawn.randrange(4))
    role = drawn.choice((None, "asker", "responder 1"))
    title = drawn.choice(("A \u201ctitle\u201d", "Billing 62368"))
    context = drawn.choice(("", "wound", "pump pump and 99213-25"))
    return Passage(
        id=id,
        document_id=document,
        part=id.rpartition("#")[2],
        role=role,
        title=title,
        context=context,
        text=text,
        codes=tuple(Code(_system(value), value) for value in values),
        about=about(title, context),
        tier=drawn.choice(list(Tier)),
        date=drawn.choice(_DATES),
        source="source",
        citation="source, \u201ctitle\u201d",
        url=drawn.choice((None, "https://example.org/?a=1&b=2")),
        superseded_by=drawn.choice((None, "d2")),
        provenance=drawn.choice(list(Provenance)),
        payer=drawn.choice(_PAYERS),
        effective=drawn.choice(_DATES),
        until=drawn.choice(_DATES),
    )


def _system(value: str) -> str:
    if len(value) == 2:
        return "modifier"
    if "." in value:
        return "ICD-10-CM"
    return "HCPCS" if value[0].isalpha() else "CPT"
