from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import Outcome, Place

from assistant.cli import app
from indexer.index import Index

Command = Callable[..., Outcome]

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
ASK = [
    "id",
    "question",
    "read_as",
    "codes",
    "facts",
    "named",
    "voice",
    "supported",
    "support",
    "strength",
    "calibrated",
    "text",
    "headline",
    "basis",
    "cases",
    "known",
    "reference",
    "refusal",
    "quotations",
    "citations",
    "documents",
    "nearest",
    "ask_first",
    "disagreement",
    "masked",
    "unsearched",
    "wording",
    "judged",
    "licence",
    "fingerprint",
]
COMMANDS = sorted(typer.main.get_group(app).commands)


def one(outcome: Outcome) -> dict[str, Any]:
    assert (outcome.code, outcome.err) == (0, "")
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def refused(outcome: Outcome, code: int = 2) -> str:
    """The one line on standard error that a user gets, without its beginning."""
    assert (outcome.code, outcome.out) == (code, "")
    lines = outcome.err.splitlines()
    assert "Traceback" not in outcome.err
    assert lines[-1].startswith("citedesk: ")
    return lines[-1].removeprefix("citedesk: ")


def test_the_commands_are_these() -> None:
    assert [
        *(
            "ask",
            "calibrate",
            "chat",
            "check",
            "code",
            "compare",
            "denial",
            "doctor",
            "document",
            "documents",
            "eval",
            "index",
            "lesson",
            "mcp",
            "point",
            "points",
            "quiz",
            "reference",
            "replay",
            "restore",
            "reviews",
            "rule",
            "rulings",
            "search",
            "serve",
            "snapshot",
            "stats",
        )
    ] == COMMANDS


