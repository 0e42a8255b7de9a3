"""`python -m books.tests.chaos.order [PAGES]`: order a book in the database of the settings, and print the job's id."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge_site.settings")
django.setup()

from books import services  # noqa: E402
from books.tests.factories import a_spec  # noqa: E402
from storyforge_site.accounts.models import User  # noqa: E402

if __name__ == "__main__":
    pages = int(sys.argv[1]) if sys.argv[1:] else 4
    reader, _created = User.objects.get_or_create(email="reader@example.org")
    sys.stdout.write(services.order_book(reader, a_spec(page_count=pages)).pk)
