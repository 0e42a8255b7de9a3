"""The book to listen to: one MP3 with a chapter a page, its cover, and what players show of it."""

from collections.abc import Mapping
from itertools import accumulate, pairwise

from django.utils.translation import gettext as _
from django.utils.translation import override

from books import storage
from books.exports import pictures, sound, voice
from books.exports.bookfile import BookFile, filename
from books.models import Book
from storyforge_site.lib import id3, mp3
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.id3 import Chapter
from storyforge_site.lib.mp3 import Sound

MEDIA_TYPE = "audio/mpeg"
PAUSE_MS = 900  # to turn the page
_COVER_SIDE = 800

# As ID3 names languages: ISO 639-2.
_LANGUAGES = {
    "en": "eng",
    "ko": "kor",
    "ja": "jpn",
    "zh": "zho",
    "vi": "vie",
    "ru": "rus",
    "es": "spa",
    "fr": "fra",
    "de": "deu",
    "ar": "ara",
    "he": "heb",
}


def audio_book(book: Book) -> BookFile:
    """The book as it is now. Raises NOT_READY unless every page has been read aloud, STORAGE_UPLOAD_FAILED."""
    read = voice.sounds(book)
    if not read or not voice.is_whole(book, read):
        raise StoryforgeError(Code.NOT_READY, f"{book.pk} is not read aloud")
    return BookFile(bound(book, read), filename(book, "mp3"), MEDIA_TYPE)


def bound(book: Book, read: Mapping[int, bytes]) -> bytes:
    """The sounds of title (0) and pages as one. Raises TTS_FAILED when they are not of one format."""
    heard = [Sound.of(read[number]) for number in sorted(read)]
    pause = mp3.silence(heard[0].format, PAUSE_MS)
    parts = [mp3.joined([part, pause]) for part in heard]
    whole = mp3.joined(parts)
    with override(book.language):
        names = [_("Page %(number)s") % {"number": number} if number else book.title for number in sorted(read)]
    frames = [*_about(book), id3.contents(_chapters(names, parts)), id3.front_cover(_cover(book))]
    marking = sound.mark(by_model=any(map(sound.is_by_model, read.values())))
    return id3.tag(marking, *frames) + mp3.heading(whole) + whole.data


def _chapters(names: list[str], parts: list[Sound]) -> list[Chapter]:
    frames = accumulate((len(part.frames) for part in parts), initial=0)
    moments = pairwise(map(parts[0].format.milliseconds, frames))
    return [Chapter(name, begin, end) for name, (begin, end) in zip(names, moments, strict=True)]


def _about(book: Book) -> list[bytes]:
    told = {
        "TIT2": book.title,
        "TALB": book.title,
        "TPE1": "Storyforge",
        "TCON": "Audiobook",
        "TLAN": _LANGUAGES[book.language],
        "TDRC": (book.published_at or book.created_at).strftime("%Y-%m-%d"),
    }
    return [id3.words(name, value) for name, value in told.items()]


def _cover(book: Book) -> bytes:
    return pictures.thumbnail(storage.read_patiently(book.cover_image_key), side=_COVER_SIDE)
