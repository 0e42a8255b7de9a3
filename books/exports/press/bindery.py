"""Every edition on paper: its sheets drawn one after the other, each by the function for its kind."""

from pathlib import Path
from typing import Any

from books.exports.press import activities, booklet, cover, spreads
from books.exports.press.volume import Volume

_KINDS = booklet.KINDS | spreads.KINDS | activities.KINDS | cover.KINDS


def draw(order: dict[str, Any], folder: Path) -> bytes:
    volume = Volume(order, folder)
    canvas = volume.paper.canvas
    canvas.setTitle(order["title"])
    canvas.setAuthor("Storyforge")
    canvas.setCreator("Storyforge")
    canvas.setSubject(order["subject"])
    canvas.setKeywords(order["keywords"])
    for sheet in order["sheets"]:
        volume.paper.begin_sheet()
        _KINDS[sheet["kind"]](volume, sheet)
        volume.paper.end_sheet()
    return volume.paper.finish()
