"""Names after a title ("Mrs."), a label ("patient:"), or the bare word for a person or their kin ("pt", "wife")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.privacy.masking import Identifier, pattern
from indexer.privacy.name_words import NEXT, Name, Reading, is_thing, read
from indexer.privacy.vocabulary import vocabulary

_TITLE = r"""(?P<title>mrs?|ms|miss|mister|mx|dr(?P<many>s)?|doctor|prof(?:essor)?|señora?|sra|mme|madame?|monsieur)\b
    (?P<dot>\.?)\s?"""
_PERSON = r"""(?:patient|pt|client|member|subscriber|insured|guarantor|beneficiary|claimant|enrollee|policy\s?holder
    |dependent|(?:responsible\s)?party)"""
_KIN = r"(?:husband|wife|spouse|son|daughter|mother|father|mom|dad|sister|brother|parent|guardian|caregiver|poa|twin)"
_WHOSE = rf"(?:(?:{_PERSON}|{_KIN}|her|his|full|first|last|legal|maiden|the)(?:['’]?s)?\s|(?<!\w\s))"
_LABEL = rf"""(?P<label>(?:{_PERSON}|{_KIN}|re|attn)\s?(?:[:=]|\s-\s)|attn\s|{_PERSON}\sis\s(?=(?-i:[A-Z]))
    |{_WHOSE}name\s?(?:[:=-]|is\b|was\b)|(?<=\]\s)name|{_PERSON}\s(?:named|called))\s{{0,2}}"""
_BABY = r"(?:baby|newborn|infant)"
_HEAD = rf"(?P<head>{_PERSON}|{_KIN}|(?P<baby>{_BABY})(?:\s(?:boy|girl|bb|bg))?)(?:\.|\s?-|,)?\s"
_STAFF = r"""(?P<staff>np|pa|pa-c|rn|nurse|surgeon|attending|provider|pcp|coder|biller|physician|therapist|attorney
    |supervisor|manager|adjuster|co-?worker|colleague|boss|director|scribe|call|e-?mail|contact|ask\sfor|ask|tell|sp(?:oke|eak)\s(?:to|with))\s?[:,]?\s"""
_LEAD = rf"(?<!\w)(?:{_TITLE}|{_LABEL}|{_HEAD}|{_STAFF}){NEXT}"
_RUN = re.compile(r"(?<!\w)[^\W\d_]+")
_BEGIN = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mister",
        "mx",
        "dr",
        "drs",
        "doctor",
        "prof",
        "professor",
        "señor",
        "señora",
        "sra",
        "mme",
        "madam",
        "madame",
        "monsieur",
        "patient",
        "pt",
        "client",
        "member",
        "subscriber",
        "insured",
        "guarantor",
        "beneficiary",
        "claimant",
        "enrollee",
        "policy",
        "policyholder",
        "dependent",
        "responsible",
        "party",
        "husband",
        "wife",
        "spouse",
        "son",
        "daughter",
        "mother",
        "father",
        "mom",
        "dad",
        "sister",
        "brother",
        "parent",
        "guardian",
        "caregiver",
        "poa",
        "twin",
        "her",
        "his",
        "full",
        "first",
        "last",
        "legal",
        "maiden",
        "the",
        "re",
        "attn",
        "name",
        "baby",
        "newborn",
        "infant",
        "np",
        "pa",
        "rn",
        "nurse",
        "surgeon",
        "attending",
        "provider",
        "pcp",
        "coder",
        "biller",
        "physician",
        "therapist",
        "attorney",
        "supervisor",
        "manager",
        "adjuster",
        "co",
        "coworker",
        "colleague",
        "boss",
        "director",
        "scribe",
        "call",
        "e",
        "email",
        "contact",
        "ask",
        "tell",
        "spoke",
        "speak",
    ]
)
_AND = rf"(?:\s?(?:,|&|/|\+)\s?(?:and\s)?|\sand\s){NEXT}"
_FREE = r"\s(?-i:[a-z])|\s?[,;(/]|\s[-–]\s|\.?$|['’]s\b|\.\s"
# "MR angiography", "ms" for an illness, "did we miss": no titles without their dot.
_IMAGING_OR_VERB = frozenset(("mr", "ms", "miss", "MR", "MS", "MISS"))
_SURE = frozenset(("Mr", "Mrs", "Ms", "Miss", "Prof", "Drs"))


def find(text: str) -> Iterator[Identifier]:
    for match in _leads(text):
        name, start = read(match["words"], _reading(match)), match.start("words")
        if not name.parts or not _accepted(text, match, name):
            continue
        yield Identifier(start, start + name.end, "name")
        while match["many"] and name.end and (other := pattern(_AND).match(text, start + name.end)):
            start, name = other.start("words"), read(other["words"], Reading(title=True, wordy=True))
            yield Identifier(start, start + name.end, "name")


def _leads(text: str) -> Iterator[re.Match[str]]:
    """The matches of ``_LEAD`` one after the other, tried only at words that can begin one."""
    end = 0
    for word in _RUN.finditer(text):
        lowered = word[0].lower()
        if word.start() < end or not (lowered in _BEGIN or lowered.removesuffix("s") in _BEGIN):
            continue
        if match := pattern(_LEAD).match(text, word.start()):
            end = match.end()
            yield match


def _reading(match: re.Match[str]) -> Reading:
    title, label = match["title"] or "", (match["label"] or "").lower()
    if title in _IMAGING_OR_VERB and not match["dot"]:
        return Reading(small_known=title.islower())
    if title:
        small = title in {"mr", "ms", "sra"} or title.lower() == "mrs"
        anything = title in _SURE
        return Reading(title=True, capitals=True, small=small, small_known=True, wordy=True, anything=anything)
    if label.startswith("re"):
        return Reading()
    if label:
        return Reading(title=True, capitals=True, small="name" in label, small_known=True, wordy=True, comma=True)
    return Reading(title=True, capitals=not match["staff"], small_known=True, wordy=bool(match["head"]), comma=True)


def _accepted(text: str, match: re.Match[str], name: Name) -> bool:
    words, first, end = vocabulary(), name.parts[0], match.start("words") + name.end
    if match["title"]:
        return True
    if match["label"]:  # "Name: Botox" names a drug
        bare = match["label"].strip(" :=-").lower() == "name"
        return not bare or len(name.parts) > 1 or words.is_name(first)
    if is_thing(text, end):
        return False
    if words.is_only_name(first) and not first.islower():
        return True
    if match["head"] and len(name.parts) > 1 and words.is_given(first) and words.is_only_name(name.parts[1]):
        return True
    if not match["head"] or not (match["head"].islower() or pattern(_FREE).match(text, end)):
        return False
    if match["baby"]:
        return first.istitle()
    return len(name.parts) > 1 and (words.is_name(first) or not first.islower())
