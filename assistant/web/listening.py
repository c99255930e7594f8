"""Where the server listens and who may sign in, told before it starts."""

from __future__ import annotations

import importlib.util
import ipaddress
import tomllib
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import SigninSettings
from indexer.errors import PortError, SettingsError

HOST = "localhost"
# What Streamlit needs of the provider, in one table.
_AUTH = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
# In characters; a shorter one signs cookies too weakly.
_SECRET = 32
_HOW = "see docs/deploy.md"


@dataclass(frozen=True, slots=True)
class Listening:
    """``address`` is the one that the server has, ``name`` the one by which browsers reach it where a proxy stands
    before it. ``open``: others than this machine's users reach it, and nobody signs in.
    """

    address: str
    name: str | None
    secrets: Path | None
    open: bool

    @property
    def options(self) -> list[str]:
        """As Streamlit takes them."""
        found = ["--server.address", self.address]
        found += ["--browser.serverAddress", self.name] if self.name else []
        return found + (["--secrets.files", str(self.secrets.resolve())] if self.secrets else [])


def checked(address: str, name: str | None, without_sign_in: bool, chosen: SigninSettings) -> Listening:
    """Raises PortError for an address that others reach where nobody signs in and nothing allows that, SettingsError
    where the sign-in cannot be had as set.
    """
    if chosen.secrets:
        _check(chosen.secrets)
        return Listening(address, name, chosen.secrets, False)
    reached = name or not _is_local(address)
    if reached and not without_sign_in:
        raise PortError(
            f"{name or address} would let others in and nobody signs in: set up [signin] in settings.toml ({_HOW}), or "
            "say --without-sign-in, so that everybody reads and nobody changes anything"
        )
    return Listening(address, name, None, without_sign_in)


def _is_local(address: str) -> bool:
    try:
        return address == HOST or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _check(secrets: Path) -> None:
    try:
        found = tomllib.loads(secrets.read_text("utf-8")).get("auth")
    except OSError as error:
        raise SettingsError(f"{secrets}: cannot be read ({error.strerror}); name the file of [auth], {_HOW}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{secrets}: not TOML ({error}); {_HOW}") from error
    if not isinstance(found, dict):
        raise SettingsError(f"{secrets}: there is no table [auth]; {_HOW}")
    if missing := [name for name in _AUTH if not isinstance(found.get(name), str) or not found[name]]:
        raise SettingsError(f"{secrets}: [auth] lacks {', '.join(missing)}; {_HOW}")
    if len(found["cookie_secret"]) < _SECRET:
        raise SettingsError(f"{secrets}: cookie_secret has fewer than {_SECRET} characters; take a random one, {_HOW}")
    if importlib.util.find_spec("authlib") is None:
        raise SettingsError("signing in needs Authlib; run: pip install 'citedesk[signin]'")
