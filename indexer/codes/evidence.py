"""What beside a run of possible modifiers, or in it, says that modifiers are meant."""

from __future__ import annotations

from itertools import takewhile

from indexer.codes import words
from indexer.codes.lookalikes import UNITS
from indexer.codes.meanings import MEANINGS
from indexer.codes.modifier_values import SURE, WORDY
from indexer.codes.tokens import Run, Token, Tokens

_FAMILIES = {("E1", "E"), ("FA", "F"), ("TA", "T")}
_ENDS = frozenset(("", ".", ";", "?", "|"))
_SIDES = frozenset(("LT", "RT"))
_PLAIN = _SIDES | {"AA", "AT", "GG", "GH", "Q0", "Q1"}


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
        if self._is_certain(run, chosen):
            return True
        if chosen[-1].value.isdigit() and self._tokens.counts(run.following):
            return False
        if self._singled_out(run) or self._joined(run):
            return True
        if self._attached(run.first):
            return self._stands_alone(chosen[0], run.following)
        if all(token.small for token in chosen):
            return self._small_meant(chosen, run)
        if all(token.value in WORDY for token in chosen):
            return self._wordy_meant(chosen[0], run)
        return self._spoken_of(run)

    def _is_certain(self, run: Run, chosen: list[Token]) -> bool:
        """By its own letters; by ``XX =`` in coding talk; as a list of three numbers; in capitals beside codes."""
        if any(token.value in SURE and not token.small for token in chosen) or self.is_family(run):
            return True
        if self._coding and self._tokens.at(run.following).text == "=":
            return True
        if not self._tokens.closed(run.following):
            return False
        listed = len({token.value for token in chosen}) > 2 and all(token.value.isdigit() for token in chosen)
        return listed or (chosen[0].text in _PLAIN and self._tokens.coded)

    def _small_meant(self, chosen: list[Token], run: Run) -> bool:
        if {token.value for token in chosen} == _SIDES and self._tokens.at(run.first + 1).word not in {"and", "&"}:
            return True
        return self._coding and chosen[0].value in SURE and self._led_by(run.first, words.VERBS)

    def is_named(self, run: Run) -> bool:
        """The word "modifier" stands before or after."""
        if self._after_modifier_word(run.first) or self._before_modifier_word(run.following):
            return True
        # "HE, HF and HV funding modifiers"; a single number would count them.
        between = (self._tokens.at(run.following + step).word for step in (0, 1))
        described = sum(1 for _ in takewhile(lambda word: word.isalpha() and word not in words.CLOSING, between))
        return len(run.members) > 1 and any(
            words.is_modifier_word(self._tokens.at(run.following + step).word) for step in range(1, described + 1)
        )

    def is_family(self, run: Run) -> bool:
        """``E1-E4``, ``FA-F9``, ``TA-T9``; T1-T9 and F1-F9 are vertebrae and stages unless told otherwise."""
        if len(run.members) < 2:
            return False
        one, other = (self._tokens.at(index) for index in run.members[:2])
        return (one.value, other.value[:1]) in _FAMILIES and not one.small

    def _after_modifier_word(self, first: int) -> bool:
        for index in range(first - 1, max(-1, first - 9), -1):
            word = self._tokens.at(index).word
            if words.is_modifier_word(word) or (word in words.COLUMNS and self._tokens.at(index + 1).text == ":"):
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
        wordy = self._tokens.at(first).value in WORDY
        while index >= first - 5 and ((word := self._tokens.at(index).word) in words.ATTACHING or word[:1] == UNITS):
            if wordy and word == "with":
                return False
            index -= 1
        reached = self._tokens.at(index)
        return reached.is_code or (not wordy and first - index <= 2 and reached.word in words.VISITS)

    def _joined(self, run: Run) -> bool:
        """``99213 & 25``, where the phrase ends: what a number would count is not named."""
        code, sign = self._tokens.at(run.first - 2), self._tokens.at(run.first - 1)
        joined = code.is_code and sign.word in {"&", "and", "+"} and self._tokens.at(run.first).value.isdigit()
        return joined and self._tokens.closed(run.following)

    def _stands_alone(self, token: Token, following: int) -> bool:
        """Of what follows a code: no word of the sentence that goes on, as in "99213 PT came in"."""
        if token.small:
            return self._tokens.closed(following) and (token.value not in WORDY or token.value == "TA")
        return token.value not in WORDY or self._tokens.closed(following)

    def _wordy_meant(self, token: Token, run: Run) -> bool:
        if self._explained(run):
            return not self._tokens.shouted
        led = self._led_by(run.first, words.ADDING)
        if self._coding:
            values = {self._tokens.at(index).value for index in run.members}
            led = led or values == {"PO", "PN"} or (token.value == "GA" and self._led_by(run.first, words.LOOSE))
        return led and not self._tokens.shouted and self._tokens.at(run.following).word not in {"and", "or"}

    def _spoken_of(self, run: Run) -> bool:
        if not self._in_coding_talk(run.first):
            return False
        closed = self._tokens.closed(run.following)
        return (
            (self._led_by(run.first, words.VERBS) and (closed or self._coding))
            or self._explained(run)
            or self._followed(run)
            or self._heads(run)
            or (closed and self._paid_on(run.first))
            or self._is_choice(run)
            or (self._coding and self._loosely(run))
        )

    def _in_coding_talk(self, first: int) -> bool:
        """Words such as "got" prove nothing in a text without codes: "I got 78 on the exam"."""
        return self._tokens.at(first - 1).word not in words.WEAK or self._coding or self._tokens.coded

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

    def _explained(self, run: Run) -> bool:
        """``58 staged``, ``staged: 58`` and ``great toe = TA``: the meaning of a member stands beside the run."""
        beside, one = self._tokens.at(run.first - 1), self._tokens.at(run.first)
        after = self._phrase(range(run.following, run.following + (5 if one.text.isdigit() else 9)))
        before: frozenset[str] = frozenset()
        if beside.word in {":", "=", "(", "-", "then", "so", "and", "or"}:
            before = self._phrase(range(run.first - 2, run.first - 6, -1))
        elif (
            (self._tokens.coded and self._tokens.closed(run.following))
            if one.text.isdigit()
            else one.value not in WORDY
        ):
            before = frozenset((beside.word,))
        return any(
            not (after | before).isdisjoint(MEANINGS.get(self._tokens.at(index).value, ())) for index in run.members
        )

    def _phrase(self, places: range) -> frozenset[str]:
        """The words at ``places`` up to the end of their phrase."""
        told = takewhile(lambda word: word not in _ENDS, (self._tokens.at(index).word for index in places))
        return frozenset(told)

    def _singled_out(self, run: Run) -> bool:
        """``my 25s`` and ``about an 82?``: numbers that count have no plural and no article of their own."""
        token, before = self._tokens.at(run.first), self._tokens.at(run.first - 1)
        if token.text[-1:].lower() == "s" and token.value.isdigit():
            return token.value[1] != "0"
        article = before.word in {"a", "an"} and self._tokens.closed(run.following)
        return article and token.value.isdigit() and self._in_coding_talk(run.first - 1)

    def _paid_on(self, first: int) -> bool:
        return self._tokens.at(first - 1).word in {"on", "with"} and self._tokens.at(first - 2).word in words.PAYING

    def _heads(self, run: Run) -> bool:
        """``66 for the transplant team``: nothing that a number counts goes on so from the start of a sentence."""
        before, after = self._tokens.at(run.first - 1).text, self._tokens.at(run.following).word
        if self._tokens.coded and before == "," and after == "?":
            return True
        heading = words.HEADING | words.PLACING if self._tokens.coded else words.HEADING
        return before in {"", ".", "?", "!", ";"} and after in heading

    def _followed(self, run: Run) -> bool:
        following = self._past_adverbs(run.following)
        skipped = following > run.following
        before, after = self._tokens.at(run.first - 1), self._tokens.at(following)
        then = self._tokens.at(self._past_adverbs(following + 1))
        if after.word in words.FOLLOWED_BY:
            on = then.word == "on" and self._tokens.at(following + 2).is_code
            return on or then.word in words.FOLLOWED_BY[after.word] or (after.word == "on" and then.is_code)
        if after.word in {"to", "with", "for"} and then.is_code:
            return True
        if after.text[:1] == UNITS:
            return self._coding or any(token.is_code for token in self._tokens.between(run.first - 12, run.first))
        if after.word in {"claim", "line", "read"}:
            return before.word in {"the", "a", "your"}
        if before.word in {"a", "the", "my"}:
            before = self._tokens.at(run.first - 2)
        judged = then if after.word in {"a", "the"} else after
        return after.word in words.ACTING or ((skipped or before.word in words.ASKING) and judged.word in words.JUDGED)

    def _past_adverbs(self, index: int) -> int:
        while self._tokens.at(index).word in words.ADVERBS:
            index += 1
        return index

    def _is_choice(self, run: Run) -> bool:
        values = {self._tokens.at(index).value for index in run.members}
        if len(values) < 2:
            return False
        if all(value[0] == "P" and value[1].isdigit() for value in values):
            return True
        between = {token.word for token in self._tokens.between(run.first, run.following)}
        closed = self._tokens.closed(run.following)
        if values <= WORDY | _SIDES:
            return values == _SIDES and (closed or self._tokens.coded)
        return (
            bool(between & {"vs", "versus", "&", "not", "over", "rather", "instead"})
            or between == values | {"/"}
            or (closed and bool(between & {"or", "/"}))
        )

    def _loosely(self, run: Run) -> bool:
        """Enough in a text that certainly speaks of modifiers."""
        if self._tokens.at(run.following).word in words.LINKING or self._tokens.at(run.first - 1).word in words.ASKING:
            return True
        return self._led_by(run.first, words.LOOSE) and self._tokens.closed(run.following)
