from __future__ import annotations

import time

import pytest

from indexer.accounts import Note
from indexer.errors import DocumentError
from indexer.text import Decoded, decode, mend, unmarked
from indexer.text.front import Front, find


@pytest.mark.parametrize(
    ("written", "meant", "kinds"),
    [
        ("Don&#39;t bill &amp; don&rsquo;t ask", "Don't bill & don’t ask", {"entity": 3}),
        ("R&D and AT&T and &unknown; stay", "R&D and AT&T and &unknown; stay", {}),
        ("twice &amp;#39;escaped&amp;quot;", "twice 'escaped\"", {"entity": 2}),
        ("<b>Never</b> both, x < 3 and <with> y", "Never both, x < 3 and <with> y", {"HTML tag": 2}),
        ("<script>alert(1)</script>Use 25<!-- x -->", "Use 25", {"script or comment": 2}),
        ("doneâ€™s â€“ Ã© Â½", "done’s – é ½", {"UTF-8 read as Windows-1252": 4}),
        ("Isn\u0092t \u0096 so", "Isn’t – so", {"Windows-1252 read as Latin-1": 2}),
        ("CAFÉ and Ångström stay", "CAFÉ and Ångström stay", {}),
        ("6236\u00ad7 and 62\u200b368", "62367 and 62368", {"unseen character": 2}),
        ("a \u202egnol\u202c b\u200f", "a gnol b", {"direction mark": 3}),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07x\x00", "red x", {"terminal escape": 3, "control character": 1}),
        ("&#27;[31mred", "red", {"entity": 1, "terminal escape": 1}),
        ("see [this](https://example.org/a?u=x) ![i](data:image/png;base64,AA)", "see this ", {"link": 1, "image": 1}),
        ("[b]Use[/b] [url=http://x.org]25[/url] [name] [59]", "Use 25 [name] [59]", {"BB code": 4}),
        ("no\u00a0break", "no break", {"odd space": 1}),
        ("62368<sup>1</sup> of H<sub>2</sub>O", "62368^1 of H2O", {"HTML tag": 4}),
        ("the o\ufb03ce", "the office", {"ligature": 1}),
        ("one.\x0cTwo.\u2028Three.", "one.\nTwo.\nThree.", {"page or line break": 2}),
    ],
)
def test_what_is_spoilt_is_mended_and_counted(written: str, meant: str, kinds: dict[str, int]) -> None:
    mended = mend(written)
    assert (mended.text, dict(mended.kinds)) == (meant, kinds)


def test_words_divided_at_a_line_end_are_joined_where_the_whole_is_known() -> None:
    mended = mend(
        "a vol-\nume check, repro-\ngramming.\ncodes 62367-\n62370, a delivery-\nonly code\nelec\u00ad\ntronic"
    )
    assert mended.text == "a volume\ncheck, reprogramming.\n\ncodes 62367-\n62370, a delivery-\nonly code\nelectronic\n"
    assert dict(mended.kinds) == {"word divided at a line's end": 3}
    assert dict(mended.left) == {"word divided at a line's end": 1}


def test_a_hyphen_that_the_text_writes_elsewhere_stays() -> None:
    assert mend("a work-up and a work-\nup again").text == "a work-up and a work-up\nagain"


def test_what_may_be_spoilt_is_told_and_left() -> None:
    mended = mend("a â€ b \ufffd")
    assert (mended.text, dict(mended.left)) == ("a â€ b \ufffd", {"characters that may be spoilt": 2})


def test_every_line_keeps_the_number_of_its_source() -> None:
    mended = mend("one<br>two\n<style>\na\n</style>three\n" + "\n" * 50 + "four")
    assert mended.text.startswith("one\ntwo\n\n\nthree\n")
    numbers = dict(zip(mended.text.split("\n"), mended.lines, strict=True))
    assert (numbers["one"], numbers["two"], numbers["three"], numbers["four"]) == (1, 1, 4, 5 + 50)


