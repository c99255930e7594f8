"""Files that a user hands over: how each would be read, and its way into a folder of the base."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath, PureWindowsPath

from assistant.library import writing
from indexer import confined, explaining, files, origin, reference, shipped
from indexer.confined import Limits
from indexer.errors import CitedeskError, DocumentError, RecordError
from indexer.explaining import Explained
from indexer.settings import IndexSettings

# Where added files lie, below the folder that is chosen.
FOLDER = "added"


class There(StrEnum):
    """What stands under a file's name already."""

    NOTHING = "nothing"
    THE_SAME = "the same file"
    ANOTHER = "another file"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of the base; ``refusal`` says why nothing can be added to it, and what to do."""

    folder: Path
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A public reference file, known by its columns."""

    name: str
    kind: str
    setting: str
    quarter: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """A file as it would be read, or several that are read as one, or public reference files, which are kept as rows.

    ``names`` are those it was handed over under, sidecars among them. ``refusal``: why it cannot be added.
    """

    names: tuple[str, ...]
    explained: Explained | None
    references: tuple[Reference, ...] = ()
    there: There = There.NOTHING
    refusal: str | None = None

    @property
    def readable(self) -> bool:
        return bool(self.references or (self.explained and self.explained.documents))


def places(index: Path) -> tuple[Place, ...]:
    """The folders of which the index was made, in their order; a base of one file has none."""
    return tuple(
        Place(folder, _refusal(folder, index)) for folder in origin.read(index).found(index) if folder.is_dir()
    )


def draft(given: Mapping[str, bytes], place: Place, settings: IndexSettings) -> list[Drafted]:
    """How each file would be read once it lies in ``place``; nothing is written there.

    Raises SettingsError for a wrong setting of a format.
    """
    found, texts = list[Drafted](), dict[Path, bytes]()
    for name, data in given.items():
        if why := _unfit(name):
            found.append(Drafted((name,), None, refusal=why))
        elif published := _published(name, data):
            found.append(Drafted((name,), None, published))
        else:
            texts[_target(place, name)] = data
    for one in explaining.explain_given(texts, place.folder, settings):
        paths = [path for whole in (one.path, *one.together) for path in _with_sidecar(whole, texts)]
        refusal = next((why for path in paths if (why := _taken(path))), None)
        stand = {_there(path, texts[path]) for path in paths}
        # Of several that are read as one, some may be there already.
        there = There.ANOTHER if There.ANOTHER in stand else min(stand, key=list(There).index)
        found.append(Drafted(tuple(path.name for path in paths), one, there=there, refusal=refusal))
    return found


def save(name: str, data: bytes, place: Place, replace: bool = False) -> Path:
    """Writes the file below ``place`` whole or not at all; the same bytes are left as they are.

    Raises RecordError where the name or the folder is unfit, or another file has the name and is not to be replaced.
    """
    if why := _unfit(name) or place.refusal:
        raise RecordError(f"{name}: {why}")
    path = _target(place, name)
    if path.parent.is_symlink():
        raise RecordError(f"{path.parent}: this is a link, and nothing is written behind it; put a folder in its place")
    if _there(path, data) is There.THE_SAME:
        return path
    try:
        path.parent.mkdir(exist_ok=True)
        (writing.put if replace else writing.put_new)(path, data)
    except FileExistsError as error:
        raise RecordError(f"{path}: another file has this name; rename yours, or have that one replaced") from error
    except OSError as error:
        raise RecordError(f"{path}: cannot be written ({error.strerror}); make the folder writable") from error
    return path


def _target(place: Place, name: str) -> Path:
    return place.folder / FOLDER / name


def _refusal(folder: Path, index: Path) -> str | None:
    if shipped.installed(folder):
        return (
            f"{folder} came with the program, and its next version would take your files away; "
            "index a folder of your own beside it: citedesk index --kb DIR --kb " + str(folder)
        )
    if not os.access(folder, os.W_OK):
        return f"{folder} cannot be written; make the folder writable, or ask whoever keeps it"
    if not os.access(index, os.W_OK):
        return f"the index {index} cannot be written, so that answers would never know; make its folder writable"
    return None


def _unfit(name: str) -> str | None:
    """Why no file of the base may have this name; a browser may send any."""
    if not name or not name.isprintable() or PurePosixPath(name).name != name or PureWindowsPath(name).name != name:
        return "this is no plain name of a file; rename it"
    return files.unread(Path(name))


def _there(path: Path, data: bytes) -> There:
    if not os.path.lexists(path):
        return There.NOTHING
    with contextlib.suppress(OSError):
        if not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return There.THE_SAME
    return There.ANOTHER


def _taken(path: Path) -> str | None:
    """Two files of one id: only one of them would be read."""
    own = [path.name, path.name + files.SIDECAR]
    if path.suffix == files.SIDECAR or not path.parent.is_dir():
        return None
    for other in sorted(path.parent.iterdir()):
        if other.stem == path.stem and other.name not in own:
            return f"{other} has the same name but for its ending, and only one of them would be read; rename yours"
    return None


def _with_sidecar(path: Path, texts: Mapping[Path, bytes]) -> list[Path]:
    sidecar = path.with_name(path.name + files.SIDECAR)
    return [path, sidecar] if sidecar in texts else [path]


def _published(name: str, data: bytes) -> tuple[Reference, ...]:
    """Which public reference files it is or holds; read in a process of its own, as whatever strangers made."""
    if PurePosixPath(name).suffix.lower() not in reference.ENDINGS:
        return ()
    found = list[Reference]()
    with contextlib.suppress(DocumentError):
        found += (Reference(*one) for one in confined.each(_look, name, data, limits=Limits.of(len(data))))
    return tuple(found)


def _look(name: str, data: bytes) -> Iterator[tuple[str, str, str, str]]:
    """Runs in the other process, and gives plain values."""
    with contextlib.suppress(CitedeskError):
        for one in reference.within(name, data):
            published = reference.read(one)
            yield published.name, published.kind, published.setting, published.quarter
