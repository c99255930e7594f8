"""What a user may choose, from one optional ``settings.toml``: how to index, and what single plug-ins are told."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError

from indexer import plugins
from indexer.errors import SettingsError

FILE = Path("settings.toml")
TABLES = ("index", "assistant", "signin")
Table = TypeVar("Table", bound="Settings")


@dataclass(frozen=True)
class PluginTables:
    """The tables ``[KIND.NAME]``, by kind and name; ``file`` is where they stand, None where no file was read."""

    tables: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    file: Path | None = field(default=None, compare=False)

    def of(self, package: ModuleType, name: str) -> BaseModel:
        """The ``Settings`` of the plug-in ``name`` of a kind, filled from its table.

        Raises SettingsError as ``plugins.load`` does, and for a key that is unknown, unfit or missing.
        """
        kind = plugins.kind_of(package)
        shape = plugins.settings_of(plugins.load(package, name))
        try:
            return shape.model_validate(self.tables.get(kind, {}).get(name, {}))
        except ValidationError as error:
            raise _misfit(self.file, f"{kind}.{name}", shape, error) from error


class Settings(BaseModel):
    """One table of the file; with it go the tables of the plug-ins, which this one may name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    _plugins: PluginTables = PrivateAttr(default_factory=PluginTables)

    @property
    def plugins(self) -> PluginTables:
        return self._plugins

    def with_plugins(self, tables: PluginTables) -> Self:
        found = self.model_copy()
        found._plugins = tables
        return found


class IndexSettings(Settings):
    """``model``: a sentence-transformers folder, the bundled one where none is named. ``workers``: where texts are
    embedded while a base is indexed; a question is always embedded in the process that asks it.

    ``sources``: a YAML file of rules in the form of ``sources.yaml``, read before the shipped ones.
    """

    model: Path | None = None
    embedder: str = "onnx"
    store: str = "local"
    workers: str = "here"
    sources: Path | None = None


def read(table: str, shape: type[Table], path: Path = FILE) -> Table:
    """One table of the file with those of the plug-ins, or the defaults where there is no file.

    Raises SettingsError for a file that is no TOML, and for an unknown table, plug-in or setting or one that does not
    fit. A plug-in that cannot be imported is told where it is used.
    """
    try:
        found = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
        tables = _plugin_tables(found, path)
        return shape.model_validate(found.get(table, {})).with_plugins(tables)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}); make it readable, or take it away") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not TOML ({error})") from error
    except ValidationError as error:
        raise _misfit(path, table, shape, error) from error


def _plugin_tables(found: Mapping[str, Any], path: Path) -> PluginTables:
    tables = {kind: named for kind, named in found.items() if kind not in TABLES}
    for kind, named in tables.items():
        if kind not in plugins.KINDS:
            own = ", ".join(f"{known}.NAME" for known in plugins.KINDS)
            raise SettingsError(
                f"{path}: {kind}: no such table; known tables are {', '.join(TABLES)} and, for plug-ins, {own}"
            )
        if not isinstance(named, dict) or not all(isinstance(keys, dict) for keys in named.values()):
            raise SettingsError(f"{path}: {kind}: the settings of a plug-in stand in a table [{kind}.NAME]")
    checked = PluginTables(tables, path)
    for kind, named in tables.items():
        for name in named:
            _check(checked, plugins.folder(kind), name)
    return checked


def _check(tables: PluginTables, package: ModuleType, name: str) -> None:
    found, kind = plugins.find(package, name), plugins.kind_of(package)
    if found is None:
        known = ", ".join(plugins.names(package))
        raise SettingsError(f"{tables.file}: {kind}.{name}: there is no such plug-in; known {kind} are {known}")
    if not isinstance(found, plugins.Broken):
        tables.of(package, name)


def _misfit(path: Path | None, table: str, shape: type[BaseModel], error: ValidationError) -> SettingsError:
    first = error.errors()[0]
    name = ".".join(str(part) for part in (table, *first["loc"]))
    known = f"known settings are {', '.join(shape.model_fields)}" if shape.model_fields else "it has no settings"
    advice = f"mend the table [{table}]"
    if path is None:
        where, advice = f"no {FILE} was handed over", "open the desk with settings.read('assistant', AssistantSettings)"
    else:
        where = str(path)
    said = "there is no such setting" if first["type"] == "extra_forbidden" else first["msg"]
    return SettingsError(f"{where}: {name}: {said}; {known}; {advice}")
