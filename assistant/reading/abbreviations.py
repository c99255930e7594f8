"""What coders write short, read in full where the question leaves no doubt what it stands for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import yaml

from indexer.errors import SettingsError

_FIELDS = frozenset({"long", "beside", "unless", "shown"})
_EXPECTED = '"short": long form, or "short": {long: long form, beside: pattern, unless: pattern, shown: no}'

# "52310 x2", "17003 x 3": how often it was done, which no text says of its case; not "x 3 days" or "2 x 3 cm".
_TIMES = re.compile(
    r"(?:(?<![\w.])|(?<=\d{5})|(?<=[A-Z]\d{4}))(?<!\b\d )(?<!\b\d\d )(?<!\b\d\d\d )x ?\d{1,3}\b(?!\.\w)"
    r"(?! ?(?:days?|weeks?|wks?|months?|mos?|years?|yrs?|hours?|hrs?|min\w*|cm|mm|mg|mcg|ml|views?|x)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """``short`` stands for ``long_form`` in a question that holds ``beside`` and does not hold ``unless``, where these
    patterns are not empty. One that is not ``shown`` is searched as the same and means another thing to an expert.
    ``short_low`` and ``long_low`` are in small letters.
    """

    short: str
    long_form: str
    short_low: str
    long_low: str
    beside: str = ""
    unless: str = ""
    shown: bool = True

    def fits(self, text: str) -> bool:
        if self.beside and not _pattern(self.beside).search(text):
            return False
        return not (self.unless and _pattern(self.unless).search(text))


def in_full(text: str, readings: Sequence[Reading], instead: bool = False, shown: bool = False) -> str:
    """Each long form in brackets behind the first place of its short form, or ``instead`` of it everywhere; ``shown``:
    only of those that are shown.
    """
    form, count = ("{}", 0) if instead else (r"\g<0> ({})", 1)
    typed, low = text, text.lower()
    done: set[str] = set()
    for reading in readings:
        # Nearly every short form is nowhere in the text, which a plain search tells far sooner than a pattern.
        if reading.short_low not in low or reading.long_low in low or reading.short_low in done:
            continue
        if reading.fits(typed) and (reading.shown or not shown):
            long_form = reading.long_form.replace("\\", r"\\")
            text, found = _whole(reading.short).subn(form.format(long_form), text, count)
            low = text.lower()
            if found:
                done.add(reading.short_low)
    return text


def uncounted(text: str) -> str:
    """``text`` as it is searched, without how often a service was done."""
    return " ".join(_TIMES.sub(" ", text).split())


@functools.cache
def readings(path: Path | None) -> tuple[Reading, ...]:
    """Longest short form first, so that "wound vac" is read before a part of it; of one the first that fits counts.

    Raises SettingsError where the file at ``path`` cannot be read or holds something else.
    """
    source = path or resources.files("assistant.reading").joinpath("abbreviations.yaml")
    # A thousand lines take the parser in C a tenth of the time; a PyYAML built without it has only the other.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        table = yaml.load(source.read_text("utf-8"), Loader=loader)
    except OSError as error:
        raise SettingsError(
            f"{path}: the abbreviations cannot be read ({error.strerror}); name a file that can be"
        ) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(
            f"{path}: not YAML ({' '.join(str(error).split())}); write lines of the form {_EXPECTED}"
        ) from error
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: expected lines of the form {_EXPECTED}")
    found = [reading for short, meant in table.items() for reading in _readings(path, short, meant)]
    return tuple(sorted(found, key=lambda reading: (-len(reading.short), reading.short)))


def _readings(path: Path | None, short: str, meant: object) -> Iterator[Reading]:
    for one in meant if isinstance(meant, list) else [meant]:
        line = {"long": one} if isinstance(one, str) else one
        if not isinstance(line, dict) or "long" not in line or not line.keys() <= _FIELDS:
            raise SettingsError(f"{path}: {short!r} is none of the form {_EXPECTED}")
        if not all(isinstance(value, str) for value in line.values()):
            raise SettingsError(f"{path}: {short!r} is none of the form {_EXPECTED}")
        for name in ("beside", "unless"):
            try:
                re.compile(line.get(name, "")) if path else None
            except re.error as error:
                raise SettingsError(f"{path}: {short!r} has no pattern in {name} ({error})") from error
        long_form, shown = line["long"], line.get("shown", "yes") != "no"
        yield Reading(
            short, long_form, short.lower(), long_form.lower(), line.get("beside", ""), line.get("unless", ""), shown
        )


@functools.cache
def _whole(short: str) -> re.Pattern[str]:
    flags = re.NOFLAG if short.isupper() else re.IGNORECASE
    return re.compile(rf"(?<![\w/&(]){re.escape(short)}(?![\w/&])", flags)


@functools.cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
