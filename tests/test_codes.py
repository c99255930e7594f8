from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import codes as benchmark
from indexer import codes
from indexer.codes import Code

CPT = st.integers(10004, 99607)
NUMBERED = st.sampled_from(["22", "25", "26", "50", "51", "57", "59", "76", "91", "95"])
LETTERED = st.sampled_from(["LT", "RT", "TC", "XS", "XU", "GT", "KX", "QW", "JW"])
SYSTEMS = {"CPT", "HCPCS", "ICD-10-CM", "ICD-9-CM", "modifier"}
PIECES = "62367 68 99213-25 -59 mod M17.11 I10 dx 250.00 J1885 x4 9921X / , and or thru - $ # ( ) \n LT w/"
TEXT = st.text(max_size=300) | st.lists(st.sampled_from(PIECES.split(" ")), max_size=40).map(" ".join)


def read(text: str, system: str | None = None) -> list[str]:
    return [code.value for code in codes.values(codes.find(text)) if system in {None, code.system}]


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
        ("62367, 68, 69 and 70", ["62367", "62368", "62369", "62370"]),
        ("99212-5", ["99212", "99213", "99214", "99215"]),
        ("99202–05", ["99202", "99203", "99204", "99205"]),
        ("9921X or 114xx", ["9921X", "114XX"]),
        ("9938x-9939x", ["9938X", "9939X"]),
        ("0042T, 0001F, 0001U and G0438", ["0042T", "0001F", "0001U", "G0438"]),
        ("g0438-9 and j1885 x 4", ["G0438", "G0439", "J1885"]),
        ("CPT#62368, code:62369, CPT62370", ["62368", "62369", "62370"]),
        ("36415x2", ["36415"]),
        ("our 99215s", ["99215"]),
        ("changed from 62367 to 62370", ["62367", "62370"]),
        ("ends with 62368.", ["62368"]),
        ("10000-20000", ["10000", "20000"]),
        ("the claim 99214 was denied, claim number 99214", ["99214"]),
        ("95165 units, 36415x2 in the office", ["95165", "36415"]),
        ("CPT 62367 to CPT 62369", ["62367", "62368", "62369"]),
        ("62367 or -8, 2x20553", ["62367", "62368", "20553"]),
        ("G0402, 438, 439 and 0011A", ["G0402", "G0438", "G0439", "0011A"]),
        ("11730, 32, 50 or 11042-47", ["11730", "11732", "11750", *(str(code) for code in range(11042, 11048))]),
    ],
)
def test_procedure_codes_as_coders_write_them(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("99213-25", ["25"]),
        ("58300-51", ["51"]),
        ("99213 25, 20610 50 x2, 11042/59", ["25", "50", "59"]),
        ("76942-26-59", ["26", "59"]),
        ("93325-26", ["26"]),  # not a range to 93326
        ("11055-57", []),  # 57 goes on visits only, so this is a range
        ("mod 25 or 25 modifier", ["25"]),
        ("w/ 59 it paid", ["59"]),
        ("modifers 59/XS", ["59", "XS"]),
        ("should it be -25/-57", ["25", "57"]),
        ("GA GY or GZ?", ["GA", "GY", "GZ"]),
        ("lids take E1-E4, toes TA-T9", ["E1", "E2", "E3", "E4", "TA", *(f"T{toe}" for toe in range(1, 10))]),
        ("modifiers 80-82", ["80", "81", "82"]),
        ("52 or 53 on the physician claim?", ["52", "53"]),
        ("X{EPSU} or 59?", ["XE", "XP", "XS", "XU", "59"]),
        ("28285 T5-T8; 11750-T5-T7", ["T5", "T6", "T7", "T8"]),
        ("99213:25 and 20610^RT^59", ["25", "RT", "59"]),
        ("staged: 58, unrelated: 79, great toe = TA", ["58", "79", "TA"]),
        ("66 for the transplant team", ["66"]),
        ("SA for the NP, PO and PN for off campus", ["SA", "PO", "PN"]),
        ("the biller removed my 25s", ["25"]),
        ("a cheat sheet for 24, 57 and 79?", ["24", "57", "79"]),
        ("27447 50 co-surgeon 62", ["50", "62"]),
        ("RR 32, sat 91 on RA, IOP 22/24, owe 12,031.50, then PT eval, CO residents", []),
        ("HE, HF and HV funding modifiers", ["HE", "HF", "HV"]),
        ("58 restarts the global, 78 doesn't", ["58", "78"]),
        ("L3000 RT 1 unit, LT 1 unit; 67028 (LT & RT lines)", ["RT", "LT"]),
        ("RT knee and LT arm 20610, seen by PT", []),
        ("I got 78 on the exam, HPI: 67 F with CP x 3 days", []),
        ("97110 PT came in as a new patient", []),
        ("Rt knee, LT hip, PA or MD, pt at PT", []),
        ("25 patients, 59 year old, 50%, age 26, page 25, POS 22, CO-50, BP 95/55", []),
    ],
)
def test_modifiers_as_coders_write_them(text: str, expected: list[str]) -> None:
    assert read(text, "modifier") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("m17.11 or dx M1711", [Code("ICD-10-CM", "M17.11")]),
        ("S72.001A, U07.1", [Code("ICD-10-CM", "S72.001A"), Code("ICD-10-CM", "U07.1")]),
        ("M17.0-M17.3", [Code("ICD-10-CM", f"M17.{digit}") for digit in range(4)]),
        ("M54.16/.17", [Code("ICD-10-CM", "M54.16"), Code("ICD-10-CM", "M54.17")]),
        ("link E11.9 and I10", [Code("ICD-10-CM", "E11.9"), Code("ICD-10-CM", "I10")]),
        ("E11.- or E11.x", [Code("ICD-10-CM", "E11.-"), Code("ICD-10-CM", "E11.X")]),
        ("V76.12, icd-9 250.00", [Code("ICD-9-CM", "V76.12"), Code("ICD-9-CM", "250.00")]),
        ("G4733 against G0438", [Code("ICD-10-CM", "G47.33"), Code("HCPCS", "G0438")]),
        ("dx J01.90, J1885", [Code("ICD-10-CM", "J01.90"), Code("HCPCS", "J1885")]),
        ("J7297 dx Z30.430", [Code("HCPCS", "J7297"), Code("ICD-10-CM", "Z30.430")]),
        ("L84 with B351", [Code("ICD-10-CM", "L84"), Code("ICD-10-CM", "B35.1")]),
        ("T11-T12 fusion, vitamin B12, A1C, section 30.6.1, 1.25 RVUs, temp 101.5", []),
    ],
)
def test_diagnoses_with_and_without_the_dot(text: str, expected: list[Code]) -> None:
    assert list(codes.values(codes.find(text))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "see L31254 and A55323",
        "paid $62367 to Houston, TX 77030",
        "at 2200 N Loop West, Houston 77018, report A-01-17-00500",
        "call 555-123-4567 or (555) 123-4567 on 03/18/2010, thread 144569",
        "zip 77030-1234",
        "10,000 cases in 2012-2013",
        "a 4x5 cm lesion, 42x21mm, 120 mg",
        "NPI 1992703540, MRN 62368, #62368, NDC 00409-1159-01",
        "x2, two units, 3 units",
    ],
)
def test_lookalikes_are_no_codes(text: str) -> None:
    assert read(text) == []


