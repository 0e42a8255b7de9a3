"""Seeded noise and small displacements: paper, clay and canvas are never quite even."""

from random import Random

from PIL import Image, ImageFilter


def noise(rng: Random, cells: int, size: tuple[int, int], *, soft: bool = True) -> Image.Image:
    """Grey noise of `cells` × `cells` patches blown up to `size`."""
    patch = Image.frombytes("L", (cells, cells), rng.randbytes(cells * cells))
    return patch.resize(size, Image.Resampling.BICUBIC if soft else Image.Resampling.BILINEAR)


def wobbled(picture: Image.Image, rng: Random, reach: float, cells: int = 18) -> Image.Image:
    """The picture bent by up to `reach` pixels, as a hand bends a line; its border stays."""
    width, height = picture.size
    knots = [
        [
            (
                column * width / cells + (rng.uniform(-reach, reach) if 0 < column < cells else 0),
                row * height / cells + (rng.uniform(-reach, reach) if 0 < row < cells else 0),
            )
            for column in range(cells + 1)
        ]
        for row in range(cells + 1)
    ]
    mesh = []
    for row in range(cells):
        for column in range(cells):
            left, top = round(column * width / cells), round(row * height / cells)
            right, bottom = round((column + 1) * width / cells), round((row + 1) * height / cells)
            corners = (
                knots[row][column],
                knots[row + 1][column],
                knots[row + 1][column + 1],
                knots[row][column + 1],
            )
            mesh.append(((left, top, right, bottom), tuple(value for corner in corners for value in corner)))
    return picture.transform(picture.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)


def edges(picture: Image.Image, blur: float = 0.0) -> Image.Image:
    """Where colours change: white lines on black."""
    grey = picture.convert("L")
    if blur:
        grey = grey.filter(ImageFilter.GaussianBlur(blur))
    found = grey.filter(ImageFilter.FIND_EDGES)
    width, height = found.size
    found.paste(0, (0, 0, width, 2))
    found.paste(0, (0, 0, 2, height))
    found.paste(0, (0, height - 2, width, height))
    found.paste(0, (width - 2, 0, width, height))
    return found
