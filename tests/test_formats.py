from __future__ import annotations

from pathlib import Path

import pytest

from indexer.documents import PartialDate
from indexer.errors import DocumentError
from indexer.formats import excerpt, forum_thread

RAW = """# Pump codes



## sam_hill (Mar 18, 2010)

Is a volume check programming?


----------


## PatSmith* (Mar 19, 2010)

sam_hill said:


> Is a volume check programming?



Sam, *only *when the _dose_ changes. See LD*50.


----------


## sam_hill (undated)

Thank you Pat!
Sam

----------
"""


def test_a_raw_dump_becomes_roles_dates_and_unquoted_text() -> None:
    thread = forum_thread.read(RAW, "raw")
    assert [(post.role, post.posted) for post in thread.posts] == [
        ("asker", PartialDate(2010, 3, 18)),
        ("responder 1", PartialDate(2010, 3, 19)),
        ("asker", None),
    ]
    assert thread.posts[1].text == "[name], only when the dose changes. See LD*50."
    assert thread.posts[2].text == "Thank you [name]!\n[name]"


def test_a_quotation_that_no_earlier_posting_holds_is_kept() -> None:
    text = "# T\n\n## a1 (2010)\n\nHow?\n\n----\n\n## b2 (2011)\n\nThe manual:\n\n> Report it once.\n\nDone.\n"
    post = forum_thread.read(text, "t").posts[1]
    assert post.text == "The manual:\n\n> Report it once.\n\nDone."
    assert [post.text[span.start : span.end] for span in post.quoted] == ["> Report it once."]


def test_an_excerpt_keeps_only_the_stated_particulars() -> None:
    text = "---\nsource: CPT Assistant\ndate: 2006-07\nvolume: 16\nissue: 7\n---\n# Title\n\nThe rule.\n"
    document = excerpt.read(text, "e")
    assert (document.title, document.source, document.text) == ("Title", "CPT Assistant", "The rule.")
    assert (document.published, document.volume, document.issue) == (PartialDate(2006, 7), "16", "7")
    assert (document.section, document.seen_in, document.superseded_by) == (None, None, None)
    assert (document.chapter, document.page) == (None, None)


def test_an_excerpt_of_a_manual_has_chapter_and_page() -> None:
    text = "---\nsource: NCCI Policy Manual\nchapter: 1\nsection: B\npage: I-4\n---\n# Title\n\nThe rule.\n"
    document = excerpt.read(text, "e")
    assert (document.chapter, document.section, document.page) == ("1", "B", "I-4")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\nsource: x\n# T\n\ntext\n", 1, "no closing"),
        ("---\nsource: [x\n---\n# T\n\ntext\n", 2, "broken front matter"),
        ("---\nsource: x\ndate: 2010-13\n---\n# T\n\ntext\n", 3, "possible date"),
        ("---\nsource: x\nvolum: 2\n---\n# T\n\ntext\n", 3, "unknown key 'volum'"),
        ("---\nsource: x\n---\ntext\n", 4, "title"),
        ("---\nsource: x\n---\n", 3, "no title"),
        ("---\nsource: x\n---\n# T\n\n", 5, "no text"),
        ("---\ndate: 2010\n---\n# T\n\ntext\n", 1, "no source"),
        ("---\n- a\n---\n# T\n\ntext\n", 2, "key: value"),
    ],
)
def test_a_bad_excerpt_says_where_and_why(text: str, line: int, words: str) -> None:
    with pytest.raises(DocumentError, match=words) as caught:
        excerpt.read(text, "bad")
    assert caught.value.line == line


def test_an_impossible_posting_date_leaves_the_posting_undated() -> None:
    text = "# T\n\n## a1 (2010)\n\nHow?\n\n----\n\n## b2 (Feb 30, 2010)\n\nSo it is.\n"
    assert [post.posted for post in forum_thread.read(text, "t").posts] == [PartialDate(2010), None]


def test_a_file_of_two_threads_is_two_documents() -> None:
    text = "\n".join(f"# T{n}\n\n## a1 (2010)\n\nHow?\n\n----\n\n## b2 (2011)\n\nUse it.\n\n----\n" for n in (1, 2))
    first, second = forum_thread.documents(text, "t")
    assert [(one.id, one.title, one.question, len(one.posts)) for one in (first, second)] == [
        ("t", "T1", "How?", 2),
        ("t-2", "T2", "How?", 2),
    ]
    with pytest.raises(DocumentError, match="holds 2 threads"):
        forum_thread.read(text, "t")


def test_a_posting_that_says_nothing_is_flagged() -> None:
    text = "# T\n\n## a1 (2010)\n\nHow?\n\n----\n\n## b2 (2011)\n\nThanks!\n"
    assert [post.nothing for post in forum_thread.read(text, "t").posts] == [None, "thanks"]


SEED = Path(__file__).parents[2] / "shared/seeds/000_58f19ea376c5a1d4.txt"


@pytest.mark.skipif(not SEED.exists(), reason="the raw seed thread is not beside this checkout")
def test_the_real_raw_thread_is_read_without_names_or_repeats() -> None:
    thread = forum_thread.read(SEED.read_text(), "seed")
    assert [post.role for post in thread.posts] == ["asker"] * 1 + ["responder 1", "asker", "responder 1"] + [
        "asker",
        "asker",
        "responder 1",
        "asker",
    ]
    everything = "\n".join(post.text for post in thread.posts).lower()
    assert "rebecca" not in everything
    assert "marci" not in everything
    assert everything.count("changing or adjusting the volume (nothing else") == 1
    assert "without reprogramming, or 62368," in everything
