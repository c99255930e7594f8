"""What a base holds, document by document, in figures and whole; and how the page writes it, without a browser."""

from __future__ import annotations

import datetime
import functools
import json
import os
from collections.abc import Callable
from pathlib import Path

import driven
import pytest
import streamlit as st
from conftest import Outcome, Place
from driven import shown
from streamlit.testing.v1 import AppTest

from assistant.library import choosing, counting, holdings, overview
from assistant.library.choosing import Order, Wanted
from assistant.library.counting import Amount
from assistant.library.holdings import Lack
from assistant.showing import library, library_page
from assistant.widgets import permission
from indexer import changed, problems
from indexer.documents import PartialDate, Provenance
from indexer.errors import KnowledgeBaseError, QuestionError
from indexer.reader import Problem
from indexer.settings import IndexSettings, PluginTables
from indexer.sources import Tier

Command = Callable[..., Outcome]
TODAY = datetime.date(2026, 11, 30)
THREAD = """\
# Refill of a pump

## ann (Mar 18, 2010)
Is 62368 right when only the volume is checked?

## bob (Mar 19, 2010)
No. Report 95991 for the refill.

## dan (Mar 20, 2010)
Bump.

## carl (Mar 21, 2010)
I would look at 62370 as well.
"""


def excerpt(title: str, text: str, *keys: str, source: str = "CPT Assistant") -> str:
    return "\n".join(["---", f"source: {source}", *keys, "---", f"# {title}", "", text, ""])


@pytest.fixture
def small(place: Place) -> Place:
    """A thread with a posting that says nothing, an excerpt that was replaced, its successor, and an undated one."""
    place.write("thread.md", THREAD)
    old = ("date: 2006-07", "until: 2011", "superseded_by: new")
    place.write("old.md", excerpt("Old rule", "Report 62368 with 95990.", *old))
    place.write("new.md", excerpt("New rule", "Never report 62368 with 95990.", "date: 2012-01", "effective: 2012-01"))
    place.write("bare.md", excerpt("No date", "Append 59 when it is distinct.", source="Aetna"))
    place.build()
    return place


def test_each_document_is_held_with_what_its_passages_say(small: Place) -> None:
    held = {one.id: one for one in holdings.read(small.open().store)}
    assert list(held) == ["bare", "new", "old", "thread"]
    thread, old = held["thread"], held["old"]
    assert (thread.kind, thread.tier, thread.postings) == ("thread", Tier.FORUM, 3)
    assert thread.date == PartialDate(2010, 3, 18)
    assert [code.value for code in thread.codes] == ["62368", "62370", "95991"]
    assert (old.kind, old.tier, old.postings, old.passages) == ("excerpt", Tier.CPT, 0, 1)
    assert old.provenances == (Provenance.VERBATIM,)
    assert old.lacks(TODAY) == (Lack.ENDED, Lack.REPLACED)
    assert old.lacks(datetime.date(2011, 12, 31)) == (Lack.REPLACED,)
    assert held["new"].lacks(datetime.date(2011, 12, 31)) == (Lack.PENDING,)
    assert held["bare"].lacks(TODAY) == (Lack.UNDATED, Lack.UNTRACEABLE)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["new", "thread", "old", "bare"]),
        (Wanted(words="RULE cpt"), ["new", "old"]),
        (Wanted(words="nowhere"), []),
        (Wanted(tiers=frozenset({Tier.FORUM, Tier.PAYER})), ["thread", "bare"]),
        (Wanted(years=frozenset({2006, 2010})), ["thread", "old"]),
        (Wanted(sources=frozenset({"Aetna"})), ["bare"]),
        (Wanted(lacks=frozenset({Lack.UNDATED, Lack.REPLACED})), ["old", "bare"]),
        (Wanted(provenances=frozenset({Provenance.SAID}), years=frozenset({2006})), []),
    ],
)
def test_documents_are_narrowed_by_every_field(small: Place, wanted: Wanted, found: list[str]) -> None:
    held = holdings.read(small.open().store)
    assert [one.id for one in choosing.chosen(held, wanted, TODAY)] == found


def test_the_order_puts_the_undated_last_however_it_is_turned(small: Place) -> None:
    held = holdings.read(small.open().store)
    orders = {order: [one.id for one in choosing.chosen(held, Wanted(), TODAY, order)] for order in Order}
    assert orders == {
        Order.NEWEST: ["new", "thread", "old", "bare"],
        Order.OLDEST: ["old", "thread", "new", "bare"],
        Order.TITLE: ["new", "bare", "old", "thread"],
        Order.SOURCE: ["bare", "thread", "new", "old"],
    }


