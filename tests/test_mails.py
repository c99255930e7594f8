"""Mails: EML, mbox and MSG; who answers whom, whose words are whose, what is chrome, what is attached."""

from __future__ import annotations

import datetime
import time

import pytest
from conftest import source
from toys import mails

from indexer.documents import Document, Excerpt, PartialDate, Quoted, Thread
from indexer.errors import DocumentError
from indexer.formats import Damage, Module, Note, Source, eml, mbox, msg
from indexer.mails import bodies, chains, conversations, mime, surroundings
from indexer.mails.values import Mail
from indexer.plugins import NoSettings
from indexer.testing.format_contract import FormatContract

POLICY = b"---\nsource: Payer Policy\n---\n# Pumps\n\n62370 is bundled. " + b"It is. " * 900
OUTLOOK = mails.msg(
    POLICY,
    subject="RE: 62370 denial",
    sender="Maria Lopez",
    mail="mlopez@payer.example",
    body=(
        "Hi Jane,\r\n\r\n62370 is not payable with 95991.\r\n\r\nMaria Lopez\r\nProvider Relations\r\n\r\n"
        "From: Jane Doe\r\nSent: Monday, March 4, 2024 9:15 AM\r\nTo: Maria Lopez\r\nSubject: 62370 denial\r\n\r\n"
        "Why was 62370 denied with 95991?\r\n"
    ),
)


class TestEml(FormatContract):
    module = eml
    samples = (source(mails.CHAIN, "m.eml"), source(mails.BULLETIN, "n.eml"))


class TestMbox(FormatContract):
    module = mbox
    samples = (source(mails.LIST, "l.mbox"),)


class TestMsg(FormatContract):
    module = msg
    samples = (source(OUTLOOK, "m.msg"),)


def told(module: Module, of: Source) -> list[object]:
    return list(module.read(of, NoSettings()))


def documents(module: Module, of: Source) -> list[Document]:
    return [one for one in told(module, of) if isinstance(one, (Excerpt, Thread))]


def notes(module: Module, of: Source) -> list[str]:
    return [one.what for one in told(module, of) if isinstance(one, Note)]


def mail(place: int, *answers: str, subject: str = "Pumps", day: int | None = None, **more: str) -> Mail:
    sent = datetime.datetime(2010, 3, day, tzinfo=datetime.UTC) if day else None
    return Mail(place, place, f"<{place}>", answers, subject, "Ann", (), sent, more.get("text", "Words."))


def test_a_list_is_one_thread_for_each_conversation() -> None:
    pump, drug = documents(mbox, source(mails.LIST, "l.mbox"))
    assert isinstance(pump, Thread)
    assert isinstance(drug, Thread)
    assert (pump.id, drug.id) == ("l/1", "l/2")
    assert (pump.title, pump.source, drug.source) == ("Pump refill by a nurse", "Coding Discussions", "e-mail")
    question, answer = pump.posts
    assert (question.role, question.posted) == ("asker", PartialDate(2010, 3, 18))
    assert question.text == "Hi all,\n\nIs 95990 right when the nurse refills the pump?\n\nThanks,"
    assert (answer.role, answer.posted) == ("responder 1", PartialDate(2010, 3, 18))
    assert answer.text == (
        "[name],\n\nYes, 95990 is for the nurse.\n\nThe manual says:\n> 95991 needs the physician.\n\n"
        "From what I read it is the same in 2010."
    )
    start = answer.text.index("> 95991")
    by = "The manual says:"
    assert answer.quoted == (Quoted(start, start + len("> 95991 needs the physician."), by),)


def test_mails_below_a_mail_are_postings_of_their_own_with_author_and_date() -> None:
    thread, policy = documents(eml, source(mails.CHAIN, "m.eml"))
    assert isinstance(thread, Thread)
    assert (thread.id, thread.title) == ("m", "62370 denial")
    assert [(post.role, post.posted, post.text) for post in thread.posts] == [
        ("asker", PartialDate(2024, 3, 4), "Can you tell us why 62370 was denied with 95991?\n\nThanks, [name]"),
        ("responder 1", PartialDate(2024, 3, 5), "Hi [name],\n\n62370 isn’t payable with 95991 on the same day."),
    ]
    assert isinstance(policy, Excerpt)
    assert (policy.id, policy.source, policy.text) == ("m/1.1/policy", "Payer Policy", "62370 is bundled.")


def test_what_is_attached_is_read_or_named() -> None:
    assert notes(eml, source(mails.CHAIN, "m.eml")) == [
        "attachment 'policy.md' (55 bytes) is read as a file of its own",
        "attachment 'étude.xyz' (5 bytes) is not read: this is a binary file, and no format here reads it",
        "attachment 'logo.png' (5 bytes) is not read: it is a picture in the text",
    ]


