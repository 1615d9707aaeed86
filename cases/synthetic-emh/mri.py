"""What the MRI drawings share: the masses in millimetres, the greys of a T2-weighted picture, the texture of tissue."""

from __future__ import annotations

from dataclasses import dataclass

from drawing import Plate, Point, ring

SIZE = (800.0, 600.0)
WIDTH, HEIGHT = SIZE
AIR, CORTEX, MUSCLE, MASS = "#08090b", "#121417", "#43464b", "#84888e"
BONE, FAT, FLUID = "#6f7379", "#a3a7ac", "#eceef0"
CORD, BRIGHT = "#7c8086", "#d3d6d9"


@dataclass(frozen=True)
class Masses:
    """What differs between the drawings. Lengths in millimetres, as the text gives them."""

    when: str
    right: Point
    left: Point
    """Width to the side and from front to back."""
    extradural: float
    signal: float
    """Of the cord: 1 as bright as drawn at first, 0 none."""


BEFORE = Masses("Day 1", (46, 31), (38, 27), 9, 1.0)
AFTER = Masses("Week 28", (36, 24), (29, 20), 4, 0.35)


def finish(plate: Plate, masses: Masses) -> str:
    plate.streaks(420, ((0, 0), SIZE), (1, 0), "#fff", stroke_width=1.6, opacity=0.07)
    plate.label("Synthetic", (22, HEIGHT - 22), 30)
    plate.label(masses.when, (WIDTH - 22, HEIGHT - 22), 30, anchor="end")
    return plate.svg()


def blotches(plate: Plate, outline: list[Point], count: int) -> None:
    """The uneven signal of the tissue, and its rim."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    plate.soft(outline, MASS, 3)

    def fill() -> None:
        for i in range(count):
            centre = plate.between(min(xs), max(xs)), plate.between(min(ys), max(ys))
            radii = plate.between(10, 24), plate.between(9, 20)
            plate.shape(ring(centre, radii, plate.between(0, 90)), "#969ba1" if i % 2 else "#6e7278", opacity=0.5)
        plate.streaks(
            count * 6, ((min(xs), min(ys)), (max(xs), max(ys))), (7, 4), "#b9bdc2", stroke_width=1.5, opacity=0.4
        )

    plate.within(outline, fill)
    plate.shape(outline, "none", stroke="#c9ccd0", stroke_width=2)
