"""Staff mend a character."""

import pytest
from django.test import Client

from characters.models import Character
from characters.tests.factories import a_character
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("field", "is_kept"), [("name", True), ("master_description", False)])
def test_other_looks_want_a_new_sheet(client: Client, alice: User, field: str, is_kept: bool) -> None:
    client.force_login(User.objects.create_superuser("staff@example.org", "a-long-password"))
    row = a_character(alice)
    Character.objects.update(sheet={"id": "hero"})
    page = f"/admin/characters/character/{row.pk}/change/"
    form = {
        name: client.get(page).context["adminform"].form[name].value()
        for name in client.get(page).context["adminform"].form.fields
    }
    form = {name: "" if value is None else value for name, value in form.items()}

    answer = client.post(page, form | {field: "a girl in a green coat"})

    assert answer.status_code == 302
    assert bool(Character.objects.get().sheet) == is_kept
