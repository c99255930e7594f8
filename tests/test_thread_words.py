"""What is a posting's own: quotations, a forum's chrome, and people in the words; all words are invented."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest

from indexer.threads import Posting, Reading, read

TODAY = datetime.date(2026, 3, 1)
ASK = "Is a trigger point in two muscles 20552, or 20553? My boss says the second one, and I say the first."
REPLY = "Report 20552 for one or two muscles."


def reading(*replies: str, asker: str = "Tess_R", responder: str = "OrthoOtto9") -> Reading:
    """The asker's question, then each reply by the responder."""
    postings = "".join(f"## {responder} (May {day}, 2011)\n\n{reply}\n\n" for day, reply in enumerate(replies, 3))
    return read(f"# Trigger points\n\n## {asker} (May 2, 2011)\n\n{ASK}\n\n{postings}", TODAY)


def last(*replies: str, asker: str = "Tess_R", responder: str = "OrthoOtto9") -> Posting:
    return reading(*replies, asker=asker, responder=responder).conversations[0].postings[-1]


QUOTED = {
    "said": f"Tess_R said:\n\n> {ASK}\n\n{REPLY}",
    "nested": f"OrthoOtto9 said:\n\n> Tess_R said:\n> > {ASK}\n>\n> No.\n\n{REPLY}",
    "BB code": f"[QUOTE=Tess_R;123]{ASK}[/QUOTE]\n{REPLY}",
    "BB code nested": f'[QUOTE="OrthoOtto9, post: 4"][QUOTE=Tess_R]{ASK}[/QUOTE]\nNo.[/QUOTE]{REPLY}',
    "BB code without its end": f"[QUOTE=Tess_R]\n{ASK}\n\n{REPLY}",
    "originally posted": f"Quote:\nOriginally Posted by Tess_R\n{ASK}\n{REPLY}",
    "quote from": f"Quote from: Tess_R on May 2, 2011\n> {ASK}\n\n{REPLY}",
    "expand": f"Tess_R said:\n{ASK}\nClick to expand...\n{REPLY}",
    "unmarked": f"Tess_R wrote:\n{ASK}\n{REPLY}",
    "HTML": f"<blockquote data-quote='Tess_R'>{ASK}</blockquote>{REPLY}",
    "HTML's header alone": f"<div class='bbCodeBlock'>Tess_R said:</div>{REPLY}",
    "entities": f"&gt; {ASK}\n\n{REPLY}",
    "mail": f"{REPLY}\n\nOn May 2, 2011, Tess_R wrote:\n> {ASK}",
    "mail's header": f"{REPLY}\n\n-----Original Message-----\nFrom: Tess_R\nSubject: points\n\n{ASK}",
    "a part": f"> My boss says\n> the second one\n\n{REPLY}",
    "other spaces": f"> {ASK.replace(' ', '   ')}\n\n{REPLY}",
}


@pytest.mark.parametrize("form", QUOTED)
def test_what_repeats_an_earlier_posting_is_dropped(form: str) -> None:
    posting = last("No.", QUOTED[form])
    assert (posting.text, posting.quoted) == (REPLY, ())


@pytest.mark.parametrize(
    ("written", "by", "quoted"),
    [
        ("Old_Timer7 said:\n\n> Always 20553.\n\nNo.", "[name] said:", "> Always 20553."),
        ("[QUOTE=Old_Timer7;9]Always 20553.[/QUOTE]No.", "[name] said:", "> Always 20553."),
        ("Old_Timer7 said:\nAlways 20553.\nClick to expand...\nNo.", "[name] said:", "> Always 20553."),
        ("Originally Posted by Old_Timer7\nAlways 20553.\n\nNo.", "Originally Posted by [name]", "> Always 20553."),
        ("> Always 20553.\n\nNo.", None, "> Always 20553."),
        ("The CMS manual said:\n> Always 20553.\n\nNo.", "The CMS manual said:", "> Always 20553."),
        (
            f"The LCD says:\n> Three muscles or more.\n> {ASK}\n\nNo.",
            "The LCD says:",
            f"> Three muscles or more.\n> {ASK}",
        ),
        (f"> {ASK}\n> Always 20553.\n\nNo.", None, "> Always 20553."),
    ],
)
def test_other_quotations_stay_and_are_marked(written: str, by: str | None, quoted: str) -> None:
    posting = last(written)
    (span,) = posting.quoted
    assert (span.by, posting.text[span.start : span.end]) == (by, quoted)
    assert posting.text == (f"{by}\n" if by else "") + f"{quoted}\n\nNo."


def test_a_user_called_as_a_payer_lends_a_quotation_no_authority() -> None:
    assert last("Medicare said:\n> I always bill 20553.\n\nNo.", asker="Medicare").quoted[0].by == "[name] said:"


def test_figures_behind_a_sign_are_no_quotation() -> None:
    assert (
        last("> 30 minutes means 99202.\n>50% is counseling.").text == "> 30 minutes means 99202.\n>50% is counseling."
    )


def test_a_table_keeps_its_rows() -> None:
    table = "| Code | Muscles |\n|---|---|\n| 20552 | 1 or 2 |\n| 20553 | 3 or more |"
    assert last(table).text == table


