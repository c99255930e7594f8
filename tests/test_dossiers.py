"""What a base has on a code, and on two of them side by side."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Outcome, Place

from assistant.dossiers import browsing, gathering, typed
from assistant.showing import dossiers
from indexer import codes
from indexer.codes import Code
from indexer.documents import PartialDate
from indexer.errors import QuestionError
from indexer.index import Index

READ, CHANGED = Code("CPT", "62367"), Code("CPT", "62368")
Run = Callable[..., Outcome]

# Over the documents below.
POINTS = """\
- on: whether 62367 is for reading alone
  verdict: yes
  asked: [is 62367 right when nothing is changed, reading a pump]
  says: Reading alone is 62367.
  sources: [pumps]
  cases:
  - {when: only read, report: ['62367'], not_with: ['62368'], says: Reading alone is 62367., source: pumps}
  - {when: "changed", report: ['62368'], says: A change of dose is 62368., source: pumps}
- on: whether 25 is needed
  why: opposite
  sides:
  - {for: one, says: Report 99213-25., sources: [visits]}
  - {for: other, says: No modifier is needed on 99213., sources: [older]}
- on: whether a wound is measured
  says: A wound is measured.
  sources: [visits]
"""


@pytest.fixture
def small(place: Place) -> Index:
    place.excerpt("pumps.md", "Pumps", "Reading alone is 62367. A change of dose is 62368.")
    place.excerpt("visits.md", "Visits", "A wound is measured. Report 99213-25.")
    place.write(
        "older.md",
        "---\nsource: CPT Assistant\ndate: 2001\nsuperseded_by: visits\nuntil: 2005\n---\n# Older\n\n"
        "No modifier is needed on 99213.\n",
    )
    place.write(
        "ruling.md",
        "---\nsource: House ruling\nsigned: A. B.\ndate: 2012-05-01\n---\n# Reading\n\nWe report 62367 for reading.\n",
    )
    place.write(
        "thread.md",
        "# Is 62367 right?\n\n## Tess_R (Mar 1, 2010)\nIs 62368 or 62367 right here?\n\n## OrthoOtto9 (Mar 2, 2010)\n"
        "The pump was read, so the first code is right.\n",
    )
    place.write("points.yaml", POINTS)
    assert place.build().problems == ()
    return place.open()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("62370", Code("CPT", "62370")),
        (" cpt 62370 ", Code("CPT", "62370")),
        ("g2211", Code("HCPCS", "G2211")),
        ("E11.9", Code("ICD-10-CM", "E11.9")),
        ("250.00", Code("ICD-9-CM", "250.00")),
        ("lt", Code("modifier", "LT")),
        ("25", Code("modifier", "25")),
        ("P1", Code("modifier", "P1")),
    ],
)
def test_a_code_is_read_however_bare(text: str, code: Code) -> None:
    assert typed.one(text) == code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pumps", "'pumps' is no code of CPT, HCPCS or ICD and no modifier; type it as 62370"),
        ("623700", "'623700' is no code"),
        ("62367 62368", "is more than one code"),
        ("9921X", "is more than one code"),
        ("", "the question is empty"),
        ("?!", "no word and no code"),
        ("62370 " * 40_000, "has 240,000 characters, at most 200 are read as codes"),
        ("MRN 00123456", "[MRN]"),
    ],
)
def test_what_is_no_code_is_told_with_what_to_type(text: str, said: str) -> None:
    with pytest.raises(QuestionError) as raised:
        typed.one(text)
    assert said in str(raised.value)
    assert "00123456" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_dossier_has_what_names_the_code_with_its_source(small: Index) -> None:
    found = gathering.of(READ, small)
    assert found.known
    assert not found.cut
    assert found.named.family is not None
    assert [(one.passage.title, one.said.words) for one in found.documents] == [
        ("Pumps", "Reading alone is 62367."),
        ("Reading", "We report 62367 for reading."),
    ]
    assert [one.passage.title for one in found.rulings] == ["Reading"]
    assert [thread.title for thread in found.threads] == ["Is 62367 right?"]
    (point,) = found.points
    assert (point.on, point.verdict, point.disagrees) == ("whether 62367 is for reading alone", "yes", False)
    assert point.asked == ("is 62367 right when nothing is changed",)
    assert [case.told for case in found.reported] == ["Only read: 62367; not with 62368"]
    assert (found.beside, found.never) == ((), (CHANGED,))


def test_an_askers_words_are_never_quoted(small: Index) -> None:
    """62368 stands in the pumps and in what was asked."""
    found = gathering.of(CHANGED, small)
    assert [one.passage.title for one in found.documents] == ["Pumps"]
    assert [thread.title for thread in found.threads] == ["Is 62367 right?"]
    assert [case.told for case in found.barred] == ["Only read: 62367; not with 62368"]


def test_documents_stand_by_date_and_a_replaced_one_says_by_what(small: Index) -> None:
    found = gathering.of(Code("CPT", "99213"), small)
    older, visits = found.documents
    assert (older.passage.date, visits.passage.date) == (PartialDate(2001), PartialDate(2006, 7))
    assert (older.replaced, visits.replaced) == (True, False)
    assert dossiers.standing(older) == "replaced by Visits, as of July 2006"
    assert dossiers.standing(visits) == ""
    (point,) = found.disagreements
    assert [(view.stands_for, view.said.words) for view in point.views] == [
        ("one", "Report 99213-25."),
        ("other", "No modifier is needed on 99213."),
    ]
    assert dossiers.headline(point) == "Sources disagree on whether 25 is needed."


def test_a_text_in_whose_place_the_base_has_none_says_so(place: Place) -> None:
    place.write("old.md", "---\nsource: CMS\nsuperseded_by: gone\n---\n# Old\n\nReport 62367.\n")
    place.build()
    (naming,) = gathering.of(READ, place.open()).documents
    assert dossiers.standing(naming) == "replaced by a text that this base lacks"


def test_a_bare_modifier_in_a_case_is_one(place: Place) -> None:
    place.excerpt("feet.md", "Feet", "Append modifier 59 to the second.")
    place.write(
        "points.yaml",
        "- on: feet\n  says: Append modifier 59 to the second.\n  sources: [feet]\n  cases:\n"
        "  - {when: two feet, report: ['59'], says: Append modifier 59 to the second., source: feet}\n",
    )
    place.build()
    found = gathering.of(Code("modifier", "59"), place.open())
    assert [case.told for case in found.reported] == ["Two feet: 59"]


def test_every_code_of_the_base_is_read_back_from_its_value(shipped: Index) -> None:
    """A link and a button hold no more than that."""
    whole = [code for code in browsing.catalogue(shipped.store).documents if not codes.is_wildcard(code)]
    assert [code for code in whole if typed.one(code.value) != code] == []


def test_every_line_of_every_dossier_stands_in_its_source(shipped: Index) -> None:
    catalogue = browsing.catalogue(shipped.store)
    for code in sorted(catalogue.documents)[::23]:
        if codes.is_wildcard(code):
            continue
        found = gathering.of(code, shipped)
        said = [one.said for one in found.documents]
        said += [view.said for point in found.points for view in point.views]
        said += [case.said for point in found.points for case in point.cases]
        assert found.known
        for one in said:
            assert one.passage.text[one.start : one.start + len(one.words)] == one.words
            assert one.passage.role != "asker"
        assert all(code in one.passage.codes or "X" in repr(one.passage.codes) for one in found.documents)


def test_two_codes_differ_by_points_and_documents(small: Index) -> None:
    found = gathering.compared(READ, CHANGED, small)
    assert [one.passage.title for one in found.both] == ["Pumps"]
    assert [point.on for point in found.points] == ["whether 62367 is for reading alone"]
    assert [case.told for case in found.apart] == ["Only read: 62367; not with 62368"]
    assert found.together == ()
    assert [case.told for case in found.cases(found.other)] == ["Changed: 62368"]
    documents, points = found.alone(found.one)
    assert ([one.passage.title for one in documents], points) == (["Reading"], ())
    assert found.alone(found.other) == ((), ())


def test_a_code_is_not_compared_with_itself(small: Index) -> None:
    with pytest.raises(QuestionError, match="62367 is named twice"):
        gathering.compared(READ, READ, small)


def test_codes_are_found_by_range_by_list_and_by_the_words_of_their_family(small: Index) -> None:
    catalogue = browsing.catalogue(small.store)
    assert catalogue.documents == {
        READ: 3,
        CHANGED: 2,
        Code("CPT", "99213"): 2,
        Code("modifier", "25"): 1,
    }
    for text in ("62360-62370", "6236X", "pumps", "62367/68"):
        (shelf,) = catalogue.found(typed.read(text))
        assert shelf.codes == (READ, CHANGED)
        assert shelf.name == "CPT 62360-62370: surgery, nervous system, pumps for spinal infusion"
    assert list(catalogue.sections) == ["CPT: surgery", "CPT: evaluation and management", "modifier: CPT modifiers"]
    assert catalogue.near(Code("CPT", "62370")) == (READ, CHANGED)
    assert catalogue.near(Code("CPT", "00100")) == ()


@pytest.mark.parametrize(("text", "said"), [("zebras", "no code, and this base"), ("00100-00105", "a wider range")])
def test_what_no_shelf_has_is_one_line(small: Index, text: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        browsing.catalogue(small.store).found(typed.read(text))


def test_the_command_shows_a_code(shipped_index: Path, citedesk: Run) -> None:
    ran = citedesk("code", "62370", "--index", shipped_index)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "62370 is a CPT code: surgery, nervous system, pumps for spinal infusion."
    headings = [dossiers.RULES, dossiers.REPORTED, dossiers.BARRED, dossiers.DISAGREEMENTS, dossiers.DOCUMENTS]
    at = [next(at for at, line in enumerate(lines) if line.startswith(f"{heading} (")) for heading in headings]
    assert at == sorted(at)
    assert "• July 2006, CPT book or CPT Assistant: July 2006: programmable pumps" in ran.out
    assert "  (replaced by CPT rule: never 62367-62370 together" in ran.out


def test_the_command_tells_how_much_more_there_is(shipped_index: Path, citedesk: Run) -> None:
    ran = citedesk("code", "99213", "-k", "2", "--index", shipped_index)
    (heading,) = [line for line in ran.out.splitlines() if line.startswith(dossiers.RULES)]
    count = int(heading.removeprefix(f"{dossiers.RULES} (").removesuffix(")"))
    assert f"  {count - 2} more; show them with --top {count}" in ran.out


def test_the_command_as_json_has_the_whole_dossier(shipped_index: Path, citedesk: Run) -> None:
    found = json.loads(citedesk("code", "62370", "-k", "1", "--index", shipped_index, "--json").out)
    assert found["code"] == {"system": "CPT", "value": "62370"}
    assert len(found["documents"]) == 5
    assert len(found["points"]) == 6
    assert {"system": "CPT", "value": "95990"} in found["not_with"]
    assert [one["replaced_by"]["title"][:8] for one in found["documents"] if one["replaced"]] == ["CPT rule"]


def test_a_code_that_the_base_does_not_name_gets_its_family_and_what_stands_near(
    shipped_index: Path, citedesk: Run
) -> None:
    ran = citedesk("code", "12345", "--index", shipped_index)
    family, told = ran.out.splitlines()
    assert (ran.code, family) == (0, "12345 is a CPT code: surgery, skin and breast, wound repair.")
    assert told.startswith("12345 is named by no document of this base, and nothing is recorded on it; near it by ")
    found = json.loads(citedesk("code", "12345", "--index", shipped_index, "--json").out)
    assert (found["known"], found["documents"]) == (False, [])
    assert all(one["value"].startswith("12") for one in found["near"])


def test_the_command_finds_codes_by_words_and_lists_them_all(shipped_index: Path, citedesk: Run) -> None:
    (line, *_) = citedesk("code", "pumps", "--index", shipped_index).out.splitlines()
    assert line.startswith("CPT 62360-62370: surgery, nervous system, pumps for spinal infusion: 62360, ")
    listed = citedesk("code", "--index", shipped_index).out
    assert line in listed
    assert "modifier: CPT modifiers" in listed
    shelves = json.loads(citedesk("code", "pumps", "--index", shipped_index, "--json").out)["shelves"]
    assert shelves[0]["codes"][0] == "62360"


def test_the_command_compares_two_codes(shipped_index: Path, citedesk: Run) -> None:
    ran = citedesk("compare", "62367", "62368", "--index", shipped_index)
    assert ran.code == 0
    assert ran.out.startswith("62367 is a CPT code: ")
    assert "\nOn both (6)\n" in ran.out
    found = json.loads(citedesk("compare", "62367", "62368", "--index", shipped_index, "--json").out)
    assert len(found["on_both"]) == 6
    assert [one["code"]["value"] for one in found["alone"]] == ["62367", "62368"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["code", "zebras"], "is no code, and this base names none"),
        (["compare", "62367", "pumps"], "'pumps' is no code"),
        (["compare", "62367", "62367"], "is named twice"),
    ],
)
def test_a_command_that_cannot_be_answered_is_one_line(
    shipped_index: Path, citedesk: Run, words: list[str], said: str
) -> None:
    ran = citedesk(*words, "--index", shipped_index)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert said in ran.err


def test_what_documents_say_never_controls_the_terminal(place: Place, citedesk: Run) -> None:
    place.excerpt("bad.md", "Ti\x1b[31mtle", "[bold]Report\x1b[2J 62367[/bold] here.")
    place.build()
    ran = citedesk("code", "62367", "--index", place.index)
    assert "\x1b" not in ran.out
    assert "[bold]Report" in ran.out
