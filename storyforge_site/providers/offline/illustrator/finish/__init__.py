"""How each style turns rendered sheets into the finished picture."""

from storyforge_site.providers.offline.illustrator.finish.render import as_jpeg, rendered, rendered_small


def finish(sheets: list[str], style: str, seed: int, width: int, height: int) -> bytes:
    """PNG or JPEG bytes. An unknown style is left as rendered."""
    if style == "watercolor":
        from storyforge_site.providers.offline.illustrator.finish.watercolour import watercolour

        return as_jpeg(watercolour(rendered(sheets[0], width, height), seed))
    if style == "oil_painting":
        from storyforge_site.providers.offline.illustrator.finish.oil import oil

        place = rendered_small(sheets[0], width, height, 0.7)
        return as_jpeg(oil(place, rendered(sheets[1], width, height), seed))
    if style == "pixel":
        from storyforge_site.providers.offline.illustrator.finish.pixels import pixels

        return pixels(sheets[0], width, height)
    if style in ("3d", "claymation"):
        from storyforge_site.providers.offline.illustrator.finish.relief import modelled

        return as_jpeg(modelled(sheets, style, seed, width, height))
    return as_jpeg(rendered(sheets[0], width, height).convert("RGB"))
