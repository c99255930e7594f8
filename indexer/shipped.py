"""The knowledge base that comes with the program, and which one is meant where none is named."""

from __future__ import annotations

from pathlib import Path

HERE = Path("kb")
_PACKAGE = Path(__file__).resolve().parent


def folder() -> Path:
    """An installed package holds it inside, a checkout beside."""
    inside = _PACKAGE / "kb"
    return inside if inside.is_dir() else _PACKAGE.parent / "kb"


def installed(knowledge_base: Path) -> bool:
    """Whether it lies among an installed program's own files."""
    return _PACKAGE in knowledge_base.resolve().parents


def nearest() -> Path:
    """``kb`` in the folder where the program runs, or the shipped one."""
    return HERE if HERE.exists() else folder()


def notice() -> str | None:
    """What must be said wherever the shipped base is shown; None where it was taken away."""
    try:
        return (folder() / "NOTICE.md").read_text("utf-8")
    except OSError:
        return None
