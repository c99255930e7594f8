"""Plug-ins of every kind: found by file or by entry point, told when they are broken or named twice, and set."""

from __future__ import annotations

import datetime
import re
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest
from conftest import Place, Plugins, quiet

from assistant.ask import Desk
from assistant.finding import rerankers, reranking
from assistant.rewording import generators, leash
from assistant.settings import AssistantSettings
from assistant.showing import appeal, sheets
from indexer import doctor, embedders, formats, index, plugins, settings, stores
from indexer.build import build
from indexer.errors import ModelError, NoIndexError, SettingsError
from indexer.settings import IndexSettings, PluginTables

GENERATOR = """
from pydantic import BaseModel, ConfigDict, Field

class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    words: int = Field(default=3, ge=1)
    voice: str = "plain"

class Parrot:
    apart = False
    def __init__(self, settings):
        self.name = f"{settings.voice} parrot of {settings.words}"
    def write(self, prompt, show):
        return ""

def open(assistant, settings):
    return Parrot(settings)
"""


@pytest.mark.parametrize("kind", plugins.KINDS)
def test_every_module_in_a_plug_in_folder_offers_what_its_kind_asks_for(kind: str) -> None:
    package = plugins.folder(kind)
    assert plugins.kind_of(package) == kind
    found = dict(plugins.each(package))
    assert found
    assert [str(one) for one in found.values() if isinstance(one, plugins.Broken)] == []


@pytest.mark.parametrize("package", [formats, embedders, stores, rerankers, generators, sheets])
def test_a_kind_states_its_protocol_in_its_folder(package: ModuleType) -> None:
    assert package.Module.__module__ == package.__name__


def test_a_plug_in_is_a_file_or_an_entry_point(plugins_added: Plugins) -> None:
    plugins_added.write(generators, "parrot", GENERATOR)
    plugins_added.install("talking-birds", {"generators": {"jackdaw": "jackdaw_words"}}, jackdaw_words=GENERATOR)
    shipped = ["chat_server", "extractive", "language_model"]
    assert plugins.names(generators) == sorted([*shipped, "parrot", "jackdaw"])
    assert plugins.load(generators, "parrot").__name__ == "assistant.rewording.generators.parrot"
    assert plugins.load(generators, "jackdaw").__name__ == "jackdaw_words"
    assert {"excerpt", "forum_thread"} <= set(plugins.names(formats))


def test_a_name_that_nothing_has_is_told_with_those_there_are(plugins_added: Plugins) -> None:
    plugins_added.install("talking-birds", {"generators": {"jackdaw": "jackdaw_words"}}, jackdaw_words=GENERATOR)
    known = "chat_server, extractive, jackdaw, language_model"
    for name in ("oracle", "", "extractive.py", "../extractive"):
        with pytest.raises(SettingsError) as error:
            plugins.load(generators, name)
        assert str(error.value) == f"generators: there is no {name!r}; choose one of {known}"


def test_two_of_one_name_are_told_with_both_places(plugins_added: Plugins, place: Place) -> None:
    path = plugins_added.write(generators, "parrot", GENERATOR)
    plugins_added.install("talking-birds", {"generators": {"parrot": "parrot_words"}}, parrot_words=GENERATOR)
    told = (
        f"generators: two plug-ins have the name 'parrot': {path} and talking-birds 1.0 (entry point parrot_words); "
        "rename or remove the file, or uninstall the package, then run: citedesk doctor"
    )
    place.excerpt("a.md", "Title", "Text.")
    with pytest.raises(SettingsError, match=re.escape(told)):
        plugins.names(generators)
    with pytest.raises(SettingsError, match=re.escape(told)):
        build([place.kb], place.index, IndexSettings(), quiet)
    findings = list(doctor.examine([place.kb], place.index, IndexSettings()))
    assert told in [finding.what for finding in findings if not finding.good]


def test_two_installed_packages_of_one_name_are_told(plugins_added: Plugins) -> None:
    for package in ("one-bird", "two-birds"):
        plugins_added.install(package, {"sheets": {"txt": "no_matter"}})
    with pytest.raises(
        SettingsError, match=r"sheets: two plug-ins have the name 'txt': .*-birds? 1\.0 .*-birds? 1\.0 "
    ):
        plugins.load(sheets, "txt")