CHROME = {
    "Last edited by OrthoOtto9; 05-03-2011 at 04:11 PM. Reason: typo": "edited",
    "Like Reply Report": "buttons",
    "Reply With Quote": "buttons",
    "Tess_R likes this.": "likes",
    "Reactions: Tess_R and 2 others": "likes",
    "Attachments: points.pdf (12 KB)": "attachment",
    "Tags: points, muscles": "tags",
    "https://example.org/threads/123": "address of a page",
    "Join Date: Mar 2008": "rank or count",
    "Posts: 1,204": "rank or count",
    "Page 2 of 3": "page number",
    "« Prev 1 2 3 Next »": "page number",
    "#14": "post number",
    "Sent from my iPhone": "sent from",
    '__________________\nOtto Ortho, CPC\n"Code it right"': "signature",
    "--\nOtto": "signature",
    "Otto Ortho, CPC, CPMA\nLocal Chapter Officer": "signature",
    "You must be logged in to reply": "forum notice",
}


@pytest.mark.parametrize("line", CHROME)
def test_what_a_forum_prints_around_words_is_taken_out_by_kind(line: str) -> None:
    whole = reading(f"{REPLY}\n\n{line}")
    assert whole.conversations[0].postings[-1].text == REPLY
    assert dict(whole.counts)[f"lines of chrome: {CHROME[line]}"] == len(line.split("\n"))


@pytest.mark.parametrize(
    "words",
    [
        "Report\nthe 20552.",
        "Location: left knee only.",
        "The patient likes this option.\nUse 20552.",
        "Edit: I meant 20553.",
        "MD, DO, NP",
        "See page 2 of 3 in the manual.",
        "Next line: 59.",
        "1 of 2 muscles is 20552.",
    ],
)
def test_words_that_look_like_chrome_stay(words: str) -> None:
    assert last(words).text == words


@pytest.mark.parametrize(
    "user", ["62368", "not", "a", "Medicare", "Billing", "rate", "CPC", "2", "Pain", "BlueCross", "ICD10", "code"]
)
def test_a_user_called_by_a_word_changes_nothing(user: str) -> None:
    words = (
        "Medicare does not pay a rate for 62368 with modifier 25. Billing, in 2 units, needs a code. A CPC said so. "
        "BlueCross, Pain management and ICD10: Rate, code and not Medicare. Hi not a rate, thanks CPC. @ 62368."
    )
    assert last(words, responder=user).text == words
    assert last(words, asker=user).text == words


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Hi Tess, use 20552.", "Hi [name], use 20552."),
        ("tess, use 20552.", "[name], use 20552."),
        ("Thanks Tess!", "Thanks [name]!"),
        ("Tess - 20552 worked.", "[name] - 20552 worked."),
        ("As Tess_R said, it is.", "As [name] said, it is."),
        ("I agree with tess on 20552.", "I agree with [name] on 20552."),
        ("Tess's reply is right.", "[name]'s reply is right."),
        ("@Tess_R see 20552", "@[name] see 20552"),
        ("No, TESS_R* is wrong.", "No, [name] is wrong."),
        ("Use 20552.\n\nOtto", "Use 20552.\n\n[name]"),
        ("Hi Linda, use 20552.", "Hi [name], use 20552."),
        ("Hi Mark, mark it with 59.", "Hi [name], mark it with 59."),
        ("Call 555-010-1234 or me@example.org.", "Call [phone] or [e-mail]."),
        ("Pt John Q. Sample, DOB 01/02/1950, MRN 00123456", "Pt [name], DOB [date of birth], MRN [MRN]"),
        ("See https://example.org/members/tess.12/ for it", "See [profile] for it"),
        ("See https://example.org/lcd/33834 for it", "See https://example.org/lcd/33834 for it"),
    ],
)
def test_people_are_masked_by_place_and_all_else_stays(written: str, stored: str) -> None:
    posting = last(written)
    assert posting.text == stored
    rebuilt, end = "", 0
    for mask in posting.masks:
        rebuilt, end = rebuilt + posting.words[end : mask.start] + "\0", mask.end
    assert (rebuilt + posting.words[end:]).split("\0") == _around(posting.text)


def _around(text: str) -> list[str]:
    for placeholder in ("[name]", "[phone]", "[e-mail]", "[date of birth]", "[MRN]", "[profile]"):
        text = text.replace(placeholder, "\0")
    return text.split("\0")


def test_a_patient_s_name_is_masked_in_every_posting() -> None:
    first, second = (
        reading("Pt Harriet Vane had 20552.", "Vane had two muscles; Harriet Vane's claim is fine.")
        .conversations[0]
        .postings[1:]
    )
    assert first.text == "Pt [name] had 20552."
    assert second.text.count("Vane") == 0


def test_masks_are_counted_by_kind() -> None:
    counts = Counter(dict(reading("Hi Tess, call 555-010-1234.", "Thanks Tess!").counts))
    assert (counts["masked: name"], counts["masked: phone"]) == (2, 1)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("Great question, I wish I knew.", "does not know"),
        (f"> {ASK}\n\nThanks!", "thanks"),
        (f"> {ASK}", "no words"),
        ("https://example.org/a", "no words"),
        ("Old_Timer7 said:\n> Always 20553.", "nothing but quoted words"),
        ("The CMS manual said:\n> Always 20553.", None),
        ("Thanks. The CMS manual said:\n> Always 20553.", None),
        ("Welcome to our coding forum! Do not post any PHI.", "notice"),
        (REPLY, None),
    ],
)
def test_what_says_nothing_is_read_and_flagged(reply: str, reason: str | None) -> None:
    assert last(reply).nothing == reason
