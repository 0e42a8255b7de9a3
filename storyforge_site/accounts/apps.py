from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "storyforge_site.accounts"
    label = "accounts"
    verbose_name = "Accounts"
