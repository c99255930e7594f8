"""Facts of a case that come beside the question, each under its own name."""

from __future__ import annotations

import datetime
import re
from dataclasses import asdict, dataclass, replace

from assistant.reading import replies
from assistant.reading.facts import Facts, read
from indexer import lexicon, privacy
from indexer.errors import QuestionError
from indexer.lexicon import Change, Entry, Facet

# CPT began in this year; and how many years ahead of today a service may be planned.
_FIRST, _AHEAD = 1966, 1
_LONGEST = 60
_CHANGES = {
    Change.DOSE: re.compile(r"\bdos(?:e|es|age)\b", re.IGNORECASE),
    Change.RATE: re.compile(r"\brates?\b", re.IGNORECASE),
    Change.NOTHING: re.compile(r"\b(?:nothing|none|neither|no|unchanged)\b", re.IGNORECASE),
}
# Words that may stand around a date.
_AROUND = re.compile(
    r"\b(?:dos|dates?|of|service|in|on|the|since|before|after|until|prior|to|from|through|or|later|earlier|and|by"
    r"|between|pre|post|up|about|early|late|mid|onwards?)\b|\W+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Given:
    """As typed: ``dos`` a date or a year, ``by`` who performed it, ``changed`` what of a dose or a rate was changed."""

    dos: str | None = None
    payer: str | None = None
    setting: str | None = None
    by: str | None = None
    changed: str | None = None

    def over(self, others: Given) -> Given:
        """With those of ``others`` that are not given here."""
        return replace(others, **{name: value for name, value in asdict(self).items() if value is not None})

    def read(self) -> Facts | None:
        """None where nothing is given. A payer that the lexicon does not know is kept by its own name.

        Raises QuestionError for what is no date of service, setting, performer or change, and for a payer without name.
        """
        readings = {"dos": _date, "payer": _payer, "setting": _setting, "by": _by, "changed": _changed}
        found = None
        for name, typed in asdict(self).items():
            if typed is not None:
                found = readings[name](typed).over(found or Facts())
        return found


NOT_GIVEN = Given()


def _date(text: str) -> Facts:
    found = lexicon.find_dates(text)
    rest = text
    for one in reversed(found):
        rest = rest[: one.start] + " " + rest[one.end :]
    last = datetime.date.today().year + _AHEAD
    named = [year for one in found for year in one.years]
    service = lexicon.service(found)
    if not service or _AROUND.sub("", rest) or not all(_FIRST <= year <= last for year in named):
        raise QuestionError(
            f"dos: {text!r} is no date of service; name a day that the calendar has, a month or a year from "
            f"{_FIRST} to {last}, such as 2015-03-14, 3/14/2015 or 2015"
        )
    return Facts(years=tuple(dict.fromkeys(named)), service=service)


def _payer(text: str) -> Facts:
    told = read(text)
    if told.payers or told.excluded:
        return Facts(payers=told.payers, excluded=told.excluded, contrasted=told.contrasted, states=told.states)
    if (reply := replies.heard(text)) and reply.facts.excluded:
        return reply.facts
    if not re.search(r"[^\W\d_]{2}", text) or len(text) > _LONGEST or privacy.screen(text).kinds:
        raise QuestionError(f"payer: {text!r} is no payer's name; name one such as Medicare, Aetna or workers comp")
    return Facts(payers=(replies.payer_of(text),))


def _setting(text: str) -> Facts:
    """By its name, or by its place of service, with or without "POS" before it."""
    place = f"POS {text.strip()}" if re.fullmatch(r"\s*\d\d\s*", text) else text
    return Facts(settings=_entries("setting", place, Facet.SETTING, ", or a place of service such as POS 22"))


def _by(text: str) -> Facts:
    return Facts(performers=_entries("by", text, Facet.PERFORMER), performed=True)


def _entries(name: str, text: str, facet: Facet, also: str = "") -> tuple[Entry, ...]:
    found = [one.entry for one in lexicon.find(text) if one.entry.facet is facet and not one.negated]
    if not found:
        names = ", ".join(lexicon.names(facet))
        raise QuestionError(f"{name}: {text!r} is unknown; name one of: {names}{also}")
    return tuple(dict.fromkeys(found))


def _changed(text: str) -> Facts:
    """In a sentence, "rate was increased", or by name, "rate" or "nothing"."""
    named = tuple(change for change, pattern in _CHANGES.items() if pattern.search(text))
    said = lexicon.find_changes(text) or named
    if not said or (Change.NOTHING in said and len(said) > 1):
        raise QuestionError(f"changed: {text!r} says nothing of a change; say dose, rate, dose and rate, or nothing")
    return Facts(changed=said)
