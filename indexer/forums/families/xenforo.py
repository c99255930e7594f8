"""XenForo 1 and 2."""

from indexer.forums.values import Layout

NAME = "XenForo"
LAYOUTS = (
    Layout(
        posting="article.message--post, article.message, div.message--post",
        body=".message-userContent .bbWrapper, .message-body .bbWrapper, .bbWrapper",
        author="@data-author, .message-name .username, .message-name",
        date=".message-attribution-main time, .message-attribution time, .message-date time, time",
        rank=".message-userTitle, .userTitle",
        number=".message-attribution-opposite li a",
        title="h1.p-title-value",
        drop=".js-selectToQuoteEnd",
    ),
    Layout(
        posting="li.message, div.message",
        body="blockquote.messageText, article .messageText, .messageText",
        author="@data-author, .messageUserBlock .username, .username",
        date=".messageMeta .DateTime, .datePermalink, .DateTime",
        rank=".userTitle",
        number=".postNumber",
        title=".titleBar h1",
        drop=".messageTextEndMarker, .editDate",
    ),
)
