from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import SHIPPED_KB, Outcome, Place, rewrite, source
from test_reference import UNITS

from indexer import advice, doctor, folders, index, models, reader, reference
from indexer.findings import Level
from indexer.reader import Problem
from indexer.settings import IndexSettings
from indexer.stores import local

# Whole indexes are built and damaged here, one a test.
pytestmark = pytest.mark.slow


def bad(place: Place, settings: IndexSettings | None = None, *roots: Path) -> list[str]:
    """What the doctor finds wrong; every such finding names the next command."""
    findings = list(doctor.examine(roots or [place.kb], place.index, settings or IndexSettings()))
    wrong = [finding.what for finding in findings if not finding.good]
    assert all("run: " in what and "\n" not in what for what in wrong)
    return wrong


def again(place: Place, *roots: Path, anew: bool = False) -> str:
    """How a finding ends that names the command for this very index."""
    return f"run: {advice.index(place.index, roots or [place.kb], *(['--rebuild'] if anew else []))}"


def renewed(place: Place) -> str:
    """As ``again``, where the index knows its folders by itself."""
    return f"run: {advice.index(place.index)}"


def resealed(place: Place) -> Path:
    """The generation, sealed anew after a change: what a faulty program, not a faulty disk, would leave."""
    generation = place.index / "generation-1"
    folders.seal(generation, index.read_manifest(generation).knowledge_base)
    (place.index / "CURRENT").write_text(index.pointer(generation))
    return generation


def test_the_shipped_index_is_healthy(shipped_index: Path) -> None:
    findings = list(doctor.examine([SHIPPED_KB], shipped_index, IndexSettings()))
    assert [finding.what for finding in findings if not finding.good] == []
    said = "\n".join(finding.what for finding in findings)
    for part in (
        "sha256 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db (published)",
        "348 documents, ",
        "every file of the index and of the compiled model is as it was written",
        "the model reads 256",
        "8 passages embedded again give the stored vectors",
        "still what was indexed",
    ):
        assert part in said


def test_without_an_index_the_model_and_the_files_are_still_looked_at(place: Place) -> None:
    place.write("bad.md", "---\n# no source\n")
    findings = list(doctor.examine([place.kb], place.index, IndexSettings()))
    assert [finding.good for finding in findings] == [True, True, False, False]
    assert findings[2].what == f"{place.index}: there is no index yet; {renewed(place)}"
    assert findings[3].what.startswith(f"left out: {place.kb}/bad.md:1: the front matter has no closing '---' line")


def test_a_changed_added_or_deleted_document_makes_the_index_stale(built: Place) -> None:
    stale = [f"knowledge base {built.kb}: the index is stale; {again(built)}"]
    built.excerpt("new.md", "New", "Something new.")
    assert bad(built) == stale
    built.build()
    assert bad(built) == []
    (built.kb / "new.md").unlink()
    assert bad(built) == stale
    built.build()
    built.excerpt("pump.md", "Pump refill", "Report 62367.")
    assert bad(built) == stale


def test_each_file_left_out_is_named(built: Place) -> None:
    built.write("empty.md", "")
    built.write("late.md", "---\nsource: x\ndate: 2006-13\n---\n# T\n\nText.\n")
    built.build()
    wrong = bad(built)
    assert [what.split(";")[0] for what in wrong] == [
        f"left out: {built.kb}/empty.md:1: the file is empty",
        f"left out: {built.kb}/late.md:3: date: '2006-13' is not a possible date (month must be in 1..12)",
    ]


def test_a_missing_knowledge_base_is_told(built: Place) -> None:
    findings = list(doctor.examine([built.kb / "nowhere"], built.index, IndexSettings()))
    assert [finding.what for finding in findings if not finding.good] == [
        f"{built.kb}/nowhere: there is no such file or folder; name the knowledge base with --kb DIR"
    ]


