"""From a request to the sheets of SVG that a painting process renders.

The place is painted first and says where one may stand; then the actors are put on; the camera moves
the whole picture a little nearer for a medium or a close framing; the weather comes last.
"""

from dataclasses import dataclass
from random import Random

from storyforge_site.providers.contracts import ImageRequest
from storyforge_site.providers.offline.illustrator.light import lamplight, light_of
from storyforge_site.providers.offline.illustrator.pad import LAYERS, Pad
from storyforge_site.providers.offline.illustrator.places import INDOORS, PLACES
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Wish
from storyforge_site.providers.offline.illustrator.staging import Camera, camera_for, cast_of, put_actors
from storyforge_site.providers.offline.illustrator.weather import paint_weather, puddles, snow_cover
from storyforge_site.providers.scene import Framing, Pose, Setting, Weather

FLAT_STYLES = ("cartoon", "pixel")
# styles that finish their sheets apart: which layers go together, back to front
SHEETS: dict[str, tuple[tuple[str, ...], ...]] = {
    "oil_painting": (("sky", "far", "middle", "ground", "behind"), ("actors", "front", "air")),
    "3d": (("sky", "far", "middle"), ("ground",), ("behind",), ("actors",), ("front", "air")),
    "claymation": (("sky",), ("far",), ("middle",), ("ground",), ("behind",), ("actors",), ("front", "air")),
}
_STAYS_DRY = (Setting.CAVE, Setting.UNDERWATER, Setting.SPACE)
_NO_DRIFTS = (Setting.SKY, Setting.SEA, Setting.SNOWFIELD, *_STAYS_DRY)


@dataclass(frozen=True, slots=True)
class Composition:
    """Whole SVG documents to be laid over one another; all but the first are see-through."""

    sheets: tuple[str, ...]


def compose(request: ImageRequest) -> Composition:
    scene = request.scene
    rng = Random(f"{request.seed}:{scene.setting}:{request.is_cover}")
    light = light_of(scene.time_of_day, scene.weather, rng)
    indoors = scene.setting in INDOORS
    if indoors:
        light = lamplight(light)
    pad = Pad(rng, light, flat=request.style in FLAT_STYLES, inked=request.style == "cartoon")
    wish = Wish(swims=any(it.pose is Pose.SWIM for it in scene.figures), is_cover=request.is_cover)
    footing = PLACES[scene.setting](pad, wish)
    if not indoors and scene.setting not in _NO_DRIFTS:
        pad.on("ground")
        if scene.weather is Weather.SNOW:
            snow_cover(pad, footing.feet - 120)
        elif scene.weather is Weather.RAIN and not wish.swims:
            puddles(pad, footing.feet - 40)
    camera = camera_for(Framing.MEDIUM if request.is_cover else scene.framing, footing, len(cast_of(request)))
    _move(pad, camera, footing, mirrored=rng.random() < 0.5)
    in_the_open = not indoors and scene.setting not in _STAYS_DRY
    pad.on("behind")
    if in_the_open:
        paint_weather(pad, over_figures=False)
    put_actors(pad, request, footing, camera)
    pad.on("air")
    if in_the_open:
        paint_weather(pad, over_figures=True)
    return Composition(_sheets(pad, request))


def _move(pad: Pad, camera: Camera, footing: Footing, *, mirrored: bool) -> None:
    """Bring the painted place under the camera."""
    if pad.orb_x > 0:
        pad.orb_x = 512 + (-1 if mirrored else 1) * (pad.orb_x - 512) * camera.zoom
    across = -camera.zoom if mirrored else camera.zoom
    shift = (
        f"translate(512 {camera.feet:.1f}) scale({across:.3f} {camera.zoom:.3f}) translate(-512 {-footing.feet:.1f})"
    )
    framing = f"translate(512 0) scale({-1 if mirrored else 1} 1) translate(-512 0)"
    for name in LAYERS:
        parts = pad.layers[name]
        if parts:
            parts.insert(0, f'<g transform="{framing if name == "front" else shift}">')
            parts.append("</g>")


def _sheets(pad: Pad, request: ImageRequest) -> tuple[str, ...]:
    return tuple(_document(pad, names) for names in SHEETS.get(request.style, (LAYERS,)))


def _document(pad: Pad, names: tuple[str, ...]) -> str:
    body = "".join("".join(pad.layers[name]) for name in names)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1024 1024" '
        'preserveAspectRatio="xMidYMid slice">'
        f"<defs>{''.join(pad.defs)}</defs>{body}</svg>"
    )
