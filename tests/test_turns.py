"""Who is answered next, how often a client may ask, and who has a key."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from assistant.serving import gate, keys
from assistant.serving.limits import Limits
from assistant.serving.problems import Kind, Problem
from assistant.serving.rates import Rates
from assistant.serving.turns import Turns
from indexer.errors import SettingsError

KEY, OTHER = "k" * 20, "o" * 32


async def answered(turns: Turns, order: list[str], name: str, client: str) -> None:
    async with turns.taken(client):
        order.append(name)
        await asyncio.sleep(0)


async def queued(limits: Limits, asked: list[tuple[str, str]]) -> tuple[list[str], list[object]]:
    """In which order questions were answered, and what became of each."""
    turns, order = Turns(limits), list[str]()
    found = await asyncio.gather(*(answered(turns, order, *one) for one in asked), return_exceptions=True)
    assert (turns.running, turns.waiting) == (0, 0)
    return order, list(found)


def test_clients_take_turns_however_many_questions_each_has() -> None:
    asked = [("a1", "a"), ("a2", "a"), ("a3", "a"), ("a4", "a"), ("b1", "b"), ("c1", "c"), ("b2", "b")]
    order, found = asyncio.run(queued(Limits(threads=1, waiting=12), asked))
    assert order == ["a1", "a2", "b1", "c1", "a3", "b2", "a4"]
    assert found == [None] * 7


def test_who_comes_when_too_many_wait_is_told_at_once_and_when_to_come_again() -> None:
    asked = [(f"a{number}", "a") for number in range(6)] + [("b1", "b"), ("b2", "b"), ("c1", "c")]
    # One is answered; of 4 places to wait one client may hold 2.
    order, found = asyncio.run(queued(Limits(threads=1, waiting=4), asked))
    assert sorted(order) == ["a0", "a1", "a2", "b1", "b2"]
    refused = [one for one in found if one is not None]
    assert len(refused) == 9 - 5
    assert all(isinstance(one, Problem) and one.kind is Kind.BUSY and (one.wait or 0) >= 1 for one in refused)


def test_who_works_in_steps_lets_others_go_first() -> None:
    async def run() -> list[str]:
        turns, order = Turns(Limits(threads=1)), list[str]()

        async def long() -> None:
            async with turns.taken("long"):
                for step in range(3):
                    order.append(f"step {step}")
                    await asyncio.sleep(0)
                    await turns.again("long")

        await asyncio.gather(long(), *(answered(turns, order, name, name) for name in ("b", "c")))
        return order

    assert asyncio.run(run()) == ["step 0", "b", "c", "step 1", "step 2"]


def test_who_gives_up_while_waiting_loses_no_place_for_others() -> None:
    async def run() -> tuple[list[str], int, int]:
        turns, order = Turns(Limits(threads=1)), list[str]()
        tasks = [asyncio.create_task(answered(turns, order, name, name)) for name in ("a", "b", "c")]
        await asyncio.sleep(0)
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return order, turns.running, turns.waiting

    assert asyncio.run(run()) == (["a", "c"], 0, 0)


def test_who_gives_up_in_the_moment_of_being_called_passes_the_place_on() -> None:
    async def run() -> tuple[list[str], int]:
        turns, order = Turns(Limits(threads=1)), list[str]()
        async with turns.taken("a"):
            tasks = [asyncio.create_task(answered(turns, order, name, name)) for name in ("b", "c")]
            await asyncio.sleep(0)
        # The place is b's now, which has not noticed yet.
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return order, turns.running

    assert asyncio.run(run()) == (["c"], 0)


def test_who_gives_up_in_the_moment_before_is_not_called() -> None:
    async def run() -> tuple[list[str], int]:
        turns, order = Turns(Limits(threads=1)), list[str]()
        async with turns.taken("a"):
            tasks = [asyncio.create_task(answered(turns, order, name, name)) for name in ("b", "c")]
            await asyncio.sleep(0)
            # It has not left the line yet when the place becomes free.
            tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return order, turns.running

    assert asyncio.run(run()) == (["c"], 0)


def test_who_waits_too_long_is_told_and_keeps_no_place() -> None:
    async def run() -> tuple[list[str], list[object], int]:
        turns, order = Turns(Limits(threads=1, longest=0.05)), list[str]()
        async with turns.taken("long"):
            found = await asyncio.gather(answered(turns, order, "b", "b"), return_exceptions=True)
            assert turns.waiting == 0
        await answered(turns, order, "c", "c")
        return order, list(found), turns.waiting

    order, (refused,), waiting = asyncio.run(run())
    assert (order, waiting) == (["c"], 0)
    assert isinstance(refused, Problem)
    assert refused.kind is Kind.BUSY


def test_a_client_may_ask_twice_its_rate_at_once_and_then_at_its_rate() -> None:
    rates = Rates(2.0)
    assert [rates.wait("a", 0.0) for _ in range(5)] == [0, 0, 0, 0, 1 / 2]
    assert rates.wait("b", 0.0) == 0
    assert rates.wait("a", 0.25) == pytest.approx(1 / 2 - 0.25)
    assert rates.wait("a", 0.5) == 0
    assert rates.wait("a", 0.5) > 0


def test_keys_come_from_a_file_and_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys").write_text(f"# for the claims system\n{KEY}\n\n", "utf-8")
    monkeypatch.setenv("CITEDESK_SERVE_KEYS", f" {OTHER} {KEY}")
    found = keys.read(tmp_path / "keys")
    assert len(found.digests) == 2
    assert len({found.client(KEY), found.client(OTHER)}) == 2
    assert None not in {found.client(KEY), found.client(OTHER)}
    assert [found.client(wrong) for wrong in ("", KEY[:-1], KEY + "k", "\ud800")] == [None] * 4
    assert KEY not in repr(found)


def test_without_file_and_environment_there_are_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CITEDESK_SERVE_KEYS", raising=False)
    assert not keys.read(None)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"", "there is no key in it"),
        (b"# remark\n\n", "there is no key in it"),
        (b"too-short", "keys:1: this is no key"),
        (f"{KEY}\nwith spaces in it, and long enough".encode(), "keys:2: this is no key"),
        (b"\xff\xfe", "no UTF-8 text"),
    ],
)
def test_a_file_that_holds_no_keys_is_told_without_repeating_any(tmp_path: Path, written: bytes, said: str) -> None:
    (tmp_path / "keys").write_bytes(written)
    with pytest.raises(SettingsError, match=said) as told:
        keys.read(tmp_path / "keys")
    assert "spaces in it" not in str(told.value)
    with pytest.raises(SettingsError, match="cannot be read"):
        keys.read(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("body", "deep"),
    [
        (b"", 0),
        (b'{"a": [1, {"b": "[[[[" }]}', 3),
        (b'{"a": "\\"[{"}', 1),
        (b"[" * 100_000, 100_000),
        (b'"[' + b"[" * 10, 0),
        (b'"' + b'\\"[' * 80_000, 0),
        (b"]]]]", 0),
    ],
)
def test_how_deep_a_body_is_nested_is_counted_outside_its_texts(body: bytes, deep: int) -> None:
    assert gate.depth(body) == deep
