"""What docs/deploy.md and its files say, held against the program: commands, options, paths, settings, the unit."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from test_docs import COMMANDS, options_of
from test_signin import AUTH

from assistant.keeping import reviews
from assistant.settings import SigninSettings
from assistant.web import listening
from indexer import reference, settings
from indexer.errors import PortError

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "deploy"
PAGE = (ROOT / "docs" / "deploy.md").read_text("utf-8")
DOCKERFILE = (FOLDER / "Dockerfile").read_text("utf-8")
UNIT = (FOLDER / "citedesk.service").read_text("utf-8")
NGINX = (FOLDER / "nginx.conf").read_text("utf-8")


def steps(name: str) -> list[str]:
    """What follows an instruction of the Dockerfile, with continued lines put together."""
    return re.findall(rf"^{name} (.+)$", DOCKERFILE.replace("\\\n", " "), re.MULTILINE)


def commands() -> list[str]:
    """Every run of citedesk in the page and its files."""
    started = re.findall(r"^ExecStart=\S+/(citedesk .+)$", UNIT, re.MULTILINE)
    (contained,) = [shlex.join(json.loads(step)) for step in steps("CMD") if step.startswith("[")]
    typed = re.findall(r"^(?:sudo -u citedesk \S+/)?(citedesk .+)$|`(citedesk [^`]+)`", PAGE, re.MULTILINE)
    return [*started, contained, *(one or other for one, other in typed)]


@pytest.mark.parametrize("line", commands())
def test_a_command_exists_with_its_options(line: str) -> None:
    _, name, *words = shlex.split(line)
    assert name in COMMANDS
    assert {word for word in words if word.startswith("--")} <= options_of(name)


def test_there_are_commands_to_look_at() -> None:
    names = [shlex.split(line)[1] for line in commands()]
    assert {"chat", "index", "doctor", "replay"} <= set(names)
    assert names.count("chat") >= 3


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[\w-]+)[^`]*`", PAGE))))
def test_an_option_that_is_named_alone_belongs_to_a_command(option: str) -> None:
    assert any(option in options_of(command) for command in COMMANDS)


def test_every_file_that_is_named_exists() -> None:
    named = set(re.findall(r"docs/deploy(?:\.md|/[\w.]+\w)|tests/[\w./]+\.py", PAGE + DOCKERFILE + UNIT + NGINX))
    assert {"docs/deploy/Dockerfile", "docs/deploy/citedesk.service", "docs/deploy/nginx.conf"} <= named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
    copied = [word for step in steps("COPY") for word in step.split()[:-1]]
    assert {"pyproject.toml", "indexer", "assistant", "kb"} <= set(copied)
    assert [path for path in copied if not (ROOT / path).exists()] == []


def test_what_the_container_installs_is_what_the_package_offers() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert '".[signin]"' in DOCKERFILE
    assert "signin" in project["optional-dependencies"]
    (image,) = steps("FROM")
    assert image.startswith(f"python:{project['requires-python'].removeprefix('>=')}-")
    # Whatever setup.py reads is there when it runs.
    read = set(re.findall(r'"(kb|README\.md|LICENSE)"', (ROOT / "setup.py").read_text("utf-8"))) | {"README.md"}
    assert read <= {word for step in steps("COPY") for word in step.split()[:-1]}


def test_ports_and_the_place_of_the_files_agree() -> None:
    assert steps("EXPOSE") == ["8501"]
    assert "--port 8501" in UNIT
    assert "proxy_pass http://127.0.0.1:8501;" in NGINX
    assert "reverse_proxy 127.0.0.1:8501" in PAGE
    assert steps("WORKDIR")[-1] == "/var/lib/citedesk"
    assert "WorkingDirectory=/var/lib/citedesk" in UNIT


def test_the_settings_of_the_page_are_read_and_its_secrets_pass(tmp_path: Path) -> None:
    signin, auth = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "settings.toml").write_text(signin)
    chosen = settings.read("signin", SigninSettings, tmp_path / "settings.toml")
    assert (chosen.readers, chosen.librarians) == (("@clinic.example",), ("groups=coding-admins",))
    (tmp_path / "secrets.toml").write_text(auth)
    own = SigninSettings(secrets=tmp_path / "secrets.toml")
    found = listening.checked("localhost", "desk.example.org", False, own)
    assert found.options[-2:] == ["--secrets.files", str((tmp_path / "secrets.toml").resolve())]
    tried = tomllib.loads(AUTH.format(port=1, secret="", client="", provider=""))
    assert set(tomllib.loads(auth)["auth"]) == set(tried["auth"])


def test_without_a_sign_in_unit_and_container_are_refused() -> None:
    """As they are shipped they let nobody in by mistake."""
    for line in commands():
        words = shlex.split(line)
        if words[1] == "chat" and {"--address", "--host-name"} & set(words):
            address = words[words.index("--address") + 1] if "--address" in words else listening.HOST
            name = words[words.index("--host-name") + 1] if "--host-name" in words else None
            assert "--without-sign-in" not in words
            with pytest.raises(PortError):
                listening.checked(address, name, False, SigninSettings())


def test_what_is_to_be_backed_up_is_called_so() -> None:
    index = Path("/var/lib/citedesk/.citedesk")
    for path in (reviews.file_beside(index), reviews.key_beside(index), reference.beside(index)):
        assert f"`{path.name}`" in PAGE


def test_the_proxy_passes_the_websocket_on_and_logs_no_address() -> None:
    for line in ("proxy_set_header Upgrade $http_upgrade;", "proxy_http_version 1.1;", "access_log off;"):
        assert line in NGINX
    assert NGINX.count("{") == NGINX.count("}") == 3


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd is installed")
def test_the_unit_is_one(tmp_path: Path) -> None:
    """The program stands elsewhere here; everything else of it is checked as it is."""
    (tmp_path / "citedesk.service").write_text(
        UNIT.replace("/opt/citedesk/bin/citedesk", "/bin/true").replace("User=citedesk\nGroup=citedesk\n", "")
    )
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "citedesk.service")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "citedesk.service" not in ran.stderr
    for hardened in ("NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "CapabilityBoundingSet="):
        assert re.search(rf"^{hardened}$", UNIT, re.MULTILINE)


def test_streamlit_answers_where_the_container_looks() -> None:
    assert "/_stcore/health" in DOCKERFILE
    assert f"//{listening.HOST}:8501/" in DOCKERFILE
