"""Puts the actors on: figures by thirds, facing each other, and props where there is room."""

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from storyforge_site.providers.contracts import ImageRequest
from storyforge_site.providers.offline.illustrator.colour import cleaned
from storyforge_site.providers.offline.illustrator.figures import Drawn, draw_figure
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Support
from storyforge_site.providers.offline.illustrator.places.supports import boat, cloud_seat, islet, ripples
from storyforge_site.providers.offline.illustrator.prop_stage import draw_held, put_props
from storyforge_site.providers.offline.illustrator.toning import in_light
from storyforge_site.providers.scene import FigureInScene, Framing, Place, Pose
from storyforge_site.providers.sheet import CharacterSheet

log = logging.getLogger(__name__)

MOST_FIGURES = 4
_THIRDS = {Place.LEFT: 270.0, Place.CENTRE: 512.0, Place.RIGHT: 754.0}
_SCALES = {Framing.WIDE: 0.84, Framing.MEDIUM: 1.08, Framing.CLOSE: 1.5}
_ZOOMS = {Framing.WIDE: 1.0, Framing.MEDIUM: 1.08, Framing.CLOSE: 1.26}
_FEET = {Framing.WIDE: 0.0, Framing.MEDIUM: 36.0, Framing.CLOSE: 108.0}


@dataclass(frozen=True, slots=True)
class Camera:
    """`feet` is where the near ground comes to lie, `scale` the figures' size (1: a child of 400 units)."""

    feet: float
    zoom: float
    scale: float


@dataclass(frozen=True, slots=True)
class Actor:
    """A drawn figure on its mark."""

    part: FigureInScene
    sheet: CharacterSheet
    drawn: Drawn
    x: float
    y: float
    scale: float

    @property
    def half(self) -> float:
        return self.drawn.width * self.scale / 2


def camera_for(framing: Framing, footing: Footing, count: int) -> Camera:
    crowd = (1.0, 1.0, 0.97, 0.9, 0.84)[min(count, MOST_FIGURES)]
    return Camera(
        feet=footing.feet + _FEET[framing],
        zoom=_ZOOMS[framing],
        scale=_SCALES[framing] * (crowd if framing is not Framing.CLOSE else crowd * crowd),
    )


def put_actors(pad: Pad, request: ImageRequest, footing: Footing, camera: Camera) -> None:
    cast = cast_of(request)
    close = any(part.pose is Pose.HUG for part, _sheet in cast)
    marks = [512 + (mark - 512) * (0.5 if close else 1.0) for mark in _marks([part.place for part, _sheet in cast])]
    drawn = [_actor(pad, footing, camera, part, sheet, marks, at) for at, (part, sheet) in enumerate(cast)]
    actors = _spread(drawn, 0.66 if close else 0.86)
    pad.on("actors")
    before = put_props(pad, request.scene.props, footing, camera.feet, camera.scale, [(it.x, it.half) for it in actors])
    _boats(pad, footing, actors, behind=True)
    for actor in sorted(actors, key=lambda it: it.y):
        _put(pad, footing, actor)
    _boats(pad, footing, actors, behind=False)
    pad.add(*before)


def cast_of(request: ImageRequest) -> list[tuple[FigureInScene, CharacterSheet]]:
    """The scene's figures with their sheets, four at most; a figure nobody has a sheet for is left out."""
    sheets = {sheet.id: _with_clean_colours(sheet) for sheet in request.sheets}
    cast = []
    for part in request.scene.figures:
        if part.who in sheets:
            cast.append((part, sheets[part.who]))
        else:
            log.info("a scene names a figure without a sheet; it is left out")
    return cast[:MOST_FIGURES]


def _with_clean_colours(sheet: CharacterSheet) -> CharacterSheet:
    return replace(
        sheet,
        main_colour=cleaned(sheet.main_colour, "#c99a6e"),
        second_colour=cleaned(sheet.second_colour, "#f6ead6"),
        hair_colour=cleaned(sheet.hair_colour, "#3b2a20"),
        eye_colour=cleaned(sheet.eye_colour, "#2b1d16"),
        garment_colour=cleaned(sheet.garment_colour, "#4f7cac"),
        lower_colour=cleaned(sheet.lower_colour, "#35506b"),
        accessory_colour=cleaned(sheet.accessory_colour, "#d1495b"),
    )


def _marks(places: Sequence[Place]) -> list[float]:
    """Where each figure stands across; those who share a third part a little."""
    if len(places) == 1:
        return [{Place.LEFT: 350.0, Place.CENTRE: 512.0, Place.RIGHT: 674.0}[places[0]]]
    marks = []
    for at, place in enumerate(places):
        same = [k for k, other in enumerate(places) if other is place]
        marks.append(_THIRDS[place] + (same.index(at) - (len(same) - 1) / 2) * 210)
    return marks


