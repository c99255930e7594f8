"""The two Markdown forms, each held to the contract of every format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import source

from indexer.documents import Excerpt, PartialDate, Thread
from indexer.errors import DocumentError
from indexer.formats import Count, Fate, Note, excerpt, forum_thread
from indexer.plugins import NoSettings
from indexer.testing.format_contract import FormatContract

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


EXCERPT = "---\nsource: CPT Assistant\ndate: 2006-07\nvolume: 16\nissue: 7\n---\n# Title\n\nThe rule.\n"


def thread_of(text: str) -> Thread:
    (found,) = (one for one in forum_thread.read(source(text), NoSettings()) if isinstance(one, Thread))
    return found


def excerpt_of(text: str) -> Excerpt:
    (found,) = (one for one in excerpt.read(source(text), NoSettings()) if isinstance(one, Excerpt))
    return found


class TestForumThread(FormatContract):
    module = forum_thread
    samples = (source(RAW, "raw.txt"), source(f"---\nsource: AAPC forum\n---\n{RAW}", "a/b.md"))


class TestExcerpt(FormatContract):
    module = excerpt
    samples = (source(EXCERPT), source(b"\xef\xbb\xbf" + EXCERPT.replace("\n", "\r\n").encode()))


def test_a_thread_with_front_matter_is_a_thread_before_it_is_an_excerpt() -> None:
    both = source(f"---\nsource: AAPC forum\n---\n{RAW}")
    assert forum_thread.accepts(both) > excerpt.accepts(both) > 0
    assert excerpt.accepts(source(EXCERPT, "title.MD")) > 0 == excerpt.accepts(source(EXCERPT, "title.rst"))


def test_front_matter_in_two_places_is_refused() -> None:
    twice = replace(source(EXCERPT), sidecar=source("source: NCCI\n", "t.md.yaml"))
    with pytest.raises(DocumentError, match="stands in the file; move these lines there") as caught:
        list(excerpt.read(twice, NoSettings()))
    assert caught.value.name == "t.md.yaml"


def test_a_raw_dump_becomes_roles_dates_and_unquoted_text() -> None:
    thread = thread_of(RAW)
    assert [(post.role, post.posted) for post in thread.posts] == [
        ("asker", PartialDate(2010, 3, 18)),
        ("responder 1", PartialDate(2010, 3, 19)),
        ("asker", None),
    ]
    assert thread.posts[1].text == "[name], only when the dose changes. See LD*50."
    assert thread.posts[2].text == "Thank you [name]!\n[name]"


def test_a_quotation_that_no_earlier_posting_holds_is_kept() -> None:
    text = "# T\n\n## a1 (2010)\n\nHow?\n\n----\n\n## b2 (2011)\n\nThe manual:\n\n> Report it once.\n\nDone.\n"
    post = thread_of(text).posts[1]
    assert post.text == "The manual:\n\n> Report it once.\n\nDone."
    assert [post.text[span.start : span.end] for span in post.quoted] == ["> Report it once."]


def test_an_excerpt_keeps_only_the_stated_particulars() -> None:
    text = "---\nsource: CPT Assistant\ndate: 2006-07\nvolume: 16\nissue: 7\n---\n# Title\n\nThe rule.\n"
    document = excerpt_of(text)
    assert (document.title, document.source, document.text) == ("Title", "CPT Assistant", "The rule.")
    assert (document.published, document.volume, document.issue) == (PartialDate(2006, 7), "16", "7")
    assert (document.section, document.seen_in, document.superseded_by) == (None, None, None)
    assert (document.chapter, document.page) == (None, None)


PERIOD = "effective: 2012-06-18\nuntil: 2014\nsuperseded_by: b\n"


@pytest.mark.parametrize(
    "document",
    [
        excerpt_of(f"---\nsource: CPT Assistant\n{PERIOD}---\n# Title\n\nThe rule.\n"),
        thread_of(f"---\nsource: forum\n{PERIOD}---\n# T\n\n## a1 (2010)\n\nHow?\n\n----\n\n## b2 (2011)\n\nOnce.\n"),
    ],
)
def test_a_document_says_since_and_until_when_it_holds_and_what_took_its_place(document: Excerpt | Thread) -> None:
    assert (document.effective, document.until) == (PartialDate(2012, 6, 18), PartialDate(2014))
    assert document.superseded_by == "b"


def test_an_excerpt_of_a_manual_has_chapter_and_page() -> None:
    text = "---\nsource: NCCI Policy Manual\nchapter: 1\nsection: B\npage: I-4\n---\n# Title\n\nThe rule.\n"
    document = excerpt_of(text)
    assert (document.chapter, document.section, document.page) == ("1", "B", "I-4")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\nsource: x\n# T\n\ntext\n", 1, "no closing"),
        (
            "---\nsource: x\neffective: 2015\nuntil: 2014-12\n---\n# T\n\ntext\n",
            4,
            "until: December 2014 is before",
        ),
        ("---\nsource: x\neffective: soon\n---\n# T\n\ntext\n", 3, "effective: 'soon' is not a possible date"),
        ("---\nsource: [x\n---\n# T\n\ntext\n", 2, "broken front matter: "),
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
        excerpt_of(text)
    assert caught.value.line == line


def test_an_impossible_posting_date_leaves_the_posting_undated_and_is_told() -> None:
    text = "# T\n\n## a1 (2010)\n\nHow?\n\n----\n\n## b2 (Feb 30, 2010)\n\nSo it is.\n"
    thread = thread_of(text)
    (note,) = (one for one in forum_thread.read(source(text), NoSettings()) if isinstance(one, Note))
    assert [post.posted for post in thread.posts] == [PartialDate(2010), None]
    assert (note.line, "Feb 30, 2010" in note.what) == (9, True)


def test_a_file_of_two_threads_is_two_documents() -> None:
    text = "\n".join(f"# T{n}\n\n## a1 (2010)\n\nHow?\n\n----\n\n## b2 (2011)\n\nUse it.\n\n----\n" for n in (1, 2))
    found = [one for one in forum_thread.read(source(text), NoSettings()) if isinstance(one, Thread)]
    assert [(one.id, one.title, one.question, len(one.posts)) for one in found] == [
        ("t", "T1", "How?", 2),
        ("t/2", "T2", "How?", 2),
    ]


def test_a_posting_that_says_nothing_is_flagged() -> None:
    text = "# T\n\n## a1 (2010)\n\nHow?\n\n----\n\n## b2 (2011)\n\nThanks!\n"
    assert [post.nothing for post in thread_of(text).posts] == [None, "thanks"]


SEED = Path(__file__).parents[2] / "shared/seeds/000_58f19ea376c5a1d4.txt"


@pytest.mark.skipif(not SEED.exists(), reason="the raw seed thread is not beside this checkout")
def test_the_real_raw_thread_is_read_without_names_or_repeats() -> None:
    thread = thread_of(SEED.read_text())
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


@pytest.mark.parametrize(
    ("line", "retold"), [("retold: true\n", True), ("retold: Yes\n", True), ("retold: false\n", False), ("", False)]
)
def test_both_forms_say_whether_they_are_retold(line: str, retold: bool) -> None:
    head = f"---\nsource: CMS manual\n{line}---\n# T\n\n"
    assert excerpt_of(f"{head}Text.\n").retold is retold
    assert thread_of(f"{head}## asker (2010)\n\nText?\n").retold is retold


def test_retold_is_a_yes_or_a_no() -> None:
    with pytest.raises(DocumentError, match=r"retold: expected true or false, not 'half'") as refused:
        excerpt_of("---\nsource: CMS manual\nretold: half\n---\n# T\n\nText.\n")
    assert refused.value.line == 3


@pytest.mark.parametrize(
    ("written", "title", "publication"),
    [
        ("\n\n---\nsource: CPT Assistant\n---\n# T\n\nText.\n", "T", "CPT Assistant"),
        ("---\nSource: CPT Assistant\nDATE: 2006-07\n---\n# T\n\nText.\n", "T", "CPT Assistant"),
        ("---\nsource: CMS: Claims Manual\n---\n# T\n\nText.\n", "T", "CMS: Claims Manual"),
        ("---\nsource:\tCPT Assistant\n---\n# T\n\nText.\n", "T", "CPT Assistant"),
        ("---\nsource: \u201cCPT Assistant\u201d\n---\n# T\n\nText.\n", "T", "CPT Assistant"),
        ("---\nsource: CPT Assistant\n---\n## A lower title\n\nText.\n", "A lower title", "CPT Assistant"),
        ("---\ntitle: Pumps\nsource: CPT Assistant\n---\nText.\n", "Pumps", "CPT Assistant"),
        ("---\ntitle: Pumps\nsource: CPT Assistant\n---\n# The pumps\nText.\n", "The pumps", "CPT Assistant"),
    ],
)
def test_front_matter_is_read_as_people_write_it(written: str, title: str, publication: str) -> None:
    found = excerpt_of(written)
    assert (found.title, found.source) == (title, publication)


@pytest.mark.parametrize(
    ("head", "line", "reason"),
    [
        ("source: a\nsource: b\n", 3, r"source stands in line 2 already; keep one of them"),
        (
            "source: a\ndate: 0206-07\n",
            3,
            r"'0206-07' is not a possible date \(the year is not between 1850 and 2099\)",
        ),
        ("source: a\ndate: 2110\n", 3, r"'2110' is not a possible date"),
    ],
)
def test_a_key_given_twice_and_an_impossible_year_are_told(head: str, line: int, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason) as refused:
        excerpt_of(f"---\n{head}---\n# T\n\nText.\n")
    assert refused.value.line == line


def told(text: str | bytes) -> list[tuple[int | None, str]]:
    notes = (one for one in excerpt.read(source(text), NoSettings()) if isinstance(one, Note))
    return [(note.line, note.what) for note in notes]


def test_front_matter_without_marks_is_read_and_told() -> None:
    bare = "source: CPT Assistant\ndate: 2006-07\n\n# T\n\nText.\n"
    found = excerpt_of(bare)
    assert (found.source, found.published, found.text) == ("CPT Assistant", PartialDate(2006, 7), "Text.")
    assert told(bare) == [(1, "read as front matter, though no '---' stands around it")]
    thread = thread_of(f"source: AAPC forum\nurl: https://example.org/t/1\n\n{RAW}")
    assert (thread.source, thread.url, len(thread.posts)) == ("AAPC forum", "https://example.org/t/1", 3)


def test_a_thread_without_a_title_has_that_of_its_front_matter() -> None:
    untitled = RAW.partition("\n")[2]
    assert thread_of(f'---\ntitle: "Pumps, asked by sam_hill"\n---\n{untitled}').title == "Pumps, asked by [name]"
    assert thread_of(f"---\ntitle: Pumps\n---\n{RAW}").title == "Pump codes"


def test_each_title_of_the_first_level_is_an_excerpt_of_the_same_source() -> None:
    text = "---\nsource: CPT Assistant\n---\n# Pumps\nFirst.\n\n## Refill\nSecond.\n\nKnees\n=====\nThird.\n"
    found = [one for one in excerpt.read(source(text), NoSettings()) if isinstance(one, Excerpt)]
    assert [(one.id, one.title, one.source, one.text) for one in found] == [
        ("t", "Pumps", "CPT Assistant", "First.\n\n## Refill\nSecond."),
        ("t/2", "Knees", "CPT Assistant", "Third."),
    ]


@pytest.mark.parametrize(
    ("body", "title", "text"),
    [
        ("# Manual\n\n# Chapter 12\n\nText.", "Manual: Chapter 12", "Text."),
        ("# T\n\nText.\n\n# Appendix", "T", "Text.\n\n# Appendix"),
        ("# T\n\nReport the\n# of units.", "T", "Report the\n# of units."),
        ("# T\n\n# of units: 3", "T", "# of units: 3"),
        ("# T\n\n```\n\n# Copied\n```", "T", "```\n\n# Copied\n```"),
        ("A title\n=======\nText.", "A title", "Text."),
        ("# T #\nText.", "T", "Text."),
    ],
)
def test_no_line_goes_with_a_title(body: str, title: str, text: str) -> None:
    found = excerpt_of(f"---\nsource: x\n---\n{body}\n")
    assert (found.title, found.text) == (title, text)


def test_an_excerpt_is_mended_where_that_is_certain() -> None:
    text = (
        "---\nsource: AT&amp;T\n---\n# Pum\u00adps\nA \x1b[31mread\x1b[0m of 62\u200b367 isn\u00e2\u20ac\u2122t one.\n"
    )
    found = excerpt_of(text)
    assert (found.source, found.title, found.text) == ("AT&T", "Pumps", "A read of 62367 isn’t one.")
    kinds = "terminal escape (2), entity (1), UTF-8 read as Windows-1252 (1), unseen character (2)"
    assert told(text) == [(2, f"mended: {kinds}")]


def test_persons_are_masked_in_an_excerpt_too() -> None:
    text = (
        "---\nsource: Hill Plan\n---\n# Pumps\nPatient John Q. Sample, MRN 00123456. Report 62367. Call 555-010-1234.\n"
    )
    assert excerpt_of(text).text == "Patient [name], MRN [MRN]. Report 62367. Call [phone]."
    counts = [one for one in excerpt.read(source(text), NoSettings()) if isinstance(one, Count)]
    assert counts == [Count("masked: name", 1), Count("masked: MRN", 1), Count("masked: phone", 1)]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "' JaVaScRiPt:alert(1)'", "data:text/html,x", "file:///etc/passwd", "'java script:x'"],
)
def test_an_address_that_is_none_of_the_web_is_told_and_not_shown(address: str) -> None:
    text = f"---\nsource: x\nseen_in: {address}\n---\n# T\nText.\n"
    assert excerpt_of(text).seen_in is None
    ((line, what),) = told(text)
    assert line == 3
    assert "is no address of the web (https://...); it is not shown" in what
    assert thread_of(f"---\nurl: {address}\n---\n{RAW}").url is None


@pytest.mark.parametrize("address", ["https://example.org/a?b=1", "HTTP://example.org", "AAPC library, shelf 3"])
def test_an_address_of_the_web_and_a_place_stay(address: str) -> None:
    assert excerpt_of(f"---\nsource: x\nseen_in: {address}\n---\n# T\nText.\n").seen_in == address


def test_every_line_of_an_excerpt_has_its_fate() -> None:
    text = "\n---\nsource: x\n---\n\n# T\n\nOne.\n<br>\n# U\nTwo.\n"
    found = [one for one in excerpt.read(source(text), NoSettings()) if isinstance(one, Fate)]
    assert [(fate.first, fate.last, fate.what) for fate in found] == [
        (1, 1, "empty"),
        (2, 4, "front matter"),
        (5, 5, "empty"),
        (6, 6, "title of part 1"),
        (7, 7, "empty"),
        (8, 8, "text of part 1"),
        (9, 9, "markup"),
        (10, 10, "title of part 2"),
        (11, 11, "text of part 2"),
        (12, 12, "empty"),
    ]
