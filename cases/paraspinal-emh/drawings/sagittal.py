"""Panel A of the MRI: the lumbar spine cut lengthwise, front to the left."""

from __future__ import annotations

import math
from functools import cache, partial
from itertools import pairwise

from drawings.plate import Plate, Point, ring
from drawings.scan import AIR, BONE, CORTEX, FAT, FLUID, MUSCLE, draw_mass, finish

COLUMN = [
    (372, -90),
    (352, 0),
    (334, 90),
    (322, 180),
    (319, 265),
    (328, 350),
    (352, 430),
    (394, 500),
    (450, 562),
    (505, 625),
    (540, 690),
    (556, 760),
]
"""Middle of the vertebral bodies, from above."""
LEVELS = {"T12": 66, "L1": 154, "L2": 242, "L3": 330, "L4": 418, "L5": 506, "S1": 592, "S2": 668, "S3": 732}
"""Middle of each vertebra, as a length along COLUMN."""
DEPTH, HALF, MASS_AT = 57, 35, 482


def along(length: float, back: float = 0) -> Point:
    """The point so far along COLUMN and so far behind it, seen at right angles to it."""
    walked, path = 0.0, _column()
    for a, b in pairwise(path):
        step = math.dist(a, b)
        if walked + step >= length or b is path[-1]:
            t = (length - walked) / step
            across = ((b[1] - a[1]) / step, -(b[0] - a[0]) / step)
            return a[0] + (b[0] - a[0]) * t + across[0] * back, a[1] + (b[1] - a[1]) * t + across[1] * back
        walked += step
    raise AssertionError("the column has points")


@cache
def _column() -> list[Point]:
    return [_on_column(i / 40) for i in range((len(COLUMN) - 1) * 40 + 1)]


def _on_column(t: float) -> Point:
    i = min(int(t), len(COLUMN) - 2)
    u = t - i
    a, b, c, d = (COLUMN[min(max(j, 0), len(COLUMN) - 1)] for j in range(i - 1, i + 3))
    x, y = (
        0.5 * (2 * b[k] + (c[k] - a[k]) * u + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * u**2
               + (3 * b[k] - a[k] - 3 * c[k] + d[k]) * u**3)
        for k in (0, 1)
    )  # fmt: skip
    return x, y


def wall(length: float) -> float:
    """How far behind the middle the vertebrae end: less in the sacrum."""
    return DEPTH - 22 * sacral(length)


def sacral(length: float) -> float:
    """0 in the lumbar spine, 1 from the second sacral vertebra on."""
    return min(1.0, max(0.0, (length - 540) / 130))


def near_mass(length: float, spread: float = 36) -> float:
    """1 beside the mass, fading to 0 above and below it."""
    return math.exp(-(((length - MASS_AT) / spread) ** 2))


def sac(length: float, depth: float) -> Point:
    """A point in the dural sac: depth 0 is its front, 1 its back. The mass narrows it and pushes it forward."""
    front = wall(length) + 11 + 4 * sacral(length) - 6 * near_mass(length)
    back = wall(length) + 55 - 18 * sacral(length) - 15 * near_mass(length)
    return along(length, front + (back - front) * depth)


def body(level: str, depth: float, half: float) -> list[Point]:
    """A vertebra from the side: square corners, hollow walls and end plates."""
    quarter = [(-0.97, -0.9), (-0.88, -1), (-0.4, -0.95), (0, -0.92), (0.4, -0.95), (0.88, -1), (0.97, -0.9)]
    outline = [*quarter, (0.91, -0.4), (0.9, 0), (0.91, 0.4)]
    outline += [(u, -v) for u, v in reversed(quarter)] + [(-0.91, 0.4), (-0.9, 0), (-0.91, -0.4)]
    return [along(LEVELS[level] + half * v, depth * u) for u, v in outline]


