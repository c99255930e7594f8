"""A page of the desk driven without a browser."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[1] / "app.py"


def opened(page: str, index: Path, **address: str) -> AppTest:
    """The page of that name alone over an index, with what its address names."""
    script = f"from pathlib import Path\nfrom assistant.pages import {page}\n{page}.page(Path({str(index)!r}))\n"
    return _run(AppTest.from_string(script, default_timeout=60), address)


def app(**address: str) -> AppTest:
    """The desk as it is started, over the index that ``CITEDESK_INDEX`` names."""
    return _run(AppTest.from_file(str(APP), default_timeout=60), address)


def shown(page: AppTest) -> str:
    """All HTML of the page but style sheets, in order."""
    assert not page.exception
    bodies = [element.proto.body for element in page.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def _run(made: AppTest, address: dict[str, str]) -> AppTest:
    for name, value in address.items():
        made.query_params[name] = value
    return made.run()
