"""What goes wrong with servers: one clear error each, nothing half-written, nothing lost, and nothing passed over."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from conftest import Place

from assistant.ask import Desk
from assistant.checking.check import check
from assistant.dossiers import gathering
from assistant.settings import AssistantSettings
from assistant.showing import checked, dossiers, exports, html
from benchmarks import postgres_kills, postgres_servers
from benchmarks.postgres_servers import Server, Servers, Shards
from indexer import index as index_
from indexer.codes import Code
from indexer.errors import NoIndexError, SettingsError
from indexer.settings import IndexSettings, PluginTables
from indexer.stores import Batch, Query, postgres
from indexer.stores.postgres import Settings, cluster
from indexer.stores.postgres import servers as servers_
from indexer.testing.store_contract import DIMENSION, PASSAGES, VECTORS, batches, told

LACKING = postgres_servers.lacking()
pytestmark = [pytest.mark.slow, pytest.mark.skipif(LACKING is not None, reason=str(LACKING))]


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with postgres_servers.started() as servers:
        yield servers


@pytest.fixture(scope="module")
def pair(servers: Servers) -> tuple[Server, Server]:
    """Two shards that outlive every test."""
    return servers.server(), servers.server()


@pytest.fixture
def settings(pair: tuple[Server, Server]) -> Settings:
    return Settings(shards=tuple(one.address for one in pair), timeout=2)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shard that was absent is asked again after a moment."""
    monkeypatch.setattr(cluster, "PAUSE", 0.3)


def write(place: Path, settings: Settings) -> None:
    place.mkdir(exist_ok=True)
    postgres.write(place, DIMENSION, batches(PASSAGES, VECTORS, (9,)), settings)


def schemas(*servers: Server) -> set[str]:
    """The generations that they hold."""
    query = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'citedesk%'"
    return {name for server in servers for (name,) in server.execute(query)}


def fails(place: Path, settings: Settings, given: Iterator[Batch] | None = None) -> str:
    """What writing says; it is one line and leaves nothing that ``delete`` does not take away."""
    place.mkdir(exist_ok=True)
    with pytest.raises(NoIndexError) as failed:
        postgres.write(place, DIMENSION, given or batches(PASSAGES, VECTORS, (9,)), settings)
    said = str(failed.value)
    assert "\n" not in said
    assert "run: citedesk index" in said or "run: " in said
    with pytest.raises(NoIndexError, match="citedesk index"):
        postgres.open(place, settings)
    return said


def database(server: Server, name: str, *statements: str) -> str:
    """The address of a database of its own."""
    server.execute(f"CREATE DATABASE {name}")
    for statement in statements:
        server.execute(statement)
    return server.address.replace("dbname=postgres", f"dbname={name}")


def test_a_server_that_is_not_there(tmp_path: Path, settings: Settings) -> None:
    nobody = "host=127.0.0.1 port=1 dbname=postgres user=postgres"
    said = fails(tmp_path, Settings(shards=(settings.shards[0], nobody), timeout=2))
    assert "shard 2 of 2 (127.0.0.1:1): it does not answer" in said
    assert "start it, or mend its address" in said


