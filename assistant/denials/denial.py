"""What is known of a denied claim, read from one line as a coder pastes it or from fields of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.denials import remarks
from assistant.denials.remarks import Kind, Remark
from assistant.dossiers import typed
from assistant.reading.given import NOT_GIVEN, Given
from indexer import codes, lexicon, privacy
from indexer.codes import Code, families
from indexer.errors import QuestionError
from indexer.lexicon import Facet

EXAMPLE = "CO-97 62370 95991 Medicare 2015-03-14"
HOW = f"type it as: {EXAMPLE}"
_LONGEST = 400
_LONGEST_POLICY = 120
_UNITS = re.compile(r"\bx\s?(\d{1,4})\b|\b(\d{1,4})\s?units?\b", re.IGNORECASE)
_POLICY = re.compile(
    r"\bpolicy\b[:\s]*(?P<name>[^,;]*?)(?:[,;\s]*\b(?:no\.?|number|nr\.?|#)[:\s]*(?P<number>[\w./-]+))?(?=[,;]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Policy:
    """The payer's own text that the denial names; nothing of a patient's contract."""

    name: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Denial:
    """``remarks`` are its reason and remark codes. ``one`` was paid or stands alone, ``other`` was denied beside it,
    where it was a pair. ``with_codes`` are further codes, modifiers and diagnoses of the line; ``units`` were billed.
    ``masked`` names the kinds of identifiers that were masked before anything was read.
    """

    remarks: tuple[Remark, ...]
    one: Code
    other: Code | None = None
    with_codes: tuple[Code, ...] = ()
    units: int | None = None
    given: Given = NOT_GIVEN
    policy: Policy = Policy()
    masked: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The causes that its codes name; what says why goes before what says only that something is wrong."""
        found = [one.kind for one in self.remarks if one.kind]
        if any(map(_visit, self.pair)):
            found = [remarks.kinds()[_VISIT] if kind.name == _BUNDLED else kind for kind in found]
        return tuple(sorted(dict.fromkeys(found), key=lambda kind: kind.name in _BROAD))

    @property
    def pair(self) -> tuple[Code, ...]:
        return (self.one, self.other) if self.other else (self.one,)

    @property
    def named(self) -> str:
        return " with ".join(code.value for code in self.pair)

    def words(self, template: str) -> str:
        """``template`` with the codes in their places; of one code alone it is both."""
        return template.format(one=self.one.value, other=(self.other or self.one).value)


# Reason codes that a remark code beside them makes precise.
_BROAD = frozenset({"missing", "noncovered"})
# What edits do to a visit beside a procedure is lifted by other modifiers than what they do to two procedures.
_BUNDLED, _VISIT = "bundling", "visit"
_VISITS = "evaluation and management"


def _visit(code: Code) -> bool:
    return any(family.name == _VISITS for family in families.around(code))


def read(
    line: str,
    pair: tuple[str, str] | None = None,
    given: Given = NOT_GIVEN,
    policy: Policy = Policy(),
    units: int | None = None,
) -> Denial:
    """``line`` as it was pasted; what is given beside it goes before what it says. Identifiers are masked first.

    Raises QuestionError where no code of a denial or no procedure is named, or ``pair`` is none.
    """
    if len(line) > _LONGEST:
        raise QuestionError(f"the denial has {len(line):,} characters, at most {_LONGEST} are read; {HOW}")
    screened = privacy.screen(" ".join(line.split()))
    found, rest = remarks.find(screened.text)
    if not found:
        raise QuestionError(f"no reason or remark code of a denial is named; {HOW}")
    said = _POLICY.search(rest)
    policy = _policy(policy, said)
    rest = " ".join(_POLICY.sub(" ", rest).split())
    counted = _UNITS.search(rest)
    named = typed.meant(_UNITS.sub(" ", rest))
    services = [code for code in named if code.is_procedure and not codes.is_wildcard(code)]
    services = list(_pair(pair)) if pair else services
    if not services:
        raise QuestionError(f"no denied code of CPT or HCPCS is named; {HOW}")
    one, other = services[0], services[1] if len(services) > 1 else None
    return Denial(
        remarks=found,
        one=one,
        other=other,
        with_codes=tuple(code for code in (*services[2:], *named) if code not in (one, other)),
        units=units or (int(counted[1] or counted[2]) if counted else None),
        given=given.over(_given(rest)),
        policy=policy,
        masked=tuple(screened.kinds),
    )


def _pair(typed_pair: tuple[str, str]) -> tuple[Code, Code]:
    one, other = map(typed.one, typed_pair)
    if one == other or not (one.is_procedure and other.is_procedure):
        raise QuestionError(f"{' and '.join(typed_pair)} are no pair of two different codes of CPT or HCPCS; {HOW}")
    return one, other


def _given(rest: str) -> Given:
    """What the line itself says of its case, word for word."""
    dates = lexicon.find_dates(rest)
    told = {facet: _first(rest, facet) for facet in (Facet.PAYER, Facet.SETTING)}
    dos = rest[dates[0].start : dates[0].end] if dates else None
    return Given(dos=dos, payer=told[Facet.PAYER], setting=told[Facet.SETTING])


def _first(rest: str, facet: Facet) -> str | None:
    return next((rest[one.start : one.end] for one in lexicon.find(rest) if one.entry.facet is facet), None)


def _policy(given: Policy, said: re.Match[str] | None) -> Policy:
    name = given.name or (said["name"].strip() if said else None) or None
    number = given.number or (said["number"] if said else None)
    for part, text in (("policy", name), ("policy number", number)):
        if text and (len(text) > _LONGEST_POLICY or not text.isprintable()):
            raise QuestionError(f"the {part} is longer than {_LONGEST_POLICY} characters, or no text; name it shortly")
    name = privacy.screen(name).text if name else None
    return replace(given, name=name, number=number)
