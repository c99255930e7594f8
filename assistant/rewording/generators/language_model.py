"""Any local transformers chat model, a folder or a GGUF file, by its own chat template; never sampled.

A small one is asked to shorten one sentence of the evidence at a time, and the mark is set here: only what came back
unharmed gets one, and the check drops what has none. A larger one is asked as a chat server is.
"""

from __future__ import annotations

import importlib.util
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import indexer.embedders  # noqa: F401  (switches transformers offline before it is first imported)
from assistant.rewording import shortening
from assistant.rewording.generators import MOST_TOKENS, Show
from assistant.rewording.prompts import Alone, Prompt
from assistant.settings import AssistantSettings
from indexer.errors import GeneratorError, SettingsError
from indexer.plugins import NoSettings

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase, TextStreamer

_INSTALL = "run in the project's folder: pip install -e '.[llm]'"
# Below so many parameters a model is small. It shortens the first pieces of evidence, each to at most so many tokens.
SMALL, MOST_SENTENCES, SENTENCE_TOKENS = 1_000_000_000, 3, 96
# Loading and generating take every core: one at a time, whoever asks.
_ONE_AT_A_TIME = threading.Lock()


def open(assistant: AssistantSettings, settings: NoSettings) -> LanguageModel:
    if not assistant.model:
        raise SettingsError("assistant.model: name the folder or the GGUF file of a chat model in settings.toml")
    path = Path(assistant.model).expanduser()
    if not (path / "config.json").is_file() and not (path.is_file() and path.suffix == ".gguf"):
        raise SettingsError(f"assistant.model: {path}: neither a folder with config.json nor a GGUF file; name one")
    missing = [name for name in ("gguf", "accelerate") if path.is_file() and not importlib.util.find_spec(name)]
    if missing:
        raise SettingsError(f"assistant.model: a GGUF file needs the package {' and '.join(missing)}; {_INSTALL}")
    return LanguageModel(path.resolve(), assistant.timeout)


class LanguageModel:
    def __init__(self, path: Path, timeout: float) -> None:
        self._path = path
        self._timeout = timeout
        self.name = path.stem

    @property
    def apart(self) -> bool:
        return _load(self._path).small

    def write(self, prompt: Prompt, show: Show) -> str:
        """A small model begins no sentence after the time allowed. Raises GeneratorError for a prompt that is too long,
        SettingsError for a model that cannot be loaded.
        """
        with _ONE_AT_A_TIME:
            model = _load(self._path)
            if not model.small:
                return model.write(prompt.rules, prompt.request, show)
            deadline = time.monotonic() + self._timeout
            written: list[str] = []
            for alone in prompt.alone[:MOST_SENTENCES]:
                if time.monotonic() < deadline:
                    written.append(model.shorten(alone, show))
                    show("\n")
            return "\n".join(written)


class Loaded:
    def __init__(self, tokenizer: PreTrainedTokenizerBase, model: PreTrainedModel) -> None:
        self.tokenizer = tokenizer
        self.model = model
        self.small = model.num_parameters() < SMALL

    def write(self, rules: str, request: str, show: Show) -> str:
        return self._generated(self.tokens(rules, request), MOST_TOKENS, show)

    def shorten(self, alone: Alone, show: Show) -> str:
        """The first sentence that is written, with its mark where it deserves one."""
        written = self._generated(self.tokens("", alone.request), SENTENCE_TOKENS, show, shortening.first)
        sentence = shortening.first(written)
        mark = f" [{alone.number}]" if shortening.whole(sentence, alone.source) else ""
        return f"{sentence or written}{mark}"

    def _generated(
        self, tokens: torch.Tensor, most: int, show: Show, enough: Callable[[str], str] | None = None
    ) -> str:
        """Until the model ends, has written ``most`` tokens, or ``enough`` of what is written so far is not empty."""
        import torch
        from transformers import GenerationConfig

        limit = int(getattr(self.model.config, "max_position_embeddings", 0) or 0)
        if limit and tokens.shape[1] + most > limit:
            raise GeneratorError(f"the evidence takes {tokens.shape[1]:,} tokens, the model reads {limit:,} in all")
        own = self.model.generation_config
        greedy = GenerationConfig(  # type: ignore[no-untyped-call]
            do_sample=False,
            num_beams=1,
            max_new_tokens=most,
            eos_token_id=own.eos_token_id,
            bos_token_id=own.bos_token_id,
            pad_token_id=own.pad_token_id,
        )
        pieces: list[str] = []

        def say(piece: str) -> None:
            pieces.append(piece)
            show(piece)

        with torch.inference_mode():
            self.model.generate(  # type: ignore[operator]
                tokens,
                attention_mask=torch.ones_like(tokens),
                generation_config=greedy,
                streamer=_streamer(self.tokenizer, say),
                stopping_criteria=[lambda ids, scores: bool(enough and enough("".join(pieces)))],
            )
        return "".join(pieces).strip()

    def tokens(self, rules: str, request: str) -> torch.Tensor:
        """By the model's chat template; one that knows no system's part gets the rules before the request."""
        import torch
        from jinja2 import TemplateError

        system, user = {"role": "system", "content": rules}, {"role": "user", "content": request}
        try:
            ids = self._applied([system, user] if rules else [user])
        except TemplateError:
            ids = self._applied([{"role": "user", "content": f"{rules}\n\n{request}"}])
        return torch.tensor([ids])

    def _applied(self, messages: list[dict[str, str]]) -> list[int]:
        text = self.tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
        return list(self.tokenizer(str(text), add_special_tokens=False)["input_ids"])


@lru_cache(maxsize=1)
def _load(path: Path) -> Loaded:
    """Kept while the process lives. Raises SettingsError where it is no chat model that transformers can run."""
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    folder = path if path.is_dir() else path.parent
    where: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    if path.is_file():
        where["gguf_file"] = path.name
    try:
        tokenizer = AutoTokenizer.from_pretrained(str(folder), **where)
        model = AutoModelForCausalLM.from_pretrained(str(folder), **where)
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise SettingsError(f"assistant.model: {path}: transformers cannot load this model ({reason})") from error
    if not tokenizer.chat_template:
        raise SettingsError(f"assistant.model: {path}: no chat template; name an instruct or chat model")
    return Loaded(tokenizer, model)


def _streamer(tokenizer: PreTrainedTokenizerBase, say: Callable[[str], None]) -> TextStreamer:
    from transformers import TextStreamer

    class Pieces(TextStreamer):
        def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
            if text:
                say(text)

    return Pieces(tokenizer, skip_prompt=True, skip_special_tokens=True)
