from django.apps import AppConfig


class BooksConfig(AppConfig):
    name = "books"
    verbose_name = "Books"

    def ready(self) -> None:
        from books.belongings import BELONGINGS
        from storyforge_site.accounts.belongings import register

        register(BELONGINGS)
