"""A thoracic spine that nobody has, across and lengthwise: the masses in millimetres in; painted slices out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scanner import (
    AIR,
    CORD,
    CORTEX,
    FAT,
    FLUID,
    LUNG,
    MARROW,
    MASS,
    MUSCLE,
    VOID,
    WATERY,
    Lengthwise,
    Point,
    Slice,
    mirrored,
    ring,
)


@dataclass(frozen=True)
class Masses:
    """What differs between the slices of two days. Lengths in millimetres, as the text gives them."""

    right: Point
    left: Point
    """Width to the side and from front to back."""
    extradural: float
    signal: float
    """Of the cord: 1 as bright as at first, 0 none."""


BEFORE = Masses((46, 31), (38, 27), 9, 1.0)
AFTER = Masses((36, 24), (29, 20), 4, 0.35)


# --- across at T5: the patient's right on the left, the middle of the vertebral body at 0, 0 ----------------


def axial(masses: Masses) -> Slice:
    made = Slice(0.16, (-80, -46), seed=9)
    back = made.y < 67 - 0.0024 * made.x**2
    made.paint(back, FAT, 0.035, 1.6)
    made.signal[back & (made.y > 65.6 - 0.0024 * made.x**2)] = MUSCLE * 1.6
    for side in (-1, 1):
        flank(made, side)
    mediastinum(made)
    for side, (width, depth) in ((-1, masses.right), (1, masses.left)):
        centre = (side * (12.8 + width * 0.43), 9.5 + (15.5 - depth / 2) * 0.3)
        outline = ring(centre, (width / 2, depth / 2 * 1.2), 0.09)
        made.signal[made.near(outline, 0.6)] = FAT * 0.8
        made.tissue(made.inside(outline))
    for side in (-1, 1):
        rib = [(12.5, 22), (19, 27.5), (29, 34), (42, 40.5), (62, 37), (96, 10)]
        made.signal[made.near(mirrored(rib, side), 4.2, closed=False)] = CORTEX
        made.paint(made.near(mirrored(rib, side), 3.4, closed=False), MARROW, 0.12, 1.2)
    vertebra(made)
    canal_across(made, masses)
    return made


def flank(made: Slice, side: int) -> None:
    """Lung, and the muscles of the back, of one side."""
    erector = [(2.6, 34), (10, 33), (26, 36), (37, 43), (32, 53.5), (16, 57.5), (4, 55)]
    outer = [(98, 12), (72, 33), (50, 45), (39, 47.5), (35, 55), (56, 55), (76, 48.5), (98, 36)]
    for outline in (erector, outer):
        where = made.inside(mirrored(outline, side))
        made.paint(where, MUSCLE, 0.1, 1.5)
        made.signal[where & (made.cloud(1.1) > 1.7)] = FAT * 0.6
    wall = [(12, -60), (12, 4), (14, 22), (24, 35), (42, 42), (66, 33), (98, 8), (98, -60)]
    lung = [(16, -60), (14, -22), (15.5, 2), (17, 21), (24, 32.5), (42, 38.8), (66, 30), (98, 6), (98, -60)]
    made.paint(made.inside(mirrored(wall, side)), MUSCLE, 0.1, 1.5)
    where = made.inside(mirrored(lung, side))
    made.paint(where, LUNG, 0.12, 3)
    made.signal[where & (made.cloud(0.9) > 2.3)] = 130


def mediastinum(made: Slice) -> None:
    made.paint(made.inside([(-16, -60), (-17, -34), (-13, -15), (0, -8), (14, -9), (22, -20), (18, -60)]), FAT, 0.1, 3)
    for centre, radii, level in (
        ((-2.4, -34), (7.8, 6.6), AIR),
        ((4.6, -21.5), (4.6, 3.2), MUSCLE),
        ((14.8, -18), (7.6, 8), VOID),
        ((-10.5, -17), (2.3, 2.3), VOID),
        ((12.5, -38), (5.4, 4.6), VOID),
    ):
        made.signal[made.inside(ring(centre, (radii[0] + 0.9, radii[1] + 0.9)))] = MUSCLE
        made.paint(made.inside(ring(centre, radii)), level, 0.1)


def vertebra(made: Slice) -> None:
    """Arch with its processes, and the body, all with unbroken edges."""
    half = [(0, 36), (3.2, 40), (3, 50), (1.6, 54.5), (0, 55)]
    arch = [(10.5, 12), (14, 20), (21.5, 23), (24.5, 27), (21.5, 30), (14, 28), (7, 33), *half[1:4]]
    made.bone([*arch, (0, 55.5), *reversed(mirrored(arch, -1))])
    body = [(0, -12), (9, -10.5), (14.2, -4), (14.8, 4), (12, 11), (6.5, 13), (0, 11)]
    made.bone([*body, *reversed(mirrored(body[1:-1], -1))])
    for side in (-1, 1):
        vein = mirrored([(0, 11), (0, 5), (5, 0.5)], side)
        made.signal[made.near(vein, 0.6, closed=False)] = FLUID * 0.6


def canal_across(made: Slice, masses: Masses) -> None:
    """Fat, extradural tissue from behind, and the cord in what is left of the fluid."""
    middle, radii = (0.0, 20.2), (9.6, 8.8)
    made.signal[made.inside(ring(middle, (radii[0] + 0.8, radii[1] + 0.8)))] = CORTEX
    canal = made.inside(ring(middle, radii))
    made.paint(canal, FAT * 0.85, 0.05)
    top, room = middle[1] - radii[1] + 0.5, 2 * radii[1] - 0.9 - masses.extradural
    made.tissue(canal & (made.y > top + room - 0.05 * made.x**2 * (masses.extradural / 9) + 0.4))
    made.signal[made.near(ring((0, top + room / 2), (8.5, room / 2 + 0.2)), 0.3) & canal] = CORTEX
    made.paint(made.inside(ring((0, top + room / 2), (8.4, room / 2))) & canal, FLUID, 0.02)
    thick = min(4.4, room * 0.4)
    width = 6.0 + 4.4 - thick
    made.paint(made.inside(ring((0, top + room / 2), (width, thick))), CORD, 0.04, 1)
    bright = made.inside(ring((0, top + room / 2), (width * 0.55, thick * 0.5)))
    made.signal[bright] += (WATERY - CORD) * masses.signal


# --- lengthwise in the middle: front to the left, millimetres from the upper left corner --------------------

LEVELS = [-11.2 + 23.3 * level for level in range(8)]
"""Height of the middle of each vertebral body, T2 to T9."""
DEPTH, HALF, CANAL = 12.4, 9.6, 15.0
T5 = LEVELS[3]


def along(y: float, behind: float) -> Point:
    """The point so far behind the middle of the column, which bows backwards."""
    slope = -16.2 * (y - 71.4) / 85.7**2
    length = float(np.hypot(1, slope))
    return 66 + 8.1 * (1 - ((y - 71.4) / 85.7) ** 2) + behind / length, y - behind * slope / length


def strip(front: float, rear: float, step: float = 6.0) -> list[Point]:
    """The whole height between two distances from the middle of the column."""
    heights = np.arange(-14, 160, step).tolist()
    return [*(along(y, front) for y in heights), *(along(y, rear) for y in reversed(heights))]


def sagittal(masses: Masses) -> Slice:
    made = Lengthwise(0.19, (0, 0), seed=4)
    made.paint(made.x < 80, LUNG, 0.12, 4)
    made.paint(made.inside([(-20, 48), (10, 52), (26, 78), (18, 112), (-20, 120)]), MUSCLE * 0.8, 0.25, 6)
    made.paint(made.inside(strip(-34, -12)), FAT * 0.55, 0.15, 3)
    made.paint(made.inside(strip(-31, -18)), VOID, 0.2, 5)
    behind_the_spine(made)
    made.signal[made.inside(strip(-DEPTH - 1.2, DEPTH + 1.4))] = CORTEX
    for above in LEVELS[:-1]:
        disc = [along(above + 11.65 + 1.5 * v, 8.6 * u) for u, v in ((-1, 0), (0, -1), (1, 0), (0, 1))]
        made.paint(made.inside(disc), MASS * 1.1, 0.12, 1)
    side = [(0.98, -0.92), (0.4, -0.97), (-0.4, -0.97), (-0.98, -0.92), (-0.91, -0.3), (-0.91, 0.3)]
    for y in LEVELS:
        made.bone([along(y + HALF * v, DEPTH * u) for u, v in (*side, *((-u, -v) for u, v in side))])
        vein = [along(y, DEPTH), along(y - 0.4, DEPTH - 5)]
        made.signal[made.near(vein, 0.7, closed=False)] = FLUID * 0.6
    canal_lengthwise(made, masses)
    spines(made)
    return made


def behind_the_spine(made: Slice) -> None:
    skin = [(152, -16), (158, 20), (161, 52), (161, 82), (158, 112), (152, 158)]
    trunk = [(86, -30), (130, -40), *skin, (130, 176), (86, 170)]
    made.paint(made.inside(trunk), FAT, 0.035, 1.6)
    made.signal[made.near(skin, 0.9, closed=False)] = MUSCLE * 1.6
    muscle = made.inside([(98, -20), (136, -16), (142, 20), (145, 52), (145, 82), (141, 114), (135, 160), (98, 160)])
    made.paint(muscle, MUSCLE, 0.1, 1.6)
    fibres = np.sin(2.2 * (made.x - 0.0022 * (made.y - 71) ** 2) + 2.5 * made.cloud(7)) + 0.5 * made.cloud(1)
    made.signal[muscle & (fibres > 1.2)] = FAT * 0.45


def sac_back(y: float, thick: float) -> float:
    """Where the fluid ends behind: before the extradural part from T4 to T6, else before a little fat."""
    share = 1 - ((y - T5) / 31.0) ** 2
    return DEPTH + CANAL - max(1.2, thick * share**0.65 if share > 0 else 0)


def canal_lengthwise(made: Slice, masses: Masses) -> None:
    """Fat, the extradural part, the sac, the cord and the signal in it."""
    heights = np.arange(-14, 160, 3.0).tolist()
    made.paint(made.inside(strip(DEPTH + 1.4, DEPTH + CANAL + 1)), FAT * 0.85, 0.05)
    inner = [y for y in heights if abs(y - T5) < 31]
    rear = [along(y, DEPTH + CANAL + 0.4) for y in reversed(inner)]
    made.tissue(made.inside([*(along(y, sac_back(y, masses.extradural)) for y in inner), *rear]))
    back = [along(y, sac_back(y, masses.extradural)) for y in heights]
    sac = [*(along(y, DEPTH + 2) for y in heights), *reversed(back)]
    made.paint(made.inside(sac), FLUID, 0.03, 3)
    made.signal[made.near(back, 0.4, closed=False)] = CORTEX
    edges = []
    for y in heights:
        room = sac_back(y, masses.extradural) - 0.4 - DEPTH - 2.4
        width = min(7.2, room * 0.92)
        edges.append((DEPTH + 2.4 + (room - width) * 0.4, width))
    cord = [along(y, front) for y, (front, _) in zip(heights, edges, strict=True)]
    cord += [along(y, front + width) for y, (front, width) in reversed(list(zip(heights, edges, strict=True)))]
    made.paint(made.inside(cord), CORD, 0.04, 1)
    front, width = edges[heights.index(min(heights, key=lambda y: abs(y - T5)))]
    reach = 9 * (0.5 + 0.5 * masses.signal)
    at = along(T5, front + width / 2)
    spot = np.exp(-(((made.x - at[0]) / (width * 0.35)) ** 2) - ((made.y - at[1]) / reach) ** 2)
    made.signal += 1.4 * (WATERY - CORD) * masses.signal * spot * made.inside(cord)


def spines(made: Slice) -> None:
    """Spinous processes, long and steep, with ligament between them."""
    made.signal[made.near([along(y, DEPTH + CANAL + 1) for y in range(-14, 160, 6)], 0.8, closed=False)] = CORTEX
    slope = ((-4, 2.6), (-1, 8), (6, 16), (14, 23), (17, 25), (18, 22.5), (13, 16), (8, 9.5), (5, 2.8))
    for y in LEVELS:
        made.bone([along(y + 1.5 + v, DEPTH + CANAL + u) for v, u in slope])
