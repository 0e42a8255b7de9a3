"""Words that try to be more than words, in every field of a book that somebody else wrote."""

import base64
from pathlib import Path

from django.db import models
from PIL import Image
from pypdf import PdfWriter

from books.models import Book, Page
from books.tests.factories import a_book
from storyforge_site.accounts.models import User

SECRET = "xyzzy-plugh-7391"
SECRET_SIZE = (37, 41)  # pixels of the picture, points of the sheet and of the PDF's page: nothing of ours has them
NEVER_SHOWN = {"id", "series_id", "image_prompt"}


def secrets(folder: Path) -> dict[str, str]:
    """Files that no book may show, by what they are."""
    files = {kind: folder / f"secret.{kind}" for kind in ("txt", "png", "css", "pdf", "svg")}
    files["txt"].write_text(SECRET)
    Image.new("RGB", SECRET_SIZE, "#ff00ff").save(files["png"])
    width, height = SECRET_SIZE
    files["css"].write_text(f'@page {{ size: {width}pt {height}pt }} p::before {{ content: "{SECRET}" }}')
    files["svg"].write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text>{SECRET}</text></svg>')
    writer = PdfWriter()
    writer.add_blank_page(width, height)
    writer.write(files["pdf"])
    return {kind: str(file) for kind, file in files.items()}


def foreign(files: dict[str, str], address: str) -> list[str]:
    """HTML that names what is not ours, on this machine and on another."""
    return [
        *(_naming(files, prefix) for prefix in ("", "file://", "file:")),
        _naming(dict.fromkeys(files, address), ""),
        _naming(dict.fromkeys(files, address.replace("http:", "https:")), ""),
        f"<img src='{address}'/><img src='//{address.removeprefix('http://')}'/><img src='ftp:{address[5:]}'/>",
        f'<?xml-stylesheet href="{files["css"]}"?><!DOCTYPE p [<!ENTITY x SYSTEM "file://{files["txt"]}">]><p>&x;</p>',
    ]


def _naming(files: dict[str, str], prefix: str) -> str:
    text, picture, sheet, pdf, drawing = (prefix + files[kind] for kind in ("txt", "png", "css", "pdf", "svg"))
    return (
        f'<img src="{picture}"/><img src="{drawing}"/><link rel="stylesheet" href="{sheet}"/>'
        f"<style>@import url('{sheet}'); @font-face {{ font-family: X; src: url({text}) }}"
        f" @page {{ background-image: url('{pdf}') }} p {{ background: url({picture}); content: url({text}) }}</style>"
        f'<pdf:insertpdf src="{pdf}"/><pdf:include src="{text}"/><pdf:font name="Y" src="{text}"/>'
        f'<iframe src="{text}"></iframe><object data="{text}"></object><embed src="{text}"/>'
        f'<ul style="list-style-image: url({picture})"><li>a</li></ul>'
        f'<p style="background-image: url(\'{picture}\'); -pdf-frame-content: cover">{{% include "{text}" %}}</p>'
    )


def words(files: dict[str, str], address: str) -> list[str]:
    """What a wish or a model may hand us as the text of a page."""
    return [
        *foreign(files, address),
        f'"><img src="{files["png"]}"> \'><img src={address}> &lt;img src="{address}"&gt; &#60;img src="{address}">',
        f"</font></p></div></body></html><img src='{address}'><font face=\"Nope\"> ]]> --> */ }} {{{{ book }}}}",
        f'<a href="javascript:alert(1)">a</a> <a href="{address}">b</a> <script>app.alert(1)</script> javascript:x',
        f"<img src='data:image/png;base64,{base64.b64encode(Path(files['png']).read_bytes()).decode()}'/>",
        "<b><i>" * 60 + "<div" * 60,
    ]


def a_book_that_says(user: User, pages: list[str], everywhere: str, language: str) -> Book:
    """`everywhere` stands wherever the book has room for words that are not on a page."""
    book = a_book(user, pages=len(pages), language=language)
    sheet = [{"name": everywhere, "kind": everywhere, "looks": everywhere}]
    Book.objects.filter(pk=book.pk).update(**_filled(Book, everywhere), character_sheet=sheet)
    book.pages.update(**_filled(Page, everywhere))
    for page, text in zip(book.pages.all(), pages, strict=True):
        page.change(text=text)
    return Book.objects.get(pk=book.pk)


def _filled(model: type[models.Model], text: str) -> dict[str, str]:
    """Every field for free words, discovered, so that the next one is among them."""
    return {
        field.name: text[: field.max_length]
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.name.endswith("_key")
        and field.name not in NEVER_SHOWN
    }
