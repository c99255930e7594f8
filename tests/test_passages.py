from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import passages, reader, sources
from indexer.codes import Code
from indexer.documents import Excerpt, Page, Post, Provenance, Thread
from indexer.reader import Problem
from indexer.sources import Tier

SHIPPED = sources.rules(None)


def words(text: str) -> int:
    return len(text.split())


def excerpt(text: str, title: str = "T") -> Excerpt:
    return Excerpt("e", title, "CPT Assistant", None, None, None, None, None, None, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Use 62368. It is right.", ["Use 62368.", "It is right."]),
        ("See Dr. Smith about vol. 16 now. Done?", ["See Dr. Smith about vol. 16 now.", "Done?"]),
        ("Rules:\n\n- one\n- two", ["Rules:", "- one", "- two"]),
        ("J44.1 stays whole. Yes!", ["J44.1 stays whole.", "Yes!"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in passages.sentences(text)] == expected


def test_a_reply_carries_the_question_as_context_and_never_as_text() -> None:
    thread = Thread(
        "t", "Title", "AAPC forum", None, (Post("asker", None, "Is it 62367?"), Post("responder 1", None, "No."))
    )
    question, reply = passages.split(thread, words, 50, SHIPPED)
    assert (question.id, question.context, question.text) == ("t#post-1", "Title", "Is it 62367?")
    assert (reply.id, reply.context, reply.text) == ("t#post-2", "Title\nIs it 62367?", "No.")


def test_how_its_words_came_about_is_told_of_each_passage() -> None:
    named = "See CPT Assistant of July 2006, volume 16, issue 7; it says so."
    taken = 'We do. CPT Assistant, July 2006, volume 16, issue 7, says: "A check of the volume is part of the refill."'
    posts = (Post("asker", None, taken), Post("r", None, named), Post("r", None, taken))
    asked, mention, own, theirs = passages.split(Thread("t", "T", "AAPC forum", None, posts), words, 50, SHIPPED)
    assert [one.provenance for one in (asked, mention, own)] == [Provenance.SAID] * 3
    assert [one.tier for one in (asked, mention, own)] == [Tier.FORUM] * 3
    assert (theirs.provenance, theirs.tier) == (Provenance.REPORTED, Tier.CPT)
    assert (theirs.id, theirs.text) == ("t#post-3.2", "A check of the volume is part of the refill.")
    assert theirs.citation.startswith("CPT Assistant, July 2006, volume 16, issue 7, as quoted in AAPC forum, “T”, r")
    for retold, provenance in ((False, Provenance.VERBATIM), (True, Provenance.RETOLD)):
        (one,) = passages.split(replace(excerpt("Text."), retold=retold), words, 50, SHIPPED)
        assert one.provenance is provenance


@pytest.mark.parametrize(
    ("source", "payer"),
    [("CMS Internet-Only Manual", "Medicare"), ("Noridian", "Medicare"), ("CPT Assistant", None), ("Aetna", "Aetna")],
)
def test_the_payer_is_told_where_its_tier_tells_it(source: str, payer: str | None) -> None:
    (one,) = passages.split(replace(excerpt("Text."), source=source), words, 50, SHIPPED)
    assert one.payer == payer


def test_a_reply_is_searched_by_the_codes_of_its_thread_too() -> None:
    thread = Thread(
        "t", "99213", "AAPC forum", None, (Post("asker", None, "Is it 62367?"), Post("r", None, "62368, or 62367."))
    )
    reply = passages.split(thread, words, 50, SHIPPED)[1]
    assert reply.codes == (Code("CPT", "62368"), Code("CPT", "62367"))
    assert reply.about == (Code("CPT", "99213"), Code("CPT", "62367"))
    assert reply.searched_codes == (Code("CPT", "62368"), Code("CPT", "62367"), Code("CPT", "99213"))


def test_a_posting_that_says_nothing_is_no_passage() -> None:
    posts = (
        Post("asker", None, "Is it 62367?"),
        Post("responder 1", None, "I wish I knew.", "does not know"),
        Post("asker", None, "Anyone?", "bump"),
        Post("responder 2", None, "No."),
    )
    found = passages.split(Thread("t", "Title", "AAPC forum", None, posts), words, 50, SHIPPED)
    assert [passage.id for passage in found] == ["t#post-1", "t#post-3", "t#post-4"]


def test_a_long_text_is_cut_between_sentences() -> None:
    found = passages.split(excerpt("One two three. Four five six. Seven eight."), words, 8, SHIPPED)
    assert [(passage.id, passage.text) for passage in found] == [
        ("e#text.1", "One two three. Four five six."),
        ("e#text.2", "Seven eight."),
    ]


@given(st.text(alphabet=st.sampled_from("ab. \n1A"), max_size=300), st.integers(4, 40))
def test_nothing_is_dropped_and_no_limit_is_passed(text: str, limit: int) -> None:
    found = passages.split(excerpt(text), len, limit, SHIPPED)
    assert all(len(passage.context) + len(passage.text) <= limit for passage in found)
    assert "".join("".join(passage.text.split()) for passage in found) == "".join(text.split())
    assert all(passage.text in text for passage in found)


def test_every_shipped_document_gives_passages_with_unique_ids() -> None:
    documents = [one for one in reader.read(Path(__file__).parents[1] / "kb") if not isinstance(one, Problem)]
    found = [passage for document in documents for passage in passages.split(document, words, 150, SHIPPED)]
    assert {passage.document_id for passage in found} == {document.id for document in documents}
    assert len({passage.id for passage in found}) == len(found)


def test_a_passage_of_a_paged_excerpt_cites_the_pages_it_stands_on() -> None:
    text = "One two three. Four five six. Seven eight nine."
    second, third = text.index("five"), text.index("Seven")
    pages = (Page(0, "4"), Page(second, "5"), Page(third, "6"))
    paged = replace(excerpt(text), page="4-6", pages=pages)
    # A title of one word and three words of text are all that fits: each passage is a sentence.
    found = passages.split(paged, words, 4, SHIPPED)
    assert [(passage.text, passage.citation) for passage in found] == [
        ("One two three.", "CPT Assistant, page 4, undated"),
        ("Four five six.", "CPT Assistant, pages 4–5, undated"),
        ("Seven eight nine.", "CPT Assistant, page 6, undated"),
    ]
    (whole,) = passages.split(paged, words, 50, SHIPPED)
    assert whole.citation == "CPT Assistant, pages 4–6, undated"


def test_what_stands_before_the_first_page_cites_what_the_file_states() -> None:
    text = "Foreword. The rule."
    later = replace(excerpt(text), page="I-3", pages=(Page(text.index("The"), "I-4"), Page(len(text) - 5, "I-5")))
    assert [later.page_of(start, end) for start, end in ((0, 9), (0, 12), (10, 14), (10, 19))] == [
        "I-3",
        "I-4",
        "I-4",
        "I-4–I-5",
    ]
    assert excerpt(text).page_of(0, 5) is None
    assert passages.split(later, words, 50, SHIPPED)[0].citation == "CPT Assistant, pages I-4–I-5, undated"
