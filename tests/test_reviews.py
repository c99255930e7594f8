"""Reviews beside the index, and house rulings in a tier of their own."""

from __future__ import annotations

import datetime
import json
import multiprocessing
import stat
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Outcome, Place, source

from assistant import Desk
from assistant.answers import Answer
from assistant.keeping import reviews
from assistant.showing import plain
from indexer import reader, sources
from indexer.documents import Excerpt, PartialDate
from indexer.errors import DocumentError, RecordError
from indexer.formats import excerpt
from indexer.plugins import NoSettings
from indexer.sources import Tier

Command = Callable[..., Outcome]
ASKED = datetime.datetime(2026, 11, 25, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
QUESTION = "is a volume check reprogramming?"


@pytest.fixture(scope="module")
def answer(shipped_index: Path) -> Answer:
    return Desk.open(shipped_index).ask(QUESTION)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    (tmp_path / ".citedesk").mkdir()
    return tmp_path / ".citedesk"


def give_many(answer: Answer, index: Path, hours: Sequence[int]) -> None:
    for hour in hours:
        reviews.give(answer, ASKED + datetime.timedelta(hours=hour), index, "up", "x" * 1_000)


def test_a_review_is_one_line_beside_the_index_without_the_question(answer: Answer, index: Path) -> None:
    review = reviews.give(answer, ASKED, index, "down", "It is  old;\n\x1bsee Mrs. Jane Doe, MRN 00123456")
    (line,) = (index.parent / "citedesk-reviews.jsonl").read_text().splitlines()
    assert json.loads(line) == {
        "asked": "2026-11-25T08:30:00.000000+00:00",
        "question": review.question,
        "verdict": "down",
        "reason": "It is old; see Mrs. [name], MRN [MRN]",
        "text": None,
        "documents": list(dict.fromkeys(citation.document_id for citation in answer.citations)),
        "fingerprint": answer.fingerprint,
    }
    assert list(index.iterdir()) == []


def test_the_text_is_kept_only_where_the_user_agreed(answer: Answer, index: Path) -> None:
    reviews.give(answer, ASKED, index, "up", with_text=True)
    assert [review.text for review in reviews.read(index)] == [QUESTION]


def test_one_question_has_one_id_and_another_installation_another(answer: Answer, index: Path, tmp_path: Path) -> None:
    first = reviews.give(answer, ASKED, index, "up").question
    assert reviews.give(answer, ASKED + datetime.timedelta(days=1), index, "up").question == first
    assert reviews.give(answer, ASKED, tmp_path / "elsewhere", "up").question != first
    assert len(first) == 16
    key = tmp_path / "citedesk-reviews.key"
    assert len(key.read_bytes()) == 32
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_later_line_of_the_same_review_replaces_it(answer: Answer, index: Path) -> None:
    reviews.give(answer, ASKED, index, "down")
    reviews.give(answer, ASKED, index, "down", "the dose matters")
    later = ASKED + datetime.timedelta(hours=1)
    reviews.give(answer, later, index, "up")
    assert [(one.verdict, one.reason) for one in reviews.read(index)] == [("down", "the dose matters"), ("up", "")]
    reviews.give(answer, later, index, "withdrawn")
    assert [one.verdict for one in reviews.read(index)] == ["down"]
    assert len((index.parent / "citedesk-reviews.jsonl").read_text().splitlines()) == 4


def test_reviews_of_several_processes_keep_their_lines(answer: Answer, index: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=give_many, args=(answer, index, range(start, 40, 4))) for start in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    found = reviews.read(index)
    assert len(found) == 40
    assert {len(one.reason) for one in found} == {1_000}
    assert len({one.question for one in found}) == 1


def test_a_torn_line_is_told_and_the_next_review_stands_apart(answer: Answer, index: Path) -> None:
    path = index.parent / "citedesk-reviews.jsonl"
    path.write_text('{"asked": "2026')
    reviews.give(answer, ASKED, index, "up")
    assert len(path.read_text().splitlines()) == 2
    with pytest.raises(RecordError, match=r"citedesk-reviews\.jsonl:1: this is no review"):
        reviews.read(index)


def test_a_folder_that_cannot_be_written_is_told(answer: Answer, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="the review cannot be written"):
        reviews.give(answer, ASKED, tmp_path / "nowhere" / "index", "up")


def test_the_command_lists_ids_and_agreed_text(citedesk: Command, answer: Answer, index: Path, tmp_path: Path) -> None:
    assert citedesk("reviews", "--index", index).out == f"0 reviews in {tmp_path}/citedesk-reviews.jsonl\n"
    kept = reviews.give(answer, ASKED, index, "up", with_text=True)
    other = reviews.give(answer, ASKED + datetime.timedelta(hours=1), index, "down", "the dose matters")
    listed = citedesk("reviews", "--index", index)
    cited = f"    cited: {', '.join(kept.documents)}; {answer.fingerprint}"
    assert (listed.code, listed.err) == (0, "")
    assert listed.out.splitlines() == [
        f"2026-11-25 08:30  up    {kept.question}",
        f"    asked: {QUESTION}",
        cited,
        f"2026-11-25 09:30  down  {other.question}  the dose matters",
        cited,
        f"2 reviews in {tmp_path}/citedesk-reviews.jsonl",
    ]
    printed = json.loads(citedesk("reviews", "--json", "--index", index).out)
    assert [(one["question"], one["text"]) for one in printed["reviews"]] == [
        (kept.question, QUESTION),
        (other.question, None),
    ]


RULING = ("Volume check after a refill", "--signed", "A. Reviewer, CPC", "--date", "2026-11-25")
RULED = "A volume check alone is no reprogramming here: report 62367 for it, whoever does it."


def test_a_ruling_is_written_indexed_and_cited_below_what_it_cannot_overrule(citedesk: Command, place: Place) -> None:
    place.excerpt("pump.md", "Pump refill", "Report 62368 when the pump is reprogrammed at the volume check.")
    place.write("thread.md", "# Check\n\n## a1 (2010)\n\nIs a volume check 62367?\n\n## b2 (2010)\n\nYes, 62367.\n")
    outcome = citedesk("rule", *RULING, "--text", RULED, "--kb", place.kb)
    path = place.kb / "rulings/2026-11-25-volume-check-after-a-refill.md"
    assert (outcome.code, outcome.out.split(";")[0]) == (0, f"written to {path}")
    assert path.read_text() == (
        '---\nsource: House ruling\nsigned: "A. Reviewer, CPC"\ndate: 2026-11-25\n---\n'
        f"# Volume check after a refill\n\n{RULED}\n"
    )
    assert place.build().problems == ()
    found = Desk.open(place.index).ask("is a volume check alone 62367 or 62368?")
    last = next(citation for citation in found.citations if citation.tier is Tier.HOUSE)
    assert last.label == "House ruling, “Volume check after a refill”, signed A. Reviewer, CPC, November 25, 2026"
    assert (last.tier, last.tier.words, last.as_of) == (Tier.HOUSE, "house ruling", PartialDate(2026, 11, 25))
    assert {citation.tier for citation in found.citations} == {Tier.CPT, Tier.FORUM, Tier.HOUSE}
    assert found.citations[0].tier is not Tier.HOUSE
    quoted = f"House ruling, as of November 25, 2026, word for word: “{RULED}” [{last.number}]"
    # It is said at once, below the headline, which is not its.
    assert f"\n\n{quoted}\n\n" in found.text
    assert found.headline is not None
    assert found.headline.citation != last.number
    assert f"**House rulings**\n\n{quoted}" in plain.text(replace(found, full=True))


def test_a_ruling_cannot_borrow_authority() -> None:
    document, *_ = excerpt.read(
        source("---\nsource: house ruling\nsigned: N\ndate: 2026\n---\n# NCCI and CMS\n\nText.\n"), NoSettings()
    )
    assert isinstance(document, Excerpt)
    assert sources.tier(document, sources.rules(None)) is Tier.HOUSE
    assert max(Tier) is Tier.HOUSE
    unsigned = Excerpt("e", "T", "House ruling", None, None, None, None, None, None, "text")
    assert sources.tier(unsigned, sources.rules(None)) is Tier.VENDOR


@pytest.mark.parametrize(
    ("head", "line", "words"),
    [
        ("source: House ruling\ndate: 2026-11-25", 1, "signed and dated"),
        ("source: House ruling\nsigned: A. Reviewer", 1, "signed and dated"),
        ("source: CPT Assistant\nsigned: A. Reviewer\ndate: 2026", 3, "only a house ruling is signed"),
    ],
)
def test_what_is_not_signed_and_dated_is_no_ruling(head: str, line: int, words: str) -> None:
    with pytest.raises(DocumentError, match=words) as caught:
        list(excerpt.read(source(f"---\n{head}\n---\n# T\n\nText.\n"), NoSettings()))
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("", "--signed", "N", "--text", "x"), "the ruling has no title; "),
        (("T", "--signed", " ", "--text", "x"), "the ruling has no signature; "),
        (("T", "--signed", "N", "--text", " "), "the ruling has no text; "),
        (
            ("T", "--signed", "N", "--text", "Mrs. Jane Doe, MRN 00123456"),
            "the ruling seems to hold what ",
        ),
        (("T", "--signed", "N", "--text", "x", "--date", "2026-02-30"), "--date 2026-02-30: this is no date; "),
    ],
)
def test_a_ruling_that_says_too_little_or_too_much_is_refused(
    citedesk: Command, place: Place, words: tuple[str, ...], reason: str
) -> None:
    outcome = citedesk("rule", "--kb", place.kb, *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"citedesk: {reason}")
    assert list(place.kb.iterdir()) == []


