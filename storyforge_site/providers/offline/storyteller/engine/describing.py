"""A scene in one English sentence, for a painter who has never read the book."""

from collections.abc import Sequence

from storyforge_site.providers.offline.storyteller.engine.avoiding import Avoidance
from storyforge_site.providers.offline.storyteller.engine.company import Company, Player
from storyforge_site.providers.offline.storyteller.engine.library import texts
from storyforge_site.providers.offline.storyteller.languages.en_words import with_article
from storyforge_site.providers.scene import Pose, PropPlace, Scene, Setting, TimeOfDay, Weather
from storyforge_site.providers.sheet import HeroKind

_DOES = {
    Pose.STAND: "stands", Pose.WALK: "walks along", Pose.RUN: "runs", Pose.JUMP: "jumps up", Pose.SIT: "sits",
    Pose.LIE: "lies down", Pose.REACH: "reaches out", Pose.HOLD: "holds {held}", Pose.WAVE: "waves",
    Pose.HUG: "gives a warm hug", Pose.SING: "sings", Pose.DANCE: "dances", Pose.SWIM: "swims", Pose.FLY: "flies",
    Pose.CLIMB: "climbs", Pose.THINK: "stands thinking", Pose.POINT: "points ahead", Pose.READ: "reads {held}",
}  # fmt: skip
_DOES_WITH = {
    Pose.HUG: "hugs", Pose.DANCE: "dances with", Pose.WALK: "walks along with", Pose.SWIM: "swims with",
    Pose.FLY: "flies with", Pose.RUN: "runs with", Pose.POINT: "points something out to", Pose.SING: "sings with",
}  # fmt: skip
_WHERE = {
    Setting.FOREST: "in a forest", Setting.MEADOW: "in a meadow", Setting.GARDEN: "in a garden",
    Setting.FARM: "on a farm",
    Setting.VILLAGE: "in a village", Setting.CITY: "in a city street", Setting.BEDROOM: "in a cosy bedroom",
    Setting.KITCHEN: "in a kitchen", Setting.CLASSROOM: "in a classroom", Setting.LIBRARY: "in a library",
    Setting.PLAYGROUND: "on a playground", Setting.STAGE: "on a stage", Setting.WORKSHOP: "in a workshop",
    Setting.BEACH: "on a beach", Setting.LAKE: "by a lake", Setting.SEA: "on the open sea",
    Setting.UNDERWATER: "on the sea bed", Setting.MOUNTAIN: "on a mountain", Setting.CAVE: "in a cave",
    Setting.DESERT: "in a desert", Setting.SNOWFIELD: "in a snowfield", Setting.CASTLE: "at a castle",
    Setting.SKY: "high in the sky", Setting.SPACE: "among the stars in space",
}  # fmt: skip
_WHERE_SWIMMING = {
    Setting.LAKE: "in a lake", Setting.SEA: "in the sea", Setting.BEACH: "in the shallows by a beach",
}  # fmt: skip
_WHEN = {
    TimeOfDay.DAWN: "at dawn",
    TimeOfDay.DAY: "by day",
    TimeOfDay.DUSK: "at dusk",
    TimeOfDay.NIGHT: "at night",
}
_WEATHER = {
    Weather.CLEAR: "", Weather.CLOUDY: "under a cloudy sky", Weather.RAIN: "in soft rain",
    Weather.SNOW: "in falling snow",
    Weather.WIND: "in the wind", Weather.FOG: "in a light mist", Weather.RAINBOW: "under a rainbow",
}  # fmt: skip


def describe(scene: Scene, company: Company, avoid: Avoidance) -> str:
    """Kinds instead of names; what a family does not want is left unsaid."""
    players = {player.id: player for player in company.everybody()}
    hero, *others = scene.figures
    held = with_article(hero.holding) if hero.holding else "something small in both hands"
    look = _plain(f"{hero.expression}-looking ", avoid)
    who = with_article(look + noun(players[hero.who]))
    said = f"{who} {_DOES[hero.pose].format(held=held)}"
    if others:
        beside = _list([with_article(noun(players[one.who])) for one in others])
        said = f"{who} {_DOES_WITH[hero.pose]} {beside}" if hero.pose in _DOES_WITH else f"{said} beside {beside}"
    where = _WHERE_SWIMMING.get(scene.setting, "") if hero.pose is Pose.SWIM else ""
    around = [where or _WHERE[scene.setting], _WHEN[scene.time_of_day], _WEATHER[scene.weather]]
    said = " ".join([said, *(words for words in around if words and avoid.may_say(words))])
    said += "".join(_things(scene, place) for place in (PropPlace.GROUND, PropPlace.SKY, PropPlace.FAR))
    return f"{said[:1].upper()}{said[1:]}."


def noun(player: Player) -> str:
    kinds = texts("en").words["kinds"]
    key = (
        {"female": "girl", "male": "boy"}.get(player.gender, "child") if player.kind is HeroKind.CHILD else player.kind
    )
    return str(kinds[key][0])


def _things(scene: Scene, place: PropPlace) -> str:
    things = [with_article(prop.name) for prop in scene.props if prop.place is place]
    where = {PropPlace.SKY: "in the air", PropPlace.FAR: "in the distance"}.get(place, "nearby")
    return f", with {_list(things)} {where}" if things else ""


def _plain(words: str, avoid: Avoidance) -> str:
    return words if avoid.may_say(words) else ""


def _list(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
