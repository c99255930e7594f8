"""Which other codes one code is about: a wildcard's own, the wildcards that cover it, and its neighbours by number."""

from __future__ import annotations

from indexer.codes.notation import Code, is_wildcard

# How far a neighbourhood reaches.
_REACH = 2


def written_out(code: Code) -> list[Code]:
    """A wildcard's codes (``9921X`` is 99210 to 99219), and the wildcard itself where a text has it too."""
    if not is_wildcard(code):
        return [code]
    stem = code.value.rstrip("X")
    width = len(code.value) - len(stem)
    return [code, *(Code(code.system, f"{stem}{number:0{width}}") for number in range(10 ** min(width, 2)))]


def covering(code: Code) -> list[Code]:
    """The wildcards that stand for a complete procedure code among others: ``9921X`` and ``992XX`` of 99213."""
    if is_wildcard(code) or not code.is_procedure or not code.value[-1].isdigit():
        return []
    # A text that writes 99XXX names no code of the thousand.
    return [Code(code.system, code.value[:-width] + "X" * width) for width in (1, 2) if code.value[-width:].isdigit()]


def neighbours(code: Code) -> list[Code]:
    """The codes next to a procedure code by number: families stand together in CPT and HCPCS. A wildcard has none."""
    if is_wildcard(code) or not code.is_procedure or not code.value[1:].isdigit():
        return []
    letter, digits = ("", code.value) if code.value[0].isdigit() else (code.value[0], code.value[1:])
    steps = [step for step in range(-_REACH, _REACH + 1) if step and int(digits) + step > 0]
    return [Code(code.system, f"{letter}{int(digits) + step:0{len(digits)}}") for step in steps]