def test_no_message_and_no_setting_holds_a_password(
    tmp_path: Path, pair: tuple[Server, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in (f"{pair[0].address} password=hunter2", "postgresql://me:hunter2@127.0.0.1/desk"):
        with pytest.raises(SettingsError, match=r"holds a password; move it to ~/\.pgpass") as refused:
            postgres.write(tmp_path, DIMENSION, [], Settings(shards=(address,)))
        assert "hunter2" not in str(refused.value)
    with pytest.raises(SettingsError, match="address 1 is no connection string") as refused:
        postgres.write(tmp_path, DIMENSION, [], Settings(shards=("host=a hunter2",)))
    assert "hunter2" not in str(refused.value)
    # What libpq finds by itself is used, and not told.
    monkeypatch.setenv("PGPASSWORD", "hunter2")
    said = fails(tmp_path, Settings(shards=("host=127.0.0.1 port=1 user=me",), timeout=2))
    assert "hunter2" not in said
    service = tmp_path / "services"
    service.write_text(f"[desk]\nhost=127.0.0.1\nport={pair[0].port}\ndbname=postgres\nuser=postgres\n")
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    write(tmp_path / "by-service", Settings(shards=("service=desk",)))
    assert len(postgres.open(tmp_path / "by-service", Settings(shards=("service=desk",)))) == len(PASSAGES)


def test_a_server_or_an_extension_that_is_too_old(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers_, "SERVER", 99)
    assert "PostgreSQL 18 is too old; upgrade it to 99" in refused(tmp_path, settings)
    monkeypatch.setattr(servers_, "SERVER", 14)
    monkeypatch.setattr(servers_, "EXTENSION", (9, 0))
    assert "pgvector 0.8.6 is too old; install 9.0" in refused(tmp_path, settings)


def refused(place: Path, settings: Settings) -> str:
    with pytest.raises(NoIndexError) as failed:
        postgres.write(place, DIMENSION, [], settings)
    return str(failed.value)


def test_a_server_without_the_extension_or_the_right(tmp_path: Path, pair: tuple[Server, Server]) -> None:
    bare = database(pair[0], "bare", "ALTER DATABASE bare SET extension_control_path = '/nowhere'")
    assert "it lacks the extension pgvector; install it there" in refused(tmp_path, Settings(shards=(bare,)))
    guarded = database(pair[0], "guarded", "CREATE ROLE guest LOGIN")
    pair[0].execute("CREATE EXTENSION vector", "guarded")
    said = fails(tmp_path, Settings(shards=(guarded.replace("user=postgres", "user=guest"),)))
    assert "its user lacks a right (permission denied for database guarded); grant CREATE" in said


def test_a_read_only_server_and_a_standby_take_no_writes(
    tmp_path: Path, pair: tuple[Server, Server], servers: Servers
) -> None:
    frozen = database(pair[0], "frozen", "ALTER DATABASE frozen SET default_transaction_read_only = on")
    assert "it takes no writes (a standby, or set read-only)" in fails(tmp_path, Settings(shards=(frozen,), timeout=2))
    standby = servers.standby(pair[0])
    settings = Settings(shards=(standby.address,), timeout=2)
    assert "it takes no writes (a standby, or set read-only)" in fails(tmp_path, settings)
    write(tmp_path / "there", Settings(shards=(pair[0].address,)))
    pair[0].caught_up(standby)
    store = postgres.open(tmp_path / "there", settings)
    assert told(store) == told(postgres.open(tmp_path / "there", Settings(shards=(pair[0].address,))))
    with pytest.raises(NoIndexError, match="takes no writes"):
        postgres.delete(tmp_path / "there", settings)
    with pytest.raises(NoIndexError, match="takes no writes"):
        postgres.remove(tmp_path / "there", ["d1"], settings)
    assert told(store)
    standby.execute("SELECT pg_wal_replay_pause()")
    write(tmp_path / "later", Settings(shards=(pair[0].address, pair[1].address)))
    later = postgres.open(tmp_path / "later", Settings(shards=(standby.address, pair[1].address), timeout=2))
    assert later.absent == (f"shard 1 of 2 (127.0.0.1:{standby.port})",)
    with pytest.raises(NoIndexError, match="the standby has not got this generation yet"):
        postgres.open(tmp_path / "later", Settings(shards=(standby.address, standby.address), timeout=2))


def test_a_full_disk_in_mid_write_leaves_nothing(tmp_path: Path, pair: tuple[Server, Server]) -> None:
    """The server says so while the second shard makes its indexes."""
    full = database(pair[1], "crowded")
    pair[1].execute(
        "CREATE FUNCTION crowding() RETURNS event_trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file'; END $$; "
        "CREATE EVENT TRIGGER crowding ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION crowding()",
        "crowded",
    )
    before = schemas(*pair)
    said = fails(tmp_path, Settings(shards=(pair[0].address, full)))
    assert "shard 2 of 2" in said
    assert "its disk is full; free some space there; the last index stands" in said
    assert schemas(*pair) == before


def test_a_connection_cut_in_mid_write_leaves_nothing(
    tmp_path: Path, pair: tuple[Server, Server], settings: Settings
) -> None:
    before = schemas(*pair)

    def cut() -> Iterator[Batch]:
        for number, batch in enumerate(batches(PASSAGES, VECTORS, (9, 9, 9))):
            if number == 2:
                pair[1].execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'citedesk'"
                )
            yield batch

    assert "shard 2 of 2" in fails(tmp_path, settings, cut())
    assert schemas(*pair) == before


def test_a_connection_cut_in_mid_change_leaves_what_stood(
    tmp_path: Path, pair: tuple[Server, Server], settings: Settings
) -> None:
    """The server ends it between what a document had and what it gets."""
    write(tmp_path, settings)
    store = postgres.open(tmp_path, settings)
    before = told(store)
    name = json.loads((tmp_path / "postgres.json").read_text())["generation"]
    for server in pair:
        server.execute(
            f"CREATE FUNCTION {name}.cut() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$; "
            f"CREATE TRIGGER cut BEFORE INSERT ON {name}.postings EXECUTE FUNCTION {name}.cut()"
        )
    with pytest.raises(NoIndexError, match=r"it does not answer .* the last index stands"):
        postgres.upsert(tmp_path, [([replace(PASSAGES[0], text="zebra")], VECTORS[:1])], settings)
    assert told(store) == before


def test_another_dimension_and_shards_in_another_order_are_seen(tmp_path: Path, settings: Settings) -> None:
    write(tmp_path, settings)
    other = tmp_path / "other"
    other.mkdir()
    wide = np.ones((len(PASSAGES), 3), dtype=np.float32)
    postgres.write(other, 3, [(PASSAGES, wide)], settings)
    assert postgres.open(other, settings).vectors([0]).shape == (1, 3)
    kept = json.loads((other / "postgres.json").read_text())
    (other / "postgres.json").write_text(json.dumps(kept | {"dimension": DIMENSION}))
    with pytest.raises(NoIndexError, match=r"dimension: \(1, 2, 3\)"):
        postgres.open(other, settings)
    turned = settings.model_copy(update={"shards": settings.shards[::-1]})
    with pytest.raises(NoIndexError, match="name the shards in their order"):
        postgres.open(tmp_path, turned)
    with pytest.raises(NoIndexError, match=r"2 shards, \[stores.postgres\] names 1"):
        postgres.open(tmp_path, settings.model_copy(update={"shards": settings.shards[:1]}))
    (other / "postgres.json").write_text(json.dumps({"generation": kept["generation"]}))
    with pytest.raises(NoIndexError, match="not written to its end"):
        postgres.open(other, settings)


def test_an_index_of_another_version_is_told(tmp_path: Path, settings: Settings, pair: tuple[Server, Server]) -> None:
    write(tmp_path, settings)
    name = json.loads((tmp_path / "postgres.json").read_text())["generation"]
    pair[1].execute(f"UPDATE {name}.about SET form = form - 1")
    with pytest.raises(NoIndexError, match=r"shard 2 of 2 .*: another version of Citedesk wrote this index; run: "):
        postgres.open(tmp_path, settings)


def test_two_indexers_keep_out_of_each_other_s_way(
    tmp_path: Path, settings: Settings, pair: tuple[Server, Server]
) -> None:
    """Each writes a generation of its own; one that changes what stands keeps a second one off."""
    places = [tmp_path / "one", tmp_path / "other"]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda place: write(place, settings), places))
    assert told(postgres.open(places[0], settings)) == told(postgres.open(places[1], settings))
    name = json.loads((places[0] / "postgres.json").read_text())["generation"]
    import psycopg

    with psycopg.connect(pair[0].address) as one, psycopg.connect(pair[1].address) as other:
        for connection in (one, other):
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        with pytest.raises(NoIndexError, match="another indexer is at work; wait for it to end"):
            postgres.remove(places[0], [PASSAGES[0].document_id], settings)
    assert len(postgres.open(places[0], settings)) == len(PASSAGES)