def flip(path: Path) -> None:
    """Changes one byte in the middle: the file opens as before."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["models/*/model.onnx", "models/*/tokenizer.json", "generation-1/vectors.faiss"])
def test_one_changed_byte_is_found(built: Place, name: str) -> None:
    (path,) = built.index.glob(name)
    flip(path)
    (wrong,) = bad(built)
    what = "index" if path.parent.name == "generation-1" else "compiled model"
    assert wrong == f"{path.parent}: the {what} is damaged ({path.name} was changed); {renewed(built)}"


@pytest.mark.slow
def test_what_the_doctor_advises_mends_it(built: Place) -> None:
    flip(built.index / "generation-1/vectors.faiss")
    (model,) = built.index.glob("models/*/model.onnx")
    flip(model)
    assert [what.rpartition("; ")[2] for what in bad(built)] == [renewed(built)]
    built.build()
    assert bad(built) == []


def test_a_damaged_part_is_found(built: Place) -> None:
    (built.index / "generation-1/vectors.faiss").write_bytes(b"")
    assert bad(built) == [
        f"{built.index}/generation-1: the index is damaged (vectors.faiss was changed); {renewed(built)}"
    ]


def test_vectors_of_other_texts_are_found(built: Place) -> None:
    generation = built.index / "generation-1"
    store = local.open(generation, local.Settings())
    stored, vectors = store.passages([0, 1]), store.vectors([0, 1])
    shutil.rmtree(generation / "words")
    local.delete(generation, local.Settings())
    local.write(generation, 384, [(stored, np.ascontiguousarray(vectors[::-1]))], local.Settings())
    resealed(built)
    (wrong,) = bad(built)
    assert "embedded again it agrees only to " in wrong
    assert wrong.endswith(f"with its stored vector; {again(built, anew=True)}")


def test_stored_passages_that_the_manifest_does_not_mean_are_found(built: Place) -> None:
    generation = built.index / "generation-1"
    manifest = json.loads((generation / "manifest.json").read_text())
    rewrite(generation / "manifest.json", knowledge_base=manifest["knowledge_base"][::-1])
    resealed(built)
    assert bad(built) == [
        f"{generation}: stored passages are not those of the manifest; {again(built, anew=True)}",
        f"knowledge base {built.kb}: the index is stale; {again(built)}",
    ]


def test_a_passage_beyond_the_model_s_limit_is_found(built: Place) -> None:
    (note,) = built.index.glob("models/*/model.json")
    rewrite(note, limit=10)
    folders.seal(note.parent, models.find(None).sha256)
    wrong = bad(built)
    assert wrong[0] == f"pump#text has 22 tokens, the model reads only 10; {again(built, anew=True)}"
    assert wrong[-1] == f"knowledge base {built.kb}: the index is stale; {again(built)}"


def test_a_model_that_is_not_there_is_told_and_the_index_is_still_looked_at(built: Place, tmp_path: Path) -> None:
    findings = list(doctor.examine([built.kb], built.index, IndexSettings(model=tmp_path / "nowhere")))
    assert not findings[1].good
    assert findings[1].what.startswith(f"{tmp_path}/nowhere: no sentence-transformers model")
    assert any(finding.what.endswith("still what was indexed") for finding in findings if finding.good)


def test_a_model_of_your_own_has_nothing_to_be_compared_with(built: Place, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(models.find(None).folder, own)
    findings = list(doctor.examine([built.kb], built.index, IndexSettings(model=own)))
    assert "(your own model, nothing to compare with)" in findings[1].what
    assert all(finding.good for finding in findings)
    flip(own / "model.safetensors")
    (wrong,) = bad(built, IndexSettings(model=own))
    assert wrong == (
        "the index was made with model all-MiniLM-L6-v2 and store local, the settings name own and local; "
        f"{again(built)}"
    )


def test_several_knowledge_bases_are_read_as_one(built: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other", built.index)
    rule = other.excerpt("rule.md", "House rule", "Ask the supervisor.")
    built.build(built.kb, rule)
    assert bad(built, None, built.kb, rule) == []
    assert not any(isinstance(one, Problem) for one in reader.read(built.kb, rule))
    assert bad(built, None, built.kb) == [f"knowledge base {built.kb}: the index is stale; {again(built)}"]


def doubts(place: Place) -> list[str]:
    found = doctor.examine([place.kb], place.index, IndexSettings())
    return [one.what for one in found if one.level is Level.WARN]


def test_what_documents_leave_open_is_told_and_is_not_wrong(built: Place) -> None:
    assert doubts(built) == []
    built.write("undated.md", "---\nsource: CPT Assistant\n---\n# Undated\n\nText.\n")
    built.write("ended.md", "---\nsource: CPT Assistant\ndate: 2001\nuntil: 2004\n---\n# Ended\n\nText.\n")
    built.write("lost.md", "---\nsource: CPT Assistant\ndate: 2001\nsuperseded_by: nowhere\n---\n# Lost\n\nText.\n")
    built.write("bare.txt", "A text that names no source.\n\nIt has two paragraphs, and no date either.\n")
    built.build()
    assert bad(built) == []
    told = [what.partition(";")[0] for what in doubts(built)]
    assert "2 of 6 excerpts state no date: bare, undated" in told
    assert "1 of 6 documents name no source: bare" in told
    assert "1 of 6 documents held until a day that has passed, and name none in their place: ended" in told
    assert "1 of 6 documents were replaced by one that is not in this base: lost" in told
    assert all("; " in what or what.startswith("note: ") for what in doubts(built))


def test_what_changed_since_is_named(built: Place) -> None:
    built.excerpt("new.md", "New", "Something new.")
    built.excerpt("pump.md", "Pump refill", "Report 62367.")
    (built.kb / "wound.md").unlink()
    assert doubts(built) == [
        "new since it was indexed: new",
        "changed since it was indexed: pump",
        "gone since it was indexed: wound",
    ]


def test_public_files_of_an_earlier_quarter_are_told(built: Place) -> None:
    one = source(UNITS, "MCR_MUE_PractitionerServices_Eff_07-01-2024.csv")
    reference.Store(reference.beside(built.index)).add(reference.read(one), one.data)
    (told,) = doubts(built)
    assert told.startswith(
        "MUE values practitioner: the newest that is loaded is of 2024 Q3; load a later one: citedesk"
    )
    assert bad(built) == []


def test_words_that_do_not_find_their_passage_are_found(built: Place) -> None:
    generation = built.index / "generation-1"
    store = local.open(generation, local.Settings())
    stored, vectors = store.passages([0, 1]), store.vectors([0, 1])
    for part in ("words", *local.passage_file.FILES, *local.vectors.FILES):
        path = generation / part
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    searched = local.words.Writer(generation)
    searched.add([dataclasses.replace(one, text="nothing", context="", title="") for one in stored])
    meant, kept = local.vectors.Writer(generation, 384, local.Settings()), local.passage_file.Writer(generation)
    meant.add(vectors)
    kept.add(stored)
    for writer in (meant, kept, searched):
        writer.finish()
    resealed(built)
    assert f"pump#text: its own words do not find it; {again(built, anew=True)}" in bad(built)


def test_each_line_of_the_command_has_its_level(citedesk: Callable[..., Outcome], built: Place) -> None:
    built.write("undated.md", "---\nsource: CPT Assistant\n---\n# Undated\n\nText.\n")
    built.build()
    outcome = citedesk("doctor", "--index", built.index, "--kb", built.kb)
    assert outcome.code == 0
    assert {line[:5] for line in outcome.out.splitlines()} == {"ok   ", "warn "}
    (built.kb / "undated.md").unlink()
    ill = citedesk("doctor", "--index", built.index, "--kb", built.kb, "--json")
    record = json.loads(ill.out)
    assert (ill.code, record["bad"], record["warn"]) == (1, 1, 2)
    assert [one["level"] for one in record["findings"]].count("bad") == 1
