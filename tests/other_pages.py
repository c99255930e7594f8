"""Pages of forums that no family describes, each of the same conversation."""

from __future__ import annotations

from collections.abc import Callable

from forum_pages import CONVERSATION, SITE, TITLE, Said, body, document, epoch, posts


def smf() -> str:
    def quote(who: str, words: str) -> str:
        return f'<div class="quoteheader"><div class="topslice_quote"><a href="x">Quote from: {who} on March 18, 2010, 10:04:00 AM</a></div></div><blockquote class="bbc_standard_quote">{words}</blockquote><div class="quotefooter"><div class="botslice_quote"></div></div>'

    def write(number: int, said: Said) -> str:
        edited = f'<div class="smalltext modified" id="modified_{number}">&#171; <em>Last Edit: March 20, 2010, 10:04:00 AM by {said.author}</em> &#187;</div>'
        return f"""<div class="windowbg{1 + number % 2}"><span class="topslice"><span></span></span><div class="post_wrapper"><div class="poster"><h4><img src="x" alt="Offline" /> <a href="index.php?action=profile;u={number}" title="View the profile of {said.author}">{said.author}</a></h4><ul class="reset smalltext" id="msg_{number}_extra_info"><li class="membergroup">Full Member</li><li class="stars"></li><li class="postcount">Posts: 123</li></ul></div>
<div class="postarea"><div class="flow_hidden"><div class="keyinfo"><div class="messageicon"><img alt="" /></div><h5 id="subject_{number}"><a href="x" rel="nofollow">Re: {TITLE}</a></h5><div class="smalltext">&#171; <strong>Reply #{number} on:</strong> {said.at:%B %d, %Y, %I:%M:%S %p} &#187;</div></div></div><div class="post"><div class="inner" id="msg_{number}">{body(said, quote)}</div></div></div><div class="moderatorbar">{edited if said.signature else ""}<div class="smalltext reportlinks"><img alt="" /> Logged</div>{f'<div class="signature" id="msg_{number}_signature">{said.signature}</div>' if said.signature else ""}</div></div></div><hr class="post_separator" />"""

    return document(
        TITLE,
        f'<div id="header"><h1 class="forumtitle"><a href="/">{SITE}</a></h1></div><div id="forumposts"><div class="cat_bar"><h3 class="catbg">Author <span id="top_subject">Topic: {TITLE} &nbsp;(Read 1234 times)</span></h3></div>{posts(write, CONVERSATION)}</div>',
    )


def mybb() -> str:
    def quote(who: str, words: str) -> str:
        return f'<blockquote class="mycode_quote"><cite><span> (03-18-2010, 10:04 AM)</span>{who} Wrote:  <a href="x" class="quick_jump"></a></cite>{words}</blockquote>'

    def write(number: int, said: Said) -> str:
        return f"""<a name="pid{number}" id="pid{number}"></a><div class="post " style="" id="post_{number}"><div class="post_author"><div class="author_information"><strong><span class="largetext"><a href="https://forum.example/user-{number}.html">{said.author}</a></span></strong> <img alt="Offline" /><br /><span class="smalltext">Member<br /><img alt="*" /></span></div><div class="author_statistics">Posts: 55<br />Threads: 4<br />Joined: Apr 2007</div></div>
<div class="post_content"><div class="post_head"><div class="float_right"><strong><a href="x" title="Re: {TITLE}" id="post_url_{number}">#{number}</a></strong></div><span class="post_date">{said.at:%m-%d-%Y, %I:%M %p} <span class="post_edit" id="edited_by_{number}">{"<span class='edited_post'>(This post was last modified: 03-20-2010, 10:04 AM by <a>" + said.author + "</a>.)</span>" if said.signature else ""}</span></span></div><div class="post_body scaleimages" id="pid_{number}">{body(said, quote)}</div>{f'<div class="signature scaleimages">{said.signature}</div>' if said.signature else ""}<div class="post_meta" id="post_meta_{number}"></div></div><div class="post_controls"><div class="postbit_buttons author_buttons"><a>Find</a></div><div class="postbit_buttons post_management_buttons"><a>Reply</a></div></div></div>"""

    return document(
        TITLE,
        f'<div id="container"><div class="navigation"><a href="/">{SITE}</a> › <span class="active">{TITLE}</span></div><table class="tborder tfixed"><tr><td class="thead"><strong>{TITLE}</strong></td></tr><tr><td id="posts_container"><div id="posts">{posts(write, CONVERSATION)}</div></td></tr></table></div>',
    )


