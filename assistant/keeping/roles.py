"""Who may do what, where several people share a desk: roles by the address or the claims of whoever signed in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from assistant.settings import SigninSettings

# The environment variable that says that others than this machine's users reach the page and nobody signs in.
OPEN = "CITEDESK_OPEN"


class Role(IntEnum):
    """Each may do what those before it may."""

    READER = 1
    REVIEWER = 2
    LIBRARIAN = 3

    @property
    def words(self) -> str:
        return self.name.lower()


class Duty(StrEnum):
    """What is done beside asking and reading; all but the first changes a base for everybody who asks it."""

    REVIEW = "read the reviews"
    RULE = "write and retire house rulings"
    TEACH = "save lessons"
    ADD = "add files"
    INDEX = "index"


_NEEDED = {
    Duty.REVIEW: Role.REVIEWER,
    Duty.RULE: Role.REVIEWER,
    Duty.TEACH: Role.REVIEWER,
    Duty.ADD: Role.LIBRARIAN,
    Duty.INDEX: Role.LIBRARIAN,
}


def may(role: Role, duty: Duty) -> bool:
    return role >= _NEEDED[duty]


def refusal(role: Role, duty: Duty) -> str | None:
    """Why this role may not, and whom to ask; None where it may."""
    if may(role, duty):
        return None
    return f"a {role.words} may not {duty}; ask a {_NEEDED[duty].words}"


def of(claims: Mapping[str, object], chosen: SigninSettings) -> Role | None:
    """The highest role that the lists give; None where nobody named them. Where no reader is listed everybody who
    signed in is one.
    """
    lists = ((Role.LIBRARIAN, chosen.librarians), (Role.REVIEWER, chosen.reviewers), (Role.READER, chosen.readers))
    for role, entries in lists:
        if any(_meant(entry, claims) for entry in entries):
            return role
    return None if chosen.readers else Role.READER


def _meant(entry: str, claims: Mapping[str, object]) -> bool:
    """``name@example.org`` and ``@example.org`` are of an address, ``groups=leads`` of any other claim."""
    if "=" in entry:
        name, _, value = entry.partition("=")
        held = claims.get(name.strip())
        return value.strip() in (list(held) if isinstance(held, list | tuple) else [held])
    address = claims.get("email")
    # An address that the provider did not verify may be anybody's.
    if not isinstance(address, str) or claims.get("email_verified") in {False, "false"}:
        return False
    wanted, found = entry.strip().casefold(), address.casefold()
    return found.rpartition("@")[2] == wanted[1:] if wanted.startswith("@") else found == wanted
