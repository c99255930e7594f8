"""The pages, a plug-in each. One page is drawn alone, several with their titles above them.

What several pages draw stands in ``assistant/widgets``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Module(Protocol):
    """What a module of ``assistant/pages`` offers; a page with a lower ``ORDER`` stands further left."""

    TITLE: str
    ORDER: int

    def page(self, index: Path) -> None:
        """Draws the page over the index's folder ``index``."""
