"""What could be an ICD-10-CM or ICD-9-CM code by its shape, and what HCPCS could claim as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.codes.notation import Code


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The numbers each HCPCS letter uses. A letter and four digits outside them can only be an ICD code without its dot.
_HCPCS = {
    "A": ((21, 999), (2001, 2999), (4100, 4100), (4200, 9999)),
    "B": ((4034, 5200), (9000, 9006), (9998, 9999)),
    "C": ((1000, 2699), (5271, 5278), (7500, 7599), (7900, 7903), (8900, 9999)),
    "D": ((100, 9999),),
    "E": ((100, 1093), (1130, 1130), (1150, 1150), (1160, 1161), (1170, 2650), (3000, 3200), (8000, 8002)),
    "G": ((1, 3100), (4000, 4050), (6001, 6020), (8000, 9999)),
    "H": ((1, 53), (1000, 2041)),
    "J": ((10, 3999), (7000, 9999)),
    "K": ((1, 1200),),
    "L": ((100, 8999), (9900, 9900)),
    "M": ((1, 1450),),
    "P": ((2028, 2038), (3000, 3001), (7001, 7001), (9010, 9615)),
    "Q": ((1, 5999), (9000, 9999)),
    "R": ((70, 76),),
    "S": ((1, 9999),),
    "T": ((1000, 2101), (4521, 4545), (5001, 5999)),
    "U": ((1, 5),),
    "V": ((2020, 2799), (5000, 5364)),
}
# Codes of three characters that are billed as they are, save those that mostly mean something else (N95, T10).
_WHOLE = _words(
    """
    A33 A34 A35 A46 A55 A57 A58 A65 A70 A78 A86 A89 A94 A99 B03 B04 B09 B20 B49 B54 B64 B72 B79 B80 B86 B89 B91 B92
    C01 C07 C12 C19 C20 C23 C33 C37 C52 C55 C58 C61 C73 D34 D45 D62 D65 D66 D67 D71 E02 E41 E43 E45 E46 E54 E58 E59
    E60 E65 E68 F04 F05 F09 F21 F22 F23 F24 F28 F29 F39 F54 F59 F66 F69 F79 F82 F89 F99 G01 G02 G07 G08 G09 G10 G14
    G20 G26 G35 G64 H22 H28 H32 H42 I10 I32 I38 I39 I41 I52 I96 J00 J13 J14 J17 J22 J36 J40 J42 J60 J61 J64 J65 J80
    J90 K36 K37 K67 K77 L00 L14 L22 L26 L42 L45 L52 L54 L80 L83 L84 L86 L88 N08 N10 N12 N16 N19 N23 N29 N33 N37 N51
    N62 N72 N74 N86 O68 O76 O80 O82 P84 P90 Q02 R05 R12 R17 R21 R34 R42 R54 R55 R58 R61 R64 R69 R81 R99 Z21 Z23 Z66
    """
)
# No category of chapter 10: a J and four digits of these can only be a drug (J7321).
_NO_CATEGORY = re.compile(r"J(?:0[78]|19|2[3-9]|4[89]|5\d|7[1-9]|8[789])\d\d")
_CANDIDATE = re.compile(
    r"""
    (?<![A-Z0-9.$])(?:
        (?P<dotted>[A-Z]\d[\dAB]\.(?:\d[\dA-Z]{0,3}|X{1,3}[\dA-Z]?|[A-J]\d{1,2}|A)(?:-(?=[\s,;.)]|$))?|[A-Z]\d[\dAB]\.-)
        |(?P<e_code>E\d{3}\.\d)
        |(?P<old>\d{3}\.(?:\d{1,2}|\dX|XX?))
        |(?P<long>[A-Z]\d[\dAB](?:\d{3}|[\dX]{3}[\dA-Z]))
        |(?P<five>[A-Z]\d[\dAB]\d\d)
        |(?P<short>[A-Z]\d[\dAB]\d?)
        |(?P<number>\d{3,5})
    )(?![A-Z0-9%])(?!\.\w)
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    start: int
    end: int
    shape: str
    raw: str

    @property
    def code(self) -> Code:
        if self.shape in {"old", "number"}:
            return Code(
                "ICD-9-CM", self.raw if len(self.raw) < 4 or "." in self.raw else f"{self.raw[:3]}.{self.raw[3:]}"
            )
        if self.shape == "e_code":
            return Code("ICD-9-CM", self.raw)
        value = self.raw if "." in self.raw or len(self.raw) == 3 else f"{self.raw[:3]}.{self.raw[3:]}"
        # ICD-10-CM has its own V chapter, but every code that may be billed there has seven characters.
        return Code("ICD-9-CM" if re.fullmatch(r"V\d\d(?:\.[\dX]{1,2})?", value) else "ICD-10-CM", value)

    @property
    def whole(self) -> bool:
        return self.raw in _WHOLE

    @property
    def sure(self) -> bool:
        return self.shape in {"dotted", "e_code", "long"} or (self.shape == "five" and not _is_hcpcs(self.raw))


def candidates(text: str) -> Iterator[Candidate]:
    for match in _CANDIDATE.finditer(text):
        raw = match[0].upper()
        if not _NO_CATEGORY.fullmatch(raw):
            yield Candidate(match.start(), match.end(), match.lastgroup or "", raw)


def _is_hcpcs(raw: str) -> bool:
    return raw[1:].isdigit() and any(low <= int(raw[1:]) <= high for low, high in _HCPCS.get(raw[0], ()))
