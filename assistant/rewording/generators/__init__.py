"""Generators: one module each, with ``open`` that gives what words an answer.

Quotations are always shown. A generator may word them anew above; ``assistant.rewording.leash`` checks what it writes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from assistant.rewording.prompts import Prompt
from indexer.plugins import OwnSettings

if TYPE_CHECKING:
    from assistant.settings import AssistantSettings

Show = Callable[[str], None]
# The most that a draft may have, in characters, and the most tokens that a model is asked for.
MOST_CHARACTERS, MOST_TOKENS = 8_000, 320


class Generator(Protocol):
    @property
    def name(self) -> str:
        """What the answer says about who worded it."""

    @property
    def apart(self) -> bool:
        """Whether each sentence was asked for alone, so that one of them may stand without the others."""

    def write(self, prompt: Prompt, show: Show) -> str:
        """The draft. ``show`` gets each further piece of it as it comes.

        The same prompt gives the same draft as far as it lies with this program: nothing is sampled. Raises
        GeneratorError where there is none to be had now.
        """


class Module(Protocol):
    """What each file of this folder offers."""

    def open(self, assistant: AssistantSettings, settings: OwnSettings) -> Generator | None:
        """None where the quotations are the answer. ``assistant`` describes the user's language model, ``settings`` are
        the generator's own. Raises SettingsError for what either lacks; loads nothing.
        """
