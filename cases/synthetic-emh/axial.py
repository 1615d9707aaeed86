"""The chest cut across at T5, the patient's right on the left: the masses in, a drawing as SVG text out."""

from __future__ import annotations

from drawing import Plate, Point, mirrored, ring
from mri import AIR, BONE, BRIGHT, CORD, CORTEX, FAT, FLUID, MUSCLE, SIZE, WIDTH, Masses, blotches, finish

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
