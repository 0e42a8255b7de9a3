"""Brings ready drawings, figures and props, into a scene's light."""

from storyforge_site.providers.offline.illustrator.pad import OUTLINE, Pad


def tone_filter(pad: Pad) -> str:
    """The attribute that brings a ready drawing into the scene's light, outlined in an inked picture."""
    red, green, blue = pad.light.figure_factors
    steps = ""
    if (red, green, blue) != (1.0, 1.0, 1.0):
        steps = f'<feColorMatrix values="{red} 0 0 0 0 0 {green} 0 0 0 0 0 {blue} 0 0 0 0 0 1 0" result="toned"/>'
    if pad.inked:
        source = "toned" if steps else "SourceGraphic"
        steps += (
            '<feMorphology in="SourceAlpha" operator="dilate" radius="3" result="wide"/>'
            f'<feFlood flood-color="{OUTLINE}"/><feComposite in2="wide" operator="in" result="ink"/>'
            f'<feMerge><feMergeNode in="ink"/><feMergeNode in="{source}"/></feMerge>'
        )
    if not steps:
        return ""
    if pad.figure_filter == "":
        pad.figure_filter = f"{pad.key}tone"
        pad.defs.append(
            f'<filter id="{pad.figure_filter}" x="-0.04" y="-0.04" width="1.08" height="1.08" '
            f'color-interpolation-filters="sRGB">{steps}</filter>'
        )
    return f' filter="url(#{pad.figure_filter})"'
