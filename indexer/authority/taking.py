"""Which words of a posting are a named publication's, and how the posting is cut by who says what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.authority import layout, leading, voice
from indexer.authority.citing import Naming, namings
from indexer.authority.layout import Layout, Span
from indexer.authority.publications import Publication
from indexer.documents import PartialDate


@dataclass(frozen=True, slots=True)
class Reported:
    """``text[start:end]`` are words that the posting takes over from ``publication``, without lead-in and marks."""

    start: int
    end: int
    publication: Publication


@dataclass(frozen=True, slots=True)
class Stretch:
    """``text[start:end]`` is the poster's own, or reported from ``publication``."""

    start: int
    end: int
    publication: Publication | None


def reported(text: str, posted: PartialDate | None = None) -> list[Reported]:
    """The words of ``text`` that stand in marks, in a block quote or below an explicit "says:" of a named publication.

    In order and apart. What is doubtful is left to the poster: a mention, a denial, a question, a guess, somebody
    else's account, words retold, a quotation that two publications claim, one that is later than ``posted``.
    """
    named = namings(text)
    citable = [(naming, naming.publication) for naming in named if naming.publication]
    if not citable:
        return []
    page, starts = layout.read(text), [naming.start for naming in named]
    found: list[Reported] = []
    for naming, publication in citable:
        inside = found and naming.start < found[-1].end
        if not inside and not _later(publication.date, posted):
            found.extend(Reported(*span, publication) for span in _taken(text, page, naming, starts))
    return _apart(found)


def speaking(text: str, posted: PartialDate | None = None) -> list[Stretch]:
    """``text`` cut without loss: every character, in order, in one stretch of one voice."""
    stretches: list[Stretch] = []
    done = 0
    for words in reported(text, posted):
        if words.start > done:
            stretches.append(Stretch(done, words.start, None))
        stretches.append(Stretch(words.start, words.end, words.publication))
        done = words.end
    if done < len(text):
        stretches.append(Stretch(done, len(text), None))
    return stretches


def _later(date: PartialDate | None, posted: PartialDate | None) -> bool:
    """Whether ``date`` lies after ``posted`` beyond doubt."""
    if date is None or posted is None:
        return False
    return date.year > posted.year or (date.year == posted.year and (date.month or 0) > (posted.month or 12))


def _apart(found: list[Reported]) -> list[Reported]:
    """Sorted; what two publications claim is nobody's."""
    found.sort(key=lambda words: (words.start, words.end))
    kept: list[Reported] = []
    end = -1
    for words in found:
        if words.start >= end:
            kept.append(words)
        elif kept and kept[-1].end > words.start and not _same(kept[-1].publication, words.publication):
            kept.pop()
        end = max(end, words.end)
    return kept


def _same(one: Publication, other: Publication) -> bool:
    """Whether one citation is the other with fewer particulars."""
    return one.label.startswith(other.label) or other.label.startswith(one.label)


def _taken(text: str, page: Layout, naming: Naming, names: Sequence[int]) -> list[tuple[int, int]]:
    if page.foreign(naming.start):
        block = _by_its_mark(text, page, naming)
        return _worded(text, [block]) if block else []
    return _ahead(text, page, naming, names) or _behind(text, page, naming)


def _ahead(text: str, page: Layout, naming: Naming, names: Sequence[int]) -> list[tuple[int, int]]:
    tail = leading.tail(text, naming.end)
    quotation = page.quotation_at(tail.end)
    block = None if quotation else _block(text, page, naming.end, tail.end)
    if not (quotation or block or tail.colon is not None):
        return []
    sentence = leading.before(text, naming.start, page)
    approached = leading.approach(sentence)
    if approached and approached.quoting and tail.spoken:
        return []
    introduced = tail.spoken or tail.colon is not None or (not tail.broken and (tail.dash or approached is not None))
    spans: Iterable[Span] = ()
    if quotation:
        spans = _chain(text, page, quotation) if introduced else ()
    elif block:
        bare = tail.line and not tail.broken and not sentence.strip()
        spans = [block] if block in page.plain and (introduced or bare) else ()
    elif tail.colon is not None and (tail.explicit or (approached and approached.origin and not tail.spoken)):
        spans = _unmarked(text, page, tail.colon, names)
    words = _worded(text, spans)
    return words if words and leading.credible(sentence) else []