def invision4() -> str:
    def quote(who: str, words: str) -> str:
        return f'<blockquote class="ipsQuote" data-ipsquote="" data-ipsquote-contentid="1" data-ipsquote-username="{who}"><div class="ipsQuote_citation">On 3/18/2010 at 10:04 AM, {who} said:</div><div class="ipsQuote_contents ipsClearfix"><p>{words}</p></div></blockquote>'

    def write(number: int, said: Said) -> str:
        return f"""<a id="comment-{number}"></a><article id="elComment_{number}" class="cPost ipsBox ipsComment ipsComment_parent ipsClearfix ipsColumns"><div class="cAuthorPane ipsColumn"><h3 class="ipsType_sectionHead cAuthorPane_author"><strong><a href="/profile/{number}-x/" class="ipsType_break" title="Go to {said.author}'s profile">{said.author}</a></strong></h3><ul class="cAuthorPane_info ipsList_reset"><li class="ipsType_break">Members</li><li class="ipsType_light">123 posts</li></ul></div>
<div class="ipsColumn ipsColumn_fluid"><div id="comment-{number}_wrap" class="ipsComment_content ipsType_medium"><div class="ipsComment_meta ipsType_light"><div class="ipsType_reset"><a href="x" class="ipsType_blendLinks">Posted <time datetime="{said.at:%Y-%m-%dT%H:%M:%S}Z" title="{said.at:%m/%d/%Y %I:%M  %p}" data-short="15 yr">{said.at:%B %d, %Y}</time></a></div></div><div class="cPost_contentWrap ipsPad"><div data-role="commentContent" class="ipsType_normal ipsType_richText ipsContained">{body(said, quote, lambda words: f"<p>{words}</p>")}{'<span class="ipsType_reset ipsType_medium ipsType_light"><strong>Edited March 20, 2010 by x</strong></span>' if said.signature else ""}</div>{f'<div data-role="memberSignature" class="ipsBorder_top">{said.signature}</div>' if said.signature else ""}<div class="ipsItemControls"><ul class="ipsComment_controls"><li><a>Quote</a></li></ul></div></div></div></div></article>"""

    return document(
        f"{TITLE} - Pain - {SITE}",
        f'<main id="ipsLayout_body"><h1 class="ipsType_pageTitle"><span>{TITLE}</span></h1><div class="cTopic"><form>{posts(write, CONVERSATION).replace("<form>", "")}</form></div></main>',
    )


def vanilla() -> str:
    def quote(who: str, words: str) -> str:
        return f'<blockquote class="Quote UserQuote"><div class="QuoteAuthor"><a href="/profile/{who}" rel="nofollow">{who}</a> said:</div><div class="QuoteText"><p>{words}</p></div></blockquote>'

    def write(number: int, said: Said) -> str:
        return f"""<li class="Item ItemComment" id="Comment_{number}"><div class="Comment"><div class="Item-Header CommentHeader"><div class="AuthorWrap"><span class="Author"><a title="x" href="/profile/{number}/x" class="PhotoWrap"><img alt="x" /></a><a href="/profile/{number}/x" class="Username">{said.author}</a></span><span class="AuthorInfo"><span class="MItem Rank">✭✭</span></span></div><div class="Meta CommentMeta CommentInfo"><span class="MItem DateCreated"><a href="/discussion/comment/{number}" class="Permalink" rel="nofollow"><time title="{said.at:%B %d, %Y %I:%M%p}" datetime="{said.at:%Y-%m-%dT%H:%M:%S}+00:00">{said.at:%B %Y}</time></a></span></div></div><div class="Item-BodyWrap"><div class="Item-Body"><div class="Message">{body(said, quote, lambda words: f"<p>{words}</p>")}</div><div class="Reactions"><span>Like 2</span></div></div></div></div></li>"""

    return document(
        f"{TITLE} — {SITE}",
        f'<div class="MessageList Discussion"><h1>{TITLE}</h1></div><ul class="MessageList DataList Comments">{posts(write, CONVERSATION)}</ul>',
    )


