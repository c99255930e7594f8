from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import passages, reader, sources
from indexer.documents import Excerpt, Post, Thread

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
    documents, _ = reader.read(Path(__file__).parents[1] / "kb")
    found = [passage for document in documents for passage in passages.split(document, words, 150, SHIPPED)]
    assert {passage.document_id for passage in found} == {document.id for document in documents}
    assert len({passage.id for passage in found}) == len(found)