def behind_and_before(plate: Plate) -> None:
    """Belly, great vessel, back muscles and the fat under the skin."""
    plate.shape([(-40, -40), (330, -40), (330, 300), (460, 520), (560, 700), (-40, 640)], "#1d1f22")
    for centre, radii in (
        ((78, 130), (112, 62)),
        ((60, 292), (104, 70)),
        ((112, 452), (112, 66)),
        ((30, 590), (90, 50)),
    ):
        lobes = [plate.between(0.93, 1.07) for _ in range(14)]
        plate.soft(ring(centre, radii, 12, lobes), "#2c2f33", 16)
        plate.soft(ring(centre, (radii[0] * 0.74, radii[1] * 0.62), 12, lobes), "#222428", 10)
    vessel = [along(s, -DEPTH - 22) for s in range(0, 470, 40)] + [along(s, -DEPTH - 58) for s in range(440, -1, -40)]
    plate.soft(vessel, "#0d0e10", 5)
    skin = [(790, -220), (744, -60), (724, 80), (710, 200), (708, 310), (720, 420), (744, 520), (780, 660), (830, 800)]
    fascia = [(652, -60), (640, 100), (626, 220), (618, 330), (624, 420), (646, 500), (690, 660)]
    plate.shape([(400, -220), (600, -260), *skin, (640, 900), (400, 300)], FAT)
    septa = [(plate.between(646, 716), plate.between(-10, 600), plate.chance.choice((-1, 1))) for _ in range(70)]
    plate.hatch([((x - 13, y + 4 * lean), (x + 13, y - 4 * lean)) for x, y, lean in septa], "#888d92", 1.3, opacity=0.6)
    plate.line([(x + 60, y) for x, y in skin], AIR, 110)
    plate.line(skin, "#d9dbde", 7)
    plate.line([(x + 3, y) for x, y in skin], "#5d6166", 3)
    inner = [along(s, DEPTH + 84) for s in range(640, -1, -64)]
    muscle = [*fascia, (600, 690), *inner, (470, -60), (560, -90)]
    plate.shape(muscle, MUSCLE)
    plate.within(muscle, partial(fibres, plate))
    plate.line(fascia, "#1b1d20", 4)


def fibres(plate: Plate) -> None:
    """Streaks of fat and shadow along the back muscles."""
    for i in range(90):
        start, across, length = plate.between(-60, 560), plate.between(0, 1), plate.between(50, 130)
        slant = plate.between(-0.04, 0.04)
        points = []
        for step in range(4):
            y = start + length * step / 3
            curve = -14 * math.sin(y / 190) + 0.00075 * max(0, y - 330) ** 2
            points.append((470 + 160 * across + curve + slant * (y - start), y))
        light = i % 3 == 0
        looks = ("#8a8e93", plate.between(0.8, 2)) if light else ("#33363b", plate.between(2, 5))
        plate.line(points, *looks, opacity=0.5)


def bones(plate: Plate) -> None:
    """Vertebrae with their discs, and the ligaments before and behind them."""
    lengths = range(0, 800, 35)
    plate.shape(
        [*(along(s, -wall(s) - 5) for s in lengths), *(along(s, wall(s) + 6) for s in reversed(lengths))], CORTEX
    )
    names = list(LEVELS)
    for above, below in pairwise(names):
        middle = (LEVELS[above] + LEVELS[below]) / 2
        sacral = below in ("S2", "S3")
        half = 3 if sacral else 9
        disc = [along(middle + half * v, DEPTH * u) for u, v in body_of_disc()]
        plate.shape(disc, "#26282c")
        if not sacral:
            plate.soft([along(middle + 6 * v, DEPTH * 0.62 * u + 2) for u, v in body_of_disc()], "#a3a7ac", 4)
            plate.line([along(middle, DEPTH * u) for u in (-0.42, 0, 0.44)], "#7d8187", 2)
    for level in names:
        depth, half = {"S1": (50, 36), "S2": (41, 34), "S3": (35, 28)}.get(level, (DEPTH, HALF))
        outline = body(level, depth, half)
        plate.shape(outline, BONE)
        plate.within(outline, partial(marrow_signal, plate, level, depth))
        plate.shape(outline, "none", stroke=CORTEX, stroke_width=3.5)


def body_of_disc() -> list[Point]:
    return [(-1, 0), (-0.8, -0.8), (0, -1), (0.8, -0.8), (1, 0), (0.8, 0.8), (0, 1), (-0.8, 0.8)]


