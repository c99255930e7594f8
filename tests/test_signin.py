"""Several users: roles by claims, the address it may listen on, and a whole sign-in at a provider on this machine."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from browsed import CHROMIUM, wait_until_healthy
from conftest import Outcome, Place
from provider import CLIENT, provider
from streamlit.testing.v1 import AppTest

from assistant import web
from assistant.keeping import roles
from assistant.keeping.roles import Duty, Role
from assistant.settings import SigninSettings
from assistant.web import listening
from indexer.errors import PortError, SettingsError

Command = Callable[..., Outcome]
LISTS = SigninSettings(
    readers=("@clinic.org",), reviewers=("Lead@clinic.org",), librarians=("groups=admins", "boss@else.org")
)
AUTH = """\
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "{secret}"
client_id = "{client}"
client_secret = "kept to itself"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"email": "a@clinic.org"}, Role.READER),
        ({"email": "A@CLINIC.ORG", "email_verified": True}, Role.READER),
        ({"email": "lead@clinic.org"}, Role.REVIEWER),
        ({"email": "lead@clinic.org", "groups": ["staff", "admins"]}, Role.LIBRARIAN),
        ({"groups": "admins"}, Role.LIBRARIAN),
        ({"email": "boss@else.org"}, Role.LIBRARIAN),
        ({"email": "boss@else.org", "email_verified": False}, None),
        ({"email": "a@clinic.org.evil.org"}, None),
        ({"email": "a@evilclinic.org"}, None),
        ({"email": "@clinic.org@evil.org"}, None),
        ({"email": ["a@clinic.org"]}, None),
        ({"groups": "adminsx"}, None),
        ({}, None),
    ],
)
def test_a_role_is_given_by_verified_address_domain_or_claim(claims: Mapping[str, object], role: Role | None) -> None:
    assert roles.of(claims, LISTS) is role


def test_without_a_list_of_readers_whoever_signs_in_reads() -> None:
    assert roles.of({}, SigninSettings(librarians=("a@b.org",))) is Role.READER


def test_each_role_may_what_those_before_it_may() -> None:
    allowed = {role: {duty for duty in Duty if roles.may(role, duty)} for role in Role}
    assert allowed == {
        Role.READER: set(),
        Role.REVIEWER: {Duty.REVIEW, Duty.RULE, Duty.TEACH},
        Role.LIBRARIAN: set(Duty),
    }
    assert roles.refusal(Role.READER, Duty.RULE) == ("a reader may not write and retire house rulings; ask a reviewer")
    assert roles.refusal(Role.LIBRARIAN, Duty.INDEX) is None


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "127.8.0.1", "::1"])
def test_this_machine_needs_no_sign_in(address: str) -> None:
    found = listening.checked(address, None, False, SigninSettings())
    assert (found.options, found.open) == (["--server.address", address], False)


@pytest.mark.parametrize(
    ("address", "name"),
    [("0.0.0.0", None), ("::", None), ("192.168.1.7", None), ("desk.local", None), ("localhost", "desk.example.org")],
)
def test_an_address_that_others_reach_is_refused_without_a_sign_in(address: str, name: str | None) -> None:
    with pytest.raises(PortError, match=r"would let others in and nobody signs in: set up \[signin\].*--without-sign"):
        listening.checked(address, name, False, SigninSettings())
    found = listening.checked(address, name, True, SigninSettings())
    assert found.open
    assert found.options[:2] == ["--server.address", address]
    assert found.options[2:] == (["--browser.serverAddress", name] if name else [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "cannot be read (No such file or directory)"),
        ("[auth", "not TOML"),
        ("x = 1\n", "there is no table [auth]"),
        ("[auth]\nclient_id = 'x'\n", "[auth] lacks redirect_uri, cookie_secret, client_secret, server_metadata_url"),
        (AUTH.format(port=1, secret="short", client="x", provider="http://p"), "fewer than 32 characters"),
    ],
)
def test_a_sign_in_that_cannot_be_had_is_told(citedesk: Command, tmp_path: Path, text: str | None, reason: str) -> None:
    path = tmp_path / "secrets.toml"
    if text is not None:
        path.write_text(text)
    (tmp_path / "settings.toml").write_text(f"[signin]\nsecrets = '{path}'\n")
    outcome = citedesk("chat")
    assert (outcome.code, outcome.out) == (2, "")
    assert reason in outcome.err
    assert "docs/deploy.md" in outcome.err
    with pytest.raises(SettingsError):
        listening.checked("0.0.0.0", None, False, SigninSettings(secrets=path))


def test_the_command_refuses_a_public_address_in_one_line(citedesk: Command) -> None:
    outcome = citedesk("chat", "--address", "0.0.0.0")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert "0.0.0.0 would let others in and nobody signs in" in outcome.err


