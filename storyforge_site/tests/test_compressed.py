"""Pages travel compressed; answers of the API and files do not."""

import gzip

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
_AS_BROWSERS_DO = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_travels_compressed(client: Client) -> None:
    answer = client.get("/", headers=_AS_BROWSERS_DO)

    page = gzip.decompress(answer.content).decode()
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert page.rstrip().endswith("</html>")
    assert len(answer.content) < len(page) / 2


def test_who_cannot_unpack_it_is_given_it_plain(client: Client) -> None:
    answer = client.get("/")

    assert "Content-Encoding" not in answer
    assert answer.content.rstrip().endswith(b"</html>")


def test_an_answer_of_the_api_stays_plain(client: Client) -> None:
    answer = client.get("/v1/schema", headers=_AS_BROWSERS_DO)

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer
