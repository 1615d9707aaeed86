"""DICOM: a file, the frame and the window wanted in; a clean 8-bit picture and what was done to get it, out.

Files are read in a process of their own: decoders written in C end the process that meets a damaged picture, and a
hostile file may ask for hours or for all memory there is.
"""

from __future__ import annotations

import multiprocessing
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.figures.dicom_faults import damaged
from pipeline.figures.raster import Wanted
from pipeline.findings import Finding

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SECONDS = 60
MEMORY = 4 * 1024**3
"""Bytes that the reading process may hold, where the system can hold it to that."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A picture made of a DICOM file."""

    picture: bytes
    """PNG: 8 bits, grey or sRGB, square pixels."""
    adjustments: tuple[str, ...]
    """How it came about, in words: frame, rescaling, window, what the window leaves out."""
    modality: str
    """DICOM's abbreviation, such as CT; '' where the file gives none."""
    spacing: tuple[float, float] | None
    """Millimetres from one row of the picture to the next and from one column to the next; None where not known."""
    spacing_note: str
    """Where that spacing holds, if not in the patient; else ''."""
    names: tuple[str, ...]
    """What no file name may repeat, as `slug` writes it: names, numbers and dates of the header."""
    header: str
    """The header as readable text, for private/ only; '' where it cannot be written out."""


Outcome = tuple[Rendered | None, list[Finding], list[str]]
"""With findings, and notes in words on what was left out."""


def render_apart(source: Path, wanted: Wanted, window: str) -> Outcome:
    """Make a picture of a DICOM file, in another process, within `SECONDS` and `MEMORY`.

    `wanted.page` is the frame, from 1. `window` is a preset's name, `CENTRE/WIDTH`, `auto`, or '' for the file's own.
    Raises RuntimeError where the process cannot even begin; one that ends over the file is a finding.
    """
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    worker = spawn.Process(target=_work, args=(theirs, source, wanted, window), daemon=True)
    worker.start()
    theirs.close()
    begun = False
    try:
        begun = ours.recv()
        if not ours.poll(SECONDS):
            return None, [damaged(wanted, f"it is not done after {SECONDS} seconds")], []
        made: Outcome = ours.recv()
    except EOFError:
        if not begun:
            raise RuntimeError("the process that reads DICOM files does not begin") from None
        return None, [damaged(wanted, "its picture data are damaged, or need more memory than a picture should")], []
    finally:
        worker.kill()
        worker.join()
        ours.close()
    return made


def _work(answer: Connection, source: Path, wanted: Wanted, window: str) -> None:
    """In the other process: silent, bounded, and the only one that loads pydicom and its decoders."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from pipeline.figures.dicom_rendering import render

    answer.send(True)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    answer.send(render(source, wanted, window))
    answer.close()
