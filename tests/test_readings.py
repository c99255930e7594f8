"""A file that stands unchanged is not read again; whatever a reading depends on has it read anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Place, Plugins, rewrite

from indexer import formats, readings
from indexer.build import Report
from indexer.settings import IndexSettings, PluginTables

PUMP = "Report 62368 when the pump is reprogrammed at the refill."
# Reads files that end in .said, tells in another file which ones, and notes one thing of each.
FORMAT = """
from pathlib import Path
from pydantic import BaseModel, ConfigDict
from indexer.documents import Excerpt
from indexer.formats import Count, Damage, Note

FORM = "said"

class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    source: str = "Somebody"

def accepts(source):
    return 1.0 if source.name.endswith(".said") else 0.0

def read(source, settings):
    with Path(LOG).open("a") as log:
        log.write(source.id + " ")
    yield Note("it was said")
    yield Count("said", 2)
    text = source.data.decode()
    if text == "bad":
        yield Damage("it is bad", 1)
        return
    yield Excerpt(source.id, text[:10], settings.source, None, None, None, None, None, None, text)
"""


class Said:
    def __init__(self, place: Place, plugins: Plugins, log: Path) -> None:
        self.place, self._plugins, self._log = place, plugins, log
        self.program(FORMAT)

    def program(self, text: str) -> None:
        self._plugins.write(formats, "said", text.replace("LOG", repr(str(self._log))))

    def say(self, name: str, text: str) -> None:
        self.place.write(f"{name}.said", text)

    def read(self, settings: IndexSettings | None = None, rebuild: bool = False) -> tuple[str, Report]:
        """Which files an indexing reads."""
        self._log.write_text("")
        report = self.place.build(settings=settings, rebuild=rebuild)
        return self._log.read_text().strip(), report


@pytest.fixture
def said(place: Place, plugins_added: Plugins, tmp_path: Path) -> Said:
    made = Said(place, plugins_added, tmp_path / "log")
    for name in ("a", "b", "c"):
        made.say(name, f"{PUMP} So says {name}.")
    assert made.read()[0] == "a b c"
    return made


def test_only_what_changed_is_read_and_the_index_is_the_one_of_reading_all(said: Said) -> None:
    said.say("b", "Something else.")
    said.say("aa", "Something new.")
    (said.place.kb / "c.said").unlink()
    read, report = said.read()
    assert (read, report.embedded, report.manifest.passages) == ("aa b", 2, 3)
    assert [problem.reason for problem in report.problems] == ["it was said"] * 3
    assert [(count.what, count.number) for count in report.counts] == [("said", 6)]
    again, anew = said.read(rebuild=True)
    assert again == "a aa b"
    assert anew.manifest == report.manifest
    assert (anew.problems, anew.counts) == (report.problems, report.counts)


def test_where_nothing_changed_nothing_is_read_and_no_generation_made(said: Said) -> None:
    read, report = said.read()
    assert (read, report.changed, len(report.problems)) == ("", False, 3)
    assert said.read()[0] == ""


def test_a_file_that_moved_is_read_and_keeps_its_vector(said: Said) -> None:
    (said.place.kb / "sub").mkdir()
    (said.place.kb / "b.said").rename(said.place.kb / "sub" / "z.said")
    read, report = said.read()
    assert (read, report.embedded, report.changed) == ("sub/z", 0, True)


def test_what_stands_beside_a_file_is_part_of_it(said: Said) -> None:
    said.place.write("b.said.yaml", "source: Another\n")
    assert said.read()[0] == "b"


def test_another_program_setting_or_library_reads_all(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    other = IndexSettings().with_plugins(PluginTables({"formats": {"said": {"source": "Somebody else"}}}))
    assert said.read(other)[0] == "a b c"
    assert said.read()[0] == "a b c"
    said.program(FORMAT + "\n# Another version.\n")
    assert said.read()[0] == "a b c"
    monkeypatch.setattr(readings, "_libraries", lambda: [("pypdfium2", "99")])
    assert said.read()[0] == "a b c"
    assert said.read()[0] == ""


@pytest.mark.parametrize("damage", ["", "[]\n", '["x", "y", "z"]\n', None])
def test_a_damaged_or_missing_file_of_readings_costs_time_alone(said: Said, damage: str | None) -> None:
    path = said.place.index / readings.FILE
    if damage is None:
        path.write_bytes(path.read_bytes().replace(b'"a"', b'"b"'))
    else:
        path.write_text(damage)
    read, report = said.read()
    assert (read, report.changed) == ("a b c", False)
    path.unlink()
    assert said.read()[0] == "a b c"


def test_a_file_of_which_something_was_left_out_is_read_again(said: Said) -> None:
    said.say("d", "bad")
    assert said.read()[0] == "d"
    read, report = said.read()
    assert read == "d"
    assert [problem.path.name for problem in report.problems if problem.left_out] == ["d.said"]


def test_of_two_documents_of_one_id_the_other_comes_when_the_first_goes(said: Said) -> None:
    said.place.write("b.md", f"---\nsource: CPT Assistant\n---\n# Pumps\n\n{PUMP}\n")
    _, report = said.read()
    assert [problem.path.name for problem in report.problems if problem.left_out] == ["b.said"]
    (said.place.kb / "b.md").unlink()
    read, report = said.read()
    assert read == "b"
    assert (report.manifest.documents, [one for one in report.problems if one.left_out]) == (3, [])


def test_rows_of_another_generation_are_not_taken(said: Said) -> None:
    kept = (said.place.index / readings.FILE).read_bytes()
    said.say("0", "It comes before all others.")
    said.read()
    (said.place.index / readings.FILE).write_bytes(kept)
    assert said.read()[0] == "0 a b c"
    rewrite(said.place.index / "origin.json", when="2026-01-01 00:00")
    assert said.read()[0] == ""