BROKEN = {
    "import no_such_library": "cannot be imported (ModuleNotFoundError: No module named 'no_such_library'); install",
    "raise ValueError('a\\nb')": "cannot be imported (ValueError: a b); install what it needs or remove it",
    "def open(:": "cannot be imported (SyntaxError: invalid syntax",
    "x = 1": "has no open(assistant, settings); mend or remove it",
    "open = 3": "has no open(assistant, settings); mend or remove it",
    "def open(assistant): ...": "has no open(assistant, settings); mend or remove it",
    "def open(a, b): ...\nSettings = dict": "has Settings that are no pydantic model; mend",
    "import pydantic\nclass Settings(pydantic.BaseModel): ...\ndef open(a, b): ...": (
        "has Settings without frozen=True, extra='forbid'; mend"
    ),
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_plug_in_is_never_taken_for_a_missing_one(plugins_added: Plugins, text: str, place: Place) -> None:
    path = plugins_added.write(generators, "parrot", text)
    with pytest.raises(SettingsError) as error:
        plugins.load(generators, "parrot")
    assert str(error.value).startswith(f"{path}: generators: 'parrot' {BROKEN[text]}")
    assert str(error.value).endswith(", then run: citedesk doctor")
    assert "\n" not in str(error.value)
    # The others stay usable, and the doctor tells of it.
    assert leash.generator(AssistantSettings()) is None
    assert str(error.value) in [finding.what for finding in doctor.examine([place.kb], place.index, IndexSettings())]


def test_a_format_without_its_form_is_told(plugins_added: Plugins) -> None:
    path = plugins_added.write(formats, "toy", "def accepts(source): ...\ndef read(source, settings): ...\n")
    with pytest.raises(SettingsError, match=re.escape(f"{path}: formats: 'toy' has no FORM; mend or remove it")):
        plugins.load(formats, "toy")


def test_no_question_waits_for_a_look_at_what_is_installed(
    shipped_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**chosen: str) -> None:
        raise AssertionError(f"looked for {chosen}")

    monkeypatch.setattr(metadata, "entry_points", refuse)
    assert Desk.open(shipped_index).ask("is a volume check reprogramming?").quotations
    with pytest.raises(AssertionError, match=r"citedesk\.formats"):
        plugins.check()


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_plug_in_gets_its_own_table(plugins_added: Plugins, tmp_path: Path) -> None:
    plugins_added.write(generators, "parrot", GENERATOR)
    path = written(tmp_path, '[assistant]\ngenerator = "parrot"\n[generators.parrot]\nwords = 7\n')
    chosen = settings.read("assistant", AssistantSettings, path)
    opened = leash.generator(chosen)
    assert opened is not None
    assert opened.name == "plain parrot of 7"
    # Every table of the file goes with these settings, also where they are changed afterwards.
    again = leash.generator(chosen.model_copy(update={"timeout": 1.0}))
    assert again is not None
    assert again.name == opened.name
    assert settings.read("index", IndexSettings, path).plugins == chosen.plugins != PluginTables()
    bare = leash.generator(AssistantSettings(generator="parrot"))
    assert bare is not None
    assert bare.name == "plain parrot of 3"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "[generator.parrot]\n",
            "generator: no such table; known tables are index, assistant, signin and, for plug-ins, formats",
        ),
        (
            "[generators.oracle]\n",
            "generators.oracle: there is no such plug-in; known generators are chat_server, extr",
        ),
        (
            "[generators.parrot]\nword = 1\n",
            "generators.parrot.word: there is no such setting; known settings are w",
        ),
        (
            "[generators.parrot]\nwords = 0\n",
            "generators.parrot.words: Input should be greater than or equal to 1; known ",
        ),
        (
            "[generators.extractive]\nx = 1\n",
            "generators.extractive.x: there is no such setting; it has no settings",
        ),
        ("[stores.local]\nx = 1\n", "stores.local.x: there is no such setting; known settings are exact, spare"),
        ("[commands.replay]\nx = 1\n", "commands.replay.x: there is no such setting; it has no settings"),
        ("[generators]\nwords = 1\n", "generators: the settings of a plug-in stand in a table [generators.NAME]"),
        ("generators = 1\n", "generators: the settings of a plug-in stand in a table [generators.NAME]"),
        ("[[generators.parrot]]\n", "generators: the settings of a plug-in stand in a table [generators.NAME]"),
    ],
)
def test_a_table_that_is_unknown_or_unfit_is_an_error(
    plugins_added: Plugins, tmp_path: Path, text: str, reason: str
) -> None:
    plugins_added.write(generators, "parrot", GENERATOR)
    path = written(tmp_path, text)
    for table, shape in (("index", IndexSettings), ("assistant", AssistantSettings)):
        with pytest.raises(SettingsError) as error:
            settings.read(table, shape, path)
        assert str(error.value).startswith(f"{path}: {reason}")


