"""The one fitter, what applies a fit, and where every shipped number comes from."""

from __future__ import annotations

import json
import math
import re
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from assistant.finding import calibration
from assistant.finding.features import Features
from assistant.finding.reader import FOLDER
from assistant.finding.recognition import Asked
from assistant.fitted import fitter, logistic, provenance
from assistant.fitted.fitter import Fit
from assistant.fitted.logistic import Logistic
from assistant.fitted.provenance import Model, Provenance
from assistant.measuring.examples import Example, Kind
from assistant.quoting.disagreement import Replaced
from assistant.rewording.grounding import Likeness
from assistant.rewording.turning import Reversal
from benchmarks import fit, fit_support, measure, tables
from benchmarks.fit_support import Row, Side
from training.bases import HELD_OUT

ROOT = Path(__file__).parents[1]
NAMES = sorted(path.stem for path in (ROOT / "assistant" / "fitted").glob("*.json"))
# What the reader says of a question.
READERS = re.compile("read|read_.+|behind")
# The regressions of each file, over the fields of what is measured.
MEASURED: dict[tuple[str, str], Any] = {
    ("support", "unread"): Features,
    ("support", "read"): Features,
    ("points", "unread"): Asked,
    ("points", "read"): Asked,
    ("disagreement", "replaced"): Replaced,
    ("grounding", "likeness"): Likeness,
    ("grounding", "turning"): Reversal,
}


def test_a_balanced_example_s_slope_is_known() -> None:
    """At -1 and 1 the bias is 0 by symmetry; loss and penalty p balance where 2ps = 1 / (1 + e^s), here at s = 1."""
    values, labels = np.array([[-1.0], [1.0]]), np.array([False, True])
    found = fitter.fit(values, labels, np.ones(2), penalty=1 / (2 * (1 + math.e)))
    assert found.slopes == pytest.approx([1.0])
    assert found.bias == pytest.approx(0.0, abs=1e-9)


def test_without_anything_to_tell_by_the_bias_is_the_weighted_share() -> None:
    """Three of four parts of the weight are right, and the value never changes: the chance is 3/4."""
    values, labels = np.array([[5.0], [5.0]]), np.array([True, False])
    found = fitter.fit(values, labels, np.array([3.0, 1.0]), penalty=0.1)
    assert found.slopes == pytest.approx([0.0])
    assert found.chances(values) == pytest.approx([3 / 4, 3 / 4])


@pytest.mark.parametrize("toward", [None, Fit(np.array([2.0, -3.0]), 0.5)])
def test_at_the_optimum_the_gradient_is_zero(toward: Fit | None) -> None:
    values = np.array([[0.1, 3.0], [0.4, 1.0], [0.5, 2.5], [0.9, 2.0], [0.7, 0.5], [0.2, 1.5]])
    labels = np.array([False, True, False, True, True, False])
    weights, penalty = np.array([1.0, 2.0, 0.5, 1.0, 3.0, 1.0]), 0.02
    found = fitter.fit(values, labels, weights, penalty, toward)
    missed = weights / weights.sum() * (1 / (1 + np.exp(-(values @ found.slopes + found.bias))) - labels)
    moved = found.slopes - (toward.slopes if toward else 0.0)
    # The penalty is on slopes of standardised values, so a raw slope counts by the square of its value's spread.
    assert values.T @ missed + 2 * penalty * moved * values.var(axis=0) == pytest.approx([0.0, 0.0], abs=1e-9)
    assert missed.sum() == pytest.approx(0.0, abs=1e-9)


def test_what_no_example_shows_keeps_the_slope_that_was_started_from() -> None:
    values = np.array([[0.0, 1.0], [1.0, 1.0], [0.2, 1.0], [0.8, 1.0]])
    labels = np.array([False, True, True, False])
    found = fitter.fit(values, labels, np.ones(4), 0.1, Fit(np.array([40.0, -7.0]), 900.0))
    assert found.slopes[1] == -7.0
    assert found.chances(values).sum() == pytest.approx(2.0)


def test_a_fit_needs_both_labels() -> None:
    with pytest.raises(ValueError, match="both labels"):
        fitter.fit(np.array([[1.0], [2.0]]), np.array([True, True]), np.ones(2), 0.1)


