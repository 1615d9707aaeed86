"""Draws this case's figures: case.yaml and data/transfusions.csv in; eight SVG files in figures/, the same every time.

Run `python draw_figures.py`, or name another folder: `python draw_figures.py FOLDER`. It needs nothing but Python.
"""

from __future__ import annotations

import sys
from pathlib import Path

from axial import axial
from course import Course, ferritin, haemoglobin, neurology, neutrophils
from mri import AFTER, BEFORE
from sagittal import sagittal

HERE = Path(__file__).resolve().parent


def main(folder: Path) -> None:
    course = Course.read(HERE)
    drawings = {
        "mri-a.svg": sagittal(BEFORE),
        "mri-b.svg": axial(BEFORE),
        "mri-c.svg": sagittal(AFTER),
        "mri-d.svg": axial(AFTER),
        "course-a.svg": haemoglobin(course),
        "course-b.svg": ferritin(course),
        "course-c.svg": neutrophils(course),
        "course-d.svg": neurology(course),
    }
    for name, drawing in drawings.items():
        (folder / name).write_text(drawing, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "figures")
