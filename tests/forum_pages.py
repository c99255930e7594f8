"""Pages of forums as their software writes them, each of the same conversation; and the same in Markdown."""

from __future__ import annotations

import datetime
import html
import json
from collections.abc import Callable
from dataclasses import dataclass

TITLE = "CPT codes 62367 vs 62368"
SITE = "Example Coders"


@dataclass(frozen=True)
class Said:
    """``blocks`` are paragraphs, or a quotation as whom and what."""

    author: str
    at: datetime.datetime
    blocks: tuple[str | tuple[str, str], ...]
    signature: str = ""


CONVERSATION = (
    Said(
        "marci_ann",
        datetime.datetime(2010, 3, 18, 10, 4),
        (
            "Is a check of the reservoir's volume a reprogramming, 62367 or 62368?",
            "Our pain clinic bills < 10 of these a month.",
        ),
    ),
    Said(
        "PumpGuy88",
        datetime.datetime(2010, 3, 18, 14, 30),
        (
            ("marci_ann", "Is a check of the reservoir's volume a reprogramming, 62367 or 62368?"),
            "Report 62368 only when the dose or the rate is changed.",
        ),
        "Posts are my own opinion. CPC since 2004",
    ),
    Said("marci_ann", datetime.datetime(2010, 3, 19, 9, 15), ("Thank you!",)),
    Said(
        "Sandy Cooper",
        datetime.datetime(2010, 4, 2, 16, 45),
        (
            ("CPT Assistant", "Report the analysis once for each session & pump."),
            "We bill 62367 with a volume check only, and the payer agreed after an appeal.",
            "Documentation names the remaining volume, the alarm date and the rate.",
        ),
    ),
)

Body = Callable[[Said], str]
esc = html.escape


def us(at: datetime.datetime) -> str:
    return at.strftime("%m-%d-%Y, %I:%M %p")


def long(at: datetime.datetime) -> str:
    return at.strftime("%b %d, %Y at %I:%M %p")


def php(at: datetime.datetime) -> str:
    return at.strftime("%a %b %d, %Y %I:%M %p").lower().title().replace("Am", "am").replace("Pm", "pm")


def iso(at: datetime.datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S-0400")


def epoch(at: datetime.datetime) -> int:
    return int(at.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=-4))).timestamp())


def body(said: Said, quote: Callable[[str, str], str], paragraph: Callable[[str], str] | None = None) -> str:
    """Quotations by ``quote``; paragraphs by ``paragraph``, or with two line ends between them."""
    parts = list[str]()
    for place, block in enumerate(said.blocks):
        if isinstance(block, tuple):
            parts.append(quote(esc(block[0]), esc(block[1])))
        elif paragraph:
            parts.append(paragraph(esc(block)))
        else:
            after_text = place and isinstance(said.blocks[place - 1], str)
            parts.append(("<br />\n<br />\n" if after_text else "") + esc(block))
    return "".join(parts)


def posts(write: Callable[[int, Said], str], conversation: tuple[Said, ...], first: int = 1) -> str:
    return "\n".join(write(number, said) for number, said in enumerate(conversation, first))


def document(title: str, inner: str, head: str = "", foot: str = "") -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en-US" id="top"><head><meta charset="utf-8"><title>{title}</title>\n{head}'
        "<style>.message{color:red}</style><script>var post = '<div class=\"post\">no text</div>';</script></head>\n"
        f"<body>\n{inner}\n{foot}</body></html>\n"
    )


