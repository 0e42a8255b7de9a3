"""The words the whole house shares for what a book can be (API.md, "Books")."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """What the site and its letters speak."""

    KOREAN = "ko", _("Korean")
    ENGLISH = "en", _("English")
    JAPANESE = "ja", _("Japanese")


class BookLanguage(TextChoices):
    """What books can be told in: the site's own languages, and those that need a text model (providers.registry)."""

    KOREAN = "ko", _("Korean")
    ENGLISH = "en", _("English")
    JAPANESE = "ja", _("Japanese")
    CHINESE = "zh", _("Chinese")
    VIETNAMESE = "vi", _("Vietnamese")
    RUSSIAN = "ru", _("Russian")
    SPANISH = "es", _("Spanish")
    FRENCH = "fr", _("French")
    GERMAN = "de", _("German")
    ARABIC = "ar", _("Arabic")
    HEBREW = "he", _("Hebrew")


class AgeBand(TextChoices):
    TODDLER = "3-5", _("3 to 5 years")
    EARLY = "5-7", _("5 to 7 years")
    READER = "7-9", _("7 to 9 years")
    ADULT = "adult", _("Grown-ups")


class Style(TextChoices):
    WATERCOLOR = "watercolor", _("Watercolour")
    CARTOON = "cartoon", _("Cartoon")
    THREE_D = "3d", _("3D")
    PIXEL = "pixel", _("Pixel art")
    OIL_PAINTING = "oil_painting", _("Oil painting")
    CLAYMATION = "claymation", _("Clay")


class Gender(TextChoices):
    MALE = "male", _("He")
    FEMALE = "female", _("She")
    NEUTRAL = "neutral", _("They")
