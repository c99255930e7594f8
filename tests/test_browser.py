"""The page in a real browser: Debian's chromium, driven by Playwright."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsed import CHROMIUM, ask, chat, opened, ready, send
from served import Answered, serve

from assistant import Desk
from assistant.keeping import reviews

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed: apt-get install chromium"),
]


FOUNDING = "is a volume check reprogramming?"


def test_a_coder_asks_files_reviews_follows_up_and_clears(shipped_index: Path, tmp_path: Path) -> None:
    hosts: set[str | None] = set()
    errors: list[str] = []
    with chat(shipped_index, tmp_path) as running, opened(running.address, errors) as page:
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
        page.reload()
        ready(page)
        page.get_by_text("registered trademark of the American Medical Association").wait_for()
        # Streamlit's own settings hold in a folder that has none.
        assert page.get_by_test_id("stAppDeployButton").count() == 0
        ask(page, FOUNDING)
        page.locator("mark").first.wait_for(state="attached")
        shown = page.locator("body").inner_text()
        assert "Guidance changed" in shown
        assert "July 2006" in shown
        assert "[1]" in shown

        page.get_by_role("button", name="Appeal sheet").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Word").click()
        assert download.value.path().read_bytes().startswith(b"PK")
        assert download.value.suggested_filename.endswith(".docx")
        page.keyboard.press("Escape")

        page.get_by_role("radio", name="Thumbs down").click()
        page.get_by_text("Review written").wait_for()
        (review,) = reviews.read(shipped_index)
        assert (review.verdict, review.text, len(review.documents) > 0) == ("down", None, True)

        ask(page, "and if the dose is changed?")
        assert page.locator(".cd-question h2").inner_text() == "and if the dose is changed?"
        assert FOUNDING in page.locator(".cd-earlier").inner_text()

        page.get_by_role("button", name="Conversation").click()
        page.get_by_role("button", name="Clear conversation").click()
        page.get_by_role("heading", name="What can be asked").wait_for()
        printed = running.log.read_text().lower()
    assert hosts <= {"localhost", None}
    assert len(hosts) > 0
    assert errors == []
    assert "citedesk runs on http://localhost" in printed
    assert not [word for word in ("reprogramming", "dose is changed") if word in printed]


def test_a_reply_is_clicked_with_the_keyboard_and_its_fact_cleared(shipped_index: Path, tmp_path: Path) -> None:
    errors: list[str] = []
    with chat(shipped_index, tmp_path) as running, opened(running.address, errors) as page:
        ask(page, "how do I count timed units")
        reply = page.get_by_role("button", name="Medicare", exact=True)
        reply.focus()
        page.keyboard.press("Enter")
        page.locator(".cd-question h2").get_by_text("Medicare", exact=True).wait_for()
        assert page.locator(".cd-fact").all_inner_texts() == ["Medicare"]
        page.get_by_role("button", name="Clear facts").click()
        page.locator(".cd-fact").wait_for(state="detached")
        page.get_by_role("button", name="Facts of the case").click()
        page.get_by_label("Date of service").fill("2/30/2012")
        page.keyboard.press("Enter")
        page.get_by_role("alert").get_by_text("is no date of service").wait_for()
    assert errors == []


def test_a_draft_is_a_draft_until_it_is_checked(shipped_index: Path, tmp_path: Path) -> None:
    """A server drips one draft that its evidence carries, then one that says what no passage says."""
    plain = Desk.open(shipped_index).ask(FOUNDING)
    case = plain.cases[0]
    says = " ".join(case.says.split()).rstrip(".")
    true, false = f"{says} [{case.citation}].", "A volume check is always billed as 99999 [1]. So says everybody [7]."
    drafts = iter((true, false))

    def reply(request: dict[str, Any]) -> Answered:
        words = next(drafts).split(" ")
        return Answered(pieces=tuple(f"{word} " for word in words), pause=1.6 / len(words))

    errors: list[str] = []
    with serve(reply) as served:
        lines = f'generator = "chat_server"\nmodel = "tiny"\naddress = "{served.address}"\n'
        with chat(shipped_index, tmp_path, lines) as running, opened(running.address, errors) as page:
            send(page, FOUNDING)
            draft = page.locator(".cd-draft")
            draft.locator("p").wait_for()
            early = draft.inner_text()
            assert "draft, not checked yet" in early.lower()
            assert draft.locator("a").count() == page.locator("mark").count() == 0
            page.get_by_role("heading", name="In other words").wait_for()
            assert draft.count() == 0
            answer = page.locator(".cd-answer")
            paragraph = answer.locator("h3:has-text('In other words') + p")
            assert paragraph.inner_text() == true
            assert len(early) < len(true) + len("Draft, not checked yet\n\n")
            assert paragraph.locator("a.cd-mark").count() == 1
            assert answer.locator(".cd-whole p.cd-quotation").count() == len(plain.quotations)

            send(page, "62367 vs 62368")
            draft.get_by_text("billed as 99999").wait_for()
            page.get_by_text("The quotations stand alone, without tiny: 2 of its 2 sentences failed").wait_for()
            assert draft.count() == 0
            parts = answer.all()
            told = "\n".join(part.inner_text() for part in parts)
            assert "99999" not in told
            assert "In other words" not in told
            assert sum(part.locator("p.cd-quotation").count() for part in parts) > 0
    assert errors == []
