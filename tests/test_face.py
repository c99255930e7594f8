"""The public face: what a caller imports from the two packages, and what it costs to look at it."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import subprocess
import sys
import typing
from pathlib import Path
from types import ModuleType

import pytest

import assistant
import indexer
from assistant import Answer

FACES = {
    assistant: [
        "Answer",
        "AssistantSettings",
        "Basis",
        "Candidate",
        "Case",
        "Citation",
        "CitedeskError",
        "Courtesy",
        "Desk",
        "Disagreement",
        "Dropped",
        "Fact",
        "Facts",
        "Found",
        "Given",
        "Group",
        "Headline",
        "HeadlineKind",
        "Judged",
        "Known",
        "Named",
        "Place",
        "Question",
        "Quotation",
        "Reference",
        "Refusal",
        "Reworded",
        "Searched",
        "Side",
        "Support",
        "ToFindOut",
        "Undescribed",
        "Unfound",
        "UnknownCodes",
        "Unsaid",
        "Unsettled",
        "Voice",
        "Wording",
    ],
    indexer: [
        "CitedeskError",
        "Code",
        "Excerpt",
        "Family",
        "Force",
        "Held",
        "Index",
        "IndexSettings",
        "Manifest",
        "PartialDate",
        "Passage",
        "Post",
        "Problem",
        "Provenance",
        "Report",
        "Row",
        "Stated",
        "Thread",
        "Tier",
        "Told",
        "Why",
        "build_index",
        "open_index",
    ],
}
NAMES = [pytest.param(face, name, id=f"{face.__name__}.{name}") for face, names in FACES.items() for name in names]


@pytest.mark.parametrize("face", FACES)
def test_the_face_is_exactly_this(face: ModuleType) -> None:
    assert face.__all__ == dir(face) == FACES[face]
    assert Path(str(face.__file__)).with_name("py.typed").exists()


@pytest.mark.parametrize(("face", "name"), NAMES)
def test_every_name_of_the_face_says_what_it_is(face: ModuleType, name: str) -> None:
    found = getattr(face, name)
    assert inspect.isclass(found) or inspect.isfunction(found)
    # A dataclass without a docstring of its own gets its signature.
    assert not str(inspect.getdoc(found)).startswith(f"{name}(")
    assert inspect.getdoc(found)


@pytest.mark.parametrize("face", FACES)
def test_what_is_no_name_of_the_face_is_no_attribute(face: ModuleType) -> None:
    with pytest.raises(AttributeError, match=f"module '{face.__name__}' has no attribute 'Nothing'"):
        face.Nothing  # noqa: B018


def met(shape: object, seen: set[type]) -> set[type]:
    """The dataclasses and enumerations of ours that a value of this type is made of."""
    if isinstance(shape, type) and shape.__module__.split(".")[0] in {"assistant", "indexer"} and shape not in seen:
        seen.add(shape)
        if dataclasses.is_dataclass(shape):
            for part in typing.get_type_hints(shape).values():
                met(part, seen)
        else:
            assert issubclass(shape, enum.Enum)
    for part in typing.get_args(shape):
        met(part, seen)
    return seen


def test_every_type_that_an_answer_is_made_of_is_on_the_face() -> None:
    offered = {getattr(face, name) for face, names in FACES.items() for name in names}
    assert {found.__name__ for found in met(Answer, set()) if found not in offered} == set()


@pytest.mark.parametrize("face", FACES)
def test_looking_at_the_face_loads_no_library(face: ModuleType) -> None:
    script = (
        f"import sys; before = set(sys.modules); import {face.__name__}; dir({face.__name__}); "
        "print(sorted({name.split('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == f"['{face.__name__}']"
