"""Whose words a posting's are, from the posting to its passages."""

from __future__ import annotations

from conftest import source

from indexer import passages, sources, voices
from indexer.documents import Provenance, Quoted, Thread
from indexer.formats import forum_thread
from indexer.passages import Passage
from indexer.plugins import NoSettings
from indexer.sources import Tier
from indexer.voices import Voice

OWN = "That is wrong. Report 62367."


def replies(reply: str) -> list[Passage]:
    """The passages of a responder's posting."""
    text = f"# T\n\n## Wendy_K (2010)\n\nWhich code?\n\n----\n\n## PumpGuy88 (2010)\n\n{reply}\n\n----\n"
    (thread,) = (one for one in forum_thread.read(source(text), NoSettings()) if isinstance(one, Thread))
    cut = passages.split(thread, lambda text: len(text.split()), 200, sources.rules(None))
    return [one for one in cut if one.role != "asker"]


def test_the_words_of_another_user_are_searched_and_never_quoted_as_the_responders() -> None:
    for quotation in (
        "OldUser_7 said:\n\n> Always bill 62368.\n\n",
        "[QUOTE=OldUser_7;12]Always bill 62368.[/QUOTE]\n",
        "Quote:\nOriginally Posted by OldUser_7\nAlways bill 62368.\n\n",
        "On Mar 3, 2010, OldUser_7 wrote:\n> Always bill 62368.\n\n",
    ):
        (own,) = replies(quotation + OWN)
        assert (own.id, own.text, own.provenance) == ("t#post-2", OWN, Provenance.SAID)
        assert own.context.endswith("> Always bill 62368.")
        assert "OldUser_7" not in own.context
        assert [code.value for code in own.codes] == ["62367"]


def test_words_of_a_publication_without_its_particulars_are_marked_as_quoted() -> None:
    quoted, own = replies(f"The CMS manual said:\n> A volume check is 62367.\n\n{OWN}")
    assert (quoted.text, quoted.tier) == ("The CMS manual said:\n> A volume check is 62367.", Tier.FORUM)
    assert (quoted.provenance, own.provenance) == (Provenance.REPORTED, Provenance.SAID)
    assert (quoted.role, own.role) == ("responder 1", "responder 1")
    assert "quoted by responder 1, 2010" in quoted.citation
    assert "quoted" not in own.citation


def test_an_article_that_was_pasted_into_a_posting_is_marked_as_quoted() -> None:
    (quoted,) = replies("From the manual:\n\n## Article A (2012)\n\nReport 62368 for all checks.")
    assert quoted.text == "From the manual:\n\n> ## Article A (2012)\n> Report 62368 for all checks."
    assert (quoted.provenance, quoted.tier) == (Provenance.REPORTED, Tier.FORUM)
    (bold,) = replies("From the manual:\n\n**Article A**\n\nReport 62368 for all checks.")
    assert bold.text == "From the manual:\n\n> Article A\n> Report 62368 for all checks."
    (own,) = replies("Two points:\n\n## Refill\n\nReport 62368 for it.")
    assert (own.provenance, own.text) == (Provenance.SAID, "Two points:\n\n## Refill\n\nReport 62368 for it.")


def test_words_of_a_publication_with_its_particulars_are_its_own() -> None:
    own, theirs = replies("We do.\n\nCPT Assistant, July 2006, volume 16, issue 7, says:\n> A check is part of it.")
    assert (own.tier, theirs.tier, theirs.provenance) == (Tier.FORUM, Tier.CPT, Provenance.REPORTED)
    assert theirs.text == "A check is part of it."


def test_every_word_is_heard_or_set_aside() -> None:
    text = "Anna said:\n> Never.\n\nThe book:\n> Always.\n\nI agree.\n> Nobody's."
    places = [(text.index(words), text.index(words) + len(words)) for words in ("> Never.", "> Always.", "> Nobody's.")]
    spans = [Quoted(*place, by) for place, by in zip(places, ("Anna said:", "The book:", None), strict=True)]
    found = voices.of(text, None, spans)
    assert found.aside == ("Anna said:\n> Never.",)
    assert [(text[one.start : one.end].strip(), one.quoted) for one in found.heard] == [
        ("The book:\n> Always.", True),
        ("I agree.", False),
        ("> Nobody's.", True),
    ]
    assert voices.of("No.", None, ()).heard == (Voice(0, 3),)
