"""The keys that clients show: read from a file or the environment, and kept as digests alone."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import SettingsError

# White space parts the keys in it.
ENVIRONMENT = "CITEDESK_SERVE_KEYS"
_SHORTEST = 20
_KEY = re.compile(rf"[\x21-\x7e]{{{_SHORTEST},}}")
_MAKE = 'make one with: python -c "import secrets; print(secrets.token_urlsafe(32))"'


@dataclass(frozen=True, slots=True)
class Keys:
    """``digests`` are sha256 values."""

    digests: tuple[bytes, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.digests)

    def client(self, shown: str) -> str | None:
        """What the key's holder is called in here, or None where it is no key. Takes as long whichever key it is, and
        whether it is one.
        """
        digest = hashlib.sha256(shown.encode("utf-8", "replace")).digest()
        same = [hmac.compare_digest(digest, one) for one in self.digests]
        return digest.hex()[:8] if any(same) else None


def read(file: Path | None) -> Keys:
    """Those of ``file``, one a line, ``#`` before a remark, and those of the environment. Raises SettingsError, which
    repeats no key, where the file cannot be read or holds none, and for one that is too short to be one.
    """
    found = [*(_of_file(file) if file else ()), *_of_environment()]
    return Keys(tuple(dict.fromkeys(hashlib.sha256(key.encode()).digest() for key in found)))


def _of_file(path: Path) -> list[str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no UTF-8 text"
        raise SettingsError(f"{path}: the keys cannot be read ({reason}); name a file with one key a line") from error
    found = [
        _checked(line.strip(), f"{path}:{number}")
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not found:
        raise SettingsError(f"{path}: there is no key in it; {_MAKE}")
    return found


def _of_environment() -> Iterator[str]:
    for number, key in enumerate(os.environ.get(ENVIRONMENT, "").split(), 1):
        yield _checked(key, f"{ENVIRONMENT}, key {number}")


def _checked(key: str, where: str) -> str:
    if not _KEY.fullmatch(key):
        raise SettingsError(
            f"{where}: this is no key; it takes {_SHORTEST} letters, digits and marks or more, without spaces; {_MAKE}"
        )
    return key
