"""Schematic T2-weighted MRI of the thoracic spine: how big the masses are in, drawings as SVG text out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from drawing import Plate, Point, mirrored, ring

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


# --- cut lengthwise in the middle, front to the left -----------------------------------------------

LEVELS = {"T2": -47.0, "T3": 51.0, "T4": 149.0, "T5": 247.0, "T6": 345.0, "T7": 443.0, "T8": 541.0, "T9": 639.0}
"""Height of the middle of each vertebral body."""
DEPTH, HALF = 52.0, 40.0
MM = 4.2
"""Units to a millimetre: a canal of 17 mm."""
CANAL = 17 * MM


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
    front, back = DEPTH + 9, sac_back(y, thick) - 2
    width = min(30.0, (back - front) * 0.88)
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


# --- cut across at T5, the patient's right on the left ---------------------------------------------

AXIS, BODY_AT, CANAL_AT = 400.0, (400.0, 232.0), (400.0, 333.0)
ACROSS = 5.0
"""Units to a millimetre."""


def axial(masses: Masses) -> str:
    plate = Plate(SIZE, AIR, seed=9)
    wall(plate)
    lungs(plate)
    mediastinum(plate)
    for side, (width, depth) in ((-1, masses.right), (1, masses.left)):
        paraspinal(plate, side, (width * ACROSS / 2, depth * ACROSS / 2))
    ribs(plate)
    vertebra(plate)
    cord_across(plate, masses)
    edge = AXIS - 64 - masses.right[0] * ACROSS * 0.93
    plate.arrow((edge - 6, 290), 0, 84)
    plate.arrow((CANAL_AT[0] + 14, CANAL_AT[1] + 44 - masses.extradural * 1.6), 222, 0)
    plate.label("R", (30, 52), 34)
    plate.label("L", (WIDTH - 30, 52), 34, anchor="end")
    return finish(plate, masses)


def wall(plate: Plate) -> None:
    """Skin, fat and the muscles of the back."""
    skin = [(-60, -60), (-60, 470), (60, 530), (220, 566), (352, 572), (400, 560)]
    whole = [*skin, *reversed(mirrored(skin[:-1], AXIS))]
    plate.shape(whole, FAT, stroke="#d9dbde", stroke_width=6)
    plate.streaks(44, ((130, 520), (660, 552)), (16, 3), "#8d9297", stroke_width=1.5, opacity=0.7)
    for side in (1, -1):
        spine = [(388, 402), (352, 396), (268, 410), (214, 448), (240, 500), (320, 520), (380, 506)]
        outer = [(-60, 300), (40, 392), (150, 452), (206, 470), (226, 508), (120, 512), (20, 480), (-60, 430)]
        for outline in (outer, spine):
            placed = outline if side == 1 else mirrored(outline, AXIS)
            plate.shape(placed, MUSCLE, stroke="#1b1d20", stroke_width=3)
            xs, ys = [x for x, _ in placed], [y for _, y in placed]
            box = ((min(xs), min(ys)), (max(xs), max(ys)))
            plate.within(placed, lambda box=box, side=side: streaked(plate, box, side))


def streaked(plate: Plate, box: tuple[Point, Point], side: int) -> None:
    plate.streaks(50, box, (12 * side, 5), "#8f9398", stroke_width=1.6, opacity=0.5)
    plate.streaks(50, box, (9, 6), "#303338", stroke_width=4, opacity=0.5)


def lungs(plate: Plate) -> None:
    right = [(320, -60), (330, 120), (322, 240), (316, 340), (280, 398), (190, 430), (70, 386), (-60, 270), (-60, -60)]
    for outline in (right, mirrored(right, AXIS)):
        plate.shape(outline, AIR, stroke="#5b5f64", stroke_width=4)
        xs = [x for x, _ in outline]
        box = ((min(xs), 0), (max(xs), 400))
        plate.within(outline, lambda box=box: vessels(plate, box))


def vessels(plate: Plate, box: tuple[Point, Point]) -> None:
    plate.streaks(30, box, (9, 7), "#2c3034", stroke_width=2.6, opacity=0.8)
    plate.streaks(30, box, (2, 2), "#43474c", stroke_width=3, opacity=0.7)


def mediastinum(plate: Plate) -> None:
    """Windpipe, gullet, veins and the aorta, which lies left of the spine."""
    plate.soft([(322, -40), (316, 60), (334, 150), (400, 180), (470, 176), (500, 120), (488, -40)], "#6b6f75", 6)
    for centre, radii, fill in (
        ((388, 62), (38, 32), AIR),
        ((424, 122), (22, 15), "#4b4f54"),
        ((474, 142), (36, 38), "#0d0e10"),
        ((344, 140), (11, 11), "#0d0e10"),
        ((462, 44), (26, 22), "#0d0e10"),
    ):
        plate.shape(ring(centre, radii), fill, stroke="#9a9ea3", stroke_width=3)


def paraspinal(plate: Plate, side: int, radii: Point) -> None:
    """A lobed mass in the gutter beside the vertebra; it keeps to the bone when it shrinks."""
    lobes = (1.0, 0.94, 1.07, 0.95, 1.05, 0.93, 1.06, 0.96, 1.08, 0.92, 1.04, 0.96, 1.05, 0.95)
    centre = (AXIS + side * (64 + radii[0] * 0.86), 286 + (77 - radii[1]) * 0.3)
    blotches(plate, ring(centre, (radii[0], radii[1] * 1.25), 14 * side, lobes), 26)


def ribs(plate: Plate) -> None:
    """From the joint with the vertebra backwards and outwards, behind the masses."""
    for side in (1, -1):
        inner = [(334, 342), (296, 370), (244, 408), (188, 434), (74, 392), (-70, 276)]
        rib = [*inner, (-70, 300), (66, 412), (190, 454), (254, 426), (304, 390), (340, 362)]
        placed = rib if side == 1 else mirrored(rib, AXIS)
        plate.shape(placed, BONE, stroke=CORTEX, stroke_width=4)


def vertebra(plate: Plate) -> None:
    """Body, arch with its processes, and the canal, all with unbroken edges."""
    half = [(400, 404), (386, 424), (388, 470), (394, 492), (400, 496)]
    arch = [(346, 300), (330, 330), (292, 344), (276, 366), (290, 384), (330, 372), (366, 392), *half[1:]]
    plate.shape([*arch, *reversed(mirrored(arch, AXIS))], BONE, stroke=CORTEX, stroke_width=4.5)
    x, y = BODY_AT
    outline = ((0, -58), (46, -50), (72, -18), (74, 22), (60, 58), (34, 68), (0, 56))
    body = [(x + u, y + v) for u, v in outline] + [(x - u, y + v) for u, v in reversed(outline[1:-1])]
    plate.shape(body, BONE, stroke=CORTEX, stroke_width=4.5)

    def marrow() -> None:
        for tone in ("#92969c", "#666a70", "#9da1a6"):
            plate.streaks(60, ((326, 172), (474, 300)), (7, 6), tone, stroke_width=2.2, opacity=0.5)
        plate.line([(x, y + 52), (x, y + 20), (x - 22, y + 2)], "#b9bdc2", 3, opacity=0.8)
        plate.line([(x, y + 20), (x + 22, y + 2)], "#b9bdc2", 3, opacity=0.8)

    plate.within(body, marrow)


def cord_across(plate: Plate, masses: Masses) -> None:
    """The canal: fat, extradural tissue from behind, and cord in what is left of the fluid."""
    x, y = CANAL_AT
    plate.shape(ring((x, y), (48, 44)), "#85898e", stroke=CORTEX, stroke_width=4)
    inside = ring((x, y), (46, 42))
    room = 84 - masses.extradural * ACROSS

    def filled() -> None:
        blotches(
            plate,
            [
                (x - 60, y - 30),
                (x - 30, y - 42 + room),
                (x, y - 46 + room),
                (x + 30, y - 42 + room),
                (x + 60, y - 30),
                (x + 60, y + 60),
                (x - 60, y + 60),
            ],
            10,
        )
        middle = y - 40 + (room - 6) / 2
        tall = (room - 8) / 2
        plate.shape(ring((x, middle), (41, tall)), FLUID, stroke="#1d1f22", stroke_width=2.5)
        thick = min(22.0, tall * 0.84)
        plate.shape(ring((x, middle), (30 if thick > 20 else 36, thick)), CORD, stroke="#63676d", stroke_width=1.5)
        plate.shape(ring((x, middle), (16, thick * 0.5)), BRIGHT, opacity=f"{0.75 * masses.signal:.2f}")

    plate.within(inside, filled)
    plate.shape(inside, "none", stroke=CORTEX, stroke_width=4)