def test_a_generation_that_another_indexer_replaced_is_told(tmp_path: Path, settings: Settings) -> None:
    write(tmp_path, settings)
    store = postgres.open(tmp_path, settings)
    kept = (tmp_path / "postgres.json").read_text()
    postgres.delete(tmp_path, settings)
    for ask in (lambda: store.search(Query(("pump",))), lambda: store.passages([1]), lambda: store.documents(["d1"])):
        with pytest.raises(NoIndexError, match="no longer there; open it again"):
            cast(Callable[[], object], ask)()
    (tmp_path / "postgres.json").write_text(kept)
    with pytest.raises(NoIndexError, match="is not there; run: citedesk index"):
        postgres.open(tmp_path, settings)


def test_a_shard_that_is_down_is_named_and_comes_back(
    tmp_path: Path, servers: Servers, pair: tuple[Server, Server], at_once: None
) -> None:
    down = servers.server()
    settings = Settings(shards=(pair[0].address, down.address), timeout=2)
    write(tmp_path, settings)
    store = postgres.open(tmp_path, settings)
    whole = told(store)
    query = Query(("pump",), vector=VECTORS[0], top=100)
    found = {match.row for match in store.search(query).meaning}
    assert not store.absent
    down.kill()
    part = store.search(query)
    assert store.absent == (f"shard 2 of 2 (127.0.0.1:{down.port})",)
    rows = {match.row for match in part.meaning}
    assert rows < found
    # A row that is asked for is never left out.
    with pytest.raises(NoIndexError, match=r"shard 2 of 2 .* stopped answering while this was asked; ask again"):
        store.passages([*found])
    started = time.monotonic()
    for _ in range(5):
        assert {match.row for match in store.search(query).meaning} == rows
    assert time.monotonic() - started < 12
    again = postgres.open(tmp_path, settings)
    assert (again.absent, len(again)) == (store.absent, len(PASSAGES))
    down.start()
    until = time.monotonic() + 20
    while store.search(query) and store.absent:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert told(store) == whole
    down.kill()


