"""What happened in the case that is asked about, and whether a text speaks of it: "if the patient is readmitted".

A rule for the usual case does not answer what is asked of the unusual one. Each event is told by the words with which
coders tell it, and looked for by any word with which a text may speak of it.
"""

from __future__ import annotations

import re

_WHO = (
    r"\b(?:patients?|pts?|members?|residents?|clients?|child|kid|baby|mom|mother|dad|father|parents?|family|guardian"
    r"|wife|husband|spouse|he|she|they)\b[^.?!;]{0,40}?\b"
)
# The name of an event, how a question tells it, and what a text that speaks of it has.
_EVENTS = tuple(
    (name, re.compile(told, re.IGNORECASE), re.compile(spoken, re.IGNORECASE))
    for name, told, spoken in (
        (
            "a readmission",
            r"\bre-?admi(?:t|ssion)\w*|\b(?:back|returned) to (?:the )?hospital\b",
            r"\bre-?admi|\badmitted again|\b(?:second|new|another|later) (?:admission|discharge)",
        ),
        (
            "a death",
            rf"{_WHO}(?:died|dies|dead|deceased|passed away|expire[sd])\b|\bdeath\b",
            r"\bdie[sd]?\b|\bdying\b|\bdeaths?\b|\bdead\b|\bdeceased\b|\bexpire[sd]\b|\bpronounc",
        ),
        (
            "leaving against advice",
            r"\b(?:left|leaves|leave|leaving|walk(?:s|ed) out|signed out) (?:ama\b|against\b|before being seen|without"
            r" being seen)|\bagainst medical advice\b|\blwbs\b|\beloped\b",
            r"\bagainst (?:medical )?advice\b|\bAMA\b|\bleaves?\b|\bleft\b|\bleaving\b|\beloped\b",
        ),
        (
            "a refusal",
            rf"{_WHO}(?:refus(?:e[sd]?|ing)|declin(?:e[sd]?|ing))\b",
            r"\brefus|\bdeclin",
        ),
        (
            "a missed appointment",
            r"\bno[ -]?shows?\b|\bmiss(?:ed|es) (?:\w+ )?(?:appointment|appt|visit)",
            r"\bno[ -]?show|\bmissed\b",
        ),
        (
            "a cancellation",
            r"\bcancel\w*|\bcalled off\b",
            r"\bcancel|\bcalled off\b|\bdiscontinu|\babort|\bterminat|\bnot (?:performed|started|done)\b|\bstopped\b",
        ),
        (
            "a failed attempt",
            r"\bfailed (?:\w+ ){0,2}?(?:insertion|placement|attempt|intubation|procedure|removal|block|puncture|access)"
            r"|\b(?:insertion|placement|attempt|intubation|procedure|removal|block|puncture) (?:\w+ )?failed\b"
            r"|\bunsuccessful\w*",
            r"\bfail|\bunsuccessful|\babort|\bdiscontinu|\bcould not\b|\bcouldn't\b",
        ),
        (
            "a missing signature",
            r"\b(?:forgot|forgets|failed|neglected|never|did not|didn't|didnt) (?:to )?sign(?:ed)?\b|\bunsigned\b"
            r"|\bnot signed\b|\bmissing signature",
            r"\bsign(?:s|ed|ing|atures?)?\b|\bunsigned\b|\battest",
        ),
        (
            "a transfer of care",
            r"\b(?:moved|moves|transferred|transfers|switched|switches) (?:away|to another|to a (?:different|new)|care"
            r"|out of)\b",
            r"\btransfer|\bmov(?:e[sd]?|ing)\b|\bswitch|\banother (?:practice|physician|doctor|group|hospital)",
        ),
        (
            "several babies",
            r"\btwins?\b|\btriplets?\b|\bmultiple gestation",
            r"\btwins?\b|\btriplet|\bmultiple (?:gestation|birth|pregnanc)|\b(?:each|second|additional) (?:fetus|baby)",
        ),
        (
            "a weekend or holiday",
            r"\bweekends?\b|\bsaturdays?\b|\bsundays?\b|\bholidays?\b",
            r"\bweekend|\bsaturday|\bsunday|\bholiday|\bbusiness days?\b|\bcalendar days?\b",
        ),
        (
            "a visit by phone or video",
            r"\btele(?:health|medicine|visits?)\b|\b(?:by|over the|via) (?:phone|video|telephone)\b|\bvirtual visit",
            r"\btele|\bphone|\bvideo|\bvirtual|\baudio",
        ),
    )
)


def unsaid(question: str, text: str) -> list[str]:
    """The events that ``question`` tells and ``text`` does not speak of, each by its name."""
    return [name for name, told, spoken in _EVENTS if told.search(question) and not spoken.search(text)]