def test_a_mail_of_outlook_is_read_as_the_same_mail_in_a_file_of_text() -> None:
    thread, policy = documents(msg, source(OUTLOOK, "m.msg"))
    assert isinstance(thread, Thread)
    assert [(post.role, post.posted, post.text) for post in thread.posts] == [
        ("asker", PartialDate(2024, 3, 4), "Why was 62370 denied with 95991?"),
        ("responder 1", PartialDate(2024, 3, 5), "Hi [name],\n\n62370 is not payable with 95991."),
    ]
    assert isinstance(policy, Excerpt)
    assert policy.text.startswith("62370 is bundled. It is.")
    assert len(policy.text) == len("62370 is bundled. ") + 900 * len("It is. ") - 1


def test_what_was_sent_to_many_and_asks_nothing_is_an_excerpt_of_its_sender() -> None:
    (bulletin,) = documents(eml, source(mails.BULLETIN, "n.eml"))
    assert isinstance(bulletin, Excerpt)
    assert (bulletin.source, bulletin.published) == ("Payer Bulletin Service", PartialDate(2024, 7, 1))
    assert (bulletin.title, bulletin.text) == (
        "Pump refills from July on",
        "From July 1 on, 62370 is paid once a visit.",
    )


def test_a_mail_alone_that_asks_nothing_is_an_answer() -> None:
    text = "From: Ann Lee <a@x.example>\nSubject: 62370\nDate: Mon, 1 Jul 2024 08:00:00 -0400\n\n62370 is paid once.\n"
    (thread,) = documents(eml, source(text, "n.eml"))
    assert isinstance(thread, Thread)
    assert [post.role for post in thread.posts] == ["responder 1"]


def test_a_sidecar_names_the_list() -> None:
    of = source(mails.LIST, "l.mbox")
    of = Source(of.id, of.name, of.data, None, source("source: Coders' list\n", "l.mbox.yaml"))
    assert {one.source for one in documents(mbox, of)} == {"Coders' list"}


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([mail(1), mail(2, "<1>"), mail(3)], [[1, 2], [3]]),
        ([mail(1, "<9>"), mail(2, "<9>")], [[1, 2]]),
        ([mail(1), mail(2, subject="Re: pumps")], [[1, 2]]),
        ([mail(1), mail(2, subject="[L] RE: [L] Pumps ")], [[1, 2]]),
        ([mail(1), mail(2, subject="Pumps")], [[1], [2]]),
        ([mail(1, day=1), mail(2, subject="Re: pumps", day=20)], [[1, 2]]),
        ([mail(1, "<2>", day=1), mail(2, day=2)], [[2, 1]]),
        ([mail(1, "<2>"), mail(2, "<1>")], [[1, 2]]),
        ([mail(1, subject=""), mail(2, subject="Re:")], [[1], [2]]),
        ([mail(1, day=9), mail(2, "<1>", day=12), mail(3, "<1>", day=10)], [[1, 3, 2]]),
    ],
)
def test_mails_are_tied_by_what_they_answer_else_by_their_subject(sent: list[Mail], expected: list[list[int]]) -> None:
    assert [[one.place for one in talk] for talk in conversations.conversations(sent)] == expected


def test_the_same_subject_a_year_later_is_another_conversation() -> None:
    later = mail(2, subject="Re: Pumps")
    later = Mail(2, 2, "<2>", (), "Re: Pumps", "Ann", (), datetime.datetime(2011, 3, 1, tzinfo=datetime.UTC), "Words.")
    assert len(conversations.conversations([mail(1, day=1), later])) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Words on 62370.\n-- \nAnn Lee\n555-1234", "Words on 62370."),
        ("Words on 62370.\n\nAnn\nCoder, Big Clinic", "Words on 62370."),
        ("Ann Lee wrote a paper on 62370.\n\nIt is good.", "Ann Lee wrote a paper on 62370.\n\nIt is good."),
        ("Words.\n\nAnn\n\nUse 62370 with 95991.", "Words.\n\nAnn\n\nUse 62370 with 95991."),
        ("Words.\n> quoted\n> -- \n> Bob, Clinic\nMore words.", "Words.\n> quoted\nMore words."),
        ("[EXTERNAL]\n\nWords.", "Words."),
        ("Words.\n\nCONFIDENTIALITY NOTICE: This message is privileged. Delete it.", "Words."),
        ("Records are confidential, and privileged notes are kept apart.",) * 2,
        ("Words.\n_______________\nPAIN-L mailing list\nhttp://x.example/mailman/listinfo", "Words."),
        ("Words.\n_______________\nCode  Units\n62370  1", "Words.\n_______________\nCode  Units\n62370  1"),
    ],
)
def test_what_stands_around_the_words_is_taken_away(text: str, expected: str) -> None:
    assert surroundings.without(text, "Ann Lee")[0] == expected


