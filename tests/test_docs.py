"""What README and docs say of the program, held against the program."""

from __future__ import annotations

import importlib
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from assistant import Desk
from assistant.cli import app
from assistant.settings import AssistantSettings, SigninSettings
from assistant.teaching import lesson_file, playing, quiz_file
from assistant.teaching.lesson import Kind, Lesson
from indexer import formats, plugins, recording, settings
from indexer.documents import Excerpt
from indexer.formats import Source, csv_table
from indexer.index import Index
from indexer.plugins import NoSettings
from indexer.points import Why
from indexer.settings import IndexSettings, Settings
from indexer.tables import columns

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
EXAMPLE = (ROOT / "settings.example.toml").read_text("utf-8")
SHAPES: dict[str, type[Settings]] = {
    "index": IndexSettings,
    "assistant": AssistantSettings,
    "signin": SigninSettings,
}
GROUP = typer.main.get_command(app)
assert isinstance(GROUP, TyperGroup)
COMMANDS = GROUP.commands


def options_of(command: str) -> set[str]:
    return {option for parameter in COMMANDS[command].params for option in parameter.opts if option.startswith("-")}


def lines_of(text: str) -> list[str]:
    """Every line and every inline piece of code that runs `citedesk`."""
    return [
        found.split("  #")[0].strip()
        for found in re.findall(r"(?m)^ {4}(citedesk .+)$|`(citedesk [^`]+)`", text)
        for found in found
        if found
    ]


def tree() -> dict[str, str]:
    """Each path of the README's tree with the folder that it stands in: an indented one belongs to the one above."""
    block = README.split("## The tree")[1].split("\n\n")[1]
    found, above = {}, ""
    for line in block.splitlines():
        indent = len(line) - len(line.lstrip()) - 4
        for name in re.findall(r"(?:^|\s{2,}|, )([\w./]+(?:/|\.py))(?=\s|,|$)|(kb/[\w.]+)", line):
            path = name[0] or name[1]
            if indent == 0 and path == line.split()[0]:
                above = path
            found[path] = path if indent == 0 else above + path
    return found


def test_every_command_is_in_the_readme() -> None:
    assert [name for name in COMMANDS if f"citedesk {name}" not in README] == []


@pytest.mark.parametrize("line", [*lines_of(README), *lines_of(ARCHITECTURE)])
def test_a_command_of_the_docs_exists_with_its_options(line: str) -> None:
    _, name, *words = shlex.split(line.replace("...", ""))
    assert name in COMMANDS
    used = {word.split("=")[0] for word in words if word.startswith("-")}
    assert used <= options_of(name)


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[\w-]+)[^`]*`", README + ARCHITECTURE))))
def test_an_option_that_is_named_alone_belongs_to_a_command(option: str) -> None:
    assert any(option in options_of(command) for command in COMMANDS)


def test_every_path_of_the_tree_exists() -> None:
    paths = tree()
    assert {"indexer/", "assistant/", "formats/", "showing/sheets/", "cli.py", "tests/"} <= set(paths)
    assert [path for path in paths.values() if not (ROOT / path).exists()] == []


def test_every_folder_of_modules_is_in_the_tree() -> None:
    folders = {path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("[ai]*/**/__init__.py")}
    named = {Path(path).as_posix() if path.endswith("/") else Path(path).parent.as_posix() for path in tree().values()}
    assert folders - named == set()


def test_every_path_of_the_architecture_exists() -> None:
    paths = set(re.findall(r"`((?:indexer|assistant|docs|tests)/[\w./]*)`", ARCHITECTURE))
    assert len(paths) > 30
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_every_type_stands_where_the_architecture_says() -> None:
    rows = [row.split("|") for row in ARCHITECTURE.split("## The types")[1].split("##")[0].splitlines() if "`" in row]
    assert len(rows) > 20
    for _, types, places, *_ in rows:
        modules = [
            importlib.import_module(path.removesuffix(".py").replace("/", "."))
            for path in re.findall(r"`([\w/]+\.py)`", places)
        ]
        for name in re.findall(r"`(\w+)`", types):
            assert any(
                getattr(module, name).__module__ == module.__name__ for module in modules if hasattr(module, name)
            )


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"(?m)^([\w-]+):", (ROOT / "Makefile").read_text("utf-8")))
    named = set(re.findall(r"(?m)^ {4}make ([\w-]+)", README))
    assert named <= targets
    assert {"chat", "ask", "test", "check", "bench"} <= named


