"""Files as one zip, and the same bytes for the same files."""

import io
import zipfile

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # where a zip's calendar begins
_UNIX, _READABLE = 3, 0o100644 << 16
_PACKED = (".jpg", ".png", ".webp", ".mp3", ".epub", ".pdf")  # already: a second time gains nothing


def zipped(files: dict[str, bytes], *, media_type: str = "") -> bytes:
    """`files` by their paths, in their order.

    With a `media_type`, an entry `mimetype` comes first and as it is, so that the first bytes of the archive tell
    what it is, as EPUB wants it.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if media_type:
            _add(archive, "mimetype", media_type.encode(), zipfile.ZIP_STORED)
        for name, data in files.items():
            _add(archive, name, data, zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type, entry.create_system, entry.external_attr = method, _UNIX, _READABLE
    archive.writestr(entry, data)