def _chain(text: str, page: Layout, quotation: Span) -> Iterator[Span]:
    """A quotation and those that are joined to it by "and"."""
    following: Span | None = quotation
    while following:
        yield following
        joined = _AND.match(text, following.end)
        following = page.quotation_at(joined.end()) if joined else None


def _block(text: str, page: Layout, after: int, at: int) -> Span | None:
    """The block quote that begins at ``at``: at its mark or, for marked or indented lines, on its line."""
    line = text.rfind("\n", after, at) + 1
    block = page.block_at(at) or (page.block_at(line) if line else None)
    return None if block and _TAGGED.match(text, block.start) else block


def _by_its_mark(text: str, page: Layout, naming: Naming) -> Span | None:
    """The block whose own mark names the publication: [QUOTE=CPT Assistant, July 2006]."""
    tag = _TAGGED.search(text, max(0, naming.start - 12), naming.start)
    block = page.block_at(tag.start()) if tag and tag.end() == naming.start else None
    closed = _CLOSED.match(text, naming.end) is not None
    return block if closed and block in page.plain else None


def _behind(text: str, page: Layout, naming: Naming) -> list[tuple[int, int]]:
    quotation = page.quotation_before(naming.start)
    if quotation is None or naming.start - quotation.end > _BESIDE:
        return []
    between = text[quotation.end : naming.start]
    bracketed = between.rstrip().endswith(("(", "["))
    if not leading.follows(between) or not leading.ends(text, naming.end, bracketed):
        return []
    if page.foreign(quotation.start - 1) or text[quotation.right - 1] == "?":
        return []
    if not leading.credible(leading.before(text, quotation.start, page)):
        return []
    return _worded(text, [quotation])


def _unmarked(text: str, page: Layout, at: int, names: Sequence[int]) -> list[Span]:
    """The words without marks from ``at`` on; a mark that nothing closes is left out."""
    opening = _OPENING.match(text, at)
    if opening is None or page.quotation_at(opening.start("mark")) or _THAT.match(text, opening.end()):
        return []
    start, block = opening.end(), page.block_after(opening.end())
    paragraph = page.paragraph_end(start)
    end = voice.until(text, start, paragraph if block is None else min(block, paragraph), names)
    return [Span(start, start, end, end)]


def _worded(text: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Offsets of what the spans enclose, where it is a clause at least, no title, whole, and not taken back."""
    kept: list[tuple[int, int]] = []
    for span in spans:
        said = text[span.left : span.right].rstrip()
        words = _WORDS.findall(said[:_LOOK])
        sound = len(words) >= _CLAUSE and not (_title(words) or voice.first_person(said) or _TAG.search(said))
        if sound and not leading.taken_back(text, span.end):
            kept.append((span.left, span.left + len(said)))
    return kept


def _title(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) > _SMALL and word.isalpha()]
    capital = sum(word.istitle() for word in long)
    return len(long) >= _FEW and capital >= len(long) * _MOST


_BESIDE = 60
_LOOK = 400
_CLAUSE = 6
_SMALL = 3
_FEW = 3
_MOST = 0.75
_WORDS = re.compile(r"\w+(?:[’'-]\w+)*")
_AND = re.compile(r"[.,;]?\s{0,2}and(?: also| then| that)?[,:]?\s{1,2}", re.IGNORECASE)
_TAG = re.compile(r"\[/?QUOTE", re.IGNORECASE)
_TAGGED = re.compile(r"\[QUOTE=[\"']?", re.IGNORECASE)
_CLOSED = re.compile(r"[\"')]{0,2}\]")
_THAT = re.compile(r"that\s", re.IGNORECASE)
_OPENING = re.compile(r"\s*(?P<mark>[\"“]{0,2})")
