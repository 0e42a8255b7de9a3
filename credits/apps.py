from django.apps import AppConfig


class CreditsConfig(AppConfig):
    name = "credits"
    verbose_name = "Credits"

    def ready(self) -> None:
        from credits.belongings import BELONGINGS
        from storyforge_site.accounts.belongings import register

        register(BELONGINGS)
