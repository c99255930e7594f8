"""The appeal sheet as a word processor's document."""

from __future__ import annotations

import datetime
import io
import zipfile

from docx import Document
from docx.document import Document as Writing
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.shared import Pt

from assistant.showing.appeal import SIGNATURE, Group, Sheet
from indexer.plugins import NoSettings

LABEL = "Word"
# A DOCX states when it was made; the date asked stands in its text, and nothing else may change its bytes.
_MADE = datetime.datetime(2000, 1, 1)
_ZIPPED = (1980, 1, 1, 0, 0, 0)


def write(sheet: Sheet, settings: NoSettings) -> bytes:
    document = begun(sheet.title)
    for label, text in sheet.labels:
        _labelled(document, label, text)
    document.add_heading("Answer", 1)
    document.add_paragraph(sheet.answer)
    for listed in sheet.lists:
        document.add_paragraph().add_run(listed.heading).bold = True
        for line in listed.lines:
            document.add_paragraph(line, "List Bullet")
    document.add_heading("Quotations", 1)
    for group in sheet.quotations:
        document.add_heading(group.heading, 2)
        _quotations(document, group)
    document.add_heading("Citations", 1)
    for cited in sheet.citations:
        document.add_paragraph(f"[{cited.number}] {cited.formal}").paragraph_format.keep_together = True
    document.add_paragraph(f"{SIGNATURE} {sheet.fingerprint}").paragraph_format.space_before = Pt(18)
    for notice in sheet.notices:
        document.add_paragraph().add_run(notice).font.size = Pt(9)
    _imprint(document, sheet.imprint)
    return undated(document)


def begun(title: str) -> Writing:
    """An empty document with its title."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title[:255], "Citedesk", "Citedesk"
    properties.comments, properties.revision = "", 1
    properties.created = properties.modified = _MADE
    document.add_heading(title, 0)
    return document


def _imprint(document: Writing, text: str) -> None:
    """As data of the document's own, which word processors keep and do not show."""
    data = f'<sheet xmlns="urn:citedesk:sheet">{text}</sheet>'.encode()
    package = document.part.package
    part = Part(package.next_partname("/customXml/item%d.xml"), CONTENT_TYPE.XML, data, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def _quotations(document: Writing, group: Group) -> None:
    for one in group.quotations:
        quoted(document, f"{one.text} [{one.number}]", one.standing)


def quoted(document: Writing, text: str, standing: str) -> None:
    """A quotation with who says it below, on one page."""
    words = document.add_paragraph(text, "Quote")
    words.paragraph_format.keep_with_next = words.paragraph_format.keep_together = True
    words.paragraph_format.left_indent = Pt(18)
    below = document.add_paragraph()
    below.paragraph_format.left_indent = Pt(18)
    below.add_run(standing).font.size = Pt(9)


def _labelled(document: Writing, label: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(text)


def undated(document: Writing) -> bytes:
    """The parts in their order, each without the time at which it was zipped."""
    written, plain = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(plain, "w") as undated:
        for name in parts.namelist():
            undated.writestr(zipfile.ZipInfo(name, _ZIPPED), parts.read(name), zipfile.ZIP_DEFLATED)
    return plain.getvalue()