def test_no_shard_at_all_is_an_error(tmp_path: Path, servers: Servers) -> None:
    alone = servers.server()
    settings = Settings(shards=(alone.address,), timeout=2)
    write(tmp_path, settings)
    store = postgres.open(tmp_path, settings)
    alone.kill()
    with pytest.raises(NoIndexError, match=r"PostgreSQL .*does not answer"):
        store.search(Query(("pump",)))
    with pytest.raises(NoIndexError, match="does not answer"):
        postgres.open(tmp_path, settings)


def test_a_standby_takes_over_and_a_frozen_server_holds_nobody_up(
    tmp_path: Path, servers: Servers, pair: tuple[Server, Server], at_once: None
) -> None:
    primary = servers.server()
    shards = Shards(pair[0], primary, servers.standby(primary))
    settings = shards.settings.model_copy(update={"timeout": 1.0})
    write(tmp_path, settings)
    primary.caught_up(shards.standby)
    store = postgres.open(tmp_path, settings)
    whole = told(store)
    primary.signal(signal.SIGSTOP)
    began = time.monotonic()
    store.search(Query(("pump",)))
    assert store.absent
    assert time.monotonic() - began < 6
    primary.kill()
    until = time.monotonic() + 20
    while store.search(Query(("pump",))) and store.absent:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert told(store) == whole
    shards.standby.promote()
    postgres.remove(tmp_path, [PASSAGES[0].document_id], settings)
    assert store.documents([PASSAGES[0].document_id]) == {PASSAGES[0].document_id: []}
    write(tmp_path / "next", settings)
    assert told(postgres.open(tmp_path / "next", settings)) == whole


def test_every_face_says_what_was_not_searched(place: Place, servers: Servers, pair: tuple[Server, Server]) -> None:
    down = servers.server()
    tables = {"stores": {"postgres": {"shards": [pair[0].address, down.address], "timeout": 2}}}
    chosen = IndexSettings(store="postgres").with_plugins(PluginTables(tables))
    for number in range(12):
        place.excerpt(f"pump{number}.md", f"Pump refill {number}", f"A refill of pump {number} is billed with 62368.")
    place.build(settings=chosen)
    desk = Desk(index_.open_index(place.index, tables=chosen.plugins), AssistantSettings())
    asked = "is a refill of the pump billed with 62368?"
    assert desk.ask(asked).unsearched == ()
    down.kill()
    part = f"shard 2 of 2 (127.0.0.1:{down.port})"
    said = f"Not all was searched: {part} did not answer."
    for text in (asked, "does anybody know how to fly to the moon"):
        answer = desk.ask(text)
        assert answer.unsearched == (part,)
        assert said in answer.text
        assert said in html.answer(answer, 1)
        assert exports.answer(answer)["unsearched"] == [part]
    assert exports.search(desk.search(asked), 3)["unsearched"] == [part]
    assert any(said in line for line in dossiers.opening(gathering.of(Code("CPT", "62368"), desk.index)))
    assert any(said in line for line in checked.lines(check("A refill of the pump is billed with 62368.", desk)))


def test_after_ten_kills_one_generation_answers_and_nothing_is_lost() -> None:
    met = postgres_kills.kills(10, seed=4)
    assert sum(count for name, count in met.items() if name.startswith("killed")) == 10
    assert met["whole"] > 10
