"""Kept answers below a folder are asked again: what changed is told by its lines, what is lost by what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import RULE, Outcome, Place, Plugins
from streamlit.testing.v1 import AppTest

from assistant.answers import Answer
from assistant.ask import Desk
from assistant.keeping import records, watch
from assistant.keeping.watch import Change, Kept, Standing
from assistant.reading.asking import Asking
from assistant.reading.given import Given
from assistant.showing import imprints
from indexer.errors import RecordError

Command = Callable[..., Outcome]
ASKED = "is 62368 for reprogramming at the refill?"
OTHER = "how is layered closure measured?"
LATER = "Report 62368 once when the pump is reprogrammed at the refill."


@pytest.fixture
def kept(citedesk: Command, built: Place, tmp_path: Path) -> Path:
    """A saved answer and a sheet of each form on the pump, and a saved answer on the wound."""
    folder = tmp_path / "kept"
    (folder / "sheets").mkdir(parents=True)
    where = ("--index", built.index)
    assert citedesk("ask", *where, "--save", folder / "pump.json", ASKED).code == 0
    assert citedesk("ask", *where, "--save", folder / "wound.json", OTHER).code == 0
    for form in ("docx", "html", "md"):
        assert citedesk("ask", *where, "--sheet", folder / "sheets" / f"pump.{form}", ASKED).code == 0
    return folder


def replayed(citedesk: Command, folder: Path, built: Place) -> tuple[int, list[dict[str, object]]]:
    outcome = citedesk("replay", folder, "--index", built.index, "--json")
    return outcome.code, json.loads(outcome.out)["kept"]


def test_over_the_same_base_every_kept_answer_says_the_same(citedesk: Command, built: Place, kept: Path) -> None:
    code, found = replayed(citedesk, kept, built)
    assert (code, {one["standing"] for one in found}) == (0, {"the same"})
    assert [(one["kind"], Path(str(one["file"])).relative_to(kept).as_posix()) for one in found] == [
        ("answer", "pump.json"),
        ("sheet", "sheets/pump.docx"),
        ("sheet", "sheets/pump.html"),
        ("sheet", "sheets/pump.md"),
        ("answer", "wound.json"),
    ]


def test_what_is_new_beside_an_answer_is_no_change_of_it(citedesk: Command, built: Place, kept: Path) -> None:
    built.excerpt("nail.md", "Nail", "Trimming of nails is another matter.")
    built.build()
    assert replayed(citedesk, kept, built)[0] == 0


def test_a_changed_answer_is_told_by_the_lines_before_and_now(citedesk: Command, built: Place, kept: Path) -> None:
    built.excerpt("pump.md", "Pump refill", LATER)
    built.build()
    code, found = replayed(citedesk, kept, built)
    assert code == 1
    standing = {Path(str(one["file"])).name: one["standing"] for one in found}
    pumps = {f"pump.{form}": "changed" for form in ("json", "docx", "html", "md")}
    assert standing == {**pumps, "wound.json": "the same"}
    for one in found[:4]:
        changes = one["changes"]
        assert isinstance(changes, list)
        assert any(RULE in (change["before"] or "") and LATER in (change["now"] or "") for change in changes)
    told = citedesk("replay", kept, "--index", built.index).out
    assert told.index("Changed: answer") < told.index("The same: answer")
    assert "5 kept answers: 4 changed, 1 the same" in told


def test_an_answer_that_the_base_no_longer_has_is_changed_into_what_is_said_now(
    citedesk: Command, built: Place, kept: Path
) -> None:
    (built.kb / "pump.md").unlink()
    built.build()
    code, found = replayed(citedesk, kept / "sheets", built)
    assert (code, {one["standing"] for one in found}) == (1, {"changed"})


LOST = {
    "cut.json": (b'{"citedesk_answer": 1, "quest', "no saved answer"),
    "later.json": (b'{"citedesk_answer": 9}', "save the answer anew"),
    "old.md": (
        b"# Appeal sheet\n\nAnswered by Citedesk from knowledge base, model and program version 1-2-3\n",
        "anew",
    ),
    "cut.html": (b'<!-- citedesk sheet {"form": 1, "asking": 3} end of sheet -->', "damaged"),
    "later.html": (b'<!-- citedesk sheet {"form": 2} end of sheet -->', "by a later program"),
}


def test_what_cannot_be_read_any_more_is_named_with_what_to_do(citedesk: Command, built: Place, kept: Path) -> None:
    for name, (data, _) in LOST.items():
        (kept / name).write_bytes(data)
    for name in ("notes.md", "data.json", "letter.docx", ".hidden.json", "README.txt"):
        (kept / name).write_bytes(b'{"citedesk_answer": 1' if name.startswith(".") else b"PK nothing of ours")
    code, found = replayed(citedesk, kept, built)
    assert code == 2
    lost = {Path(str(one["file"])).name: str(one["reason"]) for one in found if one["standing"] == "lost"}
    assert set(lost) == set(LOST)
    assert all(said in lost[name] for name, (_, said) in LOST.items())
    assert "5 lost, 5 the same" in citedesk("replay", kept, "--index", built.index).out


def test_a_file_that_may_not_be_read_is_lost(built: Place) -> None:
    refused = Kept("a.json", RecordError("the file cannot be read (Permission denied); make it readable"))
    (one,) = watch.watch([refused], Desk.open(built.index)).kept
    assert (one.standing, one.reason) == (Standing.LOST, str(refused.data))


def test_a_question_with_facts_that_are_none_any_more_is_lost(citedesk: Command, built: Place, kept: Path) -> None:
    record = json.loads((kept / "pump.json").read_text())
    (kept / "pump.json").write_text(json.dumps(record | {"given": {"dos": "1900"}}))
    code, found = replayed(citedesk, kept, built)
    assert (code, found[0]["standing"]) == (2, "lost")
    assert "it cannot be asked any more (dos: '1900' is no date of service" in str(found[0]["reason"])


def test_a_folder_that_is_not_there_is_told(citedesk: Command, tmp_path: Path) -> None:
    outcome = citedesk("replay", tmp_path / "nowhere")
    assert (outcome.code, outcome.out) == (2, "")
    assert "there is no such file or folder; name where answers and sheets are kept" in outcome.err


def test_a_sheet_keeps_what_decides_its_answer_and_shows_it(citedesk: Command, built: Place, tmp_path: Path) -> None:
    path = tmp_path / "sheet.md"
    options = ("--payer", "Medicare", "--after", "is a volume check 62367?", "--full")
    assert citedesk("ask", "--index", built.index, "--sheet", path, *options, ASKED).code == 0
    text = path.read_text()
    imprint = imprints.read(text)
    assert imprint is not None
    assert imprint.asking == Asking(ASKED, ("is a volume check 62367?",), Given(payer="Medicare"), 20, True)
    assert "**Asked before:** is a volume check 62367?\n\n**Known of the case:** Medicare\n" in text
    assert citedesk("replay", path, "--index", built.index).code == 0


def test_a_saved_answer_in_full_is_asked_again_in_full(citedesk: Command, built: Place, tmp_path: Path) -> None:
    path = tmp_path / "full.json"
    assert citedesk("ask", "--index", built.index, "--full", "--save", path, ASKED).code == 0
    assert citedesk("replay", path, "--index", built.index).code == 0


@pytest.mark.parametrize("text", ["-->", "--!><script>", "]]></sheet>", "\u2028 \x00 \ud800 * _ `", "end of sheet"])
def test_no_text_breaks_out_of_an_imprint(built: Place, text: str) -> None:
    answer = Desk.open(built.index).ask(ASKED)
    made = imprints.of(answer, Asking(text, (text,)))
    written = imprints.written(made)
    assert imprints.read(f"before {written} after") == made
    assert written.isascii()
    assert not set("<>&'*_~`()-") & set(written.removesuffix(imprints.CLOSES))


def test_a_question_in_many_files_is_asked_once(built: Place) -> None:
    asked = []

    class Counting(Desk):
        def ask(self, text: str, *rest: object, **options: object) -> Answer:
            asked.append(text)
            return Desk.ask(self, text, *rest, **options)  # type: ignore[arg-type]

    desk = Counting.open(built.index)
    sheet = f"<!-- {imprints.written(imprints.of(Desk.ask(desk, ASKED)))} -->".encode()
    found = watch.watch([Kept(f"{number}.html", sheet) for number in range(3)], desk)
    assert ([one.standing for one in found.kept], asked) == ([Standing.SAME] * 3, [ASKED])


def test_lines_are_paired_where_they_changed() -> None:
    assert list(watch.changed(["a", "b", "c"], ["a", "x", "c", "d"])) == [Change("b", "x"), Change(None, "d")]


KIND = """
from assistant.keeping.records import Recorded
from assistant.reading.asking import Asking
LABEL, ENDINGS = "note", (".note",)
def holds(data): return True
def read(data):
    question, line = data.decode().splitlines()
    now = lambda today: [today.answer(Asking(question)).headline.says]
    return [Recorded("line 2", question, (line,), now)]
