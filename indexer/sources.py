"""What a source is worth: its authority tier, by the rules in ``sources.yaml``."""

from __future__ import annotations

import functools
import re
from enum import IntEnum
from importlib import resources
from typing import assert_never

import yaml

from indexer.documents import Document, Excerpt, Thread


class Tier(IntEnum):
    """Who speaks; a lower number binds more, before the payer named in a question is considered."""

    CMS = 1
    CPT = 2
    MAC = 3
    PAYER = 4
    SOCIETY = 5
    VENDOR = 6
    FORUM = 7


def tier(document: Document) -> Tier:
    """The tier of the document's source; unknown sources are vendor for an excerpt, forum for a thread."""
    for phrases, found in _rules():
        if phrases.search(document.source):
            return found
    match document:
        case Excerpt():
            return Tier.VENDOR
        case Thread():
            return Tier.FORUM
    assert_never(document)


@functools.cache
def _rules() -> tuple[tuple[re.Pattern[str], Tier], ...]:
    text = resources.files("indexer").joinpath("sources.yaml").read_text("utf-8")
    return tuple(
        (
            re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(phrase) for phrase in rule['phrases'])})(?!\w)", re.IGNORECASE),
            Tier[rule["tier"].upper()],
        )
        for rule in yaml.safe_load(text)
    )
