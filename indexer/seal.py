"""A folder's seal: the size and sha256 of every file in it, written last, so that damage is seen and not guessed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

SEAL = "seal.json"


def write(folder: Path, subject: str) -> None:
    """``subject`` is what the folder was made from, so that another one's folder is not taken for it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / SEAL)
    files = {path.relative_to(folder).as_posix(): [path.stat().st_size, _sha256(path)] for path in paths}
    (folder / SEAL).write_text(json.dumps({"subject": subject, "files": files}, indent=1) + "\n", "utf-8")


def damage(folder: Path, subject: str, thorough: bool = True) -> str | None:
    """What is not as it was sealed, or None. Unless ``thorough``, only presence and sizes are looked at."""
    try:
        record = json.loads((folder / SEAL).read_text("utf-8"))
        if record["subject"] != subject:
            return "it belongs to another index"
        for name, (size, sha256) in record["files"].items():
            path = folder / name
            if path.stat().st_size != size or (thorough and _sha256(path) != sha256):
                return f"{name} was changed"
    except FileNotFoundError as error:
        return f"{Path(error.filename).relative_to(folder)} is missing"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return f"{SEAL} cannot be read"
    return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
