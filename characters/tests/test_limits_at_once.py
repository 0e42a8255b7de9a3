"""Two requests at once never pass a family's limit together."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from characters.models import Character
from characters.tests.factories import wish
from storyforge_site.accounts.models import User

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_eight_at_once_as_many_are_kept_as_there_is_room_for(alice: User, settings: Any) -> None:
    settings.MAX_CHARACTERS = 3

    def post(number: int) -> int:
        client = APIClient()
        client.force_authenticate(alice)
        try:
            return client.post("/v1/characters", wish(name=f"Juno {number}"), format="json").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(post, range(8)))

    assert statuses == [201] * 3 + [422] * 5
    assert Character.objects.count() == 3


def test_one_key_posted_eight_times_at_once_makes_one_character(alice: User) -> None:
    def post(_number: int) -> tuple[int, str]:
        client = APIClient()
        client.force_authenticate(alice)
        try:
            answer = client.post("/v1/characters", wish(), format="json", headers={"Idempotency-Key": "k"})
            return answer.status_code, answer.json().get("id", answer.json().get("code"))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(post, range(8)))

    assert {status for status, _said in answers} <= {201, 409}
    assert Character.objects.count() == 1
    assert len({said for status, said in answers if status == 201}) == 1
