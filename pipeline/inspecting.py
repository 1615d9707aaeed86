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
from pipeline.writing import FORMS, WRITERS
from pipeline.writing.extraction import EXTRACTORS, of_pdf
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
    example="# templates/html/article.j2 with the name of your own folder, such as /home/ada/cases\n",
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
        for file in _read_by_people(name, manuscript.case_id, output.files) if manuscript.notice else ():
            # A PDF's text is compressed; it is the print rendering of the same templates.
            if not file.endswith(".pdf") and manuscript.notice not in _words(output.files[file]):
                where = Location(f"build/{manuscript.case_id}/{file}")
                hint = "a template in templates/html leaves it out: print manuscript.notice"
                message = f"this output does not say that the case is {manuscript.kind}"
                yield NOTICE_MISSING.at(where, message, hint=hint)


def private_dates(case: Case, outputs: Mapping[str, Output]) -> Iterator[Finding]:
    """A refusal for each date of private/dates.yaml that any byte or name of an output tells."""
    dates, _ = read_private_dates(case.folder, str(PurePosixPath(case.sources.file).parent))
    days = {entry.day: entry for entry in dates}
    for name, output in outputs.items() if days else ():
        shown = _shown(name, case.id, output.files)
        for file, data in output.files.items():
            texts = (*texts_in(file, data), *shown.get(file, ()))
            found_days = {day for text in texts for day in dates_in(text, days, case.facts.language)}
            for day in sorted(found_days):
                yield date_written(days[day], Location(f"build/{case.id}/{file}"))


def _read_by_people(name: str, case_id: str, files: Mapping[str, bytes]) -> list[str]:
    """The file of an article, or those of a form: all but styles, typefaces and pictures."""
    if name in FORMS:
        return [file for file in files if file.startswith(f"{name}-")]
    return [case_id + WRITERS[name].suffix]


def _shown(name: str, case_id: str, files: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """What a reader sees of a file, where its bytes do not tell; data are read as they are."""
    if name in EXTRACTORS:
        seen = {case_id + WRITERS[name].suffix: EXTRACTORS[name](case_id, files)}
    else:
        seen = {file: of_pdf(data) for file, data in files.items() if file.endswith(".pdf")}
    return {file: ("\n".join((*one.pages, one.addresses)),) for file, one in seen.items()}


def _words(data: bytes) -> str:
    # JSON writes a quotation mark behind a backslash.
    return " ".join(unescape(data.decode("utf-8")).replace('\\"', '"').split())
