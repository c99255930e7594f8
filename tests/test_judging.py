"""What is read of the passages that were found, and what that does to their order."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import REPLY, Place

from assistant.answers import Candidate
from assistant.ask import Desk
from assistant.finding import judging, reader, windows
from assistant.finding.features import UNREAD
from assistant.finding.reader import FOLDER, GRAPH, NOTE, TOKENIZER, Reader
from assistant.settings import AssistantSettings
from indexer.errors import ModelError

QUESTION = "is checking the volume reprogramming"
RARITY = {"volum": 3.0, "check": 2.0, "reprogram": 5.0}


def candidate(row: int, text: str, score: float, role: str | None = "responder 1") -> Candidate:
    passage = replace(REPLY, id=f"threads/x{row}#post-2", document_id=f"threads/x{row}", text=text, role=role)
    return Candidate(row, passage, score, 0.0, 0.0, 0.0, 0.0, 0.0, ())


def test_a_window_is_two_sentences_in_a_row_under_the_title() -> None:
    passage = replace(REPLY, title="Pumps", text="One. Two. Three.")
    found = windows.of(replace(candidate(1, "", 1.0), passage=passage))
    assert [window.text for window in found] == ["Pumps. One. Two.", "Pumps. Two. Three."]


def test_a_passage_of_one_sentence_is_a_window() -> None:
    assert [window.said for window in windows.of(candidate(1, "Only this.", 1.0))] == ["Only this."]


def test_the_likeliest_windows_are_read_and_no_asker_s() -> None:
    found = windows.choose(
        [
            candidate(1, "Nothing here. Nor here. A volume check is no reprogramming.", 1.0),
            candidate(2, "Is it reprogramming?", 0.9),
            candidate(3, "A volume check is reprogramming, I ask you.", 0.9, role="asker"),
            candidate(4, "Roses are red.", 0.5),
        ],
        RARITY,
    )
    assert [window.candidate.row for window in found] == [1, 1, 4]
    assert found[0].said == "Nor here. A volume check is no reprogramming."


def test_no_sentence_is_read_for_its_own_sake_twice() -> None:
    """Of A B C D the pairs AB and CD are likelier, and say everything that BC says."""
    text = "A volume check. It is so. So it is. A volume check."
    found = windows.choose([candidate(1, text, 1.0)], RARITY)
    assert [window.said for window in found] == ["A volume check. It is so.", "So it is. A volume check."]


def test_at_most_so_many_windows_are_read() -> None:
    many = [candidate(row, "One here. Two here. Three here. Four here.", 1.0 - row / 100) for row in range(30)]
    assert len(windows.choose(many, RARITY)) == windows.WINDOWS


def test_what_answers_is_told_from_what_shares_its_words() -> None:
    said = reader.opened().scores(
        "how long is form CMS-1696 good for",
        [
            "Acting for somebody else. The form CMS-1696 is good for one year from the date of both signatures.",
            "Acting for somebody else. The form CMS-1696 may be sent by fax or by mail to the contractor.",
            "Roses. They are pruned in spring.",
        ],
    )
    assert said[0] > max(said[1:])


def test_a_window_s_score_does_not_hang_on_its_neighbours() -> None:
    texts = ["One form is good for a year.", "Roses are pruned in spring, but only where the winter was mild."]
    both = reader.opened().scores(QUESTION, texts)
    assert both == [reader.opened().scores(QUESTION, [text])[0] for text in texts]


def test_a_long_question_and_a_long_window_are_cut() -> None:
    (said,) = reader.opened().scores("volume " * 900, ["check " * 900])
    assert said == reader.opened().scores("volume " * 800, ["check " * 800])[0]


def test_what_is_read_moves_by_its_score(place: Place) -> None:
    for number in range(3):
        place.excerpt(f"d{number}.md", f"Pump {number}", f"The volume check number {number} is no reprogramming.")
    place.build()
    plain, desk = Desk(place.open(), AssistantSettings()), Desk.open(place.index)
    before = {one.row: one for one in plain.search(QUESTION).candidates}
    for one in desk.search(QUESTION).candidates:
        assert one.read is not None
        assert one.window == (0, len(one.passage.text))
        moved = judging.SHARE * (max(UNREAD, one.read) - UNREAD)
        assert one.score == pytest.approx(before[one.row].score + moved)
    assert all(one.read is None for one in before.values())


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "reader"))


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER, NOTE])
def test_a_missing_file_is_told(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(ModelError, match=rf"{name}: .*; the answer is made without the reader; install the program"):
        Reader(copied)


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER])
def test_an_altered_file_is_told(copied: Path, name: str) -> None:
    written = bytearray((copied / name).read_bytes())
    written[len(written) // 2] ^= 1
    (copied / name).write_bytes(written)
    with pytest.raises(ModelError, match=rf"{name}: altered since it was shipped"):
        Reader(copied)


def test_a_graph_of_another_shape_is_told(copied: Path) -> None:
    from onnx import TensorProto, helper, save

    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])
    node = helper.make_node("Identity", ["x"], ["y"])
    made = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])
    graph = helper.make_graph([node], "other", [given], [made])
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), copied / GRAPH)
    note = json.loads((copied / NOTE).read_text())
    note["sha256"][GRAPH] = _sha256(copied / GRAPH)
    (copied / NOTE).write_text(json.dumps(note))
    with pytest.raises(ModelError, match="takes other inputs than a reader"):
        Reader(copied)


def _sha256(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_without_its_file_the_answer_is_made_and_says_so(
    shipped_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "opened", lambda: Reader(tmp_path))
    desk = Desk.open(shipped_index)
    answer = desk.ask(QUESTION)
    assert desk.reader is None
    assert "no reader's note" in (answer.support.caveat or "")
    assert answer.fingerprint.endswith("~unread")
    whole = Desk.open(shipped_index, AssistantSettings(reader=False)).ask(QUESTION)
    assert whole.support.caveat is None
    assert (whole.fingerprint, whole.quotations) == (answer.fingerprint, answer.quotations)


def test_the_reader_is_named_in_the_fingerprint(shipped_index: Path) -> None:
    desk = Desk.open(shipped_index)
    assert desk.fingerprint == f"{desk.index.manifest.fingerprint}~{reader.opened().name}"


def test_the_shipped_file_is_small_and_what_support_was_fitted_with() -> None:
    from assistant.finding import calibration

    assert (FOLDER / GRAPH).stat().st_size <= 25_000_000
    assert calibration.shipped(reader.opened().name).reader == reader.opened().name
    assert calibration.shipped().reader is None
