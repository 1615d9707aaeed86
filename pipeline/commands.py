"""What each command does: parsed options in, words printed, exit status out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline import explaining, reporting
from pipeline.build import Result, Wishes, build_case
from pipeline.figures.adding import add_figure
from pipeline.findings import RULES, Severity
from pipeline.guidelines.checks import CHECKS
from pipeline.guidelines.evidence import EVIDENCE
from pipeline.journals.describing import in_short
from pipeline.reporting.reference import as_markdown
from pipeline.resolving.csl.catalogue import catalogue
from pipeline.schema import schema_text, write_schema
from pipeline.starting import new_case
from pipeline.workspace import Workspace
from pipeline.writing import FORMS, TEXTS, WRITERS, pdf
from pipeline.writing.look import Look

if TYPE_CHECKING:
    import argparse

USAGE = 2
WIDEST = 50
"""Characters of a name in a list; what is said of a longer one is not in line with the others."""
Row = tuple[str, str]
"""A name and what is said of it."""


def build(options: argparse.Namespace, workspace: Workspace) -> int:
    """Write the outputs of cases, and say of each what was written and found."""
    writers = options.to or TEXTS
    without_pdf = pdf.available() if {"pdf", *FORMS} & set(writers) else ""
    if without_pdf:
        writers = tuple(name for name in writers if name != "pdf")
        print(without_pdf, file=sys.stderr)
    look = Look(options.layout, options.paper, options.embed)
    wishes = Wishes(writers, options.style, options.journal, look)
    ids, findings = workspace.find_cases(options.cases)
    results = [Result("", findings)] if findings else []
    for case_id in ids:
        results.append(build_case(workspace, case_id, wishes))
        reporting.show(results[-1], workspace, options.format)
    return _finish(results, workspace, options.format)


def _finish(results: list[Result], workspace: Workspace, form: str) -> int:
    if results and not results[0].case_id:
        reporting.show(results[0], workspace, form)
    reported = reporting.Reported(results, workspace)
    if form in reporting.REPORTS:
        reporting.tell(reporting.REPORTS[form](reported))
    return int(reporting.failed(reported))


def preview(options: argparse.Namespace, workspace: Workspace) -> int:
    """Serve drafts until the author stops it."""
    # Imported late: the server is needed by nobody else.
    from pipeline.preview import editor
    from pipeline.preview.server import Serving, serve

    try:
        chosen = editor.told(options.editor) if options.editor else editor.find(os.environ)
    except ValueError as problem:
        reporting.say(str(problem))
        return USAGE
    ids, findings = workspace.find_cases([options.case] if options.case else [])
    if findings:
        reporting.show(Result("", findings), workspace, "text")
    if not ids:
        return 1
    serving = Serving(options.port, options.host, not options.no_open, bool(options.case), chosen)
    return serve(workspace, ids, serving)


def new(options: argparse.Namespace, workspace: Workspace) -> int:
    """Begin a case."""
    findings = new_case(workspace, options.id)
    if findings:
        reporting.show(Result("", findings), workspace, "text")
        return 1
    folder = workspace.show(workspace.case_folder(options.id))
    print(
        f"{folder} is ready. Write in {folder}/case.yaml and {folder}/narrative.md, then: casewright build {options.id}"
    )
    return 0


def figure_add(options: argparse.Namespace, workspace: Workspace) -> int:
    """Clean a picture into a case."""
    case_id = options.case or workspace.case_of(options.file)
    if not case_id:
        print("casewright figure add: name the case with --case ID; FILE lies in none", file=sys.stderr)
        return USAGE
    ids, findings = workspace.find_cases([case_id])
    if ids:
        figures = workspace.case_folder(case_id) / "figures"
        made, findings, notes = add_figure(
            options.file, figures, name=options.name, page=options.page, window=options.window
        )
        ready = [f"{workspace.show(made)} is clean and may be used"] if made else []
        for line in [*notes, *ready]:
            print(line)
    reporting.show(Result("", findings), workspace, "text")
    return int(any(finding.severity is not Severity.WARNING for finding in findings))


def schema(options: argparse.Namespace, workspace: Workspace) -> int:
    """Print the JSON Schema, or write it where cases look for it."""
    if not options.write:
        print(schema_text(), end="")
        return 0
    changed = write_schema(workspace.schema)
    print(f"{workspace.show(workspace.schema)} {'written' if changed else 'is up to date'}")
    return 0


def list_known(options: argparse.Namespace, workspace: Workspace) -> int:
    """List what there is of one kind: all, or those in which all words occur; rules also as a page."""
    if options.markdown:
        if options.what != "rules" or options.words:
            print("casewright list: --markdown is for `casewright list rules`, all of them", file=sys.stderr)
            return USAGE
        reporting.tell(as_markdown(RULES.values()))
        return 0
    rows = list(LISTS[options.what](workspace, options.words))
    if not rows:
        print(f"there is nothing with {' and '.join(options.words)} among the {options.what}", file=sys.stderr)
        return 1
    width = min(WIDEST, max(len(name) for name, _ in rows))
    print("\n".join(f"{name:{width}}  {about}" for name, about in rows))
    return 0


def _with(words: Sequence[str], rows: Iterator[Row]) -> Iterator[Row]:
    return (row for row in rows if all(word.casefold() in " ".join(row).casefold() for word in words))


def _formats(_: Workspace) -> Iterator[Row]:
    yield from ((writer.name, writer.help) for writer in WRITERS.values())
    yield from ((form.name, form.help) for form in FORMS.values())


def _journals(workspace: Workspace) -> Iterator[Row]:
    for journal in explaining.journals(workspace):
        yield journal.id, in_short(journal, datetime.now(tz=UTC).date())


def _guidelines(workspace: Workspace) -> Iterator[Row]:
    for guideline_id, guideline in explaining.guidelines(workspace):
        known = f"{len(guideline.items)} of {guideline.of} items" if guideline.of else f"{len(guideline.items)} items"
        yield guideline_id, f"{guideline.title}; {known}"


def _kinds(kinds: Mapping[str, object]) -> Iterator[Row]:
    """What a guideline's file may name, with what the kind says of itself."""
    for name, kind in kinds.items():
        yield name, " ".join((kind.__doc__ or "").partition("\n\n")[0].split())


def _rules(_: Workspace) -> Iterator[Row]:
    for rule in sorted(RULES.values(), key=lambda rule: rule.id):
        yield rule.id, f"{rule.severity}: {rule.why}"


LISTS: dict[str, Callable[[Workspace, Sequence[str]], Iterator[Row]]] = {
    "checks": lambda _, words: _with(words, _kinds(CHECKS)),
    "evidence": lambda _, words: _with(words, _kinds(EVIDENCE)),
    "formats": lambda workspace, words: _with(words, _formats(workspace)),
    "guidelines": lambda workspace, words: _with(words, _guidelines(workspace)),
    "journals": lambda workspace, words: _with(words, _journals(workspace)),
    "rules": lambda workspace, words: _with(words, _rules(workspace)),
    "styles": catalogue,
}


def explain(options: argparse.Namespace, workspace: Workspace) -> int:
    """Say what a rule, a guideline, an item, a check or a journal's value is for, and what to do."""
    text = explaining.explained(options.name, workspace)
    if text:
        reporting.tell(text)
        return 0
    near = explaining.nearest(options.name, workspace)
    hint = f"did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else "`casewright list rules` shows all"
    print(f"there is no rule, item, check or journal's value `{options.name}`; {hint}", file=sys.stderr)
    return USAGE