def flarum() -> str:
    def quote(who: str, words: str) -> str:
        return f'<blockquote class="uncited"><div><p><a href="/d/1/1" class="PostMention">{who}</a> said:</p><p>{words}</p></div></blockquote>'

    def write(number: int, said: Said) -> str:
        return f"""<div class="PostStream-item" data-index="{number}" data-time="{said.at:%Y-%m-%dT%H:%M:%S}+00:00" data-number="{number}" data-id="{number}" data-type="comment"><article class="Post CommentPost"><div><header class="Post-header"><ul><li class="item-user"><div class="PostUser"><h3 class="PostUser-name"><a href="/u/{number}"><img class="Avatar" alt="" /><span class="username">{said.author}</span></a></h3></div></li><li class="item-meta"><div class="Dropdown PostMeta"><a class="Dropdown-toggle"><time pubdate="" datetime="{said.at:%Y-%m-%dT%H:%M:%S}+00:00" title="x" data-humantime="">Mar '10</time></a></div></li></ul></header><div class="Post-body">{body(said, quote, lambda words: f"<p>{words}</p>")}</div><aside class="Post-actions"><ul><li><button>Reply</button></li></ul></aside><footer class="Post-footer"></footer></div></article></div>"""

    return document(
        f"{TITLE} - {SITE}",
        f'<header class="Hero"><h2 class="DiscussionHero-title">{TITLE}</h2></header><div class="PostStream">{posts(write, CONVERSATION)}</div>',
    )


def answers() -> str:
    """A site of questions and answers, marked with the vocabulary of schema.org."""

    def quote(who: str, words: str) -> str:
        return f"<blockquote><p>{who} said:</p><p>{words}</p></blockquote>"

    def write(number: int, said: Said) -> str:
        kind = "Question" if number == 1 else "Answer"
        return f"""<div class="{kind.lower()} js-{kind.lower()}" data-{kind.lower()}id="{number}" id="{kind.lower()}-{number}" itemscope itemtype="https://schema.org/{kind}"><div class="post-layout"><div class="votecell"><div class="js-vote-count" itemprop="upvoteCount">{number + 4}</div></div><div class="postcell"><div class="s-prose js-post-body" itemprop="text">{body(said, quote, lambda words: f"<p>{words}</p>")}</div><div class="mt24"><div class="js-post-menu"><a>Share</a><a>Follow</a></div><div class="post-signature owner"><div class="user-info"><div class="user-action-time">answered <span title="{said.at:%Y-%m-%d %H:%M:%S}Z" class="relativetime">{said.at:%b %d, %Y at %H:%M}</span></div><div class="user-details" itemprop="author" itemscope itemtype="http://schema.org/Person"><a href="/users/{number}/x">{said.author}</a><span class="d-none" itemprop="name">{said.author}</span><div class="-flair"><span class="reputation-score">1,234</span></div></div></div></div></div></div></div></div>"""

    return document(
        f"pumps - {TITLE} - {SITE}",
        f'<div id="question-header"><h1 itemprop="name"><a href="/q/1">{TITLE}</a></h1></div><div id="mainbar">{posts(write, CONVERSATION)}</div>',
    )


