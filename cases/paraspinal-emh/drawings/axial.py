"""Panel B of the MRI: the lower back cut across, the patient's left on the right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from drawings.plate import Plate, Point, mirrored, ring
from drawings.scan import AIR, BONE, CORTEX, FAT, FLUID, MUSCLE, draw_mass, finish


def axial() -> str:
    plate = Plate(seed=2)
    trunk(plate)
    back_muscles(plate)
    vertebra_across(plate)
    outline = ring((530, 380), (72, 59), 30, (1, 1.03, 0.98, 1.02, 1.03, 0.98, 1.02, 0.99, 1.01))
    draw_mass(plate, outline, (530, 380))
    arches(plate)
    finish(plate)
    plate.write("R", (22, 292), 34)
    plate.write("L", (758, 292), 34)
    plate.arrow((704, 512), (598, 430))
    return plate.svg(AIR)


def trunk(plate: Plate) -> None:
    """Skin, fat, and what lies before the spine."""
    skin = [
        (-300, 300),
        (-180, 376),
        (-60, 440),
        (60, 500),
        (190, 546),
        (320, 566),
        (400, 556),
        (480, 566),
        (610, 546),
        (740, 500),
        (860, 440),
        (980, 376),
        (1100, 300),
    ]
    plate.shape([(-120, -60), *skin, (920, -60), (400, -120)], FAT)
    plate.line(skin, "#d9dbde", 7)
    plate.line([(x, y + 3) for x, y in skin], "#5d6166", 3)
    belly: list[Point] = [(-60, 250), (26, 250), (66, 190), (130, 128), (270, 92), (400, 72)]
    belly += mirrored(belly[:-1])[::-1]
    plate.soft([(-90, -80), *belly, (890, -80), (400, -140)], "#232529", 8)
    for centre, radii in (((118, 36), (96, 54)), ((310, 6), (92, 46)), ((492, 2), (84, 50)), ((682, 40), (96, 58)),
                          ((24, 168), (62, 66)), ((780, 162), (58, 70))):  # fmt: skip
        lobes = [plate.between(0.94, 1.06) for _ in range(14)]
        plate.soft(ring(centre, radii, 4, lobes), "#34373b", 12)
        plate.soft(ring(centre, (radii[0] * 0.7, radii[1] * 0.6), 4, lobes), "#26282c", 10)
    for centre, radii in (((346, 112), (35, 24)), ((424, 98), (21, 20)), ((478, 108), (20, 19))):
        plate.oval(centre, radii, "#0d0e10", stroke="#6f7379", stroke_width=4)
    septa = [(plate.between(10, 790), plate.between(-34, -8), plate.chance.choice((-1, 1))) for _ in range(80)]
    ends = [(x, 562 - abs(x - 400) ** 2 / 1750 + up, lean) for x, up, lean in septa]
    plate.hatch([((x - 11, y + 4 * lean), (x + 11, y - 4 * lean)) for x, y, lean in ends], "#888d92", 1.3, opacity=0.6)


def back_muscles(plate: Plate) -> None:
    """Psoas, quadratus lumborum, erector spinae and multifidus; on the left the mass pushes them aside."""
    psoas = ring((248, 226), (66, 84), 14, (1, 1.02, 1, 0.98, 1, 1.03, 1, 1, 0.97, 1, 1.02, 1))
    flank = [(-40, 262), (30, 258), (62, 290), (86, 344), (96, 386), (60, 396), (-40, 350)]
    quadratus = ring((128, 296), (34, 82), -24)
    erector = ring((222, 428), (116, 84), -14, (0.98, 1.03, 1.04, 1, 0.98, 1, 1.03, 1, 0.97, 1, 1.02, 1))
    multifidus = ring((346, 446), (46, 76), 6)
    pushed = [(x + 16 * math.exp(-((x - 500) ** 2 + (y - 380) ** 2) / 9000), y + 10) for x, y in mirrored(erector)]
    fascia = [(92, 404), (112, 462), (170, 508), (250, 526), (340, 532), (400, 516)]
    for side in both(fascia):
        plate.line(side, "#5d6166", 2.5)
    for muscle in (*both(psoas), *both(flank), *both(quadratus), erector, pushed, *both(multifidus)):
        plate.soft(muscle, MUSCLE, 2)
        plate.within(muscle, partial(bundles, plate, muscle))
        plate.shape(muscle, "none", stroke="#2a2c30", stroke_width=2.5)


def both(muscle: Sequence[Point]) -> tuple[Sequence[Point], Sequence[Point]]:
    return muscle, mirrored(muscle)


def bundles(plate: Plate, muscle: Sequence[Point]) -> None:
    """Muscle cut across: bundles of fibres with a little fat between them."""
    xs, ys = [x for x, _ in muscle], [y for _, y in muscle]
    count = int((max(xs) - min(xs)) * (max(ys) - min(ys)) / 900)
    looks = (("#4d5055", 8, 0.5), ("#383b40", 7, 0.55), ("#54575c", 6, 0.5), ("#8f9398", 1.6, 0.6))
    for tone, width, opacity in looks:
        reach = 9 if width < 2 else 6
        spots = [(plate.between(min(xs), max(xs)), plate.between(min(ys), max(ys))) for _ in range(count)]
        ends = [(p, (p[0] + plate.between(-reach, reach), p[1] + plate.between(-reach, reach) / 2)) for p in spots]
        plate.hatch(ends, tone, width, opacity=opacity)


def vertebra_across(plate: Plate) -> None:
    """Vertebral body, and behind it the canal with fat, sac and roots."""
    body = [(400, 136), (462, 144), (502, 178), (512, 222), (496, 262), (456, 284), (400, 276)]
    outline = body + mirrored(body[1:-1])[::-1]
    plate.shape(outline, BONE, stroke=CORTEX, stroke_width=6)

    def spongy() -> None:
        for tone in ("#8f9399", "#6a6e74", "#999da3"):
            spots = [(plate.between(285, 515), plate.between(134, 288)) for _ in range(150)]
            plate.hatch(
                [(p, (p[0] + plate.between(-5, 5), p[1] + plate.between(-5, 5))) for p in spots], tone, 1.8, opacity=0.5
            )
        plate.shape(outline, "none", stroke="#4f5358", stroke_width=16, opacity=0.45)
        plate.line([(372, 232), (396, 250), (400, 276), (404, 250), (428, 232)], "#b9bdc2", 3.5, opacity=0.8)

    plate.within(outline, spongy)
    plate.shape(
        [(400, 284), (466, 290), (470, 318), (440, 352), (400, 378), (360, 352), (330, 318), (334, 290)], "#9a9ea3"
    )
    for side in (306, 494):
        plate.oval((side, 300), (26, 17), FAT)
        plate.oval((side, 301), (11, 9), "#54585d", stroke="#33363a", stroke_width=1.5)
    sac = [(400, 292), (438, 296), (449, 314), (432, 338), (398, 352), (366, 340), (351, 314), (362, 296)]
    plate.shape(sac, FLUID, stroke="#1d1f22", stroke_width=3)
    for i in range(15):
        x, y = 400 + (i % 5 - 2) * 15 + plate.between(-4, 4), 308 + (i // 5) * 11 + plate.between(-3, 3)
        plate.oval((x, y + 3 - abs(x - 400) / 6), (3.1, 2.9), "#7c8086")


def arches(plate: Plate) -> None:
    """Joints, laminae and the spinous process, all with an unbroken edge."""
    half = [(400, 384), (424, 372), (446, 350), (452, 330), (470, 322), (486, 334), (484, 356), (464, 376), (436, 392),
            (416, 408), (411, 446), (416, 492), (400, 506)]  # fmt: skip
    plate.shape(half + mirrored(half[1:-1])[::-1], BONE, stroke=CORTEX, stroke_width=5)
    for side in (1, -1):
        joint = [(400 + side * dx, y) for dx, y in ((58, 326), (66, 338), (64, 352))]
        plate.line(joint, CORTEX, 7)
        plate.line(joint, "#c9ccd0", 2.2)
    spots = [(plate.between(392, 408), plate.between(392, 496)) for _ in range(40)]
    plate.hatch([(p, (p[0] + 1, p[1] + 5)) for p in spots], "#999da3", 1.7, opacity=0.6)