def marrow_signal(plate: Plate, level: str, depth: float) -> None:
    """Fine bars of spongy bone, and the vein that leaves the vertebra behind."""
    s = LEVELS[level]
    for tone in ("#8f9399", "#6a6e74", "#999da3"):
        bars = [(plate.between(-34, 34), plate.between(-depth, depth)) for _ in range(34)]
        ends = [(along(s + v - 3.5, u), along(s + v + 3.5, u + plate.between(-2, 2))) for v, u in bars]
        plate.hatch(ends, tone, 1.7, opacity=0.5)
    for v in (-HALF + 2, HALF - 2):
        plate.line([along(s + v, u * depth) for u in (-0.9, 0, 0.9)], "#4f5358", 5, opacity=0.45)
    plate.line([along(s + 1, depth * 0.35), along(s, depth * 0.95)], "#b9bdc2", 3, opacity=0.8)


def canal(plate: Plate) -> None:
    """Fat around the dural sac, the sac, the end of the cord and the roots in it."""
    lengths = range(0, 800, 20)
    rear = [along(s, wall(s) + 64 - 12 * sacral(s)) for s in reversed(lengths)]
    plate.shape([*(along(s, wall(s) + 6) for s in lengths), *rear], "#85898e")
    inside = range(0, 670, 14)
    tip = [along(686, wall(686) + 19), along(692, wall(692) + 26), along(686, wall(686) + 33)]
    outline = [*(sac(s, 0) for s in inside), *tip, *(sac(s, 1) for s in reversed(inside))]
    plate.shape(outline, FLUID, stroke="#1d1f22", stroke_width=2.5)
    narrowing = [(s, 0.22 * (1 - max(0, s - 120) / 120) ** 0.7) for s in range(0, 241, 15)]
    cord = [sac(s, 0.52 - half) for s, half in narrowing] + [sac(s, 0.52 + half) for s, half in reversed(narrowing)]
    plate.soft(cord, "#7c8086", 2)
    for i in range(9):
        start, end = 190 + i * 3, 662 - 42 * ((i * 4) % 9)
        depth = 0.5 + (i - 4) * 0.035
        last = 0.3 + 0.075 * i
        points = [sac(start + (end - start) * t / 8, depth + (last - depth) * min(1, t / 3)) for t in range(9)]
        plate.line(points, "#83878d", 2.1, opacity=0.9)


def laminae(plate: Plate) -> None:
    """The arches behind the canal, each sloping backward and down, with ligament between them."""
    lengths = range(0, 600, 30)
    for s in lengths:
        if abs(s - MASS_AT) > 48:
            plate.line([along(s - 16, DEPTH + 60), along(s, DEPTH + 61), along(s + 16, DEPTH + 60)], "#17191c", 4)
    for level in ("T12", "L1", "L2", "L3", "L4", "L5"):
        s = LEVELS[level] + (20 if level == "L4" else 25)
        slope = ((-22, 61), (-24, 70), (-14, 78), (6, 85), (20, 92), (26, 87), (22, 76), (6, 66), (-12, 59))
        arch = [along(s + v, DEPTH + u) for v, u in slope]
        plate.shape(arch, BONE, stroke=CORTEX, stroke_width=4)
        plate.line([along(s + v, DEPTH + u) for v, u in ((-12, 69), (4, 75), (16, 83))], "#9a9ea4", 3, opacity=0.8)
    lengths = range(578, 880, 24)
    crest = [along(s, wall(s) + 68 + 4 * math.sin(s / 9) - 6 * (s < 590)) for s in reversed(lengths)]
    plate.shape(
        [*(along(s, wall(s) + 60 - 14 * sacral(s)) for s in lengths), *crest], BONE, stroke=CORTEX, stroke_width=4
    )


def sagittal() -> str:
    plate = Plate(seed=1)
    behind_and_before(plate)
    bones(plate)
    canal(plate)
    outline = [
        along(MASS_AT + v, DEPTH + u)
        for u, v in ((45, 0), (49, -18), (62, -34), (80, -50), (104, -66), (136, -74), (166, -58), (183, -14),
                     (178, 36), (152, 66), (114, 68), (84, 52), (62, 35), (49, 18))
    ]  # fmt: skip
    draw_mass(plate, outline, along(MASS_AT - 4, DEPTH + 128))
    laminae(plate)
    finish(plate)
    for level in ("L1", "L2", "L3", "L4", "L5", "S1"):
        x, y = along(LEVELS[level], -2)
        plate.write(level, (x - 13, y - 11), 22)
    plate.arrow((690, 436), (578, 354))
    return plate.svg(AIR)