def xenforo2(conversation: tuple[Said, ...] = CONVERSATION, page: int = 1, first: int = 1) -> str:
    def quote(who: str, words: str) -> str:
        return (
            f'<blockquote data-attributes="member: 12" data-quote="{who}" data-source="post: 1" class="bbCodeBlock'
            ' bbCodeBlock--expandable bbCodeBlock--quote js-expandWatch"><div class="bbCodeBlock-title"><a href="/goto/post?id=1"'
            f' class="bbCodeBlock-sourceJump" rel="nofollow">{who} said:</a></div><div class="bbCodeBlock-content">'
            f'<div class="bbCodeBlock-expandContent js-expandContent ">{words}</div><div class="bbCodeBlock-expandLink'
            ' js-expandLink"><a role="button" tabindex="0">Click to expand...</a></div></div></blockquote>'
        )

    def write(number: int, said: Said) -> str:
        signature = f'<aside class="message-signature"><div class="bbWrapper">{said.signature}</div></aside>'
        return f"""<article class="message message--post js-post js-inlineModContainer" data-author="{said.author}" data-content="post-{number}" id="js-post-{number}" itemscope itemtype="https://schema.org/Comment">
<span class="u-anchorTarget" id="post-{number}"></span><div class="message-inner"><div class="message-cell message-cell--user"><section class="message-user">
<div class="message-userDetails"><h4 class="message-name"><a href="/members/x.{number}/" class="username" data-user-id="{number}">{said.author}</a></h4><h5 class="userTitle message-userTitle">True Blue</h5></div>
<div class="message-userExtras"><dl class="pairs pairs--justified"><dt>Messages</dt><dd>1,234</dd></dl><dl class="pairs"><dt>Location</dt><dd>Tampa, FL</dd></dl></div></section></div>
<div class="message-cell message-cell--main"><div class="message-main js-quickEditTarget"><header class="message-attribution message-attribution--split"><ul class="message-attribution-main listInline "><li class="u-concealed"><a href="/threads/x.1/post-{number}" rel="nofollow"><time class="u-dt" dir="auto" datetime="{iso(said.at)}" data-time="{epoch(said.at)}" data-date-string="{said.at:%b %d, %Y}" data-time-string="{said.at:%I:%M %p}" title="{long(said.at)}">{said.at:%b %d, %Y}</time></a></li></ul>
<ul class="message-attribution-opposite message-attribution-opposite--list "><li><a href="/threads/x.1/post-{number}" rel="nofollow">#{number}</a></li></ul></header>
<div class="message-content js-messageContent"><div class="message-userContent lbContainer js-lbContainer "><article class="message-body js-selectToQuote"><div class="bbWrapper">{body(said, quote)}</div><div class="js-selectToQuoteEnd">&nbsp;</div></article></div>{signature if said.signature else ""}</div>
<footer class="message-footer"><div class="message-actionBar actionBar"><a href="/report" class="actionBar-action">Report</a><a class="actionBar-action">Like</a><a class="actionBar-action">Reply</a></div><div class="reactionsBar js-reactionsList is-active"><bdi>Wendy_K</bdi> and 3 others</div></footer></div></div></div></article>"""

    paged = f" | Page {page}" if page > 1 else ""
    canonical = f"https://forum.example/threads/x.1/{f'page-{page}' if page > 1 else ''}"
    return document(
        f"{TITLE}{paged} | {SITE}",
        f"""<div class="p-nav"><a href="/">Forums</a></div><div class="p-body-header"><div class="p-title "><h1 class="p-title-value"><span class="label label--primary" dir="auto">Solved</span><span class="label-append">&nbsp;</span>{TITLE}</h1></div>
<ul class="listInline"><li>Thread starter <a class="username">marci_ann</a></li><li>Start date <time datetime="2010-03-18T10:04:00-0400">Mar 18, 2010</time></li></ul></div>
<div class="block-body js-replyNewMessageContainer">{posts(write, conversation, first)}</div>
<form class="block js-quickReply"><textarea>Write your reply...</textarea></form>
<div class="block"><h3 class="block-header">Similar threads</h3><div class="structItem structItem--thread"><div class="structItem-title"><a href="/threads/2">Pump refill</a></div><time datetime="2012-01-01T10:00:00-0400">Jan 1, 2012</time></div><div class="structItem structItem--thread"><div class="structItem-title"><a href="/threads/3">Another pump</a></div><time datetime="2013-01-01T10:00:00-0400">Jan 1, 2013</time></div></div>""",
        f'<link rel="canonical" href="{canonical}"><meta property="og:site_name" content="{SITE}">',
    )