def duties() -> None:
    """The script that Streamlit's own tester runs."""
    import streamlit as st

    from assistant.widgets import permission

    st.text(" ".join(duty.name for duty in permission.Duty if permission.may(duty)))


@pytest.mark.parametrize(("open", "allowed"), [(None, "REVIEW RULE TEACH ADD INDEX"), ("1", "")])
def test_without_a_sign_in_the_machines_user_may_all_and_others_only_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, open: str | None, allowed: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(roles.OPEN, open) if open else monkeypatch.delenv(roles.OPEN, raising=False)
    tester = AppTest.from_function(duties).run()
    assert not tester.exception
    assert tester.text[0].value == allowed


@dataclass(frozen=True)
class Running:
    address: str
    server: int


@contextmanager
def desk(index: Path, folder: Path, people: list[Mapping[str, object]]) -> Iterator[Running]:
    """The page with a sign-in; ``server`` is its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with provider(people) as address:
        secrets = folder / "secrets.toml"
        secrets.write_text(AUTH.format(port=port, secret="x" * 40, client=CLIENT, provider=address))
        lists = "readers = ['@clinic.org']\nlibrarians = ['groups=admins']\n"
        (folder / "settings.toml").write_text(f"[signin]\nsecrets = '{secrets}'\n{lists}")
        command = [str(Path(sys.executable).with_name("citedesk")), "chat", "--index", str(index), "--port", str(port)]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until_healthy(f"http://localhost:{port}/_stcore/health")
            yield Running(f"http://localhost:{port}", server.pid)
        finally:
            server.terminate()
            server.wait(20)


def test_streamlit_is_told_to_send_no_telemetry() -> None:
    told = tomllib.loads(Path(web.__file__).with_name(".streamlit").joinpath("config.toml").read_text("utf-8"))
    assert told["browser"]["gatherUsageStats"] is False


def remotes(process: int) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """To whom a process has connections, as Linux lists them."""
    owned = set()
    for held in Path(f"/proc/{process}/fd").iterdir():
        with contextlib.suppress(OSError):
            owned.add(str(held.readlink()))
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            address, _, port = fields[2].partition(":")
            if f"socket:[{fields[9]}]" in owned and int(port, 16):
                words = [bytes.fromhex(address[at : at + 8])[::-1] for at in range(0, len(address), 8)]
                found.append(ipaddress.ip_address(b"".join(words)))
    return [getattr(one, "ipv4_mapped", None) or one for one in found]


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed: apt-get install chromium")
def test_users_sign_in_at_the_provider_and_never_see_each_other(place: Place, tmp_path: Path) -> None:
    """A reader and a librarian in two browsers, and one who is on no list; nobody gets anything before."""
    from playwright.sync_api import expect, sync_playwright

    place.excerpt("pump.md", "Pump refill", "Report 62368 when the pump is reprogrammed at the refill.")
    place.build()
    people: list[Mapping[str, object]] = [
        {"email": "reader@clinic.org", "email_verified": True},
        {"email": "boss@clinic.org", "groups": ["admins"]},
        {"email": "nobody@else.org"},
    ]
    with desk(place.index, tmp_path, people) as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        pages, fetched = [], set[str]()
        for _ in people:
            page = browser.new_context().new_page()
            page.on("request", lambda request: fetched.add(request.url.split("/")[2].partition(":")[0]))
            page.goto(running.address)
            sign_in = page.get_by_role("button", name="Sign in")
            sign_in.wait_for()
            assert page.get_by_test_id("stChatInputTextArea").count() == 0
            sign_in.click()
            page.get_by_role("button", name="Sign out").wait_for()
            pages.append(page)
        reader, librarian, nobody = pages
        expect(reader.get_by_text("reader@clinic.org, reader")).to_be_visible()
        expect(librarian.get_by_text("boss@clinic.org, librarian")).to_be_visible()
        expect(nobody.get_by_text("nobody@else.org is on no list of this desk")).to_be_visible()
        assert nobody.get_by_test_id("stChatInputTextArea").count() == 0
        box = reader.get_by_test_id("stChatInputTextArea")
        box.fill("is 62368 for reprogramming at the refill?")
        box.press("Enter")
        expect(reader.get_by_text("Report 62368 when the pump is reprogrammed").first).to_be_visible()
        librarian.reload()
        librarian.get_by_test_id("stChatInputTextArea").wait_for()
        assert librarian.get_by_text("is 62368 for reprogramming").count() == 0
        # Nothing but this machine was asked for anything: no telemetry, no fonts, no scripts from elsewhere.
        assert fetched <= {"localhost", "127.0.0.1"}
        assert {remote.is_loopback for remote in remotes(running.server)} == {True}
        reader.get_by_role("button", name="Sign out").click()
        reader.get_by_role("button", name="Sign in").wait_for()
        browser.close()
