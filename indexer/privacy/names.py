"""Names of persons, and the same words where they stand again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.privacy import introduced, recognised
from indexer.privacy.masking import Identifier
from indexer.privacy.name_words import WORD, is_thing
from indexer.privacy.vocabulary import vocabulary


def find(text: str) -> Iterator[Identifier]:
    if not re.search(r"[^\W\d_]{2}", text):
        return
    spans = [*introduced.find(text), *recognised.find(text)]
    yield from spans
    again = {word for span in spans for word in WORD.findall(text[span.start : span.end]) if word[2:]}
    for match in WORD.finditer(text) if again else ():
        word = match[0]
        if word in again and not word.islower() and not vocabulary().is_never(word) and not is_thing(text, match.end()):
            yield Identifier(*match.span(), "name")
