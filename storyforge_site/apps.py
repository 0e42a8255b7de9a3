from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "storyforge_site"
    verbose_name = "Site"

    def ready(self) -> None:
        from storyforge_site import checks, signs_of_life  # noqa: F401  (register checks, a receiver)
        from storyforge_site.lib import tracing

        tracing.start()
