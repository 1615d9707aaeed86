"""Arguments → calls; prints; exit codes. No logic.

Exit status: 0 clean, 1 findings at error level or worse, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline import __version__, reporting
from pipeline.build import Result, Wishes, build_case, check_case
from pipeline.figures.adding import add_figure
from pipeline.findings import RULES, Location, Severity
from pipeline.journals import load_journal
from pipeline.schema import schema_text, write_schema
from pipeline.starting import new_case
from pipeline.workspace import Workspace
from pipeline.writing import WRITERS, pdf
from pipeline.writing.look import LAYOUTS, PAPERS, Look

USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """The `casewright` command. Gives the exit status."""
    options = _parser().parse_args(arguments)
    workspace = Workspace(Path(options.root))
    status: int = options.run(options, workspace)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="casewright", description="Write, check and publish medical case reports.")
    parser.add_argument("--version", action="version", version=f"casewright {__version__}")
    # The workspace may be named before the command or after it.
    parser.add_argument("--root", default=".", metavar="DIR", help="the workspace (default: this folder)")
    root = argparse.ArgumentParser(add_help=False)
    root.add_argument("--root", default=argparse.SUPPRESS, metavar="DIR", help="the workspace (default: this folder)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", parents=[root], help="write the outputs of cases")
    build.set_defaults(run=_build)
    build.add_argument("cases", nargs="*", metavar="CASE", help="ids of cases (default: all)")
    build.add_argument("--to", type=_writers, metavar="FORMATS", help=f"any of {','.join(WRITERS)} (default: all)")
    build.add_argument("--embed", action="store_true", help="write the HTML as one file, to be mailed")
    build.add_argument("--layout", choices=LAYOUTS, default="article", help="of the PDF (default: article)")
    build.add_argument("--paper", choices=PAPERS, default="a4", help="of the PDF (default: a4)")

    check = commands.add_parser("check", parents=[root], help="show what is wrong, write nothing")
    check.set_defaults(run=_check)
    check.add_argument("cases", nargs="*", metavar="CASE", help="ids of cases (default: all)")
    for command in (build, check):
        command.add_argument("--style", default="", metavar="CSL", help="citation style, instead of the journal's")
        command.add_argument("--journal", default="", metavar="ID", help="journal, instead of the case's")
        command.add_argument("--format", choices=("text", "json"), default="text", help="how findings are shown")

    preview = commands.add_parser("preview", parents=[root], help="show drafts in the browser, and rebuild on change")
    preview.set_defaults(run=_preview)
    preview.add_argument("case", nargs="?", metavar="CASE", help="id of a case (default: all)")
    preview.add_argument("--port", type=int, default=8765, help="on this computer only (default: 8765)")
    preview.add_argument("--no-open", action="store_true", help="do not open the browser")

    new = commands.add_parser("new", parents=[root], help="begin a case")
    new.set_defaults(run=_new)
    new.add_argument("id", metavar="ID", help="name of its folder: small letters, digits, hyphens")

    figure = commands.add_parser("figure", help="work on pictures").add_subparsers(required=True, metavar="ACTION")
    add = figure.add_parser("add", parents=[root], help="put a clean copy of a picture into a case's figures/")
    add.set_defaults(run=_figure_add)
    add.add_argument("file", metavar="FILE", type=Path, help="the original, best kept in the case's private/")
    add.add_argument("--case", default="", metavar="ID", help="the case, where FILE is not in one")
    add.add_argument("--name", default="", help="name of the copy, without suffix")
    add.add_argument("--page", type=int, help="page of a picture with several, from 1")

    schema = commands.add_parser("schema", parents=[root], help="the JSON Schema of case.yaml")
    schema.set_defaults(run=_schema)
    schema.add_argument("--write", action="store_true", help="put it where the first line of case.yaml points")

    shown = commands.add_parser("list", parents=[root], help="list what there is")
    shown.set_defaults(run=_list)
    shown.add_argument("what", choices=("formats", "journals", "rules"))

    explain = commands.add_parser("explain", parents=[root], help="say what a rule is for")
    explain.set_defaults(run=_explain)
    explain.add_argument("rule", metavar="RULE", help="id of a rule, as findings show it")
    return parser


def _writers(text: str) -> tuple[str, ...]:
    names = tuple(name for name in text.split(",") if name)
    unknown = [name for name in names if name not in WRITERS]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"unknown format {', '.join(unknown) or text!r}; known: {', '.join(WRITERS)}")
    return names


def _build(options: argparse.Namespace, workspace: Workspace) -> int:
    writers = options.to or tuple(WRITERS)
    without_pdf = pdf.available() if "pdf" in writers else ""
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


def _check(options: argparse.Namespace, workspace: Workspace) -> int:
    ids, findings = workspace.find_cases(options.cases)
    results = [Result("", findings)] if findings else []
    for case_id in ids:
        results.append(check_case(workspace, case_id, Wishes((), options.style, options.journal)))
        reporting.show(results[-1], workspace, options.format)
    return _finish(results, workspace, options.format)


def _finish(results: list[Result], workspace: Workspace, form: str) -> int:
    if results and not results[0].case_id:
        reporting.show(results[0], workspace, form)
    if form == "json":
        print(reporting.as_json(results))
    return int(any(f.severity is not Severity.WARNING for result in results for f in result.findings))


def _preview(options: argparse.Namespace, workspace: Workspace) -> int:
    # Imported late: the server is needed by nobody else.
    from pipeline.preview.server import serve

    ids, findings = workspace.find_cases([options.case] if options.case else [])
    if findings:
        reporting.show(Result("", findings), workspace, "text")
    return serve(workspace, ids, port=options.port, open_browser=not options.no_open) if ids else 1


def _new(options: argparse.Namespace, workspace: Workspace) -> int:
    findings = new_case(workspace, options.id)
    if findings:
        reporting.show(Result("", findings), workspace, "text")
        return 1
    folder = workspace.show(workspace.case_folder(options.id))
    print(
        f"{folder} is ready. Write in {folder}/case.yaml and {folder}/narrative.md, then: casewright build {options.id}"
    )
    return 0


def _figure_add(options: argparse.Namespace, workspace: Workspace) -> int:
    case_id = options.case or workspace.case_of(options.file)
    if not case_id:
        print("casewright figure add: name the case with --case ID; FILE lies in none", file=sys.stderr)
        return USAGE
    ids, findings = workspace.find_cases([case_id])
    if ids:
        figures = workspace.case_folder(case_id) / "figures"
        made, findings, notes = add_figure(options.file, figures, name=options.name, page=options.page)
        for line in [*notes, f"{workspace.show(made)} is clean and may be used" if made else ""]:
            print(line) if line else None
    reporting.show(Result("", findings), workspace, "text")
    return int(any(finding.severity is not Severity.WARNING for finding in findings))


def _schema(options: argparse.Namespace, workspace: Workspace) -> int:
    if not options.write:
        print(schema_text(), end="")
        return 0
    changed = write_schema(workspace.schema)
    print(f"{workspace.show(workspace.schema)} {'written' if changed else 'is up to date'}")
    return 0


def _list(options: argparse.Namespace, workspace: Workspace) -> int:
    match options.what:
        case "formats":
            rows = [(writer.name, writer.help) for writer in WRITERS.values()]
        case "journals":
            names = workspace.template_names("journals", ".yaml")
            journals = [load_journal(workspace, name, Location(name))[0] for name in names]
            rows = [
                (journal.id, f"{journal.name or 'where a case names none'}; style {journal.style}")
                for journal in journals
            ]
        case _:
            rows = [(rule.id, f"{rule.severity}: {rule.why}") for rule in sorted(RULES.values(), key=lambda r: r.id)]
    width = max(len(name) for name, _ in rows)
    print("\n".join(f"{name:{width}}  {about}" for name, about in rows))
    return 0


def _explain(options: argparse.Namespace, _: Workspace) -> int:
    rule = RULES.get(options.rule)
    if rule is None:
        print(f"there is no rule `{options.rule}`; rules: {', '.join(sorted(RULES))}", file=sys.stderr)
        return USAGE
    print(f"{rule.id} ({rule.severity})\n{rule.why}\n{rule.severity.effect}")
    return 0
