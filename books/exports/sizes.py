"""The printed page, in inches. It is cut to `TRIM`; what is to reach its edge is drawn `BLEED` beyond it."""

TRIM = 8.5
BLEED = 0.125
SIDE = TRIM + 2 * BLEED
SAFE = BLEED + 0.5  # no word is nearer to an edge of the uncut page
DOTS = 300  # an inch
