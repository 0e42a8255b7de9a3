"""What a family does with a book once it is read: the pages behind the story, to talk, draw, colour and write on."""

from typing import Any

from django.utils.translation import gettext as _

from books.exports.typesetting import typeset, typeset_title
from books.models import Book

Sheet = dict[str, Any]


class Afterwards:
    """Each method is a page, in the book's language; no two of them say the same."""

    def __init__(self, book: Book) -> None:
        self._language = book.language
        self._numbers = [page.page_number for page in book.pages.all()]
        self._hero = next((sheet.get("name", "") for sheet in book.character_sheet), "")

    def the_end(self) -> Sheet:
        ask = _("How many stars do you give this story? Colour them in.")
        return self._headed("end", _("The End"), line=self._set(ask))

    def about_the_hero(self) -> Sheet:
        heading = _("About %(name)s") % {"name": self._hero} if self._hero else _("About the hero")
        return self._headed(
            "lines",
            heading,
            picture=f"{self._numbers[-1]}.jpg",
            questions=[
                self._set(_("What I like best about the hero:")),
                self._set(_("What the hero is good at:")),
                self._set(_("What I would ask the hero:")),
            ],
        )

    def to_talk_about(self) -> Sheet:
        return self._headed(
            "lines",
            _("Talk about it together"),
            questions=[
                self._set(_("Where in the story were you most excited?")),
                self._set(_("What would you have done?")),
                self._set(_("Whom would you like to tell this story?")),
            ],
        )

    def favourite_page(self) -> Sheet:
        return self._headed("drawing", _("Draw your favourite page of the story"))

    def what_happens_next(self) -> Sheet:
        return self._headed("drawing", _("What happens next? Draw it here"))

    def own_cover(self) -> Sheet:
        return self._headed("drawing", _("The cover of my own book"))

    def to_colour(self, number: int) -> Sheet:
        heading = _("Page %(number)s in your own colours") % {"number": number}
        return self._headed("colouring", heading, picture=f"{number}.jpg", half=False)

    def other_half(self, number: int) -> Sheet:
        return self._headed("colouring", _("Draw the other half"), picture=f"{number}.jpg", half=True)

    def feelings(self) -> Sheet:
        return self._headed(
            "faces",
            _("How did %(name)s feel? Draw the faces") % {"name": self._named()},
            labels=[self._set(when) for when in (_("At the beginning"), _("In the middle"), _("At the end"))],
            questions=[self._set(_("When do you feel like that?"))],
        )

    def new_words(self) -> Sheet:
        return self._headed("words_learned", _("Words from this book, each with a picture"))

    def look_again(self) -> Sheet:
        """Details of three pictures, each to be found again."""
        first, last = self._numbers[0], self._numbers[-1]
        chosen = (last, first, self._numbers[len(self._numbers) // 2])
        return self._headed(
            "details",
            _("Where have you seen this?"),
            pictures=[f"{number}.jpg" for number in chosen],
            label=self._set(_("On page")),
        )

    def four_pictures(self) -> Sheet:
        return self._headed("panels", _("Tell the story in four pictures"))

    def letter(self) -> Sheet:
        greeting = self._set(_("Dear %(name)s,") % {"name": self._named()})
        return self._headed("lines", _("A letter to %(name)s") % {"name": self._named()}, questions=[greeting])

    def new_friend(self) -> Sheet:
        labels = (_("The name:"), _("What they do together:"))
        heading = _("Invent a new friend for %(name)s") % {"name": self._named()}
        return self._headed("frame_and_lines", heading, labels=[self._set(label) for label in labels])

    def own_story(self) -> Sheet:
        return self._headed("frame_and_lines", _("Your own story begins here"), labels=[""])

    def own_story_goes_on(self) -> Sheet:
        return self._headed("frame_and_lines", _("And then…"), labels=[""])

    def _named(self) -> str:
        return self._hero or _("the hero")

    def _headed(self, kind: str, heading: str, **more: Any) -> Sheet:
        return {"kind": kind, "heading": typeset_title(heading, self._language), **more}

    def _set(self, words: str) -> str:
        return typeset(words, self._language)
