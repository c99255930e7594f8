"""A text cut into tokens, and the runs of tokens that could be modifiers ("25", "59/XU", "GA, GY or GZ")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.codes import words
from indexer.codes.lookalikes import CODE
from indexer.codes.modifier_values import ENGLISH, LETTERED, NUMBERED, SMALL, WORDY

_TOKEN = re.compile(
    r"""
    \x01+ | \x02+(?:'?s\b)? | \x03+ | x[{(\[](?:[epsu][,/ ]{0,2}){4}[})\]]
    | modi?f?i?e?r?s?(?=\d\d\b) | \d\d(?=mod|(?:lt|rt|qw|tc|gt)\b) | [a-z0-9]+(?:'[a-z]{1,2}\b)? | [^\sa-z0-9]
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_OPENING = frozenset("{([")
X_FAMILY = ("XE", "XP", "XS", "XU")
_PLURAL = re.compile(r"(?<=\d\d)'?s\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """``spaced`` tells whether a blank stands before it; ``value`` is the modifier that it could be, or empty."""

    start: int
    end: int
    text: str
    spaced: bool
    value: str

    @property
    def values(self) -> tuple[str, ...]:
        return X_FAMILY if self.text[1:2] in _OPENING else (self.value,)

    @property
    def small(self) -> bool:
        return self.text.islower()

    @property
    def word(self) -> str:
        return self.text.lower()

    @property
    def is_code(self) -> bool:
        return self.text[:1] == CODE


_NONE = Token(0, 0, "", True, "")


@dataclass(frozen=True, slots=True)
class Run:
    """Places of the tokens that could be modifiers together; what joins them lies between."""

    members: tuple[int, ...]

    @property
    def first(self) -> int:
        return self.members[0]

    @property
    def following(self) -> int:
        return self.members[-1] + 1


class Tokens:
    """Tokens are made when they are looked at: of a long text few stand near a possible modifier."""

    def __init__(self, text: str) -> None:
        self._matches = list(_TOKEN.finditer(text))
        self._made: dict[int, Token] = {}
        texts = [match[0] for match in self._matches]
        self._possible = [index for index, one in enumerate(texts) if _value(one)]
        said = [one for one in texts if len(one) > 3 and one.isalpha()]
        self.shouted = len(said) > 2 and all(word.isupper() for word in said)
        self.coded = CODE in text
        self.named = any(one[0] in "mM" and words.is_modifier_word(one.lower()) for one in texts)

    def at(self, index: int) -> Token:
        if token := self._made.get(index):
            return token
        if not 0 <= index < len(self._matches):
            return _NONE
        match = self._matches[index]
        spaced = index == 0 or match.start() > self._matches[index - 1].end()
        token = Token(match.start(), match.end(), match[0], spaced, _value(match[0]))
        return self._made.setdefault(index, token)

    def between(self, start: int, end: int) -> list[Token]:
        return [self.at(index) for index in range(max(0, start), min(end, len(self._matches)))]

    def runs(self) -> Iterator[Run]:
        end = 0
        for index in self._possible:
            if index < end or not self._could_be(index):
                continue
            members = [index]
            while (following := self._next_member(members[-1])) is not None:
                members.append(following)
            end = members[-1] + 1
            yield Run(tuple(members))

    def closed(self, index: int) -> bool:
        """Whether what stands at ``index`` ends a phrase, so that the number before it counts nothing."""
        token = self.at(index)
        return not token.text or token.word in words.CLOSING or not token.text[0].isalnum() or bool(token.value)

    def counts(self, index: int) -> bool:
        """Whether what stands at ``index`` is counted by the number before it: a plural, or "of them"."""
        word = self.at(index).word
        plural = (
            len(word) > 3
            and not self._is_acronym(index)
            and word.isalpha()
            and word.endswith("s")
            and word not in words.CLOSING | words.ACTING
        )
        return plural or word in {"of", "more", "other", "different"}

    def _is_acronym(self, index: int) -> bool:
        return self.at(index).text.isupper() and not self.shouted

    def hyphened(self, index: int) -> bool:
        return self.at(index - 1).text == "-" and not self.at(index).spaced

    def _could_be(self, index: int) -> bool:
        token = self.at(index)
        if not token.value or self._part_of_a_number(index):
            return False
        if self.hyphened(index):
            return True
        if token.small and self.hyphened(index + 2) and self.at(index + 2).text.isalpha():  # co-surgeon
            return False
        if token.value in {"LT", "RT"} and self.at(index + 1).word in words.BODY:
            return False
        before, after = self.at(index - 1).word, self.at(index + 1).word
        told = words.is_modifier_word(before)
        if token.value in ENGLISH and (token.small or (self.shouted and not (told and after in words.ACTING))):
            return False
        return token.value not in WORDY or told or (self.closed(index + 1) and before not in words.PLACING)

    def _part_of_a_number(self, index: int) -> bool:
        """``24/7``, ``1:25``, ``25.5`` and ``<50``; but not ``54/55``, of which both halves may be modifiers."""
        token, before, after = self.at(index), self.at(index - 1), self.at(index + 1)
        if before.text in {"$", "<", ">", "~", "="}:
            return token.text.isdigit()
        if not token.spaced and not before.spaced and self.at(index - 2).text.isdigit():
            return before.text in {".", ":"} or (before.text in {"/", "-"} and not self.at(index - 2).value)
        number = self.at(index + 2)
        if after.spaced or number.spaced or not number.text.isdigit():
            return False
        return after.text == "." or (after.text in {"/", ":", "-"} and not number.value)

    def _next_member(self, index: int) -> int | None:
        for following in range(index + 1, index + 6):
            if self._could_be(following):
                return following if self._joins(index, following) else None
            if self.at(following).word not in words.BETWEEN:
                return None
        return None

    def _joins(self, index: int, following: int) -> bool:
        one, other = self.at(index), self.at(following)
        if one.text[0].isalpha() and other.text[0].isalpha():
            return one.small == other.small
        apart = not {token.word for token in self.between(index + 1, following)}.isdisjoint({",", "and"})
        return not (apart and self.counts(following + 1))


def _value(text: str) -> str:
    if text[1:2] in _OPENING:
        return "XU"
    if not 2 <= len(text) <= 4:
        return ""
    bare = _PLURAL.sub("", text)
    if bare in NUMBERED:
        return bare
    if len(text) != 2 or text.upper() not in LETTERED:
        return ""
    return text.upper() if text.isupper() or (text.islower() and text.upper() in SMALL) else ""