@pytest.mark.parametrize(
    ("written", "meant", "pairs"),
    [
        ("Report 99213*25*, G0_463_, 2*3 units, and 5*4=20.", "Report 99213*25*, G0_463_, 2*3 units, and 5*4=20.", 0),
        ("Use *62367* not **62368**. **99213* is not.", "Use 62367 not 62368. **99213* is not.", 2),
        ("codes 62367, *or *62368, with _after_ it", "codes 62367, or 62368, with after it", 2),
        ("*one\nline further* and * a list", "one\nline further and * a list", 1),
        ("*62367 and *62368 have notes, 99213* too*", "*62367 and *62368 have notes, 99213* too*", 0),
        ("https://example.org/_a_/*b*", "https://example.org/_a_/*b*", 0),
        ("a_name_b and ___", "a_name_b and ___", 0),
    ],
)
def test_emphasis_goes_in_pairs_around_words_only(written: str, meant: str, pairs: int) -> None:
    assert unmarked(written) == (meant, pairs)


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        ("é".encode(), Decoded("é", "utf-8")),
        (b"\xef\xbb\xbfa", Decoded("a", "utf-8")),
        ("aé".encode("utf-16"), Decoded("aé", "utf-16")),
        ("It is Né".encode("utf-16-le"), Decoded("It is Né", "utf-16")),
        ("It is Né".encode("utf-16-be"), Decoded("It is Né", "utf-16")),
        (b"Isn\x92t \x96 so", Decoded("Isn’t – so", "windows-1252", 2)),
        (b"caf\xe9 and \xc3\xa9", Decoded("café and é", "windows-1252", 1)),
        (b"isn\xd5t \xd0 so", Decoded("isn’t – so", "mac-roman", 2)),
    ],
)
def test_bytes_are_read_where_their_meaning_is_certain(data: bytes, decoded: Decoded) -> None:
    assert decode(data) == decoded


@pytest.mark.parametrize(
    ("data", "line"), [(b"a\nb \xff\xfe\x80 \x81", 2), (b"%PDF\n\x00\x01", 2), (b"a\n\n1\xe95", 3), (b"\xff\xfea", 1)]
)
def test_other_bytes_are_refused_with_their_line(data: bytes, line: int) -> None:
    with pytest.raises(DocumentError, match="UTF-8") as caught:
        decode(data)
    assert caught.value.line == line


@pytest.mark.parametrize(
    "piece", ["a", "*a ", "<a ", "&", "<script>", "<!--", "â€", "_a ", "[x](", "a-\nb", "*", "-->"]
)
@pytest.mark.slow
def test_the_time_grows_with_the_length(piece: str) -> None:
    text = "-->" + piece * (1_000_000 // len(piece))
    started = time.process_time()
    unmarked(mend(text).text)
    assert time.process_time() - started < 5


def test_a_mend_is_noted_at_the_first_line_that_it_changed() -> None:
    noted = list(mend("fine\nR&amp;D &amp; so\nelec\u00adtronic\n").notes)
    assert noted == [Note("mended: entity (2), unseen character (1)", 2)]
    assert list(mend("R&D").notes) == []
    (spoilt,) = mend("fine\na \ufffd b").notes
    assert (spoilt.line, spoilt.what.split(";")[0]) == (
        2,
        "characters may be spoilt from here on and are left as they are",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nsource: x\n---\n# T", Front(1, 2, 3, True)),
        ("\n---\nsource: x\n...\n# T", Front(2, 3, 4, True)),
        ("-----\nsource: x\n-----\n# T", Front(1, 2, 3, True)),
        ("---\nsource: x\n# T", Front(1, None, 3, True)),
        ("source: x\nDate: 2006\n\n# T", Front(0, 2, 2, False)),
        ("Source: x\n---\n# T", Front(0, 1, 2, False)),
        ("source: x\n# T", Front(0, 1, 1, False)),
        # No source, an address, a key that nobody knows, or no end: words as any others.
        ("date: 2006\n\n# T", None),
        ("Source: https://example.org/t/1\nTags: pump\n\n# T", None),
        ("source: x\ncolour: red\n\n# T", None),
        ("Source: x\nsays that it is so.", None),
        ("----------\n\n## Wendy_K (Mar 18, 2010)", None),
        ("# T\n\nsource: x", None),
        ("", None),
    ],
)
def test_where_front_matter_stands(text: str, expected: Front | None) -> None:
    assert find(text.split("\n")) == expected
