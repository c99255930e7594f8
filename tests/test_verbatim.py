"""No text changed: what may be quoted of a thread or an excerpt stands so in its file, mended, but for the masks."""

from __future__ import annotations

import re

from conftest import source
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer import passages, sources
from indexer.documents import Excerpt, Thread
from indexer.errors import DocumentError
from indexer.formats import excerpt, forum_thread
from indexer.plugins import NoSettings
from indexer.text import mend
from indexer.threads.masks import PLACEHOLDERS

WHO = ("Ann Doe", "rcm_guru88", "62368", "not", "Bob (CPC)", "Dr. Lee Roe, MD", "Guest", "M\u00fcller")
SAID = (
    "Report 62368 for a volume check, not 62367.",
    "We always bill 64615 and get paid!",
    "Call Mrs. Jane Smith at (206) 555-0143 or jane.smith@example.org.",
    "MRN 00123456, DOB 3/14/1961; does it pay?",
    'CPT Assistant, July 2011 says: "Report 64615 once per session."',
    "Thanks, Bob!",
    "> Is a volume check *reprogramming*?",
    ">> nested words, quoted twice",
    "Quote:\nOriginally posted by Ann Doe\nIs 62367 billed?",
    "| code | pays |\n| --- | --- |\n| 62368 | yes |",
    "- one item\n- **another** item of the list",
    "AT&amp;T &lt;b&gt; na\u00efve caf\u00e9 \u2013 co\u00adding, zero\u200bwidth, non\u00a0breaking",
    "don\u00e2\u20ac\u2122t say \x1b[31mred\x1b[0m",
    "\u05d3\u05d5\u05d7 62368 \u0627\u0644\u0645\u0636\u062e\u0629",
    "A line that ends with a hyphen-\nated word, no. 5 vs. 6 e.g. this",
    "Sent from my iPhone",
    "--\nAnn Doe, CPC\nPain Clinic",
)
DATES = ("2012-03-04", "Mar 18, 2010", "3/14/11", "18.3.2010, 3:15 PM", "yesterday", "")
words = st.one_of(st.sampled_from(SAID), st.text("ab .,?!\n>*_#&;-\u00e9", max_size=60))
bodies = st.lists(words, min_size=1, max_size=6).map("\n\n".join)
headings = st.tuples(
    st.sampled_from(("## {} ({})", "## {} - {}", "### #2 {} {}", "**{}** {}", "{} wrote on {}:", "{}\n{}")),
    st.sampled_from(WHO),
    st.sampled_from(DATES),
).map(lambda made: made[0].format(*made[1:]))
threads = st.lists(st.tuples(headings, bodies).map("\n\n".join), min_size=1, max_size=6).map(
    lambda made: "# Refill of a pump\n\n" + "\n\n".join(made) + "\n"
)
_MASK = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))


def bare(text: str) -> str:
    """Without marks of emphasis and quotations, and with one blank for any white space."""
    return " ".join(re.sub(r"[*_]", "", text.replace(">", " ")).split())


def cut(document: Thread | Excerpt) -> list[passages.Passage]:
    return passages.split(document, lambda text: len(text.split()) + 2, 48, sources.rules(None))


@settings(max_examples=50)
@given(threads)
# A name at the end that begins a longer one.
@example("# R\n\n## Ann Doe (2012-03-04)\n\nReport 62368.\n\n## Bob (CPC) (2012-03-04)\n\nThanks, Bob!\n")
@example("# R\n\n## Ann Doe (2012-03-04)\n\nQuote:\nAT&T <b> 62368\n\n## Bob Roe (2012-03-05)\n\nOk.\n")
def test_a_posting_is_quoted_word_for_word_beside_its_masks(text: str) -> None:
    """Line by line, for chrome between them is left out."""
    try:
        found = [one for one in forum_thread.read(source(text), NoSettings()) if isinstance(one, Thread)]
    except DocumentError:
        return
    written = bare(mend(text).text)
    for passage in (passage for document in found for passage in cut(document)):
        place = 0
        for part in (part for line in passage.text.split("\n") for part in _MASK.split(line)):
            stands = written.find(bare(part), place)
            assert stands >= 0, (part, passage.text)
            # A repeated line may stand earlier than the one that is meant, never later.
            place = stands + len(bare(part))


@settings(max_examples=50)
@given(bodies)
def test_an_excerpt_is_quoted_as_a_slice_of_its_file(text: str) -> None:
    """But for masks; a line that opens with # begins a further excerpt."""
    try:
        given = excerpt.read(source(f"---\nsource: CPT Assistant\n---\n# T\n\n{text}\n"), NoSettings())
        documents = [one for one in given if isinstance(one, Excerpt)]
    except DocumentError:
        return
    written = [bare(text), bare(mend(text).text)]
    for document in documents:
        found = cut(document)
        assert all(passage.text in document.text for passage in found)
        parts = [bare(part) for passage in found for part in _MASK.split(passage.text)]
        assert all(any(part in one for one in written) for part in parts)
        # Nothing but white space is left out.
        assert "".join("".join(passage.text for passage in found).split()) == "".join(document.text.split())
