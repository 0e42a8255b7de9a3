"""Colours that become each kind, to choose from when nobody said any: (main, second)."""

from storyforge_site.providers.sheet import HeroKind

PEOPLE = (HeroKind.CHILD, HeroKind.WOMAN, HeroKind.MAN, HeroKind.GRANDMOTHER, HeroKind.GRANDFATHER)

# No scarf, no backpack: what they are found by sits on the head.
WITHOUT_SHOULDERS = (
    *(HeroKind.FISH, HeroKind.WHALE, HeroKind.SNAIL),
    *(HeroKind.GHOST, HeroKind.OCTOPUS, HeroKind.STAR, HeroKind.CLOUD, HeroKind.SNOWMAN),
)

SKIN_AND_HAIR = (
    ("#f6d3b8", "#5a3a26"),
    ("#f1c7a5", "#2d2430"),
    ("#f3cba8", "#c98a3c"),
    ("#e3b08a", "#2b2028"),
    ("#d19a72", "#33221c"),
    ("#b67d55", "#241a1c"),
    ("#93603f", "#1f1719"),
    ("#704730", "#19131a"),
    ("#f5cfb0", "#a4482a"),
)

# Scarves, jumpers, bows: clear and warm, never two alike in one sheet.
TRIM = ("#d1495b", "#2f7dba", "#f0a830", "#3f9d72", "#8a5cb8", "#e76f51", "#2fa8a0", "#f28aa8", "#4a5fb5")

PALETTES: dict[HeroKind, tuple[tuple[str, str], ...]] = {
    HeroKind.BEAR: (("#a9713f", "#e8c99a"), ("#7d5234", "#d8b184"), ("#c08a55", "#f0dcb8")),
    HeroKind.BIRD: (("#5a9bd5", "#ffe3b0"), ("#e06a5c", "#ffe2c8"), ("#6fb86a", "#f6efb8")),
    HeroKind.CAT: (
        ("#6d6a78", "#e8e2ea"),
        ("#e39a52", "#fff0da"),
        ("#3d3a4a", "#d9d4e0"),
        ("#e8dccb", "#fff8ec"),
    ),
    HeroKind.CHICK: (("#ffdd66", "#fff0b0"), ("#ffd04d", "#ffeaa0")),
    HeroKind.COW: (("#fbf4ea", "#f3c3b8"), ("#c98f62", "#f6ddc4")),
    HeroKind.DEER: (("#b98655", "#f3e0c2"), ("#a06c42", "#ecd3ae")),
    HeroKind.DINOSAUR: (("#6fb8a8", "#f2e2a0"), ("#8a9fdc", "#f7d6a8"), ("#9cc45f", "#f9e7b0")),
    HeroKind.DOG: (("#d9a066", "#fbeedd"), ("#8f6a4c", "#f0dcc2"), ("#efe3d0", "#fffaf0")),
    HeroKind.DRAGON: (
        ("#5fae62", "#f2c14e"),
        ("#4fa3a5", "#ffb37a"),
        ("#c9605a", "#ffd38a"),
        ("#7d78c9", "#ffc6a0"),
    ),
    HeroKind.DUCK: (("#fdf6e3", "#ffe9b0"), ("#f7d56a", "#fff0bc")),
    HeroKind.ELEPHANT: (("#93a4bd", "#c9d3e0"), ("#a79bb5", "#dcd2e4")),
    HeroKind.FISH: (("#ff8a5c", "#ffd08a"), ("#58a9d6", "#ffe08a"), ("#e577a0", "#ffd2de")),
    HeroKind.FOX: (("#e8743a", "#fff1dc"), ("#d65f33", "#ffe9d0"), ("#ef8f4e", "#fff5e4")),
    HeroKind.FROG: (("#6dbb5a", "#e7f3c8"), ("#8cc152", "#f3f2c0")),
    HeroKind.GHOST: (("#eef0ff", "#d8dcff"), ("#f4ecff", "#e4d6fa")),
    HeroKind.GIRAFFE: (("#f0c15c", "#fff0cc"),),
    HeroKind.HEDGEHOG: (("#e6c9a0", "#7a5a44"), ("#ecd4b4", "#5f4a3f")),
    HeroKind.LION: (("#e9b04a", "#a8622a"), ("#eec06a", "#8f4f2a")),
    HeroKind.MONKEY: (("#9a6a44", "#f0d2a8"), ("#7c5640", "#e8c49c")),
    HeroKind.MOUSE: (("#a7a3ad", "#e8e4e8"), ("#c2a58c", "#f3e6d8"), ("#f1ece6", "#ffffff")),
    HeroKind.OCTOPUS: (("#b57bd0", "#e3c6f0"), ("#e57c86", "#ffd0d0"), ("#5fb0b8", "#c8eef0")),
    HeroKind.OWL: (("#8d6a4f", "#ecd9b8"), ("#6f7896", "#dfe3ef"), ("#b08a5c", "#f5e6c8")),
    HeroKind.PANDA: (("#fbf8f2", "#37324a"),),
    HeroKind.PENGUIN: (("#3a4a6b", "#fbf8f2"), ("#4d4460", "#fff8ee")),
    HeroKind.PIG: (("#f4a9b3", "#ffd5da"), ("#f0b9a2", "#ffe0d0")),
    HeroKind.RABBIT: (
        ("#e9dccb", "#fff6ea"),
        ("#b9a08c", "#f3e6d8"),
        ("#d8cfe0", "#f8f2fb"),
        ("#f7f2ea", "#ffe4e0"),
    ),
    HeroKind.ROBOT: (("#a9b8c9", "#7fd3e6"), ("#e0a96d", "#8fe0c4"), ("#8fb7c9", "#ffd76a")),
    HeroKind.SHEEP: (("#6b5a52", "#f7f1e6"), ("#f0d9c4", "#fffaf0")),
    HeroKind.SNAIL: (("#e7c79a", "#c46a52"), ("#d8c2a0", "#7d78c9"), ("#efd3ae", "#4fa38a")),
    HeroKind.SNOWMAN: (("#f6fbff", "#dfeaf5"),),
    HeroKind.SQUIRREL: (("#b8663a", "#f5dcb8"), ("#8c6a52", "#ead6bd")),
    HeroKind.STAR: (("#ffd257", "#ffe9a6"), ("#ffc46b", "#fff0c0")),
    HeroKind.TIGER: (("#f0963c", "#fff1dc"), ("#f3a95a", "#fff6e6")),
    HeroKind.TURTLE: (("#8fbf6a", "#a0703f"), ("#7fb59a", "#6f7d4a")),
    HeroKind.UNICORN: (("#fbf4fb", "#c79be8"), ("#fdf6f0", "#f29bb4"), ("#eef4ff", "#7fb8e6")),
    HeroKind.WHALE: (("#4f86b8", "#e3f0fb"), ("#5f7fa8", "#eef2f8")),
    HeroKind.WOLF: (("#7f8796", "#e6e9ef"), ("#6a6f80", "#dfe2ea")),
    HeroKind.CLOUD: (("#f3f7ff", "#dfe9fb"),),
}
