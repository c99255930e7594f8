from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from conftest import Place

# Runs a command where every use of a socket ends the process, and tells which heavy libraries it loaded.
ALONE = """
import os, sys

def forbid(event, arguments):
    if event.startswith("socket."):
        os.write(2, event.encode())
        os._exit(99)

sys.addaudithook(forbid)
from assistant.cli import main
try:
    main()
finally:
    heavy = {"torch", "transformers", "sentence_transformers", "streamlit", "onnx", "docx", "requests", "httpx"}
    print("LOADED", sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


def alone(home: Path, *words: str | Path) -> tuple[str, str]:
    """Output and the heavy libraries, for a user whose home is the folder ``home``."""
    # Continuous integration is left out: libraries that report on their users hold back there.
    environment = {key: value for key, value in os.environ.items() if key not in {"CI", "XDG_CACHE_HOME"}}
    ran = subprocess.run(
        [sys.executable, "-c", ALONE, *map(str, words)],
        capture_output=True,
        text=True,
        cwd=home,
        env=environment | {"HOME": str(home)},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout, ran.stderr.splitlines()[-1]


def test_the_tests_themselves_reach_no_network() -> None:
    with pytest.raises(PermissionError, match=r"socket.connect to '192.0.2.1'"), socket.socket() as one:
        one.connect(("192.0.2.1", 80))
    with pytest.raises(PermissionError, match=r"socket.getaddrinfo to 'huggingface.co'"):
        socket.create_connection(("huggingface.co", 443))
    with pytest.raises(urllib.error.URLError, match=r"offline"):
        urllib.request.urlopen("http://example.org", timeout=1)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


@pytest.mark.slow
def test_index_search_and_ask_use_no_socket_and_no_heavy_library(place: Place, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    place.excerpt("a.md", "Pump refill", "Report 62368 when the pump is reprogrammed at the refill.")
    out, loaded = alone(home, "index", "--kb", place.kb, "--index", place.index)
    assert "1 documents, 1 passages, 1 embedded, 0 left out" in out
    assert loaded == "LOADED []"
    out, loaded = alone(home, "search", "--json", "--index", place.index, "is 62368 for reprogramming?")
    assert [passage["document"] for passage in json.loads(out)["passages"]] == ["a"]
    assert loaded == "LOADED []"
    out, loaded = alone(home, "ask", "--json", "--index", place.index, "is 62368 for reprogramming?")
    assert json.loads(out)["documents"] == ["a"]
    assert loaded == "LOADED []"
    # ONNX Runtime would keep an identifier of the machine and the reports that it has yet to send.
    assert list(home.iterdir()) == []
