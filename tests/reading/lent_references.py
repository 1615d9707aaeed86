"""Bibliography files of other projects' tests → how many of their references are read, per format."""

from __future__ import annotations

import json
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.findings import Finding
from pipeline.library import Item
from pipeline.reading.bibliography import UNKNOWN_BIBLIOGRAPHY_FORMAT, read_file

LENT = Path(__file__).parents[3] / "shared" / "data" / "references"
NOT_BIBLIOGRAPHIES = (".js", ".csl", ".tex", ".md", ".ctv6bak", "locales-en-US.xml")
BEGINNINGS = {
    "BibTeX": r"^[ \t%]*@(?!comment|string|preamble|modificationdate|set|xdata)\w+\s*[{(]",
    "RIS": r"^\s*TY  ?-",
    "PubMed (.nbib)": r"^PMID ?-|^PMCR-|\n\n(?:PMC -|OWN)",
    "EndNote import (.enw)": r"^%0|\A%[A-Z]",
    "Web of Science": r"^PT [A-Z]$",
    "EndNote XML": r"<record>",
    "PubMed XML": r"<PubmedArticle>",
}
"""How each format begins a reference; counted without its reader, so that what the reader misses is missed."""


@dataclass(frozen=True)
class Read:
    """One file."""

    path: Path
    format: str
    records: int
    """Counted in the text, not by the reader."""
    items: list[Item]
    findings: list[Finding]

    @property
    def with_findings(self) -> int:
        """How many items have a finding on one of their lines."""
        lines = sorted({item.origin.line for item in self.items})
        return len({bisect_right(lines, finding.where.line) for finding in self.findings} - {0})

    @property
    def lost(self) -> int:
        return max(0, self.records - len(self.items))


@dataclass
class Figures:
    """One format."""

    files: int = 0
    records: int = 0
    whole: int = 0
    """References read without a finding."""
    with_findings: int = 0
    """References read in part, or whole with a warning."""
    lost: int = 0
    """References that are not read; each file that loses one has a finding."""


def paths() -> list[Path]:
    """Every lent file that is or may be a bibliography."""
    return sorted(
        path for path in LENT.rglob("*.*") if path.suffix not in NOT_BIBLIOGRAPHIES and "locales" not in path.name
    )


def read(path: Path) -> Read:
    items, findings = read_file(path, path.name)
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    unknown = any(finding.rule is UNKNOWN_BIBLIOGRAPHY_FORMAT for finding in findings)
    name = "not read" if unknown else format_of(path, text)
    return Read(path, name, 0 if unknown else records(name, text), items, findings)


def format_of(path: Path, text: str) -> str:
    by_suffix = {".bib": "BibTeX", ".json": "CSL-JSON", ".yaml": "CSL-YAML", ".yml": "CSL-YAML"}
    if path.suffix == ".json" and '"itemType"' in text:
        return "Zotero’s own JSON"
    if path.suffix in by_suffix:
        return by_suffix[path.suffix]
    told = [name for name, beginning in BEGINNINGS.items() if name != "BibTeX" and re.search(beginning, text, re.M)]
    return (told or ["BibTeX"])[0]


def records(name: str, text: str) -> int:
    if name in ("CSL-JSON", "Zotero’s own JSON"):
        data = json.loads(text)
        found = data.get("items", []) if isinstance(data, dict) else data
        notes = ("note", "attachment")
        return len([one for one in found if isinstance(one, dict) and one.get("itemType") not in notes])
    return len(re.findall(BEGINNINGS[name], text, re.M | re.I))


def figures() -> dict[str, Figures]:
    """What becomes of every reference of every lent file, per format."""
    found: dict[str, Figures] = {}
    for one in map(read, paths()):
        row = found.setdefault(one.format, Figures())
        row.files += 1
        row.records += one.records
        row.whole += len(one.items) - one.with_findings
        row.with_findings += one.with_findings
        row.lost += one.lost
    return found


def table() -> Iterator[str]:
    """The figures as lines of Markdown."""
    yield "| format | files | references | read whole | read with findings | lost, with a finding |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, row in sorted(figures().items()):
        yield f"| {name} | {row.files} | {row.records} | {row.whole} | {row.with_findings} | {row.lost} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(table()) + "\n")