def test_a_ruling_with_a_dated_heading_is_no_thread(citedesk: Command, place: Place) -> None:
    text = "Of old:\n\n## Section 4 (2010)\n\nReport 62368 for every check."
    assert citedesk("rule", *RULING, "--kb", place.kb, "--text", text).code == 0
    (document,) = reader.read(place.kb)
    assert isinstance(document, Excerpt)
    assert document.text == text


def test_a_ruling_is_never_overwritten(citedesk: Command, place: Place) -> None:
    words = ("rule", *RULING, "--kb", place.kb, "--text")
    assert citedesk(*words, "First.").code == 0
    again = citedesk(*words, "Second.")
    assert (again.code, again.out) == (2, "")
    assert "this ruling is there already; give another title, or edit the file" in again.err
    assert "First." in (place.kb / "rulings/2026-11-25-volume-check-after-a-refill.md").read_text()


@pytest.mark.parametrize("signed", ['O"Neil: #1', "Zoë \\ K.", "- yes", "2026"])
def test_a_signature_survives_the_front_matter(citedesk: Command, place: Place, signed: str) -> None:
    assert citedesk("rule", "T", "--signed", signed, "--text", "x", "--kb", place.kb).code == 0
    (path,) = (place.kb / "rulings").iterdir()
    document, *_ = excerpt.read(source(path.read_text()), NoSettings())
    assert isinstance(document, Excerpt)
    assert document.signed == signed
