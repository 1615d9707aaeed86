"""What of a picture is shown: its size, the crop and the turn in; where each of its points comes to lie, out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PIL import Image as Pillow

from pipeline.case.marks import Crop

Point = tuple[float, float]
_QUARTERS = {
    90: Pillow.Transpose.ROTATE_270,
    180: Pillow.Transpose.ROTATE_180,
    270: Pillow.Transpose.ROTATE_90,
}
"""Pillow counts against the clock."""
_WHOLE = Crop()


@dataclass(frozen=True, slots=True)
class View:
    """The part of a picture that is shown: cut out first, then turned about its own middle.

    Places in the picture are in percent of the whole, as an author gives them; places in the view are in its pixels.
    """

    whole: tuple[int, int]
    """Width and height of the picture in the file."""
    box: tuple[int, int, int, int]
    """Left, top, right and bottom of the part, in pixels of the whole."""
    angle: float = 0.0
    """Degrees clockwise, from 0 up to 360."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of what is shown: room for every corner of the turned part."""
        width, height = self._part
        cos, sin = (abs(value) for value in self._turn)
        # Turned by a quarter, a part keeps its sides to the pixel.
        return math.ceil(width * cos + height * sin - 1e-6), math.ceil(width * sin + height * cos - 1e-6)

    @property
    def is_cropped(self) -> bool:
        return self.box != (0, 0, *self.whole)

    def shown(self, place: Point) -> Point:
        """Where a place of the picture, in percent, lies in the view."""
        middle, centre = self._middles
        dx = place[0] / 100 * self.whole[0] - middle[0]
        dy = place[1] / 100 * self.whole[1] - middle[1]
        cos, sin = self._turn
        return centre[0] + dx * cos - dy * sin, centre[1] + dx * sin + dy * cos

    def place(self, shown: Point) -> Point:
        """The reverse of `shown`."""
        middle, centre = self._middles
        dx, dy = shown[0] - centre[0], shown[1] - centre[1]
        cos, sin = self._turn
        return (
            (middle[0] + dx * cos + dy * sin) / self.whole[0] * 100,
            (middle[1] - dx * sin + dy * cos) / self.whole[1] * 100,
        )

    def shows(self, place: Point) -> bool:
        """Whether a place of the picture lies in the part that is shown, its edges included."""
        x, y = place[0] / 100 * self.whole[0], place[1] / 100 * self.whole[1]
        left, top, right, bottom = self.box
        return left <= x <= right and top <= y <= bottom

    def across(self, spacing: Point) -> float:
        """The length of a step of one pixel to the right in the view, where `spacing` is that of rows and columns."""
        cos, sin = self._turn
        return math.hypot(spacing[1] * cos, spacing[0] * sin)

    @property
    def _part(self) -> tuple[int, int]:
        left, top, right, bottom = self.box
        return right - left, bottom - top

    @property
    def _middles(self) -> tuple[Point, Point]:
        left, top, right, bottom = self.box
        width, height = self.size
        return ((left + right) / 2, (top + bottom) / 2), (width / 2, height / 2)

    @property
    def _turn(self) -> Point:
        """Cosine and sine, exact for quarters."""
        if self.angle % 90 == 0:
            return ((1, 0), (0, 1), (-1, 0), (0, -1))[int(self.angle // 90)]
        return math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))


def view_of(whole: tuple[int, int], crop: Crop | None, rotate: float | None) -> View:
    """At least one pixel is always left; a part of a pixel at the edge of a crop is cut off."""
    width, height = whole
    edges = crop or _WHOLE
    left, top = math.ceil(width * edges.left / 100 - 1e-6), math.ceil(height * edges.top / 100 - 1e-6)
    left, top = min(left, width - 1), min(top, height - 1)
    right, bottom = math.floor(width * edges.right / 100 + 1e-6), math.floor(height * edges.bottom / 100 + 1e-6)
    return View(whole, (left, top, max(right, left + 1), max(bottom, top + 1)), round((rotate or 0.0) % 360, 4) % 360)


def cut_out(picture: Pillow.Image, view: View) -> Pillow.Image:
    """The pixels of a view; what was cut off is gone from them.

    Turned by quarters they stay what they were; at other angles they are interpolated, and the corners that come free
    take the shade, black or white, that is nearer to the edge of the picture.
    """
    part = picture.crop(view.box) if view.is_cropped else picture
    if view.angle in _QUARTERS:
        return part.transpose(_QUARTERS[int(view.angle)])
    if not view.angle:
        return part
    smooth = part if part.mode in ("L", "RGB", "LA", "RGBA") else part.convert("RGBA" if _clear(part) else "RGB")
    ground = (0,) * 4 if smooth.mode in ("LA", "RGBA") else (_ground(smooth),) * 3
    turned = smooth.rotate(
        -view.angle, Pillow.Resampling.BICUBIC, expand=True, fillcolor=ground[: len(smooth.getbands())]
    )
    return turned if turned.size == view.size else _fitted(turned, view.size, ground)


def _clear(picture: Pillow.Image) -> bool:
    return "transparency" in picture.info


def _ground(picture: Pillow.Image) -> int:
    grey = picture.convert("L")
    width, height = grey.size
    edges = [grey.crop(box) for box in ((0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height))]
    edges.append(grey.crop((width - 1, 0, width, height)))
    levels = [level for edge in edges for level in edge.tobytes()]
    return 255 if sum(levels) / len(levels) > 127 else 0


def _fitted(picture: Pillow.Image, size: tuple[int, int], ground: tuple[int, ...]) -> Pillow.Image:
    """Pillow may round the sides otherwise than a view by a pixel."""
    fitted = Pillow.new(picture.mode, size, ground[: len(picture.getbands())])
    fitted.paste(picture, ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2))
    return fitted
