"""phpBB 2 and 3, with the printable view."""

from indexer.forums.values import Layout

NAME = "phpBB"
LAYOUTS = (
    Layout(
        posting="div.post",
        body="div.content",
        author="p.author .username, p.author .username-coloured, p.author strong, .postprofile .username, "
        ".postprofile .username-coloured, div.author strong",
        date="p.author, div.date",
        rank=".profile-rank",
        title="h2.topic-title, #page-body h2, h2",
        drop=".notice, .attachbox, .signature, .inline-attachment",
    ),
    Layout(  # subsilver2
        posting="table.tablebg",
        body="div.postbody",
        author=".postauthor",
        date="div[style*=right], td.gensmall",
        title="#pageheader h2 a, h2 a, a.titles",
    ),
    Layout(  # 2
        posting="tr",
        body="span.postbody",
        author="span.name",
        date="td[width] span.postdetails",
        title="a.maintitle",
        drop=".gensmall",
    ),
)
