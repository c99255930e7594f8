from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from assistant.settings import AssistantSettings
from indexer.settings import IndexSettings

ROOT = Path(__file__).parents[1]
MODULES = sorted([*ROOT.glob("indexer/**/*.py"), *ROOT.glob("assistant/**/*.py"), ROOT / "app.py"])
VAGUE = {"utils", "helpers", "common", "base", "core", "misc", "manager"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    """The first part of every module that a file imports, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", [path for path in MODULES if path.exists()], ids=named)
def test_a_module_can_be_seen_whole(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= 250
    assert path.stem not in VAGUE
    assert path.parent.name not in VAGUE


def test_imports_run_one_way() -> None:
    indexer = {named(path): imports(path) & {"assistant", "app"} for path in MODULES if "indexer" in path.parts}
    assert {name: wrong for name, wrong in indexer.items() if wrong} == {}
    assistant = {named(path): imports(path) & {"app"} for path in MODULES if "assistant" in path.parts}
    assert {name: wrong for name, wrong in assistant.items() if wrong} == {}


@pytest.mark.parametrize("module", ["assistant.ask", "assistant.cli", "indexer.build", "indexer.doctor"])
def test_importing_loads_no_heavy_library(module: str) -> None:
    heavy = "{'torch', 'streamlit', 'transformers', 'sentence_transformers', 'onnxruntime', 'pandas', 'docx'}"
    script = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("settings", [IndexSettings, AssistantSettings])
def test_settings_are_few_frozen_and_refuse_the_unknown(settings: type[BaseModel]) -> None:
    assert len(settings.model_fields) <= 8
    assert settings.model_config == {"frozen": True, "extra": "forbid"}
