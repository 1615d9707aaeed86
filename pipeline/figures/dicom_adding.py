"""`casewright figure add` for DICOM: a file in; a clean picture and a note on how it was made in figures/, out.

The note lies beside the picture, as NAME.yaml: what was done to the values, and how large a pixel is. The header
becomes readable text in private/, and goes nowhere else.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from pipeline.figures.cleaning import clean_image
from pipeline.figures.copies import name_notes, put, slug
from pipeline.figures.dicom import Rendered, render_apart
from pipeline.figures.raster import Wanted
from pipeline.findings import Finding, Severity, rule

NAME_TELLS = rule(
    "figure-name-tells",
    Severity.ERROR,
    "The name of a picture goes with the case; a patient's name, number or date in it goes along.",
    fix="Give a plain name with `--name`, such as mri-axial.",
    example="$ casewright figure add Example_Ada_1980-01-01.dcm\n",
)
_TELLING = 4
"""Letters or digits of a value that are enough to tell."""


def add_dicom(
    source: Path, figures: Path, name: str, wanted: Wanted, window: str
) -> tuple[Path | None, list[Finding], list[str]]:
    """Make a picture of a DICOM file; see `add_figure` for what comes in and out."""
    made, findings, notes = render_apart(source, wanted, window)
    if made is None:
        return None, findings, notes
    base = slug(name or source.stem)
    if _repeats(base, made.names):
        what = "the name of the copy would repeat a name, number or date of the header"
        hint = "Give the copy a name that says what it shows: --name ct-axial."
        return None, [*findings, NAME_TELLS.at(wanted.where, what, hint=hint)], []
    image, problems, changes = clean_image(made.picture, base, Wanted(wanted.file, wanted.where))
    if image is None:
        return None, [*findings, *problems], []
    private = figures.parent / "private"
    header = private / f"{base}.header.txt"
    files = {figures / image.name: image.data, figures / f"{base}.yaml": _record(made, image.name)}
    problems = put({**files, **({header: made.header.encode()} if made.header else {})}, wanted.where)
    if problems:
        return None, [*findings, *problems], []
    told = [f"made: {each}" for each in made.adjustments]
    kept = [f"the header lies as text in private/{header.name}, and nowhere else"] if made.header else []
    moved = "advice: keep the original in the case’s private/ folder, which no output is made from"
    away = [] if source.resolve().is_relative_to(private.resolve()) else [moved]
    return figures / image.name, findings, [*told, *changes, *notes, *kept, *away, *name_notes(image.name)]


def _repeats(base: str, names: tuple[str, ...]) -> bool:
    bare = base.replace("-", "")
    told = (slug(name).replace("-", "") for name in names if any(c.isalnum() and c.isascii() for c in name))
    return any(len(each) >= _TELLING and each in bare for each in told)


def _record(made: Rendered, picture: str) -> bytes:
    """What goes with the picture; it tells of the picture alone."""
    record: dict[str, object] = {"modality": made.modality} if made.modality else {}
    record["adjustments"] = list(made.adjustments)
    if made.spacing:
        record["pixel_spacing_mm"] = [float(f"{length:.6g}") for length in made.spacing]
    if made.spacing_note:
        record["pixel_spacing_note"] = made.spacing_note
    lines = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=1000)
    return f"# How {picture} was made of a DICOM file; written by `casewright figure add`.\n{lines}".encode()
