"""Pixel art: rendered very small without soft edges, few colours, enlarged in blocks."""

from PIL import Image, ImageEnhance

from storyforge_site.providers.offline.illustrator.finish.render import as_png, rendered

ACROSS = 205  # blocks in a row
COLOURS = 64


def pixels(svg: str, width: int, height: int) -> bytes:
    block = max(1, round(width / ACROSS))
    columns, rows = -(-width // block), -(-height // block)
    small = rendered(svg, columns * 2, rows * 2).convert("RGB").resize((columns, rows), Image.Resampling.BOX)
    small = ImageEnhance.Contrast(ImageEnhance.Color(small).enhance(1.3)).enhance(1.08)
    palette = small.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE)
    large = palette.resize((columns * block, rows * block), Image.Resampling.NEAREST)
    return as_png(large.crop((0, 0, width, height)).convert("P"))
