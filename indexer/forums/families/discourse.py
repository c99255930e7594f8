"""Discourse: the page of a browser, and the plain one for search engines and print."""

from indexer.forums.values import Layout

NAME = "Discourse"
# Previews of linked pages, counts of clicks, and what a theme adds are no words of the posting's author.
_ADDED = (
    ".onebox, .badge-notification, .clicks, .lightbox-wrapper .meta, .meta, .quote-controls, .post-notice,"
    " .cooked-selection-barrier, .poll"
)
LAYOUTS = (
    Layout(
        posting="article[data-post-id], .topic-post article, article.boxed",
        body=".cooked",
        author=".names .username, .names .first, .username, .names",
        date=".post-date .relative-date, .post-infos .relative-date, .relative-date, .post-date",
        rank=".user-title",
        title="h1 .fancy-title, #topic-title h1, h1",
        drop=_ADDED,
    ),
    Layout(
        posting=".crawler-post",
        body="div.post, [itemprop=text]",
        author=".creator [itemprop=name], .creator",
        date="time.post-time, [itemprop=datePublished], .crawler-post-infos time, time",
        number="[itemprop=position]",
        title="#topic-title h1, h1",
        drop=_ADDED,
    ),
)