def test_a_held_out_chance_is_that_of_the_fit_on_the_other_folds() -> None:
    values, labels = np.array([[0.0], [1.0], [0.1], [0.9], [0.4]]), np.array([False, True, False, True, True])
    folds, weights = np.array([0, 0, 1, 1, 1]), np.array([1.0, 2.0, 1.0, 1.0, 1.0])
    found = fitter.held_out(values, labels, weights, folds, 0.1)
    assert found[:2] == pytest.approx(fitter.fit(values[2:], labels[2:], weights[2:], 0.1).chances(values[:2]))
    assert found[2:] == pytest.approx(fitter.fit(values[:2], labels[:2], weights[:2], 0.1).chances(values[2:]))


@dataclass(frozen=True)
class Two:
    one: float
    other: float


def test_a_chance_is_that_of_the_weighted_sum() -> None:
    fitted = Logistic.read({"weights": {"one": 2.0, "other": -1.0}, "bias": -0.5, "threshold": 0.5})
    assert fitted.chance(Two(0.5, 0.5)) == 1 / (1 + math.exp(-(2 * 0.5 - 0.5 - 0.5)))
    assert fitted.passes(Two(0.5, 0.5))
    assert not fitted.passes(Two(0.5, 0.6))
    assert fitted.chance(Two(1e6, 0.0)) == pytest.approx(1.0)
    assert fitted.chance(Two(-1e6, 0.0)) == pytest.approx(0.0)


def test_both_ways_to_apply_a_fit_agree() -> None:
    record = Fit(np.array([2.0, -1.0]), -0.5).record(["one", "other"], 0.5)
    assert record == {"weights": {"one": 2.0, "other": -1.0}, "bias": -0.5, "threshold": 0.5}
    (chance,) = fit.line(record, ("one", "other")).chances(np.array([[0.3, 0.8]]))
    assert chance == pytest.approx(Logistic.read(record).chance(Two(0.3, 0.8)))


@pytest.mark.parametrize("name", NAMES)
def test_every_file_says_where_it_comes_from(name: str) -> None:
    record = logistic.shipped(name)
    made = Provenance.read(record)
    script = made.script.removeprefix("python -m ").split()[0]
    assert (ROOT / (script if script.endswith(".py") else f"{script.replace('.', '/')}.py")).is_file()
    assert made.examples
    assert all(count > 0 for count in made.examples.values())
    assert len(made.knowledge_base) == len(made.model.sha256) == 64
    assert len(made.date) == 10
    check = record["check"]
    assert 0 < check["chance"] <= 0.1
    assert 0 < check["threshold"] <= 0.1
    assert check["reason"]


def records() -> list[tuple[str, Provenance]]:
    measured = json.loads(fit.MEASURED.read_text("utf-8"))
    assert sorted(measured) == NAMES == sorted(fit.FITS)
    return [
        *((name, Provenance.read(logistic.shipped(name))) for name in NAMES),
        *((f"{name}, measured", Provenance.read(measured[name])) for name in NAMES),
    ]


@pytest.mark.parametrize(("name", "made"), records(), ids=lambda one: one if isinstance(one, str) else "")
def test_what_was_fitted_on_is_what_is_shipped(name: str, made: Provenance) -> None:
    shipped = [source for source in made.sources if source.shipped]
    assert shipped
    assert [source.file for source in shipped if provenance.sha256(ROOT / source.file) != source.sha256] == []
    assert [source.file for source in made.sources if not source.shipped and "/" in source.file] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_stored_measures_are_those_that_their_provenance_counts(name: str) -> None:
    measured = json.loads(fit.MEASURED.read_text("utf-8"))[name]
    assert measured["tables"] == {path.name: provenance.sha256(path) for path in fit.paths(name)}
    assert fit.FITS[name].counts(fit.stored(name)) == Provenance.read(measured).examples


@pytest.mark.parametrize(("name", "key"), MEASURED)
def test_weights_are_named_as_what_is_measured(name: str, key: str) -> None:
    record = logistic.shipped(name)[key] if key else logistic.shipped(name)
    measured = MEASURED[name, key].__dataclass_fields__
    # Without a reader nothing is read.
    fields = {field: measured[field] for field in measured if key != "unread" or not READERS.fullmatch(field)}
    assert [weight for weight in record["weights"] if weight not in fields] == []
    numbers = [name for name, field in fields.items() if field.type == "float"]
    # What swapped figures allow is a limit of its own, and the nearest sentence is no number.
    assert set(numbers) - set(record["weights"]) <= {"swapped"}


