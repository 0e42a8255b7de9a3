"""The drawing pad: layers of SVG parts, gradients under unique ids, and the light to tone with.

A picture is painted back to front on named layers; the finishers of some styles render the layers'
silhouettes again to model them in relief, so whatever stands out from the sky goes on its own layer.
"""

from random import Random

from storyforge_site.providers.offline.illustrator.colour import mix
from storyforge_site.providers.offline.illustrator.light import Light
from storyforge_site.providers.scene import Weather

LAYERS = ("sky", "far", "middle", "ground", "behind", "actors", "front", "air")
Stop = tuple[float, str] | tuple[float, str, float]
OUTLINE = "#33263d"


class Pad:
    """`flat`: no soft gradients, steps of colour instead. `inked`: near things get a dark outline."""

    def __init__(self, rng: Random, light: Light, *, flat: bool = False, inked: bool = False, key: str = "p") -> None:
        self.rng = rng
        self.light = light
        self.flat = flat
        self.inked = inked
        self.key = key
        self.defs: list[str] = []
        self.outline_filter = ""  # the id of the filter that outlines ready drawings, once there is one
        self.layers: dict[str, list[str]] = {name: [] for name in LAYERS}
        self._current = self.layers["sky"]
        self._ink: list[float] = []
        self._names = 0
        self.orb_x = -900.0  # where across the picture the sun or the moon stands; far outside: there is none

    def on(self, layer: str) -> None:
        """What is added from now on stands on this layer."""
        self._current = self.layers[layer]

    def add(self, *parts: str) -> None:
        self._current.extend(parts)

    def fill(self, d: str, colour: str, opacity: float = 1.0) -> None:
        """One filled outline; `colour` is taken as it is, toned already. Things get their ink first."""
        if self._ink and opacity > 0.6:
            self._current.append(
                (
                    f'<path d="{d}" fill="{OUTLINE}" stroke="{OUTLINE}" '
                    f'stroke-width="{self._ink[-1]:.1f}" stroke-linejoin="round"/>'
                )
                if self._ink[-1]
                else ""
            )
        shown = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._current.append(f'<path d="{d}" fill="{colour}"{shown}/>')

    def line(self, d: str, colour: str, width: float, opacity: float = 1.0) -> None:
        shown = f' stroke-opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._current.append(
            f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:.1f}" stroke-linecap="round" '
            f'stroke-linejoin="round"{shown}/>'
        )

    @property
    def snows(self) -> bool:
        """Whether what lies under the sky is white."""
        return self.light.weather is Weather.SNOW

    def land(self, colour: str) -> str:
        """The local colour of ground or roofs, under snow when it snows."""
        return mix(colour, "#f3f8ff", 0.87) if self.snows else colour

    def tone(self, colour: str, depth: float = 0.0) -> str:
        return self.light.tone(colour, depth)

    def open(self, *, width: float = 3.0) -> None:
        """Begin a thing: in an inked picture its shapes get an outline of this width all round."""
        self._ink.append(width * 2 if self.inked else 0.0)

    def bare(self) -> None:
        """Begin details that get no outline of their own."""
        self._ink.append(0.0)

    def close(self) -> None:
        self._ink.pop()

    def linear(self, *stops: Stop, x2: float = 0.0, y2: float = 1.0, soft: bool = False) -> str:
        """A gradient across the shape it fills, downwards unless told; `soft` even in a flat picture."""
        name = self.fresh()
        chosen = _stepped(stops) if self.flat and not soft else stops
        self.defs.append(
            f'<linearGradient id="{name}" x1="0" y1="0" x2="{x2}" y2="{y2}">{_stops(chosen)}</linearGradient>'
        )
        return f"url(#{name})"

    def radial(self, *stops: Stop, cx: float = 0.5, cy: float = 0.5, r: float = 0.5) -> str:
        name = self.fresh()
        self.defs.append(f'<radialGradient id="{name}" cx="{cx}" cy="{cy}" r="{r}">{_stops(stops)}</radialGradient>')
        return f"url(#{name})"

    def clip(self, d: str) -> str:
        """The attribute that confines a group to an outline."""
        name = self.fresh()
        self.defs.append(f'<clipPath id="{name}"><path d="{d}"/></clipPath>')
        return f' clip-path="url(#{name})"'

    def halo(self, x: float, y: float, r: float, colour: str, strength: float = 0.6) -> None:
        """A soft round glow."""
        glow = self.radial((0, colour, strength), (0.4, colour, strength * 0.45), (1, colour, 0.0))
        self._current.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{glow}"/>')

    def shadow(self, x: float, y: float, rx: float, ry: float, strength: float = 0.3) -> None:
        """A contact shadow on the ground."""
        dark = self.radial((0, "#15163a", strength), (0.55, "#15163a", strength * 0.7), (1, "#15163a", 0.0))
        self._current.append(f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{dark}"/>')

    def fresh(self) -> str:
        """An id nothing else in the picture has."""
        self._names += 1
        return f"{self.key}{self._names}"


def _stops(stops: tuple[Stop, ...]) -> str:
    return "".join(
        f'<stop offset="{stop[0]:.3f}" stop-color="{stop[1]}"'
        + (f' stop-opacity="{stop[2]:.2f}"' if len(stop) > 2 else "")
        + "/>"
        for stop in stops
    )


def _stepped(stops: tuple[Stop, ...]) -> tuple[Stop, ...]:
    """The same gradient in hard steps, as in an animated film's cel."""
    if any(len(stop) > 2 for stop in stops):
        return stops
    bands: list[Stop] = []
    count = 2 * len(stops) - 1
    for at in range(count):
        where = at / (count - 1)
        after = next(k for k in range(1, len(stops)) if stops[k][0] >= where - 1e-9)
        low, high = stops[after - 1], stops[after]
        share = (where - low[0]) / max(1e-6, high[0] - low[0])
        colour = mix(str(low[1]), str(high[1]), share)
        bands.extend([(at / count, colour), ((at + 1) / count, colour)])
    return tuple(bands)