def test_figures_add_up(small: Place) -> None:
    held = holdings.read(small.open().store)
    found = counting.of(held, TODAY)
    passages = sum(one.passages for one in held)
    assert found.whole == Amount(4, passages)
    assert found.threads == 1
    for table in (found.tiers, found.sources, found.years):
        assert sum(amount.documents for amount in table.values()) == 4
        assert sum(amount.passages for amount in table.values()) == passages
    assert list(found.tiers) == [Tier.CPT, Tier.PAYER, Tier.FORUM]
    assert list(found.years) == [2012, 2010, 2006, None]
    assert next(iter(found.sources)) == "CPT Assistant"
    assert {code.value: amount.documents for code, amount in found.codes.items()}["62368"] == 3
    assert {lack: amount.documents for lack, amount in found.lacks.items() if amount.documents} == {
        Lack.UNDATED: 1,
        Lack.UNTRACEABLE: 1,
        Lack.ENDED: 1,
        Lack.REPLACED: 1,
    }


def test_a_document_is_read_whole(small: Place) -> None:
    store = small.open().store
    thread = holdings.whole(store, "thread")
    assert [(part.name, part.role) for part in thread.parts] == [
        ("post-1", "asker"),
        ("post-2", "responder 1"),
        ("post-4", "responder 3"),
    ]
    assert thread.unheard == (3,)
    assert "Posting 3 says nothing" in library.unheard(thread)
    assert [library.heading(part) for part in thread.parts][1] == "Posting 2, responder 1, March 19, 2010"
    old = holdings.whole(store, "old")
    assert old.successor
    assert (old.successor.id, dict(library.stated(old))["Replaced by"]) == ("new", "New rule (new)")
    with pytest.raises(QuestionError, match="'gone' is no document of this base"):
        holdings.whole(store, "gone")


def test_a_successor_that_the_base_lacks_is_told(place: Place) -> None:
    place.write("old.md", excerpt("Old rule", "Report 62368.", "date: 2006", "superseded_by: elsewhere"))
    place.build()
    found = holdings.whole(place.open().store, "old")
    assert (found.successor, dict(library.stated(found))["Replaced by"]) == (None, "elsewhere, which this base lacks")


def test_what_an_indexing_told_is_kept_and_replaced_by_the_next(place: Place) -> None:
    place.excerpt("good.md", "Good", "Report 62368 at the refill.")
    bad = place.write("bad.md", "---\nsource: CPT Assistant\ndate: 2006-13\n---\n# Bad\n\nText.\n")
    report = place.build()
    kept = problems.read(place.index)
    assert kept == problems.Account(report.problems, report.counts)
    assert kept
    assert [problem.path for problem in kept.left_out] == [bad]
    bad.unlink()
    place.build()
    after = problems.read(place.index)
    assert after
    assert after.left_out == ()
    assert "2006-13" not in (place.index / problems.FILE).read_text()


def test_an_indexing_that_failed_is_kept_as_such(place: Place) -> None:
    good = place.excerpt("good.md", "Good", "Report 62368 at the refill.")
    place.build()
    good.write_text("---\nsource: X\ndate: 2006-13\n---\n# Bad\n\nText.\n")
    with pytest.raises(KnowledgeBaseError):
        place.build()
    kept = problems.read(place.index)
    assert kept
    assert (kept.complete, len(kept.left_out)) == (False, 1)
    (place.index / problems.FILE).write_text("[1")
    assert problems.read(place.index) is None


def test_what_changed_since_is_told_by_names_and_times(small: Place) -> None:
    unread = small.write("noise.md", "---\nsource: X\ndate: 2006-13\n---\n# Bad\n\nText.\n")
    small.build()

    def since() -> changed.Changed:
        kept = problems.read(small.index)
        assert kept
        told = {problem.path for problem in kept.problems}
        ids = {one.id for one in holdings.read(small.open().store)}
        return changed.since(small.index, ids, told, PluginTables())

    # Written before the minute of the indexing, as far as the clock tells.
    for path in small.kb.iterdir():
        os.utime(path, (0, 0))
    assert not since()
    added = small.excerpt("later.md", "Later", "Report 95990.")
    os.utime(added, (0, 0))
    (small.kb / "old.md").unlink()
    written = small.write("thread.md", THREAD + "\nMore.\n")
    os.utime(written, (4e9, 4e9))
    assert since() == changed.Changed((added,), (written,), ("old",))
    os.utime(unread, (4e9, 4e9))
    assert since().written == (unread, written)


def test_stats_tell_the_base_in_figures(small: Place, citedesk: Command) -> None:
    shown = citedesk("stats", "--index", small.index)
    assert shown.code == 0
    assert "4 documents in" in shown.out
    rows = {tuple(line.split()) for line in shown.out.splitlines()}
    assert ("CPT", "Assistant", "2", "2") in rows
    assert ("replaced", "1", "1") in rows
    assert "0 left out" in shown.out
    told = json.loads(citedesk("stats", "--json", "--index", small.index).out)
    assert (told["documents"], told["threads"], told["folders"]) == (4, 1, [str(small.kb)])
    assert {row["tier"]: row["documents"] for row in told["tiers"]} == {"cpt": 2, "payer": 1, "forum": 1}
    assert told["last_indexing"]["complete"] is True
    assert told["changed"] == {"added": [], "written": [], "gone": []}


