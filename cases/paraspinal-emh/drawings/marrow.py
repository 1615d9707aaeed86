"""The marrow biopsy: fat cells, and few others."""

from __future__ import annotations

import math
from collections.abc import Sequence

from drawings.plate import HEIGHT, WIDTH, Plate, Point, ring


def marrow() -> str:
    plate = Plate(seed=3)
    centres = scattered(plate)
    bone = [(-60, -60), (330, -60), (270, 20), (190, 62), (128, 118), (88, 190), (62, 280), (20, 340), (-60, 380)]
    for i, centre in enumerate(centres):
        fat_cell(plate, centre, [c for c in centres if c is not centre], i)
    blood_formers(plate, centres)
    trabecula(plate, bone)
    plate.grain(900, "#5a5163", stroke_width=1.5, opacity=0.1)
    plate.write("Schematic", (22, HEIGHT - 46), 24, ink="#2b2433", edge="#f6f4f7")
    return plate.svg("#b3acb8")


def scattered(plate: Plate) -> list[Point]:
    """Centres of cells: random places, none too near to another."""
    centres: list[Point] = []
    for _ in range(4000):
        spot = plate.between(-60, WIDTH + 60), plate.between(-60, HEIGHT + 60)
        if all(math.dist(spot, other) > 72 + 22 * math.sin(spot[0] / 70) * math.cos(spot[1] / 60) for other in centres):
            centres.append(spot)
    return centres


def fat_cell(plate: Plate, centre: Point, others: list[Point], number: int) -> None:
    """As large as its neighbours allow: in each direction half way to them, less the gap between cells."""
    edge = []
    for i in range(22):
        angle = 2 * math.pi * i / 22
        ray = math.cos(angle), math.sin(angle)
        reach = 64.0
        for x, y in others:
            towards = (x - centre[0]) * ray[0] + (y - centre[1]) * ray[1]
            if towards > 0:
                reach = min(reach, math.dist(centre, (x, y)) ** 2 / (2 * towards) - 2.5)
        edge.append((centre[0] + reach * ray[0], centre[1] + reach * ray[1]))
    rounded = [weighted([edge[(i + k) % 22] for k in range(-2, 3)]) for i in range(22)]
    plate.shape(rounded, "#f6f4f7", stroke="#877c90", stroke_width=2.2)
    if number % 3 == 0:
        (x, y), (u, v) = rounded[(number * 7) % 22], centre
        inward = math.degrees(math.atan2(v - y, u - x))
        plate.shape(ring((x + (u - x) * 0.05, y + (v - y) * 0.05), (3.4, 9), inward), "#4b4256")


def weighted(five: Sequence[Point]) -> Point:
    """The middle of five neighbours on an edge, the nearer ones counting more: it rounds corners off."""
    weights = (1, 2, 3, 2, 1)
    x = sum(weight * point[0] for weight, point in zip(weights, five, strict=True)) / 9
    y = sum(weight * point[1] for weight, point in zip(weights, five, strict=True)) / 9
    return x, y


def blood_formers(plate: Plate, centres: Sequence[Point]) -> None:
    """A few small dark cells where three fat cells meet, and nowhere else."""
    for _ in range(3000):
        spot = plate.between(20, WIDTH - 20), plate.between(20, HEIGHT - 60)
        near = sorted(math.dist(spot, c) for c in centres)[:3]
        if near[2] - near[0] < 4 and near[0] > 45:
            size = plate.between(6.5, 9.5)
            plate.shape(
                ring(spot, (size, size * 0.9), plate.between(0, 90)), "#9d92a6", stroke="#6c6176", stroke_width=1
            )
            plate.shape(ring((spot[0] + 1, spot[1] - 1), (size * 0.66, size * 0.6), 30), "#3a3144")


def trabecula(plate: Plate, bone: Sequence[Point]) -> None:
    """A bar of bone with its layers and bone cells."""
    plate.shape(bone, "#8d8496", stroke="#5d5367", stroke_width=4)

    def layers() -> None:
        for i in range(9):
            shift = 22 * i
            plate.line(
                [(x - shift * 0.8, y - shift) for x, y in bone[1:-1]], "#a49bac" if i % 2 else "#7d7487", 3, opacity=0.7
            )
        for i in range(20):
            x, y = 16 + (i % 5) * 58 + plate.between(-14, 14), 16 + (i // 5) * 66 + plate.between(-16, 16)
            plate.shape(ring((x, y), (7, 2.8), -48), "#e6e2e9")
            plate.shape(ring((x, y), (4, 2), -48), "#3a3144")

    plate.within(bone, layers)
