"""A hero's portrait: their sheet, or a sheet of their looks, painted once by our own illustrator."""

import zlib
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from characters.models import Character
from storyforge_site.lib import files, marking
from storyforge_site.lib.choices import Style
from storyforge_site.lib.pictures import Limits, as_jpeg, decoded
from storyforge_site.providers.contracts import ImageRequest
from storyforge_site.providers.offline.illustrator.model import OfflineImageModel
from storyforge_site.providers.offline.illustrator.sheets import draw_up_sheet
from storyforge_site.providers.scene import Expression, FigureInScene, Framing, Pose, Scene, Setting
from storyforge_site.providers.sheet import CharacterSheet, HeroKind

_PAINTED, _QUALITY = 720, 84
_SHOWN = (120, 186, 632, 698)  # of the painted picture: the hero from the tips of the ears, not the sky
_LIMITS = Limits(max_bytes=4 * 1024 * 1024, min_side=_PAINTED, max_side=_PAINTED, max_whole_pixels=_PAINTED**2)
_WHO = "hero"
_AT_HOME = {
    HeroKind.FISH: Setting.UNDERWATER,
    HeroKind.WHALE: Setting.UNDERWATER,
    HeroKind.OCTOPUS: Setting.UNDERWATER,
    HeroKind.PENGUIN: Setting.SNOWFIELD,
    HeroKind.SNOWMAN: Setting.SNOWFIELD,
    HeroKind.STAR: Setting.SKY,
    HeroKind.CLOUD: Setting.SKY,
}


def paint(character: Character) -> bytes:
    """A square JPEG, marked as made by a machine. Raises IMAGE_TIMEOUT or IMAGE_FAILED."""
    sheet = _sheet_of(character)
    figure = FigureInScene(_WHO, pose=Pose.WAVE, expression=Expression.HAPPY)
    setting = _AT_HOME.get(sheet.kind, Setting.MEADOW)
    request = ImageRequest(
        prompt="",
        negative_prompt="",
        style=Style.WATERCOLOR,
        seed=_seed(character),
        scene=Scene(setting, framing=Framing.CLOSE, figures=(figure,)),
        sheets=[sheet],
        width=_PAINTED,
        height=_PAINTED,
    )
    image = decoded(OfflineImageModel().generate(request).data, _LIMITS, kept_side=_PAINTED)
    return as_jpeg(image.crop(_SHOWN), quality=_QUALITY, xmp=marking.xmp(by_model=False).encode())


def keep(character: Character) -> None:
    """Paint and store; what was painted before goes. Whoever was thrown away for good meanwhile needs none."""
    jpeg, before = paint(character), character.portrait_key
    key = f"{files.folder_of(character.user_id)}/heroes/{character.pk}-{sha256(jpeg).hexdigest()[:12]}.jpg"
    default_storage.save(key, ContentFile(jpeg))
    if not Character.objects.filter(pk=character.pk).update(portrait_key=key):
        default_storage.delete(key)
    if before and before != key:
        default_storage.delete(before)


def remove(character: Character) -> None:
    if character.portrait_key:
        default_storage.delete(character.portrait_key)


def _sheet_of(character: Character) -> CharacterSheet:
    if character.sheet:
        return CharacterSheet.from_dict({**character.sheet, "id": _WHO})
    looks = character.looks()
    return draw_up_sheet(_WHO, character.name, character.kind, character.gender, looks, _seed(character))


def _seed(character: Character) -> int:
    """The same for the same hero."""
    return zlib.crc32((character.preset_key or character.pk).encode())