def test_documents_are_listed_and_one_is_read_on_the_command_line(small: Place, citedesk: Command) -> None:
    listed = citedesk("documents", "--index", small.index, "--lacks", "replaced", "rule")
    assert listed.out.splitlines() == [
        "old: Old rule (CPT Assistant; July 2006; CPT book or CPT Assistant; word for word; excerpt; past its date; "
        "replaced)",
        "1 of 4 documents",
    ]
    told = json.loads(citedesk("documents", "--json", "--code", "62368", "--index", small.index).out)
    assert [one["id"] for one in told["documents"]] == ["new", "thread", "old"]
    assert told["of"] == 4
    read = citedesk("document", "thread", "--index", small.index)
    assert "Posting 2, responder 1, March 19, 2010" in read.out
    assert "ann" not in read.out.split()
    whole = json.loads(citedesk("document", "old", "--json", "--index", small.index).out)
    assert (whole["successor"], whole["parts"][0]["passages"][0]["text"]) == ("new", "Report 62368 with 95990.")
    for words in (["document", "gone"], ["documents", "--tier", "aunt"], ["documents", "--code", "pump"]):
        refused = citedesk(*words, "--index", small.index)
        assert (refused.code, len(refused.err.splitlines())) == (2, 1)


def test_text_of_documents_is_escaped_on_the_page(place: Place) -> None:
    hostile = "[j](javascript:alert(1)) :red[x] $y$ &lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x&gt;"
    place.write("bad.md", excerpt(hostile, f"Report 62370. {hostile}", "date: 2006", source="&lt;b&gt;Journal"))
    place.build()
    opened = place.open()
    (held,) = holdings.read(opened.store)
    shown = [
        library_page.whole(holdings.whole(opened.store, "bad"), TODAY),
        library_page.row(held, TODAY),
        library_page.tables(counting.of([held], TODAY), 5),
    ]
    for html in shown:
        assert "<script" not in html
        assert "<img" not in html
        assert "<b>" not in html
        assert "&lt;b&gt;Journal" in html
    assert 'href="javascript' not in shown[0]


def test_an_overview_names_a_folder_that_is_gone(small: Place) -> None:
    for path in small.kb.iterdir():
        path.unlink()
    opened = small.open()
    found = overview.of(small.index, holdings.read(opened.store), opened.manifest, IndexSettings().plugins, TODAY)
    assert found.caution
    assert str(small.kb) in found.caution


@pytest.fixture
def page(small: Place) -> Callable[..., AppTest]:
    """The page over the small base, with what its address names."""
    st.cache_resource.clear()

    return functools.partial(driven.opened, "library", small.index)


def test_the_page_lists_opens_and_tells_a_stale_link(page: Callable[..., AppTest]) -> None:
    listed = page()
    assert "4 of 4 documents" in shown(listed)
    title = next(button for button in listed.button if button.label == "Old rule")
    opened = title.click().run()
    assert dict(opened.query_params) == {"d": "old"}
    assert "<dt>Replaced by</dt><dd>New rule (new)</dd>" in shown(opened)
    assert "&#x27;gone&#x27; is no document of this base" in shown(page(d="gone"))


def test_the_page_shows_what_was_left_out_and_what_changed(small: Place, page: Callable[..., AppTest]) -> None:
    small.write("bad.md", "---\nsource: <b>X</b>\ndate: 2006-13\n---\n# Bad\n\nText.\n")
    small.build()
    small.excerpt("later.md", "Later", "Report 95990.")
    html = shown(page(part="State"))
    assert "1 left out, 0 notes" in html
    assert "bad.md:3: date: &#x27;2006-13&#x27; is not a possible date" in html
    assert "1 added: " in html
    assert "later.md" in html


@pytest.mark.parametrize("part", ["Add files", "Rulings"])
def test_who_may_not_is_told_and_offered_nothing(
    page: Callable[..., AppTest], part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = page(part=part)
    assert len(allowed.get("file_uploader")) + len(allowed.text_area) == 1
    monkeypatch.setattr(permission, "refused", lambda duty: f"you may not {duty}; ask the librarian")
    refused = page(part=part)
    assert "you may not" in shown(refused)
    assert len(refused.get("file_uploader")) + len(refused.text_area) == 0


def test_many_problems_of_one_kind_are_not_all_shown(tmp_path: Path) -> None:
    many = tuple(Problem(tmp_path / f"{number}.md", 3, "the file is empty; take it away") for number in range(1000))
    html = library_page._told(problems.Account(many))
    assert html.count("<li>") == 200 + 1
    assert "and 800 more" in html
    assert "1,000 left out" in html
