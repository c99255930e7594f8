"""Runs the service over HTTP until it is told to stop."""

from __future__ import annotations

import importlib.util
import ipaddress
import logging
import socket
from typing import Any

import uvicorn

from assistant.serving import api
from assistant.serving.keys import ENVIRONMENT, Keys
from assistant.serving.service import Service
from indexer.errors import PortError, SettingsError

# In seconds: so long a connection that asks nothing stays open.
_IDLE = 30


def allowed(host: str, keys: Keys) -> None:
    """Raises SettingsError where ``host`` can be reached from elsewhere and nobody needs a key."""
    if not keys and not _local(host):
        raise SettingsError(
            f"{host} can be reached from other machines, and there are no keys; name a file with --keys, "
            f"set {ENVIRONMENT}, or leave --host out"
        )


def listening(host: str, port: int) -> socket.socket:
    """Raises PortError where nobody can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
    except OSError as error:
        found.close()
        reason = error.strerror or str(error)
        raise PortError(f"{host}, port {port} cannot be had ({reason}); name another: --host, --port") from error
    return found


def run(service: Service, listener: socket.socket) -> None:
    """Until SIGINT or SIGTERM; then whoever was let in is still answered."""
    logging.basicConfig(format="citedesk: %(message)s", level=logging.WARNING)
    _many_files()
    over(service).run(sockets=[listener])


def over(service: Service) -> uvicorn.Server:
    config = uvicorn.Config(
        api.application(service),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=service.limits.drain,
    )
    return uvicorn.Server(config)


def _local(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _many_files() -> None:
    """A connection is an open file, and many a system allows few of them unless they are asked for."""
    if importlib.util.find_spec("resource"):
        resource: Any = importlib.import_module("resource")
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
