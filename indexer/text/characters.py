"""Characters that nobody wrote: controls, what cannot be seen, spaces of odd widths, and UTF-8 read as Windows-1252."""

from __future__ import annotations

import re
import unicodedata

# A terminal's own commands: colours, titles, cursor moves.
_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]|\][^\x07\x1b\n]{0,500}(?:\x07|\x1b\\)|"
    r"[PX^_][^\x1b\n]{0,500}\x1b\\|[ -/]{0,4}[0-~])"
)
_C1_ESCAPE = re.compile(r"\x9b[0-?]{0,32}[ -/]{0,8}[@-~]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_WINDOWS = re.compile(r"[\x80-\x9f]")
_BIDI = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
# Joiners belong to the spelling of Arabic, Persian and Indic words.
_UNSEEN = re.compile(
    "(?<![\u0590-\u0fff])[\u200c\u200d]|[\u00ad\u200b\u2060-\u2064\ufeff\u180e\ufff9-\ufffb]|[\U000e0000-\U000e007f]"
)
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LOST_APOSTROPHE = re.compile(r"(?<=[a-z])\ufffd(?=(?:t|s|re|ll|ve|d|m)\b)")


def without_escapes(text: str) -> tuple[str, int]:
    found = 0
    for pattern, cue in ((_ESCAPE, "\x1b"), (_C1_ESCAPE, "\x9b")):
        if cue in text:
            text, more = pattern.subn("", text)
            found += more
    return text, found


def without_controls(text: str) -> tuple[str, int]:
    return _CONTROL.subn("", text)


def without_direction_marks(text: str) -> tuple[str, int]:
    return _BIDI.subn("", text)


def without_unseen(text: str) -> tuple[str, int]:
    return _UNSEEN.subn("", text)


def with_plain_spaces(text: str) -> tuple[str, int]:
    return _SPACE.subn(" ", text)


def with_windows_characters(text: str) -> tuple[str, int]:
    """Latin-1 has controls where Windows-1252 has quotation marks and dashes; no text holds the controls."""
    return _WINDOWS.subn(lambda match: match[0].encode("latin-1").decode("cp1252", "ignore"), text)


def _byte(character: str) -> int:
    """The byte that Windows-1252 read as this character; the five that it lacks pass as controls."""
    return character.encode("cp1252")[0] if ord(character) > 0xFF else ord(character)


def _read(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_NEXT = "[" + "".join(re.escape(_read(byte)) for byte in range(0x80, 0xC0)) + "]"
_SPOILT = re.compile(rf"[ÂÃ]{_NEXT}|â{_NEXT}{{2}}|ï»¿|ðŸ{_NEXT}{{2}}")
_DOUBTFUL = re.compile(rf"â€|Ã{_NEXT}|\ufffd")


def without_ligatures(text: str) -> tuple[str, int]:
    """One letter for two is how a typesetter drew them; "oﬃce" is searched and quoted as "office"."""
    return _LIGATURE.subn(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def with_utf8(text: str) -> tuple[str, int]:
    """``Isnâ€™t`` back to ``Isn’t``, also where that happened twice or three times."""
    found = 0

    def mended(match: re.Match[str]) -> str:
        nonlocal found
        try:
            character = bytes(map(_byte, match[0])).decode("utf-8")
        except UnicodeDecodeError:
            return match[0]
        if match[0][0] == "â" and not "\u2000" <= character <= "\u2bff":
            return match[0]
        found += 1
        return character

    for _ in range(3):
        before = found
        text = _SPOILT.sub(mended, text)
        if found == before:
            break
    text, lost = _LOST_APOSTROPHE.subn("’", text)
    return text, found + lost


def doubtful(text: str) -> int:
    """How many places still look spoilt, and could be mended in more than one way."""
    return len(_DOUBTFUL.findall(text))
