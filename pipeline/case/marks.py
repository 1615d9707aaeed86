"""Marks that an author draws over a picture, and what part of it is shown; the pixels of the file stay as they are."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from pipeline.case.fields import Part, Words, mistake


def _percent(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        number = float(value.strip().removesuffix("%"))
    except ValueError:
        raise mistake("write a number in percent of the picture, such as 42 or 42.5") from None
    if not 0 <= number <= 100:
        raise mistake("write a number in percent of the picture, from 0 to 100, not in pixels")
    return number


def _position(value: object) -> object:
    if isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(each, str | float) for each in value):
        return tuple(_percent(each) for each in value)
    raise mistake("a place is two numbers in percent, from the left and from the top, such as [42, 55]")


def _millimetres(value: object) -> object:
    if not isinstance(value, str):
        return value
    number = value.rstrip("mcuµμ")
    try:
        length = float(number) * {"mm": 1.0, "cm": 10.0, "µm": 0.001, "μm": 0.001, "um": 0.001}[value[len(number) :]]
    except (ValueError, KeyError):
        raise mistake("a length is a number and mm, cm or µm, such as 20 mm or 2.5 cm") from None
    if not 0 < length < math.inf:
        raise mistake("a length is more than nothing, and ends somewhere")
    return length


def _number(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        number = float(value.replace("−", "-"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise mistake("this is not a number: write figures alone, such as 90 or -2.5")
    return number


Percent = Annotated[
    float, BeforeValidator(_percent), WithJsonSchema({"type": ["number", "string"], "minimum": 0, "maximum": 100})
]
"""Of the width or height of the picture as it lies in figures/, before it is cropped or turned: 0 to 100."""
Position = Annotated[
    tuple[float, float],
    BeforeValidator(_position),
    WithJsonSchema({"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2, "maxItems": 2}),
]
"""`[42, 55]`: from the left, from the top."""
Millimetres = Annotated[
    float, BeforeValidator(_millimetres), WithJsonSchema({"type": "string", "examples": ["20 mm", "1 cm", "50 µm"]})
]
Number = Annotated[float, BeforeValidator(_number), WithJsonSchema({"type": ["number", "string"]})]


class Mark(Part):
    """One mark over the picture. Places are in percent of the whole picture in the file."""

    shape: Literal["arrow", "arrowhead", "asterisk", "circle", "label"]
    at: Position
    """Where it points: the tip of an arrow, the middle of everything else."""
    from_: Position | None = Field(None, alias="from")
    """Where an arrow or arrowhead comes from; left out, from the lower left, or from where there is room."""
    radius: Percent | None = None
    """Of a circle, in percent of the width; left out, 6."""
    text: Words | None = None
    """Of a label."""

    @model_validator(mode="after")
    def _fits_its_shape(self) -> Mark:
        if self.shape == "label" and not self.text:
            raise mistake("a label says something: give it `text`")
        if self.text and self.shape != "label":
            raise mistake(f"{_A[self.shape]} has no `text`; write a mark of its own, with `shape: label`")
        if self.radius is not None and self.shape != "circle":
            raise mistake(f"only a circle has a `radius`, not {_A[self.shape]}")
        if self.radius == 0:
            raise mistake("a circle has a `radius` of more than 0")
        if self.from_ and self.shape not in ("arrow", "arrowhead"):
            raise mistake(f"{_A[self.shape]} comes from nowhere; only an arrow or arrowhead has `from`")
        return self


_A = {"arrow": "an arrow", "arrowhead": "an arrowhead", "asterisk": "an asterisk", "circle": "a circle"} | {
    "label": "a label"
}


class Crop(Part):
    """The part of the picture that is shown, in percent of the whole."""

    left: Percent = 0.0
    top: Percent = 0.0
    right: Percent = 100.0
    bottom: Percent = 100.0

    @model_validator(mode="after")
    def _leaves_something(self) -> Crop:
        if self.left >= self.right or self.top >= self.bottom:
            raise mistake("nothing is left of the picture: `left` is less than `right`, and `top` less than `bottom`")
        return self


class Window(Part):
    """Grey values of a picture with more than 8 bits that become black to white: centre and width, as in radiology."""

    centre: Number
    width: Number

    @model_validator(mode="after")
    def _is_open(self) -> Window:
        if self.width <= 0:
            raise mistake("the width of a window is more than 0")
        return self


class ScaleBar(Part):
    length: Millimetres
    """How long the bar is in the patient."""
    spacing: Millimetres | None = None
    """Width of one pixel of the file; left out where `figure add` has kept it from a DICOM file."""
