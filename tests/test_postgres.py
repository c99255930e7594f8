"""The store beyond one machine, on real servers: the contract of every store on two shards, one with a standby."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import postgres_servers
import pytest
from conftest import in_a_byte
from postgres_servers import Server, Servers

from indexer.stores import Module, postgres
from indexer.stores.postgres import Settings
from indexer.testing.store_contract import Plugin, StoreContract

LACKING = postgres_servers.lacking()
pytestmark = [pytest.mark.slow, pytest.mark.skipif(LACKING is not None, reason=str(LACKING))]


@dataclass(frozen=True)
class Shards:
    """Two shards; the second has a standby."""

    first: Server
    second: Server
    standby: Server

    @property
    def settings(self) -> Settings:
        both = f"{self.second.port},{self.standby.port}"
        second = f"host=127.0.0.1,127.0.0.1 port={both} dbname=postgres user=postgres"
        return Settings(shards=(self.first.address, second))


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with postgres_servers.started() as servers:
        yield servers


@pytest.fixture(scope="module")
def shards(servers: Servers) -> Shards:
    first, second = servers.server(), servers.server()
    return Shards(first, second, servers.standby(second))


class TestPostgres(StoreContract):
    @pytest.fixture
    def module(self, shards: Shards) -> Plugin:
        return cast(Module, postgres), shards.settings

    def length(self, terms: int) -> int:
        return in_a_byte(terms)
