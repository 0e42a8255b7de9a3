"""The houses that print one paperback at a time, and what each asks of its files. Inches throughout.

The same pages go to both; what differs is how much paper is left round a page and how thick the spine is.
"""

from dataclasses import dataclass

from books.exports.sizes import BLEED, TRIM

# KDP (help page G201953020) keeps this much of the back cover for its barcode, so far from the cut; Lulu needs no more.
BARCODE = (2.0, 1.2)
BARCODE_MARGIN = 0.25
# Lulu binds from 32 pages on (its Book Creation Guide); KDP prints premium colour from 24 (help page G201834180).
FEWEST_PAGES = 32


@dataclass(frozen=True, slots=True)
class Printer:
    """Spines have no words: KDP wants 79 pages for that (help page G201953020), and no book of ours has so many."""

    name: str
    paper: float  # thickness of a page
    glue: float  # what the cover itself adds to the spine
    bleeds_at_the_spine: bool
    binds_on_the_right: bool  # where asked to; elsewhere the pages go there last one first, which makes the same book

    def spine(self, pages: int) -> float:
        return pages * self.paper + self.glue

    def cover(self, pages: int) -> tuple[float, float]:
        """Width and height of back, spine and front in one piece, bleed included."""
        return 2 * (BLEED + TRIM) + self.spine(pages), TRIM + 2 * BLEED


# Spine: help.api.lulu.com, “How is spine width calculated?” Pages with bleed on four sides: help.lulu.com, “What is
# bleed?”, which also asks for words half an inch inside the cut.
LULU = Printer("Lulu", paper=1 / 444, glue=0.06, bleeds_at_the_spine=True, binds_on_the_right=False)
# Spine, in premium colour: help page G201953020. Bleed on three sides, and 0.375 inches of gutter up to 150 pages, in
# which no word of ours stands: help page GVBQ3CMEQW3W2VL6.
KDP = Printer("KDP", paper=0.002347, glue=0.0, bleeds_at_the_spine=False, binds_on_the_right=True)
