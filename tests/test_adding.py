"""Files that are handed over: drafted as the indexer would read them, written whole or not at all, indexed apart."""

from __future__ import annotations

import datetime
import json
import os
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from conftest import Outcome, Place
from test_read_only import read_only

from assistant.ask import Desk
from assistant.keeping import rulings
from assistant.library import adding, holdings, working
from assistant.library.adding import Drafted, There
from assistant.library.working import Done, Step, Work
from assistant.showing import draft_page, ruling_page
from indexer import reference
from indexer.documents import Excerpt, PartialDate, Thread
from indexer.errors import RecordError
from indexer.settings import IndexSettings

Command = Callable[..., Outcome]
TODAY = datetime.date(2026, 11, 30)
THREAD = b"""# Is 62368 right for a zorblax refill?

## jane (Mar 18, 2010)
We refill the pump. Is 62368 right? Call 555-123-4567.

## bob (Mar 19, 2010)
No. For a zorblax refill report 95991.

## carl (Mar 20, 2010)
Bump.
"""
EXCERPT = b"---\nsource: CPT Assistant\ndate: 2006-07\n---\n# Pump refill\n\nReport 95990 at the refill.\n"
PAIRS = (
    b"Column 1,Column 2,*=In existence prior to 1996,Effective Date,Deletion Date *=no data,"
    b"Modifier 0=not allowed 1=allowed 9=not applicable,PTP Edit Rationale\n"
    b"62370,95991,,20120101,*,0,Standards\n"
)


@pytest.fixture
def base(place: Place) -> Place:
    place.excerpt("pump.md", "Pump", "Report 62368 when the pump is reprogrammed.")
    place.build()
    return place


def drafted(base: Place, **given: bytes) -> dict[str, Drafted]:
    (place,) = adding.places(base.index)
    files = {name.replace("_", "."): data for name, data in given.items()}
    return {one.names[0]: one for one in adding.draft(files, place, IndexSettings())}


def test_a_thread_is_drafted_as_the_indexer_reads_it(base: Place) -> None:
    one = drafted(base, thread_md=THREAD)["thread.md"]
    assert one.explained
    (told,) = one.explained.documents
    assert isinstance(told.document, Thread)
    assert told.document.id == "added/thread"
    assert [post.role for post in told.document.posts] == ["asker", "responder 1", "responder 2"]
    assert [silent.part for silent in told.silent] == ["post-3"]
    shown = draft_page.draft(one)
    assert "Read as forum thread: 1 thread." in shown
    assert "Responder 1, March 19, 2010:" in shown
    assert "Masked: phone 1" in shown
    assert "555" not in shown
    assert not (base.kb / adding.FOLDER).exists()


def test_each_bad_file_is_one_line_and_no_other_is_lost_for_it(base: Place) -> None:
    found = drafted(
        base, thread_md=THREAD, empty_md=b" \n", noise_bin=b"\0\1\2" * 50, README_md=EXCERPT, cut_pdf=b"%PDF-1.4\ncut"
    )
    assert [name for name, one in found.items() if one.readable and not one.refusal] == ["thread.md"]
    assert "the file is empty" in draft_page.draft(found["empty.md"])
    assert "this is a binary file" in draft_page.draft(found["noise.bin"])
    assert "speaks about the knowledge base" in (found["README.md"].refusal or "")
    cut = found["cut.pdf"].explained
    assert cut
    assert len(cut.left_out) == 1


@pytest.mark.parametrize("name", ["../up.md", "a/b.md", "a\\b.md", "C:x.md", ".hidden.md", "", "line\nbreak.md", ".."])
def test_a_name_that_leads_elsewhere_is_refused(base: Place, name: str) -> None:
    (place,) = adding.places(base.index)
    (one,) = adding.draft({name: EXCERPT}, place, IndexSettings())
    assert one.refusal
    with pytest.raises(RecordError):
        adding.save(name, EXCERPT, place)
    assert [path.name for path in base.kb.parent.rglob("*.md")] == ["pump.md"]


