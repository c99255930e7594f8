"""Mails as mailing lists, mail programs and Outlook keep them."""

from __future__ import annotations

import datetime
import struct

from toys import compound

LIST = """\
From jdoe at example.org  Thu Mar 18 10:00:00 2010
From: jdoe at example.org (Jane Doe)
Date: Thu, 18 Mar 2010 10:00:00 -0500
Subject: [CODING-L] Pump refill by a nurse
Message-ID: <a1@example.org>
List-Id: Coding Discussions <coding-l.example.org>

Hi all,

Is 95990 right when the nurse refills the pump?

Thanks,
Jane
--\x20
Jane Doe, CPC
Somewhere Pain Clinic
(555) 123-4567
_______________________________________________
CODING-L mailing list
CODING-L at example.org
To unsubscribe go to http://example.org

From bob at example.net  Fri Mar 19 09:00:00 2010
From: Bob <bob@example.net>
Date: Fri, 19 Mar 2010 09:00:00 -0500
Subject: Drug units
Message-ID: <b1@example.net>

How many units of J2275 for 40 mg?

From ksmith at example.com  Thu Mar 18 12:00:00 2010
From: "Smith, Kathy" <ksmith@example.com>
To: coding-l@example.org
Date: Thu, 18 Mar 2010 12:00:00 -0500
Subject: Re: [CODING-L] Pump refill by a nurse
Message-ID: <a2@example.com>
In-Reply-To: <a1@example.org>

On Thu, Mar 18, 2010 at 10:00 AM, Jane Doe <jdoe@example.org> wrote:

> Is 95990 right when the nurse refills the pump?

Jane,

Yes, 95990 is for the nurse.

The manual says:

> 95991 needs the physician.

>From what I read it is the same in 2010.

Kathy Smith
Coding Manager
Big Hospital

This e-mail and any attachments are confidential and intended only for the recipient.
If you received this message in error, delete it.
"""
CHAIN = """\
From: "Lopez, Maria" <mlopez@payer.example>
To: Jane Doe <jdoe@clinic.example>
Subject: RE: FW: 62370 denial
Date: Tue, 5 Mar 2024 14:02:11 +0000
Message-ID: <z@payer.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="B"

--B
Content-Type: text/html; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

<html><head><style>p {}</style><script>alert(1)</script></head><body>
<p>CAUTION: This email originated from outside of the organization. Do not click links.</p>
<p>Hi Jane,</p><p>62370 isn=92t payable with 95991 on the same day.</p><p>Maria Lopez<br>Provider Relations</p>
<hr><p><b>From:</b> Jane Doe &lt;jdoe@clinic.example&gt;<br><b>Sent:</b> Monday, March 4, 2024 9:15 AM<br>
<b>To:</b> Lopez, Maria<br><b>Subject:</b> 62370 denial</p>
<p>Can you tell us why 62370 was denied with 95991?</p><p>Thanks, Jane</p></body></html>
--B
Content-Type: text/markdown; name="policy.md"
Content-Disposition: attachment; filename="policy.md"

---
source: Payer Policy
---
# Pumps

62370 is bundled.
--B
Content-Type: application/octet-stream
Content-Disposition: attachment; filename="=?utf-8?q?=C3=A9tude=2Exyz?="
Content-Transfer-Encoding: base64

AAECAwQ=
--B
Content-Type: image/png
Content-ID: <logo>
Content-Disposition: inline; filename="logo.png"
Content-Transfer-Encoding: base64

AAECAwQ=
--B--
"""
BULLETIN = """\
From: Payer Bulletin Service <news@payer.example>
To: providers@payer.example
Subject: Pump refills from July on
Date: Mon, 1 Jul 2024 08:00:00 -0400
List-Unsubscribe: <mailto:stop@payer.example>
Message-ID: <n1@payer.example>

From July 1 on, 62370 is paid once a visit.

To unsubscribe, write to stop@payer.example.
"""
_START = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)


def msg(attached: bytes = b"", **texts: str) -> bytes:
    """A mail of Outlook; ``texts`` by name: subject, sender, body."""
    sent = datetime.datetime(2024, 3, 5, 14, 2, tzinfo=datetime.UTC) - _START
    fixed = b"\0" * 32 + struct.pack("<IIQ", 0x00390040, 6, int(sent.total_seconds()) * 10**7)
    names = {"subject": "0037001F", "sender": "0C1A001F", "mail": "0C1F001F", "body": "1000001F"}
    tree: dict[str, bytes | compound.Tree] = {"__properties_version1.0": fixed}
    tree |= {f"__substg1.0_{names[name]}": text.encode("utf-16-le") for name, text in texts.items()}
    if attached:
        name = "policy.md".encode("utf-16-le")
        tree["__attach_version1.0_#00000000"] = {
            "__properties_version1.0": b"\0" * 8,
            "__substg1.0_3707001F": name,
            "__substg1.0_37010102": attached,
        }
    return compound.write(tree)