def test_wildcards_are_told_from_modifiers_and_whole_codes() -> None:
    found = codes.values(codes.find("9921x-25, E11.-, J18XX, 45385-KX and 62367"))
    assert [code.value for code in found if codes.is_wildcard(code)] == ["9921X", "E11.-", "J18XX"]


def test_a_mention_keeps_its_offsets() -> None:
    text = "use 62367 and 68 here – mod 25"
    first, second = codes.find(text)
    assert text[first.start : first.end] == "62367 and 68"
    assert text[second.start : second.end] == "25"


@pytest.mark.slow
def test_the_labelled_lines_are_read_with_precision_and_recall() -> None:
    figures = benchmark.measure()
    assert figures.lines >= 300
    assert figures.precision >= benchmark.LIMIT
    assert figures.recall >= benchmark.LIMIT


@given(TEXT)
def test_any_text_gives_ordered_mentions_inside_it(text: str) -> None:
    end = 0
    for mention in codes.find(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.codes
        assert {code.system for code in mention.codes} <= SYSTEMS
        assert len(mention.codes) == len(set(mention.codes))
        end = mention.end


@given(TEXT)
def test_the_first_characters_of_a_mention_are_those_of_its_first_code(text: str) -> None:
    for mention in codes.find(text):
        written = text[mention.start : mention.end].upper().replace(".", "")
        assert mention.codes[0].value.startswith("X") or written.startswith(mention.codes[0].value.replace(".", ""))


@given(TEXT)
def test_every_procedure_read_reads_back_as_itself(text: str) -> None:
    for code in codes.values(codes.find(text)):
        if code.system in {"CPT", "HCPCS"}:
            assert codes.values(codes.find(f"code {code.value}.")) == (code,)


@given(st.integers(10004, 99999), st.integers(0, 49), st.sampled_from(["-", " - ", " thru ", " through ", " to ", "–"]))
def test_a_range_is_written_out_from_end_to_end(first: int, size: int, dash: str) -> None:
    last = min(first + size, 99999)
    assert read(f"{first}{dash}{last}") == [str(value) for value in range(first, last + 1)]


@given(st.integers(10004, 80000), st.integers(codes.MAX_RANGE, 9000))
def test_a_range_of_too_many_codes_names_both_ends(first: int, size: int) -> None:
    assert read(f"{first}-{first + size}") == [str(first), str(first + size)]


@given(st.lists(CPT, min_size=1, max_size=6, unique=True), st.sampled_from([", ", "/", " and ", " or ", " & ", ","]))
def test_a_list_reads_back(numbers: list[int], joined: str) -> None:
    assert read(joined.join(map(str, numbers))) == [str(number) for number in numbers]


@given(st.integers(1001, 9960), st.lists(st.integers(1, 8), min_size=2, max_size=4, unique=True).map(sorted))
def test_a_list_that_drops_the_stem_reads_back(stem: int, digits: list[int]) -> None:
    full = [f"{stem}{digit}" for digit in digits]
    assert read("/".join([full[0], *(f"{digit}" for digit in digits[1:])])) == full


@given(st.integers(100, 996), st.integers(0, 9))
def test_wildcards_read_back_as_written(stem: int, digit: int) -> None:
    assert read(f"{stem}xx and {stem}{digit}X") == [f"{stem}XX", f"{stem}{digit}X"]


@given(CPT, st.lists(LETTERED, min_size=1, max_size=3, unique=True), st.sampled_from(["-", " "]))
def test_lettered_modifiers_on_a_code_read_back(number: int, modifiers: list[str], joined: str) -> None:
    assert read(joined.join([str(number), *modifiers])) == [str(number), *modifiers]


@given(st.lists(NUMBERED, min_size=1, max_size=3, unique=True), st.sampled_from(["mod ", "modifiers ", "Modifier: "]))
def test_modifiers_after_their_word_read_back(modifiers: list[str], word: str) -> None:
    assert read(word + ", ".join(modifiers)) == modifiers


@given(CPT, st.integers(1, 99), st.sampled_from(["x{}", " x {}", " X{}", " x{} units", "×{}"]))
def test_a_unit_count_is_never_a_code(number: int, units: int, written: str) -> None:
    assert read(str(number) + written.format(units)) == [str(number)]


@given(st.integers(0, 9_999_999), st.sampled_from(["${}", "$ {}", "${}.50", "{} dollars", "€{}"]))
def test_money_is_never_a_code(amount: int, written: str) -> None:
    assert read("it paid " + written.format(amount)) == []


@given(
    st.integers(10000, 99999),
    st.sampled_from(["zip {}", "thread {}", "#{}", "MRN {}", "claim no. {}", "A{}", "LCD {}"]),
)
def test_identifiers_are_never_codes(number: int, written: str) -> None:
    assert read(written.format(number)) == []


@pytest.mark.parametrize(
    "piece",
    [
        "6",
        "99213-",
        "1,",
        "1.1",
        "dx ",
        "mod ",
        "E11.9-",
        "62367 and ",
        "-25",
        "( ",
        "25 or ",
        "6 x ",
        "X{E",
        "401,",
        "zip 1",
        "77030,",
        "T5-",
        "GA ",
        "M",
        "usd ",
        "San Antonio ",
        "m1:",
        "B351 ",
        "22 then ",
        "a-01-",
    ],
)
@pytest.mark.slow
def test_reading_takes_time_linear_in_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        start = time.process_time()
        codes.find(text)
        return time.process_time() - start

    # Quadratic work would take sixteen times as long; the constant absorbs the noise of short runs.
    assert seconds(40_000) < 8 * seconds(10_000) + 0.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J7321", ["J7321"]),
        ("icd10 M17.11 with dx J7321", ["M17.11", "J7321"]),
        ("M1711, J7321", ["M17.11", "J7321"]),
        ("dx J1100", ["J11.00"]),
        ("G2211 with 99213 & 25", ["G2211", "99213", "25"]),
        ("20610 and 59?", ["20610", "59"]),
        ("99213 and 25 other patients", ["99213"]),
        ("99213 & 25 minutes", ["99213"]),
        ("our office at 33142", []),
        ("clinic in 33142 bills 20610", ["20610"]),
        ("paid the office at 99213", ["99213"]),
        ("call 800-555-12345", []),
        ("555-123-45678 is the fax", []),
        ("10000 units", []),
        ("gave 12000 units of it, J0885", ["J0885"]),
        ("97110 units", ["97110"]),
        ("the 92000 codes or 92004", ["92004"]),
        ("17000 units", ["17000"]),
        ("zip code 90210 and 99204", ["99204"]),
        ("zip 90210, 99204", ["99204"]),
        ("zip codes 90210 and 99204", []),
        ("zip 90210 or 10001", []),
    ],
)
def test_a_drug_a_modifier_and_what_only_looks_like_a_code(text: str, expected: list[str]) -> None:
    assert read(text) == expected
