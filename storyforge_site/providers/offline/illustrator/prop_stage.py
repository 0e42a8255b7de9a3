"""Puts props into a picture: held, on the ground, far away or in the sky."""

import logging
from collections.abc import Sequence

from storyforge_site.providers.offline.illustrator import props
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places.footing import Footing
from storyforge_site.providers.offline.illustrator.toning import in_light
from storyforge_site.providers.scene import PropInScene, PropPlace

log = logging.getLogger(__name__)

MOST_PROPS = 6
_SHINE = (
    "lantern",
    "paper lantern",
    "candle",
    "lamp",
    "light bulb",
    "campfire",
    "glowing star",
    "flashlight",
)
_ON_A_THREAD = ("balloon", "kite", "carp streamer")
Occupied = tuple[float, float]


def put_props(
    pad: Pad,
    wanted: Sequence[PropInScene],
    footing: Footing,
    feet: float,
    scale: float,
    figures: Sequence[Occupied],
) -> list[str]:
    """Each known prop where it belongs; unknown names are left out. `figures` are (x, half width).

    What must stand before the figures is handed back, to be added after them.
    """
    taken = list(figures)
    spots: list[tuple[float, str]] = []
    for order, wish in enumerate(wanted[:MOST_PROPS]):
        found = _known(wish.name)
        if found is None:
            continue
        place = _fitting(found, wish.place, footing)
        if place is PropPlace.SKY:
            _in_the_sky(pad, found, figures, order, hung=footing.indoors)
        elif place is PropPlace.FAR:
            _far_away(pad, found, footing, order)
        else:
            spots.append(_on_the_ground(pad, found, footing, feet, scale, taken))
    pad.add(*(drawing for y, drawing in sorted(spots) if y <= feet + 34))
    return [drawing for y, drawing in sorted(spots) if y > feet + 34]


def draw_held(pad: Pad, name: str, hand: tuple[float, float], scale: float, side: int) -> tuple[str, str]:
    """What is drawn behind and before the one who holds a prop; nothing for an unknown name or none.

    An umbrella is held overhead and a balloon flies on its thread, both behind the figure, towards `side`.
    """
    found = _known(name) if name else None
    if found is None:
        return "", ""
    x, y = hand
    if found.name == "umbrella":
        size = 400 * scale
        over = _placed(pad, found, x + side * size * 0.1, y - size * 0.4, size, centred=True, turn=side * 8)
        return over, ""
    if found.name in _ON_A_THREAD:
        size = 150 * scale
        high, across = y - 300 * scale, x + side * 150 * scale
        way = f"M{x:.1f} {y:.1f}Q{across:.1f} {y - 90 * scale:.1f} {across:.1f} {high + size * 0.3:.1f}"
        thread = f'<path d="{way}" fill="none" stroke="#fff8ea" stroke-width="3"/>'
        return thread + _placed(pad, found, across, high, size, centred=True), ""
    return "", _placed(pad, found, x, y, min(max(found.height, 84), 176) * scale, centred=True)


def _known(name: str) -> props.Prop | None:
    found = props.find(name)
    if found is None:
        log.info("no such prop; it is left out of the picture")
    return found


def _fitting(prop: props.Prop, wished: PropPlace, footing: Footing) -> PropPlace:
    """Where it can be: nothing that belongs on the ground hangs in the sky, and indoors there is no sky."""
    place = wished if wished in prop.where else prop.where[0]
    if footing.indoors and place is PropPlace.FAR:
        return PropPlace.GROUND
    return place


def _in_the_sky(pad: Pad, prop: props.Prop, figures: Sequence[Occupied], order: int, *, hung: bool) -> None:
    """High on the side the figures leave free; in a room it hangs on a thread, as a mobile."""
    rng = pad.rng
    centre = sum(x for x, _half in figures) / len(figures) if figures else 512
    free = -1 if pad.orb_x > 512 else 1 if pad.orb_x > 0 else 1 if centre < 512 else -1
    side = free * (1 if order % 2 == 0 else -1)
    x, y = 512 + side * rng.uniform(210, 330), rng.uniform(270, 350) - order * 14
    size = min(max(prop.height, 90), 170)
    if hung:
        x, y, size = 512 + side * rng.uniform(20, 90), rng.uniform(180, 230), min(size, 110)
        pad.line(f"M{x:.1f} -20V{y - size * 0.4:.1f}", "#fff6e0", 2.4, 0.8)
    if hung or pad.light.is_night:
        pad.halo(x, y, size * 0.9, "#fff3cf", 0.5)
    pad.add(_placed(pad, prop, x, y, size, centred=True, turn=rng.uniform(-10, 10)))


def _far_away(pad: Pad, prop: props.Prop, footing: Footing, order: int) -> None:
    x = (250, 790, 512)[order % 3] + pad.rng.uniform(-60, 60)
    size = min(max(prop.height * 0.55, 70), 200)
    pad.shadow(x, footing.far, size * 0.5, 10, 0.25)
    pad.add(_placed(pad, prop, x, footing.far + 4, size))


def _on_the_ground(
    pad: Pad, prop: props.Prop, footing: Footing, feet: float, scale: float, taken: list[Occupied]
) -> tuple[float, str]:
    """In the widest gap beside the figures, or before or behind them when they fill the picture."""
    rng = pad.rng
    size = min(max(prop.height, 74), 330) * min(scale, 1.15)
    half = size * 0.5

    def room(x: float) -> float:
        return min((abs(x - mark) - other - half for mark, other in taken), default=300.0)

    candidates = [rng.uniform(-8, 8) + x for x in range(int(80 + half), int(945 - half), 24)] or [512.0]
    x = max(candidates, key=lambda it: min(room(it), 60) + rng.uniform(0, 8))
    # where it is tight, small things stand before the figures' feet and large ones behind them
    y = feet + (rng.uniform(-6, 30) if room(x) > -20 else 54 if size < 190 else -60)
    if footing.weightless:
        y = rng.uniform(560, 860)
    taken.append((x, half))
    if not footing.weightless:
        pad.shadow(x, y - 2, half * 1.05, max(9.0, size * 0.09), 0.4)
    return y, _placed(pad, prop, x, y + size * 0.03, size)


def _placed(
    pad: Pad, prop: props.Prop, x: float, y: float, size: float, *, centred: bool = False, turn: float = 0.0
) -> str:
    """The drawing scaled to `size` with its foot (or centre) at (x, y), in the scene's light."""
    key = pad.fresh()
    if prop.name in _SHINE and pad.light.lamps:
        pad.halo(x, y if centred else y - size / 2, size * 2.1, "#ffd98a", 0.7)
    scale = size / props.UNITS
    top = y - size / 2 if centred else y - size * (1 - prop.foot)
    spin = f" rotate({turn:.1f} 16 16)" if turn else ""
    place = f"translate({x - size / 2:.1f} {top:.1f}) scale({scale:.3f}){spin}"
    return in_light(pad, f'<g transform="{place}">{prop.fragment(key)}</g>')
