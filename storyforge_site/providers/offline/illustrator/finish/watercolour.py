"""Watercolour: washes on white paper, pigment gathered at the edges, a pencil line, a ragged border."""

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from storyforge_site.providers.offline.illustrator.finish.grain import edges, noise, wobbled

PAPER = (253, 250, 243)
# thin paint lets the paper through: darks are lifted, lights almost vanish
_TRANSLUCENT = [round(30 + 225 * (v / 255) ** 0.78) for v in range(256)] * 3


def watercolour(picture: Image.Image, seed: int) -> Image.Image:
    rng = Random(seed)
    size = picture.size
    flat = picture.convert("RGB")
    pencil = edges(flat).point([min(255, max(0, int((v - 12) * 2.4))) for v in range(256)])
    wash = wobbled(_run_together(flat), rng, 3.2)
    wash = ImageEnhance.Color(wash).enhance(1.3).point(_TRANSLUCENT)
    wash = _blooms(wash, rng)
    pooled = edges(wash, 1.6).filter(ImageFilter.GaussianBlur(1.1)).point([min(150, v * 4) for v in range(256)])
    wash = Image.composite(ImageEnhance.Brightness(wash).enhance(0.72), wash, pooled)
    painted = Image.composite(
        Image.new("RGB", size, (92, 72, 74)), wash, pencil.point([int(v * 0.5) for v in range(256)])
    )
    painted = _on_paper(painted, rng)
    return Image.composite(painted, Image.new("RGB", size, PAPER), _border(size, rng))


def _run_together(flat: Image.Image) -> Image.Image:
    """Small things dissolve in the wash."""
    half = flat.resize((max(8, flat.width // 2), max(8, flat.height // 2)), Image.Resampling.BOX)
    return half.filter(ImageFilter.MedianFilter(3)).resize(flat.size, Image.Resampling.BICUBIC)


def _blooms(wash: Image.Image, rng: Random) -> Image.Image:
    """Uneven water: some places paler, some deeper."""
    tide = Image.blend(noise(rng, 5, wash.size), noise(rng, 11, wash.size), 0.4)
    pale = tide.point([max(0, min(84, int((v - 132) * 0.9))) for v in range(256)])
    deep = tide.point([max(0, min(70, int((122 - v) * 0.8))) for v in range(256)])
    tinted = Image.blend(wash, Image.new("RGB", wash.size, PAPER), 0.55)
    wash = Image.composite(tinted, wash, pale)
    return Image.composite(ImageEnhance.Color(ImageEnhance.Brightness(wash).enhance(0.86)).enhance(1.2), wash, deep)


def _on_paper(painted: Image.Image, rng: Random) -> Image.Image:
    """The grain of cold-pressed paper."""
    grain = noise(rng, 360, painted.size, soft=False).point([243 + int(v * 0.05) for v in range(256)])
    return ImageChops.multiply(painted, Image.merge("RGB", (grain, grain, grain)))


def _border(size: tuple[int, int], rng: Random) -> Image.Image:
    """White where the wash was not carried to the edge."""
    small = 256
    mask = Image.new("L", (small, small), 0)
    margin = 7
    points = []
    sides = (
        [(x, margin) for x in range(margin, small - margin, 8)],
        [(small - margin, y) for y in range(margin, small - margin, 8)],
        [(x, small - margin) for x in range(small - margin, margin, -8)],
        [(margin, y) for y in range(small - margin, margin, -8)],
    )
    for side in sides:
        points += [(x + rng.uniform(-2.6, 2.6), y + rng.uniform(-2.6, 2.6)) for x, y in side]
    ImageDraw.Draw(mask).polygon(points, fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(1.6)).resize(size, Image.Resampling.BICUBIC)
    ragged = Image.blend(mask, noise(rng, 60, size), 0.3)
    return ragged.point([max(0, min(255, int((v - 100) * 5))) for v in range(256)])
