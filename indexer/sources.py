"""What a source is worth: its authority tier, by rules in ``sources.yaml`` or a user's own, and its citation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from importlib import resources
from pathlib import Path
from typing import assert_never

import yaml

from indexer import lexicon
from indexer.documents import Document, Excerpt, PartialDate, Thread
from indexer.errors import SettingsError
from indexer.lexicon import Kind


class Tier(IntEnum):
    """Who speaks; a lower number binds more, before the payer named in a question is considered."""

    CMS = 1
    CPT = 2
    MAC = 3
    PAYER = 4
    SOCIETY = 5
    VENDOR = 6
    FORUM = 7
    HOUSE = 8

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Tier.CMS: "CMS, NCD or NCCI",
    Tier.CPT: "CPT book or CPT Assistant",
    Tier.MAC: "Medicare contractor",
    Tier.PAYER: "payer",
    Tier.SOCIETY: "specialty society",
    Tier.VENDOR: "vendor",
    Tier.FORUM: "forum",
    Tier.HOUSE: "house ruling",
}


def payer(source: str, tier: Tier) -> str | None:
    """The canonical name of the payer whose text a source is, or None. Medicare's authorities speak for Medicare."""
    return lexicon.payer_of_source(source) or ("Medicare" if tier in {Tier.CMS, Tier.MAC} else None)


@dataclass(frozen=True, slots=True)
class Rule:
    """A source whose name has one of ``phrases`` is of ``tier``."""

    phrases: re.Pattern[str]
    tier: Tier


def tier(document: Document, rules: Sequence[Rule]) -> Tier:
    """By the first rule that knows the document's source; an unknown one is vendor for an excerpt, forum for a thread.

    What is signed is a house ruling, whatever it speaks about.
    """
    if isinstance(document, Excerpt) and document.signed:
        return Tier.HOUSE
    for rule in rules:
        if rule.phrases.search(document.source):
            return rule.tier
    match document:
        case Excerpt():
            return Tier.VENDOR
        case Thread():
            return Tier.FORUM
    assert_never(document)


HOUSE_RULING = "House ruling"


def citation(document: Document, role: str | None, posted: PartialDate | None, quoted: str | None) -> str:
    """The formal citation of one posting or excerpt; a publication quoted in a posting comes first, and both are named.

    Publication, month and year, volume, issue, page; or manual, chapter, section; or forum, thread title, role, date;
    or house ruling, title, who signed it, date.
    """
    match document:
        case Excerpt():
            return _excerpt_citation(document)
        case Thread():
            posting = f"{document.source}, \u201c{document.title}\u201d, {role}, {posted or 'undated'}"
            return f"{quoted}, as quoted in {posting}" if quoted else posting
    assert_never(document)


def _excerpt_citation(excerpt: Excerpt) -> str:
    date = excerpt.published
    if excerpt.signed:
        return f"{excerpt.source}, \u201c{excerpt.title}\u201d, signed {excerpt.signed}, {date or 'undated'}"
    parts = [
        excerpt.source or excerpt.title,
        None if date is None or _states(excerpt.source, date) else str(date),
        _particular("volume", excerpt.volume),
        _particular("issue", excerpt.issue),
        _particular("chapter", excerpt.chapter),
        _particular("section", excerpt.section),
        _particular("page", excerpt.page),
        None if date or not excerpt.source else "undated",
    ]
    return ", ".join(part for part in parts if part)


def _states(source: str, date: PartialDate) -> bool:
    """Whether the source's name has the date already, be it with a day that the date lacks."""
    written = re.escape(str(date))
    if date.day is None:
        written = written.replace(r"\ ", r"\ (?:\d{1,2},\ )?")
    return re.search(rf"\b{written}\b", source) is not None


def _particular(kind: str, value: str | None) -> str | None:
    """``section 30.6.5`` for a bare number; a value that names what it is ("Special Issue") stands as it is."""
    if value is None:
        return None
    named = _NAMED.sub(lambda word: word[0].lower(), value)
    if kind in named.lower() or (" " in named and not named[0].isdigit()):
        return named
    many = "s" if kind == "page" and _RANGE.search(named) else ""
    return f"{kind}{many} {named}"


# The words by which front matter may name a particular itself.
_NAMED = re.compile(r"\b(?:Chapter|Section|Pages?)\b")
_RANGE = re.compile(r"\d\s*(?:[-–,]|and)\s*\d|\w–\w")


def rules(own: Path | None) -> tuple[Rule, ...]:
    """The rules of the file ``own``, where one is named, before the shipped ones.

    Raises SettingsError where it cannot be read, is no list of rules, or names a tier that is none.
    """
    shipped = _parsed(resources.files("indexer").joinpath("sources.yaml").read_text("utf-8"))
    if own is None:
        return shipped
    try:
        return _parsed(own.expanduser().read_text("utf-8")) + shipped
    except OSError as error:
        raise SettingsError(
            f"index.sources: {own}: cannot be read ({error.strerror}); name a file that can be"
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"index.sources: {own}: not UTF-8 text ({error.reason})") from error
    except yaml.YAMLError as error:
        raise SettingsError(f"index.sources: {own}: not YAML ({' '.join(str(error).split())})") from error
    except ValueError as error:
        raise SettingsError(f"index.sources: {own}: {error}") from error


def _parsed(text: str) -> tuple[Rule, ...]:
    found = yaml.safe_load(text)
    if not isinstance(found, list):
        raise ValueError(f"expected a list of rules such as {_EXAMPLE}")
    return tuple(_rule(number, entry) for number, entry in enumerate(found, 1))


def _rule(number: int, entry: object) -> Rule:
    if not isinstance(entry, dict) or not {"tier"} < set(entry) <= {"tier", "phrases", "payers"}:
        raise ValueError(f"rule {number}: expected {_EXAMPLE}, each phrase a text")
    phrases, kinds = entry.get("phrases", []), entry.get("payers", [])
    if not isinstance(phrases, list) or not all(map(_sound, phrases)) or not (phrases or kinds):
        raise ValueError(f"rule {number}: expected {_EXAMPLE}, each phrase a text")
    if not isinstance(kinds, list) or not set(map(str, kinds)) <= set(Kind):
        raise ValueError(f"rule {number}: payers are kinds: a list of {', '.join(Kind)}")
    name = str(entry["tier"]).upper()
    if name not in _IN_RULES:
        known = ", ".join(_IN_RULES).lower()
        raise ValueError(f"rule {number}: {entry['tier']}: no such tier; known tiers are {known}")
    either = "|".join([*(re.escape(phrase.strip()) for phrase in phrases), *lexicon.patterns(map(Kind, kinds))])
    return Rule(re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE), Tier[name])


def _sound(phrase: object) -> bool:
    return isinstance(phrase, str) and bool(phrase.strip())


_EXAMPLE = "- {tier: payer, phrases: [blue cross, my plan]}"
# A house ruling is one because it is signed.
_IN_RULES = tuple(tier.name for tier in Tier if tier is not Tier.HOUSE)
