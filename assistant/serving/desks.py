"""The one desk that answers everybody, and another one as soon as its index is built anew."""

from __future__ import annotations

import contextlib
import functools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assistant.ask import Desk
from assistant.dossiers import browsing
from assistant.dossiers.browsing import Catalogue
from assistant.finding import calibration
from indexer import advice, place
from indexer.errors import CitedeskError, NoIndexError

# How often, in seconds, it is looked whether there is another index, and how soon one that could not be opened is tried
# again: trying reads all of it.
_EVERY, _AGAIN = 1.0, 30.0
# Asked of each new desk before anybody else asks: what is loaded at a first question is loaded then.
_FIRST = "is a volume check reprogramming?"
logger = logging.getLogger("citedesk.serving")


class Open:
    """A desk, and the codes of its base, which are read when somebody first wants them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._reading = threading.Lock()

    @property
    def catalogue(self) -> Catalogue:
        with self._reading:
            return self._catalogue

    @functools.cached_property
    def _catalogue(self) -> Catalogue:
        return browsing.catalogue(self.desk.index.store)


class Desks:
    """Safe to share between threads. An answer is made by the desk with which it began.

    What was taken away is not quoted: where the index is gone, nobody is answered. What cannot be opened replaces
    nothing: the desk before goes on, and ``problem`` says why.
    """

    def __init__(self, folder: Path, opening: Callable[[], Desk]) -> None:
        """``opening`` opens the desk of ``folder``. Raises NoIndexError and SettingsError as ``Desk.open`` does."""
        self.folder = folder
        self.problem: str | None = None
        self.renewed = 0
        self._opening = opening
        self._tried = 0.0
        self._state = calibration.state(folder)
        self._open: Open | None = self._warm()
        self._stop = threading.Event()
        self._looking = threading.Lock()

    def current(self) -> Open:
        """Raises NoIndexError where the index was taken away."""
        found = self._open
        if found is None:
            raise NoIndexError(
                f"{self.folder}: the index was taken away; it answers again once there is one, "
                f"run: {advice.index(self.folder)}"
            )
        return found

    def watch(self) -> None:
        """Looks for another index until ``close`` is called, in a thread of its own."""
        threading.Thread(target=self._watch, name="index", daemon=True).start()

    def close(self) -> None:
        self._stop.set()

    def look(self) -> None:
        """Opens the index where it is another one than before; who is answered meanwhile notices nothing."""
        with self._looking:
            self._look()

    def _look(self) -> None:
        state = calibration.state(self.folder)
        if state == self._state and self.problem is None:
            return
        if not place.built(self.folder):
            self._state, self._open, self.problem = state, None, "the index was taken away"
            return
        if state == self._state and time.monotonic() - self._tried < _AGAIN:
            return
        self._state, self._tried = state, time.monotonic()
        try:
            self._open = self._warm()
        except (CitedeskError, OSError) as error:
            self.problem = " ".join(str(error).split())
            logger.error("the new index cannot be opened: %s", self.problem)
        else:
            self.problem = None
            self.renewed += 1
            logger.warning("answering from %s", self._open.desk.fingerprint)

    def _warm(self) -> Open:
        desk = self._opening()
        # No language model is kept busy with it.
        extractive = desk.settings.model_copy(update={"generator": "extractive"})
        with contextlib.suppress(CitedeskError):
            replace(desk, settings=extractive, judge=None).ask(_FIRST)
        return Open(desk)

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY):
            try:
                self.look()
            except Exception as error:  # whatever it is, the next look may find it mended
                logger.error("the index cannot be looked at: %s", type(error).__name__)
