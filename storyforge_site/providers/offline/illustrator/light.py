"""The light of a picture: one hour and one weather decide how every colour in it is toned."""

from dataclasses import dataclass, replace
from random import Random

from storyforge_site.providers.offline.illustrator.colour import greyed, mix, multiply
from storyforge_site.providers.scene import TimeOfDay, Weather

Factors = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Light:
    """`sky` runs from the zenith to the horizon; `haze` is what far things fade into."""

    hour: TimeOfDay
    weather: Weather
    sky: tuple[str, str, str]
    haze: str
    glow: str
    factors: Factors
    figure_factors: Factors
    grey: float = 0.0
    veil: float = 0.0  # how much of the sky lies over everything
    lamps: bool = False

    @property
    def is_night(self) -> bool:
        return self.hour is TimeOfDay.NIGHT

    @property
    def is_overcast(self) -> bool:
        return self.weather in (Weather.CLOUDY, Weather.RAIN, Weather.SNOW, Weather.FOG)

    def tone(self, colour: str, depth: float = 0.0) -> str:
        """A local colour as it looks in this light, `depth` of the way (0 to 1) into the haze."""
        toned = multiply(greyed(colour, self.grey), self.factors)
        if self.veil:
            toned = mix(toned, self.sky[1], self.veil)
        return mix(toned, self.haze, depth) if depth else toned


_HOURS: dict[TimeOfDay, list[tuple[tuple[str, str, str], str, str]]] = {
    TimeOfDay.DAWN: [
        (("#7fa8dc", "#f3c6d0", "#ffe3b8"), "#f7cfc9", "#fff0c4"),
        (("#8c9be0", "#e9b8d6", "#ffd9c2"), "#efc4d3", "#ffe6cf"),
        (("#6fb3d6", "#cfd9dc", "#ffe2a8"), "#e9dccb", "#fff1b8"),
    ],
    TimeOfDay.DAY: [
        (("#4fa9e8", "#9ad3f5", "#e2f5fb"), "#cfeaf3", "#fff6cf"),
        (("#5fb9ea", "#a9e0f2", "#f0f7e2"), "#d9efe6", "#fff3bf"),
        (("#55a0e6", "#a4ccf4", "#fdf0dc"), "#d6e3f1", "#fff0c8"),
    ],
    TimeOfDay.DUSK: [
        (("#463f8a", "#d76f93", "#ffb978"), "#d98a97", "#ffd28a"),
        (("#3c4f9c", "#b077b8", "#ffb08c"), "#b988b0", "#ffc48a"),
        (("#5a4a96", "#f08a7c", "#ffd27a"), "#e39a88", "#ffe09a"),
    ],
    TimeOfDay.NIGHT: [
        (("#0e1440", "#2b3484", "#6a63b4"), "#51519c", "#fff2c2"),
        (("#0b1a44", "#1f4780", "#4f86a8"), "#3f6c96", "#fdf3cf"),
        (("#1a1046", "#45307f", "#9561a4"), "#6a4d92", "#ffe9c4"),
    ],
}
_FACTORS: dict[TimeOfDay, tuple[Factors, Factors]] = {
    TimeOfDay.DAWN: ((1.0, 0.93, 0.92), (1.0, 0.97, 0.95)),
    TimeOfDay.DAY: ((1.0, 1.0, 1.0), (1.0, 1.0, 1.0)),
    TimeOfDay.DUSK: ((0.86, 0.68, 0.72), (0.99, 0.9, 0.86)),
    TimeOfDay.NIGHT: ((0.36, 0.46, 0.7), (0.93, 0.92, 1.0)),
}
_WEATHER_SKY: dict[Weather, tuple[str, float, float]] = {
    Weather.CLOUDY: ("#c3d3e0", 0.5, 0.1),
    Weather.RAIN: ("#8fabc6", 0.6, 0.16),
    Weather.SNOW: ("#d3dfec", 0.6, 0.06),
    Weather.FOG: ("#dfe4e3", 0.6, 0.26),
    Weather.WIND: ("#cfe3ea", 0.18, 0.04),
    Weather.RAINBOW: ("#cfe0ee", 0.2, 0.0),
}


def light_of(hour: TimeOfDay, weather: Weather, rng: Random) -> Light:
    sky, haze, glow = rng.choice(_HOURS[hour])
    factors, figure_factors = _FACTORS[hour]
    light = Light(
        hour=hour,
        weather=weather,
        sky=sky,
        haze=haze,
        glow=glow,
        factors=factors,
        figure_factors=figure_factors,
        veil={TimeOfDay.NIGHT: 0.17, TimeOfDay.DUSK: 0.1}.get(hour, 0.0),
        lamps=hour in (TimeOfDay.NIGHT, TimeOfDay.DUSK),
    )
    return light if weather is Weather.CLEAR else _clouded(light)


def _clouded(light: Light) -> Light:
    veil, share, grey = _WEATHER_SKY[light.weather]
    veil = multiply(veil, _veil_factors(light.hour))
    dim = (
        0.86
        if light.weather is Weather.RAIN
        else 0.98
        if light.weather is Weather.SNOW
        else 0.95
        if light.is_overcast
        else 1.0
    )
    return replace(
        light,
        sky=(
            mix(light.sky[0], veil, share),
            mix(light.sky[1], veil, share),
            mix(light.sky[2], veil, share * 0.7),
        ),
        haze=mix(light.haze, veil, share * 0.7),
        grey=grey,
        factors=(light.factors[0] * dim, light.factors[1] * dim, light.factors[2] * dim),
        lamps=light.lamps or light.weather in (Weather.RAIN, Weather.FOG),
    )


def _veil_factors(hour: TimeOfDay) -> Factors:
    if hour is TimeOfDay.NIGHT:
        return 0.3, 0.36, 0.58
    if hour is TimeOfDay.DUSK:
        return 0.8, 0.66, 0.78
    if hour is TimeOfDay.DAWN:
        return 1.0, 0.93, 0.98
    return 1.0, 1.0, 1.0


def lamplight(light: Light) -> Light:
    """The same hour indoors: a lit room keeps most of its own colours, even at night."""
    warm: dict[TimeOfDay, Factors] = {
        TimeOfDay.DAWN: (1.0, 0.96, 0.93),
        TimeOfDay.DAY: (1.0, 1.0, 1.0),
        TimeOfDay.DUSK: (0.98, 0.88, 0.84),
        TimeOfDay.NIGHT: (0.84, 0.82, 0.96),
    }
    veil = {TimeOfDay.NIGHT: 0.27, TimeOfDay.DUSK: 0.12}.get(light.hour, 0.0)
    return replace(light, factors=warm[light.hour], grey=0.0, veil=veil)


def limelight(light: Light) -> Light:
    """On a stage it is always the same bright hour."""
    return replace(light, factors=(1.0, 1.0, 1.0), figure_factors=(1.0, 1.0, 1.0), grey=0.0, veil=0.0)
