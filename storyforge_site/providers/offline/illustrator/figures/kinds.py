"""What sets one kind apart from another: ears, tail, muzzle, markings, size. The table of all kinds."""

from dataclasses import dataclass

from storyforge_site.providers.sheet import HeroKind


@dataclass(frozen=True, slots=True)
class Build:
    plan: str = "biped"  # biped | human | swimmer | blob
    size: float = 1.0
    ears: str = ""
    tail: str = ""
    muzzle: str = ""  # round | long | snout | beak | bill | trunk | none
    wings: str = ""  # feathered | leathery: they are the arms of birds, the back of dragons
    marks: tuple[str, ...] = ()
    belly: bool = True
    plump: float = 1.0
    neck: float = 0.0


BUILDS: dict[HeroKind, Build] = {
    HeroKind.CHILD: Build("human"),
    HeroKind.WOMAN: Build("human", 1.22),
    HeroKind.MAN: Build("human", 1.28),
    HeroKind.GRANDMOTHER: Build("human", 1.12),
    HeroKind.GRANDFATHER: Build("human", 1.16),
    HeroKind.BEAR: Build(size=1.06, ears="round", tail="stub", muzzle="round", plump=1.16),
    HeroKind.BIRD: Build(size=0.8, ears="crest", tail="feathers", muzzle="beak", wings="feathered"),
    HeroKind.CAT: Build(size=0.92, ears="point", tail="long", muzzle="small", marks=("whiskers",)),
    HeroKind.CHICK: Build(size=0.68, ears="tuft", muzzle="beak", wings="feathered", plump=1.12),
    HeroKind.COW: Build(size=1.06, ears="side", tail="tuft", muzzle="snout", marks=("horns", "patches"), plump=1.12),
    HeroKind.DEER: Build(size=1.02, ears="side", tail="stub", muzzle="round", marks=("antlers", "spots")),
    HeroKind.DINOSAUR: Build(size=1.06, tail="thick", muzzle="long", marks=("plates",), plump=1.1),
    HeroKind.DOG: Build(size=0.96, ears="floppy", tail="up", muzzle="round", marks=("eyepatch",)),
    HeroKind.DRAGON: Build(
        size=1.02,
        ears="fins",
        tail="spade",
        muzzle="long",
        wings="leathery",
        marks=("horns", "plates", "scales"),
        plump=1.08,
    ),
    HeroKind.DUCK: Build(size=0.78, tail="up", muzzle="bill", wings="feathered", plump=1.06),
    HeroKind.ELEPHANT: Build(size=1.12, ears="huge", tail="tuft", muzzle="trunk", plump=1.2),
    HeroKind.FISH: Build("swimmer", 0.7),
    HeroKind.FOX: Build(size=0.95, ears="point", tail="bushy", muzzle="mask", marks=("socks",)),
    HeroKind.FROG: Build(size=0.8, muzzle="wide", marks=("topeyes",), plump=1.05),
    HeroKind.GHOST: Build("blob", 0.85),
    HeroKind.GIRAFFE: Build(size=1.12, ears="side", tail="tuft", muzzle="round", marks=("knobs", "spots"), neck=70),
    HeroKind.HEDGEHOG: Build(size=0.74, ears="round", muzzle="pointed", marks=("spines",), plump=1.1),
    HeroKind.LION: Build(size=1.04, ears="round", tail="tuft", muzzle="round", marks=("mane",), plump=1.05),
    HeroKind.MONKEY: Build(size=0.94, ears="big", tail="curl", muzzle="heart"),
    HeroKind.MOUSE: Build(size=0.68, ears="big", tail="thin", muzzle="small", marks=("whiskers",)),
    HeroKind.OCTOPUS: Build("blob", 0.85),
    HeroKind.OWL: Build(
        size=0.8, ears="tufts", muzzle="beak", wings="feathered", marks=("discs", "chevrons"), plump=1.16
    ),
    HeroKind.PANDA: Build(size=1.02, ears="round", tail="stub", muzzle="small", marks=("panda",), plump=1.16),
    HeroKind.PENGUIN: Build(size=0.8, muzzle="beak", wings="feathered", marks=("penguin",), plump=1.1),
    HeroKind.PIG: Build(size=0.95, ears="fold", tail="curl", muzzle="snout", plump=1.14),
    HeroKind.RABBIT: Build(size=0.9, ears="long", tail="pom", muzzle="small"),
    HeroKind.ROBOT: Build(size=0.96, muzzle="none", marks=("robot",), belly=False),
    HeroKind.SHEEP: Build(size=0.95, ears="side", tail="pom", muzzle="none", marks=("wool",), plump=1.14),
    HeroKind.SNAIL: Build("swimmer", 0.66),
    HeroKind.SNOWMAN: Build("blob", 0.98),
    HeroKind.SQUIRREL: Build(size=0.8, ears="tufted", tail="plume", muzzle="round"),
    HeroKind.STAR: Build("blob", 0.76),
    HeroKind.TIGER: Build(
        size=1.04, ears="round", tail="ringed", muzzle="round", marks=("stripes", "whiskers"), plump=1.04
    ),
    HeroKind.TURTLE: Build(size=0.84, tail="stub", muzzle="none", marks=("shell",)),
    HeroKind.UNICORN: Build(size=1.02, ears="side", tail="mane", muzzle="long", marks=("horn", "hairmane")),
    HeroKind.WHALE: Build("swimmer", 1.0),
    HeroKind.WOLF: Build(size=1.02, ears="point", tail="bushy", muzzle="mask"),
    HeroKind.CLOUD: Build("blob", 0.8),
}