def _actor(
    pad: Pad,
    footing: Footing,
    camera: Camera,
    part: FigureInScene,
    sheet: CharacterSheet,
    marks: Sequence[float],
    at: int,
) -> Actor:
    x = marks[at]
    others = [mark for k, mark in enumerate(marks) if k != at]
    aim = sum(others) / len(others) if others else 512.0
    facing = 0 if abs(aim - x) < 24 else (1 if aim > x else -1)
    drawn = draw_figure(sheet, part.pose, part.expression, facing=facing, key=f"f{at}", flat=pad.flat)
    widest = 600.0 if len(marks) == 1 else 980.0 / len(marks)
    tallest = 700.0 if len(marks) == 1 else 640.0
    scale = min(camera.scale, widest / drawn.width, tallest / drawn.height)
    return Actor(part, sheet, drawn, x, _height(pad, footing, camera, part, drawn, scale, at), scale)


def _height(
    pad: Pad, footing: Footing, camera: Camera, part: FigureInScene, drawn: Drawn, scale: float, at: int
) -> float:
    """Where the feet come: on the ground, in the water, in the air."""
    depth = (at % 2) * 18
    if footing.weightless or (footing.submerged and (part.pose in (Pose.SWIM, Pose.FLY) or not drawn.grounded)):
        middle = 600 if footing.submerged else 640
        return middle + drawn.height * scale / 2 + pad.rng.uniform(-50, 40)
    if part.pose is Pose.FLY or (not drawn.grounded and part.pose is not Pose.SWIM):
        lift = 190 if part.pose is Pose.FLY else 60
        return camera.feet - lift * min(1.0, scale)
    if part.pose is Pose.SWIM and not footing.indoors:
        return camera.feet - 40 + _sunk(drawn) * scale
    return camera.feet - depth


def _sunk(drawn: Drawn) -> float:
    """How much of a swimmer is under the surface: less of one who lies flat on it."""
    return drawn.height * (0.24 if drawn.width > drawn.height * 1.1 else 0.36)


def _spread(actors: list[Actor], apart: float) -> list[Actor]:
    """Push figures apart until none hides another (those who hug may touch), then back inside the frame."""
    actors = sorted(actors, key=lambda it: it.x)
    for _round in range(12):
        for left in range(len(actors) - 1):
            one, other = actors[left], actors[left + 1]
            gap = (one.half + other.half) * apart - (other.x - one.x)
            if gap > 0:
                actors[left] = replace(one, x=one.x - gap / 2)
                actors[left + 1] = replace(other, x=other.x + gap / 2)
        actors = [replace(it, x=_inside(it)) for it in actors]
    return actors


def _inside(actor: Actor) -> float:
    margin = 58 + min(actor.half, 450)
    return min(max(actor.x, margin), 1024 - margin)


def _put(pad: Pad, footing: Footing, actor: Actor) -> None:
    drawn, scale = actor.drawn, actor.scale
    swims = actor.part.pose is Pose.SWIM and not footing.indoors and not footing.submerged
    in_air = actor.part.pose is Pose.FLY or footing.weightless
    if pad.light.is_night and not footing.indoors:
        pad.halo(actor.x, actor.y - drawn.height * scale * 0.5, drawn.height * scale * 0.75, "#cfd8ff", 0.3)
    _footing_under(pad, footing, actor, swims=swims, in_air=in_air)
    line = actor.y - _sunk(drawn) * scale
    clip = pad.clip(f"M-60 -60H1084V{line:.1f}H-60Z") if swims and footing.support is not Support.FLOOR else ""
    hand = (actor.x + drawn.hand[0] * scale, actor.y + drawn.hand[1] * scale)
    behind, before = draw_held(pad, actor.part.holding, hand, scale, 1 if actor.x < 512 else -1)
    figure = f'<g transform="translate({actor.x:.1f} {actor.y:.1f}) scale({scale:.3f})">{drawn.svg}</g>'
    pad.add(f"<g{clip}>", behind, in_light(pad, figure), before, "</g>")
    if clip:
        ripples(pad, actor.x, line, actor.half, footing.water)


def _footing_under(pad: Pad, footing: Footing, actor: Actor, *, swims: bool, in_air: bool) -> None:
    """What the figure stands on and the shadow it throws there."""
    wide = min(actor.half, 210 * actor.scale)
    if swims or footing.weightless:
        return
    ground = actor.y if not in_air and actor.drawn.grounded else footing.feet + 40
    if footing.support is Support.WATER:
        return
    if footing.support is Support.CLOUD and not in_air:
        cloud_seat(pad, actor.x, actor.y, actor.half)
    lift = max(0.0, ground - actor.y) / 240
    if footing.submerged and ground > actor.y + 60:
        return
    pad.shadow(actor.x, ground + 2, wide * (1.12 - 0.3 * lift), 26 * actor.scale, 0.42 * math.exp(-lift))


def _boats(pad: Pad, footing: Footing, actors: list[Actor], *, behind: bool) -> None:
    """On open water those who stand share a boat; beside swimmers they get an islet."""
    if footing.support is not Support.WATER:
        return
    aboard = [it for it in actors if it.part.pose not in (Pose.SWIM, Pose.FLY)]
    if not aboard:
        return
    if len(aboard) < len(actors):
        if behind:
            for actor in aboard:
                islet(pad, actor.x, actor.y, actor.half)
        return
    left = min(it.x - it.half * 0.8 for it in aboard)
    right = max(it.x + it.half * 0.8 for it in aboard)
    boat(pad, left - 50, right + 50, max(it.y for it in aboard), footing.water, behind=behind)
