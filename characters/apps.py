from django.apps import AppConfig


class CharactersConfig(AppConfig):
    name = "characters"
    verbose_name = "Characters"

    def ready(self) -> None:
        from characters.belongings import BELONGINGS
        from storyforge_site.accounts.belongings import register

        register(BELONGINGS)
