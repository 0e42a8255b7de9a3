"""The picture of a page: where, at what hour, who stands where, doing what, with which things."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from storyforge_site.providers.offline.storyteller.engine import props
from storyforge_site.providers.offline.storyteller.engine.avoiding import Avoidance
from storyforge_site.providers.offline.storyteller.engine.choosing import Places
from storyforge_site.providers.offline.storyteller.engine.company import Company, Player
from storyforge_site.providers.offline.storyteller.engine.describing import describe
from storyforge_site.providers.offline.storyteller.engine.dice import Dice
from storyforge_site.providers.offline.storyteller.engine.library import Beat, Quest, Shape
from storyforge_site.providers.scene import (
    Expression,
    FigureInScene,
    Framing,
    Place,
    Pose,
    PropInScene,
    PropPlace,
    Scene,
    Setting,
    TimeOfDay,
    Weather,
)

INDOORS = frozenset(
    {
        Setting.BEDROOM,
        Setting.KITCHEN,
        Setting.CLASSROOM,
        Setting.LIBRARY,
        Setting.WORKSHOP,
        Setting.STAGE,
        Setting.CAVE,
    }
)
_WITHOUT_WEATHER = INDOORS | {Setting.UNDERWATER, Setting.SPACE}
_WATER = frozenset({Setting.LAKE, Setting.BEACH, Setting.SEA, Setting.UNDERWATER})
_AIR = frozenset({Setting.SKY, Setting.SPACE, Setting.MOUNTAIN})
_IN_THE_SKY = frozenset(
    {
        "balloon",
        "kite",
        "crescent moon",
        "glowing star",
        "ringed planet",
        "snowflake",
        "musical note",
        "sparkles",
        "star",
    }
    | {"feather", "rainbow", "sun", "cloud", "hot air balloon", "butterfly", "airplane", "rocket"}
)
_FAR = frozenset({"sailboat", "castle", "mountain", "ship", "house"})
_TOO_BIG_TO_HOLD = frozenset(
    {
        "sailboat",
        "rocket",
        "ringed planet",
        "castle",
        "nest with eggs",
        "ladder",
        "sled",
        "crescent moon",
        "sunflower",
    }
)
_PARTNER: dict[Expression, Expression] = {
    Expression.SAD: Expression.WORRIED,
    Expression.SCARED: Expression.CALM,
    Expression.WORRIED: Expression.CALM,
    Expression.SHY: Expression.HAPPY,
    Expression.PROUD: Expression.JOYFUL,
    Expression.DETERMINED: Expression.CURIOUS,
    Expression.SURPRISED: Expression.SURPRISED,
    Expression.CURIOUS: Expression.HAPPY,
}
_SHARED_POSES = frozenset({Pose.DANCE, Pose.HUG, Pose.WALK, Pose.JUMP, Pose.LIE, Pose.SIT, Pose.RUN})
_KIND_WEATHER = (Weather.CLEAR, Weather.CLEAR, Weather.CLOUDY, Weather.CLEAR, Weather.WIND)

_STAYS_THERE = frozenset(
    {"lotus", "fish", "sailboat", "nest with eggs", "ringed planet"}
)  # swims, grows or hangs there


@dataclass(frozen=True, slots=True)
class Stage:
    company: Company
    quest: Quest
    shape: Shape
    places: Places
    extras: Sequence[str]  # props the topic asks for
    avoid: Avoidance
    dice: Dice

    def page(self, beat: Beat, index: int, count: int, *, with_extra: bool) -> Scene:
        setting = {"home": self.places.home, "way": self.places.way, "place": self.places.place}[beat.stage]
        pose = self._pose(beat.pose, setting)
        hour = self._hour(index, count)
        others = self._others(beat)
        pose = pose if others else self._alone(pose)
        things = self._things(beat, index, with_extra=with_extra)
        held = self._held(pose, things)
        figures = self._figures(pose, beat.mood, others, held, index)
        scene = Scene(
            setting=setting,
            time_of_day=hour,
            weather=self._weather(setting, hour, index, count),
            framing=_framing(beat, index, len(figures)),
            figures=figures,
            props=tuple(PropInScene(thing, self._where(thing, setting)) for thing in things if thing != held),
        )
        return self._described(scene)

    def cover(self, beside: Sequence[Player]) -> Scene:
        """The hero and who is `beside` them where it happens, glad, small under a calm sky."""
        setting = self.places.place
        pose = self._pose("do", setting)
        things = [*self.extras, *self._own_props()][:2]
        held = self._held(pose, things)
        hour = self._hour(0, 1)
        scene = Scene(
            setting=setting,
            time_of_day=hour,
            weather=Weather.CLEAR,
            framing=Framing.WIDE,
            figures=self._figures(pose, Expression.JOYFUL, beside, held, 0),
            props=tuple(PropInScene(thing, PropPlace.GROUND) for thing in things if thing != held),
        )
        return self._described(scene)

    def _described(self, scene: Scene) -> Scene:
        return replace(scene, description=describe(scene, self.company, self.avoid))

    def _pose(self, wanted: str, setting: Setting) -> Pose:
        pose = Pose(self.quest.pose if wanted == "do" else wanted)
        if (pose is Pose.SWIM and setting not in _WATER) or (pose is Pose.FLY and setting not in _AIR):
            return Pose.REACH
        return pose

    def _alone(self, pose: Pose) -> Pose:
        """Nobody hugs the air: alone, one holds something dear."""
        return Pose.HOLD if pose is Pose.HUG else pose

    def _hour(self, index: int, count: int) -> TimeOfDay:
        clock = self.quest.clock or self.shape.clock
        hour = clock[min(index * len(clock) // count, len(clock) - 1)]
        hours = [hour, TimeOfDay.DAY, TimeOfDay.DUSK, TimeOfDay.DAWN]
        return next(
            (one for one in hours if self.avoid.may_say(one) and not (one == "night" and self.avoid.hits("dark"))),
            hour,
        )

    def _weather(self, setting: Setting, hour: TimeOfDay, index: int, count: int) -> Weather:
        if setting in _WITHOUT_WEATHER:
            return Weather.CLEAR
        if setting is Setting.SNOWFIELD and index % 3 == 1 and self.avoid.may_say("snow"):
            return Weather.SNOW
        if self.shape.weathers:
            weather = self.shape.weathers[index * len(self.shape.weathers) // count]
        elif index in (0, count - 1):
            weather = Weather.CLEAR
        else:
            weather = self.dice.pick(f"weather {index}", _KIND_WEATHER)
        is_odd = weather is Weather.RAINBOW and hour is TimeOfDay.NIGHT
        return Weather.CLEAR if is_odd or self.avoid.hits(weather) else weather

    def _others(self, beat: Beat) -> list[Player]:
        others: list[Player] = []
        for who in beat.who:
            if who == "friend":
                others += self.company.friends
            else:
                others.append(self.company.helpers[int(who.removeprefix("helper")) - 1])
        if (
            self.company.together
            and not any(one.id.startswith(("friend", "hero")) for one in others)
            and len(others) < 2
        ):
            others = [*self.company.friends, *others]
        return others[:3]

    def _figures(
        self, pose: Pose, mood: Expression, others: Sequence[Player], held: str, index: int
    ) -> tuple[FigureInScene, ...]:
        """The hero to one side, facing the rest: thirds filled from the hero's side across."""
        across = [Place.LEFT, Place.CENTRE, Place.RIGHT]
        if self.dice.number(f"side {index}") % 2:
            across.reverse()
        spots = [across[2]] if len(others) == 1 else [across[1], across[2], across[2]]
        hero = FigureInScene("hero", pose, mood, across[0], held)
        beside = _PARTNER.get(mood, mood)
        friend_pose = pose if pose in _SHARED_POSES or self._does_too(pose) else Pose.STAND
        return (
            hero,
            *(
                FigureInScene(
                    one.id,
                    friend_pose if not one.id.startswith("helper") else _helper_pose(pose),
                    beside,
                    spot,
                )
                for one, spot in zip(others, spots, strict=False)
            ),
        )

    def _does_too(self, pose: Pose) -> bool:
        return pose in {Pose.SWIM, Pose.FLY} or (
            self.company.together and pose == Pose(self.quest.pose) and pose not in {Pose.HOLD, Pose.READ}
        )

    def _own_props(self) -> list[str]:
        return [prop for prop in self.quest.props if props.exists(prop) and self.avoid.may_say(prop)]

    def _things(self, beat: Beat, index: int, *, with_extra: bool) -> list[str]:
        own = self._own_props()
        if beat.stage == "place":
            shown = [*own[:1], *own[1 + index % 2 : 2 + index % 2]]
        else:
            brought = [prop for prop in own if prop not in _STAYS_THERE]
            shown = brought[index % len(brought) :][:1] if brought else []
        extras = self.extras if with_extra else self.extras[index % 3 : index % 3 + 1]
        return [*dict.fromkeys([*extras, *shown])][:4]

    def _held(self, pose: Pose, things: Sequence[str]) -> str:
        if pose is Pose.READ:
            return next(
                (book for book in ("open book", "books") if props.exists(book) and self.avoid.may_say(book)),
                "",
            )
        if pose is not Pose.HOLD:
            return ""
        return next((thing for thing in [*things, *self._own_props()] if thing not in _TOO_BIG_TO_HOLD), "")

    def _where(self, thing: str, setting: Setting) -> PropPlace:
        if thing in _IN_THE_SKY and setting not in INDOORS and setting is not Setting.UNDERWATER:
            return PropPlace.SKY
        return PropPlace.FAR if thing in _FAR and setting not in INDOORS else PropPlace.GROUND


def _helper_pose(pose: Pose) -> Pose:
    return pose if pose in {Pose.DANCE, Pose.SIT, Pose.JUMP} else Pose.STAND


def _framing(beat: Beat, index: int, figures: int) -> Framing:
    """Wide where a page opens the book or crowns it, close where it turns; otherwise by turns."""
    if index == 0 or "triumph" in beat.units or figures > 3:
        return Framing.WIDE
    if figures < 3 and not {"low", "turn"}.isdisjoint(beat.units):
        return Framing.CLOSE
    return Framing.WIDE if index % 4 == 3 else Framing.MEDIUM
