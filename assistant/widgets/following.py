"""A projector that follows its presenter: both windows name one room, and the server keeps where that room is.

A room is known by its random name alone, so that nobody who is not told it sees or moves another class.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

import streamlit as st

from assistant.teaching.position import Position

# Rooms that are kept; the one that moved longest ago is forgotten first.
_MOST = 500


@dataclass
class Rooms:
    """Where each room is."""

    places: OrderedDict[str, Position] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def move(self, room: str, at: Position) -> None:
        with self.lock:
            self.places[room] = at
            self.places.move_to_end(room)
            while len(self.places) > _MOST:
                self.places.popitem(last=False)

    def place(self, room: str) -> Position | None:
        with self.lock:
            return self.places.get(room)


@st.cache_resource
def rooms() -> Rooms:
    """Those of the server."""
    return Rooms()


def fresh() -> str:
    return secrets.token_urlsafe(9)
