"""Marks of emphasis, taken away in pairs around words and nowhere else."""

from __future__ import annotations

import re

# An address is passed over whole. A mark opens before a word, not within one ("2*3", "G0_463_"); its fellow closes
# behind a word, or stands astray before the next one ("*or *62368"). Figures alone are emphasised only by a tight pair.
_PAIR = re.compile(
    r"https?://\S{1,2000}"
    r"|(?<![\w*])(?P<stars>\*{1,3})(?P<words>(?=[^\s\d*])[^*\n]{1,4000}?(?:\n[^*\n]{1,4000}?)?)"
    r"(?P=stars)(?!\*)(?:(?<=[^\s*]\*)|(?<=[^\s*]\*\*)|(?<=[^\s*]\*\*\*)|(?<=[ \t]\*)(?=\w))"
    r"|(?<![\w*])(?P<tight>\*{1,3})(?P<figures>(?=\d)(?:[^\s*]{1,200}|[\dA-Z,/& -]{1,200}[\dA-Z]))(?P=tight)(?![\w*])"
    r"|(?<!\w)_(?=[^\s_])(?P<under>[^_\n]{0,4000}[^\s_])_(?!\w)"
)


def unmarked(text: str) -> tuple[str, int]:
    """The text without its marks, and how many pairs there were."""
    if "*" not in text and "_" not in text:
        return text, 0
    found = 0

    def bare(match: re.Match[str]) -> str:
        nonlocal found
        words = match["words"] or match["figures"] or match["under"]
        if words is None:
            return match[0]
        found += 1
        return words

    return _PAIR.sub(bare, text), found
