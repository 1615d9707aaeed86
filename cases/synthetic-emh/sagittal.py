"""The thoracic spine cut lengthwise in the middle, front to the left: the masses in, a drawing as SVG text out."""

from __future__ import annotations

import math
from itertools import pairwise

from drawing import Plate, Point
from mri import AIR, BONE, BRIGHT, CORD, CORTEX, FAT, FLUID, MUSCLE, SIZE, Masses, blotches, finish

LEVELS = {"T2": -47.0, "T3": 51.0, "T4": 149.0, "T5": 247.0, "T6": 345.0, "T7": 443.0, "T8": 541.0, "T9": 639.0}
"""Height of the middle of each vertebral body."""
DEPTH, HALF = 52.0, 40.0
MM = 4.2
"""Units to a millimetre: a canal of 15 mm."""
CANAL = 15 * MM


def along(y: float, back: float) -> Point:
    """The point so far behind the middle of the column, which bows backwards."""
    slope = -2 * 34 * (y - 300) / 360**2
    length = math.hypot(1, slope)
    return 262 + 34 * (1 - ((y - 300) / 360) ** 2) + back / length, y - back * slope / length


def cushion(y: float, thick: float) -> float:
    """Thickness of the extradural part: from T4 to T6, most at T5, with rounded ends."""
    if not 120 < y < 374:
        return 0.0
    share = 1 - ((y - LEVELS["T5"]) / 127) ** 2
    return thick * MM * share**0.45 * (1 + 0.06 * math.sin(y / 17))


def sac_back(y: float, thick: float) -> float:
    return DEPTH + 6 + CANAL - max(3.0, cushion(y, thick))


def cord(y: float, thick: float) -> Point:
    """Front and back of the cord: in its fluid where there is room, flattened against the front where there is none."""
    front, back = DEPTH + 10, sac_back(y, thick) - 2
    width = min(30.0, (back - front) * 0.94)
    gap = max(1.0, (back - front - width) * 0.4)
    return front + gap, front + gap + width


def sagittal(masses: Masses) -> str:
    plate = Plate(SIZE, "#1b1d20", seed=4)
    chest(plate)
    back_of_body(plate)
    column(plate)
    canal(plate, masses)
    arches(plate)
    for name in ("T3", "T4", "T5", "T6", "T7", "T8"):
        x, y = along(LEVELS[name], -4)
        plate.label(name, (x, y + 10), 28, anchor="middle")
    plate.arrow(along(300, DEPTH + CANAL - 2), 200, 0)
    return finish(plate, masses)


def chest(plate: Plate) -> None:
    """The back of the heart, and the aorta before the spine."""
    plate.soft([(-60, -40), (60, -40), (74, 160), (70, 330), (44, 480), (70, 660), (-60, 660)], "#101214", 14)
    plate.soft([(-60, 190), (16, 210), (62, 320), (34, 450), (-60, 480)], "#303439", 12)
    front = [along(y, -DEPTH - 22) for y in range(-40, 680, 60)]
    rear = [along(y, -DEPTH - 84 + 0.02 * y) for y in range(650, -70, -60)]
    plate.soft([*front, *rear], "#0c0d0f", 4)
    plate.line([(x - 2, y) for x, y in front], "#5d6166", 3, opacity=0.8)
    plate.line(rear, "#4d5156", 3, opacity=0.8)


def back_of_body(plate: Plate) -> None:
    """Muscle and fat behind the spine, and skin."""
    skin = [(672, -60), (694, 80), (704, 220), (704, 340), (692, 470), (670, 660)]
    plate.shape([(380, -120), (620, -160), *skin, (650, 760), (380, 720)], FAT)
    plate.line(skin, "#d9dbde", 7)
    plate.shape([*((x + 5, y) for x, y in skin), (900, 700), (900, -100)], AIR)
    muscle = [(410, -80), (572, -60), (598, 80), (608, 220), (608, 340), (596, 470), (570, 680), (410, 680)]
    plate.shape(muscle, MUSCLE, stroke="#1b1d20", stroke_width=4)
    plate.within(muscle, lambda: fibres(plate))


def fibres(plate: Plate) -> None:
    for i in range(70):
        x, y = plate.between(430, 594), plate.between(-30, 620)
        bow = 30 * (1 - ((y - 300) / 360) ** 2) - 20
        points = [(x + bow + plate.between(-3, 3), y + step * plate.between(18, 30)) for step in range(4)]
        light = i % 3 == 0
        plate.line(points, "#8f9398" if light else "#303338", plate.between(1, 4), opacity=0.5)