def xenforo1(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    def quote(who: str, words: str) -> str:
        return (
            f'<div class="bbCodeBlock bbCodeQuote" data-author="{who}"><aside><div class="attribution type">{who} said:'
            f' <a href="goto/post?id=1#post-1" class="AttributionLink">&uarr;</a></div><blockquote class="quoteContainer">'
            f'<div class="quote">{words}</div><div class="quoteExpand">Click to expand...</div></blockquote></aside></div>'
        )

    def write(number: int, said: Said) -> str:
        signature = f'<div class="baseHtml signature messageText ugc"><aside>{said.signature}</aside></div>'
        return f"""<li id="post-{number}" class="message   " data-author="{said.author}"><div class="messageUserInfo"><div class="messageUserBlock "><h3 class="userText"><a href="members/x.{number}/" class="username" dir="auto">{said.author}</a><em class="userTitle">True Blue</em></h3><div class="extraUserInfo"><dl class="pairsJustified"><dt>Messages:</dt><dd>12</dd></dl></div></div></div>
<div class="messageInfo primaryContent"><div class="messageContent"><article><blockquote class="messageText SelectQuoteContainer ugc baseHtml">{body(said, quote)}<div class="messageTextEndMarker">&nbsp;</div></blockquote></article></div>{signature if said.signature else ""}
<div class="messageMeta ToggleTriggerAnchor"><div class="privateControls"><span class="item muted"><span class="authorEnd"><a href="members/x" class="username author">{said.author}</a>,</span> <a href="threads/x.1/#post-{number}" title="Permalink" class="datePermalink"><abbr class="DateTime" data-time="{epoch(said.at)}" data-diff="100" data-datestring="{said.at:%b %d, %Y}" data-timestring="{said.at:%I:%M %p}" title="{long(said.at)}">{long(said.at)}</abbr></a></span></div><div class="publicControls"><a href="threads/x.1/#post-{number}" class="item muted postNumber hashPermalink">#{number}</a><a class="ReplyQuote item control reply">Reply</a></div></div></div></li>"""

    return document(
        f"{TITLE} | {SITE}",
        f'<div class="titleBar"><h1>{TITLE}</h1><p id="pageDescription" class="muted ">Discussion in \'Pain\' started by'
        f' <a class="username">marci_ann</a>, <abbr class="DateTime">Mar 18, 2010</abbr>.</p></div><ol class="messageList" id="messageList">'
        f'{posts(write, conversation)}</ol><div class="section sidebar"><h3>Members online</h3>Wendy_K, Kelly</div>',
    )


def vbulletin3(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    def quote(who: str, words: str) -> str:
        return (
            '<div style="margin:20px; margin-top:5px; "><div class="smallfont" style="margin-bottom:2px">Quote:</div>'
            '<table cellpadding="6" cellspacing="0" border="0" width="100%"><tr><td class="alt2" style="border:1px inset"><div>'
            f'Originally Posted by <strong>{who}</strong> <a href="showthread.php?p=1#post1" rel="nofollow"><img class="inlineimg"'
            f' src="viewpost.gif" border="0" alt="View Post" /></a></div><div style="font-style:italic">{words}</div></td></tr></table></div>'
        )

    def write(number: int, said: Said) -> str:
        signature = f"<!-- sig --><div>__________________<br />{said.signature}</div><!-- / sig -->"
        edited = f'<!-- edit note --><div class="smallfont"><hr size="1" /><em>Last edited by {said.author}; {us(said.at)}.</em></div>'
        return f"""<!-- post #{number} --><div align="center"><div class="page" style="width:100%; text-align:left"><div style="padding:0px 25px 0px 25px"><div id="edit{number}" style="padding:0px 0px 6px 0px">
<table id="post{number}" class="tborder" cellpadding="6" cellspacing="1" border="0" width="100%" align="center"><tr><td class="thead" style="font-weight:normal; border: 1px solid #fff"><!-- status icon and date --><a name="post{number}"><img class="inlineimg" src="old.gif" alt="Old" border="0" /></a>
{us(said.at)}<!-- / status icon and date --></td><td class="thead" style="font-weight:normal" align="right">&nbsp;#<a href="showpost.php?p={number}" target="new" rel="nofollow" id="postcount{number}" name="{number}"><strong>{number}</strong></a> &nbsp;</td></tr>
<tr valign="top"><td class="alt2" width="175" style="border: 1px solid #fff"><div id="postmenu_{number}"><a class="bigusername" href="member.php?u={number}">{said.author}</a></div><div class="smallfont">Expert</div><div class="smallfont">&nbsp;<br /><div>Join Date: Apr 2007</div><div>Location: Tampa</div><div>Posts: 123</div></div></td>
<td class="alt1" id="td_post_{number}" style="border-right: 1px solid #fff"><!-- icon and title --><div class="smallfont"><img class="inlineimg" src="icon1.gif" alt="Default" /><strong>Re: {TITLE}</strong></div><hr size="1" style="color:#fff" /><!-- message --><div id="post_message_{number}">{body(said, quote)}</div><!-- / message -->
{signature + edited if said.signature else ""}</td></tr></table></div></div></div></div><!-- / post #{number} -->"""

    return document(
        f"{TITLE} - {SITE}",
        f'<table class="tborder"><tr><td class="alt1"><div class="navbar"><a href="index.php">{SITE}</a> &gt; <a href="f1">Pain</a></div></td></tr>'
        f'<tr><td class="navbar" style="font-size:10pt"><a href="x"><img alt="Reload this Page" src="x.gif"></a> <strong>{TITLE}</strong></td></tr></table>'
        f'<div id="posts">{posts(write, conversation)}<div id="lastpost"></div></div>'
        '<div class="smallfont" align="center">All times are GMT -5. The time now is <span class="time">10:04 AM</span>.</div>',
    )


def vbulletin3_print(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    def quote(who: str, words: str) -> str:
        return (
            '<div style="margin:20px; margin-top:5px; "><div class="smallfont" style="margin-bottom:2px">Quote:</div><table width="99%">'
            f'<tr><td class="alt2" style="border:1px solid #777"><div>Originally Posted by <strong>{who}</strong>\n(Post 1)\n</div>'
            f'<div style="font-style:italic">{words}</div></td></tr></table></div>'
        )

    def write(number: int, said: Said) -> str:
        return f"""<table class="tborder" cellpadding="6" cellspacing="1" border="0" width="100%"><tr><td class="page"><table cellpadding="0" cellspacing="0" border="0" width="100%"><tr valign="bottom"><td style="font-size:14pt">{said.author}</td><td class="smallfont" align="right">{said.at:%m-%d-%Y %I:%M %p}</td></tr></table>
<hr /><div><strong>{TITLE}</strong></div><div>{body(said, quote)}</div></td></tr></table><br />"""

    return document(
        f"{SITE} - {TITLE}",
        f'<table class="tborder"><tr><td width="100%"><strong><a href="/">{SITE}</a></strong> (<a href="/">http://forum.example/</a>)<br />- <strong><a href="t">{TITLE}</a></strong></td></tr></table>'
        f'<br />{posts(write, conversation)}<div class="smallfont">All times are GMT -5. The time now is 10:04 AM.</div>',
    )


def vbulletin_archive(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    def quote(who: str, words: str) -> str:
        return f"[QUOTE={who};1]{words}[/QUOTE]<br />\n<br />\n"

    def write(number: int, said: Said) -> str:
        return f'<div class="post"><div class="posttop"><div class="username">{said.author}</div><div class="date">{us(said.at)}</div></div><div class="posttext">{body(said, quote)}</div></div><hr />'

    return document(
        f" {TITLE} [Archive]  - {SITE}",
        f'<div class="pagebody"><div id="navbar"><a href="/archive">{SITE}</a> &gt; <a href="f">Pain</a> &gt; PDA</div><hr />'
        f'<div class="pda"><a href="x" rel="nofollow">PDA</a></div><p class="largefont">View Full Version : <a href="showthread.php?t=1">{TITLE}</a></p><hr />{posts(write, conversation)}</div>',
    )


def vbulletin4(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    def quote(who: str, words: str) -> str:
        return (
            '<div class="bbcode_container"><div class="bbcode_quote"><div class="quote_container"><div class="bbcode_quote_container"></div>'
            f'<div class="bbcode_postedby"><img src="quote_icon.png" alt="Quote" /> Originally Posted by <strong>{who}</strong>'
            f' <a href="showthread.php?p=1#post1" rel="nofollow"><img class="inlineimg" alt="View Post" /></a></div><div class="message">{words}</div></div></div></div>'
        )

    def write(number: int, said: Said) -> str:
        after = (
            f'<blockquote class="signature restore"><div class="signaturecontainer">{said.signature}</div></blockquote>'
        )
        edited = f'<blockquote class="postcontent lastedited">Last edited by {said.author}; <span class="date">{us(said.at)}</span></blockquote>'
        return f"""<li class="postbitlegacy postbitim postcontainer old" id="post_{number}"><div class="posthead"><span class="postdate old"><span class="date">{said.at:%m-%d-%Y},&nbsp;<span class="time">{said.at:%I:%M %p}</span></span></span><span class="nodecontrols"><a name="post{number}" href="showthread.php?p={number}" class="postcounter">#{number}</a></span></div>
<div class="postdetails"><div class="userinfo"><div class="username_container"><div class="popupmenu memberaction"><a class="username offline popupctrl" href="member.php?{number}" title="{said.author} is offline"><strong>{said.author}</strong></a></div><span class="rank"></span><span class="usertitle">Expert</span></div><hr /><dl class="userinfo_extra"><dt>Join Date</dt> <dd>Apr 2007</dd> <dt>Posts</dt> <dd>123</dd></dl></div>
<div class="postbody"><div class="postrow has_after_content"><h2 class="title icon"><img src="icon1.png" alt="Default" /> {TITLE}</h2><div class="content"><div id="post_message_{number}"><blockquote class="postcontent restore ">{body(said, quote)}</blockquote></div></div></div>
<div class="after_content">{edited + after if said.signature else ""}</div></div></div><div class="postfoot"><div class="textcontrols floatcontainer"><a class="newreply">Reply With Quote</a></div></div><hr /></li>"""

    return document(
        f"{TITLE}",
        f'<div id="pagetitle" class="pagetitle"><h1>Thread: <span class="threadtitle"><a href="t">{TITLE}</a></span></h1></div>'
        f'<div id="postlist" class="postlist restrain"><ol id="posts" class="posts" start="1">{posts(write, conversation)}</ol></div>'
        f'<div class="navlinks"><a href="/">{SITE}</a></div>',
    )


def vbulletin4_print(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    def quote(who: str, words: str) -> str:
        return f'<div class="bbcode_container"><div class="bbcode_quote printable"><hr /><div>Originally Posted by <strong>{who}</strong> <a href="x"><img alt="View Post" /></a></div><div class="message">{words}</div><hr /></div></div>'

    def write(number: int, said: Said) -> str:
        return f'<li class="postbit" id="post_{number}"><div class="header"><div class="datetime">{us(said.at)}</div><span class="username">{said.author}</span></div><div class="title">{TITLE}</div><div class="content"><blockquote class="restore">{body(said, quote)}</blockquote></div></li>'

    return document(
        f"{TITLE}",
        f'<div class="above_body"><div id="header"><a href="/">{SITE}</a></div></div><div id="pagetitle"><h1><a href="t">{TITLE}</a></h1><p class="description">Printable View</p></div><ul id="postlist">{posts(write, conversation)}</ul>',
    )


def vbulletin5(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    def quote(who: str, words: str) -> str:
        return (
            '<div class="bbcode_container"><div class="bbcode_quote"><div class="quote_container"><div class="bbcode_quote_container vb-icon vb-icon-quote-large"></div>'
            f'<div class="bbcode_postedby">Originally posted by <strong>{who}</strong> <a href="x" rel="nofollow"><img class="inlineimg" alt="View Post" /></a></div><div class="message">{words}</div></div></div></div>'
        )

    def write(number: int, said: Said) -> str:
        signature = f'<div class="b-post__signature restore">{said.signature}</div>'
        return f"""<li data-node-id="{number}" data-node-publishdate="{epoch(said.at)}" class="b-post js-post js-comment-entry__parent h-restore--on-preview b-post--first" itemscope itemtype="http://schema.org/Comment" id="post{number}"><a id="post{number}" class="b-post__hash-target"></a>
<div class="b-post__body h-clearfix" id="post{number}_body"><div class="b-post__grid-container"><div class="b-userinfo b-userinfo--panel"><div class="b-userinfo__details" itemprop="author" itemscope itemtype="http://schema.org/Person"><div class="author h-text-size--14"><strong><a href="/member/{number}" data-vbnamecard="{number}"><span itemprop="name">{said.author}</span></a></strong></div><div class="usertitle">Senior Member</div></div><ul class="b-userinfo__additional-info-block"><li class="b-userinfo__additional-info"><label>Join Date:</label> <span>Apr 2007</span></li><li class="b-userinfo__additional-info"><label>Posts:</label> <span>123</span></li></ul></div>
<div class="b-post__content js-post__content"><div class="b-post__arrow"></div><div class="b-post__inner-wrapper"><div class="b-divider--section h-clear"><div class="h-left"><a class="b-post__count js-show-post-link" href="x">#{number}</a></div><div class="b-post__timestamp"><time itemprop="dateCreated" datetime="{said.at:%Y-%m-%dT%H:%M:%S}">{us(said.at)}</time></div></div>
<h2 class="b-post__title js-post-title b-post__title--separator">{TITLE}</h2><div class="js-post__content-text OLD__post-content h-padding-vert-xl" itemprop="text">{body(said, quote)}</div>{signature if said.signature else ""}</div></div></div></div></li>"""

    return document(
        f"{TITLE} - {SITE}",
        f'<div id="main-navbar"><ul><li>Home</li></ul></div><h1 class="main-title">{TITLE}</h1><ul class="conversation-list list-container h-clearfix thread-view">{posts(write, conversation)}</ul>',
    )


def phpbb2(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    def quote(who: str, words: str) -> str:
        return f'</span><table width="90%" cellspacing="1" cellpadding="3" border="0" align="center"><tr> <td><span class="genmed"><b>{who} wrote:</b></span></td></tr><tr> <td class="quote">{words}</td></tr></table><span class="postbody">'

    def write(number: int, said: Said) -> str:
        signature = f"<br />_________________<br />{said.signature}" if said.signature else ""
        edited = (
            f"<br /><br />Last edited by {said.author} on {php(said.at)}; edited 1 time in total"
            if said.signature
            else ""
        )
        return f"""<tr><td width="150" align="left" valign="top" class="row1"><span class="name"><a name="{number}"></a><b>{said.author}</b></span><br /><span class="postdetails">Frequent poster<br /><br /><br />Joined: 04 Apr 2007<br />Posts: 123<br />Location: Tampa</span><br /></td><td class="row1" width="100%" height="28" valign="top"><table width="100%" border="0" cellspacing="0" cellpadding="0"><tr><td width="100%"><a href="viewtopic.php?p={number}#{number}"><img src="x.gif" alt="Post" /></a><span class="postdetails">Posted: {php(said.at)}<span class="gen">&nbsp;</span>&nbsp; &nbsp;Post subject: {TITLE}</span></td><td valign="top" nowrap="nowrap"><a href="posting.php?mode=quote&amp;p={number}"><img alt="Reply with quote" /></a></td></tr><tr><td colspan="2"><hr /></td></tr><tr><td colspan="2"><span class="postbody">{body(said, quote)}{signature}</span><span class="gensmall">{edited}</span></td></tr></table></td></tr>
<tr><td class="row1" width="150"><span class="nav"><a href="#top" class="nav">Back to top</a></span></td><td class="row1"><table><tr><td><a href="profile.php?mode=viewprofile&amp;u={number}"><img alt="View user's profile" /></a></td></tr></table></td></tr><tr><td class="spaceRow" colspan="2" height="1"><img src="spacer.gif" alt="" /></td></tr>"""

    return document(
        f"{SITE} :: View topic - {TITLE}",
        f'<table width="100%"><tr><td class="bodyline"><table width="100%"><tr><td><a class="maintitle" href="viewtopic.php?t=1">{TITLE}</a></td></tr></table>'
        f'<table class="forumline" width="100%"><tr><th class="thLeft" width="150">Author</th><th class="thRight">Message</th></tr>{posts(write, conversation)}</table>'
        "<span class=gensmall>All times are GMT - 5 Hours</span></td></tr></table>",
    )


def phpbb3(conversation: tuple[Said, ...] = CONVERSATION, newer: bool = True) -> str:
    def quote(who: str, words: str) -> str:
        if not newer:
            return f"<blockquote><div><cite>{who} wrote:</cite>{words}</div></blockquote>"
        return f'<blockquote cite="./viewtopic.php?p=1#p1"><div><cite><a href="./memberlist.php?u=2">{who}</a> wrote: <a href="./viewtopic.php?p=1#p1" data-post-id="1" onclick="if(x) go()">↑</a><span class="responsive-hide">{php(CONVERSATION[0].at)}</span></cite>{words}</div></blockquote>'

    def write(number: int, said: Said) -> str:
        signature = f'<div id="sig{number}" class="signature">{said.signature}</div>'
        edited = f'<div class="notice">Last edited by <a href="m" class="username">{said.author}</a> on {php(said.at)}, edited 1 time in total.</div>'
        when = f'<time datetime="{said.at:%Y-%m-%dT%H:%M:%S}+00:00">{php(said.at)}</time>' if newer else php(said.at)
        return f"""<div id="p{number}" class="post has-profile bg{1 + number % 2}"><div class="inner"><dl class="postprofile" id="profile{number}"><dt class="has-profile-rank no-avatar"><div class="avatar-container"></div><a href="./memberlist.php?mode=viewprofile&amp;u={number}" class="username">{said.author}</a></dt><dd class="profile-rank">Frequent poster</dd><dd class="profile-posts"><strong>Posts:</strong> <a href="s">123</a></dd><dd class="profile-joined"><strong>Joined:</strong> Wed Apr 04, 2007 8:00 am</dd></dl>
<div class="postbody"><div id="post_content{number}"><h3 {'class="first"' if number == 1 else ""}><a href="#p{number}">Re: {TITLE}</a></h3><ul class="post-buttons"><li><a href="q" title="Reply with quote" class="button button-icon-only"><span class="sr-only">Quote</span></a></li></ul><p class="author"><a class="unread" href="./viewtopic.php?p={number}#p{number}" title="Post"><i class="icon"></i><span class="sr-only">Post</span></a><span class="responsive-hide">by <strong><a href="./memberlist.php?mode=viewprofile&amp;u={number}" class="username">{said.author}</a></strong> &raquo; </span>{when}</p><div class="content">{body(said, quote)}</div>{edited + signature if said.signature else ""}</div></div><div class="back2top"><a href="#top" title="Top">Top</a></div></div></div><hr class="divider" />"""

    return document(
        f"{TITLE} - {SITE}",
        f'<div id="page-header"><h1>{SITE}</h1><p>Coding talk</p></div><div id="page-body"><p class="right responsive-center time">It is currently Wed Aug 12, 2015 9:30 am</p><h2 class="topic-title"><a href="./viewtopic.php?t=1">{TITLE}</a></h2>'
        f'<div class="action-bar bar-top"><div class="pagination">4 posts &bull; Page <strong>1</strong> of <strong>1</strong></div></div>{posts(write, conversation)}</div>',
    )


def phpbb3_old(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    return phpbb3(conversation, newer=False).replace('class="topic-title"', "")


def phpbb3_print(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    def quote(who: str, words: str) -> str:
        return f"<blockquote><div><cite>{who} wrote:</cite>{words}</div></blockquote>"

    def write(number: int, said: Said) -> str:
        return f'<div class="post"><h3>Re: {TITLE}</h3><div class="date">Posted: <strong>{php(said.at)}</strong></div><div class="author">by <strong>{said.author}</strong></div><div class="content">{body(said, quote)}</div></div><hr />'

    return document(
        f"{SITE} &bull; View topic - {TITLE}",
        f'<div id="wrap"><div id="page-header"><h1>{SITE}</h1><p>Coding talk<br /><a href="/">http://forum.example/</a></p><h2>{TITLE}</h2><p><a href="x">http://forum.example/viewtopic.php?t=1</a></p></div><div id="page-body"><div class="page-number">Page <strong>1</strong> of <strong>1</strong></div>{posts(write, conversation)}</div></div>',
    )


def subsilver2(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    def quote(who: str, words: str) -> str:
        return f'<div class="quotetitle">{who} wrote:</div><div class="quotecontent">{words}</div>'

    def write(number: int, said: Said) -> str:
        return f"""<table class="tablebg" width="100%" cellspacing="1"><tr class="row{1 + number % 2}"><td align="center" valign="middle"><a name="p{number}"></a><b class="postauthor">{said.author}</b></td><td width="100%" height="25"><table width="100%" cellspacing="0"><tr><td class="gensmall" width="100%"><div style="float: left;">&nbsp;<b>Post subject:</b> {TITLE}</div><div style="float: right;"><a href="x"><img alt="Post" /></a><b>Posted:</b> {php(said.at)}&nbsp;</div></td></tr></table></td></tr>
<tr class="row1"><td valign="top" class="profile"><table cellspacing="4" align="center" width="150"></table><span class="postdetails"><br /><b>Joined:</b> Wed Apr 04, 2007 8:00 am<br /><b>Posts:</b> 123</span></td><td valign="top"><table width="100%" cellspacing="5"><tr><td><div class="postbody">{body(said, quote)}</div><br clear="all" /></td></tr></table></td></tr></table>"""

    return document(
        f"{SITE} &bull; View topic - {TITLE}",
        f'<div id="wrapheader"><a href="/">{SITE}</a></div><div id="pageheader"><h2><a class="titles" href="./viewtopic.php?t=1">{TITLE}</a></h2></div><div id="pagecontent">{posts(write, conversation)}</div>',
    )


def discourse_cooked(said: Said) -> str:
    def quote(who: str, words: str) -> str:
        return f'<aside class="quote no-group" data-username="{who}" data-post="1" data-topic="12"><div class="title"><div class="quote-controls"></div><img loading="lazy" alt="" src="/a.png" class="avatar"> {who}:</div><blockquote><p>{words}</p></blockquote></aside>'

    return body(said, quote, lambda words: f"<p>{words}</p>")


def discourse(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    def write(number: int, said: Said) -> str:
        return f"""<div class="topic-post clearfix regular" data-post-number="{number}"><article id="post_{number}" class="boxed onscreen-post" data-post-id="{100 + number}" data-user-id="{number}" role="region" aria-label="post #{number} by @{said.author}"><div class="row"><div class="topic-avatar"><a class="trigger-user-card main-avatar" data-user-card="{said.author}"><img alt="" class="avatar"></a></div><div class="topic-body clearfix"><div class="topic-meta-data" role="heading"><div class="names trigger-user-card"><span class="first username"><a href="/u/{number}" data-user-card="{said.author}">{said.author}</a></span><span class="user-title">Regular</span></div><div class="post-infos"><div class="post-info post-date"><a class="post-date" title="{said.at:%B %d, %Y %I:%M %p}" href="/t/x/12/{number}"><span title="{said.at:%B %d, %Y %I:%M %p}" data-time="{epoch(said.at)}000" data-format="tiny" class="relative-date">Mar '10</span></a></div></div></div>
<div class="regular contents"><div class="cooked">{discourse_cooked(said)}</div><section class="post-menu-area clearfix"><nav class="post-controls"><button title="like">3</button></nav></section></div></div></div></article></div>"""

    return document(
        f"{TITLE} - Pain - {SITE}",
        f'<noscript><p>JavaScript is off</p></noscript><div id="main-outlet"><div id="topic-title"><div class="title-wrapper"><h1 data-topic-id="12"><a class="fancy-title" href="/t/x/12"><span dir="auto">{TITLE}</span></a></h1></div></div>'
        f'<div class="posts-wrapper"><div class="post-stream">{posts(write, conversation)}</div></div><table class="topic-list"><tr><td class="main-link"><a>Pump refill</a></td><td>2</td><td>Jan 2012</td></tr></table></div>',
    )


def discourse_plain(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    def write(number: int, said: Said) -> str:
        return f"""<div id="post_{number}" itemprop="comment" itemscope itemtype="http://schema.org/Comment" class="topic-body crawler-post"><div class="crawler-post-meta"><span class="creator" itemprop="author" itemscope itemtype="http://schema.org/Person"><a itemprop="url" rel="nofollow" href="/u/{number}"><span itemprop="name">{said.author}</span></a></span><span class="crawler-post-infos"><time itemprop="datePublished" datetime="{said.at:%Y-%m-%dT%H:%M:%S}Z" class="post-time">{said.at:%B %d, %Y, %I:%M%p}</time><meta itemprop="dateModified" content="2011-01-01T00:00:00Z"><span itemprop="position">{number}</span></span></div><div class="post" itemprop="text">{discourse_cooked(said)}</div><div itemprop="interactionStatistic"><span class="post-likes">1 Like</span></div></div>"""

    return document(
        f"{TITLE} - Pain - {SITE}",
        f'<header><a href="/">{SITE}</a></header><div id="main-outlet" class="wrap" role="main"><div id="topic-title"><h1><a href="/t/x/12">{TITLE}</a></h1><div class="topic-category"><a>Pain</a></div></div><div itemscope itemtype="http://schema.org/DiscussionForumPosting">{posts(write, conversation)}</div></div>',
    )


def discourse_json(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    return json.dumps(
        {
            "post_stream": {
                "posts": [
                    {
                        "id": 100 + number,
                        "username": said.author,
                        "name": "",
                        "created_at": f"{said.at:%Y-%m-%dT%H:%M:%S}.000Z",
                        "cooked": discourse_cooked(said),
                        "post_number": number,
                        "post_type": 1,
                        "user_title": "Regular",
                    }
                    for number, said in enumerate(conversation, 1)
                ],
                "stream": [100 + number for number in range(1, len(conversation) + 1)],
            },
            "id": 12,
            "title": TITLE,
            "fancy_title": TITLE,
            "slug": "x",
            "posts_count": len(conversation),
        },
        indent=1,
    )


def markdown(conversation: tuple[Said, ...] = CONVERSATION) -> str:
    """As raw dumps have it."""
    parts = [f"# {TITLE}\n\n"]
    for said in conversation:
        parts.append(f"\n## {said.author} ({said.at:%b %d, %Y})\n\n")
        for block in said.blocks:
            parts.append(f"{block[0]} said:\n\n> {block[1]}\n\n" if isinstance(block, tuple) else f"{block}\n\n")
        parts.append("\n----------\n")
    return "".join(parts)


FAMILIES: dict[str, Callable[[], str]] = {
    "xenforo2": xenforo2,
    "xenforo1": xenforo1,
    "vbulletin3": vbulletin3,
    "vbulletin3_print": vbulletin3_print,
    "vbulletin_archive": vbulletin_archive,
    "vbulletin4": vbulletin4,
    "vbulletin4_print": vbulletin4_print,
    "vbulletin5": vbulletin5,
    "phpbb2": phpbb2,
    "phpbb3": phpbb3,
    "phpbb3_old": phpbb3_old,
    "phpbb3_print": phpbb3_print,
    "subsilver2": subsilver2,
    "discourse": discourse,
    "discourse_plain": discourse_plain,
}
