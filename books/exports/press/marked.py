"""A finished PDF told what it is: its mark (who made it: model or algorithm), title, language, and the way round in it.

For the printer also what its colours mean.
"""

import io
from typing import Any

from PIL import ImageCms
from pypdf import PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from books.exports.press.searchable import say_letters
from books.exports.press.tagged import tag
from storyforge_site.lib.direction import reads_right_to_left
from storyforge_site.lib.marking import described, plain

_PRODUCER = "xhtml2pdf, ReportLab, pypdf"


def marked(pdf: bytes, order: dict[str, Any], *, for_print: bool) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    _describe(writer, order)
    say_letters(writer)
    if "bookmarks" in order:
        _show_the_way(writer, order["bookmarks"])
        tag(writer, order["alts"])
    writer.pdf_header = "%PDF-1.4"  # the first with such metadata
    if for_print:
        _say_that_colours_are_srgb(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _show_the_way(writer: PdfWriter, bookmarks: list[str]) -> None:
    """A bookmark a page; the pages of the story are counted from one."""
    for number, words in enumerate(bookmarks):
        writer.add_outline_item(title=words, page_number=number)
    last = len(bookmarks) - 1
    writer.set_page_label(0, 0, prefix=bookmarks[0])
    writer.set_page_label(1, last - 1, style=PageLabelStyle.DECIMAL, start=1)
    writer.set_page_label(last, last, prefix=bookmarks[last])


def _describe(writer: PdfWriter, order: dict[str, Any]) -> None:
    """Twice, as a PDF does: in its information and, with the mark, as XMP. Nothing is said that is empty."""
    title, subject, language = plain(order["title"]), plain(order["subject"]), order["language"]
    before: Any = writer.metadata
    told = {
        "/Title": title,
        "/Author": "Storyforge",
        "/Subject": subject,
        "/Keywords": str(before.get("/Keywords", "")),
        "/Creator": "Storyforge",
        "/Producer": _PRODUCER,
        "/CreationDate": str(before["/CreationDate"]),
    }
    writer.metadata = {key: value for key, value in told.items() if value}
    writer.xmp_metadata = described(order["xmp"], title, subject, language).encode()
    metadata: Any = writer.root_object["/Metadata"].get_object()
    metadata.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    shown: Any = writer.root_object.setdefault(NameObject("/ViewerPreferences"), DictionaryObject()).get_object()
    shown[NameObject("/DisplayDocTitle")] = BooleanObject(True)
    if reads_right_to_left(language):
        shown[NameObject("/Direction")] = NameObject("/R2L")


def _say_that_colours_are_srgb(writer: PdfWriter) -> None:
    profile = StreamObject()
    profile.set_data(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[NameObject("/N")] = NumberObject(3)
    intent = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/OutputIntent"),
            NameObject("/S"): NameObject("/GTS_PDFA1"),
            NameObject("/OutputConditionIdentifier"): TextStringObject("sRGB IEC61966-2.1"),
            NameObject("/DestOutputProfile"): writer._add_object(profile),
        }
    )
    writer.root_object[NameObject("/OutputIntents")] = ArrayObject([writer._add_object(intent)])
