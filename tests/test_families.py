"""Families of codes: their ranges, what they say of a code, and what a wildcard covers."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from indexer import codes
from indexer import index as index_
from indexer.codes import Code, families, is_wildcard, related

CPT = "CPT"


def words(system: str, value: str) -> str | None:
    family = families.of(Code(system, value))
    return family.words if family else None


@pytest.mark.parametrize(
    ("system", "value", "said"),
    [
        (CPT, "00142", "anesthesia, head"),
        (CPT, "20610", "surgery, bones, joints and muscles, injections into joints"),
        (CPT, "62370", "surgery, nervous system, pumps for spinal infusion"),
        (CPT, "64999", "surgery, nervous system"),
        (CPT, "71046", "radiology, diagnostic imaging, chest"),
        (CPT, "88305", "laboratory, tissue examined by a pathologist"),
        (CPT, "95991", "medicine, nerve, muscle and sleep tests, refilling of pumps"),
        (CPT, "99213", "evaluation and management, office visits, established patients"),
        (CPT, "99607", "medicine, medication therapy by a pharmacist"),
        (CPT, "0402T", "category III, new technology"),
        (CPT, "3044F", "category II, performance measurement, results of tests"),
        (CPT, "0240U", "laboratory, proprietary tests"),
        (CPT, "9921X", "evaluation and management"),
        ("HCPCS", "J7321", "drugs, hyaluronate and cartilage cells"),
        ("HCPCS", "E0781", "durable medical equipment"),
        ("ICD-10-CM", "M17.11", "muscles, bones and joints"),
        ("ICD-10-CM", "C7A.020", "tumors"),
        ("ICD-10-CM", "E11.-", "endocrine, nutritional and metabolic diseases"),
        ("ICD-9-CM", "V58.11", "status and contact with health services"),
        ("ICD-9-CM", "E888.9", "external causes"),
        ("ICD-9-CM", "724.2", "muscles, bones and joints"),
        ("modifier", "25", "CPT modifiers, on visits"),
        ("modifier", "1P", "performance measures"),
        ("modifier", "TA", "HCPCS modifiers, toes"),
        ("modifier", "KX", "HCPCS modifiers"),
    ],
)
def test_a_code_stands_in_the_narrowest_family_and_those_around_it(system: str, value: str, said: str) -> None:
    assert words(system, value) == said


@pytest.mark.parametrize(
    ("system", "value"),
    [(CPT, "99999"), (CPT, "99700"), (CPT, "02139"), (CPT, "99XXX"), ("HCPCS", "I1234")],
)
def test_a_number_that_no_section_has_is_in_no_family(system: str, value: str) -> None:
    assert words(system, value) is None


def test_families_of_one_system_are_nested_or_disjoint_and_named_without_a_code() -> None:
    for held in families.known().values():
        for family in held:
            assert family.first <= family.last
            assert codes.find(family.words) == ()
        for one, other in combinations(held, 2):
            apart = not other.holds(one.first, one.first) and not other.holds(one.last, one.last)
            apart = apart and not one.holds(other.first, other.first)
            inside = one.holds(other.first, other.last) or other.holds(one.first, one.last)
            assert apart or inside, (one, other)
            assert (one.first, one.last) != (other.first, other.last)


def test_every_code_of_the_shipped_base_has_a_family(shipped_index: Path) -> None:
    store = index_.open_index(shipped_index).store
    named = {code for passage in store.passages(range(len(store))) for code in passage.codes}
    assert len(named) > 900
    # What runs over several sections has no family of its own.
    assert {code.value for code in named if families.of(code) is None} == {"99XXX"}


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ({"20000-10000": "backwards"}, "no range in order"),
        ({"10000-20000": "one", "15000-25000": "other"}, "crosses 'one'"),
        ({"10000": "no end"}, "no range in order"),
        ({"10000-20000": " "}, "no range in order with a name"),
        ({"0001F-99999": "of two series"}, "no range in order"),
    ],
)
def test_a_table_that_is_out_of_order_is_refused(lines: dict[str, str], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        families.parse({CPT: lines})


def test_a_wildcard_of_at_most_a_hundred_codes_covers_them() -> None:
    assert [one.value for one in related.covering(Code(CPT, "99213"))] == ["9921X", "992XX"]
    assert [one.value for one in related.covering(Code("HCPCS", "J7321"))] == ["J732X", "J73XX"]
    for other in (Code(CPT, "9921X"), Code(CPT, "0402T"), Code("modifier", "25"), Code("ICD-10-CM", "E11.9")):
        assert related.covering(other) == []
    assert all(is_wildcard(one) for one in related.covering(Code(CPT, "99213")))


def test_a_code_is_known_by_a_wildcard_that_covers_it(shipped_index: Path) -> None:
    store = index_.open_index(shipped_index).store
    # The base writes 114XX and 99XXX; of the latter's thousand codes it names none.
    covered, other = Code(CPT, "11499"), Code(CPT, "99998")
    assert store.known([covered, other]) == {covered}
