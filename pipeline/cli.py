"""Arguments → calls; exit codes. No logic.

Exit status: 0 clean, 1 findings at error level or worse, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from pipeline import __version__, commands, reporting
from pipeline.figures.dicom_window import PRESETS
from pipeline.reading.bibliography import FORMATS
from pipeline.references import commands as references
from pipeline.references.exporting import EXPORTERS
from pipeline.reporting import commands as reports
from pipeline.reporting.overview_files import OVERVIEWS
from pipeline.retargeting.commands import show_retarget
from pipeline.signing import commands as signing
from pipeline.workspace import Workspace
from pipeline.writing import FORMS, TEXTS, WRITERS
from pipeline.writing.look import LAYOUTS, PAPERS

Run = Callable[[argparse.Namespace, Workspace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """The `casewright` command. Gives the exit status."""
    parser = _parser()
    options, more = parser.parse_known_args(_with_windows(sys.argv[1:] if arguments is None else arguments))
    _take_in(more, options, parser)
    run: Run = options.run
    try:
        return run(options, Workspace(Path(options.root)))
    except BrokenPipeError:
        # Whoever read our words, `head` for one, has enough; Python must not complain of it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _take_in(more: Sequence[str], options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """Cases and items behind an option, as in `sign CASE --as NAME 5b`, which argparse does not take by itself."""
    listed = next((name for name in ("cases", "items") if name in options), "")
    if more and (not listed or any(word.startswith("-") for word in more)):
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    if more:
        setattr(options, listed, [*getattr(options, listed), *more])


def _with_windows(arguments: Sequence[str]) -> list[str]:
    """`--window -600/1500` as one argument: the value begins as an option does."""
    given: list[str] = []
    for argument in arguments:
        if given[-1:] == ["--window"] and argument[:1] == "-" and argument[1:2].isdigit():
            given[-1] += f"={argument}"
        else:
            given.append(argument)
    return given


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="casewright", description="Write, check and publish medical case reports.")
    parser.add_argument("--version", action="version", version=f"casewright {__version__}")
    where = "the workspace (default: this folder)"
    # The workspace may be named before the command or after it.
    parser.add_argument("--root", default=".", metavar="DIR", help=where)
    root = argparse.ArgumentParser(add_help=False)
    root.add_argument("--root", default=argparse.SUPPRESS, metavar="DIR", help=where)
    known = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Run, about: str) -> argparse.ArgumentParser:
        made = known.add_parser(name, parents=[root], help=about, description=about.capitalize() + ".")
        made.set_defaults(run=run)
        return made

    _build(command("build", commands.build, "write the outputs of cases"))
    _check(
        command("check", reports.check, "show what is wrong and what a guideline still asks; write nothing of the case")
    )
    _sign(command("sign", signing.sign, "confirm items of a checklist, one by one, in your name"))
    _waive(command("waive", signing.waive, "set aside what a rule finds, in your name and with your reason"))
    _retarget(command("retarget", show_retarget, "say what must change of a case for another journal"))
    _preview(command("preview", commands.preview, "show drafts in the browser, and build again on change"))
    new = command("new", commands.new, "begin a case")
    new.add_argument("id", metavar="ID", help="name of its folder: small letters, digits, hyphens")
    _figure(command("figure", commands.figure_add, "put a clean copy of a picture into a case's figures/"))
    refs = "look after references: import, format, check and export them"
    _refs(known.add_parser("refs", help=refs, description=refs.capitalize() + "."), root)
    schema = command("schema", commands.schema, "show the JSON Schema of case.yaml")
    schema.add_argument("--write", action="store_true", help="put it where the first line of case.yaml points")
    shown = command("list", commands.list_known, "list what there is")
    shown.add_argument("what", choices=sorted(commands.LISTS))
    shown.add_argument("words", nargs="*", metavar="WORD", help="list only what has all of these words")
    shown.add_argument("--markdown", action="store_true", help="of rules: as a page, with all that there is to say")
    explain = command(
        "explain", commands.explain, "say what a rule, an item of a guideline or a journal's value is for"
    )
    explain.add_argument("name", metavar="RULE", help="such as unknown-key, care-2013/7, care.7.cover, jmcr")
    return parser


def _cases(command: argparse.ArgumentParser) -> None:
    command.add_argument("cases", nargs="*", metavar="CASE", help="ids of cases (default: all)")
    command.add_argument("--style", default="", metavar="CSL", help="citation style, instead of the journal's")
    command.add_argument("--journal", default="", metavar="ID", help="journal, instead of the case's")
    command.add_argument("--format", choices=reporting.FORMS, default=reporting.TEXT, help="how findings are shown")


def _check(check: argparse.ArgumentParser) -> None:
    _cases(check)
    check.add_argument("--guideline", default="", metavar="ID", help="reporting guideline, instead of the case's")
    about = "write an overview, a row for each case: build/overview.csv, .html"
    check.add_argument("--to", type=_overviews, metavar="csv,html", help=about)
    strict = "exit with 1 also for warnings, and for items of a guideline that are left open and not set aside"
    check.add_argument("--strict", action="store_true", help=strict)
    check.add_argument("--watch", action="store_true", help="check again whenever something is saved, until Ctrl-C")
    check.add_argument("--fix", action="store_true", help="mend what leaves no choice, show what changed, then check")
    check.add_argument("--dry-run", action="store_true", help="with --fix: only show what would change")


def _retarget(retarget: argparse.ArgumentParser) -> None:
    retarget.add_argument("case", metavar="CASE", help="id of the case")
    retarget.add_argument("--to", required=True, metavar="JOURNAL", help="id of a profile (`casewright list journals`)")
    retarget.add_argument("--format", choices=("text", "json"), default="text")


def _sign(sign: argparse.ArgumentParser) -> None:
    sign.add_argument("case", metavar="CASE", help="id of the case")
    sign.add_argument("items", nargs="*", metavar="ITEM", help="such as 5b (default: all, one by one)")
    sign.add_argument("--as", dest="name", required=True, metavar="NAME", help="who confirms")
    sign.add_argument("--guideline", default="", metavar="ID", help="whose items (default: the case's first)")


def _waive(waive: argparse.ArgumentParser) -> None:
    waive.add_argument("rule", metavar="RULE", help="id of a rule, of a check, or such as care-2013/12 of an item")
    waive.add_argument("--because", required=True, metavar="WHY", help="shown in every report")
    waive.add_argument("--as", dest="name", required=True, metavar="NAME", help="who decides")
    waive.add_argument("--case", default="", metavar="ID", help="the case, where there are several")
    waive.add_argument("--at", default="", metavar="PLACE", help="only this field, figure or reference")


def _build(build: argparse.ArgumentParser) -> None:
    _cases(build)
    formats = f"any of {','.join(WRITERS | FORMS)} (default: {','.join(TEXTS)})"
    build.add_argument("--to", type=_writers, metavar="FORMATS", help=formats)
    build.add_argument("--embed", action="store_true", help="write the HTML as one file, to be mailed")
    build.add_argument("--layout", choices=LAYOUTS, default="article", help="of the PDF (default: article)")
    build.add_argument("--paper", choices=PAPERS, default="a4", help="of the PDF (default: a4)")


def _preview(preview: argparse.ArgumentParser) -> None:
    preview.add_argument("case", nargs="?", metavar="CASE", help="id of a case (default: all)")
    preview.add_argument("--port", type=int, default=8765, help="on this computer only (default: 8765)")
    preview.add_argument("--no-open", action="store_true", help="do not open the browser")
    host = "open it to other computers, too, at this address of this one; only where all may read the drafts"
    preview.add_argument("--host", metavar="ADDRESS", default="127.0.0.1", help=host)
    command = "what opens files at a place, such as 'code -g {file}:{line}:{column}' (default: what is found)"
    preview.add_argument("--editor", metavar="COMMAND", default="", help=command)


def _figure(figure: argparse.ArgumentParser) -> None:
    figure.add_argument("action", choices=["add"])
    figure.add_argument("file", metavar="FILE", type=Path, help="the original, best kept in the case's private/")
    figure.add_argument("--case", default="", metavar="ID", help="the case, where FILE is not in one")
    figure.add_argument("--name", default="", help="name of the copy, without suffix")
    figure.add_argument("--page", "--frame", type=int, help="page of a TIFF or frame of a DICOM file, from 1")
    about = f"of a DICOM file: CENTRE/WIDTH, auto, or {', '.join(PRESETS)}"
    figure.add_argument("--window", type=str.lower, default="", help=about)


def _refs(refs: argparse.ArgumentParser, root: argparse.ArgumentParser) -> None:
    known = refs.add_subparsers(required=True, metavar="ACTION")

    def action(name: str, run: Run, about: str) -> argparse.ArgumentParser:
        made = known.add_parser(name, parents=[root], help=about, description=about.capitalize() + ".")
        made.set_defaults(run=run)
        return made

    imported = action("import", references.import_files, "bring references from other files into the library")
    imported.add_argument("files", nargs="+", metavar="FILE", type=Path, help=f"any of {', '.join(FORMATS)}")
    imported.add_argument("--case", default="", metavar="ID", help="into this case's references.bib, not bibliography/")
    imported.add_argument("--to", default="", metavar="NAME.bib", help="name of the file (default: imported.bib)")
    imported.add_argument("--rekey", action="store_true", help="give all readable keys such as rund2005")
    shown = action("format", references.format_list, "print references as a numbered list, to paste into a letter")
    shown.add_argument("what", nargs="*", metavar="KEY|FILE", help="keys in the library, or bibliography files")
    shown.add_argument("--case", default="", metavar="ID", help="the case whose keys these are (default: all it cites)")
    shown.add_argument("--style", default="", metavar="CSL", help="citation style (default: the journal's)")
    check = action("check", references.check, "show what is wrong with the library and what cases cite")
    check.add_argument("cases", nargs="*", metavar="CASE", help="ids of cases (default: all, and the whole library)")
    check.add_argument("--style", default="", metavar="CSL", help="citation style, instead of the journal's")
    check.add_argument("--format", choices=("text", "json"), default="text", help="how findings are shown")
    export = action("export", references.export, "write exactly what a case cites, in the order of citation")
    export.add_argument("case", metavar="CASE", help="id of the case")
    export.add_argument("--to", choices=EXPORTERS, default="bibtex", help="format (default: bibtex)")
    export.add_argument("--output", default="", metavar="FILE", help="a new file, or - to print (default: in build/)")


def _writers(text: str) -> tuple[str, ...]:
    return _names(text, WRITERS | FORMS)


def _overviews(text: str) -> tuple[str, ...]:
    return _names(text, OVERVIEWS)


def _names(text: str, known: Collection[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name for name in text.split(",") if name))
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"unknown format {', '.join(unknown) or text!r}; known: {', '.join(known)}")
    return names
