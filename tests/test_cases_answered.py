"""Each small input that once went wrong, indexed and asked, against what its README says should come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import SHIPPED_KB, Outcome, quiet

from assistant.ask import Desk
from indexer import explaining
from indexer.build import build
from indexer.documents import Provenance
from indexer.errors import KnowledgeBaseError
from indexer.settings import IndexSettings
from indexer.sources import Tier

CASES = Path(__file__).parents[2] / "shared" / "cases"
ASKED = "is a volume check reprogramming, 62367 or 62368?"
DAY = "March 18, 2010"
REPORT = "Report 62367 when the volume is only read. Report 62368 when the dose or the rate is changed."
GUIDANCE = REPORT.replace("the volume", "the reservoir volume")
PAID = f"{REPORT} Medicare does not pay modifier 25 with it."

beside = pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not beside this checkout")


@dataclass(frozen=True)
class Said:
    """One quotation: who says it, when, in which tier, whose words they are."""

    text: str = REPORT
    role: str | None = "responder 1"
    date: str | None = DAY
    tier: Tier = Tier.FORUM
    provenance: Provenance = Provenance.SAID


@dataclass(frozen=True)
class Case:
    """``notes`` are words of each note, or of what is left out, in order; nothing quoted is a refusal."""

    quoted: tuple[Said, ...] = (Said(),)
    notes: tuple[str, ...] = ()
    asked: str = ASKED


def excerpt(text: str = GUIDANCE, date: str | None = "July 2006", tier: Tier = Tier.CPT) -> Said:
    return Said(text, None, date, tier, Provenance.VERBATIM)


def mended(*kinds: str) -> str:
    return f"mended: {', '.join(kinds)}"


THREADS = {
    "forum/asker-not-first": Case((Said(role="responder 2"),)),
    "forum/ca-neg": Case(
        (
            Said(
                "I looked for CPT Assistant July 2006 but could not find it. My boss bills 62368 for every volume "
                "check and nobody complained."
            ),
        )
    ),
    "forum/case-drift": Case(),
    "forum/cp1252": Case(notes=("read as Windows-1252 (3 bytes were not UTF-8)",)),
    "forum/date-ago": Case((Said(date=None),), ("'2 hours ago' is relative",) * 2),
    "forum/date-dow": Case(),
    "forum/date-euro": Case(),
    "forum/date-future": Case((Said(date=None),), ("'Mar 18, 2110' is no possible date",) * 2),
    "forum/date-isotime": Case(),
    "forum/date-nocomma": Case(),
    "forum/date-sept": Case((Said(date="September 18, 2010"),)),
    "forum/date-us": Case(),
    "forum/date-utc": Case(),
    "forum/date-year2": Case(),
    "forum/entities": Case(
        (Said("Don’t report 62368 unless the dose—or rate—is changed. Report 62367\nfor a read. Never both. :)"),),
        (mended("HTML tag (3)", "entity (10)", "odd space (2)"),),
    ),
    "forum/guest": Case(
        (
            Said("No, that is wrong, 62368 always.", "responder 2", "March 20, 2010"),
            Said(date="March 19, 2010"),
        )
    ),
    "forum/html-in-md": Case(notes=(mended("script or comment (1)", "HTML tag (2)"),)),
    "forum/links": Case((Said(f"See this and [profile] . {REPORT}"),), (mended("image (1)", "link (1)"),)),
    "forum/mojibake": Case(
        (Said("Report 62367 – don’t report 62368 – when it’s only read."),),
        (mended("UTF-8 read as Windows-1252 (5)"),),
    ),
    "forum/name-is-word": Case(
        (
            Said("CPT says to report 62367 for a volume check.", "responder 2"),
            Said("Use 62368 for a change of dose.", "responder 3", "March 19, 2010"),
        )
    ),
    "forum/name-parens": Case((Said(f"{REPORT} [name] should read the book."),)),
    "forum/newest-first": Case((Said(date="March 19, 2010"),), ("the newest posting comes first; turned round",)),
    "forum/nodate-empty": Case((Said(date=None),)),
    "forum/notitle": Case(),
    "forum/one-post-no-date-others": Case((Said(date=None),)),
    "forum/phi": Case((Said(f"For [name]'s claim, {REPORT} Call me at [phone] or [e-mail]."),)),
    "forum/post-with-heading2": Case(
        (
            Said(
                "From the manual:\n\n> ## Article A (2012)\n> Report 62368 for all checks.",
                provenance=Provenance.REPORTED,
            ),
        )
    ),
    "forum/quote-bb": Case(),
    "forum/quote-nested": Case(),
    "forum/quote-originally2": Case(),
    "forum/quote-stranger": Case((Said(f"That is wrong. {REPORT}"),)),
    "forum/role-impostor": Case(),
    "forum/sig-edited": Case(),
    "forum/table": Case(
        (
            Said(
                "| Code | Reprogramming | Refill |\n|---|---|---|\n| 62367 | no | no |\n| 62368 | yes | no |\n"
                "| 62369 | yes | yes, no physician |\n| 62370 | yes | yes, physician |"
            ),
        ),
        asked="which pump codes need reprogramming?",
    ),
    "forum/title-h2": Case(),
    "forum/two-threads": Case(),
    "forum/url-line": Case(),
    "forum/zero-width": Case((Said(REPORT.replace("the dose or ", "")),), (mended("unseen character (4)"),)),
    "forum2/ca-wrongdate": Case((Said("I only have CPT Assistant from December 1999. A volume check is 62367."),)),
    "forum2/code-said": Case(
        (
            Said(
                "The CMS manual said:\n> A volume check is not reprogramming. Report 62367.",
                provenance=Provenance.REPORTED,
            ),
        )
    ),
    "forum2/h-2": Case((Said(PAID),)),
    "forum2/h-a": Case((Said(PAID),)),
    "forum2/h-cpc": Case((Said(PAID),)),
    "forum2/h-medicare": Case((Said(PAID),)),
    "forum2/h-rate": Case((Said(PAID),)),
    "forum2/long-title": Case(),
    "forum2/nccitier": Case((Said("NCCI manual 2012 says nothing. I would bill 62368 for a volume check."),)),
    "forum2/pm-date": Case(),
    "forum2/stars": Case(
        (
            Said(
                "Report 99213*25*, G0_463_, 2*3 units, and 5*4=20. Use 62367 not 62368. **99213* is not payable.",
            ),
        ),
        asked="which codes, 62367 or 62368?",
    ),
    "more/contact": Case((Said(f"{REPORT} Call me at [phone] or [e-mail]. [name], CPC"),)),
    "more/csv": Case(()),
    "more/jsonl": Case(()),
    # The answering posting of that page states no date.
    "more/xenforo": Case((Said(date=None),)),
    "more/phi-reply": Case(
        (
            Said(
                "For your patient [name], DOB [date of birth], MRN [MRN], a volume check is 62367, not 62368.",
            ),
        )
    ),
    "more/spanish": Case(
        (Said("Reporte 62367 cuando solo se lee el volumen. Reporte 62368 cuando se cambia la dosis."),),
        asked="¿la revisión del volumen de la bomba cuenta como reprogramación, 62367 o 62368?",
    ),
    "thanks/pm": Case(()),
    "thanks/thanks": Case(()),
}
EXCERPTS = {
    **{
        f"front/{name}": Case((excerpt(),))
        for name in (
            "alias",
            "blank-first",
            "caps",
            "h2title",
            "markdown",
            "numbers",
            "quoted",
            "smartq",
            "tab",
            "upper",
        )
    },
    "front/colon": Case((excerpt(tier=Tier.CMS),)),
    "front/escape": Case(
        (excerpt("A volume check is not reprogramming RED  and 62367 is reported, not 62368."),),
        (mended("terminal escape (2)"),),
    ),
    "front/hyphens": Case(
        (
            excerpt(
                "Report codes 62367–62370 for electronic analysis. "
                "Report 62367 for a volume\ncheck with no reprogramming."
            ),
        ),
        (mended("word divided at a line's end (2)", "unseen character (2)"),),
    ),
    "front/nodashes": Case((excerpt(),), ("read as front matter, though no '---' stands around it",)),
    "front/plain": Case(
        (excerpt("Report 62367 when the reservoir volume is only read.", None, Tier.VENDOR),),
        ("read as guidance, for no line begins a posting", "no source is stated in the", "no date is stated in the"),
    ),
    "front/page": Case((excerpt(date="2024", tier=Tier.CMS),)),
    "front/section-heading2": Case(
        (
            excerpt(
                "Report 62367 for a read.\n\n## Implantable pumps (Rev. 1, 10-01-03)\n"
                "Report 62368 when the dose changes.",
                tier=Tier.CMS,
            ),
        ),
        asked="is 62368 reported when the dose changes?",
    ),
    "front/twotitle": Case((excerpt(),)),
    "front/url": Case((excerpt(),), ("seen_in: 'javascript:alert(1)' is no address of the web",)),
    "more/h-section-dropped": Case(
        (
            excerpt(
                "Report 62367 when the reservoir volume is only read.\n\n## 30.6.5 Pump refill (2012)\n"
                "Report 62368 when the dose or the rate is changed.",
                None,
                Tier.CMS,
            ),
        )
    ),
}
# Files that hold no document that could be read: what is said of each.
TOLD = {
    "front/dup": "e.md:3: source stands in line 2 already; keep one of them",
    "front/nosource": "e.md:1: the front matter names no source; add a line 'source: ...'",
    "front/year0": "e.md:3: date: '0206-07' is not a possible date",
    "more/hidden": ".thread.md: its name begins with a dot, which hides it; rename it to have it read",
    "more/zip": "t.zip:1: the format zip_archive found no document in it; put one into it, or take it away",
}


@pytest.fixture
def index(tmp_path: Path, shipped_index: Path) -> Path:
    """A folder with the compiled model, for an index."""
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / "models").symlink_to(shipped_index / "models")
    return folder


@beside
def test_every_case_is_asked() -> None:
    known = {*THREADS, *EXCERPTS, *TOLD, "with-shipped-base"}
    assert {path.parent.relative_to(CASES).as_posix() for path in CASES.glob("*/**/*") if path.is_file()} == known


@beside
@pytest.mark.parametrize("name", [*THREADS, *EXCERPTS])
def test_a_case_is_answered_as_it_should_be(index: Path, name: str) -> None:
    case = (THREADS | EXCERPTS)[name]
    report = build([CASES / name], index, IndexSettings(), quiet)
    assert len(report.problems) == len(case.notes)
    assert all(words in problem.reason for words, problem in zip(case.notes, report.problems, strict=True))
    assert not any(problem.left_out for problem in report.problems)
    answer = Desk.open(index).ask(case.asked)
    found = [
        Said(one.text, one.passage.role, str(one.passage.date) if one.passage.date else None, *rank)
        for one in answer.quotations
        for rank in [(one.passage.tier, one.passage.provenance)]
    ]
    assert sorted(found, key=lambda said: said.text) == sorted(case.quoted, key=lambda said: said.text)
    assert not any("javascript" in str(citation) for citation in answer.citations)


@beside
@pytest.mark.parametrize("name", TOLD)
def test_what_is_not_read_is_told_with_what_to_do(index: Path, name: str) -> None:
    with pytest.raises(KnowledgeBaseError) as refused:
        build([CASES / name], index, IndexSettings(), quiet)
    assert str(refused.value).startswith(f"{CASES / name}: ")
    first = next(problem for problem in refused.value.problems if problem.left_out)
    assert str(first).startswith(f"{CASES / name}/{TOLD[name]}")


@beside
@pytest.mark.slow
def test_a_mention_beside_the_shipped_base_carries_no_authority(tmp_path: Path, index: Path) -> None:
    build([SHIPPED_KB, CASES / "with-shipped-base"], index, IndexSettings(), quiet)
    answer = Desk.open(index).ask("Is botulinum toxin for bruxism billed with 64615?")
    said = [one for one in answer.quotations if one.passage.document_id == "botox"]
    assert {(one.passage.tier, str(one.passage.date)) for one in said} <= {(Tier.FORUM, DAY)}


def every_file() -> list[Path]:
    shipped = sorted(path for path in SHIPPED_KB.glob("*/*.md"))
    shared = sorted(path for path in CASES.glob("*/**/*") if path.is_file()) if CASES.is_dir() else []
    return [*shipped, *shared]


def test_every_line_of_every_file_has_a_fate() -> None:
    for path in every_file():
        told = explaining.explain(path, IndexSettings())
        if told.left_out:
            assert not told.documents
            continue
        lines = path.read_bytes().replace(b"\r\n", b"\n").split(b"\n")
        fates = {number: fate.what for fate in told.fates for number in range(fate.first, fate.last + 1)}
        assert fates.keys() == set(range(1, len(lines) + 1))
        assert not [line for number, line in enumerate(lines, 1) if (fates[number] == "empty") is bool(line.strip())]


def test_explain_tells_how_a_file_is_read(citedesk: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "t.md"
    path.write_text(
        "# Pumps\n\nLog in or register\n\n## a1 (2010)\n\nWhich&nbsp;code?\n\n----\n\n## b2 (yesterday)\n\n"
        "CPT Assistant, July 2006, volume 16, issue 7, says:\n> A check is part of it.\n\nCall 555-010-1234.\n\n"
        "----\n\n## c3 (2011)\n\nThanks!\n"
    )
    outcome = citedesk("index", "--explain", path)
    assert outcome.code == 0
    assert not (tmp_path / ".citedesk").exists()
    head, title, *rest = outcome.out.splitlines()
    assert head.startswith(f"{path}: read as forum_thread (how sure: forum_thread 0.9")
    assert title == "t: thread “Pumps”, coding forum"
    assert rest[: rest.index("lines")] == [
        "  post-1: asker, 2010; forum; said; searched, never quoted",
        "  post-2.1: responder 1, undated; forum; said",
        "  post-2.2: responder 1, July 2006; CPT book or CPT Assistant; reported",
        "  post-2.3: responder 1, undated; forum; said",
        "  post-3: responder 2; says nothing (thanks), never quoted",
    ]
    lines = [line.split(maxsplit=1) for line in rest if line.startswith("  ") and line.strip()[0].isdigit()]
    assert [one for one in lines if "empty" not in one[1]] == [
        ["1", "title"],
        ["3", "chrome: forum notice"],
        ["5", "heading of posting 1"],
        ["7", "posting 1"],
        ["9", "chrome: separator"],
        ["11", "heading of posting 2"],
        ["13-14", "posting 2, quoted words"],
        ["16", "posting 2"],
        ["18", "chrome: separator"],
        ["20", "heading of posting 3"],
        ["22", "posting 3"],
    ]
    assert "masked: phone 1" in rest
    assert rest[-2:] == [
        "note: line 7: mended: entity (1), odd space (1)",
        "note: line 11: 'yesterday' is relative; the posting is undated",
    ]


def test_explain_says_of_a_file_that_is_not_read_why(citedesk: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    outcome = citedesk("index", "--explain", path)
    assert (outcome.code, outcome.out.splitlines()[1].split(",")[0]) == (0, "left out: line 1: this is a PNG image")
    path.write_text("---\nsource: x\n---\n# T\n")
    assert "left out: line 5: there is no text below the title" in citedesk("index", "--explain", path).out
    for wrong, words in ((tmp_path, "this is a folder; name one file"), (tmp_path / "none", "no such file")):
        outcome = citedesk("index", "--explain", wrong)
        assert outcome.code == 2
        assert words in outcome.err
