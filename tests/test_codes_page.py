"""The page "Codes" driven without a browser, and the HTML that it shows."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from html import escape
from pathlib import Path

import driven
import pytest
import streamlit as st
from driven import press, shown
from streamlit.testing.v1 import AppTest

from assistant.dossiers import gathering, typed
from assistant.dossiers.dossier import Dossier
from assistant.pages import codes
from assistant.showing import code_page
from assistant.widgets import timeline
from indexer.index import Index
from indexer.points import Why

Open = Callable[..., AppTest]


@pytest.fixture
def page(shipped_index: Path) -> Open:
    """The page over an index, with what its address names."""
    st.cache_resource.clear()

    return functools.partial(driven.opened, "codes", shipped_index)


def address(page: AppTest) -> dict[str, object]:
    return dict(page.query_params)


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def test_a_code_in_the_address_is_opened(page: Open) -> None:
    opened = page(c="62370")
    html = shown(opened)
    assert "<h2>62370</h2><p>62370 is a CPT code: surgery, nervous system, pumps for spinal infusion.</p>" in html
    assert "<h3>Documents by date (5)</h3>" in html
    assert "<caption>Not reported when (1)</caption>" in html
    assert '<span class="cd-badge">Replaced by CPT rule: never 62367-62370 together' in html
    assert "CPT is a registered trademark" in html
    assert {"62369", "95990", "95991"} <= set(labels(opened))


def test_dated_documents_stand_on_a_timeline(page: Open, shipped: Index) -> None:
    (chart,) = page(c="62370").get("vega_lite_chart")
    found = gathering.of(typed.one("62370"), shipped)
    dated = [one for one in found.documents if one.passage.date]
    rows = [timeline._row(one) for one in dated]
    assert [row["first"] for row in rows] == ["2006-07-01", "2012-01-01"]
    assert [row["last"] for row in rows] == ["2006-07-31", "2012-12-31"]
    assert [row["mark"] for row in rows] == [timeline.REPLACED, timeline.STANDS]
    assert "2006-07-31" in str(chart.proto)


def test_two_codes_stand_side_by_side(page: Open) -> None:
    opened = page(**{"c": "62367", "with": "62368"})
    html = shown(opened)
    assert html.index("<h2>62367</h2>") < html.index("<h2>62368</h2>") < html.index("<h3>On both (6)</h3>")
    assert "<h3>On 62368 alone" in html
    assert "<caption>62367: reported when (1)</caption>" in html
    one = press(opened, "Open 62368")
    assert address(one) == {"c": "62368"}
    assert "<h2>62367</h2>" not in shown(one)


def test_a_code_is_found_and_compared_by_what_is_typed(page: Open) -> None:
    found = page().text_input(key="codes-find").set_value(" cpt 62367 ").run()
    assert address(found) == {"c": "62367"}
    assert "<h2>62367</h2>" in shown(found)
    compared = found.text_input(key="codes-beside").set_value("62368").run()
    assert address(compared) == {"c": "62367", "with": "62368"}
    assert "<h3>On both (6)</h3>" in shown(compared)


def test_a_code_beside_it_is_one_click_away(page: Open) -> None:
    assert address(press(page(c="62370"), "95990")) == {"c": "62370", "with": "95990"}


def test_codes_are_browsed_by_range(page: Open) -> None:
    opened = page()
    (sections,) = opened.selectbox
    assert "CPT: surgery" in sections.options
    surgery = sections.set_value("CPT: surgery").run()
    assert '<h2 class="cd-shelf">CPT 62360-62370: surgery, nervous system, pumps for spinal infusion (8)</h2>' in shown(
        surgery
    )
    code = press(surgery, "62370")
    assert address(code) == {"c": "62370"}
    assert address(press(code, "Browse all codes")) == {}


@pytest.mark.parametrize("typed_", ["pumps", "62360-62370"])
def test_words_and_ranges_list_codes(page: Open, typed_: str) -> None:
    listed = page(c=typed_)
    assert {"62367", "62370"} <= set(labels(listed))
    assert "pumps for spinal infusion" in shown(listed)


def test_a_code_that_nothing_names_says_what_to_do(page: Open) -> None:
    opened = page(c="12345")
    html = shown(opened)
    assert "12345 is a CPT code: surgery, skin and breast, wound repair." in html
    assert "named by no document of this base, and nothing is recorded on it; near it by number: 120" in html
    assert not opened.get("vega_lite_chart")


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ({"c": "zebras"}, "is no code, and this base names none in a family of that name"),
        ({"c": "62367", "with": "zebras"}, "is no code of CPT, HCPCS or ICD and no modifier"),
        ({"c": "62367", "with": "62367"}, "62367 is named twice"),
        ({"c": "?!"}, "no word and no code"),
        ({"c": "62370 " * 1_000}, "6,000 characters, at most 200"),
        ({"c": "<img src=x onerror=alert(1)>"}, "&lt;img src=x"),
    ],
)
def test_a_stale_or_false_address_is_one_line(page: Open, of: dict[str, str], said: str) -> None:
    html = shown(page(**of))
    assert html.count('role="alert"') == 1
    assert said in html
    assert "<img" not in html


def test_what_is_no_code_stays_typed_and_is_told_once(page: Open) -> None:
    typed_in = page(c="62370").text_input(key="codes-find").set_value("y" * 201).run()
    assert shown(typed_in).count('role="alert"') == 1
    assert typed_in.text_input(key="codes-find").value == "y" * 201
    assert address(typed_in) == {"c": "62370"}
    assert 'role="alert"' not in shown(typed_in.run())


def test_what_is_typed_is_masked_before_it_stands_in_the_address(page: Open) -> None:
    typed_in = page().text_input(key="codes-find").set_value("MRN 00123456 pumps").run()
    assert "00123456" not in str(address(typed_in))
    assert "00123456" not in shown(typed_in)


def test_without_an_index_the_command_is_named(page: Open, tmp_path: Path) -> None:
    opened = AppTest.from_string(
        "from pathlib import Path\nfrom assistant.web import streamlit_app\nfrom assistant.pages import codes\n"
        f"streamlit_app._page(codes, Path({str(tmp_path / '<nowhere>')!r}))\n",
        default_timeout=60,
    ).run()
    assert "there is no index yet; run: citedesk index" in shown(opened)
    assert "&lt;nowhere&gt;" in shown(opened)


def hostile(found: Dossier, nasty: str) -> Dossier:
    """Every word of documents and editors is ``nasty``."""
    naming = found.documents[0]
    passage = dataclasses.replace(
        naming.passage, title=nasty, text=nasty, citation=nasty, url="javascript:alert(1)", role="responder 1"
    )
    said = dataclasses.replace(naming.said, words=nasty, passage=passage, start=0)
    later = dataclasses.replace(naming, said=said, replaced_by=passage)
    (point, *_) = [one for one in found.points if one.cases]
    view = dataclasses.replace(point.views[0], stands_for=nasty, said=said, others=(passage,))
    code = found.code.value
    case = dataclasses.replace(point.cases[0], when=nasty, report=(code, nasty), not_with=(nasty,), said=said)
    told = dataclasses.replace(
        point, on=nasty, verdict=nasty, why=Why.OPPOSITE, views=(view, view), cases=(case,), asked=(nasty,)
    )
    return dataclasses.replace(found, documents=(later,), points=(told,), threads=(passage,))


def test_text_from_outside_is_never_markup(shipped: Index) -> None:
    nasty = "<img src=x onerror=alert(1)> $x$ _a_ [2](http://b) **c**"
    found = hostile(gathering.of(typed.one("62370"), shipped), nasty)
    html = code_page.opening(found) + code_page.recorded(found) + code_page.documents(found)
    assert "<img" not in html
    assert "javascript:" not in html
    # The point and its verdict, two sides with their words and two sources each, the case with its codes on both
    # sides, words and source, the document with its title, what replaced it, words, passage and source, two who asked.
    assert html.count(escape(nasty)) >= 2 + 2 * 4 + 5 + 5 + 2
    assert f"<mark>{escape(nasty)}</mark>" in html


def test_only_an_address_on_the_web_is_a_link(shipped: Index) -> None:
    html = code_page.documents(gathering.of(typed.one("99213"), shipped))
    assert html.count(' href="http') == html.count("<a ") > 0
    assert html.count('rel="noopener noreferrer"') == html.count("<a ")


def test_the_page_stands_beside_the_chat() -> None:
    assert (codes.TITLE, codes.ORDER) == ("Codes", 2)
