"""Having books read aloud in tests; a voice that is sold, counted; and a worker that dies while it stores."""

import shutil
from collections.abc import Collection
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from books import storage
from books.exports import sound
from books.models import Book, Job, JobKind
from books.pipeline import runner
from books.pipeline.steps.voice import read_aloud as read_aloud_step
from books.tests.factories import a_job
from storyforge_site.lib import mp3
from storyforge_site.lib.mp3 import Sound
from storyforge_site.lib.signed_files import SignedFileSystemStorage
from storyforge_site.providers import registry
from storyforge_site.providers.contracts import SpeechRequest, SpeechResult, Usage
from storyforge_site.providers.offline.voice.model import OfflineSpeechModel

PRICE = 500


class SoldVoice:
    name = "sold"
    asked: ClassVar[list[str]] = []

    def synthesize(self, request: SpeechRequest) -> SpeechResult:
        self.asked.append(request.text)
        usage = Usage("sold", "voice-1", cost_microdollars=PRICE)
        return replace(OfflineSpeechModel().synthesize(request), usage=usage)


def sell(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[str]:
    """What the voice is asked from now on."""
    monkeypatch.setitem(registry.SPEECH_MODELS, SoldVoice.name, f"{__name__}.{SoldVoice.__name__}")
    settings.TTS_PROVIDER = [SoldVoice.name]
    SoldVoice.asked.clear()
    return SoldVoice.asked


class Killed(BaseException):
    """As by SIGKILL: nothing of ours may catch it."""


def die_storing(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """The next time a file with `part` in its name is stored, and only then."""
    save, lives = SignedFileSystemStorage._save, iter([Killed(part)])

    def deadly(self: SignedFileSystemStorage, name: str, content: Any) -> str:
        if part in name:
            for death in lives:
                raise death
        return save(self, name, content)

    monkeypatch.setattr(SignedFileSystemStorage, "_save", deadly)


# --- having a book read ---------------------------------------------------------------------------
def require_engine() -> None:
    assert shutil.which("espeak-ng"), "the voice is espeak-ng; install it (Debian: apt install espeak-ng)"


def walked(job: Job) -> Job:
    runner.advance(job.pk)
    job.refresh_from_db()
    return job


def ask(api: APIClient, book: Book, **headers: str) -> Any:
    return api.post(f"/v1/books/{book.pk}/audio", {}, format="json", headers=headers)


def read_aloud(api: APIClient, book: Book) -> Job:
    answer = ask(api, book)
    assert answer.status_code == 202, answer.content
    assert set(answer.json()) == {"job_id", "status"}
    job = walked(Job.objects.get(pk=answer.json()["job_id"]))
    book.refresh_from_db()
    return job


def give_voice(book: Book, *, skipping: Collection[int] = (), by_model: bool = False) -> None:
    """As if its title and its pages had been read aloud, but in silence: quick, and of any text."""
    read = {}
    for number, text in read_aloud_step.lines_of(book.pk).items():
        words = _evenly(text)
        heard = mp3.silence(mp3.Format(version=2, rate=22_050, channels=1), words[-1]["end_ms"] + 200)
        data = sound.marked(heard, by_model=by_model)
        name = f"{storage.book_folder(book.user_id, book.pk)}/voice/{storage.sound_name(number, data)}"
        read[number] = {"text": text, "key": storage.store(name, data), "words": words}
    for page in book.pages.exclude(page_number__in=skipping):
        spoken = read[page.page_number]
        book.pages.filter(pk=page.pk).update(audio_key=spoken["key"], words=spoken["words"])
    a_job(book, finished=True, kind=JobKind.AUDIO, written={str(number): spoken for number, spoken in read.items()})


def _evenly(text: str) -> list[dict[str, Any]]:
    words = enumerate(text.split())
    return [{"text": word, "start_ms": 300 * place, "end_ms": 300 * place + 250} for place, word in words]


def follow(api: APIClient, book: Book, number: int) -> Any:
    return api.get(f"/v1/books/{book.pk}/pages/{number}/audio")


def sounds(book: Book) -> list[str]:
    """Every sound that is stored for the book, by its name."""
    return sorted(
        name for name in _files(storage.book_folder(book.user_id, book.pk)) if not name.endswith((".jpg", ".webp"))
    )


def _files(folder: str) -> list[str]:
    if not default_storage.exists(folder):
        return []
    folders, files = default_storage.listdir(folder)
    return [f"{folder}/{name}" for name in files] + [file for name in folders for file in _files(f"{folder}/{name}")]


def length(key: str) -> int:
    return Sound.of(storage.read(key)).milliseconds
