"""Which beats of a shape a book of so many pages keeps, and which of them speak for the ones left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from storyforge_site.providers.offline.storyteller.engine.library import Beat, Shape


@dataclass(frozen=True, slots=True)
class PageBeat:
    beat: Beat
    absorbed: tuple[str, ...] = ()  # units of a beat left out, said before this beat's own

    @property
    def units(self) -> tuple[str, ...]:
        return (*self.absorbed, *self.beat.units)


def pages(shape: Shape, page_count: int) -> Sequence[PageBeat]:
    """One beat a page, in the shape's order. Raises ValueError for more pages than beats, or none."""
    if not 1 <= page_count <= len(shape.beats):
        raise ValueError(f"{shape.name} has {len(shape.beats)} beats and cannot fill {page_count} pages")
    names = {beat.name for beat in sorted(shape.beats, key=lambda beat: beat.keep)[:page_count]}
    kept = [beat for beat in shape.beats if beat.name in names]
    said = {unit for beat in kept for unit in beat.units}
    return [PageBeat(beat, _absorbed(beat, shape, said)) for beat in kept]


def _absorbed(beat: Beat, shape: Shape, said: set[str]) -> tuple[str, ...]:
    """`absorbs` names a beat, or the unit that a beat under another name would have said."""
    units = {other.name: other.units for other in shape.beats}.get(beat.absorbs, (beat.absorbs,))
    return tuple(unit for unit in units if unit and unit not in said)
