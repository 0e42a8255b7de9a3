"""Stories as the writing studio keeps them: the client's own shape, upserted by the client's own id."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now


class StudioStoryQuerySet(models.QuerySet["StudioStory"]):
    def owned_by(self, user: User) -> "StudioStoryQuerySet":
        return self.filter(user=user)


class StudioStory(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="studio_stories")
    client_id = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True)
    genre = models.CharField(max_length=80, blank=True)
    tone = models.CharField(max_length=80, blank=True)
    config = models.JSONField(default=dict)
    blueprint = models.JSONField(default=dict)
    story_content = models.JSONField(default=dict)
    story_images = models.JSONField(default=list)
    sequel_of_id = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = StudioStoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "studio stories"
        ordering = ("-updated_at", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-updated_at"], name="studio_user_newest")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "client_id"], name="studio_story_once_per_client_id"),
        ]

    def __str__(self) -> str:
        return self.title or self.client_id
