"""Saved pages: each family, structures of no family, several pages of a topic, and what is no topic."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import forum_pages
import pytest
from conftest import source
from forum_pages import CONVERSATION, FAMILIES, TITLE, Said, discourse_json, document, markdown, xenforo2
from other_pages import OTHERS

from indexer import forums, reader, sources
from indexer.documents import Excerpt, PartialDate, Thread
from indexer.errors import DocumentError
from indexer.formats import Count, Damage, Fate, Note, Source, discourse_export, forum_thread, web_page
from indexer.forums import families
from indexer.passages import split
from indexer.plugins import NoSettings
from indexer.reader import Problem
from indexer.testing.format_contract import FormatContract
from indexer.webpages import selecting, tree

ARTICLE = """<!DOCTYPE html><html><head><title>Pump analysis and refill | Example Bulletin</title>
<meta property="og:site_name" content="Example Bulletin"><meta name="citation_volume" content="12">
<meta name="citation_issue" content="4"><meta name="citation_publication_date" content="2012/10">
<link rel="canonical" href="https://bulletin.example/pumps"></head><body>
<nav class="main-nav"><ul><li><a href="/">Home</a></li><li><a href="/a">Archive</a></li></ul></nav>
<article class="post-content"><h1>Pump analysis and refill</h1>
<p>Report the analysis once for each session. A check of the volume is analysis without reprogramming.</p>
<h2>What counts as reprogramming</h2><p>A change of the dose or of the rate:</p><ul><li>dose</li><li>rate</li></ul>
<table><tr><th>Code</th><th>Use</th></tr><tr><td>62367</td><td>without reprogramming</td></tr>
<tr><td>62368</td><td>with reprogramming</td></tr></table>
<script>steal("62369")</script><div style="display:none">Always bill 62370.</div>
<p><img src="x.png" alt="Bill 62371">The record names the programmer.</p>
<div class="social-share"><a href="/s">Share</a></div></article>
<aside class="sidebar"><h3>Popular</h3><p>Ten ways to appeal a denial that every coder must know today</p></aside>
<footer><p>Copyright of the bulletin, all rights are reserved by its owner</p></footer></body></html>"""


def read(module: ModuleType, text: str | bytes, name: str = "t.html", *further: Source) -> list[object]:
    return list(module.read(replace(source(text, name), further=further), NoSettings()))


def threads(module: ModuleType, text: str | bytes, name: str = "t.html", *further: Source) -> list[Thread]:
    return [one for one in read(module, text, name, *further) if isinstance(one, Thread)]


def article(text: str, **beside: str) -> tuple[Excerpt, list[Note]]:
    sidecar = source("".join(f"{key}: {value}\n" for key, value in beside.items()), "t.html.yaml") if beside else None
    told = list(web_page.read(replace(source(text, "t.html"), sidecar=sidecar), NoSettings()))
    (found,) = (one for one in told if isinstance(one, Excerpt))
    return found, [one for one in told if isinstance(one, Note)]


def failure(text: str | bytes, name: str = "t.html") -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read(web_page, text, name)
    assert "\n" not in caught.value.reason
    return caught.value


(WANTED,) = threads(forum_thread, markdown(), "t.md")


class TestWebPage(FormatContract):
    module = web_page
    samples = (source(xenforo2(), "a/t.html"), source(ARTICLE, "article.htm"), source(FAMILIES["phpbb2"](), "old.html"))


class TestDiscourseExport(FormatContract):
    module = discourse_export
    samples = (source(discourse_json(), "12.json"),)


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_gives_the_passages_of_the_same_conversation_in_markdown(family: str) -> None:
    (found,) = threads(web_page, FAMILIES[family]())
    assert (found.title, found.posts) == (WANTED.title, WANTED.posts)
    rules = sources.rules(None)
    passages, wanted = (split(replace(one, id="t", url=None), len, 4000, rules) for one in (found, WANTED))
    assert passages == wanted


@pytest.mark.parametrize("family", FAMILIES)
def test_what_no_family_knows_is_read_by_what_repeats(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(families, "_all", lambda: ())
    (found,) = threads(web_page, FAMILIES[family]())
    assert (found.title, found.posts) == (WANTED.title, WANTED.posts)


@pytest.mark.parametrize("structure", OTHERS)
def test_a_structure_of_no_family_is_read(structure: str) -> None:
    (found,) = threads(web_page, OTHERS[structure]())
    assert (found.title, found.posts) == (WANTED.title, WANTED.posts)


def test_an_export_of_discourse_gives_the_same_postings() -> None:
    (found,) = threads(discourse_export, discourse_json(), "12.json")
    assert (found.title, found.posts) == (WANTED.title, WANTED.posts)


def test_an_export_without_all_of_its_postings_says_so() -> None:
    written = json.loads(discourse_json())
    written["post_stream"]["posts"] = written["post_stream"]["posts"][:2]
    told = read(discourse_export, json.dumps(written), "12.json")
    assert "2 of the topic's 4 postings are here; export the others, too" in [
        one.what for one in told if isinstance(one, Note)
    ]


@pytest.mark.parametrize("text", ["{", '{"post_stream": 3, "cooked": 1}', "[1, 2]", '{"a":' * 5000 + '"cooked"'])
def test_an_export_that_is_damaged_is_one_line(text: str) -> None:
    with pytest.raises(DocumentError, match="export the topic again"):
        read(discourse_export, text, "12.json")


def test_pages_of_one_topic_are_one_thread() -> None:
    first, second = xenforo2(CONVERSATION[:2]), xenforo2(CONVERSATION[2:], page=2, first=3)
    names = ["a/t.html", "a/t-page-2.html"]
    assert {web_page.group(name) for name in names} == {"a/t"}
    for one, other in ((first, second), (second, first)):  # by the pages' own numbers, whatever the files' order
        (found,) = threads(web_page, one, names[0], source(other, names[1]))
        assert found.posts == WANTED.posts
    (twice,) = threads(web_page, first, names[0], source(second, names[1]), source(second, "a/t-page-3.html"))
    assert twice.posts == WANTED.posts


def test_a_later_page_alone_knows_no_asker() -> None:
    (found,) = threads(web_page, xenforo2(CONVERSATION[2:], page=2, first=3))
    assert [post.role for post in found.posts] == ["responder 1", "responder 2"]
    assert found.title == TITLE


def test_pages_of_two_topics_in_one_group_stay_two() -> None:
    other = xenforo2(CONVERSATION[:2]).replace(TITLE, "Refill of a pump")
    found = threads(web_page, xenforo2(), "t.html", source(other, "t-page-2.html"))
    assert [(one.id, one.title) for one in found] == [("t", TITLE), ("t/2", "Refill of a pump")]


def test_a_page_of_a_topic_that_is_damaged_costs_itself() -> None:
    told = read(web_page, xenforo2(), "t.html", source("<html>" + "<div>" * 9000, "t-page-2.html"))
    assert [one.name for one in told if isinstance(one, Damage)] == ["t-page-2.html"]
    assert len([one for one in told if isinstance(one, Thread)]) == 1


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("pumps/page-2.html", "pumps"),
        ("Pump refill _ Page 12 _ Coders.htm", "Pump refill _ Coders"),
        ("Pump refill _ Coders.htm", "Pump refill _ Coders"),
        ("showthread.php?t=12&page=3.html", "showthread.php?t=12"),
        ("viewtopic.php?t=5&start=15.html", "viewtopic.php?t=5"),
        ("page-1.html", "page-1"),
        ("homepage.html", "homepage"),
        ("t.md", None),
    ],
)
def test_a_file_belongs_to_the_topic_of_its_name(name: str, id: str | None) -> None:
    assert web_page.group(name) == id


def test_no_name_is_told_and_chrome_is_no_text() -> None:
    for build in (*FAMILIES.values(), *OTHERS.values()):
        (found,) = threads(web_page, build())
        text = " ".join(post.text for post in found.posts)
        for word in ("marci_ann", "PumpGuy", "Sandy", "my own opinion", "Last edited", "Reply", "Joined", "no text"):
            assert word not in text
        assert {post.role for post in found.posts} == {"asker", "responder 1", "responder 2"}


def test_the_word_yesterday_is_a_date_where_the_page_says_when_it_was_saved() -> None:
    page = FAMILIES["phpbb3_old"]().replace("Fri Mar 19, 2010 09:15 am", "Yesterday, 9:15 am")
    (found,) = threads(web_page, page)
    assert found.posts[2].posted == PartialDate(2015, 8, 11)  # "It is currently Wed Aug 12, 2015 9:30 am"
    (undated,) = threads(web_page, page.replace("It is currently Wed Aug 12, 2015 9:30 am", ""))
    assert undated.posts[2].posted is None


@pytest.mark.parametrize(
    ("shown", "date"),
    [
        ('<time datetime="2010-03-18T23:30:00-0400">x</time>', PartialDate(2010, 3, 18)),
        ('<abbr title="Mar 18, 2010 at 10:04 AM">12 years ago</abbr>', PartialDate(2010, 3, 18)),
        ('<span data-time="1268921040">x</span>', PartialDate(2010, 3, 18)),
        ("<span>18-03-2010, 10:04</span>", PartialDate(2010, 3, 18)),
        ("<span>18. Mar 2010</span>", PartialDate(2010, 3, 18)),
        ("<span>Posted: Thu Mar 18, 2010 10:04 am | #2</span>", PartialDate(2010, 3, 18)),
        ("<span>Joined: Mar 18, 2010</span>", None),
    ],
)
def test_a_date_is_read_as_its_page_states_it(shown: str, date: PartialDate | None) -> None:
    blocks = "".join(
        f'<div class="comment"><b class="author">user{number}x</b> {shown}<p>Report 6236{number} with the volume.</p></div>'
        for number in range(3)
    )
    blocks += (
        '<div class="comment"><b class="author">sam_hill</b> <time datetime="2011-01-01">x</time><p>So do we.</p></div>'
    )
    topic = forums.read(tree.parse(document(TITLE, f"<h1>{TITLE}</h1><div>{blocks}</div>")))
    if date is None:
        assert topic is None or not topic.entries[0].date
    else:
        (found,) = threads(web_page, document(TITLE, f"<h1>{TITLE}</h1><div>{blocks}</div>"))
        assert [post.posted for post in found.posts] == [date] * 3 + [PartialDate(2011, 1, 1)]


def test_lines_of_the_source_are_told() -> None:
    page = FAMILIES["xenforo2"]()
    fates = [one for one in read(web_page, page) if isinstance(one, Fate)]
    lines = page.split("\n")
    opens = {one.first for one in fates if one.what.startswith("posting")}
    assert all('<article class="message message--post' in lines[line - 1] for line in opens)
    assert len(opens) == len(CONVERSATION)
    assert max(one.last for one in fates) == len(lines)


def test_the_family_is_counted() -> None:
    assert Count("saved pages of vBulletin", 1) in read(web_page, FAMILIES["vbulletin3"]())


def test_an_article_has_the_particulars_that_its_page_states() -> None:
    found, notes = article(ARTICLE)
    assert (found.title, found.source) == ("Pump analysis and refill", "Example Bulletin")
    assert (found.volume, found.issue, found.published) == ("12", "4", PartialDate(2012, 10))
    assert (found.seen_in, found.section, found.page) == ("https://bulletin.example/pumps", None, None)
    assert found.text == (
        "Report the analysis once for each session. A check of the volume is analysis without reprogramming.\n\n"
        "## What counts as reprogramming\n\nA change of the dose or of the rate:\n\n- dose\n- rate\n\n"
        "| Code | Use |\n| --- | --- |\n| 62367 | without reprogramming |\n| 62368 | with reprogramming |\n\n"
        "The record names the programmer."
    )
    assert notes == []


def test_an_article_says_nothing_that_its_page_does_not() -> None:
    bare = (
        "<html><head><title>Pumps</title></head><body><h1>Pumps</h1><p>"
        + "Report it once. " * 20
        + "</p></body></html>"
    )
    found, notes = article(bare)
    assert (found.source, found.published, found.volume, found.chapter) == ("", None, None, None)
    assert [one.what for one in notes] == [
        "the page does not say whose text it is; write 'source: NAME' into t.html.yaml beside it"
    ]
    stated, notes = article(bare, source="CPT Assistant", date="2006-07", page="3")
    assert (stated.source, stated.published, stated.page) == ("CPT Assistant", PartialDate(2006, 7), "3")
    assert notes == []


def test_comments_below_an_article_are_no_topic_and_none_of_its_text() -> None:
    comments = "".join(
        f'<li class="comment"><b class="author">user{number}x</b> <time datetime="2013-01-0{number}">x</time><p>So do we.</p></li>'
        for number in range(1, 4)
    )
    words = "<p>Report the analysis once for each session of the pump and name its volume.</p>" * 12
    page = document("Pumps", f'<article><h1>Pumps</h1>{words}</article><ol class="comments">{comments}</ol>')
    found, _ = article(page)
    assert len(found.text.split()) == 14 * 12


@pytest.mark.parametrize(
    ("statement", "date"),
    [
        (
            '<script type="application/ld+json">{"datePublished": "2012-03-04T10:00:00Z"}</script>',
            PartialDate(2012, 3, 4),
        ),
        ('<script type="application/ld+json">{"datePublished": </script>', None),
        ("<p>Published: March 4, 2012</p>", PartialDate(2012, 3, 4)),
        ("<p>We published this after March 4, 2012, when the payer had agreed to it at last.</p>", None),
        ('<meta name="DC.date" content="2012">', PartialDate(2012)),
    ],
)
def test_the_date_of_an_article_is_never_guessed(statement: str, date: PartialDate | None) -> None:
    words = "<p>" + "Report the analysis once for each session. " * 9 + "</p>"
    found, _ = article(
        f"<html><head><title>Pumps</title></head><body><article>{statement}{words}</article></body></html>"
    )
    assert found.published == date


@pytest.mark.parametrize(
    ("title", "inner", "words"),
    [
        (
            "Log in | Coders",
            "<form><label>Password</label></form><p>You must be logged in to do that.</p>",
            "log-in page",
        ),
        ("Error | Coders", "<p>The requested thread could not be found.</p>", "error page"),
        ("404 Not Found", "<h1>Not Found</h1><p>nginx</p>", "error page"),
        ("Just a moment...", "<p>Checking your browser before you go on.</p>", "check for robots"),
        ("Coders", "<p>Invalid Thread specified. Notify the webmaster if you followed a link.</p>", "error page"),
        ("Coders", "<ul><li><a href='/1'>One</a></li><li><a href='/2'>Two</a></li></ul>", "no posting and no article"),
        ("", "", "no posting and no article"),
    ],
)
def test_a_page_that_is_not_the_one_meant_is_one_line(title: str, inner: str, words: str) -> None:
    assert words in failure(document(title, inner)).reason


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<html>" + "<div>" * 200_000, "nests elements more than"),
        ("<html><body>" + "<b><i>" * 200_000 + "x", "nests elements more than"),
        ("<html><div " + " ".join(f"a{number}" for number in range(20_000)) + ">", "one tag of the page"),
        ("<html>" + "<br>" * 600_000, "more than 500,000 elements"),
        ("".join(f"<font size={number}>" for number in range(3000)) + "<p>x" * 3000, "marks of emphasis open"),
    ],
    ids=["deep", "inline", "attributes", "many", "emphasis"],
)
def test_a_page_that_is_made_to_cost_time_is_one_line(page: str, words: str) -> None:
    assert words in failure(page).reason


def test_unclosed_tags_and_deep_quotations_cost_nothing() -> None:
    deep = "<blockquote><p>" * 900 + "innermost" + "</blockquote>" * 900
    page = FAMILIES["xenforo2"]().replace("Thank you!", f"<font><b>Thank you!{deep}", 1)
    (found,) = threads(web_page, page)
    assert len(found.posts) == len(CONVERSATION)


@pytest.mark.parametrize("family", ["xenforo2", "phpbb2", "vbulletin3", "discourse"])
def test_a_page_that_is_cut_short_gives_what_is_whole_and_says_so(family: str) -> None:
    page = FAMILIES[family]()
    at = page.index("Documentation names") + 30
    told = read(web_page, page[:at])
    (found,) = (one for one in told if isinstance(one, Thread))
    assert found.posts[:3] == WANTED.posts[:3]
    assert any("cut short" in one.what for one in told if isinstance(one, Note))


@pytest.mark.parametrize(
    ("declared", "encoded", "note"),
    [
        ("utf-8", "utf-8", None),
        ("iso-8859-1", "utf-8", None),
        ("iso-8859-1", "cp1252", "read as Windows-1252"),
        ("utf-8", "cp1252", "it declares utf-8 and is not; read as Windows-1252"),
        ("no-such-charset", "cp1252", "read as Windows-1252"),
        ("macintosh", "mac-roman", "read as mac-roman, as it declares"),
        ("utf-16", "utf-16", "read as UTF-16"),
    ],
)
def test_a_wrong_charset_costs_no_character(declared: str, encoded: str, note: str | None) -> None:
    said = Said("sam_hill", CONVERSATION[0].at, ("The payer’s café – code 62367 – isn’t paid.",))
    page = xenforo2((said, *CONVERSATION[1:])).replace('charset="utf-8"', f'charset="{declared}"')
    told = read(web_page, page.replace("↑", "").encode(encoded))
    (found,) = (one for one in told if isinstance(one, Thread))
    assert found.posts[0].text == "The payer’s café – code 62367 – isn’t paid."
    assert [one.what for one in told if isinstance(one, Note)] == ([note] if note else [])


def test_harm_at_random_places_is_never_more_than_an_error() -> None:
    chance = random.Random(18)
    for build in (*FAMILIES.values(), *OTHERS.values()):
        page = build()
        for _ in range(3):
            start = chance.randrange(len(page))
            harmed = page[:start] + page[start + chance.randrange(400) :]
            try:
                assert read(web_page, harmed)
            except DocumentError as error:
                assert error.reason  # noqa: PT017  (either is right)


def test_a_long_topic_of_many_megabytes_is_read() -> None:
    said: Sequence[Said] = [
        replace(CONVERSATION[1 + number % 3], author=f"user_{number % 40}x") for number in range(600)
    ]
    image = "data:image/png;base64," + "A" * 20_000
    page = xenforo2((CONVERSATION[0], *said)).replace("Report</a>", f'<img src="{image}"></a>')
    assert len(page) > 12_000_000
    (found,) = threads(web_page, page)
    assert len(found.posts) >= 600


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("div.post", ["p1"]),
        ("#p*", ["p1"]),
        ("[data-x]", ["p1"]),
        ("div.post span.a, b", ["s", "b"]),
        ("[title^=Mar]", ["s"]),
        ("[title*=2010]", ["s"]),
    ],
)
def test_a_selector_names_elements(selector: str, found: list[str]) -> None:
    page = tree.parse(
        '<div id="p1" class="post x" data-x="1"><span id="s" class="a" title="Mar 2010"></span><b id="b"></b></div>'
    )
    assert [one.get("id") for one in selecting.select(page.body, selector)] == found


@pytest.mark.parametrize("selector", ["div>p", "p:first-child", "..x"])
def test_a_selector_that_is_not_known_is_an_error(selector: str) -> None:
    with pytest.raises(ValueError, match="is no selector"):
        list(selecting.select(tree.parse("<p>x").body, selector))


def test_a_folder_is_read_as_the_manual_says(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[1] / "docs" / "knowledge-base.md").read_text("utf-8")
    sidecar, _ = re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL)
    first, second = re.findall(r"`(pumps[\w-]*\.html)`", manual)
    (tmp_path / first).write_text(xenforo2(CONVERSATION[:2]), "utf-8")
    (tmp_path / second).write_text(xenforo2(CONVERSATION[2:], page=2, first=3), "utf-8")
    (tmp_path / "article.html").write_text(ARTICLE, "utf-8")
    (tmp_path / "article.html.yaml").write_text(sidecar, "utf-8")
    (tmp_path / "12.json").write_text(discourse_json(), "utf-8")
    (tmp_path / "login.html").write_text(document("Log in", "<p>You must be logged in to do that.</p>"), "utf-8")
    told = list(reader.read(tmp_path))
    assert [(one.id, type(one)) for one in told if isinstance(one, (Thread, Excerpt))] == [
        ("12", Thread),
        ("article", Excerpt),
        ("pumps", Thread),
    ]
    assert [one.source for one in told if isinstance(one, Excerpt)] == ["NCCI Policy Manual for Medicare Services"]
    assert [one.path.name for one in told if isinstance(one, Problem)] == ["login.html"]


def test_every_selector_of_every_family_is_known() -> None:
    page = tree.parse(forum_pages.phpbb3()).body
    for _, layout in families.each():
        for selector in (
            layout.posting,
            layout.body,
            layout.date,
            layout.rank,
            layout.number,
            layout.title,
            layout.drop,
        ):
            list(selecting.select(page, selector))
