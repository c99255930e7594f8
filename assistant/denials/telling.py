"""What was found of a denial as lines and as JSON, and as what a sheet or a checklist has beside its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from assistant.denials import files, remarks
from assistant.denials.dealt import Course, Dealt, Evidence, Stance
from assistant.denials.denial import Denial
from assistant.denials.remarks import Remark
from assistant.reading.asking import Asking
from assistant.showing import exports, outline, phrases
from assistant.showing.appeal import Filing, Listed

STANCES = {
    Stance.UPHELD: "The denial is right, as far as this base goes. Correct the claim; there is no appeal to draft.",
    Stance.REFUTED: "This base speaks for payment: an appeal can rest on it.",
    Stance.DEPENDS: "It depends. Find out which case this one is before anything is sent.",
    Stance.UNDECIDED: "This base speaks of it and does not decide it. Read what it says before anything is sent.",
    Stance.SILENT: "Nothing in this base settles this denial, so nothing is drafted.",
}
AGAINST, FOR, TURNS = "What says that the denial is right", "What speaks for payment", "On what it depends"
SHOW, CHECK = "What an appeal has to show", "Before a corrected claim goes out"
ROWS, NEAREST = "Public reference files", "Nearest, without settling it"
_TITLES = {Course.APPEAL: "Appeal sheet", Course.CORRECTION: "Corrected-claim checklist"}
_LOOK_UP = "is not known here; look it up where X12 (reason codes) and CMS (remark codes) publish them"


def lines(dealt: Dealt) -> Iterator[str]:
    yield STANCES[dealt.stance]
    yield from map(remark, dealt.denial.remarks)
    for label, text in labels(dealt.denial):
        yield f"{label}: {text}"
    if dealt.denial.masked:
        yield phrases.masked(dealt.denial.masked)
    for heading, told in sections(dealt):
        yield ""
        yield heading
        yield from (f"- {line}" for line in told)
    yield ""
    yield phrases.fingerprint(dealt.fingerprint)


def sections(dealt: Dealt) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Both directions, what contradicts first where the denial is right, then what to show and to check."""
    both = [(AGAINST, dealt.contradicts), (FOR, dealt.supports)]
    for heading, found in (*(both if dealt.stance is Stance.UPHELD else both[::-1]), (TURNS, dealt.turns)):
        if found:
            yield heading, tuple(map(evidence, found))
    if dealt.answer:
        yield f"Asked: {dealt.answer.question}", (phrases.written(outline.headline(dealt.answer)), *cited(dealt))
    elif dealt.nearest:
        quoted = dealt.nearest.quotations[0]
        yield NEAREST, (phrases.words(quoted.short, quoted.passage.provenance), phrases.speaker(quoted.passage))
    if dealt.rows:
        yield ROWS, tuple(map(files.line, dealt.rows))
    yield from ((one.heading, one.lines) for one in advice(dealt, tuple(Course)))


def cited(dealt: Dealt) -> tuple[str, ...]:
    """The citation of what its answer opens with."""
    answer = dealt.answer
    assert answer
    number = answer.headline.citation if answer.headline else 1
    return tuple(f"[{one.number}] {one.formal}" for one in answer.citations if one.number == number)


def advice(dealt: Dealt, courses: Sequence[Course]) -> Iterator[Listed]:
    """What an appeal has to show, where there is one to write, and what to check, by the cause of the denial."""
    kind, denial = dealt.kind, dealt.denial
    if kind is None:
        return
    if Course.APPEAL in courses and (Course.APPEAL in dealt.courses or dealt.stance is Stance.SILENT):
        yield Listed(SHOW, tuple(map(denial.words, kind.appeal)))
    if Course.CORRECTION in courses and dealt.stance is not Stance.REFUTED:
        yield Listed(CHECK, tuple(map(denial.words, kind.correct)))


def filing(dealt: Dealt, course: Course) -> Filing:
    """What the sheet of that ``course`` has beside the answer; an answer there must be."""
    told = tuple(
        Listed(heading, tuple(map(evidence, found)))
        for heading, found in ((FOR, dealt.supports), (AGAINST, dealt.contradicts), (TURNS, dealt.turns))
        if found
    )
    listed = (*told, *advice(dealt, (course,)))
    asking = Asking(dealt.answer.question, given=dealt.denial.given) if dealt.answer else None
    return Filing(_TITLES[course], tuple(labels(dealt.denial)), listed, asking)


def labels(denial: Denial) -> Iterator[tuple[str, str]]:
    """What is known of the claim; nothing of what is not."""
    given = denial.given
    known = {
        "Reason and remark codes": ", ".join(one.written for one in denial.remarks),
        "Denied": f"{denial.other.value} beside {denial.one.value}" if denial.other else denial.one.value,
        "Also on the line": ", ".join(code.value for code in denial.with_codes),
        "Units billed": str(denial.units or ""),
        "Payer": given.payer,
        "Payer's policy": denial.policy.name,
        "Number of the policy": denial.policy.number,
        "Date of service": given.dos,
        "Setting": given.setting,
    }
    yield from ((label, phrases.line(text)) for label, text in known.items() if text)


def remark(one: Remark) -> str:
    """A code with what it means in plain words."""
    borne = f"; {one.group}: {remarks.GROUPS[one.group]}" if one.group else ""
    return f"{one.written} ({one.list}{borne}): {one.means or _LOOK_UP}"


def evidence(one: Evidence) -> str:
    """What is said, in whose words, and where it stands."""
    told, says = phrases.line(one.told or ""), phrases.line(one.says or "")
    between = "" if not told or not says else " " if told.endswith((".", ":")) else ": "
    return f"{told}{between}{says} ({one.formal})"


def plain(dealt: Dealt) -> dict[str, Any]:
    denial = dealt.denial
    return {
        "stance": dealt.stance,
        "says": STANCES[dealt.stance],
        "courses": list(dealt.courses),
        "remarks": [
            {"code": one.written, "list": one.list, "kind": one.kind.name if one.kind else None, "means": one.means}
            for one in denial.remarks
        ],
        "codes": [code.value for code in denial.pair],
        "claim": dict(labels(denial)),
        "evidence": [asdict(one) for one in dealt.evidence],
        "rows": [files.line(one) for one in dealt.rows],
        "advice": {one.heading: list(one.lines) for one in advice(dealt, tuple(Course))},
        "answer": exports.answer(dealt.answer) if dealt.answer else None,
        "nearest": exports.answer(dealt.nearest) if dealt.nearest else None,
        "masked": list(denial.masked),
        "fingerprint": dealt.fingerprint,
    }
