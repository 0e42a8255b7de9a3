from django.apps import AppConfig


class BooksConfig(AppConfig):
    name = "books"
    verbose_name = "Books"

    def ready(self) -> None:
        from books.belongings import BELONGINGS
        from books.measuring import JobsCollector
        from storyforge_site.accounts.belongings import register
        from storyforge_site.metrics import REGISTRY

        register(BELONGINGS)
        REGISTRY.register(JobsCollector())
