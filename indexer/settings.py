"""What a user may choose about indexing, from the ``[index]`` table of one optional ``settings.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from indexer.errors import SettingsError

FILE = Path("settings.toml")
TABLES = ("index", "assistant")
Table = TypeVar("Table", bound=BaseModel)


class IndexSettings(BaseModel):
    """``model``: a sentence-transformers folder, the bundled one where none is named.

    ``sources``: a YAML file of rules in the form of ``sources.yaml``, read before the shipped ones.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: Path | None = None
    embedder: str = "onnx"
    store: str = "local"
    sources: Path | None = None


def read(table: str, shape: type[Table], path: Path = FILE) -> Table:
    """One table of the file, or its defaults where there is no file.

    Raises SettingsError for a file that is no TOML, and for an unknown table or setting or one that does not fit.
    """
    try:
        found = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
        if unknown := sorted(set(found) - set(TABLES)):
            raise SettingsError(f"{path}: {unknown[0]}: no such table; known tables are {', '.join(TABLES)}")
        return shape.model_validate(found.get(table, {}))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not TOML ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in (table, *first["loc"]))
        known = ", ".join(shape.model_fields)
        raise SettingsError(f"{path}: {name}: {first['msg']}; known settings are {known}") from error
