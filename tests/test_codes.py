from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import codes


def read(text: str) -> list[str]:
    return [code.value for code in codes.values(codes.find(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is it 62367 or 62368?", ["62367", "62368"]),
        ("62367 and 68", ["62367", "62368"]),
        ("62370/62369", ["62370", "62369"]),
        ("62367/68", ["62367", "62368"]),
        ("97597/98.", ["97597", "97598"]),
        ("95990-95991", ["95990", "95991"]),
        ("99251-255", ["99251", "99252", "99253", "99254", "99255"]),
        ("62367 thru 62370", ["62367", "62368", "62369", "62370"]),
        ("9921X or 114xx", ["9921X", "114XX"]),
        ("0042T, 0001F, 0001U and G0438", ["0042T", "0001F", "0001U", "G0438"]),
        ("99213-25", ["99213", "25"]),
        ("58300-51", ["58300", "51"]),
        ("36415x2", ["36415"]),
        ("ends with 62368.", ["62368"]),
        ("10000-20000", ["10000", "20000"]),
        ("see L31254 and A55323", []),
        ("paid $62367 to Houston, TX 77030", []),
        ("call 555-123-4567 on 03/18/2010, thread 144569", []),
        ("zip 77030-1234", []),
        ("10,000 cases", []),
        ("the claim 99214 was denied, claim number 99214", ["99214"]),
        ("95165 units, 36415x2 in the office", ["95165", "36415"]),
        ("a 4x5 cm lesion, 120 mg", []),
    ],
)
def test_procedure_codes_as_coders_write_them(text: str, expected: list[str]) -> None:
    assert read(text) == expected


def test_a_mention_keeps_its_offsets() -> None:
    text = "use 62367 and 68 here"
    (mention,) = codes.find(text)
    assert text[mention.start : mention.end] == "62367 and 68"


@given(st.text(max_size=300))
def test_any_text_gives_ordered_mentions_inside_it(text: str) -> None:
    end = 0
    for mention in codes.find(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.codes
        end = mention.end


@given(st.integers(10000, 99999), st.integers(0, 49))
def test_a_range_is_written_out_from_end_to_end(first: int, size: int) -> None:
    last = min(first + size, 99999)
    assert read(f"{first} thru {last}") == [str(value) for value in range(first, last + 1)]
