"""A licensed text is whole on the screen, and leaves the program by short quotations alone."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from conftest import Place, source
from toys import sheets

from assistant import Desk
from assistant.showing import abridging, appeal, exports, html
from indexer import licences, reader
from indexer.documents import Excerpt
from indexer.errors import DocumentError
from indexer.reader import Problem

LONG = " ".join(
    ["Report 62368 when the pump is reprogrammed at the refill", *(f"and detail {number}" for number in range(40))]
)
SECRET = "detail 39"


def excerpt(text: str, extra: str = "") -> str:
    return f"---\nsource: CPT Assistant\ndate: 2006-07\n{extra}---\n# Pump refill\n\n{text}\n"


def read(folder: Path) -> dict[str, bool | None]:
    found = reader.read(folder)
    return {one.id: one.licensed for one in found if isinstance(one, Excerpt)}


def test_a_file_its_sidecar_and_its_folder_may_say_so(tmp_path: Path) -> None:
    (tmp_path / "mine" / "below").mkdir(parents=True)
    (tmp_path / "mine" / "licence.yaml").write_text("licence: licensed\n")
    for name, extra in {
        "plain.md": "",
        "own.md": "licence: licensed\n",
        "mine/held.md": "",
        "mine/below/held.md": "",
        "mine/free.md": "licence: public\n",
    }.items():
        (tmp_path / name).write_text(excerpt("Text.", extra))
    (tmp_path / "table.csv").write_text("title,text,source\nA,Text.,Clinic\n")
    (tmp_path / "table.csv.yaml").write_text("licence: licensed\n")
    (tmp_path / "mine" / "packed.zip").write_bytes(
        sheets.archive({"a.md": excerpt("A."), "b.md": excerpt("B.", "licence: public\n")})
    )
    assert read(tmp_path) == {
        "plain": None,
        "own": True,
        "mine/held": True,
        "mine/below/held": True,
        "mine/free": False,
        "table/row-2": True,
        "mine/packed/a": True,
        "mine/packed/b": False,
    }


def test_a_slip_lets_nothing_out(tmp_path: Path) -> None:
    (tmp_path / "licence.yaml").write_text("licence: lizenced\n")
    (tmp_path / "held.md").write_text(excerpt("Text."))
    (tmp_path / "wrong.md").write_text(excerpt("Text.", "licence: mine\n"))
    problems = [one for one in reader.read(tmp_path) if isinstance(one, Problem)]
    assert read(tmp_path) == {"held": True}
    assert [str(one.reason) for one in problems if one.left_out] == ["licence: expected licensed or public, not 'mine'"]
    assert [one.line for one in problems if one.left_out] == [4]
    with pytest.raises(DocumentError, match="expected licensed or public"):
        licences.stated(source(excerpt("Text.", "licence: mine\n")))


@pytest.mark.slow
def test_the_screen_shows_it_whole_and_what_leaves_is_short(place: Place) -> None:
    place.write("pump.md", excerpt(LONG, "licence: licensed\n"))
    place.excerpt("wound.md", "Wound repair", "Layered closure is measured in centimetres.")
    place.build()
    answer = Desk.open(place.index).ask("is 62368 for reprogramming at the refill?", full=True)
    assert answer.supported
    quoted = answer.quotations[0]
    assert quoted.passage.licensed
    assert SECRET in answer.text
    assert SECRET in html.answer(answer, 1)
    record = exports.answer(answer)
    assert SECRET not in json.dumps(record)
    assert record["licence"] == abridging.NOTICE
    (one, *_) = record["quotations"]
    assert len(one["text"].split()) == licences.SHORT
    assert quoted.passage.text[one["start"] : one["end"]] == one["text"]
    for form in ("md", "html"):
        sheet = appeal.made(answer, datetime.date(2026, 1, 31), Path(f"a.{form}")).decode()
        assert SECRET not in sheet
        assert abridging.NOTICE in sheet
        assert "…" in sheet


def test_what_is_not_licensed_leaves_whole(place: Place) -> None:
    place.write("pump.md", excerpt(LONG))
    place.build()
    answer = Desk.open(place.index).ask("is 62368 for reprogramming at the refill?", full=True)
    assert abridging.abridged(answer) is answer
    assert SECRET in json.dumps(exports.answer(answer))
    assert exports.answer(answer)["licence"] is None
