"""What can be wrong with a DICOM file, before there is a picture of it: the rules, and how reading one is given up."""

from __future__ import annotations

from pipeline.figures.raster import Wanted, unreadable
from pipeline.findings import Finding, Severity, rule

WITHOUT_PICTURE = rule(
    "dicom-without-picture",
    Severity.ERROR,
    "DICOM files also hold reports, plans, curves and lists, and of those no picture can be made.",
)
COMPRESSION = rule(
    "dicom-compression",
    Severity.ERROR,
    "A picture whose compression cannot be undone here cannot be shown.",
)
SEVERAL_FRAMES = rule(
    "dicom-several-frames",
    Severity.ERROR,
    "A page shows one picture; which slice or moment of many makes the point is the author's to say.",
)
NO_WINDOW = rule(
    "dicom-window",
    Severity.ERROR,
    "The window decides what can be seen; a wrong one hides the finding or makes one up.",
)
BURNED_IN = rule(
    "dicom-burned-in-text",
    Severity.ERROR,
    "Lettering that is part of the picture can name the patient, and no cleaning of the header takes it away.",
)
BURNED_IN_UNKNOWN = rule(
    "dicom-burned-in-text-unknown",
    Severity.WARNING,
    "Where a file does not say that its picture is free of lettering, only a look at it can tell.",
)
RECOGNISABLE = rule(
    "dicom-recognisable-person",
    Severity.WARNING,
    "A face in a picture is an identity, and a consent to publish may not reach that far.",
)


class Refused(Exception):
    """Reading is given up; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def damaged(wanted: Wanted, problem: str) -> Finding:
    """The finding for a DICOM file that cannot be read."""
    hint = "Export it again from the archive or the viewer; a picture exported as PNG, without lettering, also serves."
    return unreadable(wanted.file, wanted.where, problem, hint)
