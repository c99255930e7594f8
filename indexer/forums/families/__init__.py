"""Forum software whose markup is known, one module each. The file's name is its registration.

A module offers ``NAME``, what people call the software, and ``LAYOUTS``, its views.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

from indexer.forums.values import Layout


def each() -> Iterator[tuple[str, Layout]]:
    """The name of a family with one of its views."""
    yield from _all()


@cache
def _all() -> tuple[tuple[str, Layout], ...]:
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple((module.NAME, layout) for module in modules for layout in module.LAYOUTS)
