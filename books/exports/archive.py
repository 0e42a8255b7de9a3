"""A zip as EPUB wants it, and the same bytes for the same files."""

import io
import zipfile

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # where a zip's calendar begins
_UNIX, _READABLE = 3, 0o100644 << 16


def zipped(media_type: str, files: dict[str, bytes]) -> bytes:
    """`mimetype` first and as it is, so that the first bytes of the archive tell what it is; then `files`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _add(archive, "mimetype", media_type.encode(), zipfile.ZIP_STORED)
        for name, data in files.items():
            packed = name.endswith((".jpg", ".png", ".mp3"))  # already: a second time gains nothing
            _add(archive, name, data, zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type, entry.create_system, entry.external_attr = method, _UNIX, _READABLE
    archive.writestr(entry, data)
