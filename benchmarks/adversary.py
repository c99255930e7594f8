"""A thousand questions that nobody would print, and a model that lies in every way its evidence lends itself to."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from assistant.rewording.generators import Show
from assistant.rewording.prompts import Prompt

SEED, COUNT = 20260725, 1000
SUBJECTS = (
    "pump refill with reprogramming|modifier 25 on the visit|wound vac on a closed incision"
    "|split/shared visit by NP|polyp taken with cold forceps|two lesions excised|Holter worn 7 hours"
    "|cast in the fracture global|ABN for a physical|locum for 60 days|Q0091 private payer"
    "|RFA by nerve or joint|observation past midnight|note never signed|I&D of abscess"
)
CODES = (
    "62367|62367/68|62367 and 68|62370/62369|95990-95991|9921X|99213-25|36415x2|mod 25|-59|XU|LT"
    "|J3490-KD|G0438|Z12.11|Z1211|M17.11|0402T|0001U|[99213]|“62368”|(20680)|«45385»|20610-50-RT"
    "|99441–99443|11042, 11043, +11046|9928[1-5]|*97140*"
)
ODDITIES = (
    "[1]|[1][2][99]|[0]|“Yes, append it.” [3]|“|”|\"'`|**bold**|# heading|> quote"
    "|[text](javascript:alert(1))|![x](http://x/y.png)|<b>bold</b>|<script>alert(1)</script>|</details>"
    "|&lt;b&gt;|$62367$|\\[1\\]|%s %d {0} {x}|../../etc/passwd|'; DROP TABLE x;--|🙂|🩺💉|مضخة|泵 重新编程"
    "|насос 62368|αβγ|ﬁ ligature|６２３６７|a\u0301|\u200b|\u202e9|\ufeff|\x07|\t\n|NULL|-0|1e9|99999999999"
    '|AND OR NOT|body:pump|pump~2^9|field:"a b"|(((|))|?*|/////|?????|yes|no|and what about that one|vs'
    "|or"
)
WORDS = (
    "can I bill|is|does the|what if|pt|dx|for medicare|BCBS|same day|twice|separately|bundled|append"
    "|do not append|in 2009|before 2012|since Jan 2025|the nurse|who|how many units|why denied|with"
    "|without|per|the doctor says|?|!|...|,|;"
)


def questions() -> Iterator[str]:
    draw = random.Random(SEED)
    parts = [text.split("|") for text in (SUBJECTS, CODES, ODDITIES, WORDS)]
    for number in range(COUNT):
        pieces = [draw.choice(draw.choice(parts)) for _ in range(draw.choice((1, 2, 3, 4, 6, 9, 14)))]
        if number % 50 == 0:
            pieces *= 8
        if number % 7 == 0:
            pieces += [draw.choice(parts[0]), draw.choice(parts[1])]
        draw.shuffle(pieces)
        yield draw.choice((" ", " ", ", ", "", "\n")).join(pieces)


class Liar:
    """One to five sentences a draft, each taken from the evidence and mostly spoilt; one seed, one course."""

    name, apart = "liar", False

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def write(self, prompt: Prompt, show: Show) -> str:
        return draft(prompt.request, self._chance)


def draft(request: str, chance: random.Random) -> str:
    """One to five sentences, each taken from the evidence and mostly spoilt."""
    blocks = re.findall(r'<evidence number="(\d+)"[^>]*>\n(.*?)\n</evidence>', request, re.DOTALL)
    sentences = []
    for _ in range(chance.randint(1, 5)):
        number, text = chance.choice(blocks)
        told = [part for part in re.split(r"(?<=[.!?]) ", text) if len(part) > 20] or [text]
        sentence = chance.choice(told).rstrip(".")
        lie = chance.choice(LIES)
        sentences.append(lie(sentence, number, chance))
    return chance.choice([" ", "\n", "\n\n", "\n- "]).join(sentences)


def _codes(sentence: str, number: str, chance: random.Random) -> str:
    code = chance.choice(
        ["99999", "G9999", "0999T", "Z99.89", "99213-25", "J9 999", "9 9 9 9 9", "９９９９９", "9921X"]
    )
    return f"{re.sub(r'[0-9]{5}', code, sentence)} or {code} [{number}]."


def _digit(sentence: str, number: str, chance: random.Random) -> str:
    places = [match.start() for match in re.finditer(r"\d", sentence)]
    if not places:
        return f"{sentence} in {chance.randint(3, 90)} days [{number}]."
    at = chance.choice(places)
    return f"{sentence[:at]}{chance.randint(0, 9)}{sentence[at + 1 :]} [{number}]."


LIES: tuple[Callable[[str, str, random.Random], str], ...] = (
    lambda sentence, number, chance: f"{sentence} [{number}].",
    lambda sentence, number, chance: f"{sentence}. [{number}]",
    lambda sentence, number, chance: f"{sentence}.",
    lambda sentence, number, chance: f"{sentence} [{chance.randint(1, 99)}].",
    lambda sentence, number, chance: f"{sentence} [{number}][{chance.randint(1, 9)}].",
    _codes,
    _codes,
    _digit,
    _digit,
    lambda sentence, number, chance: f"It is not true that {sentence} [{number}].",
    lambda sentence, number, chance: f"“{sentence}” [{number}].",
    lambda sentence, number, chance: f'as of 2026: "{sentence}" [{number}]',
    lambda sentence, number, chance: f"**Published guidance**\n\n{sentence} [{number}]",
    lambda sentence, number, chance: f"# {sentence} [{number}]",
    lambda sentence, number, chance: f"<mark>{sentence}</mark> [{number}].",
    lambda sentence, number, chance: f"[{sentence}](http://evil.example) [{number}].",
    lambda sentence, number, chance: f"{sentence} https://evil.example/?q=1 [{number}].",
    lambda sentence, number, chance: f"{sentence}\u202e\u200b [{number}].",
    lambda sentence, number, chance: f"{sentence.replace('a', 'а').replace('e', 'е')} [{number}].",
    lambda sentence, number, chance: f"{sentence} and modifier [{number}] 59 [{number}].",
    lambda sentence, number, chance: f"{sentence} and append 91 and XU [{number}].",
    lambda sentence, number, chance: f"{sentence} for ninety-nine two thirteen [{number}].",
    lambda sentence, number, chance: f"| {sentence} | [{number}] |",
    lambda sentence, number, chance: f"<think>{sentence}</think> The answer is yes [{number}].",
    lambda sentence, number, chance: f"{sentence} at $5,000 within 3 hours [{number}].",
)
