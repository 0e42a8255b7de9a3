"""3D and clay: every sheet of the picture is modelled from its own silhouette and laid on the one behind.

A blurred silhouette is a height: what falls away from the light at the upper left is shaded, what faces
it is lit. The sheet throws a soft shadow on whatever lies behind it.
"""

from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from storyforge_site.providers.offline.illustrator.finish.grain import noise, wobbled
from storyforge_site.providers.offline.illustrator.finish.render import covered, rendered, rendered_part


@dataclass(frozen=True, slots=True)
class Matter:
    """How thick things are (pixels of 1024), how strongly they are lit, how far their shadows fall."""

    rim: float
    light: float
    shade: float
    drop: float
    drop_blur: float
    drop_strength: float


SOLID = Matter(rim=15, light=1.1, shade=1.25, drop=9, drop_blur=11, drop_strength=0.34)
CLAY = Matter(rim=11, light=0.75, shade=1.5, drop=13, drop_blur=7, drop_strength=0.5)
_REACH = 64.0  # pixels of 1024, beyond which a sheet throws no shadow


def modelled(sheets: list[str], style: str, seed: int, width: int, height: int) -> Image.Image:
    rng = Random(seed)
    clay = style == "claymation"
    matter = CLAY if clay else SOLID
    picture = rendered(sheets[0], width, height).convert("RGB")
    if not clay:
        picture = picture.filter(ImageFilter.GaussianBlur(width / 460))
    for svg in sheets[1:]:
        _lay(picture, svg, matter)
    return _clayed(picture, rng) if clay else _polished(picture)


def _lay(picture: Image.Image, svg: str, matter: Matter) -> None:
    """Only where the sheet shows anything."""
    width, height = picture.size
    unit = width / 1024
    box = covered(svg, width, height, margin=_REACH * unit)
    if box is None:
        return
    sheet = rendered_part(svg, width, height, box)
    part = picture.crop(box)
    _laid(part, _rounded(sheet, width) if matter is CLAY else sheet, matter, unit)
    picture.paste(part, box)


def _laid(picture: Image.Image, sheet: Image.Image, matter: Matter, unit: float) -> None:
    alpha = sheet.getchannel("A")
    small = alpha.resize((max(1, alpha.width // 4), max(1, alpha.height // 4)), Image.Resampling.BOX)
    cast = small.filter(ImageFilter.GaussianBlur(matter.drop_blur * unit / 4))
    shadow = _shifted(cast, round(matter.drop * unit / 4), round(matter.drop * unit / 3))
    shadow = shadow.point([int(v * matter.drop_strength) for v in range(256)])
    picture.paste((26, 22, 58), mask=shadow.resize(alpha.size, Image.Resampling.BILINEAR))
    lit, dark = _slopes(small, matter, unit)
    colour = sheet.convert("RGB")
    colour.paste((30, 18, 60), mask=dark.resize(alpha.size, Image.Resampling.BILINEAR))
    colour.paste((255, 251, 236), mask=lit.resize(alpha.size, Image.Resampling.BILINEAR))
    picture.paste(colour, mask=alpha)


def _slopes(small: Image.Image, matter: Matter, unit: float) -> tuple[Image.Image, Image.Image]:
    """Masks of the slopes towards the light and away from it, at a quarter of the size."""
    height = small.filter(ImageFilter.GaussianBlur(matter.rim * unit / 4))
    step = max(1, round(matter.rim * unit / 6))
    lit = ImageChops.subtract(height, _shifted(height, step, step))
    dark = ImageChops.subtract(height, _shifted(height, -step, -step))
    lit = lit.point([min(150, int(v * matter.light * 1.5)) for v in range(256)])
    dark = dark.point([min(140, int(v * matter.shade * 1.2)) for v in range(256)])
    return lit, dark


def _shifted(mask: Image.Image, dx: int, dy: int) -> Image.Image:
    """Moved by whole pixels; the border is drawn out rather than wrapped round."""
    width, height = mask.size
    moved = mask.copy()
    moved.paste(mask, (dx, dy))
    if dx > 0:
        moved.paste(moved.crop((dx, 0, dx + 1, height)).resize((dx, height)), (0, 0))
    elif dx < 0:
        moved.paste(moved.crop((width + dx - 1, 0, width + dx, height)).resize((-dx, height)), (width + dx, 0))
    if dy > 0:
        moved.paste(moved.crop((0, dy, width, dy + 1)).resize((width, dy)), (0, 0))
    elif dy < 0:
        moved.paste(moved.crop((0, height + dy - 1, width, height + dy)).resize((width, -dy)), (0, height + dy))
    return moved


def _polished(picture: Image.Image) -> Image.Image:
    """A brighter, glossier picture with a darker rim."""
    bright = picture.resize((picture.width // 8, picture.height // 8), Image.Resampling.BOX)
    bloom = bright.point([max(0, int((v - 165) * 0.8)) for v in range(256)] * 3).filter(ImageFilter.GaussianBlur(5))
    picture = ImageChops.screen(picture, bloom.resize(picture.size, Image.Resampling.BILINEAR))
    picture = ImageEnhance.Color(picture).enhance(1.18)
    rim = Image.radial_gradient("L").point([max(0, int((v - 150) * 0.62)) for v in range(256)]).resize(picture.size)
    picture.paste((20, 18, 56), (0, 0), rim)
    return picture


def _rounded(sheet: Image.Image, width: int) -> Image.Image:
    """Clay has no sharp points."""
    alpha = sheet.getchannel("A")
    soft = alpha.filter(ImageFilter.BoxBlur(width / 300)).point(
        [max(0, min(255, int((v - 100) * 3.2))) for v in range(256)]
    )
    sheet.putalpha(ImageChops.darker(alpha, soft))
    return sheet


def _clayed(picture: Image.Image, rng: Random) -> Image.Image:
    """Matte and a little lumpy, with specks and the marks of fingers."""
    size = picture.size
    picture = wobbled(picture, rng, size[0] / 280, 26)
    picture = ImageEnhance.Color(picture).enhance(0.94)
    lumps = Image.blend(noise(rng, 22, size), noise(rng, 64, size), 0.3).filter(ImageFilter.EMBOSS)
    lumps = lumps.point([max(100, min(156, 128 + int((v - 128) * 1.0))) for v in range(256)])
    lumps = ImageChops.add(lumps, _fingerprints(size, rng), scale=1, offset=-3)
    picture = ImageChops.overlay(picture, Image.merge("RGB", (lumps, lumps, lumps)))
    specks = noise(rng, 340, size, soft=False).point([46 if v > 252 else 0 for v in range(256)])
    picture.paste((255, 250, 240), (0, 0), specks)
    return picture


def _fingerprints(size: tuple[int, int], rng: Random) -> Image.Image:
    marks = Image.new("L", size, 0)
    draw = ImageDraw.Draw(marks)
    for _ in range(16):
        x, y = rng.uniform(0, size[0]), rng.uniform(0, size[1])
        start = rng.randint(0, 359)
        for ring in range(6):
            r = size[0] * (0.008 + ring * 0.0055)
            draw.arc((x - r, y - r * 1.3, x + r, y + r * 1.3), start, start + 150, fill=15, width=3)
    return marks.filter(ImageFilter.BoxBlur(1))