def test_nothing_is_overwritten_in_silence(base: Place) -> None:
    (place,) = adding.places(base.index)
    path = adding.save("refill.md", EXCERPT, place)
    assert path == base.kb / "added" / "refill.md"
    assert path.read_bytes() == EXCERPT
    assert drafted(base, refill_md=EXCERPT)["refill.md"].there is There.THE_SAME
    other = EXCERPT.replace(b"95990", b"95991")
    assert drafted(base, refill_md=other)["refill.md"].there is There.ANOTHER
    assert adding.save("refill.md", EXCERPT, place) == path
    with pytest.raises(RecordError, match="another file has this name"):
        adding.save("refill.md", other, place)
    assert path.read_bytes() == EXCERPT
    adding.save("refill.md", other, place, replace=True)
    assert path.read_bytes() == other
    assert [one.name for one in path.parent.iterdir()] == ["refill.md"]
    # The same id under another ending would be left out by the indexer.
    assert "only one of them would be read" in (drafted(base, refill_txt=EXCERPT)["refill.txt"].refusal or "")


def test_a_link_is_not_followed_out_of_the_folder(base: Place, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (base.kb / "added").symlink_to(outside)
    (place,) = adding.places(base.index)
    with pytest.raises(RecordError, match="this is a link"):
        adding.save("refill.md", EXCERPT, place)
    assert list(outside.iterdir()) == []
    (base.kb / "added").unlink()
    (base.kb / "added").mkdir()
    victim = outside / "victim.md"
    victim.write_text("kept")
    (base.kb / "added" / "refill.md").symlink_to(victim)
    with pytest.raises(RecordError, match="another file has this name"):
        adding.save("refill.md", EXCERPT, place)
    adding.save("refill.md", EXCERPT, place, replace=True)
    assert victim.read_text() == "kept"


def test_files_that_belong_together_are_drafted_as_one(base: Place) -> None:
    sidecar = b"source: Clinic manual\ndate: 2020\n"
    found = drafted(base, table_csv=b"title,text\nPump,Report 62370 with care.\n", table_csv_yaml=sidecar)
    (one,) = found.values()
    assert one.names == ("table.csv", "table.csv.yaml")
    assert one.explained
    (told,) = one.explained.documents
    assert isinstance(told.document, Excerpt)
    assert (told.document.source, told.document.published) == ("Clinic manual", PartialDate(2020))
    page = "<html><body><h1>{}</h1>" + "".join(
        f'<div class="post"><a class="user">u{n}</a><time datetime="2012-03-1{n}">x</time><p>Reply {n}, 62370</p></div>'
        for n in range(1, 4)
    )
    pages = {f"topic{part}.html": page.format("Pump topic").encode() for part in ("", "-page-2")}
    (place,) = adding.places(base.index)
    (joined,) = adding.draft(pages, place, IndexSettings())
    assert sorted(joined.names) == ["topic-page-2.html", "topic.html"]
    # One of them is there already: the other can still be added.
    adding.save("topic.html", pages["topic.html"], place)
    (joined,) = adding.draft(pages, place, IndexSettings())
    assert joined.there is There.NOTHING


def test_a_public_file_is_known_alone_and_in_an_archive(base: Place) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("ccipra-v301r0-f1.csv", PAIRS)
    (place,) = adding.places(base.index)
    for name, data in (("ccipra-v301r0-f1.csv", PAIRS), ("ccipra.zip", packed.getvalue())):
        (one,) = adding.draft({name: data}, place, IndexSettings())
        (published,) = one.references
        assert (published.kind, published.setting, published.quarter) == ("NCCI PTP edits", "practitioner", "2024 Q2")
        assert one.readable
        assert "A public reference file, NCCI PTP edits practitioner 2024 Q2" in draft_page.draft(one)
    done = working.add_reference(base.index, {"ccipra-v301r0-f1.csv": PAIRS})
    assert done == Done(added=("ccipra-v301r0-f1.csv: NCCI PTP edits practitioner 2024 Q2, 1 rows",))
    assert [one.rows for one in reference.Store(reference.beside(base.index)).files()] == [1]
    again = working.add_reference(base.index, {"other.csv": b"a,b\n1,2\n"})
    assert again.error
    assert len(again.error.splitlines()) == 1


def over(work: Work, number: int) -> Done:
    for _ in range(1200):
        if done := work.done(number):
            return done
        time.sleep(0.1)
    raise TimeoutError


def test_an_open_desk_answers_from_what_was_added(base: Place) -> None:
    before = Desk.open(base.index)
    (place,) = adding.places(base.index)
    adding.save("thread.md", THREAD, place)
    work = Work(base.index)
    number = work.index()
    assert work.step is not None
    done = over(work, number)
    assert (done.error, done.documents, done.left_out) == (None, 2, 0)
    assert done.new == done.passages - 1 > 0
    assert [one.id for one in holdings.read(Desk.open(base.index).index.store)] == ["added/thread", "pump"]
    assert len(before.index.store) == 1
    for _ in range(50):
        if work.step is None:
            break
        time.sleep(0.1)
    assert work.step is None


def test_whoever_adds_while_an_indexing_runs_has_another_follow(base: Place) -> None:
    work = Work(base.index)
    first = work.index()
    while work.step == Step("starting", 0, 1):
        time.sleep(0.01)
    base.excerpt("late.md", "Late", "Report 95990.")
    second = work.index()
    assert second == first + 1
    assert (over(work, first).error, over(work, second).error) == (None, None)
    assert "late" in {one.id for one in holdings.read(base.open().store)}


def test_an_indexing_that_cannot_be_done_is_one_line_and_the_last_index_stands(base: Place) -> None:
    (base.kb / "pump.md").unlink()
    work = Work(base.index)
    failed = over(work, work.index())
    assert failed.error
    assert "knowledge base is empty" in failed.error
    assert len(base.open().store) == 1


def test_what_can_only_be_read_is_told_before_anything_is_written(base: Place) -> None:
    with read_only(base.kb):
        (place,) = adding.places(base.index)
        assert place.refusal
        assert "cannot be written" in place.refusal
        with pytest.raises(RecordError, match="cannot be written"):
            adding.save("refill.md", EXCERPT, place)
    with read_only(base.index):
        (place,) = adding.places(base.index)
        assert place.refusal
        assert str(base.index) in place.refusal


def test_the_base_that_came_with_the_program_takes_no_files(base: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.shipped._PACKAGE", base.kb.parent)
    (place,) = adding.places(base.index)
    assert place.refusal
    assert "came with the program" in place.refusal


def test_an_index_of_one_file_or_of_no_folder_has_no_place(place: Place) -> None:
    file = place.excerpt("pump.md", "Pump", "Report 62368.")
    place.build(file)
    assert adding.places(place.index) == ()


def test_a_ruling_is_listed_and_retired_and_answers_know(base: Place, citedesk: Command) -> None:
    path = rulings.write(
        "Volume check", "Report 62367 for a zorblax.", "A. Reviewer", datetime.date(2020, 1, 2), base.kb
    )
    (one,) = rulings.listed([base.kb])
    assert (one.path, one.id, one.said.signed) == (path, "rulings/2020-01-02-volume-check", "A. Reviewer")
    assert ruling_page.standing(one.said, [], TODAY) == "In force; not indexed yet"
    base.build()
    held = holdings.read(base.open().store)
    assert ruling_page.standing(one.said, held, TODAY) == "In force"
    listed = json.loads(citedesk("rulings", "--json", "--index", base.index).out)["rulings"]
    assert [(row["id"], row["until"]) for row in listed] == [(one.id, None)]
    wrong = citedesk("rulings", "--retire", "nothing", "--index", base.index)
    assert (wrong.code, len(wrong.err.splitlines())) == (2, 1)
    retired = citedesk("rulings", "--retire", one.id, "--until", "2021-03-04", "--index", base.index)
    assert retired.code == 0
    (now,) = rulings.listed([base.kb])
    assert now.said.until == PartialDate(2021, 3, 4)
    assert now.said.text == one.said.text
    assert (now.in_force(datetime.date(2021, 3, 4)), now.in_force(datetime.date(2021, 3, 5))) == (True, False)
    with pytest.raises(RecordError, match="retired already"):
        rulings.retire(now, TODAY)
    base.build()
    held = holdings.read(base.open().store)
    assert ruling_page.standing(now.said, held, TODAY) == "Retired, in force until March 4, 2021"


def test_a_ruling_of_another_form_is_not_touched(base: Place) -> None:
    path = rulings.write("Volume check", "Report 62367.", "A. Reviewer", datetime.date(2020, 1, 2), base.kb)
    written = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(written)
    (one,) = rulings.listed([base.kb])
    with pytest.raises(RecordError, match="cannot be retired here"):
        rulings.retire(one, TODAY)
    assert path.read_bytes() == written
    assert [name for name in os.listdir(path.parent) if name != path.name] == []