def wordpress() -> str:
    def quote(who: str, words: str) -> str:
        return f"<blockquote><p><cite>{who} wrote:</cite></p><p>{words}</p></blockquote>"

    def write(number: int, said: Said) -> str:
        return f"""<li id="comment-{number}" class="comment byuser comment-author-x even thread-even depth-1"><article id="div-comment-{number}" class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><img alt='' class='avatar' /><b class="fn"><a href="http://x.example" class="url" rel="ugc external nofollow">{said.author}</a></b> <span class="says">says:</span></div><div class="comment-metadata"><a href="x"><time datetime="{said.at:%Y-%m-%dT%H:%M:%S}-05:00">{said.at:%B %d, %Y} at {said.at:%I:%M %p}</time></a></div></footer><div class="comment-content">{body(said, quote, lambda words: f"<p>{words}</p>")}</div><div class="reply"><a rel="nofollow" class="comment-reply-link">Reply</a></div></article></li>"""

    return document(
        f"{TITLE} | {SITE}",
        f'<h1 class="entry-title">{TITLE}</h1><div id="comments"><h2 class="comments-title">4 thoughts</h2><ol class="comment-list">{posts(write, CONVERSATION)}</ol></div>',
    )


def definition_list() -> str:
    """Without a class: a head, then the words."""

    def quote(who: str, words: str) -> str:
        return f"<blockquote><p>{who} wrote:</p><p>{words}</p></blockquote>"

    def write(number: int, said: Said) -> str:
        return f"<dt><b>{said.author}</b>, {said.at:%d %b %Y %H:%M}</dt>\n<dd>{body(said, quote, lambda words: f'<p>{words}</p>')}</dd>"

    return document(
        f"{TITLE} - {SITE}",
        f"<h1>{SITE}</h1><h2>{TITLE}</h2><dl>{posts(write, CONVERSATION)}</dl><p>Powered by a forum</p>",
    )


def bare_table() -> str:
    """Two rows for each posting, laid out as pages were in 1999."""

    def quote(who: str, words: str) -> str:
        return (
            f"<blockquote><font size=1>quote:</font><hr><i>Originally posted by {who}:</i><br>{words}<hr></blockquote>"
        )

    def write(number: int, said: Said) -> str:
        return f"""<TR BGCOLOR="#dedfdf"><TD width=18% valign=top><FONT SIZE="2" face="Verdana"><B>{said.author}</B></FONT><BR><FONT SIZE="1">Member</FONT></TD><TD><FONT SIZE="1" face="Verdana">posted {said.at:%m-%d-%Y %I:%M %p}</FONT></TD></TR><TR bgcolor=#f7f7f7><TD>&nbsp;</TD><TD><FONT SIZE="2" FACE="Verdana">{body(said, quote)}</FONT></TD></TR>"""

    return document(
        f"{TITLE} - {SITE}",
        f"<center><B><FONT size=4>{TITLE}</FONT></B></center><table border=0 width=95%>{posts(write, CONVERSATION)}</table>",
    )


def headings() -> str:
    """A heading for each posting, its words behind it."""

    def quote(who: str, words: str) -> str:
        return f"<blockquote><p>{who} said:</p><p>{words}</p></blockquote>"

    def write(number: int, said: Said) -> str:
        return (
            f"<h3>{said.author} ({said.at:%b %d, %Y})</h3>\n{body(said, quote, lambda words: f'<p>{words}</p>')}\n<hr>"
        )

    return document(TITLE, f"<h1>{TITLE}</h1>{posts(write, CONVERSATION)}")


def mail_archive() -> str:
    def quote(who: str, words: str) -> str:
        return f'<div class="quoted"><p>{who} wrote:</p><blockquote>{words}</blockquote></div>'

    def write(number: int, said: Said) -> str:
        return f"""<div class="email" data-mid="{number}"><div class="email-header"><span class="name">{said.author}</span><span class="date" data-epoch="{epoch(said.at)}">{said.at:%d %b %Y}</span></div><div class="email-body">{body(said, quote, lambda words: f"<p>{words}</p>")}</div></div>"""

    return document(f"{TITLE} - {SITE}", f"<h3>{TITLE}</h3><section id=thread>{posts(write, CONVERSATION)}</section>")


OTHERS: dict[str, Callable[[], str]] = {
    "smf": smf,
    "mybb": mybb,
    "invision4": invision4,
    "vanilla": vanilla,
    "flarum": flarum,
    "answers": answers,
    "wordpress": wordpress,
    "definition_list": definition_list,
    "bare_table": bare_table,
    "headings": headings,
    "mail_archive": mail_archive,
}