def test_fitted_numbers_are_kept_in_one_room() -> None:
    rooms = [path for folder in ("assistant", "indexer") for path in (ROOT / folder).rglob("*.json")]
    graphs = ROOT / "indexer" / "graphs"  # of a model, and not fitted here
    assert {path.parent for path in rooms} == {ROOT / "assistant" / "fitted", FOLDER, graphs}
    assert {(name, key) for name, key in MEASURED} == {
        (name, key)
        for name in NAMES
        for key in ("", *logistic.shipped(name))
        if "weights" in (logistic.shipped(name) if not key else _inner(logistic.shipped(name)[key]))
    }


def _inner(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_fitting_again_gives_what_is_shipped(name: str) -> None:
    found = list(fit.differences(name))
    assert len(found) == sum(file == name for file, _ in MEASURED)
    assert [one for one in found if not one.small] == []


def test_a_fit_without_some_of_its_questions_is_not_taken_for_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In half of the bases a high cosine speaks for an answer, in the other half against it."""
    rows = [*sides("one", Side.ANSWERED, Side.TWIN), *sides("other", Side.TWIN, Side.ANSWERED)]
    fitted = {"unread": fit_support._fit("unread", rows)}
    (tmp_path / "support.json").write_text(json.dumps({**fitted, "check": logistic.shipped("support")["check"]}))
    monkeypatch.setattr(fit, "SHIPPED", tmp_path)
    monkeypatch.setattr(fit_support, "TABLES", {"unread": "support_unread"})
    monkeypatch.setattr(fit, "stored", lambda name: {"support_unread": rows})
    (same,) = fit.differences("support")
    assert (same.small, same.turned, same.examples) == (True, 0, len(rows))
    monkeypatch.setattr(fit, "stored", lambda name: {"support_unread": rows[: len(rows) // 2]})
    (found,) = fit.differences("support")
    assert not found.small


def test_no_measure_holds_a_text() -> None:
    for path in tables.FOLDER.glob("*.csv"):
        text = path.read_text("utf-8")
        for label in (*Side, *Kind):
            text = text.replace(f",{label},", ",,")
        assert " " not in text


def example(row: str, kind: Kind, cosine: float) -> Example:
    return Example(row, kind, False, 1, seen(cosine))


def seen(cosine: float) -> Features:
    return Features(cosine, *[0.0] * 13)


def sides(name: str, high: Side, low: Side) -> list[Row]:
    """Two bases of five questions of a cosine of 1 and five of 0, each on the side that is named, and two between."""
    return [
        Row(f"{base}/{number}", base, side, seen(cosine))
        for base in (f"{name}-1", f"{name}-2")
        for cosine, side, count in ((1.0, high, 5), (0.0, low, 5), (0.5, Side.CONTRAST, 1), (0.5, Side.NEAR, 1))
        for number in range(count)
    ]


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    rows = [example("a/1", Kind.ANSWERABLE, 0.12344), replace(example("a/2", Kind.TAKEN_AWAY, 1.0), right=True)]
    tables.write(tmp_path / "t.csv", rows)
    assert tables.read(tmp_path / "t.csv", Example) == [example("a/1", Kind.ANSWERABLE, 0.1234), rows[1]]
    (tmp_path / "t.csv").write_text("row,kind\na/1,answerable\n")
    with pytest.raises(ValueError, match=r"t\.csv: its columns are not those of Example"):
        tables.read(tmp_path / "t.csv", Example)


def test_drift_is_told_over_the_rows_that_are_in_both() -> None:
    old = [example("a/1", Kind.ANSWERABLE, 0.5), example("a/2", Kind.ANSWERABLE, 0.9)]
    fresh = [example("a/1", Kind.ANSWERABLE, 0.75)]
    said = measure.moved(old, fresh)
    assert said.startswith(
        "1 rows measured, 1 of them stored; 1 stored ones not measured; farthest moved: cosine 0.250"
    )
    before, after = (
        [Row("a/1", "a", Side.ANSWERED, seen(cosine)), Row("a/2", "a", Side.TWIN, seen(0.9))] for cosine in (0.5, 0.75)
    )
    told = measure.decided("support", *({table: side for table in fit_support.SHAPES} for side in (before, after[:1])))
    # Everything but the cosine is 0, and the shipped bias keeps such an example far below the threshold.
    for key, line in zip(("unread", "read"), told, strict=True):
        weights, bias = logistic.shipped("support")[key]["weights"], logistic.shipped("support")[key]["bias"]
        was, now = (1 / (1 + math.exp(-(weights["cosine"] * cosine + bias))) for cosine in (0.5, 0.75))
        moved = f"{abs(now - was):.4f}"
        said = f"{key}: chances moved by {moved} on average, {moved} at most; 0 of 1 examples decided otherwise"
        assert line == said


def test_support_weighs_the_sides_as_they_are_stated() -> None:
    """One value, 1 for what a right document leads and 0 for all others: at the optimum the weighted misses cancel."""
    others = (Side.MISSED, Side.TWIN, Side.CONTRAST, Side.NEAR)
    rows = [
        Row(f"{base}/{number}", base, side, seen(float(side is Side.ANSWERED)))
        for base in ("one", "other")
        for number, side in enumerate((Side.ANSWERED, Side.ANSWERED, *others))
    ]
    found = cast(dict[str, Any], fit_support._fit("unread", rows))
    line = fit.line(found, calibration.UNREAD)
    one, nothing = line.chances(np.array([astuple(seen(cosine))[:14] for cosine in (1.0, 0.0)]))
    wrong = sum(fit_support.WEIGHTS[side] for side in others)
    assert 2 * fit_support.WEIGHTS[Side.ANSWERED] * (1 - one) == pytest.approx(wrong * nothing, abs=1e-3)
    assert found["reader"] is None
    # Four twins and contrast pairs: of 4 + 1 not one may be claimed at 0.03, and two at 0.5.
    assert (found["bounds"]["0.03"], found["threshold"]) == (1.0, 1.0)
    assert found["bounds"]["0.5"] < 1.0


def test_what_a_reader_judges_is_fitted_on_bases_that_it_was_not_trained_on() -> None:
    rows = [replace(one, base=base) for base in sorted(HELD_OUT)[:2] for one in sides(base, Side.ANSWERED, Side.TWIN)]
    trained_on = sides("one", Side.TWIN, Side.ANSWERED)
    assert fit_support._fit("read", [*rows, *trained_on]) == fit_support._fit("read", rows)
    assert fit_support._fit("unread", [*rows, *trained_on]) != fit_support._fit("unread", rows)


@pytest.mark.parametrize(
    ("kind", "right", "wording", "side"),
    [
        (Kind.ANSWERABLE, True, "lay", Side.ANSWERED),
        (Kind.ANSWERABLE, False, "contrast", Side.MISSED),
        (Kind.TAKEN_AWAY, False, "contrast", Side.TWIN),
        (Kind.UNANSWERABLE, False, "contrast", Side.CONTRAST),
        (Kind.UNANSWERABLE, False, "near", Side.NEAR),
    ],
)
def test_every_example_has_its_side(kind: Kind, right: bool, wording: str, side: Side) -> None:
    assert fit_support._side(kind, right, wording) is side


def test_a_model_run_two_ways_is_one() -> None:
    assert Model.run_by("m", "0", "onnx") == Model.run_by("m", "0", "sentence_transformer")
    assert Model.run_by("m", "0", "mine").embedders == ("mine",)


@pytest.mark.parametrize("record", [{}, {"provenance": "a script"}, {"provenance": {"script": "x"}}])
def test_a_provenance_that_lacks_something_is_none(record: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Provenance"):
        Provenance.read(record)


def test_a_source_below_the_root_is_shipped_and_others_are_named_only(tmp_path: Path) -> None:
    (tmp_path / "own.jsonl").write_text("")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (inside,) = provenance.sources([tmp_path / "own.jsonl"], tmp_path.parent.resolve())
    assert (inside.file, inside.sha256, inside.shipped) == (f"{tmp_path.name}/own.jsonl", empty, True)
    (outside,) = provenance.sources([tmp_path / "own.jsonl"], ROOT)
    assert (outside.file, outside.shipped) == ("own.jsonl", False)
