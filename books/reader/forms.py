"""What a parent says about a finished book: another page, other words, another telling, the next volume."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from books import tellable
from books.models import Book
from storyforge_site.lib.choices import AgeBand, BookLanguage
from storyforge_site.lib.ids import new_id

WISH_LETTERS = 200  # as the API has it
PAGE_LETTERS = 600  # a page of the longest books, twice over


class ChangePageForm(forms.Form):
    mode = forms.ChoiceField(
        label=_("What shall be new?"),
        choices=[("image", _("The picture")), ("text", _("The words")), ("both", _("Both"))],
        initial="image",
        widget=forms.RadioSelect,
    )
    feedback = forms.CharField(
        label=_("Your wish for it"),
        max_length=WISH_LETTERS,
        required=False,
        validators=[tellable.require_printable],
        widget=forms.TextInput(attrs={"placeholder": _("more stars, and the dragon laughs")}),
    )


class WordsForm(forms.Form):
    """A page that is longer already may stay as long."""

    def __init__(self, data: QueryDict | None = None, *, before: str, language: str) -> None:
        super().__init__(data, initial={"text": before})
        self.fields["text"] = forms.CharField(
            label=_("The words of this page"),
            max_length=max(PAGE_LETTERS, len(before)),
            validators=[tellable.require_printable],
            widget=forms.Textarea(attrs={"rows": 5, "lang": language}),
        )

    def clean_text(self) -> str:
        """Browsers send line ends of their own."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class BookOrderForm(forms.Form):
    """`key` tells a form that is sent twice from one that is filled in twice."""

    key = forms.CharField(max_length=80, required=False, initial=lambda: new_id("form"), widget=forms.HiddenInput)


class RetellForm(BookOrderForm):
    target_age = forms.ChoiceField(label=_("For whom"), choices=AgeBand.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("In which language"), choices=BookLanguage.choices, widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None = None, *, book: Book) -> None:
        super().__init__(data, initial={"target_age": book.target_age, "language": book.language})
        self.fields["language"].choices = tellable.choices()  # type: ignore[attr-defined]


class SequelForm(BookOrderForm):
    topic = forms.CharField(
        label=_("What happens next?"),
        max_length=200,
        validators=[tellable.require_printable],
        widget=forms.TextInput(attrs={"placeholder": _("a picnic on the other side of the hill")}),
    )
