from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "storyforge_site"
    verbose_name = "Site"

    def ready(self) -> None:
        from storyforge_site import checks  # noqa: F401  (registers the system checks)
