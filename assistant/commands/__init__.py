"""The commands, a plug-in each: the file's name is the command's, and the docstring of its ``run`` is its help.

Every command is loaded at each start, so a module imports what is heavy inside ``run``. What they share stands in
``assistant/options.py`` and ``assistant/console.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Module(Protocol):
    """What a module of ``assistant/commands`` offers: a function of Typer's arguments and options."""

    run: Callable[..., None]
