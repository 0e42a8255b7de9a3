"""How a Japanese topic is read, spaced kana or running text."""

import pytest

from storyforge_site.providers.offline.storyteller.engine.subject import read_phrase
from storyforge_site.providers.offline.storyteller.languages import grammar_for


@pytest.mark.parametrize(
    ("topic", "wanted"),
    [
        ("はずかしがりやの りゅうが およぎを ならう", {"kind": "dragon", "traits": ("shy",), "quest": "swim"}),
        ("かさを あつめる きつね", {"kind": "fox", "quest": "find", "thing": "かさ"}),
        ("ミナと なくした ふうせん", {"name": "ミナ", "kind": "", "quest": "find", "thing": "なくした ふうせん"}),
        ("おばあちゃんの まほうの スープ", {"quest": "cook", "friend_kind": "grandmother", "kind": ""}),
        ("ひつじに なりたい ちいさな くも", {"kind": "cloud", "goal": "ひつじに なること"}),
        ("うさぎとかめのかけっこ", {"kind": "rabbit", "friend_kind": "turtle", "quest": "race"}),
        ("空を飛びたいペンギン", {"kind": "penguin", "quest": "fly"}),
        ("ゆいの はじめての 学校", {"name": "ゆい", "quest": "school"}),
        ("自転車をおぼえる はると", {"name": "はると", "goal": "じてんしゃに のること"}),
        ("かわいい ねこの ぼうし", {"kind": "cat", "thing": "ぼうし"}),
        ("ひとりで ねむる ライオン", {"kind": "lion", "friend_kind": "", "quest": "sleep"}),
        ("かいぞく", {"kind": "child", "kind_noun": "かいぞく", "quest": "voyage"}),
        ("!!!", {"kind": "", "name": "", "quest": "", "thing": ""}),
    ],
)
def test_a_topic_is_read(topic: str, wanted: dict[str, object]) -> None:
    reading = read_phrase(topic)

    assert {field: getattr(reading, field) for field in wanted} == wanted


@pytest.mark.parametrize(
    ("filled", "written"),
    [
        ("モモは みずうみ へ 行きました 。", "モモはみずうみへ行きました。"),
        ("モモは  みずうみへ いきました。", "モモは みずうみへ いきました。"),
    ],
)
def test_spaces_stay_only_where_all_is_kana(filled: str, written: str) -> None:
    assert grammar_for("ja").tidy(filled) == written
