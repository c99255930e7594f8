"""What beside a run of possible modifiers, or in it, says that modifiers are meant."""

from __future__ import annotations

from indexer import code_modifier_words as words
from indexer.code_lookalikes import UNITS
from indexer.code_modifier_tokens import Run, Token, Tokens
from indexer.code_modifier_values import SURE, WORDY

_FAMILIES = {("E1", "E"), ("FA", "F"), ("TA", "T")}
_SIDES = frozenset({"LT", "RT"})


class Evidence:
    """Weighs the runs of one text; ``coding`` is for a text already known to speak of modifiers."""

    def __init__(self, tokens: Tokens, coding: bool = False) -> None:
        self._tokens = tokens
        self._coding = coding or tokens.named

    def is_meant(self, run: Run) -> bool:
        chosen = [self._tokens.at(index) for index in run.members]
        if self.is_named(run) or self._hyphened(run.first):
            return True
        if chosen[0].value == "21":  # deleted in 2009, and far oftener a count
            return False
        if any(token.value in SURE and not token.small for token in chosen) or self.is_family(run):
            return True
        if self._tokens.counts(run.following):
            return False
        if self._attached(run.first):
            return self._stands_alone(chosen[0], run.following)
        if all(token.small for token in chosen):
            return self._tokens.at(run.first - 1).word == "lines"
        if all(token.value in WORDY for token in chosen):
            return self._wordy_meant(chosen[0], run)
        return self._spoken_of(run)

    def is_named(self, run: Run) -> bool:
        """The word "modifier" stands before or after."""
        return self._after_modifier_word(run.first) or self._before_modifier_word(run.following)

    def is_family(self, run: Run) -> bool:
        """``E1-E4``, ``FA-F9``, ``TA-T9``; T1-T9 and F1-F9 are vertebrae and stages unless told otherwise."""
        if len(run.members) < 2:
            return False
        one, other = (self._tokens.at(index) for index in run.members[:2])
        return (one.value, other.value[:1]) in _FAMILIES and not one.small

    def _after_modifier_word(self, first: int) -> bool:
        for index in range(first - 1, max(-1, first - 9), -1):
            word = self._tokens.at(index).word
            if words.is_modifier_word(word):
                return True
            abbreviated = word == "." and self._tokens.at(index - 1).word in words.SHORTENED
            if word not in words.FILLERS and not abbreviated:
                return False
        return False

    def _before_modifier_word(self, following: int) -> bool:
        index = following
        while index < following + 2 and self._tokens.at(index).word in {")", '"', "-", "'", ","}:
            index += 1
        belongs_to_the_next = self._tokens.at(index - 1).text == "," and bool(self._tokens.at(index + 1).value)
        return words.is_modifier_word(self._tokens.at(index).word) and not belongs_to_the_next

    def _hyphened(self, first: int) -> bool:
        if not self._tokens.hyphened(first):
            return False
        before = self._tokens.at(first - 2)
        opened = self._tokens.at(first - 1).spaced or before.text in {"/", ",", "(", '"', "'", "[", "*"}
        return opened or before.is_code or before.word in words.VISITS

    def _attached(self, first: int) -> bool:
        index = first - 1
        while index >= max(0, first - 5) and self._may_attach(self._tokens.at(index)):
            index -= 1
        reached = self._tokens.at(index)
        return reached.is_code or (first - index <= 2 and reached.word in words.VISITS)

    def _may_attach(self, token: Token) -> bool:
        return token.word in words.ATTACHING or token.text[:1] == UNITS

    def _stands_alone(self, token: Token, following: int) -> bool:
        """Of what follows a code: no word of the sentence that goes on, as in "99213 PT came in"."""
        if token.small:
            return not self._tokens.at(following).text[:1].isalnum() and token.value not in WORDY
        return token.value not in WORDY or self._tokens.closed(following)

    def _wordy_meant(self, token: Token, run: Run) -> bool:
        led = self._led_by(run.first, words.ADDING)
        if self._coding:
            values = {self._tokens.at(index).value for index in run.members}
            led = led or values == {"PO", "PN"} or (token.value == "GA" and self._led_by(run.first, words.LOOSE))
        return led and not self._tokens.shouted and self._tokens.at(run.following).word not in {"and", "or"}

    def _spoken_of(self, run: Run) -> bool:
        closed = self._tokens.closed(run.following)
        return (
            (self._led_by(run.first, words.VERBS) and (closed or self._coding))
            or self._nicknamed(run)
            or self._followed(run)
            or self._is_choice(run)
            or (self._coding and self._loosely(run))
        )

    def _led_by(self, first: int, leading: frozenset[str]) -> bool:
        index = first - 1
        for _ in range(4):
            if self._tokens.at(index).word in words.DETERMINERS and self._tokens.at(index).word not in leading:
                index -= 1
        token = self._tokens.at(index)
        slashed = [one.word for one in self._tokens.between(index - 2, index + 1)]
        if slashed[-2:] in (["w", "/"], ["wo", "/"]) or slashed == ["w", "/", "o"]:
            return leading is words.VERBS
        return token.word in leading or (leading is words.LOOSE and token.text in {"", ".", "?", ";", ":"})

    def _nicknamed(self, run: Run) -> bool:
        return any(
            token.word in words.NICKNAMES.get(self._tokens.at(index).value, ())
            for index in run.members
            for token in self._tokens.between(index + 1, index + 4)
        )

    def _followed(self, run: Run) -> bool:
        skipped = self._tokens.at(run.following).word == "still"
        following = run.following + skipped
        before, after, then = (self._tokens.at(index) for index in (run.first - 1, following, following + 1))
        if after.word in words.FOLLOWED_BY:
            return then.word in words.FOLLOWED_BY[after.word] or (after.word == "on" and then.is_code)
        if after.word in {"to", "with", "for"} and then.is_code:
            return True
        if after.text[:1] == UNITS:
            return self._coding or any(token.is_code for token in self._tokens.between(run.first - 12, run.first))
        if after.word in {"claim", "line", "read"}:
            return before.word in {"the", "a", "your"}
        judged = then if after.word in {"a", "the"} else after
        return after.word in words.ACTING or ((skipped or before.word in words.ASKING) and judged.word in words.JUDGED)

    def _is_choice(self, run: Run) -> bool:
        values = {self._tokens.at(index).value for index in run.members}
        if len(values) < 2:
            return False
        if all(value[0] == "P" and value[1].isdigit() for value in values):
            return True
        between = {token.word for token in self._tokens.between(run.first, run.following)}
        closed = self._tokens.closed(run.following)
        if values <= WORDY | _SIDES:
            return closed and values == _SIDES
        return (
            bool(between & {"vs", "versus", "&"})
            or between == values | {"/"}
            or (closed and bool(between & {"or", "/"}))
        )

    def _loosely(self, run: Run) -> bool:
        """Enough in a text that certainly speaks of modifiers."""
        if self._tokens.at(run.following).word in words.LINKING or self._tokens.at(run.first - 1).word in words.ASKING:
            return True
        return self._led_by(run.first, words.LOOSE) and self._tokens.closed(run.following)
