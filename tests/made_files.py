"""Small files of office programs as they write them, one for each format that is a folder in an archive, and an RTF."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TITLE = "Pump reprogramming"
RULE = "A volume check of the pump is not reprogramming; report 62367 for it."
OTHER = "Reprogramming is reported with 62368, whoever orders it."
NOTE = "See the manual of 2012."
ROWS = (("Code", "Global days"), ("62367", "XXX"), ("62368", "010"))


def zipped(members: Mapping[str, str | bytes], stored: str | None = None) -> bytes:
    """``stored`` is the one that stands first and uncompressed."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(
                zipfile.ZipInfo(name), text, zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            )
    return data.getvalue()


def docx(extra: str = "", members: Mapping[str, str | bytes] | None = None) -> bytes:
    def paragraph(text: str, style: str = "", more: str = "") -> str:
        named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{named}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>{more}</w:p>"

    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    deleted = "<w:del><w:r><w:delText>Never said.</w:delText></w:r></w:del>"
    rows = "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in ROWS)
    listed = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>interrogation</w:t></w:r></w:p>'
    body = (
        paragraph(TITLE, "Title")
        + paragraph("CPT Assistant")
        + paragraph("July 2006")
        + paragraph("Volume 16, Issue 7")
        + paragraph("2.1 Volume checks", "Heading1")
        + paragraph(RULE, "", reference + deleted)
        + listed
        + f"<w:tbl>{rows}</w:tbl>"
        + paragraph("2.2 Changes", "Heading1")
        + paragraph(OTHER)
        + extra
    )
    styles = "".join(
        f'<w:style w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
        for id, name in (("Title", "Title"), ("Heading1", "heading 1"))
    )
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{NOTE}</w:t></w:r></w:p></w:footnote>'
    separator = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>'
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{separator}{note}</w:footnotes>',
            **(members or {}),
        }
    )


def odt(members: Mapping[str, str | bytes] | None = None) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body><text:p>{NOTE}</text:p></text:note-body></text:note>"
    )
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in ROWS
    )
    body = (
        "<text:tracked-changes><text:p>Never said.</text:p></text:tracked-changes>"
        f'<text:h text:outline-level="1">{TITLE}</text:h><text:p>CPT Assistant</text:p><text:p>July 2006</text:p>'
        f'<text:h text:outline-level="2">2.1 Volume checks</text:h><text:p>{RULE}{note}</text:p>'
        "<text:list><text:list-item><text:p>interrogation</text:p></text:list-item></text:list>"
        f"<table:table>{rows}</table:table>"
        f'<text:h text:outline-level="2">2.2 Changes</text:h><text:p>{OTHER}</text:p>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            **(members or {}),
        },
        "mimetype",
    )


def epub(members: Mapping[str, str | bytes] | None = None) -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    first = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title>'
        f"<script>never()</script></head><body><nav>Never said.</nav><h1>{TITLE}</h1><p>CPT Assistant, July 2006</p>"
        f'<h2>2.1 Volume checks</h2><span epub:type="pagebreak" title="11"/>'
        f"<p>{RULE}</p><ul><li>interrogation</li></ul>"
        f'<table>{rows}</table><aside epub:type="footnote">1 {NOTE}</aside></body></html>'
    )
    second = f'<html><body><h2>2.2 Changes</h2><a role="doc-pagebreak" title="12"></a><p>{OTHER}</p></body></html>'
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
            "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
            '<item id="b" href="text/2.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="a" href="text/1.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
            "OPS/text/1.xhtml": first,
            "OPS/text/2.xhtml": second,
            **(members or {}),
        },
        "mimetype",
    )


def rtf() -> bytes:
    rows = "".join(
        "\\trowd\\cellx2000\\cellx4000 " + "".join(f"{cell}\\cell " for cell in row) + "\\row\n" for row in ROWS
    )
    return (
        "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Times;}}{\\info{\\title Kept aside}}\n"
        f"\\pard {TITLE}\\par\nCPT Assistant\\par\nJuly 2006\\par\n"
        f"{RULE} It\\'92s so.\\par\n{rows}\\pard {OTHER}\\par\n"
        "{\\object\\objemb{\\*\\objdata 4d5a}}}"
    ).encode("ascii")
