"""Whose words a posting's are: the poster's own, a publication's, or somebody else's whom it quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer import authority
from indexer.authority import Publication
from indexer.documents import PartialDate, Quoted
from indexer.threads import leads


@dataclass(frozen=True, slots=True)
class Voice:
    """``text[start:end]``: the poster's own, ``publication``'s as its particulars are named, or ``quoted`` and no more.

    What is quoted stands with its marks and the line that announces it.
    """

    start: int
    end: int
    publication: Publication | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Voices:
    """``heard`` are in the order of the text; ``aside`` is what some other person said, which is no answer of his."""

    heard: tuple[Voice, ...]
    aside: tuple[str, ...]


def of(text: str, posted: PartialDate | None, quoted: Sequence[Quoted]) -> Voices:
    """A responder's ``text`` by who speaks; a stretch without a word is nobody's.

    The words of another user are set aside: they are searched with the posting and never quoted as its author's. Words
    of a publication without its particulars, and of nobody who is named, are marked as quoted.
    """
    heard, aside = list[Voice](), list[str]()
    apart = [(_announced(text, one), one) for one in quoted]
    for stretch in authority.speaking(text, posted):
        if stretch.publication:
            heard.append(Voice(stretch.start, stretch.end, stretch.publication))
            continue
        done = stretch.start
        for start, one in apart:
            if not stretch.start <= start < one.end <= stretch.end:
                continue
            heard.append(Voice(done, start))
            if one.by and leads.lead(one.by) and not leads.names_publication(one.by):
                aside.append(text[start : one.end])
            else:
                heard.append(Voice(start, one.end, quoted=True))
            done = one.end
        heard.append(Voice(done, stretch.end))
    return Voices(tuple(voice for voice in heard if re.search(r"\w", text[voice.start : voice.end])), tuple(aside))


def _announced(text: str, quoted: Quoted) -> int:
    """Where the line that announces a quotation begins, or the quotation itself."""
    lead = text.rfind(quoted.by, 0, quoted.start) if quoted.by else -1
    return lead if lead >= 0 and not text[lead + len(quoted.by or "") : quoted.start].strip() else quoted.start
