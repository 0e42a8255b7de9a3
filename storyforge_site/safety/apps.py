from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "storyforge_site.safety"
    label = "safety"
    verbose_name = "Safety"

    def ready(self) -> None:
        from storyforge_site.accounts.belongings import register
        from storyforge_site.safety import figures  # noqa: F401  (puts itself on the desks of staff)
        from storyforge_site.safety.belongings import BELONGINGS

        register(BELONGINGS)
