"""Draws this case's figures: no input; mri-a.svg, mri-b.svg and marrow.svg in figures/, the same bytes every time.

Run it with `python draw_figures.py`, or name another folder: `python draw_figures.py FOLDER`. The drawings follow the
words of the published legends. Where those say nothing (sizes, greys, neighbouring structures), ordinary anatomy does.
"""

from __future__ import annotations

import sys
from pathlib import Path

from drawings.axial import axial
from drawings.marrow import marrow
from drawings.sagittal import sagittal

FIGURES = {"mri-a.svg": sagittal, "mri-b.svg": axial, "marrow.svg": marrow}


def main(folder: Path) -> None:
    for name, draw in FIGURES.items():
        (folder / name).write_text(draw(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent / "figures")
