"""What is set of the servers: their addresses, how long one may take, and from which size an approximate index pays."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """``shards``: a connection string of libpq for each, its standbys among its hosts; what it leaves out comes from
    libpq's environment, service file and password file, and a password stands in none. The order is part of the data.

    ``timeout``: seconds that a shard may take to connect and to answer. ``connections``: at most so many to each shard.
    ``exact``: a shard of more passages gets an HNSW index and finds nearly all that are nearest; a smaller one compares
    every vector.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    shards: tuple[str, ...] = Field(default=("",), min_length=1)
    timeout: float = Field(default=5.0, gt=0)
    connections: int = Field(default=8, ge=1)
    exact: int = Field(default=10_000, ge=0)