"""


def test_another_kind_of_file_is_a_plug_in(plugins_added: Plugins, built: Place, tmp_path: Path) -> None:
    plugins_added.write(records, "note", KIND)
    (tmp_path / "a.note").write_text(f"{ASKED}\n{RULE}\n")
    (tmp_path / "b.note").write_text(f"{ASKED}\nReport 62367.\n")
    found = watch.watch(watch.below(tmp_path), Desk.open(built.index)).kept
    assert [(one.kind, one.place, one.changes) for one in found] == [
        ("note", "line 2", ()),
        ("note", "line 2", (Change("Report 62367.", RULE),)),
    ]


def page(index: str, kept: str) -> None:
    """The script that Streamlit's own tester runs."""
    from pathlib import Path

    from assistant.widgets import desk, watch

    watch.draw(desk.opened(Path(index)), Path(kept))


def test_the_page_shows_what_changed_as_text(citedesk: Command, built: Place, kept: Path) -> None:
    hostile = "Report 62368 when the **pump** is reprogrammed at the refill."
    built.excerpt("pump.md", "Pump refill", hostile)
    built.build()
    (kept / "old.md").write_bytes(LOST["old.md"][0])
    tester = AppTest.from_function(page, args=(str(built.index), str(kept)), default_timeout=60).run()
    assert not tester.exception
    tester.button[0].click().run()
    assert not tester.exception
    told = [one.value for one in tester.text]
    assert told[0] == "6 kept answers: 4 changed, 1 lost, 1 the same"
    assert any(one.startswith("Before: ") and RULE in one for one in told)
    assert any("the **pump** is reprogrammed" in one.partition("\nNow: ")[2] for one in told)
    assert not [one for one in told if str(kept) in one]
    assert len([one for one in tester.expander if one.label.startswith("Changed\\: ")]) == 4
