"""Words divided at the end of a line, joined where the whole word is known."""

from __future__ import annotations

import re

from indexer.privacy.vocabulary import vocabulary

_SOFT = re.compile("\u00ad[ \t]{0,3}\n[ \t]{0,3}([^\\W_]{1,40})[ \t]?")
_DIVIDED = re.compile(
    r"(?<![\w-])([^\W\d_]{2,30})[-\u2010]\n[ \t]{0,3}([a-z]{2,30})(?![\w-])([.,;:!?)\]\u2019\u201d]{0,3})[ \t]?"
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")


def joined(text: str) -> tuple[str, int, int]:
    """The text, how many words were joined, and how many were left, since they may be two words with a hyphen."""
    text, soft = _SOFT.subn("\\1\n", text)
    if not _DIVIDED.search(text):
        return text, soft, 0
    own = frozenset(_WORD.findall(_DIVIDED.sub(" ", text).lower()))
    done = left = 0

    def one(match: re.Match[str]) -> str:
        nonlocal done, left
        whole = (match[1] + match[2]).lower()
        if f"{match[1]}-{match[2]}".lower() in own:
            done += 1
            return f"{match[1]}-{match[2]}{match[3]}\n"
        if whole in own or _is_word(whole):
            done += 1
            return f"{match[1]}{match[2]}{match[3]}\n"
        left += 1
        return match[0]

    return _DIVIDED.sub(one, text), soft + done, left


def _is_word(whole: str) -> bool:
    """By the list, also for a form of a listed word; an ending alone makes no word ("deliveryonly")."""
    words = vocabulary().ordinary
    stems = [whole, *(whole.removesuffix(ending) for ending in ("s", "es", "ed", "d", "ing", "ming", "ting", "ning"))]
    bare = [*stems, *(stem.removeprefix("re") for stem in stems if stem.startswith("re"))]
    return any(len(stem) > 3 and stem in words for stem in bare)
