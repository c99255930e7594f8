"""The chat page, driven headless."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).parents[1] / "app.py")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def page(shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("CITEDESK_INDEX", str(shipped_index))
    return AppTest.from_file(APP, default_timeout=30).run()


def shown(page: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in page.get("html"))


def test_the_empty_page_offers_examples_and_the_notice(page: AppTest) -> None:
    assert not page.exception
    assert "is a volume check reprogramming?" in [button.label for button in page.button]
    assert "registered trademark" in shown(page)


def test_a_question_is_answered_with_marks_and_a_highlight(page: AppTest) -> None:
    page.chat_input[0].set_value("is a volume check reprogramming?").run()
    assert not page.exception
    assert "<mark" in shown(page)
    assert "[1]" in shown(page)


def test_an_example_is_asked_by_its_button(page: AppTest) -> None:
    page.button[0].click().run()
    assert len(page.session_state["turns"]) == 1


def test_turns_survive_a_redraw_and_go_when_cleared(page: AppTest) -> None:
    page.chat_input[0].set_value("is a volume check reprogramming?").run()
    page.chat_input[0].set_value("and if the dose is changed?").run()
    page.run()
    first, second = page.session_state["turns"]
    assert first.answer.question == "is a volume check reprogramming?"
    assert "is a volume check reprogramming?" in second.answer.read_as
    next(button for button in page.button if button.label == "Clear conversation").click().run()
    assert page.session_state["turns"] == ()


def test_identifiers_are_masked_and_shown_as_masked(page: AppTest) -> None:
    page.chat_input[0].set_value("Mrs. Jane Doe MRN 00123456, is a volume check reprogramming?").run()
    assert "Doe" not in shown(page)
    assert "MRN" in shown(page)


@pytest.mark.parametrize(("text", "says"), [("🙂🙂", "no word"), ("x" * 20_000, "20,000 characters")])
def test_what_is_no_question_is_told_in_one_message(page: AppTest, text: str, says: str) -> None:
    page.chat_input[0].set_value(text).run()
    assert not page.exception
    assert says in shown(page)


def test_without_an_index_the_next_command_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEDESK_INDEX", str(tmp_path / "none"))
    page = AppTest.from_file(APP, default_timeout=30).run()
    assert not page.exception
    assert "run: citedesk index" in shown(page)
