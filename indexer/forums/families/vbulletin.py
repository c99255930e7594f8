"""vBulletin 3, 4 and 5, with the printable and the archive views of 3 and 4."""

from indexer.forums.values import Layout

NAME = "vBulletin"
LAYOUTS = (
    Layout(
        posting="li.b-post, div.b-post",
        body=".js-post__content-text, .b-post__content [itemprop=text], .b-post__content",
        author=".b-userinfo__details .author, .author [itemprop=name], .author, .b-userinfo .username",
        date=".b-post__timestamp, time[itemprop=dateCreated], time",
        rank=".usertitle",
        number=".b-post__count",
        title="h1.main-title, h1.b-main-title",
        drop=".b-post__edit-note, .b-post__signature, .post-edit-reason, .b-post-attachments*",
    ),
    Layout(
        posting="li.postcontainer, li.postbitlegacy, li.postbit[id^=post_], div.postbit[id^=post_]",
        body="blockquote.postcontent, .postcontent, div[id^=post_message_], .content .restore, .restore",
        author=".username_container .username, .userinfo .username, .username, .guest",
        date=".postdate .date, .posthead .date, .datetime, .date",
        rank=".usertitle",
        number="a.postcounter",
        title="h1 .threadtitle, .threadtitle",
        drop=".lastedited, .signature, .after_content",
    ),
    Layout(
        posting="table[id^=post], div[id^=edit]",
        body="div[id^=post_message_], td[id^=td_post_] div[id^=post_message]",
        author=".bigusername, div[id^=postmenu_] a, div[id^=postmenu_]",
        date="td.thead",
        rank="td.alt2 .smallfont",
        number="a[id^=postcount]",
        title="td.navbar strong",
    ),
    Layout(  # the printable view of 3
        posting="td.page",
        body="",
        author="td[style^=font-size:14pt], td[style^=font-size: 14pt]",
        date="td.smallfont",
        title="td.page strong",
    ),
    Layout(  # the archive
        posting="div.post",
        body="div.posttext",
        author=".posttop .username, .username",
        date=".posttop .date, .date",
        title=".largefont a",
    ),
)
