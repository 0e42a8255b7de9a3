"""How each style turns rendered sheets into the finished picture."""

from storyforge_site.providers.offline.illustrator.finish.oil import oil
from storyforge_site.providers.offline.illustrator.finish.pixels import pixels
from storyforge_site.providers.offline.illustrator.finish.relief import modelled
from storyforge_site.providers.offline.illustrator.finish.render import as_jpeg, rendered
from storyforge_site.providers.offline.illustrator.finish.watercolour import watercolour


def finish(sheets: list[str], style: str, seed: int, width: int, height: int) -> bytes:
    """PNG or JPEG bytes. An unknown style is left as rendered."""
    if style == "watercolor":
        return as_jpeg(watercolour(rendered(sheets[0], width, height), seed))
    if style == "oil_painting":
        place, figures = (rendered(sheet, width, height) for sheet in sheets)
        return as_jpeg(oil(place, figures, seed))
    if style == "pixel":
        return pixels(sheets[0], width, height)
    if style in ("3d", "claymation"):
        return as_jpeg(modelled(sheets, style, seed, width, height))
    return as_jpeg(rendered(sheets[0], width, height).convert("RGB"))
