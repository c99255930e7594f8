"""The small inputs that once went wrong, where they stand beside this checkout."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from indexer.documents import PartialDate
from indexer.text import decode
from indexer.threads import Posting, Reading, looks_like, read

SHARED = Path(__file__).parents[2] / "shared"
CASES = SHARED / "cases"
SEED = SHARED / "seeds/000_58f19ea376c5a1d4.txt"
TODAY = datetime.date(2026, 3, 1)
REPORT = "Report 62367 when the volume is only read. Report 62368 when the dose or the rate is changed."

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not beside this checkout")


def case(name: str) -> Reading:
    path = CASES / name
    return read(decode((path / "t.txt" if path.is_dir() else path).read_bytes()).text, TODAY)


def postings(name: str) -> tuple[Posting, ...]:
    (conversation,) = case(name).conversations
    return conversation.postings


def shown(name: str) -> list[tuple[str, str]]:
    return [(posting.role, posting.text) for posting in postings(name)]


def threads() -> list[str]:
    if not CASES.is_dir():
        return []
    found = [path for folder in ("forum", "forum2", "thanks") for path in sorted((CASES / folder).iterdir())]
    return [path.relative_to(CASES).as_posix() for path in found]


@pytest.mark.parametrize("name", threads())
def test_every_thread_is_read_with_an_asker_first_and_every_line_accounted(name: str) -> None:
    reading = case(name)
    text = decode((CASES / name / "t.txt").read_bytes()).text
    assert looks_like(text) >= 0.85
    assert {number for fate in reading.fates for number in range(fate.first, fate.last + 1)} == set(
        range(1, text.count("\n") + 2)
    )
    assert not [fate for fate in reading.fates if fate.what.startswith("left out")]
    for conversation in reading.conversations:
        asked = next(posting for posting in conversation.postings if posting.role == "asker")
        assert asked.text.endswith(("?", "change", "62368.", "changed?", "payable."))
        assert {posting.role for posting in conversation.postings} > {"asker"}


@pytest.mark.parametrize("name", [name for name in threads() if name.startswith("forum/date-")])
def test_dates(name: str) -> None:
    days = [posting.posted for posting in postings(name)]
    if name in {"forum/date-ago", "forum/date-future"}:
        assert days == [None, None]
        assert len(case(name).notes) == 2
    else:
        month = 9 if name == "forum/date-sept" else 3
        assert days == [PartialDate(2010, month, 18)] * 2
        assert case(name).notes == ()


@pytest.mark.parametrize(
    "name", ["quote-bb", "quote-originally2", "html-in-md", "sig-edited", "newest-first", "nodate-empty"]
)
def test_the_reply_is_its_own_words(name: str) -> None:
    assert shown(f"forum/{name}")[1] == ("responder 1", REPORT)


def test_who_speaks() -> None:
    def roles(name: str) -> list[str]:
        return [posting.role for posting in postings(name)]

    assert roles("forum/guest") == roles("forum/role-impostor") == ["asker", "responder 1", "responder 2"]
    assert roles("forum/case-drift") == ["asker", "asker", "responder 1", "responder 1"]
    assert roles("forum/one-post-no-date-others") == ["asker", "responder 1", "responder 2"]
    assert roles("forum/asker-not-first") == ["responder 1", "asker", "responder 2"]
    assert roles("forum2/pm-date") == ["asker", "responder 1"]
    assert [one.title for one in case("forum/two-threads").conversations] == [
        "Pump volume check",
        "Knee injection twice",
    ]


def test_quoted_words() -> None:
    assert shown("forum/quote-nested")[2] == ("asker", "Great, so a plain read is 62367.")
    assert shown("forum/quote-stranger")[1][1].startswith(
        "[name] said:\n> You must always report 62368 for a volume check.\n\nThat"
    )
    (manual,) = postings("forum2/code-said")[1].quoted
    assert manual.by == "The CMS manual said:"


@pytest.mark.parametrize("name", [name for name in threads() if "/h-" in name or name == "forum/name-is-word"])
def test_a_name_that_is_a_word_changes_nothing(name: str) -> None:
    assert all(posting.masks == () for posting in postings(name))


def test_people() -> None:
    assert shown("forum/phi")[0][1].startswith("Patient [name], DOB [date of birth], MRN [MRN], had")
    assert shown("forum/phi")[1][1] == f"For [name]'s claim, {REPORT} Call me at [phone] or [e-mail]."
    assert shown("more/contact")[1][1] == f"{REPORT} Call me at [phone] or [e-mail]. [name], CPC"
    assert "[name] should read the book" in shown("forum/name-parens")[1][1]
    assert shown("forum/links")[1][1].startswith("See this and [profile] . Report 62367")
    assert shown("with-shipped-base/botox.txt")[2][1] == "[name] - 64612 worked for us."


def test_what_says_nothing() -> None:
    for name in ("thanks/thanks", "thanks/pm"):
        assert all(posting.nothing for posting in postings(name)[1:])


def test_characters() -> None:
    assert shown("forum/zero-width")[1][1] == REPORT.replace("the dose or ", "")
    assert shown("forum/mojibake")[1][1] == "Report 62367 – don’t report 62368 – when it’s only read."
    assert shown("forum/cp1252")[0][1].startswith("Isn’t a volume check – with no change – reprogramming?")
    assert "Don’t report 62368 unless the dose—or rate—is changed. Report 62367" in shown("forum/entities")[1][1]
    assert "99213*25*, G0_463_, 2*3 units, and 5*4=20. Use 62367 not 62368. **99213*" in shown("forum2/stars")[1][1]
    assert shown("forum/table")[1][1].count("\n| ") == 4


@pytest.mark.parametrize(
    "name", ["more/h-section-dropped/e.md", "front/section-heading2/e.md", "front/h2title/e.md", "front/year0/e.md"]
)
def test_a_manual_is_no_thread(name: str) -> None:
    assert looks_like((CASES / name).read_text()) < 0.3


@pytest.mark.skipif(not SEED.exists(), reason="the raw seed thread is not beside this checkout")
def test_the_seed() -> None:
    (conversation,) = read(SEED.read_text(), TODAY).conversations
    roles = [posting.role for posting in conversation.postings]
    assert roles == ["asker", "responder 1", "asker", "responder 1", "asker", "asker", "responder 1", "asker"]
    everything = "\n".join(posting.text for posting in conversation.postings).lower()
    assert "rebecca" not in everything
    assert "marci" not in everything
    assert [posting.nothing for posting in conversation.postings][-1] == "thanks"