@pytest.mark.parametrize("form", ["md", "docx", "html"])
def test_ask_writes_a_sheet_in_the_form_of_its_suffix(
    citedesk: Command, built: Place, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"sheet.{form}"
    outcome = citedesk("ask", "--json", "--index", built.index, "--sheet", path, "is 62368 for reprogramming?")
    assert (outcome.code, outcome.err) == (0, f"sheet written to {path}\n")
    assert json.loads(outcome.out)["documents"][0] == "pump"
    assert path.read_bytes()[:4] == {"md": b"# Ap", "docx": b"PK\x03\x04", "html": b"<!do"}[form]


def test_a_sheet_is_refused_before_anything_is_asked(citedesk: Command, tmp_path: Path) -> None:
    told = refused(citedesk("ask", "--index", tmp_path / "none", "--sheet", tmp_path / "sheet.pdf", "x"))
    assert told == f"{tmp_path}/sheet.pdf: a sheet is written as .docx, .html, .md; give the file one of these endings"
    told = refused(citedesk("ask", "--sheet", tmp_path / "sheet.md", "--questions", tmp_path / "questions.jsonl"))
    assert told == "--sheet and --save take one answer; ask one question, without --questions"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(citedesk: Command, name: str) -> None:
    outcome = citedesk(name, "--help")
    assert outcome.code == 0
    assert f"{name} [OPTIONS]" in outcome.out
    for option in typer.main.get_group(app).commands[name].params:
        assert getattr(option, "help", "") or option.name == "help", option.name


def test_without_a_command_the_help_is_shown(citedesk: Command) -> None:
    assert "reference desk for medical coders" in citedesk().out


def test_index_tells_counts_and_fingerprint(citedesk: Command, place: Place) -> None:
    place.excerpt("pump.md", "Pump refill", "Report 62368.")
    outcome = citedesk("index", "--kb", place.kb, "--index", place.index)
    fingerprint = place.open().manifest.fingerprint
    head = f"{place.index}: 1 documents, 1 passages, "
    assert (outcome.code, outcome.out) == (0, f"{head}1 embedded, 0 left out; fingerprint {fingerprint}\n")
    again = citedesk("index", "--kb", place.kb, "--index", place.index)
    assert again.out == f"{head}0 embedded (unchanged), 0 left out; fingerprint {fingerprint}\n"
    anew = citedesk("index", "--kb", place.kb, "--index", place.index, "--kb", place.kb / "pump.md")
    assert (anew.code, anew.out) == (
        0,
        f"{head}0 embedded (unchanged), 0 left out; fingerprint {fingerprint}\n",
    )


def test_the_index_stands_beside_the_knowledge_base_by_default(citedesk: Command, place: Place, tmp_path: Path) -> None:
    place.excerpt("pump.md", "Pump refill", "Report 62368.")
    place.index.rename(tmp_path / ".citedesk")
    assert citedesk("index").code == 0
    assert one(citedesk("ask", "--json", "what is 62368 for"))["documents"] == ["pump"]
    assert citedesk("doctor").code == 0


def test_ask_gives_one_object_with_these_keys(citedesk: Command, shipped_index: Path) -> None:
    answer = one(
        citedesk("ask", "--json", "--index", shipped_index, "is a volume check reprogramming, 62367 or 62368?")
    )
    assert list(answer) == ASK
    assert answer["id"] is None
    assert answer["codes"] == [{"system": "CPT", "value": "62367"}, {"system": "CPT", "value": "62368"}]
    assert 0 <= answer["support"] <= 1
    assert "threads/pump-62367-vs-62368-reprogramming" in answer["documents"][:3]
    assert len(answer["documents"]) == len(set(answer["documents"])) == 20
    assert answer["supported"]
    for quotation in answer["quotations"]:
        assert list(quotation) == [
            "citation", "passage", "document", "start", "end", "text", "short", "place", "provenance", "replaced_by",
            "replies_to",
        ]  # fmt: skip
        assert quotation["passage"].startswith(quotation["document"] + "#")
        assert quotation["end"] - quotation["start"] == len(quotation["text"])
    for number, citation in enumerate(answer["citations"], 1):
        assert list(citation) == ["number", "label", "tier", "as_of", "document", "url", "provenance", "formal"]
        assert citation["number"] == number
    assert {quotation["citation"] for quotation in answer["quotations"]} <= {
        citation["number"] for citation in answer["citations"]
    }


def test_quotations_are_pieces_of_the_stored_passages(citedesk: Command, shipped_index: Path, shipped: Index) -> None:
    answer = one(citedesk("ask", "--json", "--index", shipped_index, "Q0091 with a visit for private payers"))
    stored = {passage.id: passage.text for passage in shipped.store.passages(range(len(shipped.store)))}
    for quotation in answer["quotations"]:
        assert stored[quotation["passage"]][quotation["start"] : quotation["end"]] == quotation["text"]


def test_search_gives_ranked_passages_with_these_keys(citedesk: Command, built: Place) -> None:
    found = one(citedesk("search", "--json", "--index", built.index, "-k", "1", "when to report 62368?"))
    assert list(found) == ["id", "question", "read_as", "codes", "masked", "unsearched", "passages"]
    assert found["masked"] == []
    (passage,) = found["passages"]
    assert list(passage) == ["rank", "passage", "document", "score", "found_by", "text"]
    assert (passage["rank"], passage["passage"], passage["document"]) == (1, "pump#text", "pump")
    assert passage["found_by"] == ["words", "meaning", "code"]
    assert passage["text"] == "Report 62368 when the pump is reprogrammed at the refill."


def test_search_says_what_was_masked(citedesk: Command, built: Place) -> None:
    words = ("search", "--index", built.index, "MRN 00412345: when to report 62368?")
    found = one(citedesk(*words, "--json"))
    assert (found["question"], found["masked"]) == ("MRN [MRN]: when to report 62368?", ["MRN"])
    assert "Masked before searching: MRN" in citedesk(*words).out


def test_people_get_text_with_citations_and_passages(citedesk: Command, shipped_index: Path) -> None:
    asked = citedesk("ask", "--index", shipped_index, "is a volume check reprogramming, 62367 or 62368?")
    assert asked.code == 0
    assert "Citations" in asked.out
    assert "• CPT Assistant, July 2006, as a 2010 forum answer reads it: yes (" in " ".join(asked.out.split())
    addresses = [line for line in asked.out.splitlines() if "https://" in line]
    assert (
        "    https://www.aapc.com/discuss/threads/doctor-wanting-bill-62370-everytime-pump-is-refilled.144569/"
        in addresses
    )
    searched = citedesk("search", "--index", shipped_index, "-k", "2", "62368")
    assert searched.code == 0
    assert searched.out.count("#") == 2


def test_the_text_is_short_unless_all_of_it_is_asked_for(citedesk: Command, shipped_index: Path) -> None:
    words = ("--index", shipped_index, "modifier 25 with an injection on the same day?")
    short, full = (one(citedesk("ask", "--json", *options, *words)) for options in ((), ("--full",)))
    assert len(short["text"].split()) < len(full["text"].split())
    assert all(" ".join(quotation["text"].split()) in full["text"] for quotation in full["quotations"])
    assert short | {"text": ""} == full | {"text": ""}
    shown = " ".join(citedesk("ask", "--full", *words).out.split())
    assert all(" ".join(quotation["text"].split()) in shown for quotation in full["quotations"])


def test_the_same_question_gets_the_same_answer(citedesk: Command, shipped_index: Path) -> None:
    words = ("ask", "--json", "--index", shipped_index, "does 95991 include the refill kit?")
    assert citedesk(*words).out == citedesk(*words).out


def test_a_file_of_questions_is_answered_in_its_order(citedesk: Command, built: Place, tmp_path: Path) -> None:
    lines = [
        {"id": "b", "question": "is 62368 for reprogramming?"},
        {"id": "a", "question": "how is layered closure measured?", "history": []},
        {"id": 3, "question": "   "},
        {"id": "c", "question": "and at the refill?", "history": ["is 62368 for reprogramming?"], "more": 1},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n\n".join(map(json.dumps, lines)) + "\n")
    asked = citedesk("ask", "--questions", path, "--index", built.index)
    answers = [json.loads(line) for line in asked.out.splitlines()]
    assert [answer["id"] for answer in answers] == ["b", "a", "3", "c"]
    assert [list(answer) == ASK for answer in answers] == [True, True, False, True]
    assert [answers[number]["documents"][0] for number in (0, 1, 3)] == ["pump", "wound", "pump"]
    assert list(answers[2]) == ["id", "error"]
    assert answers[2]["error"].startswith("the question is empty")
    assert {"system": "CPT", "value": "62368"} in answers[3]["codes"]
    searched = citedesk("search", "--questions", path, "--index", built.index)
    found = [json.loads(line) for line in searched.out.splitlines()]
    assert [one["id"] for one in found] == ["b", "a", "3", "c"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("not json\n", ":1: expected an object with id and question"),
        ('{"question": "x"}\n', ":1: expected an object with id and question"),
        ("\n[1]\n", ":2: expected an object with id and question"),
        ('{"id": 1, "question": 2}\n', ":1: expected an object with id and question"),
        ('{"id": 1, "question": "x", "payer": 2}\n', ":1: expected dos, payer, setting, by, changed as text"),
        ('{"id": 1}\n', ":1: expected an object with id and question, as "),
        ("\udcff\n", ": this is no UTF-8 text; name a file of JSON Lines"),
        (None, ": cannot be read (No such file or directory); name a file of JSON Lines"),
    ],
)
def test_a_bad_file_of_questions_is_told_by_line(
    citedesk: Command, built: Place, tmp_path: Path, text: str | None, reason: str
) -> None:
    path = tmp_path / "questions.jsonl"
    if text is not None:
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    told = refused(citedesk("ask", "--questions", path, "--index", built.index))
    assert told.startswith(f"{path}{reason}")


def test_an_earlier_question_is_carried_into_a_follow_up(citedesk: Command, shipped_index: Path) -> None:
    words = ("ask", "--json", "--index", shipped_index)
    follow_up = one(citedesk(*words, "--after", "what is 62368 for", "and with a refill?"))
    assert follow_up["codes"] == [{"system": "CPT", "value": "62368"}]
    assert "62368" in follow_up["read_as"]
    assert follow_up["question"] == "and with a refill?"
    assert one(citedesk(*words, "and with a refill?"))["codes"] == []


def test_facts_come_beside_the_question_or_on_its_line(citedesk: Command, shipped_index: Path, tmp_path: Path) -> None:
    asked = "is 62368 right for a volume check"
    options = ("--dos", "2008", "--payer", "Medicare", "--setting", "11", "--by", "nurse", "--changed", "nothing")
    told = one(citedesk("ask", "--json", "--index", shipped_index, *options, asked))
    assert told["read_as"] == f"{asked} (with: Medicare, 2008, office, clinical staff, nothing changed)"
    assert not {"dos", "payer", "setting", "by", "changed"} & {one["fact"] for one in told["ask_first"]}
    found = one(citedesk("search", "--json", "--index", shipped_index, *options, asked))
    assert found["read_as"] == told["read_as"]
    lines = (
        {"id": 1, "question": asked, "dos": 2008, "payer": "Medicare"},
        {"id": 2, "question": asked, "history": ["Aetna, 2012, volume check"], "by": "nurse"},
        {"id": 3, "question": asked, "dos": "2023-02-30"},
        {"id": 4, "question": "thanks"},
    )
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    outcome = citedesk("ask", "--questions", path, "--index", shipped_index, "--setting", "office")
    assert (outcome.code, outcome.err) == (0, "")
    first, second, third, fourth = map(json.loads, outcome.out.splitlines())
    assert first["read_as"] == f"{asked} (with: Medicare, 2008, office)"
    assert second["read_as"].endswith("(with: Aetna, 2012, office, clinical staff)")
    assert third["error"].startswith("dos: '2023-02-30' is no date of service; ")
    assert fourth == {
        "id": "4",
        "question": "thanks",
        "voice": "courtesy",
        "supported": False,
        "text": "You are welcome; the desk is ready for the next question.",
    }


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--dos", "soonish", "dos: 'soonish' is no date of service; "),
        ("--setting", "moon", "setting: 'moon' is unknown; name one of: office, "),
        ("--by", "aunt", "by: 'aunt' is unknown; name one of: physician, "),
        ("--changed", "maybe", "changed: 'maybe' says nothing of a change; "),
        ("--payer", "?", "payer: '?' is no payer's name; "),
    ],
)
@pytest.mark.parametrize("command", ["ask", "search"])
def test_an_option_that_is_no_fact_is_told(
    citedesk: Command, built: Place, command: str, option: str, value: str, reason: str
) -> None:
    assert refused(citedesk(command, "--index", built.index, option, value, "is 25 needed")).startswith(reason)


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_courtesy_gets_a_reply_and_is_no_error(citedesk: Command, built: Place, command: str) -> None:
    outcome = citedesk(command, "--index", built.index, "help")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("This desk quotes what its documents say")
    assert one(citedesk(command, "--json", "--index", built.index, "help"))["text"] == outcome.out.strip()


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", "the question is empty; "),
        (" \n\t ", "the question is empty; "),
        ("word " * 4_000, "the question has 19,999 characters, at most 4,000 are read; "),
        ("?!", "the question has no word and no code in it; "),
    ],
)
@pytest.mark.parametrize("command", ["ask", "search"])
def test_what_is_no_question_is_told(citedesk: Command, built: Place, command: str, question: str, reason: str) -> None:
    assert refused(citedesk(command, "--index", built.index, question)).startswith(reason)


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_forgotten_question_is_told_before_anything_is_indexed(
    citedesk: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert refused(citedesk(command)).startswith("no question; type: citedesk ask ")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_beside_a_file_of_them_is_refused(citedesk: Command, built: Place, command: str) -> None:
    told = refused(citedesk(command, "is 25 needed?", "--questions", "none.jsonl", "--index", built.index))
    assert told.startswith("one question and --questions are two things")


@pytest.mark.parametrize(
    "question", ["-- 62368", "'\"`$(x)", "62368" * 500, "é\u0301\u202e\0", "[red]62368[/red]", "**"]
)
def test_odd_questions_get_an_answer_or_one_line(citedesk: Command, built: Place, question: str) -> None:
    outcome = citedesk("ask", "--index", built.index, "--", question)
    assert outcome.code in {0, 2}
    assert outcome.code == 0 or refused(outcome)


def test_a_missing_or_empty_knowledge_base_is_told(citedesk: Command, place: Place) -> None:
    words = ("index", "--index", place.index, "--kb")
    assert refused(citedesk(*words, place.kb)) == (
        f"{place.kb}: the knowledge base is empty; put threads and excerpts (.md) into it"
    )
    assert refused(citedesk(*words, place.kb / "nowhere")) == (
        f"{place.kb}/nowhere: there is no such file or folder; name the knowledge base with --kb DIR"
    )


@pytest.mark.parametrize("words", [("ask", "x"), ("search", "x"), ("chat",), ("eval", "questions.jsonl")])
def test_without_an_index_the_command_that_makes_one_is_named(
    citedesk: Command, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "questions.jsonl").write_text(
        '{"id": "1", "question": "x", "answerable": true, "relevant": ["a"], "history": []}\n'
    )
    told = refused(citedesk(*words, "--index", tmp_path / "none"))
    assert told == f"{tmp_path}/none: there is no index yet; run: citedesk index --index {tmp_path}/none"


def test_files_left_out_are_named_and_strict_makes_them_count(citedesk: Command, built: Place) -> None:
    built.write("bad.md", "---\nsource: x\ndate: 2006-02-30\n---\n# T\n\nText.\n")
    words = ("index", "--kb", built.kb, "--index", built.index)
    outcome = citedesk(*words)
    assert outcome.code == 0
    assert f"left out: {built.kb}/bad.md:3: date: '2006-02-30' is not a possible date" in outcome.err
    assert "2 documents, 2 passages, 0 embedded (unchanged), 1 left out" in outcome.out
    assert citedesk(*words, "--strict").code == 1
    (built.kb / "bad.md").unlink()
    assert citedesk(*words, "--strict").code == 0


def test_doctor_exits_with_1_where_something_is_wrong(citedesk: Command, built: Place) -> None:
    words = ("doctor", "--kb", built.kb, "--index", built.index)
    healthy = citedesk(*words)
    assert healthy.code == 0
    assert all(line.startswith("ok   ") for line in healthy.out.splitlines())
    built.excerpt("new.md", "New", "Something new.")
    ill = citedesk(*words)
    assert ill.code == 1
    command = f"citedesk index --index {built.index} --kb {built.kb}"
    assert f"bad  knowledge base {built.kb}: the index is stale; run: {command}\n" in ill.out


def test_settings_with_an_unknown_name_are_refused(citedesk: Command, built: Place, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[assistant]\ngenerater = 'x'\n")
    assert refused(citedesk("ask", "--index", built.index, "x")).startswith("settings.toml: assistant.generater: ")
    (tmp_path / "settings.toml").write_text("[assistant]\ngenerator = 'oracle'\n")
    told = refused(citedesk("ask", "--index", built.index, "is 62368 for reprogramming?"))
    assert told.startswith("generators: there is no 'oracle'; choose one of ")


# The thread that a coder would drop in as it was copied from the forum.
@pytest.fixture(params=["file", "folder"])
def seed(request: pytest.FixtureRequest, place: Place, tmp_path: Path) -> Place:
    files = sorted(SEEDS.glob("*.txt"))
    if not files:
        pytest.skip("the raw thread of the founding example is not beside this checkout")
    shutil.copy(files[0], place.kb / "thread.txt")
    place.build(place.kb / "thread.txt" if request.param == "file" else place.kb)
    return place


@pytest.mark.parametrize("question", ["what is 62368 for", "is changing the volume programming?"])
def test_a_raw_thread_alone_answers_with_itself_and_without_names(
    citedesk: Command, seed: Place, question: str
) -> None:
    outcome = citedesk("ask", "--json", "--index", seed.index, question)
    answer = one(outcome)
    assert answer["documents"] == ["thread"]
    cited = answer["citations"] or answer["nearest"]
    assert {citation["document"] for citation in cited} == {"thread"}
    opened = seed.open()
    stored = opened.store.passages(range(len(opened.store)))
    asked = {passage.id for passage in stored if passage.role == "asker"}
    assert asked
    assert not asked & {quotation["passage"] for quotation in answer["quotations"]}
    printed = citedesk("ask", "--index", seed.index, question).out
    searched = citedesk("search", "--json", "--index", seed.index, "-k", "100", question).out
    for name in ("marci", "rebecca", "woodward"):
        assert name not in (outcome.out + printed + searched).lower()


def test_a_raw_thread_answers_what_62368_is_for(citedesk: Command, seed: Place) -> None:
    answer = one(citedesk("ask", "--json", "--index", seed.index, "what is 62368 for"))
    assert answer["supported"]
    assert any("62368" in quotation["text"] for quotation in answer["quotations"])
    assert all(citation["document"] == "thread" for citation in answer["citations"])


def test_two_commands_of_one_name_are_told_whatever_is_called(tmp_path: Path) -> None:
    info = tmp_path / "two-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: two\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[citedesk.commands]\nask = two_commands\n")
    script = "from assistant.cli import main; main()"
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[1])])
    for words in (["ask", "62367"], ["doctor", "--kb", "x"], []):
        ran = subprocess.run(
            [sys.executable, "-c", script, *words],
            capture_output=True, text=True, env=os.environ | {"PYTHONPATH": path}, cwd=tmp_path, check=False,
        )  # fmt: skip
        assert ran.returncode == 2
        (line,) = ran.stderr.splitlines()
        assert "'ask'" in line
        assert "two" in line
