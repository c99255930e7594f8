"""Plug-ins: a module in a package's folder, found by its file name. There is no list to edit."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from indexer.errors import SettingsError


def names(package: ModuleType) -> list[str]:
    return sorted(found.name for found in pkgutil.iter_modules(package.__path__))


def load(package: ModuleType, name: str) -> ModuleType:
    """The module ``name`` of ``package``; its own imports may fail and then say so themselves.

    Raises SettingsError where the package has no such file.
    """
    if name not in names(package):
        kind = package.__name__.rpartition(".")[2]
        raise SettingsError(f"{kind}: there is no {name!r}; choose one of {', '.join(names(package))}")
    return importlib.import_module(f"{package.__name__}.{name}")
