"""What can be wrong with a DICOM file, before there is a picture of it: the rules, and how reading one is given up."""

from __future__ import annotations

from pipeline.figures.raster import Wanted, unreadable
from pipeline.findings import Finding, Severity, rule

WITHOUT_PICTURE = rule(
    "dicom-without-picture",
    Severity.ERROR,
    "DICOM files also hold reports, plans, curves and lists, and of those no picture can be made.",
    fix="Export the pictures of the study from your viewer.",
    example="$ casewright figure add report.dcm\n",
)
COMPRESSION = rule(
    "dicom-compression",
    Severity.ERROR,
    "A picture whose compression cannot be undone here cannot be shown.",
    fix="Export the picture from your viewer without compression, or as PNG.",
    example="$ casewright figure add clip.dcm   # MPEG-4\n",
)
SEVERAL_FRAMES = rule(
    "dicom-several-frames",
    Severity.ERROR,
    "A page shows one picture; which slice or moment of many makes the point is the author's to say.",
    fix="Say which one with `--frame`.",
    example="$ casewright figure add stack.dcm   # 120 frames\n",
)
NO_WINDOW = rule(
    "dicom-window",
    Severity.ERROR,
    "The window decides what can be seen; a wrong one hides the finding or makes one up.",
    fix="Write centre and width, such as `--window 40/400`, or the name of a window.",
    example="$ casewright figure add ct.dcm --window 40\n",
)
BURNED_IN = rule(
    "dicom-burned-in-text",
    Severity.ERROR,
    "Lettering that is part of the picture can name the patient, and no cleaning of the header takes it away.",
    fix="Export the picture from your viewer without its lettering.",
    example="$ casewright figure add ultrasound.dcm   # with a name in its corner\n",
)
BURNED_IN_UNKNOWN = rule(
    "dicom-burned-in-text-unknown",
    Severity.WARNING,
    "Where a file does not say that its picture is free of lettering, only a look at it can tell.",
    fix="Look at the whole picture for names, numbers and dates.",
    example="$ casewright figure add xray.dcm   # its header does not say\n",
)
RECOGNISABLE = rule(
    "dicom-recognisable-person",
    Severity.WARNING,
    "A face in a picture is an identity, and a consent to publish may not reach that far.",
    fix="Look whether the patient can be recognised, and whether consent covers that.",
    example="$ casewright figure add head.dcm   # its header says that a face is seen\n",
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
