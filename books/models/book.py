"""A book and its pages, as a family keeps them."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from books.srcset import Shown, shown
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import AgeBand, BookLanguage, Style
from storyforge_site.lib.clock import now
from storyforge_site.lib.direction import reads_right_to_left
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.ids import PrefixedIdField
from storyforge_site.lib.wastebasket import Discardable, WastebasketQuerySet

MAX_PAGES = 12
MIN_PAGES = 4


class Visibility(models.TextChoices):
    PRIVATE = "private", _("Only its family")
    PUBLIC = "public", _("Everybody")  # sample books and daily stories


class BookQuerySet(WastebasketQuerySet["Book"]):
    def owned_by(self, user: User) -> "BookQuerySet":
        return self.kept().filter(user=user)

    def open_to(self, user: "User | AnonymousUser") -> "BookQuerySet":
        """Books that `user` may see: their own, finished or not, and everybody's finished ones."""
        shared = Q(visibility=Visibility.PUBLIC, published_at__isnull=False)
        kept = self.kept()
        return kept.filter(shared | Q(user_id=user.pk)) if user.is_authenticated else kept.filter(shared)

    def samples(self) -> "BookQuerySet":
        """Everybody's books, newest first."""
        return self.kept().published().filter(visibility=Visibility.PUBLIC).newest_first()

    def published(self) -> "BookQuerySet":
        return self.filter(published_at__isnull=False)

    def on_shelf_of(
        self, user: User, *, words: str = "", series_id: str = "", favorite: bool | None = None
    ) -> "BookQuerySet":
        """A reader's finished books, narrowed by words of the title or topic, by series, by favourite."""
        books = self.owned_by(user).published()
        if words:
            books = books.filter(Q(title__icontains=words) | Q(topic__icontains=words))
        if series_id:
            books = books.filter(series_id=series_id)
        return books if favorite is None else books.filter(favorite=favorite)

    def newest_first(self) -> "BookQuerySet":
        return self.order_by("-created_at", "-id")

    def newest(self, window: slice) -> "BookQuerySet":
        """A window of them, newest first. What lies before it is passed over in the index and never read."""
        newest = self.newest_first()
        if not window.start:
            return newest[window]
        return Book.objects.filter(pk__in=newest.values("pk")[window]).newest_first()


class Book(Discardable):
    """Exists from the moment it is ordered; a family sees it once it is published."""

    id = PrefixedIdField("book")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="books")
    title = models.CharField(max_length=200, blank=True)
    topic = models.CharField(max_length=200)
    theme = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=8, choices=BookLanguage)
    target_age = models.CharField(max_length=8, choices=AgeBand)
    style = models.CharField(max_length=16, choices=Style)
    character = models.ForeignKey(
        "characters.Character", on_delete=models.SET_NULL, null=True, blank=True, related_name="books"
    )
    series_id = models.CharField(max_length=40, blank=True)
    volume = models.PositiveSmallIntegerField(default=1)
    summary = models.CharField(max_length=500, blank=True)
    character_sheet = models.JSONField(default=list)
    cover_image_key = models.CharField(max_length=200, blank=True)
    cover_thumbnail_key = models.CharField(max_length=200, blank=True)
    cover_alt_text = models.CharField(max_length=500, blank=True)
    storyteller = models.CharField(max_length=80, blank=True, help_text=_("who wrote it: provider and model"))
    illustrator = models.CharField(max_length=80, blank=True, help_text=_("who painted it: provider and model"))
    audio_key = models.CharField(max_length=200, blank=True, help_text=_("the whole book, read aloud"))
    # Pictures beside which nothing smaller stands yet. Workers of the version before this one know nothing of it.
    unsized = models.JSONField(default=list, db_default=Value([], models.JSONField()), blank=True, editable=False)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    favorite = models.BooleanField(default=False)
    last_page_read = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = BookQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            # With all that a shelf is put in order by, so that its books are counted without being looked at.
            models.Index(
                fields=["user", "-created_at", "-id", "series_id", "favorite"],
                condition=Q(published_at__isnull=False, thrown_away_at__isnull=True),
                name="book_on_shelf",
            ),
            models.Index(
                fields=["thrown_away_at"], condition=Q(thrown_away_at__isnull=False), name="book_in_wastebasket"
            ),
            models.Index(fields=["series_id"], condition=~Q(series_id=""), name="book_series"),
            models.Index(fields=["visibility", "-created_at"], condition=Q(visibility="public"), name="book_public"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | (~Q(title="") & ~Q(cover_image_key="")),
                name="book_published_is_complete",
            ),
            models.CheckConstraint(condition=Q(volume__gte=1), name="book_volume_from_one"),
        ]

    def __str__(self) -> str:
        return self.title or self.topic

    def get_absolute_url(self) -> str:
        return reverse("read", args=[self.pk])

    def require_finished(self) -> None:
        """Raises NOT_READY."""
        if self.published_at is None:
            raise StoryforgeError(Code.NOT_READY)

    @property
    def lang(self) -> str:
        """As HTML says it: browsers set a mere "zh" in letters and commas of Taiwan."""
        return "zh-Hans" if self.language == BookLanguage.CHINESE else self.language

    @property
    def opens_on_the_right(self) -> bool:
        return reads_right_to_left(self.language)

    @property
    def direction(self) -> str:
        """As HTML says it."""
        return "rtl" if self.opens_on_the_right else "ltr"

    @property
    def cover(self) -> Shown | None:
        return shown(self.cover_image_key, unsized=self.unsized)

    @property
    def thumbnail(self) -> Shown | None:
        return shown(self.cover_thumbnail_key, unsized=self.unsized)


class Page(models.Model):
    """One page. It is written only after its text and its picture have passed moderation."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="pages")
    page_number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=2000)
    image_key = models.CharField(max_length=200)
    image_prompt = models.TextField(blank=True)
    alt_text = models.CharField(max_length=500, blank=True)
    audio_key = models.CharField(max_length=200, blank=True)
    words = models.JSONField(default=list, blank=True, help_text=_("when each word of it is heard"))
    moderation = models.JSONField(default=dict)

    class Meta:
        ordering = ("page_number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["book", "page_number"], name="page_once_per_book"),
            models.CheckConstraint(
                condition=Q(page_number__gte=1, page_number__lte=MAX_PAGES), name="page_number_in_range"
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(image_key=""), name="page_is_complete"),
        ]

    def __str__(self) -> str:
        return f"{self.book_id} p. {self.page_number}"

    def change(self, **fields: Any) -> None:
        """Save what is new; call in a transaction that holds the book."""
        if fields.get("text", self.text) != self.text:
            fields |= self.without_voice()
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))

    def without_voice(self) -> dict[str, Any]:
        """A voice that read the old words does not read the new ones, and neither does the whole book's."""
        Book.objects.filter(pk=self.book_id).update(audio_key="")
        return {"audio_key": "", "words": []}
