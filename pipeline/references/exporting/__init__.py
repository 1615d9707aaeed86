"""Items → the text of a bibliography file for other programs, one file per format; and what a format cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.findings import Finding
from pipeline.library import Item
from pipeline.references.exporting import bibtex, csl_data, nbib, ris


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format that references can be written in."""

    name: str
    """As the command line has it."""
    suffix: str
    """Of its files, with the dot."""
    help: str
    """Who reads it, in a few words."""
    write: Callable[[Sequence[Item]], tuple[str, list[Finding]]]
    """The text of a file in UTF-8, its lines ending with a line feed, and what of the items is not in it."""


EXPORTERS: dict[str, Exporter] = {
    exporter.name: exporter
    for exporter in (
        Exporter("bibtex", ".bib", "BibTeX and biblatex: LaTeX, JabRef, Zotero", bibtex.write),
        Exporter("ris", ".ris", "RIS: EndNote, Zotero, Mendeley", ris.write),
        Exporter("nbib", ".nbib", "NBIB: PubMed’s format, for articles and books", nbib.write),
        Exporter("csl-json", ".json", "CSL-JSON: Zotero, pandoc; holds everything", csl_data.write_json),
        Exporter("csl-yaml", ".yaml", "CSL-YAML: pandoc; holds everything", csl_data.write_yaml),
    )
}
