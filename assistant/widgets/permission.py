"""What whoever has the desk open may do beside asking and reading."""

from __future__ import annotations

from enum import StrEnum


class Duty(StrEnum):
    """What changes a base for everybody who asks it."""

    ADD = "add files and index"
    RULE = "write and retire house rulings"


def refused(duty: Duty) -> str | None:
    """Why this user may not, and whom to ask; None where he may.

    Without a sign-in the desk listens on this machine alone: whoever has it open could type the commands as well.
    """
    return None
