"""Plug-ins: a module in its kind's folder, or an entry point of an installed package that names a module.

The name of the file, or of the entry point in the group ``citedesk.KIND``, is the registration: there is no list to
edit. What a plug-in must offer is the Protocol ``Module`` in its folder's ``__init__.py``.

A plug-in may have settings of its own: a frozen pydantic model ``Settings`` in its module that forbids what it does not
know. The table ``[KIND.NAME]`` of ``settings.toml`` fills it. A function that the Protocol gives a last argument
``settings`` gets that model, or ``NoSettings`` where the module has none.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict

from indexer.errors import SettingsError

# Each kind of plug-in and the folder of its own modules.
KINDS = {
    "formats": "indexer.formats",
    "embedders": "indexer.embedders",
    "workers": "indexer.workers",
    "stores": "indexer.stores",
    "rerankers": "assistant.finding.rerankers",
    "generators": "assistant.rewording.generators",
    "sheets": "assistant.showing.sheets",
    "records": "assistant.keeping.records",
    "commands": "assistant.commands",
    "pages": "assistant.pages",
}
_GROUP = "citedesk"
# In a Protocol: the settings of the plug-in itself. Each module narrows it to its own model, or to NoSettings.
OwnSettings: TypeAlias = Any
_AGAIN = "then run: citedesk doctor"


class NoSettings(BaseModel):
    """What a plug-in without settings of its own is given."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Plugin:
    """``module`` is the name to import; ``where`` is the file, or the package that was installed."""

    name: str
    module: str
    where: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A plug-in that is there and cannot be used; ``reason`` says why and what to do."""

    plugin: Plugin
    reason: str

    def __str__(self) -> str:
        return f"{self.plugin.where}: {self.reason}"


def names(package: ModuleType) -> list[str]:
    """The plug-ins of a kind, usable or not. Raises SettingsError where two have one name."""
    return sorted(_all(package))


def load(package: ModuleType, name: str) -> ModuleType:
    """The plug-in ``name`` of the kind ``package``.

    Raises SettingsError where there is none, where two have the name, and where it cannot be imported or does not offer
    what its kind asks for.
    """
    found = find(package, name)
    if found is None:
        raise SettingsError(f"{kind_of(package)}: there is no {name!r}; choose one of {', '.join(names(package))}")
    if isinstance(found, Broken):
        raise SettingsError(str(found))
    return found


def find(package: ModuleType, name: str) -> ModuleType | Broken | None:
    """As ``load``, with what is broken told and None where there is none.

    A module in the kind's folder is found without a look at what is installed, which takes 6 ms in an environment of
    100 packages: no question waits for that. ``check`` sees a second one of the name.
    """
    plugin = _own(package, name) or _all(package).get(name)
    return _opened(package, plugin) if plugin else None


def each(package: ModuleType) -> Iterator[tuple[str, ModuleType | Broken]]:
    """Every plug-in of a kind, in order of its name; one that is broken leaves the others usable. Raises as ``names``
    does.
    """
    for name, plugin in sorted(_all(package).items()):
        yield name, _opened(package, plugin)


def check() -> None:
    """Raises SettingsError where two plug-ins of any kind have one name."""
    for name in KINDS:
        names(folder(name))


def folder(kind: str) -> ModuleType:
    """The package of a kind of ``KINDS``."""
    return importlib.import_module(KINDS[kind])


def kind_of(package: ModuleType) -> str:
    return package.__name__.rpartition(".")[2]


def settings_of(module: ModuleType) -> type[BaseModel]:
    shape: type[BaseModel] = getattr(module, "Settings", NoSettings)
    return shape


def _own(package: ModuleType, name: str) -> Plugin | None:
    """The module ``name`` of the kind's folder."""
    module = f"{package.__name__}.{name}"
    spec = PathFinder.find_spec(module, package.__path__) if name.isidentifier() else None
    # A mere folder, such as the one of compiled modules, has no loader.
    return Plugin(name, module, str(spec.origin)) if spec and spec.loader else None


def _installed(kind: str) -> Iterator[Plugin]:
    from importlib import metadata

    for point in metadata.entry_points(group=f"{_GROUP}.{kind}"):
        package = f"{point.dist.name} {point.dist.version}" if point.dist else "an unnamed package"
        yield Plugin(point.name, point.value, f"{package} (entry point {point.value})")


def _all(package: ModuleType) -> dict[str, Plugin]:
    kind = kind_of(package)
    own = (_own(package, module.name) for module in pkgutil.iter_modules(package.__path__))
    found = {plugin.name: plugin for plugin in own if plugin}
    for plugin in _installed(kind):
        if other := found.get(plugin.name):
            raise SettingsError(
                f"{kind}: two plug-ins have the name {plugin.name!r}: {other.where} and {plugin.where}; "
                f"rename or remove the file, or uninstall the package, {_AGAIN}"
            )
        found[plugin.name] = plugin
    return found


def _opened(package: ModuleType, plugin: Plugin) -> ModuleType | Broken:
    kind = kind_of(package)
    try:
        module = importlib.import_module(plugin.module)
    except Exception as error:  # what a stranger's module raises when it is imported is not ours to foresee
        why = f"{type(error).__name__}: {' '.join(str(error).split())}"
        return Broken(
            plugin,
            f"{kind}: {plugin.name!r} cannot be imported ({why}); install what it needs or remove it, {_AGAIN}",
        )
    lack = _lack(package, module)
    return Broken(plugin, f"{kind}: {plugin.name!r} {lack}; mend or remove it, {_AGAIN}") if lack else module


@functools.cache
def _lack(package: ModuleType, module: ModuleType) -> str | None:
    """What the Protocol of the kind asks for and the module does not offer."""
    shape = settings_of(module)
    if not (isinstance(shape, type) and issubclass(shape, BaseModel)):
        return "has Settings that are no pydantic model"
    if not shape.model_config.get("frozen") or shape.model_config.get("extra") != "forbid":
        return "has Settings without frozen=True, extra='forbid'"
    wanted = getattr(package, "Module", object)
    for name in getattr(wanted, "__annotations__", ()):
        if not hasattr(module, name):
            return f"has no {name}"
    for name, asked in vars(wanted).items():
        if name.startswith("_") or not inspect.isfunction(asked):
            continue
        arguments = list(inspect.signature(asked).parameters)[1:]
        if not _takes(getattr(module, name, None), len(arguments)):
            return f"has no {name}({', '.join(arguments)})"
    return None


def _takes(function: object, count: int) -> bool:
    if not callable(function):
        return False
    try:
        inspect.signature(function).bind(*[None] * count)
    except TypeError:
        return False
    return True
