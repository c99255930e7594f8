"""Which words of a user's name may be masked in others' text, and where they stand.

A name that is an ordinary word, a code, a number or an abbreviation of the trade is never looked for: a user called
"Medicare" changes nothing in what others say about Medicare.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer import codes
from indexer.privacy.vocabulary import vocabulary
from indexer.threads import people

_TOKEN = re.compile(r"\w+")
_PART = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{3,}")
_UNUSUAL = re.compile(r"\w*(?:[^\W\d_]\d|\d[^\W\d_]|[^\W_]_[^\W_]|[a-z][A-Z])\w*")
# "G0463", "B12", "2MN", "T4": codes, vitamins, levels.
_CODE_LIKE = re.compile(r"[A-Za-z]{0,3}\d{1,7}[A-Za-z]{0,2}|\d+[A-Za-z]{1,3}")
# Payers, contractors and publications, also written as one word.
_TRADE = re.compile(
    r"blue ?(?:cross|shield)\w*|bc ?bs\w*|united ?health ?care|health ?care|medi(?:care|caid|cal)\w*|aetna|anthem|cigna"
    r"|humana|kaiser|tricare|champus|champva|optum|noridian|novitas|palmetto|wellcare|molina|centene|aapc|ahima|cms|ncci"
    r"|encoder\w*|codify|super ?coder"
)
_LONGEST = 6  # words of a user's name


@dataclass(frozen=True, slots=True)
class Handles:
    """``whole``: names, as words in small letters, that are known wherever they stand; ``parts``: words of names that
    are names only where somebody is spoken to; ``first`` tells the lengths of the names that begin with a word.
    """

    whole: frozenset[tuple[str, ...]]
    parts: frozenset[str]
    first: dict[str, tuple[int, ...]]


@functools.lru_cache(20_000)
def is_ordinary(word: str) -> bool:
    """Whether the word means something where coders write: a word, a payer, a degree, a code, a number."""
    words, lowered = vocabulary(), word.casefold()
    if len(lowered) < 3 or lowered.isdigit() or _CODE_LIKE.fullmatch(word) or words.is_never(lowered):
        return True
    if len(lowered) < 5 and not words.is_name(lowered):  # an abbreviation, for all that is known
        return True
    if people.CREDENTIALS.fullmatch(word.upper()) or _TRADE.fullmatch(lowered):
        return True
    return lowered in words.ordinary or words.is_ordinary(lowered)


def of(authors: Sequence[str]) -> Handles:
    return _of(tuple(dict.fromkeys(authors)))


@functools.lru_cache(4)
def _of(authors: tuple[str, ...]) -> Handles:
    whole, parts = set[tuple[str, ...]](), set[str]()
    for author in authors:
        if people.is_guest(author):
            continue
        for spelling in {author, people.key(author)} if _is_unusual(author) else ():
            tokens = tuple(_TOKEN.findall(spelling.casefold()))
            if 0 < len(tokens) <= _LONGEST:
                whole.add(tokens)
        for token in _TOKEN.findall(people.key(author)):
            parts |= {token} if not is_ordinary(token) else set()
        parts |= {part.casefold() for part in _PART.findall(author) if not is_ordinary(part)}
    first = dict[str, set[int]]()
    for tokens in whole:
        first.setdefault(tokens[0], set()).add(len(tokens))
    return Handles(frozenset(whole), frozenset(parts), {word: tuple(sorted(found)) for word, found in first.items()})


def _is_unusual(author: str) -> bool:
    """Whether nobody writes this but for the user: figures or capitals within a word, or a listed name."""
    if codes.find(author):
        return False
    tokens = _TOKEN.findall(people.CREDENTIALS.sub("", author))
    if not tokens or (all(map(is_ordinary, tokens)) and not any(map(is_mixed, tokens)) and len(tokens) < 3):
        return False
    if any(map(is_mixed, tokens)):
        return True
    # "Blue Cross", "Pain Management" and "Grace" are no unusual names; "Wendy" is, "Pump (Guy) 88" is.
    return any(vocabulary().is_only_name(token) for token in tokens) or (
        len(tokens) > 2 and any(token.isdigit() for token in tokens) and not all(token.isdigit() for token in tokens)
    )


def is_mixed(token: str) -> bool:
    """Figures, strokes or capitals within a word, whose parts are not all of the trade ("BlueCross", "ICD10")."""
    if not _UNUSUAL.fullmatch(token) or _CODE_LIKE.fullmatch(token) or len(token) < 4:
        return False
    words = vocabulary()
    letters = [part for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", token)]
    trade = all(
        words.is_never(part) or (part.isupper() and len(part) < 6 and not words.is_name(part)) for part in letters
    )
    joined = "".join(letters).casefold()
    return (
        not trade
        and not words.is_never(joined)
        and not _TRADE.fullmatch(joined)
        and not (joined in words.ordinary and not re.search(r"\d|_", token))
    )


def places(text: str, handles: Handles) -> Iterator[tuple[int, int]]:
    """Where a whole name stands, whatever its capitals; one written in small letters only where it is no plain word."""
    if not handles.whole:
        return
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    lowered = [text[start:end].casefold() for start, end in tokens]
    for place, word in enumerate(lowered):
        for length in reversed(handles.first.get(word, ())):
            found = tuple(lowered[place : place + length])
            # The text may end within a longer name.
            if len(found) == length and found in handles.whole:
                start, end = tokens[place][0], tokens[place + length - 1][1]
                if end - start <= 80 and (length > 1 or not text[start:end].islower() or not found[0].isalpha()):
                    yield start, _whole(text, start, end)
                    break


def _whole(text: str, start: int, end: int) -> int:
    """With a bracket that the name opened, and the star that some forums put behind it."""
    name, following = text[start:end], text[end : end + 1]
    if (following == ")" and name.count("(") > name.count(")")) or (
        following == "*" and text[end + 1 : end + 2] != "*"
    ):
        return end + 1
    return end
