"""The particulars of a publication that its page states, in its head, its JSON-LD or marked elements; never guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from indexer.documents import PartialDate
from indexer.threads import dates
from indexer.webpages import head
from indexer.webpages.tree import Parsed

_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?=$|[T\s])")
_BYLINE = re.compile(
    r"\W*(?:(?:date |originally |first )?(?:published|posted|issued|released|effective)(?: date| on)?|"
    r"date|publication date|"
    r"issue date|effective date)\s?:?\s+(?P<date>.{4,40})$",
    re.IGNORECASE,
)
_MOST = 200_000  # characters of JSON-LD that are looked through
_SECTION = re.compile(r"(?P<kind>chapter|section|§)\s?(?P<value>[0-9A-Z][0-9A-Z.\-]{0,12})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the page states; None for what it does not."""

    title: str
    source: str | None
    published: PartialDate | None
    volume: str | None
    issue: str | None
    chapter: str | None
    section: str | None
    page: str | None
    address: str | None


def read(page: Parsed) -> Particulars:
    title = head.meta(page, "citation_title", "dc.title", "dcterms.title") or head.title(page)
    stated = list(_objects(page))
    chapter = section = None
    for match in _SECTION.finditer(title):
        if match["kind"].lower() == "chapter":
            chapter = chapter or match["value"].rstrip(".-")
        else:
            section = section or match["value"].rstrip(".-")
    first, last = head.meta(page, "citation_firstpage"), head.meta(page, "citation_lastpage")
    return Particulars(
        title=title,
        source=head.meta(page, "citation_journal_title", "dc.publisher", "dcterms.publisher", "citation_publisher")
        or _publisher(stated)
        or head.meta(page, "og:site_name", "application-name"),
        published=_published(page, stated),
        volume=head.meta(page, "citation_volume"),
        issue=head.meta(page, "citation_issue"),
        chapter=chapter,
        section=section,
        page=f"{first}-{last}" if first and last and first != last else first,
        address=head.address(page),
    )


def _objects(page: Parsed) -> Iterator[dict[str, Any]]:
    """What the page tells search engines about itself. Damaged JSON tells nothing."""
    for written in page.data:
        try:
            waiting: list[Any] = [json.loads(written)] if len(written) <= _MOST else []
        except (ValueError, RecursionError):
            continue
        for _ in range(500):
            if not waiting:
                break
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict):
                yield one
                waiting += [one.get("@graph"), one.get("mainEntity")]


def _publisher(stated: list[dict[str, Any]]) -> str | None:
    for one in stated:
        publisher = one.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip():
            return " ".join(name.split())
    return None


def _published(page: Parsed, stated: list[dict[str, Any]]) -> PartialDate | None:
    names = ("citation_publication_date", "citation_date", "article:published_time", "dc.date", "dc.date.issued")
    more = ("dcterms.issued", "dcterms.date", "datepublished", "date", "pubdate", "publish-date", "publication_date")
    written = [head.meta(page, name) for name in (*names, *more)]
    written += [one.get("datePublished") for one in stated if isinstance(one.get("datePublished"), str)]
    for element in page.body.walk():
        if element.get("itemprop") == "datePublished" or (element.tag == "time" and "pubdate" in element.attributes):
            written.append(element.get("datetime") or element.get("content") or element.text)
    for text in written:
        if text and (found := _date(text)):
            return found
    return next(_bylines(page), None)


def _bylines(page: Parsed) -> Iterator[PartialDate]:
    """A line of the page that says "Published: March 3, 2012"."""
    for element in page.body.walk():
        if (
            element.tag in {"p", "div", "span", "time", "td", "li", "small", "em", "h4", "h5", "h6"}
            and len(element.parts) <= 4
        ):
            text = element.text
            if 8 <= len(text) <= 70 and (match := _BYLINE.match(text)) and (found := _date(match["date"])):
                yield found


def _date(text: str) -> PartialDate | None:
    import datetime

    if match := _ISO.match(text.strip()):
        try:
            return PartialDate(*(int(part) for part in match.groups() if part))
        except ValueError:
            return None
    return dates.read(text, datetime.date.today()).date