def test_every_setting_is_in_the_example_file_and_every_key_there_is_a_setting(tmp_path: Path) -> None:
    keys: dict[str, set[str]] = {}
    for line in EXAMPLE.splitlines():
        if table := re.fullmatch(r"\[(\w+)\]", line):
            inside = keys.setdefault(table[1], set())
        elif setting := re.match(r"# (\w+ = \S.*)", line):
            (tmp_path / "one.toml").write_text(f"[{table_of(keys)}]\n{setting[1]}\n", "utf-8")
            (name,) = tomllib.loads((tmp_path / "one.toml").read_text("utf-8"))[table_of(keys)]
            assert settings.read(table_of(keys), SHAPES[table_of(keys)], tmp_path / "one.toml").model_fields_set == {
                name
            }
            inside.add(name)
    assert keys == {table: set(shape.model_fields) for table, shape in SHAPES.items()}


def table_of(keys: dict[str, set[str]]) -> str:
    """The table that was opened last."""
    return list(keys)[-1]


def test_the_example_file_is_read_as_it_stands() -> None:
    for table, shape in SHAPES.items():
        assert settings.read(table, shape, ROOT / "settings.example.toml") == shape()


def test_the_settings_of_the_readme_are_read(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "settings.toml").write_text(block, "utf-8")
    assert settings.read("assistant", AssistantSettings, tmp_path / "settings.toml").generator == "chat_server"


def test_the_points_of_the_docs_are_read_without_a_problem(shipped: Index, tmp_path: Path) -> None:
    """Each says what stands in the shipped documents."""
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/points.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "points.yaml").write_text("".join(blocks), "utf-8")
    recorded, problems = recording.read([tmp_path], shipped.store.passages(range(len(shipped.store))))
    assert problems == []
    assert [(point.why, point.verdict, len(point.cases)) for point in recorded] == [
        (None, "no", 1),
        (Why.SUPERSEDED, "depends", 2),
    ]


def test_the_python_of_the_readme_runs(
    shipped_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    shutil.copytree(shipped_index, tmp_path / ".citedesk")
    monkeypatch.chdir(tmp_path)
    exec(compile(block, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "\n\nPublished guidance" in printed
    assert "CPT Assistant" in printed.splitlines()[-1]


def test_the_page_of_the_knowledge_base_names_every_ending_of_a_format() -> None:
    page = (ROOT / "docs" / "knowledge-base.md").read_text("utf-8")
    endings = {ending for _, module in plugins.each(formats) for ending in getattr(module, "ENDINGS", ())}
    assert {".csv", ".zip"} <= endings
    assert [ending for ending in sorted(endings) if f"`{ending}`" not in page] == []


def test_the_page_of_the_knowledge_base_names_every_column_and_its_example_is_read() -> None:
    page = (ROOT / "docs" / "knowledge-base.md").read_text("utf-8")
    assert [field for field in columns.SYNONYMS if f"`{field}`" not in page] == []
    _, block = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    of = Source(
        "f", "f.csv", b"Frage,Antwort\nIs 62370 right?,Yes.\n", None, Source("f.csv", "f.csv.yaml", block.encode())
    )
    (found,) = (one for one in csv_table.read(of, NoSettings()) if isinstance(one, Excerpt))
    assert (found.title, found.text, found.source) == ("Is 62370 right?", "Yes.", "Clinic FAQ")


def test_the_lesson_of_the_page_on_teaching_plays_whole_over_the_shipped_base(shipped_index: Path) -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "teaching.md").read_text("utf-8"), re.DOTALL)
    read = lesson_file.parsed(block, Path("lessons/stamp.yaml"))
    assert isinstance(read, Lesson)
    played = playing.play(read, Desk.open(shipped_index))
    assert (played.problems, played.standing) == ((), "5 of 5 steps play")


def test_the_page_on_teaching_names_every_kind_and_field() -> None:
    page = (ROOT / "docs" / "teaching.md").read_text("utf-8")
    models = (lesson_file._Lesson, lesson_file._Step, lesson_file._Session, quiz_file._Item, quiz_file._Option)
    fields = {name for model in models for name in model.model_fields}
    assert {"include", "posts", "learnt"} <= fields
    assert [name for name in sorted(fields | set(Kind)) if not re.search(rf"`{name}\b[^`]*`", page)] == []