def test_a_table_of_a_broken_plug_in_stops_only_who_uses_it(plugins_added: Plugins, tmp_path: Path) -> None:
    plugins_added.write(generators, "parrot", "import no_such_library\n")
    chosen = settings.read("assistant", AssistantSettings, written(tmp_path, "[generators.parrot]\nwords = 1\n"))
    assert leash.generator(chosen) is None
    with pytest.raises(SettingsError, match="No module named 'no_such_library'"):
        leash.generator(chosen.model_copy(update={"generator": "parrot"}))


def test_a_setting_that_a_plug_in_needs_and_nobody_gave_is_told(plugins_added: Plugins) -> None:
    plugins_added.write(generators, "parrot", GENERATOR.replace("words: int = Field(default=3, ge=1)", "words: int"))
    with pytest.raises(SettingsError, match=r"no settings\.toml was handed over: generators\.parrot\.words: Field req"):
        leash.generator(AssistantSettings(generator="parrot"))


def test_a_reranker_is_chosen_by_name_or_by_a_folder(plugins_added: Plugins, tmp_path: Path) -> None:
    plugins_added.write(
        rerankers,
        "longest",
        "class Longest:\n    def scores(self, question, passages): return [float(len(one)) for one in passages]\n"
        "def open(folder, settings):\n    assert folder is None\n    return Longest()\n",
    )
    assert reranking.reranker(AssistantSettings()) is None
    chosen = reranking.reranker(AssistantSettings(reranker=Path("longest")))
    assert chosen is not None
    assert chosen.scores("q", ["ab", "abc"]) == [2.0, 3.0]
    with pytest.raises(ModelError, match=r"nowhere: no cross-encoder"):
        reranking.reranker(AssistantSettings(reranker=Path("nowhere")))
    with pytest.raises(ModelError, match=r"cross_encoder needs a model; name its folder"):
        reranking.reranker(AssistantSettings(reranker=Path("cross_encoder")))


def test_a_sheet_gets_its_own_table(plugins_added: Plugins, shipped_index: Path, tmp_path: Path) -> None:
    text = (
        GENERATOR.partition("class Parrot")[0]
        + "LABEL = 'Text'\ndef write(sheet, settings): return settings.voice.encode()\n"
    )
    plugins_added.write(sheets, "txt", text)
    answer = Desk.open(shipped_index).ask("is a volume check reprogramming?")
    day = datetime.date(2026, 1, 31)
    assert appeal.made(answer, day, Path("a.txt")) == b"plain"
    assert appeal.made(answer, day, Path("a.TXT"), PluginTables({"sheets": {"txt": {"voice": "loud"}}})) == b"loud"


EMBEDDER = """
import numpy as np
from pydantic import BaseModel, ConfigDict

class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    turn: int = 0

class Letters:
    dimension, limit = 26, 200
    def __init__(self, turn):
        self._turn = turn
    def count(self, text):
        return len(text.split()) + 2
    def question(self, text):
        found = np.full(26, 0.01, dtype=np.float32)
        for letter in text.lower():
            if "a" <= letter <= "z":
                found[(ord(letter) - ord("a") + self._turn) % 26] += 1
        return found / np.linalg.norm(found)
    def passages(self, texts):
        return np.array([self.question(text) for text in texts], dtype=np.float32).reshape(-1, 26)
    words = questions = passages

def prepare(model, target, settings):
    (target / "turn").write_text(str(settings.turn))

def load(folder, threads, settings):
    assert (folder / "turn").read_text() == str(settings.turn)
    return Letters(settings.turn)
"""


def test_an_index_of_an_embedder_with_other_settings_is_made_anew(plugins_added: Plugins, place: Place) -> None:
    plugins_added.write(embedders, "letters", EMBEDDER)
    place.excerpt("a.md", "Title", "Text.")
    first, second = (
        IndexSettings(embedder="letters").with_plugins(PluginTables({"embedders": {"letters": {"turn": turn}}}))
        for turn in (0, 3)
    )
    assert place.build(settings=first).embedded == 1
    assert place.build(settings=first).changed is False
    index.open_index(place.index, tables=first.plugins)
    with pytest.raises(NoIndexError, match=r"it was made with other settings of letters; run: citedesk index"):
        index.open_index(place.index, tables=second.plugins)
    report = place.build(settings=second)
    assert (report.embedded, report.changed) == (1, True)
    assert index.open_index(place.index, tables=second.plugins).embedder.question("a").argmax() == 3
