"""How a Korean topic is read, and how Korean words take their particles."""

import pytest

from storyforge_site.providers.offline.storyteller.engine.subject import read_phrase
from storyforge_site.providers.offline.storyteller.languages.ko import KoreanWord


@pytest.mark.parametrize(
    ("topic", "wanted"),
    [
        ("수줍은 용이 수영을 배워요", {"kind": "dragon", "name": "", "traits": ("shy",), "quest": "swim"}),
        ("우산을 모으는 여우", {"kind": "fox", "quest": "find", "thing": "우산"}),
        ("미나와 잃어버린 풍선", {"name": "미나", "kind": "", "quest": "find", "thing": "잃어버린 풍선"}),
        ("할머니의 마법 수프", {"quest": "cook", "friend_kind": "grandmother", "kind": ""}),
        ("양이 되고 싶은 작은 구름", {"kind": "cloud", "friend_kind": "sheep", "goal": "양이 되기"}),
        ("토끼와 거북이의 달리기", {"kind": "rabbit", "friend_kind": "turtle", "quest": "race"}),
        ("하늘을 나는 코끼리", {"kind": "elephant", "quest": "fly"}),
        ("민준이의 첫 등교", {"name": "민준", "quest": "school"}),
        ("자전거를 배우는 지우", {"name": "지우", "goal": "자전거 타기"}),
        ("펭귄의 여름 방학", {"kind": "penguin", "quest": "wonder", "thing": "여름 방학"}),
        ("용감한 소방차", {"kind": "", "traits": ("brave",), "thing": "소방차"}),
        ("해적", {"kind": "child", "kind_noun": "해적", "quest": "voyage"}),
        ("!!!", {"kind": "", "name": "", "quest": "", "thing": ""}),
    ],
)
def test_a_topic_is_read(topic: str, wanted: dict[str, object]) -> None:
    reading = read_phrase(topic)

    assert {field: getattr(reading, field) for field in wanted} == wanted


@pytest.mark.parametrize(
    ("word", "is_name", "pattern", "written"),
    [
        ("모모", True, "{0:은} {0:이} {0:을} {0:와} {0:아}", "모모는 모모가 모모를 모모와 모모야"),
        ("민준", True, "{0:은} {0:이} {0:을} {0:와} {0:아}", "민준이는 민준이가 민준이를 민준이와 민준아"),
        ("용", False, "{0:은} {0:이} {0:을} {0:와} {0:으로}", "용은 용이 용을 용과 용으로"),
        ("호수", False, "{0:으로} {0:이다} {0:이었고}", "호수로 호수다 호수였고"),
        ("하늘", False, "{0:으로} {0:이다} {0:이었고}", "하늘로 하늘이다 하늘이었고"),
        ("서윤", True, "{0:의} {0:에게} {0:도}", "서윤이의 서윤이에게 서윤이도"),
        ("Sam", True, "{0:은} {0:을}", "Sam은 Sam을"),
        ("Mina", True, "{0:은} {0:을}", "Mina는 Mina를"),
        ("R2D3", True, "{0:은}", "R2D3은"),
    ],
)
def test_particles_follow_the_last_sound(word: str, is_name: bool, pattern: str, written: str) -> None:
    assert pattern.format(KoreanWord(word, is_name=is_name)) == written
