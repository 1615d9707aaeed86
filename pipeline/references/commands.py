"""What `casewright refs …` does: parsed options in, words printed, exit status out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from pipeline import committing, reporting
from pipeline.build import Result, Wishes, check_case
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.library import Item
from pipeline.reading.bibliography import AMBIGUOUS, FORMATS, read_file, read_library, read_shared
from pipeline.references import importing
from pipeline.references.exporting import EXPORTERS
from pipeline.references.formatting import numbered
from pipeline.references.reviewing import about_references, review, style_of
from pipeline.references.works import short_citation
from pipeline.resolving.citations import UNKNOWN_CITATION
from pipeline.workspace import Workspace
from pipeline.writing.output import Output

if TYPE_CHECKING:
    import argparse

USAGE = 2
WOULD_OVERWRITE = rule(
    "would-overwrite",
    Severity.ERROR,
    "What another program exported, or somebody typed, must not be lost.",
    fix="Choose another name, or delete the file first.",
    example="$ casewright refs export one --output mine.bib   # which is there\n",
)


def import_files(options: argparse.Namespace, workspace: Workspace) -> int:
    """Bring references from other files into the library, or into that of a case."""
    name = options.to or ("references.bib" if options.case else "imported.bib")
    wrong = PurePath(name).name != name or not name.endswith(".bib") or name.startswith(".")
    if wrong or (options.case and not name.startswith("references.")):
        known = "references.more.bib, for only references.* is read in a case" if options.case else "more.bib"
        return _usage("refs import", f"--to is the name of a file, such as {known}")
    ids, findings = workspace.find_cases([options.case]) if options.case else ([""], [])
    if not ids:
        return _end(findings, workspace)
    if options.case:
        folder = workspace.case_folder(ids[0])
        # What is wrong with the library already is not this command's to say.
        library, _ = read_library([folder, workspace.bibliography], workspace.show)
    else:
        folder = workspace.bibliography
        library, _ = read_shared(folder, workspace.show)
    made = importing.import_files(
        [(file, workspace.show(file)) for file in options.files], library, rekey=options.rekey
    )
    path = folder / name
    findings = importing.store(made.added, path, workspace.show(path)) if made.added else []
    if importing.CANNOT_IMPORT not in {finding.rule for finding in findings}:
        _tell(made, workspace.show(path))
    return _end([*made.findings, *findings], workspace)


def _tell(made: importing.Import, shown: str) -> None:
    width = max((len(item.key) for item in made.added), default=0)
    for item in made.added:
        was = f" (was {made.renamed[item.key]})" if item.key in made.renamed else ""
        reporting.tell(f"{item.key:{width}}  {short_citation(item.csl)}{was}")
    for known in made.known:
        where = known.present.origin
        reporting.tell(
            f"not imported, same {known.sign} as {known.present.key} at {where}: {short_citation(known.item.csl)}"
        )
    done = f"{shown}: {len(made.added)} added" if made.added else "nothing added"
    reporting.tell(f"{done}, {len(made.known)} there already" if made.known else done)


def format_list(options: argparse.Namespace, workspace: Workspace) -> int:
    """Print references as a numbered list; nothing is changed."""
    if not options.what and not options.case:
        return _usage("refs format", "name keys, a bibliography file, or a case with --case ID")
    ids, findings = workspace.find_cases([options.case]) if options.case else ([], [])
    if options.case and not ids:
        return _end(findings, workspace)
    result = check_case(workspace, ids[0], Wishes((), options.style)) if ids else Result("")
    if not ids:
        result.library, findings = read_shared(workspace.bibliography, workspace.show)
    elif not options.what:
        findings = about_references(result, workspace)
    items, problems = _chosen(options.what, result, workspace) if options.what else (list(result.cited), [])
    style, more = style_of(workspace, result.case, options.style)
    findings += [*problems, *more]
    if style and items:
        lines, problems = numbered(items, style, result.case.facts.language if result.case else "en")
        findings += problems
        reporting.tell("\n".join(lines))
    return _end(findings, workspace)


def _chosen(what: Sequence[str], result: Result, workspace: Workspace) -> tuple[list[Item], list[Finding]]:
    """The references that keys and files name, in that order."""
    items: list[Item] = []
    findings: list[Finding] = []
    for name in what:
        if item := result.library.find(name.removeprefix("@")):
            items.append(item)
        elif Path(name).suffix.lower() in {*FORMATS, *AMBIGUOUS} or Path(name).is_file():
            found, problems = read_file(Path(name), workspace.show(Path(name)))
            items += found
            findings += problems
        else:
            near = result.library.similar(name)
            hint = f"did you mean {near}?" if near else "for a key of a case's own references, add --case ID"
            message = "there is no file and no reference of this name"
            findings.append(UNKNOWN_CITATION.at(Location("refs format"), message, hint=hint, quote=name))
    return items, findings


def check(options: argparse.Namespace, workspace: Workspace) -> int:
    """Say what is wrong with the library and with what cases cite."""
    ids, findings = workspace.find_cases(options.cases)
    if not options.cases and not workspace.case_folders():
        # A library may be looked after before there is a case.
        findings = []
    whole = not options.cases
    made = review(workspace, ids, options.style, whole=whole, today=datetime.now(tz=UTC).date())
    result = Result("", [*findings, *made.findings])
    if options.format == "json":
        reporting.tell(reporting.as_json([result]))
    else:
        reporting.tell(f"cases: {len(ids)} · references: {len(made.looked_at)} · of them cited: {len(made.cited)}")
    return _end(result.findings, workspace, options.format)


def export(options: argparse.Namespace, workspace: Workspace) -> int:
    """Write exactly what a case cites, in the order of citation, for another program."""
    ids, findings = workspace.find_cases([options.case])
    if not ids:
        return _end(findings, workspace)
    result = check_case(workspace, ids[0], Wishes(()))
    if result.stopped or not result.cited:
        if not result.stopped:
            reporting.say(f"{ids[0]} cites no reference, so there is nothing to export")
        return _end(result.findings if result.stopped else about_references(result, workspace), workspace)
    exporter = EXPORTERS[options.to]
    text, problems = exporter.write(result.cited)
    findings = [*about_references(result, workspace), *problems]
    if options.output == "-":
        reporting.tell(text)
        return _end(findings, workspace)
    if options.output:
        path = Path(options.output)
        problems = _write_new(path, text, workspace.show(path))
    else:
        folder = workspace.build / ids[0]
        path = folder / f"{ids[0]}-references{exporter.suffix}"
        output = Output({path.name: text.encode()}, {})
        problems = committing.commit(folder, {f"references in {exporter.name}": output}, workspace.show(folder))
    if not problems:
        count = "1 reference" if len(result.cited) == 1 else f"{len(result.cited)} references"
        reporting.tell(f"{workspace.show(path)}: {count}, in the order in which {ids[0]} cites them")
    return _end([*findings, *problems], workspace)


def _write_new(path: Path, text: str, shown: str) -> list[Finding]:
    if path.exists():
        hint = "name another file, or delete this one first"
        return [WOULD_OVERWRITE.at(Location(shown), "there is a file of this name already", hint=hint)]
    return importing.write_whole(path, text, Location(shown))


def _usage(command: str, message: str) -> int:
    reporting.say(f"casewright {command}: {message}")
    return USAGE


def _end(findings: Sequence[Finding], workspace: Workspace, form: str = "text") -> int:
    reporting.show(Result("", list(findings)), workspace, form)
    return int(any(finding.severity is not Severity.WARNING for finding in findings))
