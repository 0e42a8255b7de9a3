"""`manage.py make_book`: from a wish to a PDF, without a server and without a network."""

import io
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from books import services
from books.management.walk import walk_with_progress
from books.models import Book, Job
from books.tests.factories import a_spec
from credits.models import CreditTransaction
from storyforge_site.accounts.models import User

TWELVE = [
    ("A shy dragon learns to swim", "en", "5-7", "watercolor"),
    ("The fox who collected umbrellas", "en", "3-5", "cartoon"),
    ("A robot that is afraid of the dark", "en", "7-9", "3d"),
    ("My grandmother's magic soup", "en", "adult", "oil_painting"),
    ("잠이 안 오는 곰", "ko", "3-5", "claymation"),
    ("하늘을 날고 싶은 돼지", "ko", "5-7", "pixel"),
    ("민지와 잃어버린 풍선", "ko", "7-9", "watercolor"),
    ("할머니의 생일 케이크", "ko", "adult", "cartoon"),
    ("ともだちがほしいはりねずみ", "ja", "3-5", "3d"),
    ("月へ行きたいうさぎ", "ja", "5-7", "oil_painting"),
    ("かさをあつめるきつね", "ja", "7-9", "claymation"),
    ("はじめて学校へ行くペンギン", "ja", "adult", "pixel"),
]
SCRIPTS = {"en": ("a", "z"), "ko": ("가", "힣"), "ja": ("ぁ", "ヿ")}


def run(**options: Any) -> str:
    out = io.StringIO()
    call_command("make_book", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.heavy
@pytest.mark.parametrize(("topic", "language", "age", "style"), TWELVE)
def test_twelve_wishes_become_twelve_books(topic: str, language: str, age: str, style: str, tmp_path: Path) -> None:
    out = tmp_path / "book.pdf"
    started = time.monotonic()

    said = run(topic=topic, language=language, target_age=age, style=style, out=str(out))

    print(f"{topic}: {time.monotonic() - started:.1f} s, {out.stat().st_size / 1e6:.2f} MB")  # noqa: T201
    pages = [page.extract_text() for page in PdfReader(out).pages]
    assert len(pages) == 10
    first, last = SCRIPTS[language]
    for text in pages[1:9]:
        assert sum(first <= letter.lower() <= last for letter in text) > 8, text
    assert out.stat().st_size < 6_000_000
    assert str(out) in said


@pytest.mark.django_db(transaction=True)
def test_it_leaves_nothing_behind_and_charges_nobody(tmp_path: Path) -> None:
    run(topic="A snail who paints", pages="4", out=str(tmp_path / "book.pdf"))

    assert not Book.objects.exists()
    assert not Job.objects.exists()
    assert not CreditTransaction.objects.exists()
    _folders, files = default_storage.listdir(".")
    assert files == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"topic": ""}, "topic: This field may not be blank."),
        ({"topic": "x" * 201}, "topic: Ensure this field has no more than 200 characters."),
        ({"topic": "a fox", "style": "crayon"}, 'style: "crayon" is not a valid choice.'),
        ({"topic": "a fox", "target_age": "12"}, 'target_age: "12" is not a valid choice.'),
        ({"topic": "a fox", "pages": "13"}, "page_count: Ensure this value is less than or equal to 12."),
        ({"topic": "a fox", "pages": "many"}, "page_count: A valid integer is required."),
        ({"topic": "a fox", "language": "tlh"}, 'language: "tlh" is not a valid choice.'),
        ({"topic": "a fox", "out": "/nowhere/at/all/book.pdf"}, "Cannot write /nowhere/at/all/book.pdf"),
    ],
)
def test_bad_input_is_one_clear_sentence(options: dict[str, str], sentence: str) -> None:
    with pytest.raises(CommandError) as refusal:
        run(**options)

    assert str(refusal.value).startswith(sentence)
    assert "\n" not in str(refusal.value)
    assert not Book.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_wish_that_is_not_for_children_is_refused_in_words() -> None:
    with pytest.raises(CommandError) as refusal:
        run(topic="a murderer in the woods")

    assert "Please try another idea. (SAFETY_INPUT)" in str(refusal.value)


def test_make_hands_any_topic_to_the_command_in_one_piece() -> None:
    """Old and new GNU makes differ in how a rule may export; this one must at least plan the book."""
    topic = 'TOPIC=A "quoted" dragon; it\'s $HOME'
    planned = subprocess.run(
        [shutil.which("make") or "make", "-n", "book", topic], cwd=settings.BASE_DIR, capture_output=True, text=True
    )

    assert planned.returncode == 0, planned.stderr
    assert 'make_book "$@"' in planned.stdout


@pytest.mark.django_db(transaction=True)
def test_a_job_that_no_worker_may_claim_any_more_does_not_keep_the_command_for_ever(alice: User) -> None:
    job = services.order_book(alice, a_spec())
    Job.objects.update(attempts=settings.JOB_MAX_ATTEMPTS)

    job = walk_with_progress(job)

    assert (job.status, job.error_code) == ("failed", "STUCK_TIMEOUT")
