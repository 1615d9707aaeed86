"""The last look at what is about to be written: bytes in, findings out. Nothing here trusts what came before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path, PurePosixPath

from pipeline.case import Case
from pipeline.checking.private_dates import date_written
from pipeline.conservation import losses
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Manuscript
from pipeline.reading.date_spellings import dates_in
from pipeline.reading.hidden_text import texts_in
from pipeline.reading.private_dates import read_private_dates
from pipeline.writing import WRITERS
from pipeline.writing.extraction import EXTRACTORS, Extracted
from pipeline.writing.output import Output

NOTICE_MISSING = rule(
    "notice-missing",
    Severity.FATAL,
    "A synthetic or retold case must never be mistaken for a patient of the authors.",
    fix="Put the notice back into your template.",
    example="# templates/html/article.j2 without {{ manuscript.notice }}\n",
)
LOCAL_PATH = rule(
    "local-path",
    Severity.FATAL,
    "A path of this computer tells who worked on the case and where.",
    fix="Take the path out of the text, the template or the style that holds it.",
    example="See /home/ada/cases/mri.png.\n",
)
EMPTY_OUTPUT = rule(
    "output-empty",
    Severity.FATAL,
    "An empty file would pass for a finished one.",
    fix="Mend the template, or remove it from templates/.",
    example="# templates/html/article.j2 is empty\n",
)


def inspect(case: Case, manuscript: Manuscript, outputs: Mapping[str, Output], root: Path) -> Iterator[Finding]:
    """`outputs` by writer's name; `root` is the workspace, whose place on this computer no output may tell."""
    yield from losses(case, manuscript, outputs)
    yield from private_dates(case, outputs)
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


def private_dates(case: Case, outputs: Mapping[str, Output]) -> Iterator[Finding]:
    """A refusal for each date of private/dates.yaml that any byte or name of an output tells."""
    dates, _ = read_private_dates(case.folder, str(PurePosixPath(case.sources.file).parent))
    days = {entry.day: entry for entry in dates}
    for name, output in outputs.items() if days else ():
        # Data are read as they are.
        seen = EXTRACTORS[name](case.id, output.files) if name in EXTRACTORS else Extracted(())
        shown = "\n".join((*seen.pages, seen.addresses))
        for file, data in output.files.items():
            is_main = file == case.id + WRITERS[name].suffix
            texts = (*texts_in(file, data), *((shown,) if is_main else ()))
            found_days = {day for text in texts for day in dates_in(text, days, case.facts.language)}
            for day in sorted(found_days):
                yield date_written(days[day], Location(f"build/{case.id}/{file}"))


def _words(data: bytes) -> str:
    # JSON writes a quotation mark behind a backslash.
    return " ".join(unescape(data.decode("utf-8")).replace('\\"', '"').split())
