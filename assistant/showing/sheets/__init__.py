"""Forms of the appeal sheet: one module each, named as the file's suffix, with ``write``.

The page offers every form by its ``LABEL``. A form ends with ``appeal.SIGNATURE``, the fingerprint and
``appeal.NOTICE``; ``Cited.formal`` has the address in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from indexer.plugins import OwnSettings

if TYPE_CHECKING:
    from assistant.showing.appeal import Sheet


class Module(Protocol):
    """What each file of this folder offers. The same sheet gives the same bytes."""

    LABEL: str

    def write(self, sheet: Sheet, settings: OwnSettings) -> bytes: ...
