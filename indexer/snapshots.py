"""Snapshots: verified copies of an index beside its generations, each put back as a new generation.

One is made whole under another name and then given its own. It holds what was indexed, and so text that was deleted
since, until it is deleted itself. What a restoring replaces is kept as the snapshot ``PREVIOUS``.
"""

from __future__ import annotations

import datetime
import json
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter

from indexer import advice, folders, generations, removal
from indexer import index as index_
from indexer.errors import NoIndexError, RecordError
from indexer.index import FORMAT, MANIFEST, Manifest
from indexer.settings import PluginTables

FOLDER, PREVIOUS = "snapshots", "previous"
_NOTE, _GENERATION, _MODEL, _PART = "snapshot.json", "generation", "model", ".part"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``when``: the local time at which it was made, to the minute."""

    name: str
    when: str
    documents: int
    passages: int
    fingerprint: str


def listed(target: Path) -> list[Snapshot]:
    """By their age, the newest last; what is no snapshot is passed over."""
    found = []
    for path in sorted((target / FOLDER).glob("*")):
        if path.name.endswith(_PART):
            continue
        try:
            found.append(_note(path))
        except RecordError:
            continue
    return sorted(found, key=lambda one: (one.when, one.name))


def take(target: Path, name: str | None = None, tables: PluginTables | None = None) -> Snapshot:
    """Of the current index of ``target``; by its time where no ``name`` is given.

    Raises NoIndexError where there is no sound index, or nothing can be written, and RecordError for a name that is
    none or taken, and where the store keeps its passages elsewhere.
    """
    name = name or datetime.datetime.now().strftime("%Y-%m-%d-%H%M%S")
    with folders.locked(target, f"citedesk snapshot{advice.of(target)}"):
        if _place(target, name).exists():
            raise RecordError(f"{target / FOLDER / name}: there is a snapshot of that name; choose another name")
        return _made(target, name, tables)


def restore(target: Path, name: str, tables: PluginTables | None = None) -> Snapshot:
    """Puts it back as a new generation; the one that stood is kept as PREVIOUS, where it is sound.

    Raises RecordError where there is no whole snapshot of that name that this program reads, NoIndexError where nothing
    can be written: the index that stands answers on.
    """
    with folders.locked(target, f"citedesk restore {name}{advice.of(target)}"):
        found, manifest = _sound(target, name)
        held = target / FOLDER / name

        def fill(generation: Path) -> None:
            shutil.copytree(held / _GENERATION, generation, dirs_exist_ok=True, ignore=_written_anew)
            model = target / manifest.compiled
            if folders.damage(model, manifest.model_sha256):
                removal.remove(model)
                shutil.copytree(held / _MODEL, model)
            _keep_previous(target, tables)

        generations.publish(target, manifest, fill, tables)
        generations.sweep(target, tables)
        return found


def delete(target: Path, name: str) -> None:
    """Raises RecordError where there is none of that name."""
    with folders.locked(target, f"citedesk snapshot{advice.of(target)}"):
        _note(_place(target, name))
        shutil.rmtree(target / FOLDER / name)


def damage(target: Path, name: str) -> str | None:
    """What is wrong with it, or None."""
    try:
        _sound(target, name)
    except RecordError as error:
        return str(error)
    return None


def _keep_previous(target: Path, tables: PluginTables | None) -> None:
    """What cannot answer is not worth keeping."""
    try:
        _made(target, PREVIOUS, tables)
    except (NoIndexError, RecordError):
        return


def _made(target: Path, name: str, tables: PluginTables | None) -> Snapshot:
    generation, manifest = index_.pointed(target)
    module, _ = index_.store_plugin(manifest.store, tables)
    if not getattr(module, "IN_PLACE", False):
        raise RecordError(f"the store {manifest.store} keeps its passages elsewhere; back them up there")
    found = Snapshot(name, _now(), manifest.documents, manifest.passages, manifest.fingerprint)
    made, part = target / FOLDER / name, target / FOLDER / f"{name}{_PART}"
    for left in (target / FOLDER).glob(f"*{_PART}"):
        removal.remove(left)
    try:
        part.mkdir(parents=True)
        shutil.copytree(generation, part / _GENERATION)
        shutil.copytree(target / manifest.compiled, part / _MODEL)
        wrong = folders.damage(part / _GENERATION, manifest.knowledge_base)
        if wrong := wrong or folders.damage(part / _MODEL, manifest.model_sha256):
            raise NoIndexError(f"{target}: the index is damaged ({wrong}); run: {advice.index(target)}")
        (part / _NOTE).write_text(json.dumps(asdict(found), indent=1) + "\n", "utf-8")
        folders.seal(part, manifest.knowledge_base)
        for path in (*part.rglob("*"), part):
            folders.flush(path)
        if made.exists():
            removal.remove(made)
        part.rename(made)
    except BaseException:
        removal.remove(part)
        raise
    folders.flush(made.parent)
    return found


def _sound(target: Path, name: str) -> tuple[Snapshot, Manifest]:
    """Compared with its seals. Raises RecordError."""
    path = _place(target, name)
    found = _note(path)
    try:
        record = json.loads((path / _GENERATION / MANIFEST).read_text("utf-8"))
        if record["format"] != FORMAT:
            raise RecordError(
                f"{path}: of index format {record['format']}, this program reads {FORMAT}; "
                f"index its folders again, run: {advice.index(target)}"
            )
        manifest = TypeAdapter(Manifest).validate_python(record)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise RecordError(f"{path}: the snapshot is damaged ({MANIFEST}); choose another one") from error
    wrong = folders.damage(path, manifest.knowledge_base) or folders.damage(path / _GENERATION, manifest.knowledge_base)
    if wrong:
        raise RecordError(f"{path}: the snapshot is damaged ({wrong}); choose another one")
    return found, manifest


def _place(target: Path, name: str) -> Path:
    """Raises RecordError for what is no name."""
    if not _NAME.fullmatch(name) or name.endswith(_PART):
        raise RecordError(f"{name!r} is no name of a snapshot; use letters, digits, dots, strokes")
    return target / FOLDER / name


def _note(path: Path) -> Snapshot:
    """Raises RecordError, with the names that there are, for what is no snapshot."""
    try:
        found = TypeAdapter(Snapshot).validate_json((path / _NOTE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        names = sorted(one.parent.name for one in path.parent.glob(f"*/{_NOTE}") if not one.parent.name.endswith(_PART))
        there = f"there are {', '.join(names)}" if names else "there is none; make one: citedesk snapshot"
        raise RecordError(f"{path}: no snapshot; {there}") from error
    return Snapshot(path.name, found.when, found.documents, found.passages, found.fingerprint)


def _written_anew(folder: str, names: list[str]) -> set[str]:
    """A generation's own manifest and seal are written when it is published."""
    return {MANIFEST, folders.SEAL} & set(names) if Path(folder).name == _GENERATION else set()


def _now() -> str:
    return datetime.datetime.now().isoformat(" ", "minutes")
