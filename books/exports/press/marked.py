"""A finished PDF with its mark (who made it: model or algorithm) and, for the printer, what its colours mean."""

import io
from typing import Any

from PIL import ImageCms
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject


def marked(pdf: bytes, xmp: str, *, for_print: bool) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.xmp_metadata = xmp.encode()
    told: Any = writer.root_object["/Metadata"].get_object()
    told.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    writer.pdf_header = "%PDF-1.4"  # the first with such metadata
    if for_print:
        _say_that_colours_are_srgb(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


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
