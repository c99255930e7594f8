"""The store beyond one machine: PostgreSQL with pgvector, one server or several shards, each with standbys.

A document is on the shard that its id's checksum names, whole. The shards are asked at once and directly, and what they
find is merged here: scores are made of counts over all of them, so that they are the local store's own. The place keeps
the generation's name alone; which servers hold it stands in the settings.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from indexer import advice
from indexer.errors import NoIndexError
from indexer.stores import Batch
from indexer.stores.postgres import changing, schema, servers, writing
from indexer.stores.postgres.cluster import Cluster
from indexer.stores.postgres.reading import Postgres
from indexer.stores.postgres.settings import Settings as Settings

FILE = "postgres.json"


def write(place: Path, dimension: int, batches: Iterable[Batch], settings: Settings) -> None:
    """Raises OSError where the folder cannot be written, SettingsError for an address that is none."""
    name = schema.fresh()
    # First, so that whatever is left of it on a server can be deleted.
    _keep(place, {"generation": name})
    count = writing.write(name, dimension, batches, settings, advice.index(place.parent))
    _keep(place, {"generation": name, "dimension": dimension, "passages": count, "shards": len(settings.shards)})


def open(place: Path, settings: Settings) -> Postgres:
    """A shard that does not answer is missing from what the store gives; raises NoIndexError where none does."""
    again = advice.index(place.parent)
    told = _kept(place)
    if "passages" not in told:
        raise NoIndexError(f"{place / FILE}: the index was not written to its end; run: {again}")
    name, passages, dimension, shards = (told[key] for key in ("generation", "passages", "dimension", "shards"))
    if shards != len(settings.shards):
        raise NoIndexError(
            f"{place / FILE}: the index has {shards} shards, [stores.postgres] names {len(settings.shards)}; "
            f"name all of them, in their order, or run: {again}"
        )
    cluster = Cluster(servers.named(settings), settings, again)
    held = cluster.verified(name, dimension)
    return Postgres(cluster, name, passages if held is None else held, dimension, again)


def delete(place: Path, settings: Settings) -> None:
    """Raises NoIndexError where a shard cannot be reached; the place is then as before."""
    name = None
    with contextlib.suppress(NoIndexError):
        name = str(_kept(place)["generation"])
    if name:
        writing.dropped(name, settings, advice.index(place.parent))
    (place / FILE).unlink(missing_ok=True)


def upsert(place: Path, batches: Iterable[Batch], settings: Settings) -> None:
    """Replaces documents in what stands: see ``changing``. Who has it open finds them at once."""
    changing.upsert(str(_kept(place)["generation"]), batches, settings, advice.index(place.parent))


def remove(place: Path, documents: Iterable[str], settings: Settings) -> None:
    """Takes documents out of what stands, so that nobody finds them from then on; raises as ``upsert`` does."""
    changing.remove(str(_kept(place)["generation"]), documents, settings, advice.index(place.parent))


def _keep(place: Path, told: dict[str, Any]) -> None:
    (place / FILE).write_text(json.dumps(told) + "\n", "utf-8")


def _kept(place: Path) -> dict[str, Any]:
    again = advice.index(place.parent)
    try:
        told = json.loads((place / FILE).read_text("utf-8"))
        if schema.NAME.fullmatch(told["generation"]):
            return dict(told)
    except FileNotFoundError as error:
        raise NoIndexError(f"{place}: there is no generation of PostgreSQL; run: {again}") from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise NoIndexError(f"{place / FILE}: cannot be read; run: {again}") from error
    raise NoIndexError(f"{place / FILE}: names no generation; run: {again}")
