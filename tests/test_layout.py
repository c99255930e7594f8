from __future__ import annotations

import ast
import functools
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import BaseModel

from assistant.settings import AssistantSettings, SigninSettings
from indexer.settings import IndexSettings

ROOT = Path(__file__).parents[1]
MODULES = sorted([*ROOT.glob("indexer/**/*.py"), *ROOT.glob("assistant/**/*.py"), ROOT / "app.py"])
VAGUE = {"utils", "helpers", "common", "base", "core", "misc", "manager"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# Each folder and module of assistant/ may import those before it, and none that stands beside it.
ORDER = (
    ("fitted",),
    ("settings",),
    ("reading",),
    ("refusal", "judgement", "naming", "statements", "wording", "asking_back"),
    ("answers",),
    ("checked",),
    ("finding",),
    ("quoting",),
    ("rewording", "dossiers", "library"),
    ("showing",),
    ("ask",),
    ("checking",),
    ("teaching",),
    ("keeping", "measuring", "denials"),
    ("editing",),
    ("progress",),
    ("serving",),
    ("widgets", "console", "options"),
    ("pages",),
    ("web",),
    ("commands",),
    ("cli",),
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}


def imported(path: Path) -> set[str]:
    """Every module of ours that a file imports, at its top or inside a function, with the name taken from it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return {name for name in found if name.split(".")[0] in {"app", "assistant", "indexer"}}


@functools.cache
def tree() -> Mapping[str, set[str]]:
    """What each module imports; the two faces name what stands above them."""
    faces = {ROOT / "assistant" / "__init__.py", ROOT / "indexer" / "__init__.py"}
    paths = [path for path in MODULES if path not in faces]
    return {dotted(path): imported(path) for path in paths}


def dotted(path: Path) -> str:
    return named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def upward(tree: Mapping[str, set[str]]) -> set[str]:
    """Each import that runs against the order, as ``importer -> imported``."""
    return {f"{module} -> {name}" for module, names in tree.items() for name in names if not allowed(module, name)}


def allowed(module: str, name: str) -> bool:
    package, of = module.split(".")[0], name.split(".")[0]
    if package != of or package != "assistant":
        return ("indexer", "assistant", "app").index(of) <= ("indexer", "assistant", "app").index(package)
    mine, other = module.split(".")[1], name.split(".")[1]
    return mine == other or RANK.get(other, len(ORDER)) < RANK.get(mine, -1)


@pytest.mark.parametrize("path", [path for path in MODULES if path.exists()], ids=named)
def test_a_module_can_be_seen_whole(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= 250
    assert path.stem not in VAGUE
    assert path.parent.name not in VAGUE


def test_imports_run_one_way() -> None:
    assert upward(tree()) == set()


def test_every_part_of_the_assistant_has_its_place_in_the_order() -> None:
    assert {module.split(".")[1] for module in tree() if module.startswith("assistant.")} == set(RANK)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("indexer.passages", "assistant.answers.Answer"),
        ("indexer.reader", "app"),
        ("assistant.cli", "app.run"),
        ("assistant.reading.question", "assistant.answers.Answer"),
        ("assistant.finding.retrieval", "assistant.quoting.evidence"),
        ("assistant.quoting.evidence", "assistant.showing.html"),
        ("assistant.rewording.leash", "assistant.ask.Desk"),
        ("assistant.showing.terminal", "assistant.Desk"),
        ("assistant.keeping.saved", "assistant.measuring.metrics"),
        ("assistant.widgets.turn", "assistant.pages.chat"),
        ("assistant.nowhere", "assistant.answers.Answer"),
    ],
)
def test_an_import_that_is_turned_round_is_seen(module: str, name: str) -> None:
    turned = {**tree(), module: tree().get(module, set()) | {name}}
    assert upward(turned) - upward(tree()) == {f"{module} -> {name}"}


@pytest.mark.parametrize("module", ["assistant.ask", "assistant.cli", "indexer.build", "indexer.doctor"])
def test_importing_loads_no_heavy_library(module: str) -> None:
    heavy = "{'torch', 'streamlit', 'transformers', 'sentence_transformers', 'onnxruntime', 'pandas', 'docx'}"
    script = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("settings", [IndexSettings, AssistantSettings, SigninSettings])
def test_settings_are_few_frozen_and_refuse_the_unknown(settings: type[BaseModel]) -> None:
    assert len(settings.model_fields) <= 8
    assert settings.model_config == {"frozen": True, "extra": "forbid"}
