"""Operations, asked as a proxy or a watcher asks them: by nobody who is signed in."""

import pytest
from django.test import Client

from storyforge_site.models import QUEUE, Pulse
from storyforge_site.tests.contract import operations
from storyforge_site.tests.contract.asking import content_of
from storyforge_site.tests.contract.shape import faults
from storyforge_site.tests.contract.table import File, Row


@pytest.mark.django_db(transaction=True)  # each part of the house is asked in a thread of its own
@pytest.mark.parametrize("row", operations.ROWS, ids=str)
def test_it_answers_as_written(row: Row, client: Client) -> None:
    Pulse.objects.beat(QUEUE)

    answer = client.get(row.path)

    assert answer.status_code == row.status
    if isinstance(row.answer, File):
        assert answer["Content-Type"] == row.answer.media_type
        assert content_of(answer).startswith(row.answer.beginning)
    else:
        assert list(faults(row.answer, answer.json())) == []
