"""The last look at what is about to be written: bytes in, findings out. Nothing here trusts what came before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

from pipeline.case import Case
from pipeline.conservation import losses
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Manuscript
from pipeline.writing import WRITERS
from pipeline.writing.output import Output

NOTICE_MISSING = rule(
    "notice-missing", Severity.FATAL, "A synthetic or retold case must never be mistaken for a patient of the authors."
)
LOCAL_PATH = rule("local-path", Severity.FATAL, "A path of this computer tells who worked on the case and where.")
EMPTY_OUTPUT = rule("output-empty", Severity.FATAL, "An empty file would pass for a finished one.")


def inspect(case: Case, manuscript: Manuscript, outputs: Mapping[str, Output], root: Path) -> Iterator[Finding]:
    """`outputs` by writer's name; `root` is the workspace, whose place on this computer no output may tell."""
    yield from losses(case, manuscript, outputs)
    here = str(root.resolve()).encode()
    for name, output in outputs.items():
        for file, data in output.files.items():
            where = Location(f"build/{manuscript.case_id}/{file}")
            if not data:
                yield EMPTY_OUTPUT.at(where, "this file would be empty")
            if len(here) > 1 and here in data:
                yield LOCAL_PATH.at(where, "this file would hold a path of this computer")
        main = output.files[manuscript.case_id + WRITERS[name].suffix]
        # A PDF's text is compressed; it is the print rendering of the same templates.
        if manuscript.notice and name != "pdf" and manuscript.notice not in _words(main):
            where = Location(f"build/{manuscript.case_id}/{manuscript.case_id}{WRITERS[name].suffix}")
            hint = "a template in templates/html leaves it out: print manuscript.notice"
            yield NOTICE_MISSING.at(where, f"this output does not say that the case is {manuscript.kind}", hint=hint)


def _words(data: bytes) -> str:
    return " ".join(unescape(data.decode("utf-8")).split())
