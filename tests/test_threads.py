"""Who says what in a file of threads, in every form of heading; all words are invented."""

from __future__ import annotations

import datetime
import time

import pytest

from indexer.documents import PartialDate
from indexer.errors import DocumentError
from indexer.threads import Reading, looks_like, read

TODAY = datetime.date(2026, 3, 1)
ASK = "Is a trigger point in two muscles 20552, or 20553?"
REPLY = "Report 20552 for one or two muscles. 20553 needs three."
DAYS = (PartialDate(2011, 5, 2), PartialDate(2011, 5, 3))


def thread(*headings: str, title: str = "# Trigger points", rule: str = "") -> str:
    words = (ASK, REPLY, "Thanks!", "Good to know.")
    return f"{title}\n\n" + "".join(
        f"{heading}\n\n{text}\n\n{rule}" for heading, text in zip(headings, words, strict=False)
    )


def said(text: str) -> list[tuple[str, PartialDate | None, str]]:
    (conversation,) = read(text, TODAY).conversations
    return [(posting.role, posting.posted, posting.text) for posting in conversation.postings]


def told(reading: Reading) -> str:
    return "; ".join(note.what for note in reading.notes)


FORMS = {
    "brackets": ("## Tess_R (May 2, 2011)", "## OrthoOtto9 (May 3, 2011)"),
    "rank behind": ("## Tess_R (May 2, 2011)  ", "## OrthoOtto9 (May 3, 2011) - Moderator"),
    "rank before": ("## Tess_R | Member | May 2, 2011", "## OrthoOtto9 [Expert] (May 3, 2011)"),
    "numbers": ("## #1 Tess_R (May 2, 2011)", "## #2 OrthoOtto9 (May 3, 2011)"),
    "numbers behind": ("### Tess_R - May 2, 2011 #1", "### OrthoOtto9 - May 3, 2011 #2"),
    "counted": ("## Post 1: Tess_R, May 2, 2011", "## Post 2: OrthoOtto9, May 3, 2011"),
    "times": ("## Tess_R (May 2, 2011 at 3:15 PM)", "## OrthoOtto9 (Tuesday, May 3, 2011 9:02am EDT)"),
    "no brackets": ("## Tess_R - May 2, 2011", "## OrthoOtto9 - May 3, 2011"),
    "date first": ("## May 2, 2011 - Tess_R", "## [May 3, 2011] OrthoOtto9"),
    "ISO": ("## Tess_R (2011-05-02T09:00:00Z)", "## OrthoOtto9 (2011-05-03T09:00:00+02:00)"),
    "figures": ("## Tess_R (05/02/2011)", "## OrthoOtto9 (05/03/2011)"),
    "degrees": ("## Tess Ray, CPC (May 2, 2011)", "## Otto (Ortho) 9 (May 3, 2011)"),
    "level 4": ("#### Tess_R (May 2, 2011)", "#### OrthoOtto9 (May 3, 2011)"),
    "level 1": ("# Tess_R (May 2, 2011)", "# OrthoOtto9 (May 3, 2011)"),
    "bold": ("**Tess_R** (May 2, 2011)", "**OrthoOtto9** - May 3, 2011"),
    "bold in heading": ("## **Tess_R** (May 2, 2011)", "## **OrthoOtto9** (May 3, 2011)"),
    "wrote": ("Tess_R wrote on May 2, 2011:", "OrthoOtto9 wrote on May 3, 2011:"),
    "on, wrote": ("On May 2, 2011, Tess_R wrote:", "On May 3, 2011, OrthoOtto9 wrote:"),
    "posted by": ("Posted by Tess_R on May 2, 2011", "Posted by OrthoOtto9 on May 3, 2011"),
    "reply": ("## Asked by Tess_R (May 2, 2011)", "## Reply by OrthoOtto9 (May 3, 2011)"),
    "phpBB": ("by Tess_R » Mon May 02, 2011 3:15 pm", "Re: Trigger points\nby OrthoOtto9 » Tue May 03, 2011 9:02 am"),
    "vBulletin": ("05-02-2011, 03:15 PM\n#1\nTess_R\nGuru", "05-03-2011, 09:02 AM\n#2\nOrthoOtto9\nExpert\nPosts: 9"),
    "name, rank, date": ("Tess_R\nSenior Member\nMay 2, 2011", "OrthoOtto9\nGuru\nMay 3, 2011"),
    "fields": ("From: Tess_R\nDate: May 2, 2011", "From: OrthoOtto9\nDate: May 3, 2011"),
    "date below": ("## Tess_R\n*May 2, 2011*", "## OrthoOtto9\n\nPosted May 3, 2011 at 9:02 AM"),
    "setext": ("Tess_R (May 2, 2011)\n------------", "OrthoOtto9 (May 3, 2011)\n------------"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rule", ["", "----------\n\n"])
def test_headings_in_every_usual_form(form: str, rule: str) -> None:
    text = thread(*FORMS[form], rule=rule)
    assert said(text) == [("asker", DAYS[0], ASK), ("responder 1", DAYS[1], REPLY)]
    assert looks_like(text) >= 0.75


@pytest.mark.parametrize(
    "date", ["()", "(undated)", "(2 hours ago)", "(Yesterday at 3:15 PM)", "(Feb 30, 2011)", "(0206)"]
)
def test_a_bad_date_or_none_costs_nothing_but_the_date(date: str) -> None:
    text = thread("## Tess_R (May 2, 2011)", f"## OrthoOtto9 {date}", "## Tess_R (May 4, 2011)")
    assert [(role, posted) for role, posted, _ in said(text)] == [
        ("asker", DAYS[0]),
        ("responder 1", None),
        ("asker", PartialDate(2011, 5, 4)),
    ]
    assert bool(told(read(text, TODAY))) == (date not in {"()", "(undated)"})


@pytest.mark.parametrize("rule", ["", "----------\n\n"])
def test_a_heading_without_a_date_is_a_posting_of_its_own(rule: str) -> None:
    text = thread("## Tess_R (May 2, 2011)", "## OrthoOtto9", "## Third_One (May 4, 2011)", rule=rule)
    assert [role for role, _, _ in said(text)] == ["asker", "responder 1", "responder 2"]
    undated = thread("## Tess_R", "## OrthoOtto9", "## Tess_R", rule=rule)
    assert [role for role, _, _ in said(undated)] == ["asker", "responder 1", "asker"]


def test_a_heading_within_a_posting_is_text_of_it() -> None:
    text = thread("## Tess_R (May 2, 2011)", "## OrthoOtto9 (May 3, 2011)", rule="----------\n\n")
    inner = "From the handbook:\n\n## Article B (2009)\n\nNever both.\n\n## Summary\n\nOne code."
    for whole in (text.replace(REPLY, inner), text.replace(REPLY, inner).replace("-" * 10, "")):
        assert said(whole)[1] == ("responder 1", DAYS[1], inner)


@pytest.mark.parametrize(
    "text",
    [
        "# Chapter 9\nThe rule.\n\n## 40.2.1 Refills (2012)\nReport it.\n\n## Section B (May 3, 2011)\nMore.\n",
        "# Guidance\n\n## Implanted devices (Rev. 1, 10-01-03)\n\nReport it.\n",
        "# Handbook\n\n## Coding\n\na\n\n## Billing\n\nb\n\n## Medicare\n\nc\n",
        "# Handbook\n\n## Pumps (March 18, 2010)\n\na\n\n## Reprogramming (March 19, 2012)\n\nb\n",
        "# FAQ\n\n## Question 1 (2012)\n\nHow?\n\n## Answer 1 (2012)\n\nSo.\n",
        "# Changes\n\n## 1.2.0 (2012-03-04)\n\n- a\n\n## 1.1.0 (2011-03-04)\n\n- b\n",
        "---\nsource: CPT Assistant\ndate: 2006-07\n---\n# T\n\n## Tess_R (May 2, 2011)\n\ntext\n",
        "Plain words.\n\nOf two paragraphs.\n",
        "",
    ],
)
def test_what_has_only_sections_is_no_thread(text: str) -> None:
    assert looks_like(text) < 0.5


def test_the_base_s_own_form_is_sure_and_keeps_its_roles() -> None:
    text = "---\nsource: AAPC forum\nurl: https://x.org\nretold: true\n---\n" + thread(
        "## asker (2011)", "## responder 2 (undated)"
    )
    assert looks_like(text) > 0.95
    assert [(role, posted) for role, posted, _ in said(text)] == [("asker", PartialDate(2011)), ("responder 2", None)]


def roles(*headings: str, title: str = "# Trigger points") -> list[str]:
    return [role for role, _, _ in said(thread(*headings, title=title))]


def test_spellings_of_one_person_are_one() -> None:
    assert roles("## Tess_R (2011)", "## tess_r  (2011)", "## OTTO_9* (2011)", "## Otto_9, CPC (2011)") == [
        *("asker", "asker", "responder 1", "responder 1")
    ]


def test_each_guest_is_a_person_of_its_own() -> None:
    assert roles(*(f"## Guest (May {day}, 2011)" for day in (2, 3, 4))) == ["asker", "responder 1", "responder 2"]
    assert roles("## Anonymous (2011)", "## Deleted member (2011)", "## (2011)") == [
        "asker",
        "responder 1",
        "responder 2",
    ]


def test_a_user_called_as_a_role_has_the_role_of_what_he_says() -> None:
    assert roles("## responder 1 (2011)", "## Tess_R (2011)", "## asker (2011)") == [
        *("asker", "responder 1", "responder 2")
    ]


def test_a_notice_before_the_question_asks_nothing() -> None:
    text = thread("## Moderator (Jan 1, 2009)", "## Tess_R (May 2, 2011)", "## OrthoOtto9 (May 3, 2011)")
    text = text.replace("Thanks!", REPLY).replace(REPLY, ASK, 1).replace(ASK, "Sticky: read the forum rules first.", 1)
    (conversation,) = read(text, TODAY).conversations
    assert [(posting.role, posting.nothing) for posting in conversation.postings] == [
        ("responder 1", "notice"),
        ("asker", None),
        ("responder 2", None),
    ]


@pytest.mark.parametrize(
    "headings",
    [
        ("## OrthoOtto9 (May 3, 2011)", "## Tess_R (May 2, 2011)"),
        ("## OrthoOtto9 (May 2, 2011 5:15 PM)", "## Tess_R (May 2, 2011 9:15 AM)"),
        ("## #2 OrthoOtto9 (2011)", "## #1 Tess_R (2011)"),
    ],
)
def test_the_newest_first_is_turned_round(headings: tuple[str, str]) -> None:
    text = thread(*headings).replace(ASK, "x y").replace(REPLY, ASK).replace("x y", REPLY)
    assert [(role, words) for role, _, words in said(text)] == [("asker", ASK), ("responder 1", REPLY)]
    assert "turned round" in told(read(text, TODAY))


def test_each_title_starts_a_thread_and_a_later_page_goes_on_with_it() -> None:
    first = thread(*FORMS["brackets"], rule="----------\n\n")
    second = thread("## Ann_B (2012)", "## Cy_D9 (2012)", title="# Two knees")
    both = read(first + second, TODAY).conversations
    assert [(one.title, [posting.role for posting in one.postings]) for one in both] == [
        ("Trigger points", ["asker", "responder 1"]),
        ("Two knees", ["asker", "responder 1"]),
    ]
    page = thread("## Tess_R (May 4, 2011)", title="# Trigger points (Page 2 of 2)")
    assert [role for role, _, _ in said(first + page)] == ["asker", "responder 1", "asker"]
    assert roles("## OrthoOtto9 (2011)", title="# Trigger points\n\nPage 2 of 3") == ["responder 1"]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("# Trigger points", "Trigger points"),
        ("Trigger points\n==============", "Trigger points"),
        ("## Trigger points of the neck", "Trigger points of the neck"),
        ("Subject: Re: Trigger points", "Trigger points"),
        ("Trigger points", "Trigger points"),
        ("# **Trigger** points &amp; more", "Trigger** points & more"),
        ("", ASK),
        ("# Care of Mrs. Doe", "Care of Mrs. [name]"),
    ],
)
def test_the_title_in_every_form_or_from_the_question(head: str, title: str) -> None:
    (conversation,) = read(thread(*FORMS["brackets"], title=head), TODAY).conversations
    assert conversation.title == title


