"""Arabic in a PDF is found, copied and read aloud by its letters, not by the joined forms that were drawn."""

import re
import unicodedata
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

_JOINED = re.compile(rb"<(F[BE][0-9A-F]{2})>")


def say_letters(writer: PdfWriter) -> None:
    """In every font's table of what its glyphs mean."""
    for page in writer.pages:
        resources: Any = page["/Resources"]
        for each in resources.get("/Font", {}).values():
            font = each.get_object()
            told = font["/ToUnicode"].get_object().get_data() if "/ToUnicode" in font else b""
            letters = _JOINED.sub(_letters, told)
            if letters != told:
                table = StreamObject()
                table.set_data(letters)
                font[NameObject("/ToUnicode")] = writer._add_object(table.flate_encode())


def _letters(form: re.Match[bytes]) -> bytes:
    """Lam with alef is two letters in one form."""
    plain = unicodedata.normalize("NFKC", chr(int(form[1], 16)))
    return b"<%s>" % plain.encode("utf-16-be").hex().upper().encode()