def test_a_chain_is_parted_at_the_lines_that_say_who_sent_what() -> None:
    text = (
        "New.\n\n________________________________\nFrom: Lee, Ann <a@x.example>\nSent: Monday, March 4, 2024 9:15 AM\n"
        "To: Bob\nSubject: x\n\nOlder.\n\n-----Original Message-----\nFrom: Bob\nDate: 3/1/2024\nTo: Ann\n\nOldest."
    )
    assert [(part.author, part.sent, part.text) for part in chains.parts(text)] == [
        (None, None, "New."),
        ("Ann Lee", "Monday, March 4, 2024 9:15 AM", "Older."),
        ("Bob", "3/1/2024", "Oldest."),
    ]
    assert len(chains.parts("From: the manual\nThe rule holds.\nSubject: none")) == 1


def test_html_is_read_as_it_is_seen() -> None:
    html = (
        "<style>x</style><p>One<br>two &amp; 3</p><blockquote>Q1<p>Q2</blockquote><table><tr><td>a<td>b</table><!-- -->"
    )
    assert bodies.of_html(html) == "One\ntwo & 3\n\n> Q1\n>\n> Q2\n\na | b"
    assert bodies.of_html("<p" * 1000 + "&#xD800;") is not None


@pytest.mark.parametrize(
    ("head", "author", "subject"),
    [
        ("From: =?utf-8?q?Jos=C3=A9?= <j@x.example>\nSubject: =?iso-8859-1?q?caf=E9?= 62370", "José", "café 62370"),
        ("From: a at x.example (Ann Lee)\nSubject: a\n b", "Ann Lee", "a b"),
        ('From: "Lee, Ann" <a@x.example>\nSubject: =?utf-8?q?broken', "Ann Lee", "=?utf-8?q?broken"),
        ("From: ann@x.example\nSubject: x", "ann", "x"),
    ],
)
def test_heads_are_decoded(head: str, author: str, subject: str) -> None:
    found = mime.read(f"{head}\n\nWords.\n".encode())
    assert (found.author, found.subject, found.text) == (author, subject, "Words.")


def test_a_charset_that_is_wrong_or_unknown_does_no_harm() -> None:
    head = b"From: a@x.example\nSubject: x\nContent-Type: text/plain; charset=%s\n\nIt isn\x92t.\n"
    assert mime.read(head % b"us-ascii").text == "It isn’t."
    assert mime.read(head % b"no-such").text == "It isn’t."


def test_a_damaged_mail_says_what_to_do() -> None:
    with pytest.raises(DocumentError, match="no head of a mail"):
        mime.read(b"Words without a head.")
    with pytest.raises(DocumentError, match="no mail stands in it; export the mailbox as mbox"):
        documents(mbox, source("From \nnothing\n", "l.mbox"))
    with pytest.raises(DocumentError, match=r"the mail is damaged \(\w+\); save it anew in Outlook"):
        documents(msg, source(OUTLOOK[:700], "m.msg"))


def test_one_broken_mail_costs_itself() -> None:
    broken = "From x@x.example Thu Mar 18 10:00:00 2010\n\nno head at all\n\n" + mails.LIST
    given = told(mbox, source(broken, "l.mbox"))
    assert [(one.line, one.reason) for one in given if isinstance(one, Damage)] == [
        (1, "no head of a mail (From, Subject, Date) stands here")
    ]
    assert [one.id for one in given if isinstance(one, Thread)] == ["l/2", "l/3"]


def test_what_no_mail_is_is_not_claimed() -> None:
    assert eml.accepts(source("---\nsource: CMS\n---\n# T\n\nWords.\n", "t.eml")) == 0
    assert mbox.accepts(source("From the manual: words.\n", "t.txt")) == 0
    assert msg.accepts(source(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "t.doc")) == 0


def test_hostile_mails_take_no_time() -> None:
    start = time.process_time()
    nested = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(500))
    mime.read(("From: a@x.example\nSubject: x\n" + nested).encode())
    mime.read(("From: " + "a@x.example, " * 20_000 + "\nReferences: " + "<a@b> " * 50_000 + "\n\nx").encode())
    surroundings.without("> " * 50_000 + "\n" + "-- \n" * 20_000 + "____\n" * 5000, "Ann")
    chains.parts("From: a\nSent: b\n" * 5000)
    conversations.conversations([mail(place, f"<{place - 1}>") for place in range(1, 1500)])
    assert time.process_time() - start < 20
