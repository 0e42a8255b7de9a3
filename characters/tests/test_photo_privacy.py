"""Hostile photos are refused in little memory, and of a good one nothing remains but words."""

import logging
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from rest_framework.test import APIClient

from characters.models import Character
from characters.tests.a_model import play
from characters.tests.factories import GPS_PLACE, a_portrait, as_bytes, bomb_of_pixels, from_a_phone
from characters.tests.test_from_photo import URL, post, shown, shown_bytes
from storyforge_site.accounts.models import User
from storyforge_site.models import IdempotencyKey
from storyforge_site.tests.vendor import Answer, Asked, vendor

pytestmark = pytest.mark.django_db

MEBIBYTE = 1024 * 1024
JPEG = as_bytes(a_portrait())
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 2000


INSANE: dict[str, Callable[[], bytes]] = {
    "a byte": lambda: b"\x00",
    "text": lambda: b"not a picture",
    "svg": lambda: SVG,
    "heic": lambda: HEIC,
    "gif": lambda: as_bytes(a_portrait(), "GIF"),
    "bmp": lambda: as_bytes(a_portrait(), "BMP"),
    "tiff": lambda: as_bytes(a_portrait(), "TIFF"),
    "gif and jpeg": lambda: b"GIF89a" + JPEG,
    "half a jpeg": lambda: JPEG[: len(JPEG) // 2],
    "half a png": lambda: as_bytes(a_portrait(), "PNG")[:300],
    "too narrow": lambda: as_bytes(Image.new("RGB", (40, 400))),
    "too wide": lambda: as_bytes(Image.new("RGB", (9000, 70))),
    "bomb": bomb_of_pixels,
    "many scans": lambda: as_bytes(Image.new("RGB", (6000, 4000)), progressive=True),
    "pdf and jpeg": lambda: b"%PDF-1.7" + JPEG,
}


@pytest.mark.parametrize("make", INSANE.values(), ids=list(INSANE))
def test_what_is_no_sane_photo_is_refused_in_little_memory(as_alice: APIClient, make: Callable[[], bytes]) -> None:
    data = make()
    post(as_alice, b"x")  # what is imported on the way is not the photo's
    tracemalloc.start()
    answer = post(as_alice, data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")
    assert answer.json()["errors"][0]["field"] == "photo"
    assert "JPEG, PNG or WebP" in answer.json()["errors"][0]["message"]
    assert peak < 20 * MEBIBYTE
    assert not Character.objects.exists()


def test_an_empty_photo_is_refused(as_alice: APIClient) -> None:
    answer = post(as_alice, b"")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "photo")


@pytest.mark.parametrize(("size", "status"), [(10 * MEBIBYTE, 201), (10 * MEBIBYTE + 1, 413), (11 * MEBIBYTE, 413)])
def test_ten_mebibytes_are_the_most(as_alice: APIClient, size: int, status: int) -> None:
    answer = post(as_alice, JPEG + b"\x00" * (size - len(JPEG)))

    assert answer.status_code == status
    if status == 413:
        assert answer.json()["code"] == "PAYLOAD_TOO_LARGE"
        assert not Character.objects.exists()


def test_what_announces_too_much_is_not_read(as_alice: APIClient) -> None:
    answer = as_alice.post(
        URL, b"--x\r\n", content_type="multipart/form-data; boundary=x", headers={"Content-Length": str(10**12)}
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "PAYLOAD_TOO_LARGE")


@pytest.mark.parametrize(
    "body", [b"", b"--x", b"--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--", b"no parts at all", b"--x--"]
)
def test_a_muddled_form_is_a_validation_error(as_alice: APIClient, body: bytes) -> None:
    answer = as_alice.post(URL, body, content_type="multipart/form-data; boundary=x")

    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")


@pytest.mark.parametrize("boundary", ["", "; boundary=", "; boundary=\x00"])
def test_a_form_without_a_boundary_is_a_validation_error(as_alice: APIClient, boundary: str) -> None:
    answer = as_alice.post(URL, b"--x--", content_type=f"multipart/form-data{boundary}")

    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")


def test_a_form_of_a_thousand_fields_is_a_validation_error(as_alice: APIClient) -> None:
    answer = post(as_alice, **{f"field{number}": "x" for number in range(1500)})

    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")


def test_a_polyglot_leaves_nothing_but_its_pixels(as_alice: APIClient, settings: Any) -> None:
    settings.LLM_PROVIDER, settings.LLM_MODEL = ["openai"], "small"
    with vendor(play) as openai:
        settings.LLM_BASE_URL = openai.url
        assert post(as_alice, JPEG + b"PK\x03\x04<script>alert(1)</script>").status_code == 201
        seen = shown_bytes(openai)

    assert b"script" not in seen
    assert b"PK\x03\x04" not in seen


def test_place_date_maker_and_comment_are_shown_to_nobody(as_alice: APIClient, settings: Any) -> None:
    photo = from_a_phone()
    assert GPS_PLACE in photo
    settings.LLM_PROVIDER, settings.LLM_MODEL = ["openai"], "small"
    with vendor(play) as openai:
        settings.LLM_BASE_URL = openai.url
        post(as_alice, photo)
        seen, data = shown(openai), shown_bytes(openai)

    assert not seen.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(seen.info)
    assert not any(trace in data for trace in (GPS_PLACE, b"PhoneMaker", b"Mina", b"Exif"))


@pytest.mark.parametrize("signed_in_by", ["token", "cookie"])
def test_nothing_of_a_photo_remains(
    alice: User,
    as_alice: APIClient,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    signed_in_by: str,
) -> None:
    nowhere = str(tmp_path / "there-is-no-such-folder")  # a temporary file could not be made
    monkeypatch.setattr(tempfile, "tempdir", nowhere)
    settings.FILE_UPLOAD_TEMP_DIR = nowhere
    caplog.set_level(logging.DEBUG)
    photo = from_a_phone() + b"\x00" * (5 * MEBIBYTE)  # more than Django would keep in memory by itself
    client: Any = as_alice if signed_in_by == "token" else _with_cookie(alice)

    answer = post(client, photo, headers={"Idempotency-Key": "k", "X-CSRFToken": _token(client)})

    assert answer.status_code == 201
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert "JFIF" not in caplog.text
    assert "photo.jpg" not in caplog.text
    row, key = Character.objects.get(), IdempotencyKey.objects.get()
    assert (len(key.fingerprint), row.sheet) == (64, {})
    assert "base64" not in str(key.answer)


def _with_cookie(user: User) -> APIClient:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(user)
    client.cookies["csrftoken"] = "a" * 32
    return client


def _token(client: Client) -> str:
    cookie = client.cookies.get("csrftoken")
    return cookie.value if cookie else ""


def test_a_vendor_that_quotes_the_photo_brings_none_of_it_into_the_log(
    as_alice: APIClient, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def parrot(asked: Asked, before: int) -> Answer:
        address = asked.body["messages"][1]["content"][1]["image_url"]["url"]
        quoted.append(address[30:70])
        return Answer({"error": {"message": f"bad image {address}"}}, status=400)

    quoted: list[str] = []
    settings.LLM_PROVIDER, settings.LLM_MODEL, settings.LLM_MAX_RETRIES = ["openai", "offline"], "small", 1
    caplog.set_level(logging.DEBUG)
    with vendor(parrot) as openai:
        settings.LLM_BASE_URL = openai.url
        assert post(as_alice).json()["source"] == "offline_colours"

    assert quoted
    assert not any(piece in caplog.text for piece in quoted)
