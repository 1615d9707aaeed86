"""What both panels of the MRI share: their greys, the mass, and the finish."""

from __future__ import annotations

import math
from collections.abc import Sequence

from drawings.plate import HEIGHT, Plate, Point, ring

AIR = "#08090b"
CORTEX = "#121417"
MUSCLE = "#43464b"
MASS = "#6e7278"
BONE = "#7b7f85"
FAT = "#a3a7ac"
FLUID = "#eceef0"


def draw_mass(plate: Plate, outline: Sequence[Point], centre: Point) -> None:
    """Sharply outlined, a little brighter than muscle, faintly lobed."""
    plate.soft(outline, "#2b2d31", 3)
    plate.shape(outline, MASS, stroke="#c3c6ca", stroke_width=1.6)

    def texture() -> None:
        for i in range(9):
            angle = i * 2.4
            spot = (centre[0] + 9 * i**0.8 * math.cos(angle), centre[1] + 9 * i**0.8 * math.sin(angle))
            tone = "#7b7f85" if i % 2 else "#63676d"
            plate.soft(ring(spot, (15, 11), i * 37), tone, 7)

    plate.within(outline, texture)


def finish(plate: Plate) -> None:
    """Grain, and the word that says what this is."""
    plate.grain(1800, "#fff", stroke_width=1.4, opacity=0.08)
    plate.grain(1800, "#000", stroke_width=1.5, opacity=0.1)
    plate.write("Schematic", (22, HEIGHT - 46), 24, ink="#dfe2e5")
