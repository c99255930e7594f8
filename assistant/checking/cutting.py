"""What of a pasted text claims something that a document may hold or deny: rules, not the case and not courtesies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.finding import asking
from assistant.reading import courtesies
from assistant.rewording.claims import PLAIN
from indexer import codes, passages
from indexer.errors import QuestionError

# About eight pages; a claim takes half a second.
MOST_CHARACTERS = 20_000
# English text has a third to a half of these words, and notes in telegram style hardly fewer than one in ten.
_FEWEST_PLAIN, _TELLING_LENGTH = 0.1, 8
_FEWEST_WORDS = 4
_FOREIGN = "the text seems to be in another language; only English texts are checked"
# A line that breaks off sooner is whole.
_WIDTH = 60
_LIST_MARK = re.compile(r"^\s*(?:[-*\u2022\u2013]|#{1,6}|\(?\d{1,2}[.)]|\(?[a-z]\))\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_DID = (
    r"was|were|had|came|presented|returned|underwent|performed|did|saw|billed|submitted|received|reported|coded|sent|filed"
    r"|refilled|placed|injected|removed|documented|noted|complained|tolerated|appended|used|charged|called|told|asked"
)
_PERSON = (
    r"(?:patients?|pt|beneficiary|member|mr|mrs|ms|dr|doctor|surgeon|he|she|we|i|you|claim|office|clinic|nurse"
    r"|physician|provider)"
)
_PAYER = r"(?:medicare|medicaid|plan|carrier|payer|insurer|insurance|aetna|cigna|anthem|humana|bcbs|uhc)"
_OF_THE_CASE = re.compile(
    r"(?:on\s[^,]{3,30},\s)?(?:(?:the|this|our|my|his|her|a|an|your)\s)?(?:[\w-]+\s){0,3}?"
    rf"(?:{_PERSON}\b\.?[^.;]{{0,18}}?\b(?:{_DID}|denied|paid|refused|rejected)"
    rf"|{_PAYER}\s(?:denied|paid|rejected|refused|processed|sent)(?:\s\w+){{0,3}}\s(?:claim|line|it|us|this|visit))\b",
    re.IGNORECASE,
)
_RULES = re.compile(
    r"\b(?:may(?!\s\d)|must|can|cannot|should|never|always|ever|who|whom|once|whoever)\b", re.IGNORECASE
)
# "Date of service: 05/12/2024", "Claim number 12345".
_LABEL = re.compile(
    r"[\w /#.]{2,30}:\s*\S+(?:\s\S+){0,3}|(?:claim|member|group|policy|invoice|account|date)\b[^.]{0,20}\d[\d/-]*",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"(?:dear|to whom|sincerely|regards|best|respectfully|yours|thank(?:s| you)|hello|hi|good (?:morning|afternoon)"
    r"|re:|subject|attn|date:|please|kindly|enclosed|attached|(?:i|we) (?:am|are) (?:writing|appealing)|we appeal|hope"
    r"|(?:i|we) (?:respectfully )?(?:ask|request|disagree|hope|look|believe (?:that )?(?:the|this) (?:denial|claim))"
    r"|see (?:the )?(?:attached|enclosed)|if you have|let (?:me|us) know|for these reasons|this letter)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cut:
    """``claims`` in their order; ``passed_over`` counts the sentences that claim nothing."""

    claims: tuple[str, ...]
    passed_over: int


def cut(text: str) -> Cut:
    """Raises QuestionError where ``text`` is empty, too long, nothing but codes, not English, or claims nothing."""
    refuse(text)
    said = list(_sentences(text))
    claims = tuple(dict.fromkeys(one for one in said if asserts(one)))
    if not claims:
        raise QuestionError(
            f"nothing in the text claims a rule ({_counted(len(said), 'sentence')} read); write what is so as a "
            "sentence, for example: Modifier 25 is needed on the visit."
        )
    return Cut(claims, sum(not asserts(one) for one in said))


def asserts(sentence: str) -> bool:
    """Whether it says what is so; questions, courtesies, headings and what happened in the case do not."""
    if len(_without_codes(sentence).split()) + len(codes.find(sentence)) < _FEWEST_WORDS:
        return False
    if asking.is_question(sentence) or courtesies.reply(sentence) or not _WORD.search(_without_codes(sentence)):
        return False
    return not (_LETTER.match(sentence) or _LABEL.fullmatch(sentence.rstrip(".")) or _tells_the_case(sentence))


def _tells_the_case(sentence: str) -> bool:
    """What one person did or one claim met; "a doctor who was called in may bill" is a rule."""
    return bool(_OF_THE_CASE.match(sentence)) and not _RULES.search(sentence)


def refuse(text: str) -> None:
    """Raises QuestionError for what holds no English sentence, or more than is checked at once."""
    if not text.strip():
        raise QuestionError("the text is empty; paste a rationale, an appeal or an answer to be checked")
    if len(text) > MOST_CHARACTERS:
        raise QuestionError(
            f"the text has {len(text):,} characters, at most {MOST_CHARACTERS:,} are checked at once; "
            "paste the part that argues"
        )
    letters = [letter for letter in text if letter.isalpha()]
    if sum(letter.isascii() for letter in letters) * 2 < len(letters):
        raise QuestionError(_FOREIGN)
    words = _WORD.findall(_without_codes(text))
    if len(words) < _FEWEST_WORDS:
        only = "nothing but codes" if codes.find(text) else "no sentence"
        raise QuestionError(f"the text has {only}; paste the sentences that say what is so")
    plain = sum(word.lower() in PLAIN for word in words)
    if len(words) >= _TELLING_LENGTH and plain < _FEWEST_PLAIN * len(words):
        raise QuestionError(_FOREIGN)


def _sentences(text: str) -> Iterator[str]:
    """A line of a list stands for itself, and so does each half of a sentence that a semicolon parts."""
    for whole in _blocks(text):
        for start, end in passages.sentences(whole):
            parts = re.split(r";\s+", whole[start:end])
            if all(asserts(part) for part in parts):
                yield from parts
            else:
                yield whole[start:end]


def _blocks(text: str) -> Iterator[str]:
    """Lines that belong together, each on one line: one runs on where it is as long as a page is wide."""
    block: list[str] = []
    for line in text.splitlines():
        bare = " ".join(_LIST_MARK.sub("", line).split())
        if block and (not bare or _LIST_MARK.match(line) or not _runs_on(block[-1], bare)):
            yield " ".join(block)
            block = []
        block += [bare] * bool(bare)
    if block:
        yield " ".join(block)


def _runs_on(line: str, following: str) -> bool:
    return following[0].islower() or (len(line) > _WIDTH and line[-1] not in ".?!:")


def _without_codes(text: str) -> str:
    for mention in reversed(codes.find(text)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
