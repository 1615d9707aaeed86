"""The narrative as read from narrative.md: nodes with origins, citations and references still as marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.findings import Location
from pipeline.manuscript import Blocks, Inlines, Section


@dataclass(frozen=True, slots=True)
class Narrative:
    title: Inlines
    """The first `# ` heading; empty where there is none."""
    title_at: Location
    sections: tuple[Section, ...]
    """In the author's order, nested by heading level; each with its CARE part where one was recognised."""
    notes: Mapping[str, tuple[Blocks, Location]]
    """Footnotes by label, in the order written."""

    @property
    def is_written(self) -> bool:
        """Whether there is anything to print."""
        return bool(self.title or self.sections)
