"""Measured, not promised."""

import pytest
from rest_framework.test import APIClient

from books.reading_level import measure, syllables_in
from books.tests.factories import a_book
from storyforge_site.accounts.models import User

SYLLABLES = {
    1: "cold said claw pond looked laughed made time like swam through come there were have give rose stone eyes",
    2: "dragon water little under lovely nothing flying table apple giant lion going seeing quiet people wanted purple",
    3: "idea banana beautiful adventure together umbrella another animal family afternoon butterfly remember area",
    4: "caterpillar impossible helicopter january",
}


@pytest.mark.parametrize(("count", "word"), [(count, word) for count in SYLLABLES for word in SYLLABLES[count].split()])
def test_syllables_are_counted_by_rule(count: int, word: str) -> None:
    assert syllables_in(word) == count


def test_long_words_in_long_sentences_are_harder() -> None:
    easy = measure("en", ["The cat sat. The dog ran. It was hot."])
    hard = measure("en", ["The extraordinary caterpillar considered an impossible adventure across the archipelago."])

    assert easy == {"sentences": 3, "words": 9, "words_per_sentence": 3.0, "grade": 0.0}
    assert hard["grade"] > 12


def test_elsewhere_sentences_and_words_are_counted() -> None:
    korean = measure("ko", ["용은 발가락 하나를 물에 담갔어요. 앗, 차가워!"])
    japanese = measure("ja", ["りゅうが水に足を入れると、池は「つめたい！」と言いました。みんなでわらいました。"])

    chinese = measure("zh", ["小龙把爪子伸进池塘。“好凉呀！”他说。"])
    arabic = measure("ar", ["هل تسبح يا مومو؟ نعم!"])

    assert (chinese["sentences"], chinese["words"]) == (3, None)
    assert (arabic["sentences"], arabic["words"]) == (2, 5)
    assert korean == {"sentences": 2, "words": 7, "words_per_sentence": 3.5, "grade": None}
    assert japanese == {"sentences": 2, "words": None, "words_per_sentence": None, "grade": None}


@pytest.mark.django_db
def test_a_book_says_its_own(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice, pages=4)

    level = as_alice.get(f"/v1/books/{book.pk}/detail").json()["reading_level"]

    assert level["sentences"] >= 4
    assert level["grade"] is not None
