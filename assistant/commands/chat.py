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
from assistant.options import IndexFolder
from indexer.errors import PortError

_HOST = "localhost"
_LAST_PORT = 65535


def run(
    index: IndexFolder = None,
    port: Annotated[int, typer.Option(min=1, max=_LAST_PORT, help="The port on this machine.")] = 8501,
) -> None:
    """Start the chat page on this machine."""
    from indexer import index as index_

    _check(port)
    folder = console.asked_index(index)
    index_.open_index(folder, tables=console.chosen().plugins)
    typer.echo(f"Citedesk runs on http://{_HOST}:{port} (stop it with Ctrl-C)")
    # -P: a module of the folder where the command runs is none of the program's.
    command = [sys.executable, "-P", "-m", "streamlit", "run", str(Path(web.__file__).with_name("streamlit_app.py"))]
    command += ["--server.address", _HOST, "--server.port", str(port), "--server.headless", "true"]
    sys.stdout.flush()
    environment = os.environ | {web.INDEX: str(folder.resolve())}
    if os.name == "nt":
        raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)
    # The server takes this process over, so that whoever ends the command ends the server. Windows has no such way.
    os.execve(sys.executable, command, environment)


def _check(port: int) -> None:
    """Raises PortError, which names a free port, where this one cannot be had."""
    if reason := _refused(port):
        free = next((other for other in range(max(port, 1024) + 1, _LAST_PORT + 1) if not _refused(other)), 8501)
        raise PortError(f"port {port} cannot be had ({reason}); name another: citedesk chat --port {free}")


def _refused(port: int) -> str | None:
    """Why no server may listen there, on any of the addresses that ``localhost`` stands for."""
    for family, kind, _, _, address in socket.getaddrinfo(_HOST, port, type=socket.SOCK_STREAM):
        with socket.socket(family, kind) as probe:
            # On Windows SO_REUSEADDR takes a port that another program listens on.
            option = "SO_EXCLUSIVEADDRUSE" if os.name == "nt" else "SO_REUSEADDR"
            probe.setsockopt(socket.SOL_SOCKET, getattr(socket, option), 1)
            try:
                probe.bind(address)
            except OSError as error:
                if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                    return error.strerror
    return None