def column(plate: Plate) -> None:
    """Vertebrae with their discs, and the ligaments before and behind them."""
    heights = range(-60, 680, 40)
    plate.shape([*(along(y, -DEPTH - 5) for y in heights), *(along(y, DEPTH + 6) for y in reversed(heights))], CORTEX)
    names = list(LEVELS)
    for above, below in pairwise(names):
        middle = (LEVELS[above] + LEVELS[below]) / 2
        disc = [(-1, 0), (-0.8, -0.9), (0, -1), (0.8, -0.9), (1, 0), (0.8, 0.9), (0, 1), (-0.8, 0.9)]
        plate.shape([along(middle + 8 * v, DEPTH * u) for u, v in disc], "#2a2d31")
        plate.soft([along(middle + 4 * v, DEPTH * 0.6 * u) for u, v in disc], "#8d9196", 3)
    quarter = [(-0.97, -0.9), (-0.88, -1), (-0.4, -0.96), (0, -0.93), (0.4, -0.96), (0.88, -1), (0.97, -0.9)]
    outline = [*quarter, (0.91, -0.4), (0.9, 0), (0.91, 0.4)]
    outline += [(u, -v) for u, v in reversed(quarter)] + [(-0.91, 0.4), (-0.9, 0), (-0.91, -0.4)]
    for y in LEVELS.values():
        edge = [along(y + HALF * v, DEPTH * u) for u, v in outline]
        plate.shape(edge, BONE, stroke=CORTEX, stroke_width=3.5)
        plate.within(edge, lambda y=y: spongy(plate, y))


def spongy(plate: Plate, y: float) -> None:
    """Coarse upright bars, as marrow that works too hard leaves them, and the vein behind."""
    left, right = along(y, -DEPTH)[0], along(y, DEPTH)[0]
    for tone in ("#92969c", "#666a70", "#9da1a6"):
        plate.streaks(26, ((left, y - HALF), (right, y + HALF)), (1.5, 10), tone, stroke_width=2.3, opacity=0.55)
    plate.line([along(y, DEPTH * 0.4), along(y - 1, DEPTH * 0.96)], "#b9bdc2", 3, opacity=0.8)


def canal(plate: Plate, masses: Masses) -> None:
    """Fat behind the dural sac, the extradural part, the sac, the cord and the signal in it."""
    thick, heights = masses.extradural, range(-40, 660, 14)
    plate.shape(
        [*(along(y, DEPTH + 6) for y in heights), *(along(y, DEPTH + 8 + CANAL) for y in reversed(heights))], "#85898e"
    )
    sac = [*(along(y, DEPTH + 8) for y in heights), *(along(y, sac_back(y, thick)) for y in reversed(heights))]
    inner = [y for y in heights if 112 < y < 384]
    part = [*(along(y, sac_back(y, thick) + 1) for y in inner), *(along(y, DEPTH + 7 + CANAL) for y in reversed(inner))]
    blotches(plate, part, 16)
    plate.shape(sac, FLUID, stroke="#1d1f22", stroke_width=2.5)
    body = [*(along(y, cord(y, thick)[0]) for y in heights), *(along(y, cord(y, thick)[1]) for y in reversed(heights))]
    plate.shape(body, CORD, stroke="#63676d", stroke_width=1.5)
    reach = 40 * (0.5 + 0.5 * masses.signal)
    for share, opacity in ((1.0, 0.35), (0.75, 0.5), (0.5, 0.8)):
        spots = [LEVELS["T5"] + reach * share * step / 4 for step in range(-4, 5)]
        mid = [(y, sum(cord(y, thick)) / 2, (cord(y, thick)[1] - cord(y, thick)[0]) * 0.36) for y in spots]
        half = [(y, c, w * math.sqrt(max(0.0, 1 - ((y - LEVELS["T5"]) / (reach * share)) ** 2))) for y, c, w in mid]
        spindle = [*(along(y, c - w) for y, c, w in half), *(along(y, c + w) for y, c, w in reversed(half[1:-1]))]
        plate.shape(spindle, BRIGHT, opacity=f"{opacity * masses.signal:.2f}")


def arches(plate: Plate) -> None:
    """Thoracic spinous processes, long and steep, with ligament between them."""
    heights = range(-40, 660, 30)
    plate.line([along(y, DEPTH + 9 + CANAL) for y in heights], "#17191c", 5)
    for y in LEVELS.values():
        start, back = y + 6, DEPTH + CANAL
        slope = ((-18, 11), (-6, 34), (24, 66), (58, 96), (72, 104), (76, 94), (56, 68), (34, 40), (20, 12))
        arch = [along(start + v, back + u) for v, u in slope]
        plate.shape(arch, BONE, stroke=CORTEX, stroke_width=4)
        plate.line([along(start + v, back + u) for v, u in ((0, 22), (26, 52), (56, 84))], "#9a9ea4", 3, opacity=0.8)
