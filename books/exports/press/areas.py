"""A picture as areas of one colour, as a child would colour it.

They come in steps: neighbouring pixels of almost the same colour are one area, so that a sky from blue to white stays
whole; neighbouring areas whose mean colours are close become one; what is then too small for a crayon goes to the
neighbour it resembles most.
"""

from collections import Counter

from PIL import Image, ImageChops, ImageFilter

GRID = 400  # pixels a side of the pictures we look at
_SAME = 6  # of 255, between pixels of one area
_CLOSE = (10, 17, 24)  # between mean colours of areas, step by step
_STILL_CLOSE = 30  # where brush strokes leave more areas than a child has patience for
_MOST = 110
_CRAYON = 70  # pixels of the grid
_ROUNDS = 6

Area = int
Pair = tuple[Area, Area]


def areas_of(image: Image.Image) -> list[Area]:
    """For each pixel of a square of `GRID` the area it belongs to."""
    first, neighbours = _of_one_colour(image)
    areas = _Areas(first, image.tobytes(), neighbours)
    for limit in _CLOSE:
        areas.join_alike(limit)
    areas.join_small()
    if areas.count() > _MOST:
        areas.join_alike(_STILL_CLOSE)
        areas.join_small()
    return _without_slivers([areas.now(area) for area in first])


def _without_slivers(areas: list[Area]) -> list[Area]:
    """What is only a pixel or two wide goes to what surrounds it. There are far fewer areas than names for them."""
    names: dict[Area, int] = {}
    named = Image.frombytes("L", (GRID, GRID), bytes(names.setdefault(area, len(names)) % 256 for area in areas))
    return list(named.filter(ImageFilter.ModeFilter(5)).tobytes())


def _steps(image: Image.Image) -> list[Image.Image]:
    """How far each pixel's colour is from the next one's, to the right and below, in the band where it is most."""
    steps = []
    for shift in ((-1, 0), (0, -1)):
        red, green, blue = ImageChops.difference(image, ImageChops.offset(image, *shift)).split()
        steps.append(ImageChops.lighter(ImageChops.lighter(red, green), blue))
    return steps


def _of_one_colour(image: Image.Image) -> tuple[list[Area], set[Pair]]:
    """Areas without a step in colour, and which of them are neighbours."""
    across, down = (steps.tobytes() for steps in _steps(image))
    runs, run = [], 0
    for pixel in range(GRID * GRID):  # along the rows
        if pixel % GRID == 0 or across[pixel - 1] > _SAME:
            run += 1
        runs.append(run)
    within, apart = list(range(run + 1)), set()
    for pixel, (above, below) in enumerate(zip(runs, runs[GRID:], strict=False)):
        if down[pixel] > _SAME:
            apart.add((above, below))
        elif within[above] != within[below]:
            within[_root(within, below)] = _root(within, above)
    apart.update((left, left + 1) for left in range(1, run))
    names = [_root(within, area) for area in range(run + 1)]
    return [names[area] for area in runs], {(names[one], names[other]) for one, other in apart}


class _Areas:
    """Areas with their sizes, colours and neighbours; `_within` says into which other one an area went."""

    def __init__(self, pixels: list[Area], colours: bytes, neighbours: set[Pair]) -> None:
        self._size: dict[Area, int] = Counter(pixels)
        self._within = {area: area for area in self._size}
        self._neighbours = neighbours
        sums = {area: [0, 0, 0] for area in self._size}
        for area, red, green, blue in zip(pixels, colours[::3], colours[1::3], colours[2::3], strict=True):
            total = sums[area]
            total[0] += red
            total[1] += green
            total[2] += blue
        self._mean = {
            area: (r / size, g / size, b / size) for area, (r, g, b) in sums.items() if (size := self._size[area])
        }

    def now(self, area: Area) -> Area:
        return _root(self._within, area)

    def count(self) -> int:
        return sum(area == into for area, into in self._within.items())

    def join_alike(self, limit: int) -> None:
        """Those with the least between them first."""
        close = [(apart, pair) for pair in self._pairs() if (apart := self._apart(*pair)) <= limit]
        for _apart, pair in sorted(close):
            one, other = self.now(pair[0]), self.now(pair[1])
            if one != other and self._apart(one, other) <= limit:
                self._join(one, other)

    def join_small(self) -> None:
        for _round in range(_ROUNDS):
            nearest: dict[Area, tuple[float, Area]] = {}
            for one, other in self._pairs():
                for small, large in ((one, other), (other, one)):
                    if self._size[small] < _CRAYON:
                        nearest[small] = min(nearest.get(small, (256.0, large)), (self._apart(small, large), large))
            for small, (_apart, large) in nearest.items():
                one, other = self.now(small), self.now(large)
                if one != other:
                    self._join(one, other)

    def _pairs(self) -> set[Pair]:
        """Areas that are neighbours now."""
        current = ((self.now(one), self.now(other)) for one, other in self._neighbours)
        self._neighbours = {(min(pair), max(pair)) for pair in current if pair[0] != pair[1]}
        return self._neighbours

    def _apart(self, one: Area, other: Area) -> float:
        """Between their mean colours, in the band where it is most."""
        (red, green, blue), (red_2, green_2, blue_2) = self._mean[one], self._mean[other]
        return max(abs(red - red_2), abs(green - green_2), abs(blue - blue_2))

    def _join(self, one: Area, other: Area) -> None:
        large, small = (one, other) if self._size[one] >= self._size[other] else (other, one)
        share = self._size[small] / (self._size[large] + self._size[small])
        (red, green, blue), (red_2, green_2, blue_2) = self._mean[large], self._mean[small]
        self._mean[large] = (
            red + (red_2 - red) * share,
            green + (green_2 - green) * share,
            blue + (blue_2 - blue) * share,
        )
        self._size[large] += self._size[small]
        self._within[small] = large


def _root(within: list[Area] | dict[Area, Area], area: Area) -> Area:
    """The area that holds this one now; the way there is shortened for the next who asks."""
    while within[area] != area:
        within[area] = within[within[area]]
        area = within[area]
    return area
