from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "storyforge_site.accounts"
    label = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from storyforge_site.accounts.belongings import register
        from storyforge_site.accounts.personal import BELONGINGS

        register(BELONGINGS)