def test_a_question_straight_below_the_title_is_the_first_posting() -> None:
    text = f"# Trigger points\n\n{ASK}\n\n----------\n\n## OrthoOtto9 (May 3, 2011)\n\n{REPLY}\n"
    assert said(text) == [("asker", None, ASK), ("responder 1", DAYS[1], REPLY)]


def test_every_line_has_its_fate() -> None:
    text = (
        "---\nsource: x\n---\n# T\nhttps://example.org/1\nTags: a, b\nSaved on a rainy day.\n\n"
        "## Tess_R (2011)\nGuru\n\n"
        f"{ASK}\n<script>x</script>\n\n----------\n\n## OrthoOtto9 (2011)\n\nTess_R said:\n> {ASK}\n\n{REPLY}\n\n____\n"
        "Otto\n"
    )
    fates = [(fate.first, fate.last, fate.what) for fate in read(text, TODAY).fates]
    assert sorted(line for first, last, _ in fates for line in range(first, last + 1)) == list(range(1, 26 + 1))
    assert [fate for fate in fates if fate[2] != "empty"] == [
        (1, 3, "front matter"),
        (4, 4, "title"),
        (5, 5, "chrome: address of a page"),
        (6, 6, "chrome: tags"),
        (7, 7, "left out: it stands above the first posting and asks nothing"),
        (9, 9, "heading of posting 1"),
        (10, 10, "chrome: rank or count"),
        (12, 12, "posting 1"),
        (13, 13, "markup"),
        (15, 15, "chrome: separator"),
        (17, 17, "heading of posting 2"),
        (19, 19, "chrome: mark of a quotation"),
        (20, 20, "quoted from an earlier posting"),
        (22, 22, "posting 2"),
        (24, 25, "chrome: signature"),
    ]


@pytest.mark.parametrize(
    "text", ["# T\n\nNo posting.\n", "# T\n\n## asker (2011)\n", "# T\n\n## Tess_R (2011)\n\n----\n"]
)
def test_a_file_without_words_says_so(text: str) -> None:
    with pytest.raises(DocumentError, match=r"no line opens a posting|no posting has any text"):
        read(text, TODAY)


@pytest.mark.slow
def test_ten_thousand_people_and_long_postings_are_read_in_time() -> None:
    started = time.process_time()
    many = "".join(
        f"## User{n}_x (May 2, 2011)\n\nUser{n - 1}_x said:\n> {n} is so\n\nUse {n}.\n\n----\n\n" for n in range(10_000)
    )
    assert len(read(f"# T\n\n{many}", TODAY).conversations[0].postings) == 10_000
    assert time.process_time() - started < 20
    for words in ("Report 20552 for one or two muscles. " * 135_000, "a" * 100_000, "word " * 1_000_000):
        started = time.process_time()
        assert said(thread(*FORMS["brackets"]).replace(REPLY, words))[1][2] == words.strip()
        assert time.process_time() - started < 10
