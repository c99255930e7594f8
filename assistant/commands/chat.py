"""`citedesk chat`."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant import console, web
from assistant.keeping import roles
from assistant.options import IndexFolder
from assistant.web import listening
from indexer.errors import PortError

_LAST_PORT = 65535


def run(
    index: IndexFolder = None,
    port: Annotated[int, typer.Option(min=1, max=_LAST_PORT, help="The port on this machine.")] = 8501,
    address: Annotated[
        str, typer.Option(help="The address of this machine on which it listens; others need a sign-in.")
    ] = listening.HOST,
    host_name: Annotated[
        str | None, typer.Option(help="The name under which browsers reach it, where a proxy stands before it.")
    ] = None,
    without_sign_in: Annotated[
        bool, typer.Option("--without-sign-in", help="Let others in although nobody signs in; everybody only reads.")
    ] = False,
) -> None:
    """Start the chat page on this machine."""
    from assistant.settings import SigninSettings
    from indexer import index as index_
    from indexer import settings

    chosen = settings.read("signin", SigninSettings)
    listens = listening.checked(address, host_name, without_sign_in, chosen)
    _check(address, port)
    folder = console.asked_index(index)
    index_.open_index(folder, tables=console.chosen().plugins)
    typer.echo(f"Citedesk runs on http://{address}:{port} (stop it with Ctrl-C)")
    # -P: a module of the folder where the command runs is none of the program's.
    command = [sys.executable, "-P", "-m", "streamlit", "run", str(Path(web.__file__).with_name("streamlit_app.py"))]
    command += [*listens.options, "--server.port", str(port), "--server.headless", "true"]
    sys.stdout.flush()
    environment = {name: value for name, value in os.environ.items() if name != roles.OPEN}
    environment |= {web.INDEX: str(folder.resolve())} | ({roles.OPEN: "1"} if listens.open else {})
    if os.name == "nt":
        raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)
    # The server takes this process over, so that whoever ends the command ends the server. Windows has no such way.
    os.execve(sys.executable, command, environment)


def _check(address: str, port: int) -> None:
    """Raises PortError, which names a free port, where this one cannot be had."""
    if reason := _refused(address, port):
        free = next(
            (other for other in range(max(port, 1024) + 1, _LAST_PORT + 1) if not _refused(address, other)), 8501
        )
        raise PortError(f"port {port} cannot be had ({reason}); name another: citedesk chat --port {free}")


def _refused(address: str, port: int) -> str | None:
    """Why no server may listen there, on any of the addresses that its name stands for."""
    try:
        found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise PortError(f"{address} is no address of this machine ({error.strerror}); name one, or none") from error
    for family, kind, _, _, place in found:
        with socket.socket(family, kind) as probe:
            # On Windows SO_REUSEADDR takes a port that another program listens on.
            option = "SO_EXCLUSIVEADDRUSE" if os.name == "nt" else "SO_REUSEADDR"
            probe.setsockopt(socket.SOL_SOCKET, getattr(socket, option), 1)
            try:
                probe.bind(place)
            except OSError as error:
                if error.errno in {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}:
                    return error.strerror
    return None
