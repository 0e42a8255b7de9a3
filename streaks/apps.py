from django.apps import AppConfig


class StreaksConfig(AppConfig):
    name = "streaks"
    verbose_name = "Streaks"

    def ready(self) -> None:
        from storyforge_site.accounts.belongings import register
        from streaks.belongings import BELONGINGS

        register(BELONGINGS)
